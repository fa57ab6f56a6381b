"""Subscribers' own rules, their states, and the history of each, which is only ever added to."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    RowMapping,
    Text,
    and_,
    delete,
    func,
    insert,
    or_,
    select,
    type_coerce,
    update,
)
from sqlalchemy.types import NullType

from bot.domain.rule_kinds import RuleKind
from bot.domain.rule_targets import Scope
from bot.domain.rule_traits import Place
from bot.domain.rules import Reason, Rule, RuleEntry, RuleEvent, RuleKey, RuleState, Telling
from bot.store.repository import Repository
from bot.store.tables.corrections import corrections
from bot.store.tables.people import subscriptions
from bot.store.tables.research import report_trail
from bot.store.tables.rules import rule_history, rule_looks, rule_states, rules
from bot.store.tables.watchlists import watchlist_members, watchlists

_RULE = [column for column in rules.c if column.name != "deleted_at"]
_KEY = ("rule_id", "symbol", "report_id")
_STATE = [column.label(f"state_{column.name}") for column in rule_states.c if column.name not in _KEY]
_THERE = rules.c.deleted_at.is_(None)
_OWN = and_(
    rule_states.c.rule_id == rules.c.rule_id,
    rule_states.c.symbol == rules.c.symbol,
    rule_states.c.report_id == func.coalesce(rules.c.report_id, 0),
)
_JOINED = rules.outerjoin(rule_states, _OWN)
_STOCK = rules.c.scope == Scope.STOCK

UNITS = 10**9  # of a threshold as it is stored
PORTION = 20_000  # rules


@dataclass(frozen=True, slots=True)
class StandingRules:
    """Rules as columns, one entry a rule; thresholds in units, a place and its session None before the first look."""

    ids: Sequence[int]
    symbols: Sequence[str]
    kinds: Sequence[str]
    thresholds: Sequence[int]
    based_on: Sequence[date]
    places: Sequence[int | None]
    sessions: Sequence[date | None]


@dataclass(frozen=True, slots=True)
class RuleChange:
    """An entry of the history by which a rule was made or changed, and what the rule is about."""

    entry_id: int
    rule_id: int
    symbol: str
    scope: Scope


class _Days(dict[object, Any]):
    """Days as the database hands them over, each read once."""

    def __missing__(self, raw: object) -> object:
        self[raw] = day = date.fromisoformat(raw) if isinstance(raw, str) else raw
        return day


class Rules(Repository):
    """``tx.rules``."""

    __slots__ = ()

    async def add(self, rule: Rule) -> int:
        """Store a new rule under a new ``rule_id``, which it gives."""
        values = {name: value for name, value in _row(rule).items() if name != "rule_id"}
        added = await self._connection.execute(insert(rules).values(**values).returning(rules.c.rule_id))
        return int(added.scalar_one())

    async def save(self, rule: Rule) -> None:
        """Overwrite a rule."""
        values = {name: value for name, value in _row(rule).items() if name != "rule_id"}
        await self._connection.execute(update(rules).where(rules.c.rule_id == rule.rule_id).values(**values))

    async def delete(self, rule_id: int, at: datetime) -> None:
        """The rule is not looked at any more; its row and its history stay."""
        await self._connection.execute(update(rules).where(rules.c.rule_id == rule_id, _THERE).values(deleted_at=at))

    async def restore(self, rule_id: int) -> None:
        """The rule is looked at again, from where things stand then."""
        await self.forget_states(rule_id)
        await self._connection.execute(update(rules).where(rules.c.rule_id == rule_id).values(deleted_at=None))

    async def deleted(self, rule_id: int) -> Rule | None:
        """A rule that was deleted; None where it is there, or never was."""
        query = select(*_RULE).where(rules.c.rule_id == rule_id, ~_THERE)
        row = (await self._connection.execute(query)).mappings().first()
        return _rule(row) if row else None

    async def forget_states(self, rule_id: int) -> None:
        """Nothing is remembered of the rule: it begins anew from where things stand at the next look."""
        await self._change(delete(rule_states).where(rule_states.c.rule_id == rule_id))

    async def of(self, chat_id: int) -> list[tuple[Rule, RuleState]]:
        """The rules of a chat, newest first. Here and below one about several securities comes without a state."""
        return await self._select(rules.c.chat_id == chat_id, newest_first=True)

    async def get(self, rule_ids: Collection[int], *, lock: bool = False) -> list[tuple[Rule, RuleState]]:
        """These rules, by id, less those that were deleted; ``lock`` lets nobody change them until the transaction ends."""
        found = []
        for portion in self._portions(sorted(rule_ids)):
            found += await self._select(rules.c.rule_id.in_(portion), lock=lock)
        return found

    async def members(self, keys: Collection[RuleKey], *, lock: bool = False) -> list[tuple[Rule, RuleState]]:
        """As `get`, each narrowed to the securities named, with what is remembered of it there, by key."""
        known = {rule.rule_id: rule for rule, _ in await self.get({rule_id for rule_id, _, _ in keys}, lock=lock)}
        there = sorted(key for key in set(keys) if key[0] in known)
        states = await self.states(known)
        return [(known[key[0]].about(key[1], key[2] or None), states.get(key, RuleState())) for key in there]

    async def any_of(self, kinds: Collection[RuleKind], at: datetime) -> bool:
        """Whether there is any rule of these kinds."""
        query = select(rules.c.rule_id).where(_THERE, rules.c.kind.in_(list(kinds)), _unexpired(at)).limit(1)
        return (await self._connection.execute(query)).first() is not None

    async def days_left(self) -> list[int]:
        """How many days before a settlement rules are to tell, each number once."""
        query = select(rules.c.threshold).where(_THERE, rules.c.kind == RuleKind.DAYS_LEFT).distinct()
        return sorted(int(each) for each in (await self._connection.execute(query)).scalars())

    async def states(self, rule_ids: Collection[int]) -> dict[RuleKey, RuleState]:
        """All that is remembered of these rules."""
        found: dict[RuleKey, RuleState] = {}
        columns = [rule_states.c[name] for name in _KEY]
        for portion in self._portions(sorted(rule_ids)):
            query = select(*columns, *_STATE).where(rule_states.c.rule_id.in_(portion))
            for row in (await self._connection.execute(query)).mappings():
                found[row["rule_id"], row["symbol"], row["report_id"]] = _state(row)
        return found

    async def of_scope(
        self, kinds: Collection[RuleKind], scopes: Collection[Scope], at: datetime, *, lock: bool = False
    ) -> list[Rule]:
        """The rules of these kinds and scopes that have not expired, by id, not narrowed."""
        where = (rules.c.kind.in_(list(kinds)), rules.c.scope.in_(list(scopes)), _unexpired(at))
        return [rule for rule, _ in await self._select(*where, lock=lock)]

    async def move_chat(self, old: int, new: int) -> None:
        """A group has a new id: its rules go with it."""
        await self._change(update(rules).where(rules.c.chat_id == old).values(chat_id=new))

    async def count(self, chat_id: int) -> int:
        """How many rules a chat has."""
        query = select(func.count()).where(rules.c.chat_id == chat_id, _THERE)
        return int((await self._connection.execute(query)).scalar_one())

    async def symbols(self, among: Collection[str] | None = None) -> list[str]:
        """The securities (``among`` these) that any rule of one stock is about which quotes can decide."""
        quoted = rules.c.kind.in_([kind for kind in RuleKind if kind.on_quotes])
        query = select(rules.c.symbol).where(_THERE, _STOCK, quoted).distinct().order_by(rules.c.symbol)
        if among is None:
            return list((await self._connection.execute(query)).scalars())
        found: list[str] = []
        for portion in self._portions(sorted(among)):
            found += (await self._connection.execute(query.where(rules.c.symbol.in_(portion)))).scalars()
        return found

    async def concerned(self) -> list[str] | None:
        """The securities that any rule is about; None where one is about several, which may be any."""
        query = select(rules.c.scope, rules.c.symbol).where(_THERE).distinct()
        found = (await self._connection.execute(query)).all()
        return [row.symbol for row in found] if all(row.scope is Scope.STOCK for row in found) else None

    async def watching(
        self, kinds: Collection[RuleKind], symbols: Collection[str], at: datetime, *, lock: bool = False
    ) -> list[tuple[Rule, RuleState]]:
        """The rules of these kinds about one of these stocks that can still tell something, by id; ``lock`` as for `get`."""
        found = []
        for portion in self._portions(sorted(symbols)):
            found += await self._select(
                rules.c.kind.in_(list(kinds)), _STOCK, rules.c.symbol.in_(portion), *_alive(at), lock=lock
            )
        return found

    async def standing(
        self, kinds: Collection[RuleKind], at: datetime, *, among: tuple[Collection[int], Collection[str]] | None = None
    ) -> AsyncIterator[StandingRules]:
        """As `watching` for all securities, by columns and in portions: a million rules take seconds, and no more memory.

        ``among`` are ids, and securities: only those rules and the rules of those.
        """
        days = _Days()
        chosen = (rules.c.rule_id, rules.c.symbol, type_coerce(rules.c.kind, Text))
        figures = (type_coerce(rules.c.threshold, BigInteger), type_coerce(rules.c.based_on, NullType()))
        stands = (rule_states.c.place, type_coerce(rule_states.c.session, NullType()))
        query = select(*chosen, *figures, *stands).select_from(_JOINED)
        query = query.where(_THERE, _STOCK, rules.c.kind.in_(list(kinds)), *_alive(at))
        if among is not None:
            query = query.where(or_(rules.c.rule_id.in_(among[0]), rules.c.symbol.in_(among[1])))
        async with self._connection.stream(query) as found:
            async for rows in found.partitions(PORTION):
                ids, symbols, words, units, based_on, places, sessions = zip(*rows, strict=True)
                own = [days[each] for each in based_on]
                yield StandingRules(ids, symbols, words, units, own, places, [days[each] for each in sessions])

    async def save_states(self, states: Mapping[RuleKey, RuleState]) -> None:
        """Remember how rules stand."""
        await self._upsert(rule_states, [_state_row(key, state) for key, state in states.items()])

    async def note(self, entries: Sequence[RuleEntry]) -> None:
        """Add to the history of rules."""
        if entries:
            await self._connection.execute(
                insert(rule_history), [asdict(entry) | {"reason": entry.reason or ""} for entry in entries]
            )

    async def last_entry(self) -> int:
        """The number of the newest entry of the history; 0 without one."""
        return (await self._connection.execute(select(func.max(rule_history.c.entry_id)))).scalar_one() or 0

    async def changes(self, since: int) -> list[RuleChange]:
        """What anybody has made or changed of rules after an entry; not what rules have told."""
        told = rule_history.c.event.in_([RuleEvent.FIRED, RuleEvent.HELD])
        query = select(rule_history.c.entry_id, rules.c.rule_id, rules.c.symbol, rules.c.scope)
        query = query.join_from(rule_history, rules).where(rule_history.c.entry_id > since, ~told)
        return [RuleChange(*row) for row in await self._connection.execute(query)]

    async def last_change_of_members(self) -> tuple[Any, ...]:
        """Figures that change when securities join or leave anything that a rule may be about."""
        counted = (
            subscriptions.c.follow_id,
            subscriptions.c.ended_at,
            watchlist_members.c.symbol,
            watchlists.c.deleted_at,
        )
        newest = (
            report_trail.c.entry_id,
            corrections.c.correction_id,
            subscriptions.c.since,
            subscriptions.c.ended_at,
            watchlist_members.c.added_at,
            watchlists.c.deleted_at,
        )
        query = select(
            *(select(func.count(column)).scalar_subquery() for column in counted),
            *(select(func.max(column)).scalar_subquery() for column in newest),
        )
        return tuple((await self._connection.execute(query)).one())

    async def history(self, rule_id: int, limit: int = 20) -> list[RuleEntry]:
        """The last entries of a rule's history, newest first."""
        columns = [column for column in rule_history.c if column.name != "entry_id"]
        query = select(*columns).where(rule_history.c.rule_id == rule_id)
        rows = await self._connection.execute(query.order_by(rule_history.c.entry_id.desc()).limit(limit))
        return [
            RuleEntry(**{**row, "reason": Reason(row["reason"]) if row["reason"] else None}) for row in rows.mappings()
        ]

    async def kinds_told(self) -> set[RuleKind]:
        """The kinds of which any rule has told something."""
        fired = rule_history.c.event == RuleEvent.FIRED
        query = (
            select(rules.c.kind).join(rule_history, rule_history.c.rule_id == rules.c.rule_id).where(fired).distinct()
        )
        return set((await self._connection.execute(query)).scalars())

    async def looked(self) -> dict[str, datetime]:
        """When the rules of each market were last looked at in session; nothing of those that never were."""
        rows = await self._connection.execute(select(rule_looks.c.market, rule_looks.c.at))
        return {row.market: row.at for row in rows}

    async def note_looks(self, markets: Iterable[str], at: datetime) -> None:
        """The rules of these markets were looked at in session."""
        await self._upsert(rule_looks, [{"market": market, "at": at} for market in markets])

    async def _select(
        self, *where: ColumnElement[bool], newest_first: bool = False, lock: bool = False
    ) -> list[tuple[Rule, RuleState]]:
        order = rules.c.rule_id.desc() if newest_first else rules.c.rule_id
        query = _BOTH.where(*where).order_by(order)
        query = query.with_for_update(of=rules) if lock and self._postgresql else query
        return [(_rule(row), _state(row)) for row in (await self._connection.execute(query)).mappings()]


# made once: to name thirty columns takes as long as to ask for them
_BOTH = select(*_RULE, *_STATE).select_from(_JOINED).where(_THERE)


def _alive(at: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return _unexpired(at), or_(rule_states.c.spent.is_(None), ~rule_states.c.spent)


def _unexpired(at: datetime) -> ColumnElement[bool]:
    return or_(rules.c.expires_at.is_(None), rules.c.expires_at > at)


def _row(rule: Rule) -> dict[str, Any]:
    return asdict(rule) | {"cooldown": int(rule.cooldown.total_seconds())}


def _rule(row: RowMapping) -> Rule:
    values = {column.name: row[column.name] for column in _RULE}
    return Rule(**values | {"cooldown": timedelta(seconds=row["cooldown"])})


def _state(row: RowMapping) -> RuleState:
    if row["state_spent"] is None:
        return RuleState()
    up, down = (
        Telling(row[f"state_{side}_at"], row[f"state_{side}_session"]) if row[f"state_{side}_at"] else None
        for side in ("up", "down")
    )
    place = None if row["state_place"] is None else Place(row["state_place"])
    return RuleState(place, row["state_session"], up, down, row["state_doubted"], row["state_spent"])


def _state_row(key: RuleKey, state: RuleState) -> dict[str, Any]:
    return {
        **dict(zip(_KEY, key, strict=True)),
        "place": state.place,
        "session": state.session,
        "up_at": state.up.at if state.up else None,
        "up_session": state.up.session if state.up else None,
        "down_at": state.down.at if state.down else None,
        "down_session": state.down.session if state.down else None,
        "doubted": state.doubted,
        "spent": state.spent,
    }
