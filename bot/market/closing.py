"""When a day's bar is final: nothing from before the close is a close (METHODOLOGY 7)."""

from __future__ import annotations

from datetime import UTC, date, datetime

from bot.domain.securities import Market
from bot.domain.sessions import CLOSES, OPENS, ZONES


def open_of(session: date, market: Market) -> datetime:
    """The instant (UTC) at which a market's session begins."""
    return datetime.combine(session, OPENS[market], ZONES[market]).astimezone(UTC)


def close_of(session: date, market: Market) -> datetime:
    """The instant (UTC) at which a market's session ends; on a half day the regular hour, which is later."""
    return datetime.combine(session, CLOSES[market], ZONES[market]).astimezone(UTC)


def last_closed_day(market: Market, now: datetime) -> date:
    """The last calendar day whose close has passed at the aware instant ``now``, in the market's own zone."""
    local = now.astimezone(ZONES[market])
    return local.date() if local.time() >= CLOSES[market] else date.fromordinal(local.date().toordinal() - 1)


def market_of_index(code: str) -> Market:
    """The market whose sessions an index has, as config/benchmarks.toml says; one that it does not list has Shanghai's."""
    return _ELSEWHERE.get(code, Market.A)


_ELSEWHERE = {
    "HSI": Market.HK,
    "HSTECH": Market.HK,
    "HSCEI": Market.HK,
    "SPX": Market.US,
    "SPXTR": Market.US,
    "IXIC": Market.US,
    "NDX": Market.US,
    "DJI": Market.US,
}
