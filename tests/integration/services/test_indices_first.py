"""Where many securities are asked for, the indices come first and are kept at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.securities import Market
from bot.services.prices.tracking import MANY
from bot.store import Store
from tests.integration.services.house import House
from tests.integration.services.parts import DictMarket, pick, report

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SESSION = date(2025, 1, 6)


def many() -> list[str]:
    return [f"60{number:04d}.SH" for number in range(MANY + 1)]


async def follow_many(house: House, market: DictMarket) -> None:
    for symbol in many():
        market.flat(symbol, 10)
    one = pick()
    await house.confirmed(report(*(replace(one, symbol=symbol, name=symbol, listed_name=symbol) for symbol in many())))
    house.clock.set("2025-01-06T20:30")


async def test_of_many_the_indices_are_asked_for_first(house: House, market: DictMarket) -> None:
    await follow_many(house, market)
    await house.tracking.refresh(Market.A, SESSION)
    asked = [line for line in market.asked if line.startswith(("bars ", "index "))]
    assert [line.split()[0] for line in asked] == ["index", "index", *["bars"] * len(many())]


async def test_a_stop_amid_the_securities_leaves_the_indices(house: House, market: DictMarket, store: Store) -> None:
    await follow_many(house, market)

    async def stopped(symbol: str, since: date, until: date) -> tuple[()]:
        raise KeyboardInterrupt

    market.daily_bars = stopped  # type: ignore[method-assign] # as a stop comes upon the work
    with pytest.raises(KeyboardInterrupt):
        await house.tracking.refresh(Market.A, SESSION)
    async with store.snapshot() as tx:
        newest = await tx.prices.last_bars(["000300", "H00300", many()[0]])
    assert newest == {"000300": SESSION, "H00300": SESSION}
