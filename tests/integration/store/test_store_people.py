"""Users, follows, events, updates, jobs, and what scoring remembers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from bot.domain.reports import Report
from bot.store import Store, UnknownRecord
from bot.store.messages import InboxUpdate
from bot.store.records import Invitation, PickState, Role, User, VerdictEntry

USER = User(
    user_id=5_000_000_001,
    name="<b>张三</b>",
    language="zh",
    role=Role.SUBSCRIBER,
    qualified=None,
    day_change=Decimal("0.05"),
    active=True,
    created_at=datetime(2024, 12, 26, 12, 0, 0, 123456, tzinfo=UTC),
)
SESSION = date(2024, 12, 26)
SECOND = timedelta(seconds=1)


async def test_a_user_is_saved_over_and_keeps_the_day_he_came(store: Store, now: datetime) -> None:
    changed = replace(USER, language=None, role=Role.EDITOR, qualified=True, day_change=None, created_at=now)
    async with store.transaction() as tx:
        assert await tx.users.get(USER.user_id) is None
        await tx.users.save(USER)
        assert await tx.users.get(USER.user_id) == USER
        await tx.users.save(changed)
        assert await tx.users.get(USER.user_id) == replace(changed, created_at=USER.created_at)


async def test_users_who_cannot_be_written_to_are_not_active(store: Store) -> None:
    other = replace(USER, user_id=3)
    async with store.transaction() as tx:
        await tx.users.save(USER)
        await tx.users.save(other)
        assert await tx.users.all_active() == [other, USER]
        await tx.users.set_active(USER.user_id, False)
        await tx.users.set_active(99, True)
        assert await tx.users.all_active() == [other]


async def test_a_cause_fires_once_for_each_chat(store: Store, now: datetime) -> None:
    async with store.transaction() as tx:
        assert await tx.events.once(7, "settled:1", now)
        assert await tx.events.once(8, "settled:1", now)
        assert await tx.events.once(7, "settled:2", now + SECOND)
    async with store.transaction() as tx:
        assert not await tx.events.once(7, "settled:1", now + SECOND)
        assert not await tx.events.once(7, "settled:2", now)
        many = ["settled:1", "band:1", "settled:3", "band:1"]
        assert await tx.events.once_each(7, many, now) == {"band:1", "settled:3"}
        assert await tx.events.once_each(8, many, now) == {"band:1", "settled:3"}
        assert await tx.events.once_each(7, [], now) == set()


async def test_updates_are_pending_until_they_are_handled_or_given_up(store: Store, now: datetime) -> None:
    async with store.transaction() as tx:
        assert await tx.inbox.put(900, "{1}", now)
        assert not await tx.inbox.put(900, "{2}", now)
        for update_id in (902, 901, 903):
            await tx.inbox.put(update_id, "{}", now)
        await tx.inbox.put(5, "{}", now + SECOND)  # Telegram counts anew
    async with store.transaction() as tx:
        assert [await tx.inbox.attempt(900), await tx.inbox.attempt(900)] == [1, 2]
        await tx.inbox.done(901, at=now)
        await tx.inbox.failed(902, "ValueError", now)
        assert [one.update_id for one in await tx.inbox.pending()] == [900, 903, 5]
        assert (await tx.inbox.pending())[0] == InboxUpdate(900, "{1}", 2)
        assert await tx.inbox.prune(now + SECOND) == 2
        assert not await tx.inbox.put(903, "{}", now)
        with pytest.raises(UnknownRecord):
            await tx.inbox.attempt(901)


async def test_a_job_runs_once_a_session_and_slot(store: Store, now: datetime) -> None:
    async with store.transaction() as tx:
        assert not await tx.jobs.cut_off("refresh", SESSION, "close")
        assert await tx.jobs.begin("refresh", SESSION, "close", now)
    async with store.transaction() as tx:  # stopped before it finished
        assert await tx.jobs.cut_off("refresh", SESSION, "close")
        assert await tx.jobs.begin("refresh", SESSION, "close", now)
        assert await tx.jobs.last_finished("refresh") is None
        await tx.jobs.finish("refresh", SESSION, "close", now)
        assert not await tx.jobs.cut_off("refresh", SESSION, "close")
        assert not await tx.jobs.begin("refresh", SESSION, "close", now)
        assert await tx.jobs.begin("refresh", SESSION, "evening", now)
        assert await tx.jobs.begin("refresh", date(2024, 12, 25), "close", now)
        await tx.jobs.finish("refresh", date(2024, 12, 25), "close", now)
        assert await tx.jobs.begin("digest", SESSION, "close", now)
        assert await tx.jobs.finished("refresh", date(2024, 12, 1)) == {
            (SESSION, "close"),
            (date(2024, 12, 25), "close"),
        }
        assert await tx.jobs.finished("refresh", SESSION) == {(SESSION, "close")}
        assert await tx.jobs.last_finished("refresh") == SESSION
        with pytest.raises(UnknownRecord):
            await tx.jobs.finish("score", SESSION, "close", now)


async def test_what_alerts_remember_is_saved_over(store: Store, report: Report, now: datetime) -> None:
    first, second = await _pick_ids(store, report, now)
    state = PickState(first, SESSION, 0.12345678901234567, "增持", "买入", 1, "maturing")
    fresh = PickState(second, SESSION, None, None, None, 0, "pending")
    async with store.transaction() as tx:
        await tx.scores.save_states([])
        await tx.scores.save_states([replace(state, band=None), fresh])
        await tx.scores.save_states([state])
        assert await tx.scores.states([first, second, 99]) == {first: state, second: fresh}
        assert await tx.scores.states([]) == {}


async def test_a_verdict_is_recorded_once_and_kept_byte_for_byte(store: Store, report: Report, now: datetime) -> None:
    first, second = await _pick_ids(store, report, now)
    entry = VerdictEntry(first, date(2025, 12, 26), now, "0.1.0", '{"b": 1,  "a": 2.0}', '{"met":true}')
    correction = replace(entry, number=2, verdict='{"met":false}', corrects=1, reason="prices")
    async with store.transaction() as tx:
        assert await tx.scores.record_verdict(entry)
        assert not await tx.scores.record_verdict(replace(entry, verdict="{}", recorded_at=now + SECOND))
        assert await tx.scores.record_verdict(correction)
        assert await tx.scores.verdicts([first, second]) == {first: [entry, correction]}


async def _pick_ids(store: Store, report: Report, now: datetime) -> list[int]:
    async with store.transaction() as tx:
        stored = await tx.reports.add(report, sha256="a" * 64, uploaded_by=None, at=now)
    return [pick.pick_id for pick in stored.picks]


async def test_an_invitation_is_used_once(store: Store, now: datetime) -> None:
    later = now + timedelta(days=7)
    async with store.transaction() as tx:
        number = await tx.invitations.add(Role.EDITOR, 1, now, later)
        assert await tx.invitations.get(number) == Invitation(number, Role.EDITOR, 1, now, later)
        assert await tx.invitations.use(number, 7, now)
        assert not await tx.invitations.use(number, 8, now)
        assert not await tx.invitations.use(99, 7, now)
        assert await tx.invitations.get(number) == Invitation(number, Role.EDITOR, 1, now, later, 7, now)
        assert await tx.invitations.get(99) is None


async def test_a_signing_key_stays_what_it_was_first(store: Store) -> None:
    async with store.transaction() as tx:
        assert await tx.invitations.key("invitations", "first") == "first"
        assert await tx.invitations.key("invitations", "second") == "first"
        assert await tx.invitations.key("other", "third") == "third"


async def test_users_are_paged_by_the_day_they_came_without_those_who_were_removed(store: Store, now: datetime) -> None:
    came = [replace(USER, user_id=number, created_at=now + number * SECOND) for number in (5, 3, 4)]
    gone = replace(USER, user_id=6, role=Role.REMOVED)
    async with store.transaction() as tx:
        for user in (*came, gone):
            await tx.users.save(user)
        assert await tx.users.count() == 3
        assert [user.user_id for user in await tx.users.page(2)] == [3, 4]
        assert [user.user_id for user in await tx.users.page(2, 2)] == [5]
