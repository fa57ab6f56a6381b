"""Where a rule begins: the session whose prices its maker has before him, and the figure of now."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from bot.domain.rule_figures import Today, value_of
from bot.domain.rules import Observation, Rule
from bot.domain.securities import market_of
from bot.domain.sessions import OPENS, SHANGHAI, ZONES, UnknownSession
from bot.market.ports import MarketError, QuoteSource
from bot.services.access.people import Refused
from bot.services.prices.sessions import TOGETHER, Sessions


async def basis_day(symbol: str, sessions: Sessions, now: datetime) -> date:
    """The session on whose price basis a threshold is meant: today's once the market has opened, else the last closed."""
    market = next(market for market, parts in TOGETHER.items() if market_of(symbol) in parts)
    today = now.astimezone(ZONES[market]).date()
    try:
        calendar = await sessions.calendar(market)
        if today in calendar and now.astimezone(ZONES[market]).time() >= OPENS[market]:
            return today
        return calendar.last_closed(now)
    except (MarketError, UnknownSession):
        return today


async def quoted_now(rule: Rule, quotes: QuoteSource, now: datetime) -> Observation | None:
    """What a quote alone says now; None for what closes decide, before the opening, and where nobody has one of this session."""
    if not rule.kind.on_quotes or rule.based_on != now.astimezone(ZONES[market_of(rule.symbol)]).date():
        return None
    try:
        quote = (await quotes.quotes([rule.symbol])).get(rule.symbol)
    except MarketError:
        return None
    if quote is None or quote.time.astimezone(ZONES[market_of(rule.symbol)]).date() != rule.based_on:
        return None
    value = value_of(rule.kind, quote, Today(rule.based_on))
    return None if value is None else Observation(value, rule.threshold, rule.based_on, quote.time)


def end_of(until: date, now: datetime) -> datetime:
    """The instant at which a rule ends whose last day this is.

    Raises:
        Refused: it is over already.
    """
    end = datetime.combine(until + timedelta(days=1), time(), SHANGHAI)
    if end <= now:
        raise Refused("rule_over_already")
    return end
