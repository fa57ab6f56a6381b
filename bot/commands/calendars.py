"""``bot doctor --calendar``: how far the trading calendars reach, from which source, and where sources contradict."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby

from bot.commands.console import out
from bot.domain.securities import Market
from bot.domain.sessions import SHANGHAI, Contradiction, MergedCalendar
from bot.market.calendars import BadOverride, load_overrides
from bot.market.ports import MarketError
from bot.services.house import Services
from bot.services.prices.sessions import TOGETHER
from bot.settings import Settings

WARN_BEFORE = timedelta(days=30)
YEARLY = {Market.A: range(238, 248), Market.HK: range(242, 251), Market.US: range(248, 255)}  # sessions of a full year
MOST_DAYS = 12


async def check_calendars(settings: Settings, services: Services, *, whole: bool) -> bool:
    """Print what is known of each market; with ``whole`` every year, its source and every contradiction. Whether one failed."""
    try:
        overrides = load_overrides(settings.config_dir / "calendar")
    except BadOverride as error:
        out(f"calendar   FAILED: {error}")
        return True
    if whole:
        for each in overrides:
            out(f"file       {each.year}.toml [{each.market}]: {len(each.closed)} closed weekdays, from {each.source}")
    failed = False
    today = services.clock.now().astimezone(SHANGHAI).date()
    for market in TOGETHER:
        try:
            merged = await services.tracking.merged_calendar(market)
        except MarketError as error:
            out(f"calendar   {market}: FAILED: {error}")
            failed = True
            continue
        left = merged.days_left(today)
        when = f"ENDS IN {left} DAYS" if left >= 0 else "HAS ENDED"
        soon = "" if left > WARN_BEFORE.days else f"  {when}: add the year's closed weekdays to config/calendar"
        calendar = merged.calendar
        out(
            f"calendar   {market}: {len(calendar.sessions)} sessions, known to {calendar.known_until} ({calendar.source}){soon}"
        )
        failed = failed or left < 0
        if whole:
            failed = _years(market, merged, today) or failed
        for line in _contradictions(merged.contradictions, whole=whole):
            out(f"           {line}")
    return failed


def _years(market: Market, merged: MergedCalendar, today: date) -> bool:
    """From last year on: each year's sessions and who says so; whether a whole year cannot be."""
    wrong = False
    for year in range(today.year - 1, merged.calendar.known_until.year + 1):
        first, last = date(year, 1, 1), date(year, 12, 31)
        count = len(merged.calendar.between(first, last))
        sources = [span.source for span in merged.spans if span.first <= last and span.last >= first]
        full = merged.calendar.knows(first) and merged.calendar.knows(last)
        strange = full and count not in YEARLY[market]
        wrong = wrong or strange
        to = "" if full else f" to {min(last, merged.calendar.known_until)}"
        note = "  IMPLAUSIBLE: check the file" if strange else ""
        out(f"           {year}: {count} sessions{to}, {' then '.join(dict.fromkeys(sources))}{note}")
    return wrong


def _contradictions(found: Sequence[Contradiction], *, whole: bool) -> list[str]:
    lines = []
    for (in_force, against), each in groupby(sorted(found, key=_pair), key=_pair):
        days = sorted(one.day for one in each)
        shown = days if whole and len(days) <= MOST_DAYS else days[:1]
        more = f" and {len(days) - len(shown)} more" if len(days) > len(shown) else ""
        lines.append(f"CONTRADICTED: {in_force} by {against} on {', '.join(map(str, shown))}{more}")
    return lines


def _pair(each: Contradiction) -> tuple[str, str]:
    return each.in_force, each.against
