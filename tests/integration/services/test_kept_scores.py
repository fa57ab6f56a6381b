"""Kept figures: reckoned once, gone with what they were reckoned from, and never other than a full reckoning's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import ParamSpec, TypeVar

import pytest

from bot.domain.bars import Look
from bot.domain.quotes import Adjustment, Bar, Suspension
from bot.domain.reports import PickKind
from bot.domain.scoring.results import ReturnBasis
from bot.domain.securities import Market, Security
from bot.domain.sessions import SHANGHAI
from bot.market.benchmarks import load_benchmarks
from bot.services.names.reference import Reference
from bot.services.scores.reckoning import score_all
from bot.services.scores.scoring import Scoring
from bot.store import Store
from tests.integration.services.house import CONFIG, House, refreshed
from tests.integration.services.parts import HOLIDAYS, SCALE, DictMarket, pick, report, waiting, weekdays

P = ParamSpec("P")
T = TypeVar("T")
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
QUARTER = replace(SCALE, months=(1, 3))  # settles on 2025-03-26


class Counting:
    """Runs where it stands, and counts the picks that were reckoned."""

    def __init__(self) -> None:
        self.picks = 0

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        if function is score_all:
            given = args[1]
            assert isinstance(given, list)
            self.picks += len(given)
        return function(*args, **kwargs)


@pytest.fixture
def counting() -> Counting:
    return Counting()


@pytest.fixture
def scoring(store: Store, reference: Reference, counting: Counting) -> Scoring:
    """What views ask, beside the house's own that does the daily work."""
    return Scoring(store, reference, load_benchmarks(CONFIG), ReturnBasis.TOTAL, counting)


async def views_are_equal_to_a_full_reckoning(house: House, scoring: Scoring, day: date) -> None:
    scored = await scoring.score(day)
    full = await house.scoring.rescore([each.given for each in scored], day, ReturnBasis.TOTAL)
    assert [each.score for each in scored] == full, day


async def test_what_a_session_has_reckoned_is_read_by_views(
    house: House, market: DictMarket, scoring: Scoring, counting: Counting
) -> None:
    await house.confirmed(report(pick(), pick("300502.SZ")))
    market.close("300308.SZ", "2025-01-06", 110)
    await refreshed(house, "2025-01-06T15:35", "2025-01-06T20:30")
    first, second = await scoring.score(date(2025, 1, 6))
    assert first.score.excess == pytest.approx(0.1)
    assert second.score.excess == pytest.approx(0.0)
    assert await scoring.score(date(2025, 1, 7)) == [first, second]  # its close has not come yet
    assert counting.picks == 0
    await scoring.score(date(2025, 1, 3))  # an earlier day is another question
    assert counting.picks == 2


async def test_what_has_settled_is_not_gone_through_again_until_its_prices_change(
    house: House, market: DictMarket, scoring: Scoring, store: Store
) -> None:
    await house.confirmed(report(pick(), pick("300502.SZ"), scale=QUARTER))
    await house.confirmed(report(pick("300308.SZ"), title="another", scale=SCALE))
    await refreshed(house, "2025-03-26T15:35", "2025-03-26T20:30")
    assert len(await house.ledger.entries()) == 2
    await refreshed(house, "2025-03-27T15:35")

    open_ones = await house.ledger.settle_session(date(2025, 3, 28), (Market.A,))
    assert [each.pick.report_id for each in open_ones] == [2]
    assert len(await house.ledger.entries()) == 2

    async with store.transaction() as tx:
        late = Bar(date(2025, 2, 10), Decimal(140), open=Decimal(139))
        await tx.prices.save_deliveries({"300502.SZ": [late]}, Look("other", house.clock.now()))
    again = await house.ledger.settle_session(date(2025, 3, 28), (Market.A,))
    assert [(each.pick.report_id, each.score.symbol) for each in again] == [(1, "300502.SZ"), (2, "300308.SZ")]
    entries = await house.ledger.entries(1)  # its best session was another one
    assert [(each.score.symbol, each.entry.reason) for each in entries] == [
        ("300308.SZ", None),
        ("300502.SZ", None),
        ("300502.SZ", "prices"),
    ]
    await views_are_equal_to_a_full_reckoning(house, scoring, date(2025, 3, 28))


async def test_a_settlement_is_told_although_the_program_stopped_right_after_it_was_reckoned(
    house: House, market: DictMarket, store: Store
) -> None:
    await house.confirmed(report(scale=QUARTER))
    await house.subscriber()
    await refreshed(house, "2025-03-25T15:35", "2025-03-25T20:30", "2025-03-26T15:35")
    await waiting(store)
    house.clock.set("2025-03-26T20:31")
    async with store.transaction() as tx:
        await tx.jobs.begin("refresh-A", date(2025, 3, 26), "evening", house.clock.now())
    await house.tracking.refresh(Market.A, date(2025, 3, 26))
    await house.ledger.settle_session(date(2025, 3, 26), (Market.A,))  # and then it stopped
    await refreshed(house, "2025-03-26T20:35")
    assert "settled" in str(await waiting(store))


async def test_figures_are_not_kept_where_a_price_changed_while_they_were_reckoned(
    house: House, market: DictMarket, scoring: Scoring, counting: Counting, store: Store
) -> None:
    await house.confirmed(report())
    await refreshed(house, "2025-01-06T15:35")
    day = date(2025, 1, 6)
    worked = await scoring.score_session(day, (Market.A,))
    async with store.transaction() as tx:
        other = Bar(day, Decimal(120), open=Decimal(119))
        await tx.prices.save_deliveries({"300308.SZ": [other]}, Look("other", house.clock.now() + timedelta(days=1)))
    await scoring.keep(worked, day)
    counting.picks = 0
    (now,) = await scoring.score(day)
    assert counting.picks == 1
    assert now.score.excess == pytest.approx(0.2)


async def test_what_an_editor_corrects_and_what_a_listing_becomes_is_reckoned_anew(
    house: House, market: DictMarket, scoring: Scoring, counting: Counting, store: Store, reference: Reference
) -> None:
    await house.confirmed(report(scale=QUARTER))
    await refreshed(house, "2025-03-26T15:35", "2025-03-26T20:30", "2025-03-27T20:30")
    day = date(2025, 3, 28)
    async with store.transaction() as tx:
        (standing,) = await tx.reports.confirmed_picks()
        corrected = replace(standing.pick, rating="减持")
        await tx.corrections.change_pick(standing.pick_id, house.clock.now(), document=corrected)
    assert [each.score.rating for each in await scoring.score(day)] == ["减持"]
    (again,) = await house.ledger.settle_session(day, (Market.A,))
    assert again.score.verdict is not None
    assert not again.score.verdict.met  # it did not fall

    counting.picks = 0
    names = reference.names
    known = names.by_symbol("300308.SZ")
    assert known is not None
    gone = _NamesWith(replace(known, delisted=date(2025, 3, 1)))
    other = Scoring(store, _reference_with(reference, gone), load_benchmarks(CONFIG), ReturnBasis.TOTAL, counting)
    (told,) = await other.score(day)
    assert counting.picks == 1
    assert "delisted" in told.score.flags


class _NamesWith:
    """Names of which one has been told otherwise."""

    def __init__(self, told: Security) -> None:
        self._told = told

    def by_symbol(self, symbol: str) -> Security | None:
        return self._told if symbol == self._told.symbol else None


def _reference_with(reference: Reference, names: _NamesWith) -> Reference:
    changed = object.__new__(Reference)
    changed.__dict__.update(reference.__dict__ | {"names": names})
    return changed


async def test_whatever_happens_in_whatever_order_views_show_what_a_full_reckoning_gives(
    house: House, market: DictMarket, scoring: Scoring, counting: Counting, store: Store
) -> None:
    random = Random(20250102)
    symbols = ["300308.SZ", "300502.SZ"]
    await house.confirmed(report(pick(), pick("300502.SZ", kind=PickKind.WATCH, rating=None), scale=QUARTER))
    day, reports = date(2025, 3, 20), 1  # the settlement is near
    for _ in range(30):
        match random.choice(
            ("session", "session", "session", "bar", "ex-date", "suspended", "report", "rating", "days")
        ):
            case "session":
                day = market.calendars[Market.A].after(day)
                for symbol in symbols:
                    market.close(symbol, day, round(random.uniform(80, 140), 2))
                await refreshed(house, f"{day}T15:35", f"{day}T20:30")
            case "bar":
                session = market.calendars[Market.A].on_or_before(day - timedelta(random.randrange(60)))
                bar = Bar(session, Decimal(random.randrange(80, 140)), open=Decimal(100))
                code = random.choice([*symbols, "H00300"])
                async with store.transaction() as tx:
                    await tx.prices.save_deliveries({code: [bar]}, Look("other", _at(day)))
            case "ex-date":
                on = market.calendars[Market.A].on_or_before(day - timedelta(random.randrange(30)))
                event = Adjustment(on, Decimal("1.25"), None, None, "other")
                async with store.transaction() as tx:
                    await tx.prices.save_adjustments(random.choice(symbols), [event], Look("other", _at(day)))
            case "suspended":
                async with store.transaction() as tx:
                    await tx.prices.save_suspensions([Suspension(random.choice(symbols), day)], _at(day))
            case "report":
                reports += 1
                given = report(pick(random.choice(symbols)), title=f"no. {reports}", published=day, scale=QUARTER)
                await house.confirmed(given, at=f"{day}T21:00")
                await house.tracking.follow_up(reports)
                await house.scoring.keep_report(reports, day)
            case "rating":
                async with store.transaction() as tx:
                    standing = random.choice(await tx.reports.confirmed_picks())
                    other = replace(standing.pick, rating=random.choice(("买入", "增持", "减持")))
                    await tx.corrections.change_pick(standing.pick_id, _at(day), document=other)
            case "days":
                until = market.calendars[Market.A].known_until + timedelta(days=30)
                market.calendars[Market.A] = weekdays(Market.A, date(2024, 11, 1), until, HOLIDAYS)
                await house.tracking.refresh_calendar(Market.A)
        await views_are_equal_to_a_full_reckoning(house, scoring, day)
    reckoned, counting.picks = counting.picks, 0
    assert reckoned
    await refreshed(house, *(f"{market.calendars[Market.A].after(day)}T{at}" for at in ("15:35", "20:30")))
    await scoring.score(day + timedelta(days=3))
    assert counting.picks == 0


def _at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 22, tzinfo=SHANGHAI)
