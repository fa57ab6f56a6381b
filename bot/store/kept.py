"""The newest figures of picks, kept until something they were reckoned from changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date

from sqlalchemy import Column, ColumnElement, func, or_, select

from bot.store.outdating import Outdating
from bot.store.tables.kept import kept_scores
from bot.store.tables.research import confirmed, picks, reports

OPEN = date.max  # prices of every session to come matter


@dataclass(frozen=True, slots=True)
class KeptScore:
    """The figures of one pick, as JSON text, and what they were reckoned from.

    ``setup`` is what the program and its settings were, ``given`` what scoring was told of the pick; where either
    differs the figures are not those of today. They hold from ``as_of`` on, and no price after ``until`` matters.
    ``worked`` is the session for which the daily work last went through them, None where it never did.
    """

    pick_id: int
    symbol: str
    benchmark: str | None
    total_benchmark: str | None
    setup: str
    given: str
    as_of: date
    until: date
    excess: float | None
    phase: str
    opens: date | None
    settles: date | None
    figures: str
    worked: date | None = None


@dataclass(frozen=True, slots=True)
class KeptHorizon:
    """The ends of the horizon of a pick, as they are kept with its figures; None where none are."""

    pick_id: int
    report_id: int
    symbol: str
    setup: str | None
    given: str | None
    as_of: date | None
    phase: str | None
    opens: date | None
    settles: date | None


class Kept(Outdating):
    """``tx.kept``."""

    __slots__ = ()

    async def of(self, pick_ids: Iterable[int]) -> dict[int, KeptScore]:
        """What is kept of these picks, by id."""
        found: dict[int, KeptScore] = {}
        for ids in self._portions(pick_ids):
            rows = await self._connection.execute(select(*_COLUMNS).where(kept_scores.c.pick_id.in_(ids)))
            found |= {row[0]: KeptScore(*row) for row in rows}
        return found

    async def keep(self, scores: Sequence[KeptScore], mark: int) -> bool:
        """Keep figures that were reckoned when prices had been changed ``mark`` times; False where they have since."""
        if await self.mark(lock=True) != mark:
            return False
        # field by field: `asdict` copies, which for tens of thousands takes seconds
        await self._upsert(kept_scores, [{name: getattr(score, name) for name in _NAMES} for score in scores])
        return True

    async def unfinished(self, suffixes: Collection[str], session: date, setup: str) -> list[int]:
        """The picks that count, of securities with these suffixes, on which a session's work has something to do.

        Left out is what settled and was worked on in an earlier session, and whose figures still stand.
        """
        kept = kept_scores.c.pick_id == picks.c.pick_id
        # a comparison with what is not there is neither true nor false
        left = or_(kept_scores.c.pick_id.is_(None), kept_scores.c.worked.is_(None), ~_finished(session, setup))
        query = select(picks.c.pick_id).select_from(picks.join(reports).outerjoin(kept_scores, kept))
        query = query.where(_COUNTS, _ends(picks.c.symbol, suffixes), left)
        return list((await self._connection.execute(query)).scalars())

    async def finished_picks(
        self, suffixes: Collection[str], session: date, setup: str, symbols: Collection[str] | None
    ) -> list[int]:
        """What `unfinished` leaves out, of some securities or (None) of all."""
        if symbols is not None and not symbols:
            return []
        query = select(kept_scores.c.pick_id).select_from(kept_scores.join(picks).join(reports))
        query = query.where(_COUNTS, _ends(kept_scores.c.symbol, suffixes), _finished(session, setup))
        query = query if symbols is None else query.where(kept_scores.c.symbol.in_(symbols))
        return list((await self._connection.execute(query)).scalars())

    async def finished(self, suffixes: Collection[str], letters: int) -> list[tuple[str, str]]:
        """The securities of which figures are kept that no later price changes, with the first letters of ``given``."""
        columns = (kept_scores.c.symbol, func.substr(kept_scores.c.given, 1, letters))
        query = select(*columns).where(_ends(kept_scores.c.symbol, suffixes), kept_scores.c.until < OPEN).distinct()
        return [(symbol, given) for symbol, given in await self._connection.execute(query)]


def _finished(session: date, setup: str) -> ColumnElement[bool]:
    return (kept_scores.c.worked < session) & (kept_scores.c.until < session) & (kept_scores.c.setup == setup)


def _ends(symbol: Column[str], suffixes: Collection[str]) -> ColumnElement[bool]:
    return or_(*(symbol.endswith(f".{each}") for each in suffixes))


_COUNTS = confirmed() & ~picks.c.dropped & ~picks.c.absent
_NAMES = [field.name for field in fields(KeptScore)]
_COLUMNS = [kept_scores.c[name] for name in _NAMES]
