"""Consensus over time and dissent, on episodes that a reader can follow by date."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.domain.consensus import Consensus, consensus, dissents, side_of, turns
from bot.domain.episodes import Statement, Timeline, episodes_of
from bot.domain.ratings import Band, Side
from bot.domain.reports import PickKind
from tests.unit.test_episodes import SCALE, said

FOUR = replace(
    SCALE,
    bands=(Band("买入", 0.2, None), Band("增持", 0.05, 0.2), Band("中性", -0.05, 0.05), Band("减持", None, -0.05)),
)


def by(house: str, day: str, rating: str | None, **more: object) -> Statement:
    return said(day, rating, house=house, desk=house, scale=FOUR, **more)


def of(*statements: Statement) -> Timeline:
    return episodes_of(statements)


THREE = of(
    by("甲", "2024-03-01", "买入"),
    by("乙", "2024-04-01", "中性"),
    by("丙", "2024-04-01", "减持"),
    by("乙", "2024-05-06", "增持"),
    by("丁", "2024-05-06", None, kind=PickKind.RECOMMENDED),
).episodes


def test_the_consensus_turns_when_a_rating_opens_changes_or_settles() -> None:
    assert turns(THREE, date(2025, 12, 31)) == (
        Consensus(date(2024, 3, 1), 1, 0, 0),
        Consensus(date(2024, 4, 1), 1, 1, 1),
        Consensus(date(2024, 5, 6), 2, 0, 1),
        Consensus(date(2025, 3, 3), 1, 0, 1),
        Consensus(date(2025, 4, 1), 1, 0, 0),
        Consensus(date(2025, 5, 6), 0, 0, 0),
    )


def test_the_consensus_of_a_session_knows_nothing_later() -> None:
    (before, on) = consensus(THREE, [date(2024, 3, 29), date(2024, 4, 1)])
    assert before.share(Side.BULLISH) == 1
    assert (on.share(Side.NEUTRAL), on.ratings) == (1 / 3, 3)
    assert turns(THREE, date(2024, 4, 1)) == turns(THREE, date(2025, 12, 31))[:2]
    assert Consensus(date(2024, 1, 2), 0, 0, 0).share(Side.BULLISH) is None


def test_a_house_has_one_voice_however_many_desks_agree() -> None:
    merged = [said("2024-10-08", desk=desk, house="国泰海通") for desk in ("国泰君安", "海通证券")]
    assert turns(of(*merged).episodes, date(2024, 12, 31)) == (Consensus(date(2024, 10, 8), 1, 0, 0),)


def test_a_recommendation_without_a_rating_has_no_side() -> None:
    (episode,) = of(by("丁", "2024-05-06", None, kind=PickKind.RECOMMENDED)).episodes
    assert side_of(episode) is None


def test_a_dissent_is_of_ratings_that_were_open_at_one_time_and_point_different_ways() -> None:
    (found,) = dissents(THREE, date(2024, 12, 31))
    assert found.opposite
    assert [(each.house, each.rating) for each in found.episodes] == [
        ("甲", "买入"),
        ("丙", "减持"),
        ("乙", "中性"),
        ("乙", "增持"),
    ]
    assert dissents(THREE, date(2024, 3, 31)) == ()


def test_who_came_after_the_other_was_settled_or_withdrawn_does_not_dissent() -> None:
    late = of(by("甲", "2024-03-01", "买入"), by("乙", "2025-03-03", "减持"))
    assert dissents(late.episodes, date(2025, 12, 31)) == ()
    withdrawn = of(by("甲", "2024-03-01", "买入"), by("甲", "2024-04-01", "未评级"), by("乙", "2024-04-01", "减持"))
    assert dissents(withdrawn.episodes, date(2025, 12, 31)) == ()


def test_neutral_against_bullish_is_a_dissent_but_not_an_opposite_one() -> None:
    (found,) = dissents(of(by("甲", "2024-03-01", "买入"), by("乙", "2024-04-01", "中性")).episodes, date(2024, 12, 31))
    assert not found.opposite
