"""The house on a new database, with a market of two quiet stocks."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.market.recorded import RecordedMarket, RecordedQuotes
from bot.services.access.people import Viewer
from bot.services.names.reference import Reference
from bot.store import Store
from tests.integration.services.house import CONFIG, OWNER, House, build
from tests.integration.services.parts import DictMarket, SetClock
from tests.integration.services.preparing import Preparations

SANDBOX = Path(__file__).parents[3] / "bot" / "sandbox"


@pytest.fixture
def clock() -> SetClock:
    """The evening of the report's day."""
    return SetClock("2024-12-26T20:00")


@pytest.fixture(scope="session")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Reference:
    """The bundled names; read once, since nothing here changes them."""
    return Reference(CONFIG, tmp_path_factory.mktemp("names") / "securities.csv")


@pytest.fixture
def market(clock: SetClock) -> DictMarket:
    """300308.SZ and 300502.SZ at 100 all along, against an index at 1000: every excess is what a test makes of it."""
    market = DictMarket(clock)
    for symbol in ("300308.SZ", "300502.SZ"):
        market.flat(symbol, 100)
    for index in ("000300", "H00300"):
        market.flat(index, 1000)
    return market


@pytest.fixture
def house(store: Store, clock: SetClock, market: DictMarket, reference: Reference, tmp_path: Path) -> House:
    return build(store, clock, market, market, reference, tmp_path)


@pytest.fixture(scope="session")
def preparations(tmp_path_factory: pytest.TempPathFactory) -> Preparations:
    """What `ann` and others begin from, where it takes a while to arrange; for tests on SQLite."""
    return Preparations(tmp_path_factory.mktemp("prepared"))


@pytest.fixture
async def recorded(
    store: Store, clock: SetClock, reference: Reference, tmp_path: Path, preparations: Preparations
) -> House:
    """The sample report ingested on its evening, its prices fetched a year later."""
    market = RecordedMarket(SANDBOX / "recorded", clock)
    house = build(store, clock, market, RecordedQuotes(market, clock), reference, tmp_path)
    await preparations.make(house, tmp_path / "pickwatch.db", _a_year_after_the_sample)
    return house


async def _a_year_after_the_sample(house: House) -> None:
    upload = await house.ingest.receive(None, "sample.txt", (SANDBOX / "samples" / "sample-report.txt").read_bytes())
    card = await house.ingest.read(upload)
    await house.drafts.confirm(card.draft_id, None)
    house.clock.set("2025-12-27T09:00")
    await house.tracking.follow_up(card.draft_id)


@pytest.fixture
async def owner(house: House) -> Viewer:
    """The first of two owners, as the gate lets him in."""
    return await house.people.arrive(OWNER, "Olga <b>", "en", OWNER)


@pytest.fixture
async def other_owner(house: House) -> Viewer:
    return await house.people.arrive(2, "Otto", "en", 2)
