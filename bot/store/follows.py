"""Which chats follow what."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, and_, delete, func, or_, select, true, update

from bot.domain.following import Subscription, TargetKind, analyst_of, segment_of
from bot.store.kept import KeptHorizon
from bot.store.repository import AT_ONCE, Repository
from bot.store.tables.kept import kept_scores
from bot.store.tables.people import subscriptions
from bot.store.tables.research import confirmed, picks, report_analysts, reports

Targets = Mapping[TargetKind, Collection[str]]  # refs by kind; houses under every name that reports print for them

_GOES_ON = subscriptions.c.ended_at.is_(None)
_SHOWN = [column for column in subscriptions.c if column.name != "ended_at"]


class Follows(Repository):
    """``tx.follows``; kinds and refs as in `Subscription`. What has ended is kept for a while, and read by nobody else."""

    __slots__ = ()

    async def add(self, chat_id: int, kind: str, ref: str, at: datetime) -> bool:
        """Follow from now on, with the options of a new subscription; False when the chat does already."""
        row = _row(Subscription(chat_id, TargetKind(kind), ref, at))
        if await self._insert_new(subscriptions, row):
            return True
        again = update(subscriptions).where(*_is(chat_id, kind, ref), ~_GOES_ON)
        return await self._change(again.values(**row, ended_at=None)) == 1

    async def save(self, subscription: Subscription) -> None:
        """Overwrite the options of a subscription."""
        mine = subscriptions.c.follow_id == subscription.follow_id
        await self._change(update(subscriptions).where(mine).values(**_row(subscription)))

    async def end(self, follow_id: int, at: datetime) -> None:
        """Follow this no longer; until it is pruned it can be `take_up` again as it was."""
        await self._change(update(subscriptions).where(subscriptions.c.follow_id == follow_id).values(ended_at=at))

    async def take_up(self, follow_id: int) -> None:
        """Follow again what had ended, as though it never had."""
        await self._change(update(subscriptions).where(subscriptions.c.follow_id == follow_id).values(ended_at=None))

    async def prune(self, before: datetime) -> int:
        """Forget what ended before an instant; how much."""
        return await self._change(delete(subscriptions).where(subscriptions.c.ended_at < before))

    async def remove_all(self, chat_id: int) -> int:
        """The chat follows nothing any more; how much it was, with what had ended."""
        return await self._change(delete(subscriptions).where(subscriptions.c.chat_id == chat_id))

    async def get(self, follow_id: int, *, ended: bool = False) -> Subscription | None:
        """One subscription, or one that has ended."""
        found = await self._select(subscriptions.c.follow_id == follow_id, ended=ended)
        return found[0] if found else None

    async def find(self, chat_id: int, kind: str, ref: str) -> Subscription | None:
        """The chat's subscription to exactly this."""
        found = await self._select(*_is(chat_id, kind, ref))
        return found[0] if found else None

    async def of(self, chat_id: int) -> list[Subscription]:
        """What a chat follows, in the order in which it began to."""
        return await self._select(subscriptions.c.chat_id == chat_id)

    async def all(self) -> list[Subscription]:
        """Everything that anybody follows, oldest first."""
        return await self._select()

    async def followers(self, kind: str, ref: str) -> list[int]:
        """The chats that follow exactly this, those that follow longest first."""
        found = await self._select(subscriptions.c.kind == TargetKind(kind), subscriptions.c.ref == ref)
        return [each.chat_id for each in found]

    async def symbols(self, targets: Targets) -> list[str]:
        """The securities of which a pick that counts belongs to any of these targets."""
        query = select(picks.c.symbol).distinct().join(reports).where(*_counting(targets)).order_by(picks.c.symbol)
        if TargetKind.EVERYTHING in targets:  # one pick of each is enough, and there may be hundreds
            named, one = select(picks.c.symbol).distinct().subquery(), picks.alias()
            counts = (confirmed(), ~one.c.dropped, ~one.c.absent)
            of_it = select(one.c.pick_id).join(reports).where(one.c.symbol == named.c.symbol, *counts)
            query = select(named.c.symbol).where(of_it.exists()).order_by(named.c.symbol)
        return list((await self._connection.execute(query)).scalars())

    async def reports(self, targets: Targets, limit: int, hidden_levels: Collection[str]) -> list[int]:
        """The reports with a pick of any of these targets, newest first; without those of the risk levels named."""
        query = select(picks.c.report_id, reports.c.published).distinct().join(reports)
        query = query.where(*_counting(targets), _open_to_all(hidden_levels))
        newest = query.order_by(reports.c.published.desc(), picks.c.report_id.desc()).limit(limit)
        return [number for number, _ in await self._connection.execute(newest)]

    async def pick_ids(self, targets: Targets, symbols: Collection[str] | None = None) -> list[int]:
        """The picks that count of any of these targets; of these securities alone where they are named."""
        query = select(picks.c.pick_id).join(reports).where(*_counting(targets)).order_by(picks.c.pick_id)
        if symbols is None:
            return list((await self._connection.execute(query)).scalars())
        found: list[int] = []
        for some in self._portions(sorted(symbols)):
            found += (await self._connection.execute(query.where(picks.c.symbol.in_(some)))).scalars()
        return sorted(found)

    async def newest(self, targets: Targets, hidden_levels: Collection[str]) -> list[int]:
        """Of the picks of any of these targets the one of each security that was published last."""
        order = (reports.c.published.desc(), picks.c.report_id.desc(), picks.c.pick_id.desc())
        place = func.row_number().over(partition_by=picks.c.symbol, order_by=order).label("place")
        placed = select(picks.c.pick_id, place).join(reports).where(*_counting(targets), _open_to_all(hidden_levels))
        first = placed.subquery()
        return list((await self._connection.execute(select(first.c.pick_id).where(first.c.place == 1))).scalars())

    async def horizons(
        self, targets: Targets, today: date, setup: str, hidden_levels: Collection[str]
    ) -> list[KeptHorizon]:
        """The ends of the horizons of the picks of any of these targets, as far as they are kept; those past are left out."""
        kept, mine = kept_scores.c, kept_scores.c.pick_id == picks.c.pick_id
        ahead = or_(kept.pick_id.is_(None), kept.setup != setup, kept.settles >= today, kept.opens >= today)
        own = (picks.c.pick_id, picks.c.report_id, picks.c.symbol)
        ends: tuple[Column[Any], ...] = (kept.setup, kept.given, kept.as_of, kept.phase, kept.opens, kept.settles)
        query = select(*own, *ends).select_from(picks.join(reports).outerjoin(kept_scores, mine))
        query = query.where(*_counting(targets), _open_to_all(hidden_levels), ahead)
        async with self._connection.stream(query.order_by(picks.c.report_id, picks.c.pick_id)) as found:
            return [KeptHorizon(*row) async for some in found.partitions(AT_ONCE) for row in some]

    async def move_chat(self, old: int, new: int) -> None:
        """A group became a supergroup with a new id: what it followed goes with it, unless the new one does already."""
        for each in await self.of(old):
            if await self.find(new, each.kind, each.ref) is None:
                await self._change(delete(subscriptions).where(*_is(new, each.kind, each.ref)))
                moved = update(subscriptions).where(subscriptions.c.follow_id == each.follow_id)
                await self._change(moved.values(chat_id=new))
        await self.remove_all(old)

    async def _select(self, *where: ColumnElement[bool], ended: bool = False) -> list[Subscription]:
        order = (subscriptions.c.since, subscriptions.c.chat_id, subscriptions.c.kind, subscriptions.c.ref)
        query = select(*_SHOWN).where(*where, ~_GOES_ON if ended else _GOES_ON).order_by(*order)
        return [Subscription(**row) for row in (await self._connection.execute(query)).mappings()]


def _row(subscription: Subscription) -> dict[str, object]:
    return {name: value for name, value in asdict(subscription).items() if name != "follow_id"}


def _is(chat_id: int, kind: str, ref: str) -> tuple[ColumnElement[bool], ...]:
    target = (subscriptions.c.kind == TargetKind(kind), subscriptions.c.ref == ref)
    return (subscriptions.c.chat_id == chat_id, *target)


def _open_to_all(hidden_levels: Collection[str]) -> ColumnElement[bool]:
    return or_(reports.c.risk_level.is_(None), reports.c.risk_level.not_in(hidden_levels))


def _counting(targets: Targets) -> tuple[ColumnElement[bool], ...]:
    counts = (confirmed(), ~picks.c.dropped, ~picks.c.absent)
    return (*counts, or_(*(_belongs(kind, refs) for kind, refs in targets.items() if refs)))


def _belongs(kind: TargetKind, refs: Collection[str]) -> ColumnElement[bool]:
    match kind:
        case TargetKind.EVERYTHING:
            return true()
        case TargetKind.STOCK:
            return picks.c.symbol.in_(refs)
        case TargetKind.REPORT:
            return picks.c.report_id.in_([int(ref) for ref in refs])
        case TargetKind.SEGMENT:
            named = [segment_of(ref) for ref in refs]
            return or_(*(and_(picks.c.report_id == number, picks.c.segment == name) for number, name in named))
        case TargetKind.BROKER:
            return reports.c.broker.in_(refs)
        case TargetKind.INDUSTRY:
            return reports.c.industry.in_(refs)
        case TargetKind.ANALYST:
            return or_(*(and_(reports.c.broker == house, _signed(name)) for name, house in map(analyst_of, refs)))


def _signed(name: str) -> ColumnElement[bool]:
    return picks.c.report_id.in_(select(report_analysts.c.report_id).where(report_analysts.c.name == name))
