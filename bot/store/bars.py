"""Raw bars, a block a symbol and year, and the corrections of what stood in them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import Any

from sqlalchemy import BindParameter, Date, Select, bindparam, func, or_, select, text, update

from bot.domain.bars import Correction, KeptBar, Laid, Look, lay_over
from bot.domain.quotes import Bar, BarColumns
from bot.store.blocks import Block, columns_of, pack, unpack
from bot.store.outdating import Outdating
from bot.store.records import Freshness
from bot.store.tables.market import bar_corrections, bar_fetches, bar_years

_WRITERS = 0x62617273  # the key of PostgreSQL's advisory lock: a block is read, laid over and written by one at a time


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a delivery changed: new or different bars, corrections of certain ones, and closes that two looks dispute."""

    changed: int
    corrections: tuple[Correction, ...] = ()
    disputed: tuple[Correction, ...] = ()


class Bars(Outdating):
    """Index bars stand beside the others under their code (000300, H00300)."""

    __slots__ = ()

    async def save_deliveries(
        self, new: Mapping[str, Sequence[Bar]], look: Look, since: Mapping[str, date] | None = None
    ) -> Delivered:
        """Lay bars by symbol over those of the same sessions (domain/bars.py), and record what they correct.

        That a fetch was made is noted even if it brought nothing; ``since`` holds the first day that was asked for. A
        batch of quotes is no fetch.
        """
        if not new:
            return Delivered(0)
        if not look.snapshot:
            fetches = [{"symbol": symbol, "source": look.source, "fetched_at": look.at} for symbol in new]
            await self._upsert(bar_fetches, fetches)
            await self._note_since(since or {})
        if self._postgresql:
            await self._connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _WRITERS})
        rows = await self._standing(
            {symbol: [bar.session.year for bar in each] for symbol, each in new.items() if each}
        )
        laid, blocks, first = await asyncio.to_thread(_lay, rows, new, look)  # some milliseconds a symbol
        await self._upsert(bar_years, blocks)
        await self.outdate(first)
        wrong = tuple(each for one in laid.values() for each in one.corrections)
        await self.record_corrections(wrong)
        disputed = tuple(each for one in laid.values() for each in one.disputed)
        return Delivered(sum(one.changed for one in laid.values()), wrong, disputed)

    async def record_corrections(self, wrong: Sequence[Correction]) -> None:
        """Add to the record of corrections."""
        if wrong:
            printed = [{"before": _printed(each.before), "after": _printed(each.after)} for each in wrong]
            rows = [asdict(each) | figures for each, figures in zip(wrong, printed, strict=True)]
            await self._connection.execute(bar_corrections.insert(), rows)

    async def corrections(self, symbols: Iterable[str]) -> list[Correction]:
        """The corrections of some symbols, oldest first."""
        names = ("symbol", "session", "field", "before", "after", "source", "seen_at")
        found: list[Correction] = []
        for portion in self._portions(symbols):
            query = select(*(bar_corrections.c[name] for name in names)).where(bar_corrections.c.symbol.in_(portion))
            for symbol, session, field, *figures, source, at in await self._connection.execute(
                query.order_by(bar_corrections.c.correction_id)
            ):
                before, after = (None if each is None else Decimal(each) for each in figures)
                found.append(Correction(symbol, session, field, before, after, source, at))
        return found

    async def bars(self, symbols: Iterable[str], since: date, until: date) -> dict[str, list[Bar]]:
        """The bars of sessions in ``[since, until]``, ascending, for each symbol asked for (perhaps none)."""
        kept = await self.kept_bars(symbols, since, until)
        return {symbol: [each.bar for each in bars] for symbol, bars in kept.items()}

    async def kept_bars(self, symbols: Iterable[str], since: date, until: date) -> dict[str, list[KeptBar]]:
        """As `bars`, each with its source and the time at which its close was first seen."""
        found: dict[str, list[KeptBar]] = {symbol: [] for symbol in symbols}
        for portion in self._portions(found):
            rows = (await self._connection.execute(_blocks(portion, since, until))).all()
            for symbol, bars in await asyncio.to_thread(_unpacked, rows, since, until):
                found[symbol] += bars
        return found

    async def columns(self, symbols: Iterable[str], since: date, until: date) -> dict[str, BarColumns]:
        """As `bars`, in the form that is reckoned with: bytes that are copied, since millions of bars would not fit."""
        found = {symbol: BarColumns.of(()) for symbol in symbols}
        for portion in self._portions(found):
            asked = bar_years.c.symbol.in_(portion) & bar_years.c.year.between(since.year, until.year)
            query = select(bar_years.c.symbol, bar_years.c.figures).where(asked)
            rows = await self._connection.execute(query.order_by(bar_years.c.symbol, bar_years.c.year))
            found |= await asyncio.to_thread(_columns, [(row[0], row[1]) for row in rows], since, until)
        return found

    async def last_bars(self, symbols: Iterable[str]) -> dict[str, date]:
        """The newest session with a bar by symbol; symbols without any are not in it."""
        found: dict[str, date] = {}
        for portion in self._portions(symbols):
            newest = select(bar_years.c.symbol, func.max(bar_years.c.last)).where(bar_years.c.symbol.in_(portion))
            rows = await self._connection.execute(newest.group_by(bar_years.c.symbol))
            found |= {row[0]: row[1] for row in rows}
        return found

    async def symbols(self) -> set[str]:
        """Every symbol and index code that has bars."""
        return set((await self._connection.execute(select(bar_years.c.symbol).distinct())).scalars())

    async def asked_since(self, symbols: Iterable[str]) -> dict[str, date]:
        """The first day from which each symbol's bars were ever asked for; symbols never asked for are not in it."""
        found: dict[str, date] = {}
        for portion in self._portions(symbols):
            asked = bar_fetches.c.symbol.in_(portion) & bar_fetches.c.since.is_not(None)
            rows = await self._connection.execute(select(bar_fetches.c.symbol, bar_fetches.c.since).where(asked))
            found |= {row.symbol: row.since for row in rows}
        return found

    async def fetched_at(self, symbols: Iterable[str]) -> dict[str, datetime]:
        """When each symbol's bars were last asked for; symbols never asked for are not in it."""
        found: dict[str, datetime] = {}
        for portion in self._portions(symbols):
            query = select(bar_fetches.c.symbol, bar_fetches.c.fetched_at).where(bar_fetches.c.symbol.in_(portion))
            found |= {row.symbol: row.fetched_at for row in await self._connection.execute(query)}
        return found

    async def freshness(self, symbols: Iterable[str]) -> Freshness | None:
        """Where the symbols' bars come from and how old they are; None where none was ever fetched."""
        asked = list(dict.fromkeys(symbols))
        fetched = await self.fetches(asked)
        return fetched and replace(fetched, session=max((await self.last_bars(asked)).values(), default=None))

    async def fetches(self, symbols: Iterable[str]) -> Freshness | None:
        """As `freshness`, without the newest session."""
        sources: set[str] = set()
        fetched: list[datetime] = []
        for portion in self._portions(dict.fromkeys(symbols)):
            query = select(bar_fetches.c.source, bar_fetches.c.fetched_at).where(bar_fetches.c.symbol.in_(portion))
            for source, at in await self._connection.execute(query):
                sources.add(source)
                fetched.append(at)
        return Freshness(", ".join(sorted(sources)), min(fetched), None) if fetched else None

    async def _note_since(self, since: Mapping[str, date]) -> None:
        if not since:
            return
        asked: BindParameter[str] = bindparam("asked")
        first = bindparam("first", type_=Date())
        earlier = (bar_fetches.c.symbol == asked) & or_(bar_fetches.c.since.is_(None), bar_fetches.c.since > first)
        rows = [{"asked": symbol, "first": day} for symbol, day in since.items()]
        await self._connection.execute(update(bar_fetches).where(earlier).values(since=first), rows)

    async def _standing(self, years: Mapping[str, Sequence[int]]) -> list[Any]:
        """The blocks that a delivery may touch."""
        rows: list[Any] = []
        for portion in self._portions(years):
            touched = [year for symbol in portion for year in years[symbol]]
            between = _blocks(portion, date(min(touched), 1, 1), date(max(touched), 12, 31))
            rows += await self._connection.execute(between)
        return [row for row in rows if row.year in years[row.symbol]]


def _lay(
    rows: Sequence[Any], new: Mapping[str, Sequence[Bar]], look: Look
) -> tuple[dict[str, Laid], list[dict[str, object]], dict[str, date]]:
    """What the delivery makes of the blocks that stand there, the blocks to write, and the first sessions of another bar."""
    standing = {(row.symbol, row.year): Block(row.last, row.figures, row.rest, row.sources) for row in rows}
    laid: dict[str, Laid] = {}
    blocks: list[dict[str, object]] = []
    first: dict[str, date] = {}
    for symbol, bars in new.items():
        sessions = [bar.session for bar in bars]
        years = {session.year for session in sessions}
        there = [standing[symbol, year] for year in years if (symbol, year) in standing]
        kept = {each.bar.session: each for block in there for each in unpack(block, min(sessions), max(sessions))}
        laid[symbol] = lay_over(symbol, kept, bars, look)
        changed = [each for session, each in laid[symbol].result.items() if kept.get(session) != each]
        for year in {each.bar.session.year for each in changed}:
            own = [each for each in changed if each.bar.session.year == year]
            blocks.append({"symbol": symbol, "year": year} | asdict(pack(own, standing.get((symbol, year)))))
        others = [each.bar.session for each in changed if not _same_bar(each, kept.get(each.bar.session))]
        if others:
            first[symbol] = min(others)
    return laid, blocks, first


def _same_bar(one: KeptBar, other: KeptBar | None) -> bool:
    return other is not None and one.bar == other.bar


def _unpacked(rows: Sequence[Any], since: date, until: date) -> list[tuple[str, list[KeptBar]]]:
    blocks = ((row.symbol, Block(row.last, row.figures, row.rest, row.sources)) for row in rows)
    return [(symbol, unpack(block, since, until)) for symbol, block in blocks]


def _blocks(symbols: Sequence[str], since: date, until: date) -> Select[Any]:
    asked = bar_years.c.symbol.in_(symbols) & bar_years.c.year.between(since.year, until.year)
    return select(bar_years).where(asked).order_by(bar_years.c.symbol, bar_years.c.year)


def _columns(rows: Sequence[tuple[str, bytes]], since: date, until: date) -> dict[str, BarColumns]:
    by_symbol = groupby(rows, key=lambda row: row[0])
    return {symbol: columns_of([row[1] for row in own], since, until) for symbol, own in by_symbol}


def _printed(figure: Decimal | None) -> str | None:
    return None if figure is None else str(figure)
