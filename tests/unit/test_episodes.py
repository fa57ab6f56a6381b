"""Episodes: what opens, joins and closes one, and that neither the order of ingestion nor the future changes the past."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.episodes import (
    Closing,
    Episode,
    EpisodeClose,
    Opening,
    Statement,
    Timeline,
    episodes_of,
    is_backfilled,
    settlement,
)
from bot.domain.ratings import Band, Basis, RatingScale, ScaleSource, Subject
from bot.domain.reports import PickKind
from bot.domain.securities import Market
from bot.domain.sessions import TradingCalendar

SCALE = RatingScale(Subject.STOCK, Basis.EXCESS, (6, 12), ScaleSource.REPORT, (Band("买入", 0.2, None),))
WEEKDAYS = tuple(day for n in range(1500) if (day := date(2024, 1, 1) + timedelta(n)).weekday() < 5)
CALENDAR = TradingCalendar(Market.A, WEEKDAYS, WEEKDAYS[-1])


def said(day: str, rating: str | None = "买入", **changes: object) -> Statement:
    """A statement of 开源证券 on 300308.SZ with a horizon of twelve months."""
    published = date.fromisoformat(day)
    one = Statement(
        report_id=1,
        pick_id=1,
        house="开源证券",
        desk="开源证券",
        title=f"{day} {rating}",
        symbol="300308.SZ",
        segment=None,
        kind=PickKind.SUBJECT,
        rating=rating,
        published=published,
        scale=SCALE,
        settles=settlement(published, SCALE, CALENDAR),
    )
    return replace(one, **changes)  # type: ignore[arg-type]  # fields of the dataclass


def told(timeline: Timeline) -> list[tuple[str, str | None, str, int, str, str]]:
    """Each episode as (since, rating, opened, reports, closed, on), as of the end of what is known."""
    found = []
    for episode in timeline.episodes:
        close = episode.closed(date(2027, 12, 31))
        reason, on = (str(close.reason), str(close.on)) if close else ("", "")
        found.append((str(episode.since), episode.rating, str(episode.opened), len(episode.statements), reason, on))
    return found


def test_a_first_rating_opens_and_reiterations_join() -> None:
    timeline = episodes_of([said("2024-03-01"), said("2024-06-03"), said("2025-03-03")])
    assert told(timeline) == [("2024-03-01", "买入", "first", 3, "settled", "2025-03-03")]


def test_after_the_settlement_the_next_reiteration_opens_the_next() -> None:
    # 2025-03-01 is a Saturday: the horizon ends on Monday the 3rd, and a report of that day still belongs to it
    timeline = episodes_of([said("2024-03-01"), said("2025-03-03"), said("2025-03-04")])
    assert told(timeline) == [
        ("2024-03-01", "买入", "first", 2, "settled", "2025-03-03"),
        ("2025-03-04", "买入", "renewed", 1, "settled", "2026-03-04"),
    ]


def test_a_change_closes_early_and_the_episode_still_counts_at_its_own_settlement() -> None:
    timeline = episodes_of([said("2024-03-01"), said("2024-09-02", "增持")])
    assert told(timeline) == [
        ("2024-03-01", "买入", "first", 1, "changed", "2024-09-02"),
        ("2024-09-02", "增持", "changed", 1, "settled", "2025-09-02"),
    ]
    first, _ = timeline.episodes
    assert first.early is not None
    assert first.early.by is not None
    assert (first.early.by.rating, first.settles) == ("增持", date(2025, 3, 3))
    assert not first.settled(date(2024, 9, 2))
    assert first.settled(date(2025, 3, 3))
    assert first.closed(date(2024, 9, 1)) is None


def test_a_withdrawal_closes_and_opens_nothing_until_the_rating_comes_back() -> None:
    timeline = episodes_of([said("2024-03-01"), said("2024-05-06", "暂停评级"), said("2024-08-01")])
    assert told(timeline) == [
        ("2024-03-01", "买入", "first", 1, "withdrawn", "2024-05-06"),
        ("2024-08-01", "买入", "resumed", 1, "settled", "2025-08-01"),
    ]


def test_a_change_on_the_settlement_itself_closes_nothing_early() -> None:
    first, second = episodes_of([said("2024-03-01"), said("2025-03-03", "中性")]).episodes
    assert (first.early, first.closed(date(2025, 3, 3))) == (None, EpisodeClose(Closing.SETTLED, date(2025, 3, 3)))
    assert second.opened is Opening.CHANGED


def test_another_rating_after_the_settlement_is_a_change() -> None:
    assert [each.opened for each in episodes_of([said("2024-03-01"), said("2025-06-02", "中性")]).episodes] == [
        Opening.FIRST,
        Opening.CHANGED,
    ]


def test_the_scale_of_the_report_that_opened_it_holds_for_the_whole_episode() -> None:
    shorter = replace(SCALE, months=(6, 6))
    (episode,) = episodes_of([said("2024-03-01"), said("2024-06-03", scale=shorter)]).episodes
    assert episode.first.scale == SCALE
    assert episode.settles == date(2025, 3, 3)


def test_two_ratings_of_one_broker_on_one_day_are_a_conflict_and_open_join_and_close_nothing() -> None:
    both = [said("2024-06-03"), said("2024-06-03", "增持")]
    timeline = episodes_of([said("2024-03-01"), *both, said("2024-07-01")])
    assert told(timeline) == [("2024-03-01", "买入", "first", 2, "settled", "2025-03-03")]
    (conflict,) = timeline.conflicts
    assert (conflict.on, {each.rating for each in conflict.statements}) == (date(2024, 6, 3), {"买入", "增持"})


def test_two_brokers_may_differ_on_one_day() -> None:
    timeline = episodes_of([said("2024-03-01"), said("2024-03-01", "中性", house="华鑫证券", desk="华鑫证券")])
    assert len(timeline.episodes) == 2
    assert timeline.conflicts == ()


def test_a_recommendation_repeated_every_week_is_one_episode_of_its_kind_beside_the_rating() -> None:
    weekly = [said(day, None, kind=PickKind.RECOMMENDED) for day in ("2024-03-01", "2024-03-08", "2024-03-15")]
    timeline = episodes_of([*weekly, said("2024-03-08", None, kind=PickKind.WATCH), said("2024-03-08")])
    assert [(each.kind, each.rating, len(each.statements)) for each in timeline.episodes] == [
        (PickKind.RECOMMENDED, None, 3),
        (PickKind.SUBJECT, "买入", 1),
        (PickKind.WATCH, None, 1),
    ]


def test_one_report_that_names_a_security_in_two_segments_is_one_report() -> None:
    (episode,) = episodes_of(
        [said("2024-03-01", segment="光通信"), said("2024-03-01", segment="液冷", pick_id=2)]
    ).episodes
    assert (episode.reports, len(episode.statements)) == ((1,), 2)


def test_the_successor_of_two_brokers_continues_the_episodes_of_both() -> None:
    def of(desk: str, day: str, rating: str) -> Statement:
        return said(day, rating, house="国泰海通", desk=desk)

    apart = [of("国泰君安", "2024-10-08", "增持"), of("海通证券", "2024-10-08", "买入")]
    timeline = episodes_of([*apart, of("国泰海通", "2025-05-06", "增持")])
    assert timeline.conflicts == ()  # two brokers then, though one house today
    assert told(timeline) == [
        ("2024-10-08", "增持", "first", 2, "settled", "2025-10-08"),
        ("2024-10-08", "买入", "first", 1, "changed", "2025-05-06"),
    ]


def test_without_a_horizon_an_episode_runs_until_the_rating_changes() -> None:
    timeline = episodes_of([said("2024-03-01", settles=None), said("2027-03-01"), said("2027-06-01", "中性")])
    assert told(timeline)[0] == ("2024-03-01", "买入", "first", 2, "changed", "2027-06-01")


def test_an_episode_is_backfilled_by_the_report_that_opened_it() -> None:
    late, timely = said("2024-03-01", backfilled=True), said("2024-06-03")
    assert [each.backfilled for each in episodes_of([timely]).episodes] == [False]
    assert [each.backfilled for each in episodes_of([timely, late]).episodes] == [True]


@pytest.mark.parametrize(("ingested", "late"), [("2024-03-08", False), ("2024-03-09", False), ("2024-03-11", True)])
def test_five_sessions_after_its_date_a_report_is_still_forward(ingested: str, *, late: bool) -> None:
    assert is_backfilled(date(2024, 3, 1), date.fromisoformat(ingested), CALENDAR) == late


def test_a_settlement_beyond_the_known_calendar_is_the_bare_date() -> None:
    short = TradingCalendar(Market.A, WEEKDAYS[:300], WEEKDAYS[299])
    assert settlement(date(2024, 3, 1), SCALE, short) == date(2025, 3, 1)
    assert settlement(date(2024, 3, 1), replace(SCALE, months=None), CALENDAR) is None


DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31)).map(str)
HOUSES = st.sampled_from([("甲", "甲"), ("国泰海通", "国泰君安"), ("国泰海通", "海通证券"), ("国泰海通", "国泰海通")])
RATINGS = st.sampled_from(["买入", "增持", "中性", "暂停评级", None])
KINDS = st.sampled_from([PickKind.SUBJECT, PickKind.RECOMMENDED])


@st.composite
def statements(draw: st.DrawFn) -> list[Statement]:
    """Statements on two securities, their numbers in the order in which they are ingested."""
    given_ = draw(st.lists(st.tuples(DAYS, HOUSES, RATINGS, KINDS, st.sampled_from(["A", "B"])), max_size=25))
    return [
        said(day, rating, house=house, desk=desk, kind=kind, symbol=symbol, title=f"第{n}期", report_id=n, pick_id=n)
        for n, (day, (house, desk), rating, kind, symbol) in enumerate(given_)
    ]


@given(statements(), st.randoms(use_true_random=False))
def test_any_order_of_ingestion_gives_the_same_episodes(given_: list[Statement], random: object) -> None:
    shuffled = list(given_)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    renumbered = [replace(each, report_id=1000 + n, pick_id=1000 + n) for n, each in enumerate(shuffled)]

    def without_numbers(timeline: Timeline) -> list[object]:
        bare = [[replace(each, report_id=0, pick_id=0) for each in one.statements] for one in timeline.episodes]
        return [told(timeline), bare, [(each.on, each.desk, each.symbol) for each in timeline.conflicts]]

    assert without_numbers(episodes_of(renumbered)) == without_numbers(episodes_of(given_))


@given(statements(), st.dates(date(2024, 1, 1), date(2026, 12, 31)))
def test_the_past_never_changes_by_what_comes_later(given_: list[Statement], day: date) -> None:
    known = [each for each in given_ if each.published <= day]
    assert episodes_of(given_).as_of(day) == episodes_of(known)


@given(statements())
def test_every_statement_is_in_an_episode_in_a_conflict_or_a_withdrawal(given_: list[Statement]) -> None:
    timeline = episodes_of(given_)
    held = {each.pick_id for episode in timeline.episodes for each in episode.statements}
    held |= {each.pick_id for conflict in timeline.conflicts for each in conflict.statements}
    assert held | {each.pick_id for each in given_ if each.withdraws} == {each.pick_id for each in given_}


@given(statements())
def test_one_desk_has_one_rating_of_a_security_at_a_time(given_: list[Statement]) -> None:
    rated = [each for each in episodes_of(given_).episodes if each.rating is not None]

    def end(episode: Episode) -> date:
        close = episode.closed(date.max)
        return close.on if close else date.max

    for one in rated:
        for other in rated:
            same = (one.symbol, one.first.desk) == (other.symbol, other.first.desk)
            if same and one is not other and one.since <= other.since:
                assert end(one) <= other.since or one.house != one.first.desk
