"""Pictures of real figures: of the sample report a year later, they hold what the cards hold, and read well."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from statistics import fmean

import pytest

from bot.domain.boards import Grouping, Origin
from bot.domain.ratings import Basis
from bot.services.access.people import Refused, Viewer
from bot.services.views import View
from bot.services.views.baskets import BasketCard
from bot.services.views.cards import CoverageCard, ReportCard
from bot.services.views.charts import BoardChart, CalibrationChart, Chart, ReportChart
from bot.services.views.people import SuitabilityQuestion
from bot.services.views.pieces import Notice
from bot.services.views.replays import Replay
from bot.store.records import Role
from bot.tg.charts import ChartStyle, compose
from bot.tg.i18n import Texts
from bot.tg.render import render
from tests.integration.services.house import House
from tests.integration.services.parts import SCALE, DictMarket, pick, report
from tests.texts import shipped

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
OWNER = Viewer(1, 1, "", "zh", Role.OWNER, qualified=True)
CAUTIOUS = Viewer(9, 9, "", "zh", Role.SUBSCRIBER, qualified=None)


@pytest.fixture(scope="module")
def texts() -> Texts:
    return shipped()


def pictured(view: View, texts: Texts, language: str) -> Chart:
    """What of a view is drawn, after looking whether any of its words is cut, missing, or on another."""
    chart = render(view, texts, language)[0].chart
    assert chart is not None
    canvas = compose(chart, ChartStyle("zh" if language == "zh" else "en"))
    boxes = [replace(box, top=box.top + 3, bottom=box.bottom - 3) for box, _ in canvas.texts]
    assert not [place for place, box in enumerate(boxes) if any(box.meets(other) for other in boxes[place + 1 :])]
    assert not [text for _, text in canvas.texts if "□" in text]
    return chart


async def test_every_picture_of_the_sample_reads_well(recorded: House, texts: Texts) -> None:
    views: list[View] = [
        await recorded.research.coverage("300308.SZ", OWNER),
        await recorded.research.coverage("09698.HK", OWNER),
        await recorded.baskets.of_report(1, OWNER),
        await recorded.replaying.report(1, OWNER, page=-1),
        await recorded.research.report_chart(1, OWNER),
        await recorded.scoreboards.chart(Grouping.KIND, OWNER),
        await recorded.scoreboards.chart(Grouping.BROKER, OWNER),
    ]
    for view in views:
        for language in ("zh", "en"):
            pictured(view, texts, language)


async def test_a_report_s_picture_holds_the_figures_of_its_card(recorded: House) -> None:
    chart, card = await recorded.research.report_chart(1, OWNER), await recorded.research.report(1, OWNER)
    assert isinstance(chart, ReportChart)
    assert isinstance(card, ReportCard)
    assert len(chart.dots) == card.picks
    assert [dot.excess for dot in chart.dots[: len(card.scores)]] == [score.excess for score in card.scores]
    assert card.tally is not None
    assert sum(dot.met is True for dot in chart.dots) == card.tally.met
    assert sum(dot.met is not None for dot in chart.dots) == card.tally.settled
    assert [band.label for band in chart.bands] == ["买入", "增持", "中性", "减持"]


async def test_a_replay_opens_with_a_picture_that_ends_where_the_basket_does_and_tells_what_it_counts(
    recorded: House,
) -> None:
    replay, card = await recorded.replaying.report(1, OWNER, page=-1), await recorded.baskets.of_report(1, OWNER)
    assert isinstance(replay, Replay)
    assert isinstance(card, BasketCard)
    assert replay.chart is not None
    assert card.chart is not None
    whole = next(line for line in card.chart.lines if line.label == "")
    assert next(value for value in reversed(replay.chart.excess) if value is not None) == pytest.approx(
        whole.values[-1]
    )
    told = {lane.label: sum(mark.count for mark in lane.marks) for lane in replay.chart.lanes}
    assert told == {kind.value: count for kind, count in replay.counts}
    first = await recorded.replaying.report(1, OWNER, page=0)
    assert first == replace(replay, chart=None)  # its pages have no picture


async def test_a_scoreboard_s_picture_holds_its_rows(recorded: House) -> None:
    chart, board = [
        await recorded.scoreboards.chart(Grouping.KIND, OWNER),
        await recorded.scoreboards.board(Grouping.KIND, OWNER),
    ]
    assert isinstance(chart, BoardChart)
    assert not isinstance(board, Notice)
    assert not isinstance(board, SuitabilityQuestion)
    assert [(row.label, row.rank) for row in chart.rows] == [(line.label, line.rank) for line in board.lines]
    ranked = next(row for row in chart.rows if row.rank == 1)
    assert ranked.share is not None
    assert ranked.low is not None
    assert ranked.high is not None
    assert ranked.low < ranked.share < ranked.high


async def test_ratings_stand_beside_what_came_about(house: House, market: DictMarket, texts: Texts) -> None:
    """买入 promises 20 % and more and 增持 5 to 20: one month later one is up 30 %, one 10 %, one down 10 %."""
    one = replace(SCALE, months=(1, 1))
    market.flat("002335.SZ", 100)
    for stock, rating in (("300308.SZ", "买入"), ("300502.SZ", "买入"), ("002335.SZ", "增持")):
        await house.confirmed(report(pick(stock, rating), title=stock, scale=one))
    for stock, price in (("300308.SZ", 130), ("300502.SZ", 90), ("002335.SZ", 110)):
        market.close(stock, "2025-01-27", price)
    house.clock.set("2025-02-10T20:30")
    for number in (1, 2, 3):
        await house.tracking.follow_up(number)
    view = await house.scoreboards.chart(Grouping.RATING, OWNER, Origin.FORWARD, "示例证券")
    assert isinstance(view, CalibrationChart)
    buy, hold = view.rows
    assert (buy.label, buy.low, buy.high, buy.met, buy.judged) == ("买入", 0.2, None, 1, 2)
    assert buy.excesses == pytest.approx((-0.1, 0.3))
    assert (hold.label, hold.met, hold.judged) == ("增持", 1, 1)
    assert fmean(hold.excesses) == pytest.approx(0.1)
    pictured(view, texts, "en")


async def test_where_nothing_has_a_figure_nothing_is_drawn(house: House) -> None:
    number = await house.confirmed(report(pick()))
    assert await house.research.report_chart(number, OWNER) == Notice("chart_without_figures")
    assert isinstance(await house.scoreboards.chart(Grouping.BROKER, OWNER), Notice)
    assert isinstance(await house.scoreboards.chart(Grouping.RATING, OWNER, of="谁也不是"), Notice)


async def test_a_picture_is_kept_from_whom_its_card_is(house: House, market: DictMarket) -> None:
    market.close("300308.SZ", "2025-01-06", 110)
    house.clock.set("2025-01-06T21:00")
    number = await house.confirmed(report(pick(), risk_level="R5"))
    assert isinstance(await house.research.report_chart(number, CAUTIOUS), SuitabilityQuestion)
    with pytest.raises(Refused, match="hidden_report"):
        await house.research.report_chart(number, replace(CAUTIOUS, qualified=False))
    with pytest.raises(Refused, match="report_unknown"):
        await house.research.report_chart(77, OWNER)


async def test_an_absolute_scale_has_no_bands_around_the_benchmark(house: House, market: DictMarket) -> None:
    market.close("300308.SZ", "2025-01-06", 110)
    house.clock.set("2025-01-06T21:00")
    number = await house.confirmed(report(pick(), scale=replace(SCALE, basis=Basis.ABSOLUTE)))
    await house.tracking.follow_up(number)
    card = await house.research.coverage("300308.SZ", OWNER)
    assert isinstance(card, CoverageCard)
    assert card.chart is not None
    assert card.chart.bands == ()
    assert card.chart.sessions[-1] == date(2025, 1, 6)
