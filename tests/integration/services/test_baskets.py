"""Baskets: means that a reader can check, each security once, beside the rating of the industry."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.ratings import Band, Basis, RatingChange, RatingScale, ScaleSource, Subject
from bot.domain.reports import IndustryRating, PickKind, Report
from bot.services.access.people import Refused
from bot.services.views.baskets import BasketCard, BasketLine, BasketOf
from bot.services.views.people import SuitabilityQuestion
from tests.integration.services.house import House
from tests.integration.services.parts import DictMarket, pick, report

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
TODAY = "2025-03-04T21:00"
WORDS = RatingScale(
    Subject.INDUSTRY,
    Basis.EXCESS,
    (6, 12),
    ScaleSource.REPORT,
    (Band("看好", None, None), Band("中性", None, None), Band("看淡", None, None)),
)


def of_industry() -> Report:
    """Two securities in three picks, one of them in two segments, and the industry rated 看好."""
    given = report(
        pick("300308.SZ", kind=PickKind.RECOMMENDED, segment="光模块"),
        pick("300308.SZ", rating=None, kind=PickKind.BENEFICIARY, segment="交换机"),
        pick("300502.SZ", rating=None, kind=PickKind.BENEFICIARY, segment="光模块"),
    )
    rated = IndustryRating("看好", RatingChange.MAINTAINED)
    return replace(given, industry="通信", industry_rating=rated, scales=(*given.scales, WORDS))


async def card_of(house: House, market: DictMarket, given: Report) -> BasketCard:
    report_id = await house.confirmed(given)
    market.flat("801770", 2000)
    for code, price in (("300308.SZ", 130), ("300502.SZ", 90), ("801770", 2120), ("000300", 1010), ("H00300", 1020)):
        market.close(code, "2025-03-04", price)
    house.clock.set(TODAY)
    await house.tracking.follow_up(report_id)
    view = await house.baskets.of_report(report_id, await house.subscriber(qualified=True))
    assert isinstance(view, BasketCard)
    return view


def figures(lines: tuple[BasketLine, ...], of: BasketOf) -> dict[str, tuple[int, float]]:
    return {
        line.kind or line.segment or "": (line.securities, round(line.excess or 0, 9))
        for line in lines
        if line.of is of
    }


async def test_a_basket_holds_each_security_once(house: House, market: DictMarket) -> None:
    card = await card_of(house, market, of_industry())
    (whole,) = (line for line in card.lines if line.of is BasketOf.REPORT)
    assert (whole.securities, whole.priced) == (2, 2)
    assert whole.own == pytest.approx((0.30 - 0.10) / 2)
    assert whole.benchmark == pytest.approx(0.02)
    assert whole.excess == pytest.approx(0.08)


async def test_kinds_and_segments_are_baskets_of_their_own(house: House, market: DictMarket) -> None:
    card = await card_of(house, market, of_industry())
    assert figures(card.lines, BasketOf.KIND) == {"recommended": (1, 0.28), "beneficiary": (2, 0.08)}
    assert figures(card.lines, BasketOf.SEGMENT) == {"光模块": (2, 0.08), "交换机": (1, 0.28)}


async def test_the_industry_is_judged_price_against_price(house: House, market: DictMarket) -> None:
    industry = (await card_of(house, market, of_industry())).industry
    assert industry is not None
    assert industry.assumed
    assert industry.band == Band("看好", 0.05, None)
    assert industry.score.benchmark == "000300"
    assert industry.score.total_return == pytest.approx(0.06)
    assert industry.score.excess == pytest.approx(0.05)
    assert industry.score.needs is not None
    assert industry.score.needs.excess == pytest.approx(0, abs=1e-9)  # exactly +5 pp is in the band


async def test_the_lines_of_the_chart_end_where_the_figures_stand(house: House, market: DictMarket) -> None:
    card = await card_of(house, market, of_industry())
    assert card.chart is not None
    ends = {line.label: line.values[-1] for line in card.chart.lines}
    assert ends == pytest.approx({"": 0.08, "recommended": 0.28, "beneficiary": 0.08, "industry": 0.05})
    assert all(line.values[0] == pytest.approx(0) for line in card.chart.lines)
    assert (card.chart.sessions[0], card.chart.sessions[-1]) == (date(2024, 12, 26), date(2025, 3, 4))


async def test_without_a_rating_of_the_industry_there_is_no_line_of_it(house: House, market: DictMarket) -> None:
    card = await card_of(house, market, report(pick()))
    assert card.industry is None
    assert [line.of for line in card.lines] == [BasketOf.REPORT]


async def test_baskets_are_only_for_whom_the_report_is(house: House) -> None:
    report_id = await house.confirmed(report(risk_level="R4"))
    assert isinstance(await house.baskets.of_report(report_id, await house.subscriber()), SuitabilityQuestion)
    with pytest.raises(Refused):
        await house.baskets.of_report(report_id, await house.subscriber(user_id=9, qualified=False))
    with pytest.raises(Refused):
        await house.baskets.of_report(report_id + 1, await house.subscriber(user_id=10))
