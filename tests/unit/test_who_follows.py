"""Who hears of what: any subscription that matches brings a pick in, the loudest decides, and none silences another."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.following import (
    DigestSlot,
    Followed,
    Loudness,
    Subject,
    Subscription,
    TargetKind,
    Topic,
    Wanted,
    analyst_of,
    analyst_ref,
    by_chat,
    places_of,
    segment_of,
    segment_ref,
    together,
)

NOON = datetime(2025, 1, 6, 4, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SUBJECT = Subject(5, "300308.SZ", "光通信", "开源证券", ("张三", "李四"), "通信")
TARGETS = (
    (TargetKind.REPORT, "5"),
    (TargetKind.SEGMENT, "5/光通信"),
    (TargetKind.STOCK, "300308.SZ"),
    (TargetKind.BROKER, "开源证券"),
    (TargetKind.ANALYST, "李四@开源证券"),
    (TargetKind.INDUSTRY, "通信"),
    (TargetKind.EVERYTHING, ""),
)
OTHERS = (
    (TargetKind.REPORT, "6"),
    (TargetKind.SEGMENT, "5/液冷"),
    (TargetKind.SEGMENT, "6/光通信"),
    (TargetKind.STOCK, "300502.SZ"),
    (TargetKind.BROKER, "通信"),
    (TargetKind.ANALYST, "李四@国金证券"),
    (TargetKind.ANALYST, "李四"),
    (TargetKind.INDUSTRY, "开源证券"),
)


def following(kind: TargetKind, ref: str, since: datetime = NOON, **options: object) -> Subscription:
    return Subscription(7, kind, ref, since, **options)  # type: ignore[arg-type] # fields by name


def held(*subscriptions: Subscription) -> Followed:
    return next(iter(by_chat(subscriptions)), Followed(7))


SUBSCRIPTIONS = st.builds(
    following,
    since=st.sampled_from([NOON - HOUR, NOON, NOON + HOUR]),
    topics=st.frozensets(st.sampled_from(Topic)),
    loudness=st.sampled_from(Loudness),
    paused=st.booleans(),
    muted_until=st.sampled_from([None, NOON, NOON + HOUR]),
    digest_slots=st.frozensets(st.sampled_from(DigestSlot)),
    follow_id=st.integers(1, 99),
    kind=st.just(TargetKind.STOCK),
    ref=st.just(""),
)


@st.composite
def chats(draw: st.DrawFn) -> list[Subscription]:
    """Subscriptions to some of the targets, those of the pick and others."""
    targets = draw(st.lists(st.sampled_from(TARGETS + OTHERS), unique=True))
    made = [draw(SUBSCRIPTIONS) for _ in targets]
    return [
        Subscription(7, kind, ref, each.since, *_options(each), follow_id=number)
        for number, ((kind, ref), each) in enumerate(zip(targets, made, strict=True), 1)
    ]


def _options(each: Subscription) -> tuple[frozenset[Topic], Loudness, bool, datetime | None, frozenset[DigestSlot]]:
    return each.topics, each.loudness, each.paused, each.muted_until, each.digest_slots


@pytest.mark.parametrize(("kind", "ref"), TARGETS)
def test_a_pick_is_followed_by_each_name_it_goes_by(kind: TargetKind, ref: str) -> None:
    chat = held(following(kind, ref, follow_id=3))
    assert chat.since(SUBJECT) == NOON
    assert chat.wants(SUBJECT, Topic.BANDS, NOON, NOON) == Wanted(Loudness.ON, (3,))
    assert chat.first(DigestSlot.CLOSE) == NOON


@pytest.mark.parametrize(("kind", "ref"), OTHERS)
def test_what_only_looks_like_one_of_its_names_brings_nothing_in(kind: TargetKind, ref: str) -> None:
    chat = held(following(kind, ref))
    assert chat.since(SUBJECT) is None
    assert chat.wants(SUBJECT, Topic.BANDS, NOON, NOON) is None


def test_a_pick_without_segment_industry_or_house_is_followed_by_what_it_has() -> None:
    bare = Subject(5, "300308.SZ")
    assert list(bare.targets()) == [
        (TargetKind.EVERYTHING, ""),
        (TargetKind.REPORT, "5"),
        (TargetKind.STOCK, "300308.SZ"),
    ]
    assert held(following(TargetKind.SEGMENT, "5/")).since(bare) is None


def test_since_is_the_earliest_and_what_happened_before_is_no_news() -> None:
    chat = held(
        following(TargetKind.STOCK, "300308.SZ", NOON, follow_id=1),
        following(TargetKind.EVERYTHING, "", NOON + HOUR, follow_id=2),
    )
    assert chat.since(SUBJECT) == NOON
    assert chat.wants(SUBJECT, Topic.BANDS, NOON - HOUR, NOON) is None
    assert chat.wants(SUBJECT, Topic.BANDS, NOON, NOON) == Wanted(Loudness.ON, (1,))
    assert chat.wants(SUBJECT, Topic.BANDS, NOON + HOUR, NOON + HOUR) == Wanted(Loudness.ON, (1, 2))


def test_the_loudest_wins_and_a_pause_or_a_mute_silences_only_its_own() -> None:
    silent = following(TargetKind.STOCK, "300308.SZ", loudness=Loudness.SILENT, follow_id=1)
    paused = following(TargetKind.BROKER, "开源证券", paused=True, follow_id=2)
    muted = following(TargetKind.INDUSTRY, "通信", muted_until=NOON + HOUR, follow_id=3)
    off = following(TargetKind.EVERYTHING, "", loudness=Loudness.OFF, follow_id=4)
    unwanted = following(TargetKind.REPORT, "5", topics=frozenset({Topic.VERDICTS}), follow_id=5)
    chat = held(silent, paused, muted, off, unwanted)
    assert chat.wants(SUBJECT, Topic.BANDS, NOON, NOON) == Wanted(Loudness.SILENT, (1,))
    assert chat.wants(SUBJECT, Topic.BANDS, NOON, NOON + HOUR) == Wanted(Loudness.ON, (1, 3))
    assert chat.wants(SUBJECT, Topic.VERDICTS, NOON, NOON) == Wanted(Loudness.ON, (1, 5))
    assert held(paused, muted, off).wants(SUBJECT, Topic.BANDS, NOON, NOON) == Wanted(Loudness.OFF)


def test_what_is_off_stands_in_lists_and_digests_and_what_is_paused_in_lists_alone() -> None:
    off = held(following(TargetKind.STOCK, "300308.SZ", loudness=Loudness.OFF))
    paused = held(following(TargetKind.STOCK, "300308.SZ", paused=True))
    weekly = held(following(TargetKind.STOCK, "300308.SZ", digest_slots=frozenset({DigestSlot.WEEKLY})))
    assert [each.since(SUBJECT) for each in (off, paused, weekly)] == [NOON] * 3
    assert weekly.first(DigestSlot.WEEKLY) == NOON
    assert [each.first(DigestSlot.CLOSE) for each in (off, paused, weekly)] == [NOON, None, None]
    assert paused.first() == NOON
    assert Followed(7).first() is None


@given(chats(), st.sampled_from(Topic), st.sampled_from([NOON - HOUR, NOON, NOON + HOUR]))
def test_together_a_chat_hears_exactly_what_one_of_its_subscriptions_alone_would_tell(
    subscriptions: list[Subscription], topic: Topic, at: datetime
) -> None:
    each_alone = [held(each).wants(SUBJECT, topic, at, NOON) for each in subscriptions]
    alone = [each for each in each_alone if each is not None]
    whole = held(*subscriptions).wants(SUBJECT, topic, at, NOON)
    if not alone:
        assert whole is None
        return
    assert whole is not None
    assert whole.loudness is together(alone).loudness
    assert sorted(whole.because) == sorted(follow_id for each in alone for follow_id in each.because)
    assert (whole.loudness is Loudness.OFF) == (not whole.because)


@given(chats(), st.data())
def test_silencing_one_subscription_never_makes_another_quieter(
    subscriptions: list[Subscription], data: st.DataObject
) -> None:
    if not subscriptions:
        return
    gone = data.draw(st.sampled_from(subscriptions))
    others = [each for each in subscriptions if each is not gone]
    paused = Subscription(7, gone.kind, gone.ref, gone.since, paused=True, follow_id=gone.follow_id)
    for topic in Topic:
        with_pause = held(*others, paused).wants(SUBJECT, topic, NOON, NOON) or Wanted(Loudness.OFF)
        without = held(*others).wants(SUBJECT, topic, NOON, NOON) or Wanted(Loudness.OFF)
        assert with_pause == without
    for slot in DigestSlot:
        assert held(*others, paused).first(slot) == held(*others).first(slot)


@given(chats())
def test_each_chat_looks_at_all_of_its_own_and_at_nothing_else(subscriptions: list[Subscription]) -> None:
    subjects = [SUBJECT, Subject(6, "300502.SZ"), Subject(5, "300308.SZ", "液冷", "国金证券", ("李四",), "开源证券")]
    chat = held(*subscriptions)
    own = [place for place, each in enumerate(subjects) if chat.since(each) is not None]
    assert chat.among(places_of(subjects)) == own


@given(st.integers(1, 10**9), st.text(), st.text(st.characters(exclude_characters="@")))
def test_refs_are_read_as_they_were_written(number: int, name: str, house: str) -> None:
    assert segment_of(segment_ref(number, name)) == (number, name)
    assert analyst_of(analyst_ref(name, house)) == (name, house)


def test_chats_are_kept_apart() -> None:
    one = Subscription(7, TargetKind.EVERYTHING, "", NOON)
    other = Subscription(8, TargetKind.STOCK, "300308.SZ", NOON)
    assert [each.chat_id for each in by_chat([one, other])] == [7, 8]
    assert by_chat([one, other])[1].subscriptions == {(TargetKind.STOCK, "300308.SZ"): other}
