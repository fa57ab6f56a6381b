"""Boards of a large store: counted elsewhere, kept, and the same as those that are counted while one waits."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import ParamSpec, TypeVar

import pytest

from bot.domain.boards import Grouping, Origin
from bot.domain.scoring.results import ReturnBasis
from bot.extraction.brokers import load_brokers
from bot.services.access.people import Viewer
from bot.services.names.reference import Reference
from bot.services.scores.base_rates import BaseRates
from bot.services.scores.kept_boards import KeptBoards, Place
from bot.services.views.boards import Scoreboard
from bot.services.views.pieces import Notice
from bot.store import Store
from bot.workers import Inline, WorkerDied
from tests.integration.services.house import CONFIG, House, refreshed
from tests.integration.services.parts import SCALE, DictMarket, pick, report

P = ParamSpec("P")
T = TypeVar("T")
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ONE = replace(SCALE, months=(1, 1))


class Elsewhere:
    """Runs in a thread, and only when it may; counts how often."""

    def __init__(self) -> None:
        self.counted = 0
        self.may = asyncio.Event()
        self.dies = False

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        await self.may.wait()
        self.counted += 1
        if self.dies:
            raise WorkerDied("counting: the process ended")
        return await asyncio.to_thread(function, *args, **kwargs)


@pytest.fixture
def elsewhere() -> Elsewhere:
    return Elsewhere()


@pytest.fixture
def boards(
    house: House, store: Store, reference: Reference, database_url: str, tmp_path: Path, elsewhere: Elsewhere
) -> KeptBoards:
    place = Place(database_url, CONFIG, tmp_path / "securities.csv", ReturnBasis.TOTAL)
    rates, brokers = BaseRates(store, reference), load_brokers(CONFIG / "brokers.toml")
    return KeptBoards(store, house.scoring, rates, reference, house.clock, brokers, Inline(), place, elsewhere, large=3)


async def _three_houses(house: House, market: DictMarket) -> None:
    for number, broker in enumerate(("开源证券", "华安证券", "示例证券")):
        market.close("300308.SZ", date(2025, 1, 27), 100 + 10 * number)
        given = report(pick(), pick("300502.SZ", rating="买入"), title=f"of {broker}", scale=ONE)
        await house.confirmed(replace(given, broker=broker, risk_level="R4" if number == 2 else "R3"))
    await refreshed(house, "2025-02-05T15:35", "2025-02-05T20:30")


async def test_each_board_is_the_one_that_is_counted_while_one_waits(
    house: House, market: DictMarket, boards: KeptBoards, elsewhere: Elsewhere, owner: Viewer
) -> None:
    await _three_houses(house, market)
    elsewhere.may.set()
    for viewer in (owner, replace(owner, qualified=True)):
        for origin in Origin:
            for grouping in Grouping:
                houses = ("开源证券", "华安证券", "示例证券") if grouping is Grouping.RATING else ("",)
                for of in houses:
                    counted = await house.scoreboards.board(grouping, viewer, origin, 0, of, size=2)
                    kept = await boards.board(grouping, viewer, origin, 0, of, size=2)
                    if isinstance(counted, Scoreboard) and (counted.settled or counted.open or not of):
                        assert kept == counted, (grouping, origin, of)
    assert elsewhere.counted == 1


async def test_after_a_change_the_board_before_is_shown_until_the_new_one_is_there(
    house: House, market: DictMarket, boards: KeptBoards, elsewhere: Elsewhere, owner: Viewer
) -> None:
    await _three_houses(house, market)
    elsewhere.may.set()
    first = await boards.board(Grouping.BROKER, owner)
    assert isinstance(first, Scoreboard)
    elsewhere.may.clear()
    await house.confirmed(replace(report(pick(), title="another", scale=ONE), broker="信达证券"), at="2025-02-05T21:00")
    assert await boards.board(Grouping.BROKER, owner) == first
    elsewhere.may.set()
    async with asyncio.timeout(20):
        while (now := await boards.board(Grouping.BROKER, owner)) == first:  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.01)
    assert isinstance(now, Scoreboard)
    assert now.other == first.other + 1  # it came late, so it counts apart
    assert elsewhere.counted == 2


async def test_a_board_that_cannot_be_counted_says_so_and_is_tried_again(
    house: House, market: DictMarket, boards: KeptBoards, elsewhere: Elsewhere, owner: Viewer
) -> None:
    await _three_houses(house, market)
    elsewhere.may.set()
    elsewhere.dies = True
    assert await boards.board(Grouping.BROKER, owner) == Notice("internal_error")
    elsewhere.dies = False
    assert isinstance(await boards.board(Grouping.BROKER, owner), Scoreboard)


async def test_a_small_store_is_counted_while_one_waits(house: House, boards: KeptBoards, owner: Viewer) -> None:
    await house.confirmed(report())
    assert isinstance(await boards.board(Grouping.BROKER, owner), Scoreboard)
