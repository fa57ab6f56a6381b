"""What a subscriber's own rules tell: on the edge, once, from figures without doubt, and over ex-dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bot.domain.quotes import Quote
from bot.domain.rule_kinds import RuleKind
from bot.domain.rules import Frequency
from bot.domain.securities import Market
from bot.domain.sessions import SHANGHAI
from bot.services.access.people import Viewer
from bot.services.names.reference import Reference
from bot.services.views.rules import RuleAlert, RuleTelling
from bot.store import Store
from tests.integration.services.house import BOB, House, build, refreshed
from tests.integration.services.parts import DictMarket, SetClock, report, shanghai, waiting
from tests.integration.services.preparing import Preparations

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
STOCK = "300308.SZ"


@pytest.fixture
async def ann(house: House, tmp_path: Path, preparations: Preparations) -> Viewer:
    """A subscriber of nothing but rules, the day after the report, its prices fetched."""
    return await preparations.make(house, tmp_path / "pickwatch.db", _ann)


async def _ann(house: House) -> Viewer:
    await house.confirmed(report())
    viewer = await house.subscriber(day_change=None)
    await refreshed(house, "2025-01-09T15:35", "2025-01-09T20:30")
    await waiting(house.store)
    return viewer


async def told(store: Store, chat_id: int | None = None) -> list[RuleTelling]:
    views = [view for view in await waiting(store, chat_id=chat_id) if isinstance(view, RuleAlert)]
    return [line for view in views for line in view.lines]


async def look(
    house: House, market: DictMarket, at: str, price: str, *, age: timedelta = timedelta(), previous: str = "100"
) -> list[RuleTelling]:
    """One look at a quote of this price."""
    house.clock.set(at)
    market.prices[STOCK] = Quote(STOCK, Decimal(price), Decimal(previous), house.clock.now() - age, "tencent")
    await house.routine.quotes(shanghai(at))
    return await told(house.store)


async def history(house: House, rule_id: int) -> list[tuple[str, str]]:
    async with house.store.snapshot() as tx:
        return [(entry.event, entry.reason or "") for entry in reversed(await tx.rules.history(rule_id))]


async def test_a_price_is_told_when_it_is_reached_and_not_while_it_stays(
    house: House, market: DictMarket, ann: Viewer
) -> None:
    card = await house.rules.make(STOCK, RuleKind.PRICE_ABOVE, Decimal(105), ann)
    assert await look(house, market, "2025-01-10T09:31", "104.99") == []
    (line,) = await look(house, market, "2025-01-10T09:32", "105")
    assert (line.rule.rule_id, line.value, line.source, line.since) == (
        card.line.rule_id,
        Decimal(105),
        "tencent",
        None,
    )
    assert await look(house, market, "2025-01-10T09:33", "106") == []
    assert await look(house, market, "2025-01-10T09:34", "104") == []
    assert await look(house, market, "2025-01-10T14:30", "105") == []
    assert await history(house, card.line.rule_id) == [("made", ""), ("fired", ""), ("held", "same_session")]


async def test_without_rules_nothing_is_put_in_order(house: House, market: DictMarket, ann: Viewer) -> None:
    """The arrays and what they need wait for the first rule."""
    await house.subscriber(BOB)
    assert await look(house, market, "2025-01-10T09:31", "101") == []
    async with house.store.snapshot() as tx:
        assert Market.A not in await tx.rules.looked()


async def test_after_a_restart_nothing_is_told_again(
    house: House, market: DictMarket, ann: Viewer, clock: SetClock, reference: Reference, tmp_path: Path
) -> None:
    await house.rules.make(STOCK, RuleKind.PRICE_BELOW, Decimal(95), ann)
    assert len(await look(house, market, "2025-01-10T09:31", "94")) == 1
    again = build(house.store, clock, market, market, reference, tmp_path)
    assert await look(again, market, "2025-01-10T09:32", "93") == []


async def test_state_history_and_message_are_one_transaction(
    house: House, market: DictMarket, ann: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = await house.rules.make(STOCK, RuleKind.PRICE_ABOVE, Decimal(105), ann)

    def stopped(view: object) -> str:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("bot.services.rules.tellings.dump_view", stopped)
        with pytest.raises(KeyboardInterrupt):
            await look(house, market, "2025-01-10T09:31", "106")
    assert await history(house, card.line.rule_id) == [("made", "")]
    assert len(await look(house, market, "2025-01-10T09:32", "106")) == 1


async def test_a_rule_made_beyond_its_threshold_waits_until_it_is_left(
    house: House, market: DictMarket, ann: Viewer
) -> None:
    assert await look(house, market, "2025-01-10T09:31", "110") == []
    await house.rules.make(STOCK, RuleKind.PRICE_ABOVE, Decimal(105), ann)
    assert await look(house, market, "2025-01-10T09:32", "111") == []
    assert await look(house, market, "2025-01-10T09:33", "104") == []
    assert len(await look(house, market, "2025-01-10T09:34", "105")) == 1


async def test_a_price_over_an_ex_date_is_carried_by_the_reference_price(
    house: House, market: DictMarket, ann: Viewer
) -> None:
    await house.rules.make(STOCK, RuleKind.PRICE_ABOVE, Decimal(140), ann)
    # ten shares become thirteen and a half: yesterday's close of 100 is 74.07 today, and 140 is 103.70
    assert await look(house, market, "2025-01-10T09:31", "103.69", previous="74.07") == []
    (line,) = await look(house, market, "2025-01-10T09:32", "103.70", previous="74.07")
    assert (line.rule.threshold, line.rule.carried) == (Decimal(140), Decimal("103.70"))


async def test_a_day_change_is_against_the_reference_price(house: House, market: DictMarket, ann: Viewer) -> None:
    await house.rules.make(STOCK, RuleKind.DAY_CHANGE, Decimal("0.05"), ann)
    assert await look(house, market, "2025-01-10T09:31", "74.07", previous="74.07") == []
    (line,) = await look(house, market, "2025-01-10T09:32", "70.36", previous="74.07")
    assert round(line.value, 4) == Decimal("-0.0501")
    (line,) = await look(house, market, "2025-01-10T10:32", "77.78", previous="74.07")
    assert line.value > 0


@pytest.mark.parametrize(("age", "why"), [(6, "stale"), (0, "disputed"), (0, "single_source")])
async def test_a_doubtful_quote_tells_nothing_until_it_is_borne_out(
    house: House, market: DictMarket, ann: Viewer, age: int, why: str
) -> None:
    card = await house.rules.make(STOCK, RuleKind.PRICE_ABOVE, Decimal(105), ann)
    if why == "disputed":
        market.disputed[STOCK] = Quote(STOCK, Decimal(100), Decimal(100), shanghai("2025-01-10T10:30"), "sina")
    market.alone |= {STOCK} if why == "single_source" else set()
    for at in ("2025-01-10T10:31", "2025-01-10T10:32"):
        assert await look(house, market, at, "106", age=timedelta(minutes=age)) == []
    assert await history(house, card.line.rule_id) == [("made", ""), ("held", why)]
    async with house.store.snapshot() as tx:
        assert [(each.kind, each.args["cause"]) for each in await tx.findings.untold()] == [("rule_doubted", why)]
    market.disputed.clear()
    market.alone.clear()
    assert len(await look(house, market, "2025-01-10T10:33", "106")) == 1


async def test_before_the_opening_and_at_lunch_nothing_is_told_and_nobody_is_blamed(
    house: House, market: DictMarket, ann: Viewer
) -> None:
    card = await house.rules.make(STOCK, RuleKind.PRICE_ABOVE, Decimal(105), ann)
    assert await look(house, market, "2025-01-10T09:26", "110") == []
    assert await look(house, market, "2025-01-10T11:45", "110", age=timedelta(minutes=15)) == []
    assert await look(house, market, "2025-01-10T13:00", "110", age=timedelta(minutes=90)) == []
    assert await history(house, card.line.rule_id) == [("made", "")]
    assert len(await look(house, market, "2025-01-10T13:01", "110")) == 1


async def test_what_was_crossed_while_nobody_looked_says_since_when(
    house: House, market: DictMarket, ann: Viewer
) -> None:
    await house.rules.make(STOCK, RuleKind.PRICE_ABOVE, Decimal(105), ann)
    assert await look(house, market, "2025-01-10T10:00", "100") == []
    (line,) = await look(house, market, "2025-01-10T13:30", "106")
    assert line.since == shanghai("2025-01-10T10:00")


async def test_a_price_touched_while_nobody_looked_is_told_at_the_close(
    house: House, market: DictMarket, ann: Viewer
) -> None:
    card = await house.rules.make(STOCK, RuleKind.PRICE_ABOVE, Decimal(105), ann)
    bar = market.bars[STOCK][date(2025, 1, 10)]
    market.bars[STOCK][date(2025, 1, 10)] = replace(bar, high=Decimal(107), low=Decimal(99))
    await refreshed(house, "2025-01-10T15:35")
    assert await told(house.store) == []
    await refreshed(house, "2025-01-10T20:30")
    (line,) = await told(house.store)
    assert (line.value, line.touched) == (Decimal(107), True)
    assert await history(house, card.line.rule_id) == [("made", ""), ("held", "preliminary"), ("fired", "")]


async def test_what_a_look_has_told_the_close_does_not_tell_again(
    house: House, market: DictMarket, ann: Viewer
) -> None:
    await house.rules.make(STOCK, RuleKind.PRICE_ABOVE, Decimal(105), ann)
    assert len(await look(house, market, "2025-01-10T10:00", "106")) == 1
    bar = market.bars[STOCK][date(2025, 1, 10)]
    market.bars[STOCK][date(2025, 1, 10)] = replace(bar, high=Decimal(107), low=Decimal(99))
    await refreshed(house, "2025-01-10T15:35", "2025-01-10T20:30")
    assert await told(house.store) == []


async def test_an_excess_is_told_at_the_close_once_it_is_confirmed(
    house: House, market: DictMarket, ann: Viewer
) -> None:
    card = await house.rules.make(STOCK, RuleKind.EXCESS_ABOVE, Decimal("0.2"), ann)
    assert card.line.head is not None
    for day in (10, 13, 14):
        market.close(STOCK, date(2025, 1, day), 120)
    await refreshed(house, "2025-01-10T15:35")
    assert await told(house.store) == []
    await refreshed(house, "2025-01-10T20:30")
    (line,) = await told(house.store)
    assert (line.value, line.rule.head) == (Decimal("0.2"), card.line.head)
    await refreshed(house, "2025-01-13T15:35", "2025-01-13T20:30")
    assert await told(house.store) == []


async def test_a_rule_for_once_ends_with_its_message_and_is_still_there_to_be_seen(
    house: House, market: DictMarket, ann: Viewer
) -> None:
    card = await house.rules.make(STOCK, RuleKind.PRICE_ABOVE, Decimal(105), ann)
    await house.rule_changes.set_frequency(card.line.rule_id, ann, Frequency.ONCE)
    assert len(await look(house, market, "2025-01-10T10:00", "106")) == 1
    assert await look(house, market, "2025-01-10T10:01", "100") == []
    assert await look(house, market, "2025-01-13T10:01", "106") == []
    assert (await house.rules.card(card.line.rule_id, ann)).line.standing == "spent"


async def test_a_new_rule_is_heeded_at_the_next_look_and_a_deleted_one_is_not(
    house: House, market: DictMarket, ann: Viewer
) -> None:
    first = await house.rules.make(STOCK, RuleKind.PRICE_ABOVE, Decimal(105), ann)
    assert await look(house, market, "2025-01-10T10:00", "100") == []
    await house.rule_changes.delete(first.line.rule_id, ann)
    second = await house.rules.make(STOCK, RuleKind.PRICE_ABOVE, Decimal(106), ann)
    (line,) = await look(house, market, "2025-01-10T10:01", "107")
    assert line.rule.rule_id == second.line.rule_id


async def test_everybody_hears_of_his_own_rules_and_who_has_left_of_none(
    house: House, market: DictMarket, ann: Viewer
) -> None:
    bob = await house.subscriber(BOB, day_change=None)
    for viewer in (ann, bob):
        await house.rules.make(STOCK, RuleKind.PRICE_ABOVE, Decimal(105), viewer)
    await house.people.left(BOB)
    assert len(await look(house, market, "2025-01-10T10:00", "106")) == 1
    assert await told(house.store, BOB) == []
    calendar = await house.tracking.calendar(Market.A)
    assert date(2025, 1, 10) in calendar


@pytest.mark.parametrize(
    ("kind", "threshold", "closes", "told_on"),
    [
        (RuleKind.NEW_HIGH, "5", (101, 102, 99, 103), [10, 15]),  # 102 is a high on top of a high
        (RuleKind.NEW_LOW, "5", (101, 99, 98, 97), [13]),
        (RuleKind.DRAWDOWN, "0.1", (120, 109, 108, 107), [14]),  # 108 is a tenth below 120
    ],
)
async def test_extremes_and_drawdowns_are_told_at_the_close(
    house: House,
    market: DictMarket,
    ann: Viewer,
    kind: RuleKind,
    threshold: str,
    closes: tuple[int, ...],
    told_on: list[int],
) -> None:
    card = await house.rules.make(STOCK, kind, Decimal(threshold), ann)
    assert (card.line.standing, card.line.carried) == ("armed", None)
    days = []
    for day, close in zip((10, 13, 14, 15), closes, strict=True):
        market.close(STOCK, date(2025, 1, day), close)
        await refreshed(house, f"2025-01-{day}T15:35", f"2025-01-{day}T20:30")
        days += [line.at.astimezone(SHANGHAI).day for line in await told(house.store)]
    assert days == told_on
