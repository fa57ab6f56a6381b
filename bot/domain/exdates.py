"""What an ex-date does to a price: the exchange's reference price decides, terms and factors are checks (METHODOLOGY 2)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from enum import StrEnum

from bot.domain.quotes import Adjustment, Bar, CorporateAction

CENT = Decimal("0.01")
EXCHANGE = "exchange"  # the source of a ratio that reference price and close give
HALF_A_CENT = Decimal("0.0051")  # exchanges round a reference price to the cent
WHOLE_CENT = Decimal("0.00005")  # how near to a cent a factor of ten digits must lead to be one of a reference price
TOLERANCE = Decimal("0.001")
ROUNDING = Decimal("0.006")  # of a currency unit
MOST_TREASURY = Decimal("0.05")  # no listed company holds more of itself for long; beyond it is another error


class Cause(StrEnum):
    """Why terms or a factor may differ from what the exchange did."""

    TREASURY = "treasury"
    ROUNDING = "rounding"
    UNANNOUNCED = "unannounced"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Difference:
    """A ratio in force that a check does not bear out; ``by`` is the check's ratio over it, minus 1."""

    symbol: str
    ex_date: date
    ratio: Decimal
    claimed: Decimal
    against: str
    cause: Cause

    @property
    def by(self) -> Decimal:
        """The difference as a fraction."""
        return self.claimed / self.ratio - 1


def decide(
    claimed: Iterable[Adjustment],
    bars: Sequence[Bar],
    *,
    first: date,
    exchange: bool = True,
    unexplained: Collection[date] = (),
) -> tuple[Adjustment, ...]:
    """The ratios of the ex-dates that a source claims, and of those that only the reference prices tell.

    A claim stands as it is where it leads to the reference price to the half cent (the more digits are the source's);
    otherwise it is ``previous close / reference``. Where nobody told the reference price, a factor that leads to a
    whole cent is taken to have been made of it.

    Args:
        claimed: The source's ex-dates.
        bars: The bars around them, ascending; a reference price stands with the bar of its session.
        first: Ex-dates that only a reference price tells are looked for from this day on.
        exchange: Whether the exchange states reference prices at all (the mainland's do).
        unexplained: Sessions that have neither a bar nor a known suspension: the close before is not known after them.
    """
    before = _Before(bars, unexplained)
    # elsewhere a vendor's "previous close" is the raw one on an ex-date too, and would undo every dividend
    on = {bar.session: bar.reference for bar in bars if bar.reference is not None and exchange}
    found = {each.ex_date: _decided(each, before(each.ex_date), on.get(each.ex_date), exchange) for each in claimed}
    for bar in bars:
        if bar.session not in on or bar.reference is None or bar.session in found or bar.session < first:
            continue
        previous = before(bar.session)
        if previous is not None and not previous.preliminary and abs(previous.close - bar.reference) > HALF_A_CENT:
            ratio = _divide(previous.close, bar.reference)
            found[bar.session] = Adjustment(bar.session, ratio, source=EXCHANGE, reference=bar.reference)
    return tuple(found[day] for day in sorted(found))


def differences(
    symbol: str,
    claimed: Iterable[Adjustment],
    decided: Iterable[Adjustment],
    actions: Iterable[CorporateAction],
    bars: Sequence[Bar],
) -> list[Difference]:
    """Where factor or announced terms differ from the ratio in force by more than max(0.1 %, 0.006 / previous close)."""
    before = _Before(bars)
    factors = {each.ex_date: each for each in claimed}
    terms = {each.ex_date: each for each in actions}
    found = []
    for each in decided:
        previous = before(each.ex_date)
        if previous is None or each.reference is None:
            continue
        checks: list[tuple[str, Decimal]] = []
        if factor := factors.get(each.ex_date):
            checks.append((factor.source, factor.ratio))
        if (term := terms.get(each.ex_date)) and (reference := term.reference(previous.close)) > 0:
            checks.append((term.source, _divide(previous.close, reference)))
        if not checks:
            found.append(Difference(symbol, each.ex_date, each.ratio, Decimal(1), "", Cause.UNANNOUNCED))
        found += [
            Difference(symbol, each.ex_date, each.ratio, ratio, name, likely_cause(each.ratio, ratio, previous.close))
            for name, ratio in checks
            if abs(ratio / each.ratio - 1) > max(TOLERANCE, ROUNDING / previous.close)
        ]
    return found


def likely_cause(ratio: Decimal, claimed: Decimal, previous_close: Decimal) -> Cause:
    """Shares in treasury get nothing, so announced terms promise more than happened, by the treasury's share of all."""
    if abs(previous_close / claimed - previous_close / ratio) <= 2 * CENT:
        return Cause.ROUNDING
    return Cause.TREASURY if 0 < claimed / ratio - 1 <= MOST_TREASURY and ratio > 1 else Cause.UNKNOWN


def implied_reference(previous_close: Decimal, ratio: Decimal) -> Decimal | None:
    """The reference price that a factor was made of: the whole cent that it leads to, None where it leads to none."""
    exact = _divide(previous_close, ratio)
    cents = exact.quantize(CENT, ROUND_HALF_UP)
    return cents if abs(exact - cents) <= WHOLE_CENT else None


def _decided(claim: Adjustment, previous: Bar | None, reference: Decimal | None, exchange: bool) -> Adjustment:  # noqa: FBT001 - passed on
    reference = claim.reference if reference is None else reference
    if previous is None or (reference is None and not exchange):
        return replace(claim, reference=reference)
    if reference is None:
        return replace(claim, reference=implied_reference(previous.close, claim.ratio))
    if abs(previous.close / claim.ratio - reference) <= HALF_A_CENT:
        return replace(claim, reference=reference)
    ratio = _divide(previous.close, reference)
    # of the claim's parts the split is not known to be right either
    return Adjustment(claim.ex_date, ratio, None, None, EXCHANGE, reference)


class _Before:
    """The last bar before a day; None where a bar in between may have been lost."""

    __slots__ = ("_bars", "_unexplained")

    def __init__(self, bars: Sequence[Bar], unexplained: Collection[date] = ()) -> None:
        self._bars = bars
        self._unexplained = sorted(unexplained)

    def __call__(self, day: date) -> Bar | None:
        found = next((bar for bar in reversed(self._bars) if bar.session < day), None)
        if found is not None and any(found.session < lost < day for lost in self._unexplained):
            return None
        return found


def _divide(dividend: Decimal, divisor: Decimal) -> Decimal:
    with localcontext() as context:
        context.prec = 12
        return dividend / divisor
