"""Episodes: the confirmed picks of all reports as statements of houses, and what follows from them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.episodes import Conflict, Statement, Timeline, episodes_of, is_backfilled, settlement
from bot.domain.ratings import Subject
from bot.domain.securities import Market
from bot.domain.sessions import SHANGHAI, TradingCalendar
from bot.extraction.brokers import Broker, desk_of, house_today
from bot.store.records import ConfirmedPick, StoredReport
from bot.store.store import Transaction

_SAME_SESSIONS = {Market.BSE: Market.A, Market.NEEQ: Market.A}


@dataclass(frozen=True, slots=True)
class Told:
    """Episodes with the confirmed picks that their statements stand for, by pick_id."""

    timeline: Timeline
    picks: Mapping[int, ConfirmedPick]


async def told(tx: Transaction, brokers: Sequence[Broker], *, symbol: str | None = None) -> Told:
    """The episodes of all confirmed reports, or of one security, with their picks."""
    picks = await tx.reports.confirmed_picks(symbol=symbol)
    calendars = await tx.prices.calendars()
    return await asyncio.to_thread(_told, picks, calendars, brokers)  # a hundred thousand statements take seconds


def _told(
    picks: Sequence[ConfirmedPick], calendars: Mapping[Market, TradingCalendar], brokers: Sequence[Broker]
) -> Told:
    return Told(episodes_of(statements_of(picks, calendars, brokers)), {pick.pick_id: pick for pick in picks})


async def conflicts_of(tx: Transaction, report: StoredReport, brokers: Sequence[Broker]) -> tuple[Conflict, ...]:
    """Where a report's ratings contradict those of another report of its broker and day, or one another."""
    if report.report.published is None:
        return ()
    picks = await tx.reports.confirmed_picks(published=report.report.published)
    conflicts = episodes_of(statements_of(picks, {}, brokers)).conflicts
    return tuple(
        each for each in conflicts if any(statement.report_id == report.report_id for statement in each.statements)
    )


def statements_of(
    picks: Iterable[ConfirmedPick], calendars: Mapping[Market, TradingCalendar], brokers: Sequence[Broker]
) -> list[Statement]:
    """What each confirmed pick says; a report without a date, of which there are none, says nothing."""
    houses: dict[str, tuple[str, str]] = {}
    found = []
    for each in picks:
        report, pick = each.report, each.pick
        if report.published is None:
            continue
        if report.broker not in houses:
            houses[report.broker] = house_today(report.broker, brokers), desk_of(report.broker, brokers)
        house, desk = houses[report.broker]
        market = _SAME_SESSIONS.get(pick.market, pick.market)
        calendar = calendars.get(pick.market) or calendars.get(market) or _unknown(market)
        scale = report.scale(Subject.STOCK)
        found.append(
            Statement(
                report_id=each.report_id,
                pick_id=each.pick_id,
                house=house,
                desk=desk,
                title=report.title,
                symbol=pick.symbol,
                segment=pick.segment,
                kind=pick.kind,
                rating=pick.rating,
                published=report.published,
                scale=scale,
                settles=settlement(report.published, scale, calendar),
                backfilled=is_backfilled(report.published, each.created_at.astimezone(SHANGHAI).date(), calendar),
            )
        )
    return found


def _unknown(market: Market) -> TradingCalendar:
    """A calendar that knows nothing: no prices were fetched yet."""
    return TradingCalendar(market, (), date.min)
