"""The same figures through akshare as out of the recording: akshare's own parsing, fed by a server that plays its sources.

Here a few securities and two evenings; ``make sources`` plays the demonstration's whole year (PICKWATCH_WHOLE_YEAR=1).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.app import open_house
from bot.domain.scoring.results import Flag
from bot.domain.securities import Market
from bot.services.house import Services
from bot.settings import Settings, load_settings
from tests.integration.services.parts import SetClock, pick, report
from tests.tools.vendors.answers import Recording
from tests.tools.vendors.server import Vendors

ROOT = Path(__file__).parents[2]
RECORDED = ROOT / "bot" / "sandbox" / "recorded"
SAMPLE = ROOT / "bot" / "sandbox" / "samples" / "sample-report.pdf"
WHOLE = bool(os.environ.get("PICKWATCH_WHOLE_YEAR"))
CLOSE = 1e-9
EVENINGS = ("2025-06-26T20:30", "2025-12-30T20:30")
MONTHS = tuple(f"{date(2025, 1, 3) + timedelta(weeks=4 * number)}T20:30" for number in range(13)) + EVENINGS[1:]


@pytest.fixture(autouse=True)
def no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for variable in os.environ:
        if variable.upper().startswith("BOT_"):
            monkeypatch.delenv(variable)
    monkeypatch.chdir(tmp_path)


def settings(folder: Path, **market: object) -> Settings:
    return load_settings(data_dir=folder, access={"owners": [1]}, config_dir=ROOT / "config", **market)


async def two_picks(house: Services) -> None:
    """A dividend twice inside the year (300308), and a stock of Hong Kong."""
    given = report(pick("300308.SZ"), pick("09698.HK"))
    async with house.store.transaction() as tx:
        stored = await tx.reports.add(given, sha256="1" * 64, uploaded_by=1, at=house.clock.now())
        await tx.reports.set_state(stored.report_id, stored.state.CONFIRMED, 1, house.clock.now())


async def whole_report(house: Services) -> None:
    owner = await house.people.arrive(1, "Olga", "zh", 1)
    draft = await house.ingest.read(await house.ingest.receive(owner, SAMPLE.name, SAMPLE.read_bytes()))
    await house.drafts.confirm(draft.draft_id, owner)


async def figures(house: Services, day: date) -> Mapping[tuple[int, str], Mapping[str, object]]:
    for market in (Market.A, Market.HK, Market.US):
        await house.tracking.refresh(market, await house.tracking.last_session(market))
    scored = await house.scoring.score(day)
    found = {(each.pick.pick_id, each.score.symbol): asdict(each.score) for each in scored}
    for (_, symbol), each in found.items():
        # the recording tells the reference prices; the vendor's factors, of its six digits here, do not lead to each
        each["flags"] = [flag for flag in each["flags"] if flag != Flag.REFERENCE_MISSING]
        if symbol.endswith(".US"):  # recorded without opens, which the vendor has
            del each["tradable"], each["flags"]
    return found


def differences(one: object, other: object, at: str = "") -> list[str]:
    """Where two trees of figures differ by more than 1e-9."""
    if isinstance(one, dict) and isinstance(other, dict):
        return [line for key in one for line in differences(one[key], other[key], f"{at} {key}")]
    if isinstance(one, float) and isinstance(other, float):
        return [] if abs(one - other) <= CLOSE else [f"{at}: {one!r}, {other!r}"]
    return [] if one == other else [f"{at}: {one!r}, {other!r}"]


async def test_the_same_figures_through_akshare_as_out_of_the_recording(tmp_path: Path) -> None:
    clock = SetClock("2024-12-26T20:00")
    recording = Recording.of(RECORDED, clock.now())
    with Vendors(recording).running() as vendors:
        recorded = settings(tmp_path / "recorded", market={"source": "recorded", "recorded_dir": RECORDED})
        through = settings(tmp_path / "akshare", market={"source": "akshare"}, sources={"stand_in": vendors.url})
        async with open_house(recorded, clock) as one, open_house(through, clock) as other:
            for house in (one, other):
                await (whole_report if WHOLE else two_picks)(house)
            for evening in MONTHS if WHOLE else EVENINGS:
                clock.set(evening)
                recording.now = clock.now()
                day = (await one.tracking.calendar(Market.A)).last_closed(clock.now())
                told, heard = await figures(one, day), await figures(other, day)
                assert told.keys() == heard.keys()
                assert len(told) >= (47 if WHOLE else 2)
                assert differences(told, heard) == []
                assert sum(each["total_return"] is not None for each in told.values()) >= (45 if WHOLE else 2)
    assert {host for host in vendors.asked if vendors.asked[host]} >= {"finance.sina.com.cn", "www.csindex.com.cn"}
