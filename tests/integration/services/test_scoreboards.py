"""Scoreboards over confirmed reports: what counts, once, apart by origin, and how much of it is one bet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from statistics import fmean, median

import pytest

from bot.domain.bars import Look
from bot.domain.boards import Grouping, Origin
from bot.domain.quotes import Bar
from bot.domain.ratings import Side
from bot.domain.reports import Analyst, AnalystRole, PickKind, Report
from bot.services.access.people import Viewer
from bot.services.views.boards import BoardLine, DissentList, Scoreboard
from bot.services.views.pieces import Notice
from bot.store.records import Role
from tests.integration.services.house import House
from tests.integration.services.parts import SCALE, DictMarket, pick, report, shanghai

ONE = replace(SCALE, months=(1, 1))
FIRST = date(2025, 1, 6)


def of(
    day: date,
    rating: str | None,
    *,
    broker: str = "示例证券",
    stock: str = "300308.SZ",
    analysts: tuple[str, ...] = ("张三",),
    risk: str = "R3",
) -> Report:
    given = report(pick(stock, rating), title=f"{broker} {day} {stock}", published=day, scale=ONE)
    people = tuple(Analyst(name, AnalystRole.ANALYST, None) for name in analysts)
    return replace(
        given, broker=broker, analysts=(*people, Analyst("李四", AnalystRole.CONTACT, None)), risk_level=risk
    )


async def board(
    house: House, viewer: Viewer, grouping: Grouping, origin: Origin = Origin.FORWARD, of: str = ""
) -> Scoreboard:
    view = await house.scoreboards.board(grouping, viewer, origin, 0, of)
    assert isinstance(view, Scoreboard)
    return view


async def _rising(house: House, market: DictMarket) -> None:
    """Eleven monthly ratings of one broker, each met: the stock gains 30 % between any two of them."""
    for month in range(11):
        day = date(2025, 1 + month, 6)
        await house.confirmed(of(day, "买入"), at=f"{day}T20:00")
    calendar = market.calendars[pick().market]
    for session in calendar.between(FIRST, date(2025, 12, 31)):
        months = (session.year - 2025) * 12 + session.month - 1 - (session.day < 4)
        market.close("300308.SZ", session, round(100 * 1.3**months, 2))
    house.clock.set("2025-12-31T20:30")
    await house.tracking.follow_up(1)


async def test_reiterations_are_counted_once_and_renewed_after_each_settlement(
    house: House, market: DictMarket, owner: Viewer
) -> None:
    await _rising(house, market)
    view = await board(house, owner, Grouping.BROKER)
    (line,) = view.lines
    assert line.standing is not None
    # a report of the settlement's own session joins what settles then, so every second one opens the next episode
    assert (line.label, line.standing.settled, line.standing.met) == ("示例证券", 6, 6)
    assert (line.rank, line.standing.enough) == (None, False)
    assert line.standing.stocks == pytest.approx(1)
    assert line.standing.months == pytest.approx(6)
    assert line.standing.mean == pytest.approx(0.3, abs=1e-3)


async def test_groupings_count_the_same_episodes_by_what_their_reports_say(
    house: House, market: DictMarket, owner: Viewer
) -> None:
    await house.confirmed(of(FIRST, "买入", analysts=("张三", "王五")), at="2025-01-06T20:00")
    await house.confirmed(
        replace(of(FIRST, None, stock="300502.SZ", broker="国金证券", analysts=()), industry=None),
        at="2025-01-06T20:00",
    )
    market.close("300308.SZ", "2025-02-06", 130)
    house.clock.set("2025-03-03T20:30")
    await house.tracking.follow_up(1)
    await house.tracking.follow_up(2)

    async def labels(grouping: Grouping, of: str = "") -> dict[str, tuple[int, int]]:
        lines: tuple[BoardLine, ...] = (await board(house, owner, grouping, of=of)).lines
        return {each.label: (each.standing.settled, each.standing.met) for each in lines if each.standing}

    assert await labels(Grouping.BROKER) == {"示例证券": (1, 1), "国金证券": (1, 0)}
    assert await labels(Grouping.ANALYST) == {
        "张三（示例证券）": (1, 1),
        "王五（示例证券）": (1, 1),
        "": (1, 0),
    }
    assert await labels(Grouping.INDUSTRY) == {"通信": (1, 1), "": (1, 0)}
    assert await labels(Grouping.SIDE) == {"bullish": (1, 1), "unrated": (1, 0)}
    assert await labels(Grouping.KIND) == {"recommended": (2, 1)}
    assert await labels(Grouping.RATING, "示例证券") == {"买入": (1, 1)}


async def test_picks_without_a_verdict_have_figures_in_the_board_of_kinds_alone(
    house: House, market: DictMarket, owner: Viewer
) -> None:
    given = report(pick(rating=None, kind=PickKind.BENEFICIARY), published=FIRST, scale=ONE)
    await house.confirmed(given, at="2025-01-06T20:00")
    market.close("300308.SZ", "2025-02-06", 130)
    house.clock.set("2025-03-03T20:30")
    await house.tracking.follow_up(1)
    (line,) = (await board(house, owner, Grouping.KIND)).lines
    assert line.standing is not None
    assert (line.label, line.standing.settled, line.standing.judged) == ("beneficiary", 1, 0)
    assert line.standing.mean == pytest.approx(0.3)
    assert (await board(house, owner, Grouping.BROKER)).lines == ()


async def test_open_ones_backfilled_ones_and_what_may_not_be_seen_stand_apart(
    house: House, market: DictMarket, owner: Viewer
) -> None:
    await house.confirmed(of(FIRST, "买入"), at="2025-01-06T20:00")
    await house.confirmed(of(FIRST, "增持", broker="国金证券"), at="2025-02-20T20:00")
    await house.confirmed(of(FIRST, "增持", broker="国泰海通", risk="R4"), at="2025-01-06T20:00")
    await house.confirmed(of(date(2025, 2, 24), "中性", broker="华鑫证券"), at="2025-02-24T20:00")
    house.clock.set("2025-03-03T20:30")
    for number in (1, 2, 3, 4):
        await house.tracking.follow_up(number)
    view = await board(house, replace(owner, qualified=False), Grouping.BROKER)
    assert (view.settled, view.open, view.other, view.hidden) == (1, 1, 1, 1)
    assert [(each.label, each.open, each.on_track) for each in view.lines] == [("示例证券", 0, 0), ("华鑫证券", 1, 1)]
    alone = await house.scoreboards.board(Grouping.RATING, replace(owner, qualified=False), of="国泰海通")
    assert isinstance(alone, Scoreboard)
    assert (alone.lines, alone.hidden) == ((), 1)
    late = await board(house, replace(owner, qualified=False), Grouping.BROKER, Origin.BACKFILLED)
    assert ([each.label for each in late.lines], late.other) == (["国金证券"], 1)


async def test_enough_shares_give_a_base_rate_and_fewer_say_how_many(
    house: House, market: DictMarket, owner: Viewer
) -> None:
    """Of 300 shares besides the two of the market 90 gain 30 % with the pick: (90 + 1) / 302."""
    await house.confirmed(of(FIRST, "买入"), at="2025-01-06T20:00")
    market.close("300308.SZ", "2025-02-06", 130)
    house.clock.set("2025-03-03T20:30")
    await house.tracking.follow_up(1)
    before = await board(house, owner, Grouping.BROKER)
    assert before.universe == 1
    assert before.lines[0].standing is not None
    assert before.lines[0].standing.base_rate is None
    sessions = market.calendars[pick().market].between(FIRST - timedelta(days=5), date(2025, 2, 10))
    shares = {
        f"{609000 + n}.SH": [Bar(day, Decimal(13 if n < 90 and day >= date(2025, 2, 6) else 10)) for day in sessions]
        for n in range(300)
    }
    async with house.store.transaction() as tx:
        await tx.prices.save_deliveries(shares, Look("dictionary", shanghai("2025-02-20T20:00")))
    after = await board(house, owner, Grouping.BROKER)
    standing = after.lines[0].standing
    assert standing is not None
    assert standing.base_rate == pytest.approx(91 / 301)
    assert standing.lift == pytest.approx(301 / 91)
    assert (after.universe, standing.based) == (301, 1)
    assert await board(house, owner, Grouping.BROKER) == after


async def test_who_disagreed_is_listed_with_how_each_came_out(house: House, market: DictMarket, owner: Viewer) -> None:
    assert await house.scoreboards.board(Grouping.BROKER, owner) == Notice("board_empty")
    assert await house.scoreboards.dissent(owner) == Notice("no_dissent")
    await house.confirmed(of(FIRST, "买入"), at="2025-01-06T20:00")
    await house.confirmed(of(FIRST + timedelta(days=7), "减持", broker="国金证券"), at="2025-01-13T20:00")
    await house.confirmed(of(FIRST, "买入", stock="300502.SZ"), at="2025-01-06T20:00")
    market.close("300308.SZ", "2025-02-06", 130)
    house.clock.set("2025-03-03T20:30")
    for number in (1, 2, 3):
        await house.tracking.follow_up(number)
    view = await house.scoreboards.dissent(owner)
    assert isinstance(view, DissentList)
    (line,) = view.lines
    assert (line.security.symbol, line.opposite) == ("300308.SZ", True)
    outcomes = [(each.house, each.side, each.score.verdict and each.score.verdict.met) for each in line.parties]
    assert outcomes == [("示例证券", "bullish", True), ("国金证券", "bearish", False)]
    assert line.right == (Side.BULLISH,)
    unsettled = replace(line.parties[1], score=replace(line.parties[1].score, verdict=None))
    assert replace(line, parties=(line.parties[0], unsettled)).right is None
    assert replace(line, parties=line.parties[1:]).right == ()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_the_board_of_the_sample_is_what_its_verdicts_give_by_hand(recorded: House) -> None:
    """A security in two segments of the report is one episode; all of them opened on one day."""
    scored = await recorded.scoring.score(date(2025, 12, 26))
    judged = {each.score.symbol: each.score for each in scored if each.score.verdict}
    excesses = [score.excess for score in judged.values() if score.excess is not None]
    met = sum(score.verdict is not None and score.verdict.met for score in judged.values())
    viewer = Viewer(1, 1, "", "zh", Role.OWNER, qualified=True)
    (line,) = (await board(recorded, viewer, Grouping.BROKER)).lines
    found = line.standing
    assert found is not None
    assert (found.settled, found.judged, found.met, line.rank) == (len(judged), len(judged), met, 1)
    assert len(judged) == len(excesses) > 10
    assert found.mean == pytest.approx(fmean(excesses), abs=1e-12)
    assert found.median == pytest.approx(median(excesses), abs=1e-12)
    assert found.stocks == pytest.approx(len(judged))
    assert found.months == pytest.approx(1)
    kinds = {each.label: each for each in (await board(recorded, viewer, Grouping.KIND)).lines}
    assert kinds["beneficiary"].standing is not None
    assert kinds["beneficiary"].standing.judged == 0


async def test_who_may_see_nothing_is_told_that_there_is_something(house: House, owner: Viewer) -> None:
    await house.confirmed(of(FIRST, "增持", risk="R4"), at="2025-01-06T20:00")
    house.clock.set("2025-01-06T20:30")
    view = await board(house, replace(owner, qualified=None), Grouping.BROKER)
    assert (view.lines, view.hidden, view.settled) == ((), 1, 0)
