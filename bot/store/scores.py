"""What alerts remember of each pick, and the ledger of verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import datetime

from sqlalchemy import select

from bot.store.records import PickState, VerdictEntry
from bot.store.repository import Repository
from bot.store.tables.research import pick_benchmarks, pick_states, picks, verdicts


class Scores(Repository):
    """``tx.scores``."""

    __slots__ = ()

    async def states(self, pick_ids: Iterable[int]) -> dict[int, PickState]:
        """What is remembered of the picks, by id; new ones are not in it."""
        found: dict[int, PickState] = {}
        for ids in self._portions(pick_ids):
            rows = await self._connection.execute(select(pick_states).where(pick_states.c.pick_id.in_(ids)))
            found |= {row["pick_id"]: PickState(**row) for row in rows.mappings()}
        return found

    async def save_states(self, states: Sequence[PickState]) -> None:
        """Remember these, over what was remembered of the same picks."""
        names = [field.name for field in fields(PickState)]
        await self._upsert(pick_states, [{name: getattr(state, name) for name in names} for state in states])

    async def record_verdict(self, entry: VerdictEntry) -> bool:
        """Add to the ledger; False, and nothing is changed, when it has the entry of that pick and number."""
        return await self._insert_new(verdicts, asdict(entry))

    async def verdicts(self, pick_ids: Iterable[int]) -> dict[int, list[VerdictEntry]]:
        """The entries of the picks by id, each pick's by number; picks without a verdict are not in it."""
        found: dict[int, list[VerdictEntry]] = {}
        for ids in self._portions(pick_ids):
            query = select(verdicts).where(verdicts.c.pick_id.in_(ids)).order_by(verdicts.c.pick_id, verdicts.c.number)
            for row in (await self._connection.execute(query)).mappings():
                found.setdefault(row["pick_id"], []).append(VerdictEntry(**row))
        return found

    async def ledger(self, report_id: int | None = None) -> list[tuple[int, VerdictEntry]]:
        """Every entry, or those of one report's picks, each with its report; by pick, then by number."""
        query = select(picks.c.report_id, *verdicts.c).join(picks, picks.c.pick_id == verdicts.c.pick_id)
        query = query if report_id is None else query.where(picks.c.report_id == report_id)
        rows = await self._connection.execute(query.order_by(verdicts.c.pick_id, verdicts.c.number))
        return [
            (row["report_id"], VerdictEntry(**{column.name: row[column] for column in verdicts.c}))
            for row in rows.mappings()
        ]

    async def fix_benchmarks(self, codes: Mapping[int, str], at: datetime) -> None:
        """Let these indices judge the picks from now on; what was fixed before stays."""
        rows = [{"pick_id": pick_id, "code": code, "chosen_at": at} for pick_id, code in codes.items()]
        if rows:
            await self._connection.execute(self._insert(pick_benchmarks).on_conflict_do_nothing(), rows)

    async def benchmarks(self, pick_ids: Iterable[int]) -> dict[int, str]:
        """The index that was fixed for each pick; most have none, since their report prints one alone."""
        found: dict[int, str] = {}
        for ids in self._portions(pick_ids):
            query = select(pick_benchmarks.c.pick_id, pick_benchmarks.c.code).where(pick_benchmarks.c.pick_id.in_(ids))
            found |= {row.pick_id: row.code for row in await self._connection.execute(query)}
        return found
