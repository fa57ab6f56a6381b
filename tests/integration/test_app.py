"""The composition root: a house opens on an empty folder, works, closes, and opens again on what it left."""

from __future__ import annotations

import os
from pathlib import Path

import psutil
import pytest

from bot.app import MigrationFailed, open_house
from bot.domain.securities import Market
from bot.services.views.cards import CoverageCard
from bot.settings import Settings, WrongSetting, load_settings
from tests.integration.services.parts import SetClock

SANDBOX = Path(__file__).parents[2] / "bot" / "sandbox"
SAMPLE = SANDBOX / "samples" / "sample-report.pdf"


@pytest.fixture(autouse=True)
def no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for variable in os.environ:
        if variable.upper().startswith("BOT_"):
            monkeypatch.delenv(variable)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Settings:
    monkeypatch.setenv("BOT_DATA_DIR", str(tmp_path / "a folder" / "data"))
    monkeypatch.setenv("BOT_MARKET__SOURCE", "recorded")
    monkeypatch.setenv("BOT_MARKET__RECORDED_DIR", str(SANDBOX / "recorded"))
    monkeypatch.setenv("BOT_ACCESS__OWNERS", "7")
    return load_settings()


def children() -> set[int]:
    """The processes we have started, multiprocessing's own aside, which stays as long as we do."""
    own = psutil.Process().children(recursive=True)
    return {child.pid for child in own if "resource_tracker" not in " ".join(child.cmdline())}


async def test_from_an_uploaded_pdf_to_a_card_and_again_after_a_restart(settings: Settings) -> None:
    clock = SetClock("2024-12-26T21:00")
    before = children()
    async with open_house(settings, clock) as house:
        owner = await house.people.arrive(7, "Olga", "en", 7)
        draft = await house.ingest.read(await house.ingest.receive(owner, SAMPLE.name, SAMPLE.read_bytes()))
        await house.drafts.confirm(draft.draft_id, owner)
        await house.people.qualify(owner, qualified=True)
    assert children() <= before  # the reading process ends with the house
    clock.set("2025-01-10T20:30")
    async with open_house(settings, clock) as house:
        owner = await house.people.arrive(7, "Olga", "en", 7)
        await house.routine.refresh(Market.A, "evening", clock.now())
        card = await house.research.coverage("300308.SZ", owner)
        assert isinstance(card, CoverageCard)
        assert [line.score.benchmark for line in card.lines] == ["H00300"]
        assert card.chart is not None


async def test_a_recorded_market_needs_its_folder(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BOT_MARKET__RECORDED_DIR")
    with pytest.raises(WrongSetting, match=r"market\.recorded_dir \(BOT_MARKET__RECORDED_DIR\)"):
        async with open_house(load_settings()):
            pass


async def test_a_database_that_cannot_be_made_is_said_by_the_one_who_tried(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("BOT_DATA_DIR", str(tmp_path / "file" / "data"))
    with pytest.raises(MigrationFailed):
        async with open_house(load_settings()):
            pass
    assert capfd.readouterr().err.count("\n") == 1


async def test_akshare_is_wired_without_being_imported_or_asked(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = children()
    monkeypatch.setenv("BOT_MARKET__SOURCE", "akshare")
    monkeypatch.delenv("BOT_MARKET__RECORDED_DIR")
    for quotes in ("tencent,sina,eastmoney", "eastmoney"):
        monkeypatch.setenv("BOT_SOURCES__QUOTES", quotes)
        async with open_house(load_settings()) as house:
            assert (await house.people.arrive(7, "Olga", "en", 7)).may_edit
    assert children() <= before
