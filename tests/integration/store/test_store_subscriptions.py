"""What chats follow: options, an end that can be taken back, and the picks that belong to a target."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.domain.following import (
    DigestSlot,
    Loudness,
    Subscription,
    TargetKind,
    Topic,
    analyst_ref,
    segment_ref,
)
from bot.domain.reports import Analyst, AnalystRole
from bot.store import Store, schema
from bot.store.engine import open_engine, parse_url
from bot.store.records import ReportState
from tests.integration.services.parts import pick, report

SECOND = timedelta(seconds=1)
CHOSEN = {
    "topics": frozenset({Topic.VERDICTS}),
    "loudness": Loudness.SILENT,
    "paused": True,
    "digest_slots": frozenset({DigestSlot.WEEKLY}),
}

OLD = (
    """INSERT INTO follows VALUES (7, 'stock', '300308.SZ', '2024-12-26 12:00:00'),
    (7, 'everything', '', '2024-12-27 12:00:00')""",
    """INSERT INTO reports (report_id, state, sha256, broker, kind, title, document, created_at, apart)
    VALUES (1, 'confirmed', 'x', '开源证券', 'industry', 't', '{"industry": "通信", "analysts":
    [{"name": "张三", "role": "analyst"}, {"name": "李四", "role": "contact"}]}', '2024-12-26', false)""",
    """INSERT INTO picks (pick_id, report_id, symbol, document, dropped, absent)
    VALUES (5, 1, '300308.SZ', '{"segment": "光通信"}', false, false)""",
)


async def test_following_twice_is_following_once(store: Store, now: datetime) -> None:
    async with store.transaction() as tx:
        assert await tx.follows.add(7, "stock", "300308.SZ", now)
        assert not await tx.follows.add(7, "stock", "300308.SZ", now + SECOND)
        assert await tx.follows.add(7, "report", "1", now + SECOND)
        assert await tx.follows.add(8, "everything", "", now)
        mine = await tx.follows.of(7)
        assert [replace(each, follow_id=0) for each in mine] == [
            Subscription(7, TargetKind.STOCK, "300308.SZ", now),
            Subscription(7, TargetKind.REPORT, "1", now + SECOND),
        ]
        assert await tx.follows.get(mine[0].follow_id) == mine[0]
        assert await tx.follows.followers("stock", "300308.SZ") == [7]
        assert [(one.chat_id, one.kind) for one in await tx.follows.all()] == [
            (7, "stock"),
            (8, "everything"),
            (7, "report"),
        ]
        assert await tx.follows.remove_all(7) == 2
        assert await tx.follows.of(7) == []


async def test_a_kind_that_nobody_can_follow_is_refused(store: Store, now: datetime) -> None:
    async with store.transaction() as tx:
        with pytest.raises(ValueError, match="weather"):
            await tx.follows.add(7, "weather", "Shanghai", now)


async def test_an_end_is_taken_back_with_all_that_was_chosen_and_a_new_beginning_is_new(
    store: Store, now: datetime
) -> None:
    async with store.transaction() as tx:
        await tx.follows.add(7, "broker", "开源证券", now)
        (mine,) = await tx.follows.of(7)
        chosen = replace(mine, muted_until=now + SECOND, **CHOSEN)  # type: ignore[arg-type] # fields by name
        await tx.follows.save(chosen)
        await tx.follows.end(mine.follow_id, now + SECOND)
        assert await tx.follows.of(7) == []
        assert await tx.follows.get(mine.follow_id) is None
        assert await tx.follows.get(mine.follow_id, ended=True) == chosen
        await tx.follows.take_up(mine.follow_id)
        assert await tx.follows.of(7) == [chosen]
        await tx.follows.end(mine.follow_id, now + SECOND)
        assert await tx.follows.add(7, "broker", "开源证券", now + 2 * SECOND)
        assert await tx.follows.of(7) == [replace(mine, since=now + 2 * SECOND)]
        await tx.follows.end(mine.follow_id, now + SECOND)
        assert await tx.follows.prune(now + SECOND) == 0
        assert await tx.follows.prune(now + 2 * SECOND) == 1
        assert await tx.follows.get(mine.follow_id, ended=True) is None


async def test_a_group_that_moves_follows_on_as_it_had_chosen(store: Store, now: datetime) -> None:
    async with store.transaction() as tx:
        await tx.follows.add(-7, "stock", "300308.SZ", now)
        await tx.follows.add(-7, "report", "1", now)
        await tx.follows.add(-1007, "report", "1", now + SECOND)
        await tx.follows.add(-1007, "stock", "300308.SZ", now + SECOND)
        stock = await tx.follows.find(-7, "stock", "300308.SZ")
        gone = await tx.follows.find(-1007, "stock", "300308.SZ")
        assert stock is not None
        assert gone is not None
        await tx.follows.save(replace(stock, loudness=Loudness.OFF))
        await tx.follows.end(gone.follow_id, now)
        await tx.follows.move_chat(-7, -1007)
        assert await tx.follows.of(-7) == []
        assert [(one.kind, one.ref, one.loudness, one.since) for one in await tx.follows.of(-1007)] == [
            ("stock", "300308.SZ", "off", now),
            ("report", "1", "on", now + SECOND),
        ]


async def test_the_picks_of_a_target_are_found_by_every_name_of_their_report(store: Store, now: datetime) -> None:
    signed = (Analyst("张三", AnalystRole.ANALYST, None), Analyst("李四", AnalystRole.CONTACT, None))
    first = replace(
        report(pick("300308.SZ", segment="光通信"), pick("300502.SZ", segment="液冷"), title="one"),
        broker="开源证券",
        industry="通信",
        analysts=signed,
    )
    second = replace(report(pick("300308.SZ"), title="two"), broker="国金证券", industry="电子", analysts=signed[:1])
    async with store.transaction() as tx:
        one = await tx.reports.add(first, sha256="1", uploaded_by=None, at=now)
        two = await tx.reports.add(second, sha256="2", uploaded_by=None, at=now)
        for number in (one.report_id, two.report_id):
            await tx.reports.set_state(number, ReportState.CONFIRMED, None, now)
        zhongji, xinyi, other = (each.pick_id for each in (*one.picks, *two.picks))
        for kind, ref, found in (
            (TargetKind.EVERYTHING, "", [zhongji, xinyi, other]),
            (TargetKind.REPORT, str(two.report_id), [other]),
            (TargetKind.SEGMENT, segment_ref(one.report_id, "液冷"), [xinyi]),
            (TargetKind.STOCK, "300308.SZ", [zhongji, other]),
            (TargetKind.BROKER, "国金证券", [other]),
            (TargetKind.ANALYST, analyst_ref("张三", "开源证券"), [zhongji, xinyi]),
            (TargetKind.ANALYST, analyst_ref("李四", "开源证券"), []),
            (TargetKind.INDUSTRY, "电子", [other]),
        ):
            assert await tx.follows.pick_ids({kind: [ref]}) == found, (kind, ref)
        both = {TargetKind.BROKER: ["国金证券"], TargetKind.SEGMENT: [segment_ref(one.report_id, "液冷")]}
        assert await tx.follows.pick_ids(both) == [xinyi, other]
        assert await tx.follows.pick_ids(both, ["300502.SZ"]) == [xinyi]
        assert await tx.follows.symbols(both) == ["300308.SZ", "300502.SZ"]
        await tx.corrections.change_pick(other, now, dropped=True)
        assert await tx.follows.symbols({TargetKind.BROKER: ["国金证券"]}) == []


async def test_what_was_followed_before_there_were_options_is_followed_on(database_url: str) -> None:
    await _run(database_url, lambda connection: _to(connection, "0017"))
    await _run(database_url, lambda connection: [connection.exec_driver_sql(each) for each in OLD])
    await asyncio.to_thread(schema.upgrade, database_url)
    store = Store(database_url)
    async with store.snapshot() as tx:
        found = await tx.follows.of(7)
        assert [(each.kind, each.ref, each.loudness, each.paused) for each in found] == [
            ("stock", "300308.SZ", "on", False),
            ("everything", "", "on", False),
        ]
        assert all(each.topics == set(Topic) and each.digest_slots == set(DigestSlot) for each in found)
        for kind, ref in (("analyst", "张三@开源证券"), ("industry", "通信"), ("segment", "1/光通信")):
            assert await tx.follows.pick_ids({TargetKind(kind): [ref]}) == [5]
        assert await tx.follows.pick_ids({TargetKind.ANALYST: ["李四@开源证券"]}) == []
    await store.close()


def _to(connection: Connection, revision: str) -> None:
    from alembic import command  # noqa: PLC0415 - as in the module under test
    from alembic.config import Config  # noqa: PLC0415 - as above

    config = Config()
    config.set_main_option("script_location", str(Path(schema.__file__).with_name("migrations")))
    config.attributes["connection"] = connection
    command.downgrade(config, revision)


async def _run(url: str, work: Callable[[Connection], object]) -> None:
    engine = open_engine(parse_url(url))
    async with engine.begin() as connection:
        await connection.run_sync(work)
    await engine.dispose()
