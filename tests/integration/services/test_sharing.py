"""Sharing: what an inline query finds, and what nobody finds by one."""

from __future__ import annotations

import pytest

from bot.domain.following import TargetKind
from bot.services.access.people import Viewer
from bot.services.research.sharing import LINES, PAGE
from bot.services.views.cards import CoverageCard, ReportCard
from bot.services.views.pieces import Target
from bot.services.views.sharing import SharedCard, SharedCards
from bot.store.records import Role
from tests.integration.services.house import ANN, House
from tests.integration.services.parts import DictMarket, pick, report

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
STOCK = Target(TargetKind.STOCK, "300308.SZ")


def viewer(role: Role | None = Role.SUBSCRIBER, *, qualified: bool | None = None) -> Viewer:
    return Viewer(ANN, ANN, "Ann", "zh", role, qualified)


@pytest.fixture
async def house(house: House, market: DictMarket) -> House:
    market.close("300308.SZ", "2025-01-06", 110)
    house.clock.set("2025-01-06T21:00")
    return house


def found(shared: SharedCards) -> list[str]:
    """Symbols of stocks and numbers of reports."""
    cards = [each.card for each in shared.cards]
    return [card.security.symbol if isinstance(card, CoverageCard) else f"#{card.head.report_id}" for card in cards]


@pytest.mark.parametrize("typed", ["旭创", " 中际旭创 ", "zjxc", "300308", "300308.SZ"])
async def test_a_stock_comes_first_then_the_reports_on_it(house: House, typed: str) -> None:
    first = await house.confirmed(report())
    second = await house.confirmed(report(pick("300502.SZ"), title="别的"))
    await house.tracking.follow_up(first)
    shared = await house.sharing.find(typed, viewer())
    assert found(shared) == ["300308.SZ", f"#{first}"]
    assert f"#{second}" not in found(shared)
    stock, of_report = (each.card for each in shared.cards)
    assert isinstance(stock, CoverageCard)
    assert stock.lines[0].score.excess == pytest.approx(0.1)
    assert isinstance(of_report, ReportCard)
    assert of_report.scores[0].excess == pytest.approx(0.1)
    assert (of_report.may_retract, of_report.following, of_report.conflicts) == (False, False, ())


async def test_a_report_is_found_by_its_number_its_title_and_its_broker(house: House) -> None:
    number = await house.confirmed(report(title="100%增长的一年"))
    other = await house.confirmed(report(pick("300502.SZ"), title="100个增长点"))
    for typed, expected in (
        (f"#{number}", [number]),
        ("100%增长", [number]),
        ("示例证券", [other, number]),
        ("增长", [other, number]),
    ):
        assert found(await house.sharing.find(typed, viewer())) == [f"#{each}" for each in expected], typed


@pytest.mark.parametrize("qualified", [True, None, False])
@pytest.mark.parametrize("typed", ["", "旭创", "300308", "#1", "机密", "示例证券"])
async def test_nothing_of_a_restricted_report_is_shared_whoever_asks(
    house: House, typed: str, qualified: bool | None
) -> None:
    number = await house.confirmed(report(title="机密的一年", risk_level="R4"))
    await house.following.subscribe(viewer(qualified=True), Target(TargetKind.REPORT, str(number)))
    await house.following.subscribe(viewer(), STOCK)
    assert (await house.sharing.find(typed, viewer(Role.OWNER, qualified=qualified))).cards == ()


async def test_a_stock_of_both_shows_the_unrestricted_report_alone(house: House) -> None:
    await house.confirmed(report(title="机密的一年", risk_level="R5"))
    shown = await house.confirmed(report(title="公开的一年"))
    shared = await house.sharing.find("旭创", viewer(qualified=True))
    assert found(shared) == ["300308.SZ", f"#{shown}"]
    (card, _) = shared.cards
    assert isinstance(card.card, CoverageCard)
    assert ([line.head.title for line in card.card.lines], card.card.hidden, card.more) == (["公开的一年"], 0, 0)


async def test_somebody_without_access_gets_nothing(house: House) -> None:
    await house.confirmed(report())
    shared = await house.sharing.find("旭创", viewer(None))
    assert (shared.cards, shared.allowed, shared.certain) == ((), False, None)


async def test_drafts_and_retracted_reports_are_not_found(house: House) -> None:
    number = await house.confirmed(report())
    await house.drafts.retract(number, viewer(Role.OWNER))
    shared = await house.sharing.find("旭创", viewer())
    assert shared.cards == ()
    assert shared.certain is not None
    assert shared.certain.symbol == "300308.SZ"


async def test_nothing_typed_shows_what_is_followed_and_to_who_follows_nothing_the_newest(house: House) -> None:
    first = await house.confirmed(report())
    second = await house.confirmed(report(pick("300502.SZ"), title="别的"))
    assert found(await house.sharing.find("", viewer())) == [f"#{second}", f"#{first}"]
    await house.following.subscribe(viewer(), STOCK)
    await house.following.subscribe(viewer(), Target(TargetKind.REPORT, str(second)))
    assert found(await house.sharing.find("", viewer())) == ["300308.SZ", f"#{second}"]
    await house.following.subscribe(viewer(), Target(TargetKind.EVERYTHING))
    assert found(await house.sharing.find("", viewer())) == ["300308.SZ", f"#{second}", f"#{first}"]


async def test_fifty_to_a_page_none_twice_and_none_left_out(house: House) -> None:
    numbers = [await house.confirmed(report(title=f"第{n}篇增长")) for n in range(PAGE + 3)]
    first = await house.sharing.find("增长", viewer())
    assert (len(first.cards), first.following) == (PAGE, PAGE)
    rest = await house.sharing.find("增长", viewer(), PAGE)
    assert rest.following is None
    assert sorted(found(first) + found(rest)) == sorted(f"#{each}" for each in numbers)
    assert (await house.sharing.find("增长", viewer(), 999)).cards == ()


async def test_a_stock_with_much_coverage_shows_the_newest_and_says_how_much_more_there_is(house: House) -> None:
    for n in range(LINES + 2):
        await house.confirmed(report(title=f"第{n}篇"))
    stock: SharedCard = (await house.sharing.find("旭创", viewer())).cards[0]
    assert isinstance(stock.card, CoverageCard)
    assert (len(stock.card.lines), stock.more) == (LINES, 2)
    assert stock.card.lines[0].head.title == f"第{LINES + 1}篇"


@pytest.mark.parametrize(
    ("moment", "seconds"), [("2025-01-07T10:00", 30), ("2025-01-07T20:59", 30), ("2025-01-07T21:00", 300)]
)
async def test_telegram_may_keep_an_answer_for_as_long_as_it_stays_true(
    house: House, moment: str, seconds: int
) -> None:
    house.clock.set(moment)
    assert (await house.sharing.find("旭创", viewer())).seconds == seconds
    assert (await house.sharing.find("", viewer())).seconds == 10, "what is followed changes with a tap"
