"""Privacy: all that is kept of somebody is handed out, and after he is forgotten no table names him."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal

import pytest
from sqlalchemy import text

from bot.domain.following import TargetKind
from bot.domain.reports import PickKind
from bot.domain.rule_kinds import RuleKind
from bot.domain.rules import Rule
from bot.services.access.people import Refused, Viewer
from bot.services.views.pieces import Notice, Target
from bot.store import Store
from bot.store.messages import OutboxMessage
from bot.store.records import Channel, Role
from bot.store.tables import metadata
from tests.integration.services.house import House
from tests.integration.services.parts import report

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
EVE, DAN = 987_654_321, 123_456_789
NAMES = {EVE: "Evelyn Einmalig", DAN: "Daniel Doppelt"}


async def everything(store: Store) -> str:
    """Every value of every table."""
    written = []
    async with store.snapshot() as tx:
        for table in metadata.sorted_tables:
            rows = await tx.users._connection.execute(text(f"SELECT * FROM {table.name}"))
            written += [f"{table.name}: {tuple(row)}" for row in rows]
    return "\n".join(written)


def update_of(user_id: int, number: int) -> str:
    person = {"id": user_id, "first_name": NAMES[user_id], "is_bot": False}
    chat = {"id": user_id, "type": "private", "first_name": NAMES[user_id]}
    message = {"message_id": DAN if user_id == EVE else EVE, "date": 1, "from": person, "chat": chat, "text": "旭创"}
    return json.dumps({"update_id": number, "message": message})


async def lived(house: House, user_id: int, owner: Viewer, number: int) -> Viewer:
    """An editor who has done all there is to do."""
    invited = await house.invitations.invite(Role.EDITOR, 7, owner, "b")
    await house.people.arrive(user_id, NAMES[user_id], "en", user_id)
    viewer = await house.invitations.accept(invited.start, Viewer(user_id, user_id, NAMES[user_id], "en", None))
    viewer = await house.people.again(viewer)
    await house.people.qualify(viewer, qualified=True)
    now: datetime = house.clock.now()
    draft = await house.ingest.receive(viewer, f"{NAMES[user_id]}.txt", f"kein Bericht {number}".encode())
    with pytest.raises(Refused):
        await house.ingest.read(draft)
    async with house.store.transaction() as tx:
        stored = await tx.reports.add(report(title=f"第{number}篇"), sha256=f"{number}", uploaded_by=user_id, at=now)
        await tx.questions.ask(user_id, "date", now)
        await tx.events.once(user_id, "cause", now)
        await tx.outbox.add(OutboxMessage(user_id, "trial", f"Privacy {user_id}", f"alert:{user_id}"), at=now)
        note = f"für {NAMES[user_id]}"
        await tx.rules.add(
            Rule(0, user_id, "300308.SZ", RuleKind.PRICE_ABOVE, Decimal(120), now.date(), now, note=note)
        )
        await tx.watchlists.add(user_id, note, ["300308.SZ"], now)
        await tx.channels.save(Channel(-number, user_id, True, now))
        await tx.inbox.put(number, update_of(user_id, number), now)
        await tx.inbox.done(number, at=now)
        await tx.inbox.put(number + 1, update_of(user_id, number + 1), now)
    await house.corrections.add(stored.report_id, "300502.SZ", PickKind.WATCH, viewer)
    await house.drafts.confirm(stored.report_id, viewer)
    await house.following.subscribe(viewer, Target(TargetKind.STOCK, "300308.SZ"))
    return viewer


async def test_after_somebody_is_forgotten_no_table_names_him_and_nobody_else_is_touched(
    house: House, owner: Viewer
) -> None:
    eve, dan = await lived(house, EVE, owner, 1), await lived(house, DAN, owner, 11)
    before = await everything(house.store)
    assert before.count(str(EVE)) > 15, "there is much to forget"
    assert before.count(NAMES[EVE]) >= 5
    mine = before.count(str(DAN))
    kept = json.loads((await house.privacy.export(dan)).content)
    assert await house.privacy.forget(eve) == Notice("forgotten")
    after = await everything(house.store)
    assert (str(EVE) in after.replace(f'"message_id": {EVE}', ""), NAMES[EVE] in after) == (False, False)
    assert after.count(str(DAN)) == mine - 2, "two messages of hers had his number by chance"
    later = json.loads((await house.privacy.export(dan)).content)
    assert {**later, "exported_at": ""} == {**kept, "exported_at": ""}


async def test_reports_and_their_trail_outlive_who_made_them(house: House, owner: Viewer) -> None:
    eve = await lived(house, EVE, owner, 1)
    async with house.store.snapshot() as tx:
        (before,) = await tx.reports.confirmed(1)
        trail = await tx.reports.trail(before.report_id)
    await house.privacy.forget(eve)
    async with house.store.snapshot() as tx:
        (after,) = await tx.reports.confirmed(1)
        anonymous = await tx.reports.trail(before.report_id)
    assert (after.report, after.picks) == (before.report, before.picks)
    assert (after.uploaded_by, after.confirmed_by) == (None, None)
    assert [(each.state, each.at, each.by) for each in anonymous] == [(each.state, each.at, None) for each in trail]
    history = await house.corrections.history(before.report_id, owner)
    assert len(history.steps) == 1


async def test_a_file_that_somebody_else_sent_too_stays(house: House, owner: Viewer) -> None:
    eve, dan = await lived(house, EVE, owner, 1), await lived(house, DAN, owner, 11)
    for viewer in (eve, dan):
        await house.ingest.receive(viewer, "both.txt", b"of both")
    folder = house.ingest._files._folder
    contents = {path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert contents == {b"kein Bericht 1", b"kein Bericht 11", b"of both"}
    await house.privacy.forget(eve)
    contents = {path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert contents == {b"kein Bericht 11", b"of both"}


async def test_an_update_under_way_can_still_be_ended_and_a_restart_finds_nothing_in_it(
    house: House, owner: Viewer
) -> None:
    eve = await lived(house, EVE, owner, 1)
    await house.privacy.forget(eve)
    assert await house.inbox.unhandled() == ['{"update_id": 2}']
    await house.inbox.done(2)


async def test_the_document_holds_all_of_one_and_nothing_of_others(house: House, owner: Viewer) -> None:
    eve = await lived(house, EVE, owner, 1)
    await lived(house, DAN, owner, 11)
    data = await house.privacy.export(eve)
    document = json.loads(data.content)
    assert data.name == "pickwatch-me-20241226.json"
    assert data.entries == sum(len(rows) for rows in document.values() if isinstance(rows, list))
    assert document["telegram_id"] == EVE
    assert {name for name, rows in document.items() if rows == []} == {"broadcasts", "unresolved"}
    assert document["users"][0]["name"] == NAMES[EVE]
    assert document["users"][0]["role"] == "editor"
    assert {each["ref"] for each in document["subscriptions"]} == {"1", "300308.SZ"}
    assert document["uploads"][0]["file_name"] == f"{NAMES[EVE]}.txt"
    assert [each["update"]["message"]["text"] for each in document["inbox"]] == ["旭创", "旭创"]
    assert "document" not in document["reports"][0]
    assert NAMES[DAN] not in data.content


async def test_who_was_forgotten_comes_as_if_for_the_first_time(house: House, owner: Viewer) -> None:
    eve = await lived(house, EVE, owner, 1)
    await house.privacy.forget(eve)
    again = await house.people.arrive(EVE, NAMES[EVE], "en", EVE)
    assert (again.role, again.qualified) == (Role.SUBSCRIBER, None), "an open bot lets everybody in"
    assert await house.following.subscriptions(again) == ()
