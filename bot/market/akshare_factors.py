"""Ex-dates out of Sina's factor files, read by us: akshare would evaluate the remote text as a program.

Runs in the market worker. The formats are those that akshare 1.19.5 parses; not seen live by the project's tests.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation, localcontext

from bot.domain.quotes import Adjustment, Bar
from bot.domain.securities import Market, market_of
from bot.market.akshare_accidents import accidents
from bot.market.akshare_bars import prefixed, sina
from bot.market.ports import NoData, Reason, SourceChanged

_A = "https://finance.sina.com.cn/realstock/company/{}/hfq.js"
_HK = "https://finance.sina.com.cn/stock/hkstock/{}/hfq.js"
_US = "https://finance.sina.com.cn/us_stock/company/reinstatement/{}_qfq.js"
_DUST = Decimal("0.0001")  # of a currency unit, of cash
_SAME = Decimal("1e-6")  # of a ratio: what rounding of the printed factor leaves on a day without an event
_WILDEST = 100  # no ex-date makes a price a hundredth, or a hundred times, of what it was


@dataclass(frozen=True, slots=True)
class Factor:
    """From ``day`` on an adjusted price is ``raw * factor + cash``; A shares have no ``cash``."""

    day: date
    factor: Decimal
    cash: Decimal = Decimal(0)


def sina_adjustments(symbol: str, since: date, until: date) -> tuple[Adjustment, ...]:
    """The ex-dates in ``(since, until]``.

    A shares: 1/k is the ratio of two neighbouring factors, shares and cash in one, so ``split`` is None. Hong Kong and
    US: the file tells shares (by factor) and cash (by summand) apart, and the raw close before the ex-date, which is
    fetched too, makes a ratio of them.

    Raises:
        NoData: Sina has no factors of the symbol.
        SourceUnavailable: no answer.
        SourceChanged: the file or a value in it is not what it should be.
    """
    asked = f"Sina's factors of {symbol}"
    market = market_of(symbol)
    if market is Market.NEEQ:
        raise NoData(f"{asked}: NEEQ is not covered")
    code = symbol.rpartition(".")[0]
    with accidents(asked):
        import requests  # noqa: PLC0415 - in the worker alone

        url = {Market.HK: _HK.format(code), Market.US: _US.format(code)}.get(market, _A.format(prefixed(symbol)))
        response = requests.get(url, timeout=(5, 15))
        response.raise_for_status()
        factors = read_factors(response.text, asked=asked)
        if market in (Market.HK, Market.US):
            wanted = any(since < each.day <= until for each in factors[1:])
            closes = sina(symbol, date.min, until) if wanted else ()
            found = from_summands(factors, closes, asked=asked)
        else:
            found = from_factors(factors, asked=asked)
        return tuple(each for each in found if since < each.ex_date <= until)


def read_factors(text: str, *, asked: str) -> tuple[Factor, ...]:
    """The rows of ``var x={"total":2,"data":[{"d":"2024-06-14","f":"143.4"},…]}``, oldest first, as text to numbers.

    Raises:
        NoData: the list is empty.
        SourceChanged: not that format, a factor that is not above 0, or one day with two factors.
    """
    start = text.find("{", text.find("=") + 1)
    if "=" not in text or start < 0:
        raise SourceChanged(f"{asked}: the answer is no factor file")
    try:
        table, _ = json.JSONDecoder().raw_decode(text[start:])
        found = {
            day: Factor(day, Decimal(str(row["f"])), Decimal(str(row.get("c") or 0)))
            for row in table["data"]
            for day in [date.fromisoformat(row["d"])]
        }
        doubled = len(found) != len(table["data"])
    except (ValueError, KeyError, TypeError, AttributeError, InvalidOperation) as error:
        raise SourceChanged(f"{asked}: the factor file cannot be read ({type(error).__name__})") from None
    if doubled:
        raise SourceChanged(f"{asked}: a day with two factors", Reason.IMPLAUSIBLE)
    if not found:
        raise NoData(f"{asked}: the source has nothing")
    if not all(each.factor.is_finite() and each.cash.is_finite() and each.factor > 0 for each in found.values()):
        raise SourceChanged(f"{asked}: a factor that is not above 0", Reason.IMPLAUSIBLE)
    return tuple(found[day] for day in sorted(found))


def from_factors(factors: Sequence[Factor], *, asked: str) -> tuple[Adjustment, ...]:
    """Ratios of neighbouring factors, oldest first: ``1/k[t] = hfq[t] / hfq[t-1]`` (METHODOLOGY 2)."""
    found = []
    for before, after in itertools.pairwise(factors):
        ratio = _divide(after.factor, before.factor)
        _require(1 / Decimal(_WILDEST) < ratio < _WILDEST, asked, after.day)
        if abs(ratio - 1) > _SAME:
            found.append(Adjustment(after.day, ratio, source="sina"))
    return tuple(found)


def from_summands(factors: Sequence[Factor], closes: Sequence[Bar], *, asked: str) -> tuple[Adjustment, ...]:
    """Ratios where adjusted prices are ``raw * factor + cash``.

    The adjusted price does not jump at an ex-date: ``P*f + c = (P - d)/s * f' + c'`` with ``s = f'/f``. So the split is
    ``f'/f``, the cash of an old share ``d = (c' - c)/f``, and ``1/k = P * s / (P - d)``. Ex-dates before the first of
    ``closes`` (ascending) are left out: without a close there is no return over them either.
    """
    found = []
    for before, after in itertools.pairwise(factors):
        last = next((bar for bar in reversed(closes) if bar.session < after.day), None)
        if last is None:
            continue
        split, cash = _divide(after.factor, before.factor), _divide(after.cash - before.cash, before.factor)
        cash = Decimal(0) if abs(cash) < _DUST else cash
        _require(1 / Decimal(_WILDEST) < split < _WILDEST and 0 <= cash < last.close, asked, after.day)
        ratio = _divide(last.close * split, last.close - cash)
        if abs(ratio - 1) > _SAME:
            found.append(Adjustment(after.day, ratio, split, cash, "sina"))
    return tuple(found)


def _divide(dividend: Decimal, divisor: Decimal) -> Decimal:
    with localcontext() as context:
        context.prec = 12  # Sina prints factors with ten significant digits or so
        return dividend / divisor


def _require(plausible: bool, asked: str, day: date) -> None:  # noqa: FBT001 - a condition, as assert takes one
    if not plausible:
        raise SourceChanged(f"{asked}: what it says of {day} cannot be", Reason.IMPLAUSIBLE)
