"""Suspensions, sessions and single quotes through akshare. Runs in the market worker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.domain.securities import Market, market_of
from bot.market.akshare_accidents import accidents
from bot.market.akshare_frames import day_or_none, decimal_or_none, rows
from bot.market.ports import NoData, SourceChanged

FIRST_DAY = date(2005, 1, 1)  # no report that is scored is older; every calendar is cut here
EXCHANGES = {Market.A: "XSHG", Market.BSE: "XSHG", Market.NEEQ: "XSHG", Market.HK: "XHKG", Market.US: "XNYS"}
FEWEST_SESSIONS = 200  # a year has more; a shorter list was cut off


@dataclass(frozen=True, slots=True)
class Halt:
    """A suspension of whole days as East Money lists it: from ``first`` to before ``resumes``, or to ``last``."""

    code: str
    first: date
    last: date | None
    resumes: date | None

    def covers(self, day: date) -> bool:
        """Whether the security did not trade on ``day`` at all."""
        if day < self.first or (self.resumes is not None and day >= self.resumes):
            return False
        return self.last is None or day <= self.last

    def is_over(self, today: date) -> bool:
        """Whether its end lies behind ``today`` and not in somebody's expectation."""
        ends = self.last if self.last is not None else self.resumes
        return ends is not None and ends <= today


def halts(day: date) -> tuple[Halt, ...]:
    """The suspensions that East Money lists for one day, those within a session left out; none is an empty tuple.

    It names six-digit codes of all mainland boards. Not seen live; the last day of a suspension is taken as included.
    """
    asked = f"East Money's suspensions of {day}"
    with accidents(asked):
        import akshare as ak  # noqa: PLC0415 - 100 MB, in the worker alone

        try:
            with accidents(asked):
                frame = ak.stock_tfp_em(date=f"{day:%Y%m%d}")
        except NoData:
            return ()
        names = ("代码", "停牌时间", "停牌截止时间", "停牌期限", "预计复牌时间")
        return tuple(_halt(row, asked) for row in rows(frame, names, asked=asked) if _whole_days(row["停牌期限"]))


def exchange_sessions() -> tuple[date, ...]:
    """The sessions of Shanghai that the exchange has announced, as Sina lists them, from 2005 on."""
    asked = "Sina's list of sessions"
    with accidents(asked):
        import akshare as ak  # noqa: PLC0415

        days = [
            day_or_none(row["trade_date"]) for row in rows(ak.tool_trade_date_hist_sina(), ["trade_date"], asked=asked)
        ]
        found = sorted({day for day in days if day is not None and day >= FIRST_DAY})
        if None in days or len(found) < FEWEST_SESSIONS or any(day.weekday() >= 5 for day in found):  # noqa: PLR2004
            raise SourceChanged(f"{asked}: {len(days)} entries that cannot be the sessions since 1990")
        return tuple(found)


def library_sessions(market: Market) -> tuple[tuple[date, ...], date]:
    """The sessions that exchange_calendars knows from 2005 on, and the last day it tells; needs no network.

    For Shanghai it ends with the announced year; Hong Kong and New York follow from rules, a year ahead.
    """
    with accidents(f"exchange_calendars' {EXCHANGES[market]}"):
        import exchange_calendars  # noqa: PLC0415 - brings pandas, in the worker alone

        calendar = exchange_calendars.get_calendar(EXCHANGES[market], start=FIRST_DAY.isoformat())
        return tuple(day.date() for day in calendar.sessions), calendar.last_session.date()


def single_quote(symbol: str) -> Mapping[str, Decimal | None]:
    """One A share's prices from East Money: price, previous_close, open, high, low, volume (shares), amount, limits.

    A value that is not there (``-``) is None. The answer has no time of its own: akshare drops it.

    Raises:
        NoData: unknown, or no A share.
    """
    asked = f"East Money's quote of {symbol}"
    if market_of(symbol) not in (Market.A, Market.BSE):
        raise NoData(f"{asked}: only A shares are covered")
    with accidents(asked):
        import akshare as ak  # noqa: PLC0415

        frame = ak.stock_bid_ask_em(symbol=symbol.rpartition(".")[0])
        values = {row["item"]: decimal_or_none(row["value"]) for row in rows(frame, ("item", "value"), asked=asked)}
        missing = [item for item in _ITEMS.values() if item not in values]
        if missing:
            raise SourceChanged(f"{asked}: no {missing[0]}")
        found = {name: values[item] for name, item in _ITEMS.items()}
        return {**found, "volume": None if found["volume"] is None else found["volume"] * 100}


_ITEMS = {
    "price": "最新",
    "previous_close": "昨收",
    "open": "今开",
    "high": "最高",
    "low": "最低",
    "volume": "总手",
    "amount": "金额",
    "limit_up": "涨停",
    "limit_down": "跌停",
}


def _whole_days(term: object) -> bool:
    return "盘中" not in str(term) and "半天" not in str(term)


def _halt(row: Mapping[str, object], asked: str) -> Halt:
    first, code = day_or_none(row["停牌时间"]), str(row["代码"])
    if first is None or not (len(code) == 6 and code.isdigit()):  # noqa: PLR2004 - 300308
        raise SourceChanged(f"{asked}: a row about {code!r} from {first}")
    return Halt(code, first, day_or_none(row["停牌截止时间"]), day_or_none(row["预计复牌时间"]))
