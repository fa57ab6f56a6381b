"""Rules in the store: kept as they are, states by rule, and a history that nobody can change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.domain.rule_kinds import RuleKind
from bot.domain.rule_targets import Scope
from bot.domain.rule_traits import Place
from bot.domain.rules import Frequency, Rule, RuleEntry, RuleEvent, RuleKey, RuleState, Telling
from bot.store import Store
from bot.store.rules import UNITS

DAY = date(2024, 12, 27)


@pytest.fixture
def rule(now: datetime) -> Rule:
    return Rule(
        0,
        5,
        "300308.SZ",
        RuleKind.PRICE_ABOVE,
        Decimal("140.5"),
        DAY,
        now,
        cooldown=timedelta(minutes=5),
        note="看一下",
    )


def _key(rule_id: int, rule: Rule) -> RuleKey:
    return replace(rule, rule_id=rule_id).key


async def test_a_rule_comes_back_as_it_was_stored(store: Store, rule: Rule, now: datetime) -> None:
    state = RuleState(Place.UP, DAY, up=Telling(now, DAY), doubted=DAY)
    async with store.transaction() as tx:
        first = await tx.rules.add(rule)
        second = await tx.rules.add(replace(rule, kind=RuleKind.DAY_CHANGE, frequency=Frequency.ONCE))
        await tx.rules.save_states({_key(first, rule): state})
        await tx.rules.save_states({_key(first, rule): replace(state, down=Telling(now, DAY))})
    async with store.snapshot() as tx:
        mine = await tx.rules.of(5)
        assert [each.rule_id for each, _ in mine] == [second, first]
        assert mine[1] == (replace(rule, rule_id=first), replace(state, down=Telling(now, DAY)))
        assert mine[0][1] == RuleState()
        assert await tx.rules.symbols() == ["300308.SZ"]
        assert await tx.rules.of(6) == []


async def test_spent_expired_and_deleted_rules_are_not_watched(store: Store, rule: Rule, now: datetime) -> None:
    async with store.transaction() as tx:
        ids = [await tx.rules.add(rule) for _ in range(3)]
        await tx.rules.add(replace(rule, expires_at=now))
        await tx.rules.save_states(
            {_key(ids[0], rule): RuleState(spent=True), _key(ids[1], rule): RuleState(Place.QUIET, DAY)}
        )
        await tx.rules.delete(ids[2], now)
        assert [each.rule_id for each, _ in await tx.rules.get(ids, lock=True)] == ids[:2]
        locked = await tx.rules.watching([RuleKind.PRICE_ABOVE], [rule.symbol], now, lock=True)
        assert [each.rule_id for each, _ in locked] == [ids[1]]
    async with store.snapshot() as tx:
        assert [each.rule_id for each, _ in await tx.rules.watching([RuleKind.PRICE_ABOVE], [rule.symbol], now)] == [
            ids[1]
        ]
        assert await tx.rules.watching([RuleKind.PRICE_BELOW], [rule.symbol], now) == []
        assert await tx.rules.watching([RuleKind.PRICE_ABOVE], ["300502.SZ"], now) == []
        (rows,) = [each async for each in tx.rules.standing([RuleKind.PRICE_ABOVE], now)]
        assert (*rows.ids, *rows.symbols, *rows.kinds) == (ids[1], rule.symbol, rule.kind)
        assert (*rows.thresholds, *rows.based_on) == (rule.threshold * UNITS, DAY)
        assert (*rows.places, *rows.sessions) == (Place.QUIET, DAY)
        assert await tx.rules.count(5) == 3
        assert [each.rule_id for each, _ in await tx.rules.get(ids)] == ids[:2]


async def test_the_history_only_grows_newest_first(store: Store, rule: Rule, now: datetime) -> None:
    async with store.transaction() as tx:
        rule_id = await tx.rules.add(rule)
        made = RuleEntry(rule_id, now, RuleEvent.MADE)
        fired = RuleEntry(rule_id, now, RuleEvent.FIRED, None, Decimal("141.2"), Decimal("140.5"))
        await tx.rules.note([made, fired])
    async with store.snapshot() as tx:
        assert await tx.rules.history(rule_id) == [fired, made]
        assert await tx.rules.history(rule_id, 1) == [fired]
    for change in ("DELETE FROM rule_history", "UPDATE rule_history SET event = 'made'"):
        with pytest.raises(DBAPIError, match="append-only"):
            async with store._engine.begin() as connection:
                await connection.execute(text(change))


async def test_the_last_look_is_kept_by_market(store: Store, now: datetime) -> None:
    async with store.transaction() as tx:
        await tx.rules.note_looks(["A", "HK"], now)
        await tx.rules.note_looks(["A"], now + timedelta(minutes=1))
    async with store.snapshot() as tx:
        assert await tx.rules.looked() == {"A": now + timedelta(minutes=1), "HK": now}


async def test_a_rule_about_several_is_remembered_by_security_and_report(
    store: Store, rule: Rule, now: datetime
) -> None:
    up, down = RuleState(Place.UP, DAY, up=Telling(now, DAY)), RuleState(Place.DOWN, DAY, spent=True)
    async with store.transaction() as tx:
        of_list = replace(rule, symbol="", kind=RuleKind.EXCESS_ABOVE, scope=Scope.LIST, ref="4")
        rule_id = await tx.rules.add(of_list)
        await tx.rules.save_states({(rule_id, "300308.SZ", 7): up, (rule_id, "300502.SZ", 7): down})
    async with store.transaction() as tx:
        assert await tx.rules.of_scope([RuleKind.EXCESS_ABOVE], [Scope.REPORT], now) == []
        (known,) = await tx.rules.of_scope([RuleKind.EXCESS_ABOVE], [Scope.LIST], now, lock=True)
        assert known == replace(of_list, rule_id=rule_id)
        keys = [(rule_id, "300308.SZ", 7), (rule_id, "300308.SZ", 8), (rule_id, "300502.SZ", 7)]
        assert await tx.rules.members(keys, lock=True) == [
            (known.about("300308.SZ", 7), up),
            (known.about("300308.SZ", 8), RuleState()),
            (known.about("300502.SZ", 7), down),
        ]
        assert await tx.rules.symbols() == []


async def test_a_deleted_rule_comes_back_without_its_past(store: Store, rule: Rule, now: datetime) -> None:
    async with store.transaction() as tx:
        rule_id = await tx.rules.add(rule)
        await tx.rules.save_states({_key(rule_id, rule): RuleState(Place.UP, DAY, up=Telling(now, DAY))})
        assert await tx.rules.deleted(rule_id) is None
        await tx.rules.delete(rule_id, now)
        assert await tx.rules.deleted(rule_id) == replace(rule, rule_id=rule_id)
        await tx.rules.restore(rule_id)
        assert await tx.rules.get([rule_id]) == [(replace(rule, rule_id=rule_id), RuleState())]
