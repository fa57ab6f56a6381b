"""What a chat chooses about what it follows, what is pushed to it then, and why a message came."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from bot.domain.following import DigestSlot, Loudness, TargetKind, Topic
from bot.domain.quotes import Quote
from bot.domain.reports import Analyst, AnalystRole, Report
from bot.domain.securities import Market
from bot.services.access.people import Refused, Viewer
from bot.services.follows.following import mark_of
from bot.services.follows.subscriptions import MuteFor
from bot.services.follows.why import WhyDo
from bot.services.follows.words import read_target
from bot.services.messages.because import because_of_digest
from bot.services.messages.codec import dump_view, load_view
from bot.services.messages.transport import Outcome, Outgoing, Sent
from bot.services.views.cards import ReportCard
from bot.services.views.digests import Digest
from bot.services.views.following import (
    FollowChange,
    FollowChanged,
    FollowChoices,
    FollowParts,
    SubscriptionLine,
    SubscriptionList,
)
from bot.services.views.news import Alerts
from bot.services.views.pieces import Notice, Target
from bot.store.messages import OutboxMessage
from bot.store.records import Role
from tests.integration.services.house import ANN, House, refreshed
from tests.integration.services.parts import DictMarket, pick, report, shanghai

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
VIEWER = Viewer(ANN, ANN, "Ann", "zh", Role.SUBSCRIBER)
BROKER = Target(TargetKind.BROKER, "示例证券")
SIGNED = (Analyst("张三", AnalystRole.ANALYST, None), Analyst("李四", AnalystRole.CONTACT, None))


class Heard:
    """Remembers what was sent."""

    def __init__(self) -> None:
        self.messages: list[Outgoing] = []

    async def send(self, message: Outgoing) -> Outcome:
        self.messages.append(message)
        return Sent(len(self.messages))


def signed(*picks_: object, title: str = "光通信的下一年", broker: str = "示例证券", **fields: object) -> Report:
    return replace(report(*picks_, title=title), broker=broker, analysts=SIGNED, **fields)  # type: ignore[arg-type] # picks


async def pushed(house: House) -> list[Outgoing]:
    heard = Heard()
    while await house.delivery(heard).pump():
        pass
    return heard.messages


async def evening(house: House, day: str) -> None:
    """Both looks at a close, and what it means."""
    session = date.fromisoformat(day)
    for look in ("15:35", "20:30"):
        house.clock.set(f"{day}T{look}")
        await house.tracking.refresh(Market.A, session)
    await house.alerting.after_close(session, await house.scoring.score(session))


async def follow(house: House, target: Target) -> int:
    changed = await house.following.subscribe(VIEWER, target)
    assert isinstance(changed, FollowChanged)
    assert changed.follow_id is not None
    return changed.follow_id


async def draft(house: House, given: Report) -> int:
    async with house.store.transaction() as tx:
        stored = await tx.reports.add(given, sha256=given.title, uploaded_by=1, at=house.clock.now())
    return stored.report_id


@pytest.mark.parametrize(
    "target",
    [
        BROKER,
        Target(TargetKind.ANALYST, "张三@示例证券"),
        Target(TargetKind.INDUSTRY, "通信"),
        Target(TargetKind.STOCK, "300308.SZ"),
        Target(TargetKind.EVERYTHING),
    ],
    ids=lambda target: target.kind.value,
)
async def test_a_new_report_is_told_to_who_follows_any_of_its_names(
    house: House, owner: Viewer, target: Target
) -> None:
    await house.subscriber(follows=target)
    await house.drafts.confirm(await draft(house, signed()), owner)
    await house.drafts.confirm(
        await draft(house, signed(pick("300502.SZ"), title="another", broker="别家证券", industry="电子")), owner
    )
    told = [each for each in await pushed(house) if each.chat_id == ANN]
    assert [bool(each.number) for each in told] == [True] * (2 if target.kind is TargetKind.EVERYTHING else 1)


async def test_a_contact_and_another_house_s_analyst_are_not_followed(house: House, owner: Viewer) -> None:
    await house.subscriber(follows=Target(TargetKind.ANALYST, "李四@示例证券"))
    await follow(house, Target(TargetKind.ANALYST, "张三@别家证券"))
    await house.drafts.confirm(await draft(house, signed()), owner)
    assert await pushed(house) == []


async def test_a_broker_is_followed_under_its_name_of_today_whatever_its_reports_print(house: House) -> None:
    brokers = house.follow_finding._brokers
    renamed = next(each for each in brokers if each.former and not each.successor)
    former = renamed.former[0].short
    changed = await house.following.subscribe(VIEWER, Target(TargetKind.BROKER, former))
    assert isinstance(changed, FollowChanged)
    assert changed.target.ref == renamed.short
    await house.confirmed(signed(broker=former))
    async with house.store.snapshot() as tx:
        followers = house.drafts._followers
        (found,) = await followers.picks(tx, [await followers.of(tx, ANN)])
        (chat,) = await followers.all(tx)
    assert chat.since(followers.subject(found)) is not None
    assert found.report.broker == former


async def test_who_followed_a_broker_before_it_took_another_name_follows_it_on(house: House) -> None:
    brokers = house.follow_finding._brokers
    renamed = next(each for each in brokers if each.former and not each.successor)
    async with house.store.transaction() as tx:
        await tx.follows.add(ANN, TargetKind.BROKER, renamed.former[0].short, house.clock.now())
        await tx.follows.add(ANN, TargetKind.ANALYST, f"张三@{renamed.former[0].short}", house.clock.now())
    await house.confirmed(signed(broker=renamed.short))
    followers = house.drafts._followers
    async with house.store.snapshot() as tx:
        chat = await followers.of(tx, ANN)
        (found,) = await followers.picks(tx, [chat])
    assert len(chat.matching(followers.subject(found))) == 2


async def test_the_news_of_a_report_names_what_it_says_of_the_stocks_that_are_followed(
    house: House, owner: Viewer
) -> None:
    await house.subscriber(follows=Target(TargetKind.STOCK, "300502.SZ"))
    await house.subscriber(8, follows=BROKER)
    given = signed(pick(), pick(segment="another"), pick("300502.SZ", "买入", segment="光模块"))
    await house.drafts.confirm(await draft(house, given), owner)
    said = {}
    for message in await pushed(house):
        assert isinstance(message.view, Alerts)
        (line,) = message.view.lines
        said[message.chat_id] = [(each.security.name, each.rating) for each in line.picks]
    assert said == {ANN: [("新易盛", "买入")], 8: [("中际旭创", "增持"), ("新易盛", "买入")]}


async def test_an_inline_query_with_nothing_typed_shows_the_reports_of_a_broker_that_is_followed(house: House) -> None:
    mine = await house.confirmed(signed())
    await house.confirmed(signed(title="another", broker="别家证券"))
    await follow(house, BROKER)
    cards = (await house.sharing.find("", VIEWER)).cards
    assert [each.card.head.report_id for each in cards if isinstance(each.card, ReportCard)] == [mine]


async def test_what_ended_a_week_ago_is_forgotten(house: House) -> None:
    follow_id = await follow(house, BROKER)
    await house.subscriptions.end(follow_id, VIEWER)
    await house.routine.housekeeping(house.clock.now() + timedelta(days=6))
    await house.subscriptions.take_up(follow_id, VIEWER)
    await house.subscriptions.end(follow_id, VIEWER)
    await house.routine.housekeeping(house.clock.now() + timedelta(days=8))
    with pytest.raises(Refused, match="subscription_gone"):
        await house.subscriptions.take_up(follow_id, VIEWER)


async def test_the_loudness_of_a_subscription_is_that_of_its_messages(house: House, owner: Viewer) -> None:
    await house.subscriber(follows=BROKER)
    (line,) = _lines(await house.subscriptions.page(VIEWER))
    for number, (loudness, sounds) in enumerate(
        ((Loudness.ON, [False]), (Loudness.SILENT, [True]), (Loudness.OFF, []))
    ):
        await house.subscriptions.set_loudness(line.follow_id, loudness, VIEWER)
        await house.drafts.confirm(await draft(house, signed(title=f"report {number}")), owner)
        assert [each.silent for each in await pushed(house) if each.chat_id == ANN] == sounds


async def test_what_happened_while_nothing_was_pushed_is_not_told_later(house: House) -> None:
    await house.confirmed(signed())
    await house.subscriber(follows=BROKER)
    (line,) = _lines(await house.subscriptions.page(VIEWER))
    await house.subscriptions.pause(line.follow_id, VIEWER, paused=True)
    await house.subscriber(8)
    await evening(house, "2025-12-26")
    assert [each.chat_id for each in await pushed(house)] == [8], "the verdict is news to who listens"
    await house.subscriptions.pause(line.follow_id, VIEWER, paused=False)
    await evening(house, "2025-12-29")
    assert await pushed(house) == []


async def test_a_topic_that_is_not_wanted_is_not_told_and_the_others_are(house: House, market: DictMarket) -> None:
    await house.confirmed(signed())
    await house.subscriber(follows=BROKER)
    (line,) = _lines(await house.subscriptions.page(VIEWER))
    await house.subscriptions.set_topic(line.follow_id, Topic.DAY_CHANGE, VIEWER, wanted=False)
    await house.subscriber(8, follows=Target(TargetKind.INDUSTRY, "通信"))
    now = "2025-01-10T10:31"
    house.clock.set(now)
    market.prices["300308.SZ"] = Quote("300308.SZ", Decimal(108), Decimal(100), shanghai(now), "tencent")
    await house.alerting.look_at_quotes(shanghai(now))
    assert [each.chat_id for each in await pushed(house)] == [8]


async def test_a_digest_shows_what_has_a_place_in_it_and_says_what_it_is(house: House) -> None:
    await house.confirmed(signed())
    await house.subscriber(follows=BROKER)
    (line,) = _lines(await house.subscriptions.page(VIEWER))
    await refreshed(house, "2024-12-27T20:30")
    await house.subscriptions.set_slot(line.follow_id, DigestSlot.CLOSE, VIEWER, wanted=False)
    assert isinstance(await house.digests.show(DigestSlot.CLOSE, VIEWER), Notice)
    await house.subscriptions.set_slot(line.follow_id, DigestSlot.CLOSE, VIEWER, wanted=True)
    assert isinstance(await house.digests.show(DigestSlot.CLOSE, VIEWER), Digest)


async def test_options_are_changed_one_by_one_and_ending_is_taken_back_with_all_of_them(house: House) -> None:
    follow_id = await follow(house, BROKER)
    mine = house.subscriptions
    await mine.set_loudness(follow_id, Loudness.SILENT, VIEWER)
    await mine.set_topic(follow_id, Topic.BANDS, VIEWER, wanted=False)
    await mine.set_topic(follow_id, Topic.BANDS, VIEWER, wanted=False)
    await mine.set_slot(follow_id, DigestSlot.WEEKLY, VIEWER, wanted=False)
    card = await mine.mute(follow_id, MuteFor.HOUR, VIEWER)
    assert (card.line.muted_until, card.line.zone) == (house.clock.now() + timedelta(hours=1), "Asia/Shanghai")
    await house.digest_choices.set_zone("Europe/London", VIEWER)
    card = await mine.card(follow_id, VIEWER)
    assert card.line.zone == "Europe/London"
    assert card.line.topics == set(Topic) - {Topic.BANDS}
    assert card.line.digest_slots == {DigestSlot.MORNING, DigestSlot.CLOSE}
    assert (card.line.loudness, card.line.target.label) == (Loudness.SILENT, "示例证券")
    for _ in range(2):  # a double tap
        ended = await mine.end(follow_id, VIEWER)
        assert (ended.change, ended.follow_id) == (FollowChange.UNSUBSCRIBED, follow_id)
    assert await mine.page(VIEWER) == Notice("nothing_followed")
    with pytest.raises(Refused, match="subscription_gone"):
        await mine.card(follow_id, VIEWER)
    for _ in range(2):
        assert await mine.take_up(follow_id, VIEWER) == card
    await house.clock.sleep(3601)
    assert (await mine.card(follow_id, VIEWER)).line.muted_until is None


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2024-12-27T08:00", "2024-12-27T09:30"),
        ("2024-12-27T09:30", "2024-12-30T09:30"),
        ("2024-12-28T12:00", "2024-12-30T09:30"),
        ("2024-12-31T15:01", "2025-01-02T09:30"),
    ],
)
async def test_a_mute_until_the_next_session_ends_at_its_opening(house: House, now: str, until: str) -> None:
    house.clock.set(now)
    assert await house.subscriptions.until(MuteFor.SESSION) == shanghai(until)


async def test_nobody_sees_or_changes_what_another_chat_follows(house: House) -> None:
    follow_id = await follow(house, BROKER)
    stranger = Viewer(8, 8, "Bob", "zh", Role.SUBSCRIBER)
    mine = house.subscriptions
    for tried in (
        mine.card(follow_id, stranger),
        mine.pause(follow_id, stranger, paused=True),
        mine.end(follow_id, stranger),
        mine.take_up(follow_id, stranger),
    ):
        with pytest.raises(Refused, match="subscription_gone"):
            await tried
    await mine.end(follow_id, VIEWER)
    with pytest.raises(Refused, match="subscription_gone"):
        await mine.take_up(follow_id, stranger)


async def test_every_part_of_a_report_is_followed_by_a_tap_and_let_go_by_another(house: House) -> None:
    number = await house.confirmed(signed(pick(), pick("300502.SZ", segment="液冷")))
    parts = await house.following.parts(number, VIEWER)
    assert isinstance(parts, FollowParts)
    assert [(each.target.kind, each.target.ref, each.followed) for each in parts.parts] == [
        (TargetKind.REPORT, str(number), False),
        (TargetKind.SEGMENT, f"{number}/光模块", False),
        (TargetKind.SEGMENT, f"{number}/液冷", False),
        (TargetKind.BROKER, "示例证券", False),
        (TargetKind.ANALYST, "张三@示例证券", False),
        (TargetKind.INDUSTRY, "通信", False),
    ]
    after: object = parts
    for each in parts.parts:
        for _ in range(2):  # a double tap follows once
            after = await house.following.choose_part(number, each.target.kind, each.mark, VIEWER, wanted=True)
    assert isinstance(after, FollowParts)
    assert all(each.followed for each in after.parts)
    liquid = await house.following.choose_part(
        number, TargetKind.SEGMENT, mark_of(f"{number}/液冷"), VIEWER, wanted=False
    )
    assert isinstance(liquid, FollowParts)
    assert [each.followed for each in liquid.parts] == [True, True, False, True, True, True]
    gone = await house.following.choose_part(number, TargetKind.SEGMENT, "00000000", VIEWER, wanted=True)
    assert gone == liquid


async def test_a_segment_that_the_report_has_not_is_no_target(house: House) -> None:
    number = await house.confirmed(signed())
    with pytest.raises(Refused, match="segment_unknown"):
        await house.following.subscribe(VIEWER, Target(TargetKind.SEGMENT, f"{number}/液冷"))


async def found(house: House, typed: str) -> Target | FollowChoices:
    return await house.follow_finding.find(read_target(typed), VIEWER, "subscribe")


async def test_names_are_found_among_stocks_brokers_analysts_industries_and_segments(house: House) -> None:
    number = await house.confirmed(signed(pick(), pick("300502.SZ", segment="液冷设备")))
    for typed, target in (
        ("旭创", Target(TargetKind.STOCK, "300308.SZ", "中际旭创 300308")),
        ("开源证券", Target(TargetKind.BROKER, "开源证券", "开源证券")),
        ("券商 开源证券股份有限公司", Target(TargetKind.BROKER, "开源证券", "开源证券")),
        ("示例证券", Target(TargetKind.BROKER, "示例证券", "示例证券")),  # in no list, but a report bears it
        ("张三", Target(TargetKind.ANALYST, "张三@示例证券", "张三（示例证券）")),
        ("analyst 张三 示例", Target(TargetKind.ANALYST, "张三@示例证券", "张三（示例证券）")),
        ("行业 通信行业", Target(TargetKind.INDUSTRY, "通信", "通信")),
        ("板块 液冷", Target(TargetKind.SEGMENT, f"{number}/液冷设备", f"液冷设备 #{number}")),
        (f"segment #{number} 光模块", Target(TargetKind.SEGMENT, f"{number}/光模块", f"光模块 #{number}")),
        ("#7", Target(TargetKind.REPORT, "7")),
        ("all", Target(TargetKind.EVERYTHING)),
    ):
        assert await found(house, typed) == target, typed


async def test_a_name_of_a_stock_and_a_broker_is_asked_back_and_a_misspelt_one_gets_its_neighbours(
    house: House,
) -> None:
    await house.confirmed(signed())
    both = await found(house, "招商证券")
    assert isinstance(both, FollowChoices)
    assert [each.kind for each in both.choices] == [TargetKind.STOCK, TargetKind.BROKER]
    near = await found(house, "券商 开原证券")
    assert isinstance(near, FollowChoices)
    assert "开源证券" in [each.ref for each in near.choices]
    assert near.anyway == Target(TargetKind.BROKER, "开原证券", "开原证券")
    near = await found(house, "分析师 张四")
    assert isinstance(near, FollowChoices)
    assert [each.ref for each in near.choices] == ["张三@示例证券"]
    assert near.anyway is None
    with pytest.raises(Refused, match="follow_unknown"):
        await found(house, "xyzzyplugh")


async def test_names_of_restricted_reports_are_found_by_the_qualified_alone(house: House) -> None:
    await house.confirmed(replace(signed(), risk_level="R4", industry="军工电子"))
    assert isinstance(await found(house, "行业 军工电子"), FollowChoices)
    qualified = replace(VIEWER, qualified=True)
    target = await house.follow_finding.find(read_target("行业 军工电子"), qualified, "subscribe")
    assert target == Target(TargetKind.INDUSTRY, "军工电子", "军工电子")


async def test_a_message_says_why_it_came_and_offers_less_of_it(house: House, owner: Viewer) -> None:
    await house.subscriber(follows=BROKER)
    await follow(house, Target(TargetKind.INDUSTRY, "通信"))
    await house.drafts.confirm(await draft(house, signed()), owner)
    (message,) = [each for each in await pushed(house) if each.chat_id == ANN]
    assert message.number is not None
    card = await house.why.card(message.number, VIEWER)
    assert [each.target.kind for each in card.lines] == [TargetKind.BROKER, TargetKind.INDUSTRY]
    first = card.lines[0].follow_id
    for what, seen in (
        (WhyDo.SILENT, (Loudness.SILENT, False, False)),
        (WhyDo.MUTE, (Loudness.SILENT, True, False)),
        (WhyDo.UNMUTE, (Loudness.SILENT, False, False)),
        (WhyDo.ON, (Loudness.ON, False, False)),
        (WhyDo.END, (Loudness.ON, False, True)),
        (WhyDo.END, (Loudness.ON, False, True)),
        (WhyDo.UNDO, (Loudness.ON, False, False)),
    ):
        line = (await house.why.do(message.number, first, what, VIEWER)).lines[0]
        assert (line.loudness, line.muted_until is not None, line.ended) == seen, what
    again = await house.why.pushed(message.number, VIEWER)
    assert isinstance(load_view(again.payload), Alerts)
    with pytest.raises(Refused, match="why_gone"):
        await house.why.card(message.number, Viewer(8, 8, "Bob", "zh", Role.SUBSCRIBER))


async def test_a_digest_is_stopped_under_itself(house: House) -> None:
    await house.subscriber()
    key, view = "digest:1", dump_view(Notice("digest_empty"))
    async with house.store.transaction() as tx:
        why = because_of_digest(DigestSlot.CLOSE)
        await tx.outbox.add(OutboxMessage(ANN, "digest", view, key, because=why), at=house.clock.now())
    (message,) = await pushed(house)
    assert message.number is not None
    assert (await house.why.card(message.number, VIEWER)).on
    for _ in range(2):
        assert not (await house.why.stop_digest(message.number, VIEWER)).on
    async with house.store.snapshot() as tx:
        assert (await tx.digests.of(ANN))[DigestSlot.CLOSE].at is None


def _lines(page: SubscriptionList | Notice) -> tuple[SubscriptionLine, ...]:
    assert isinstance(page, SubscriptionList)
    return page.lines
