"""Exports: the same figures as on the cards, each column explained, nothing of a report that is not for the viewer."""

from __future__ import annotations

import csv
import json

import pytest

from bot.services.research.export_fields import FIELDS
from bot.services.views.exports import ExportFile, ExportForm, ExportOf
from bot.services.views.pieces import Notice
from tests.integration.services.house import House
from tests.integration.services.parts import DictMarket, pick, report

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def settled(house: House, market: DictMarket, *, risk_level: str | None = "R3") -> None:
    """A report whose two picks have settled, one at +30 % against an index that stood still."""
    await house.confirmed(report(pick("300308.SZ"), pick("300502.SZ"), risk_level=risk_level))
    market.close("300308.SZ", "2025-12-26", 130)
    house.clock.set("2025-12-28T09:00")
    await house.tracking.follow_up(1)
    await house.ledger.settle(house.clock.now().date())


async def exported(house: House, of: ExportOf, form: ExportForm = ExportForm.CSV) -> ExportFile:
    view = await house.exports.export(of, form, await house.subscriber())
    assert isinstance(view, ExportFile)
    return view


def table(content: str) -> list[dict[str, str]]:
    return list(
        csv.DictReader(line for line in content.removeprefix("\ufeff").splitlines() if not line.startswith("#"))
    )


@pytest.mark.parametrize("of", list(ExportOf))
async def test_every_column_is_explained_above_the_table(house: House, market: DictMarket, of: ExportOf) -> None:
    await settled(house, market)
    file = await exported(house, of)
    comments = [line.split(":")[0].removeprefix("# ") for line in file.content.splitlines() if line.startswith("# ")]
    assert comments == list(table(file.content)[0])  # the first line, which the mark stands before, is of the whole
    assert file.rows == len(table(file.content)) == 2
    assert file.name == f"pickwatch-{of}-20251228.csv"


async def test_json_has_the_same_rows_with_numbers_as_numbers(house: House, market: DictMarket) -> None:
    await settled(house, market)
    written = json.loads((await exported(house, ExportOf.SCORES, ExportForm.JSON)).content)
    best = next(row for row in written["rows"] if row["symbol"] == "300308.SZ")
    assert best["excess"] == pytest.approx(0.3)
    assert (best["verdict.met"], best["verdict.settled_on"]) == (True, "2025-12-26")
    assert set(written["fields"]) == set(best) <= set(FIELDS)


async def test_the_ledger_tells_when_what_was_recorded(house: House, market: DictMarket) -> None:
    await settled(house, market)
    (first, _) = table((await exported(house, ExportOf.LEDGER)).content)
    assert (first["number"], first["settled_on"], first["verdict.met"]) == ("1", "2025-12-26", "True")
    assert first["recorded_at"].startswith("2025-12-28T01:00")


async def test_an_episode_names_its_reports(house: House, market: DictMarket) -> None:
    await house.confirmed(report(title="第二篇"), at="2024-12-26T21:00")
    await settled(house, market)
    episodes = table((await exported(house, ExportOf.EPISODES)).content)
    assert {row["symbol"]: row["reports"] for row in episodes}["300308.SZ"] in ("1 2", "2 1")


async def test_what_would_be_a_formula_stays_text(house: House) -> None:
    await house.confirmed(report(pick("300308.SZ", segment="=HYPERLINK(1)")))
    (row,) = table((await exported(house, ExportOf.PICKS)).content)
    assert row["segment"] == "'=HYPERLINK(1)"


async def test_a_restricted_report_is_in_no_file_of_whom_it_is_not_for(house: House, market: DictMarket) -> None:
    await settled(house, market, risk_level="R4")
    viewer = await house.subscriber()
    for of in ExportOf:
        assert await house.exports.export(of, ExportForm.CSV, viewer) == Notice("nothing_to_export")
    qualified = await house.subscriber(user_id=9, qualified=True)
    assert isinstance(await house.exports.export(ExportOf.LEDGER, ExportForm.CSV, qualified), ExportFile)
