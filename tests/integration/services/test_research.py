"""Cards: coverage, reports, lists and watchlists, and what is kept from whom."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bot.domain.following import TargetKind
from bot.domain.ratings import Band
from bot.domain.reports import PickKind
from bot.services.access.people import Refused, Viewer
from bot.services.views.cards import CoverageCard, ReportCard, ReportList, Watchlist
from bot.services.views.people import SuitabilityQuestion
from bot.services.views.pieces import Notice, Target
from bot.store.records import Role
from tests.integration.services.house import House
from tests.integration.services.parts import DictMarket, pick, report

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def viewer(*, qualified: bool | None = None) -> Viewer:
    return Viewer(7, 7, "Ann", "zh", Role.SUBSCRIBER, qualified)


@pytest.fixture
async def house(house: House, market: DictMarket) -> House:
    """As of the close of 2025-01-06: 300308 is up a tenth against the index, 300502 down a tenth."""
    market.close("300308.SZ", "2025-01-06", 110)
    market.close("300502.SZ", "2025-01-06", 90)
    house.clock.set("2025-01-06T21:00")
    return house


async def ingested(house: House, *reports_given: object) -> list[int]:
    numbers = [await house.confirmed(each) for each in reports_given]  # type: ignore[arg-type] # reports
    for number in numbers:
        await house.tracking.follow_up(number)
    return numbers


async def test_coverage_names_the_promise_the_entries_and_the_way_there(house: House) -> None:
    await ingested(house, report())
    card = await house.research.coverage("300308.SZ", viewer())
    assert isinstance(card, CoverageCard)
    (line,) = card.lines
    assert (line.rating, line.band, line.months) == ("增持", "+5% ~ +20%", (6, 12))
    assert line.score.excess == pytest.approx(0.1)
    assert (line.score.entry.session, line.score.entry.price) == (date(2024, 12, 26), Decimal(100))
    assert line.score.tradable.session == date(2024, 12, 27)
    assert card.chart is not None
    assert card.chart.sessions[0] == date(2024, 12, 26)
    assert card.chart.stock[-1] == pytest.approx(1.1)
    assert [band.label for band in card.chart.bands] == ["买入", "增持", "中性", "减持"]
    assert (card.source.name, card.source.as_of) == ("dictionary", date(2025, 1, 6))


async def test_a_bare_recommendation_promises_the_floor_and_a_watched_stock_nothing(house: House) -> None:
    kinds = (PickKind.RECOMMENDED, PickKind.WATCH)
    await ingested(house, report(*(pick(rating=None, kind=kind, segment=kind) for kind in kinds)))
    card = await house.research.coverage("300308.SZ", viewer())
    assert isinstance(card, CoverageCard)
    assert [line.promise for line in card.lines] == [Band("", 0.05, None), None]


async def test_a_stock_nobody_covers_says_so(house: House) -> None:
    assert await house.research.coverage("300308.SZ", viewer()) == Notice(
        "nothing_covers", {"name": "中际旭创", "symbol": "300308.SZ"}
    )


async def test_without_prices_a_card_has_no_chart_and_no_figures(house: House) -> None:
    await house.confirmed(report())
    card = await house.research.coverage("300308.SZ", viewer())
    assert isinstance(card, CoverageCard)
    assert card.chart is None
    assert card.lines[0].score.excess is None


async def test_restricted_coverage_asks_once_and_hides_from_who_is_not_qualified(house: House) -> None:
    await ingested(house, report(risk_level="R4"))
    assert await house.research.coverage("300308.SZ", viewer()) == SuitabilityQuestion(
        "R4", Target(TargetKind.STOCK, "300308.SZ")
    )
    hidden = await house.research.coverage("300308.SZ", viewer(qualified=False))
    assert isinstance(hidden, CoverageCard)
    assert (hidden.lines, hidden.hidden, hidden.chart) == ((), 1, None)
    shown = await house.research.coverage("300308.SZ", viewer(qualified=True))
    assert isinstance(shown, CoverageCard)
    assert (len(shown.lines), shown.hidden) == (1, 0)


async def test_beside_an_open_report_a_restricted_one_is_only_counted(house: House) -> None:
    await ingested(house, report(title="open"), report(title="restricted", risk_level="R4"))
    for qualified in (None, False):
        card = await house.research.coverage("300308.SZ", viewer(qualified=qualified))
        assert isinstance(card, CoverageCard)
        assert ([line.head.title for line in card.lines], card.hidden) == (["open"], 1)


async def test_a_report_ranks_its_picks_and_counts_them(house: House) -> None:
    (number,) = await ingested(house, report(pick("300502.SZ"), pick(segment="a"), pick(segment="b")))
    card = await house.research.report(number, viewer())
    assert isinstance(card, ReportCard)
    assert [score.symbol for score in card.scores] == ["300308.SZ", "300308.SZ", "300502.SZ"]
    assert (card.picks, card.securities, card.may_retract, card.following) == (3, 2, False, False)
    assert card.tally is not None
    assert (card.tally.settled, card.tally.open, card.tally.on_track) == (0, 3, 2)


async def test_pages_past_the_end_are_the_last(house: House) -> None:
    (number,) = await ingested(house, report(*(pick(segment=str(each)) for each in range(23))))
    pages = [await house.research.report(number, viewer(), page) for page in (0, 2, 99, -5)]
    assert [(card.page, len(card.scores), card.pages) for card in pages if isinstance(card, ReportCard)] == [
        (0, 10, 3),
        (2, 3, 3),
        (2, 3, 3),
        (0, 10, 3),
    ]


async def test_drafts_retracted_and_unknown_reports_are_not_shown(house: House, owner: Viewer) -> None:
    async with house.store.transaction() as tx:
        draft = await tx.reports.add(report(title="draft"), sha256="d", uploaded_by=1, at=house.clock.now())
    (number,) = await ingested(house, report(title="was shown"))
    await house.drafts.retract(number, owner)
    for asked, key in ((99, "report_unknown"), (draft.report_id, "report_unknown"), (number, "report_retracted")):
        with pytest.raises(Refused, match=key):
            await house.research.report(asked, viewer())
    assert await house.research.reports(viewer()) == Notice("no_reports")
    assert await house.research.coverage("300308.SZ", viewer()) == Notice(
        "nothing_covers", {"name": "中际旭创", "symbol": "300308.SZ"}
    )


async def test_not_even_the_title_of_a_restricted_report_is_told(house: House, owner: Viewer) -> None:
    (number,) = await ingested(house, report(title="restricted", risk_level="R4"))
    assert await house.research.report(number, viewer()) == SuitabilityQuestion(
        "R4", Target(TargetKind.REPORT, str(number))
    )
    assert await house.research.reports(viewer()) == SuitabilityQuestion("R4", Target(TargetKind.REPORT, str(number)))
    assert await house.research.reports(viewer(qualified=False)) == Notice("no_reports")
    await house.drafts.retract(number, owner)
    assert isinstance(await house.research.report(number, viewer()), SuitabilityQuestion)
    with pytest.raises(Refused) as caught:
        await house.research.report(number, viewer(qualified=False))
    assert caught.value.notice == Notice("hidden_report", {"level": "R4"})


async def test_the_list_of_reports_holds_what_the_viewer_may_see_newest_first(house: House) -> None:
    await ingested(
        house,
        report(title="old", published=date(2024, 12, 24)),
        report(title="restricted", risk_level="R4"),
        report(pick(), pick("300502.SZ"), title="new", published=date(2024, 12, 27)),
    )
    for qualified, titles in ((None, ["new", "old"]), (False, ["new", "old"]), (True, ["new", "restricted", "old"])):
        shown = await house.research.reports(viewer(qualified=qualified))
        assert isinstance(shown, ReportList)
        assert [line.head.title for line in shown.reports] == titles
        assert shown.reports[0].picks == 2


async def test_a_watchlist_has_a_line_a_security_by_its_newest_report(house: House, market: DictMarket) -> None:
    assert await house.research.watchlist(viewer()) == Notice("watchlist_empty")
    await ingested(
        house,
        report(title="newer", published=date(2025, 1, 3)),
        report(pick(), pick("300502.SZ"), title="older"),
    )
    await house.following.subscribe(viewer(), Target(TargetKind.EVERYTHING))
    shown = await house.research.watchlist(viewer())
    assert isinstance(shown, Watchlist)
    assert [(score.symbol, score.entry.session) for score in shown.scores] == [
        ("300308.SZ", date(2025, 1, 3)),
        ("300502.SZ", date(2024, 12, 26)),
    ]


async def test_restricted_picks_are_on_the_watchlists_of_the_qualified_alone(house: House) -> None:
    await ingested(house, report(risk_level="R4"))
    await house.following.subscribe(viewer(), Target(TargetKind.STOCK, "300308.SZ"))
    for qualified, count in ((None, 0), (False, 0), (True, 1)):
        shown = await house.research.watchlist(viewer(qualified=qualified))
        assert isinstance(shown, Watchlist)
        assert len(shown.scores) == count
