"""Fetching: the market's answers for what is wanted, gathered before anything is stored."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from bot.domain.quotes import Adjustment, Bar, Quote, Suspension
from bot.domain.securities import Market
from bot.domain.sessions import CLOSES, ZONES
from bot.market.ports import MarketError, MarketSource, NoData, QuoteSource

_log = logging.getLogger(__name__)

SETTLED_AFTER = timedelta(minutes=30)  # the closing auction and trading after hours are over

# Told before each security is asked for: its code, how many are done, how many there are.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Fetched:
    """Answers of the source that wait for one transaction.

    ``closes`` are bars made of a batch of quotes. ``unanswered`` are those of the failed for which asking again may help.
    """

    bars: dict[str, tuple[Bar, ...]] = field(default_factory=dict)
    closes: dict[str, tuple[Bar, ...]] = field(default_factory=dict)
    adjustments: dict[str, tuple[Adjustment, ...]] = field(default_factory=dict)
    suspensions: tuple[Suspension, ...] = ()
    failed: dict[str, str] = field(default_factory=dict)
    unanswered: set[str] = field(default_factory=set)


async def fetch(
    source: MarketSource,
    wanted: Mapping[str, date],
    since: Mapping[str, date],
    until: date,
    *,
    progress: Progress | None = None,
    halts: Collection[str] | None = None,
    halts_since: date | None = None,
) -> Fetched:
    """Bars, ex-dates and suspensions of the codes ``wanted``, one after the other.

    A source that fails for one security does not keep the others from being asked for.

    Args:
        source: Who is asked.
        wanted: Codes of securities and indices, with the first day that is needed.
        since: From which day on the bars of each are asked for.
        until: The last session.
        progress: Is told before each.
        halts: Whose suspensions are asked for; by default those of all securities wanted.
        halts_since: From which day on; by default from the first day in ``since``.
    """
    halted = [code for code in wanted if "." in code] if halts is None else list(halts)
    first_halt = halts_since or min(since.values(), default=until)
    fetched = Fetched(suspensions=await _suspensions(source, halted, first_halt, until))
    for done, (code, first) in enumerate(wanted.items()):
        if progress is not None:
            progress(code, done, len(wanted))
        try:
            if "." in code:
                # bars and ex-dates together or neither: a bar whose ex-date is not known would be a wrong return
                bars = await source.daily_bars(code, since[code], until)
                fetched.adjustments[code] = await source.adjustments(code, first, until)
                fetched.bars[code] = bars
            else:
                fetched.bars[code] = await source.index_bars(code, since[code], until)
        except MarketError as error:
            fetched.failed[code] = str(error)
            if not isinstance(error, NoData):
                fetched.unanswered.add(code)
    return fetched


async def closing_bars(quotes: QuoteSource, symbols: Iterable[str], session: date, market: Market) -> dict[str, Bar]:
    """The bars of a session out of one batch of quotes; what has no quote from after the close is left out."""
    asked = list(symbols)
    try:
        found = await quotes.quotes(asked) if asked else {}
    except MarketError as error:
        _log.warning("no closes from quotes: %s", error)
        return {}
    return {symbol: _bar(quote, session) for symbol, quote in found.items() if _is_close(quote, session, market)}


def is_over(session: date, market: Market, now: datetime) -> bool:
    """Whether a session of today has been closed for so long that a quote holds its close."""
    local = now.astimezone(ZONES[market])
    closed = datetime.combine(session, CLOSES[market], ZONES[market])
    return local.date() == session and now >= closed.astimezone(UTC) + SETTLED_AFTER


def _is_close(quote: Quote, session: date, market: Market) -> bool:
    """Whether a quote was struck at or after the session's close: nothing before it is one (METHODOLOGY 7)."""
    local = quote.time.astimezone(ZONES[market])
    return local.date() == session and local.time() >= CLOSES[market] and quote.price > 0


def _bar(quote: Quote, session: date) -> Bar:
    return Bar(
        session,
        quote.price,
        quote.open,
        quote.high,
        quote.low,
        quote.volume,
        quote.amount,
        reference=quote.previous_close,
    )


async def _suspensions(source: MarketSource, symbols: list[str], since: date, until: date) -> tuple[Suspension, ...]:
    try:
        return await source.suspensions(symbols, since, until) if symbols else ()
    except MarketError as error:
        _log.warning("suspensions could not be refreshed: %s", error)
        return ()
