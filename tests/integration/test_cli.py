"""The command line as a person calls it: exit codes, and one line about what was wrong."""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.domain.bars import Look
from bot.store import Store
from tests.tools.command_line import call

SANDBOX = Path(__file__).parents[2] / "bot" / "sandbox"


@pytest.fixture
def data(migrated_file: Path, tmp_path: Path) -> Path:
    """A data directory with an empty database of the current schema."""
    shutil.copy(migrated_file, tmp_path / "pickwatch.db")
    return tmp_path


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("ingest",), "Missing argument 'paths' (bot ingest --help shows how)"),
        (("score", "--as-of", "yesterday"), "Invalid value for '--as-of'"),
        (("score", "--report", "x"), "Invalid value for '--report'"),
        (("frobnicate",), "No such command 'frobnicate' (bot --help shows how)"),
        (("score", "--frobnicate"), "No such option: --frobnicate (bot score --help shows how)"),
        (("extract", "no-such.pdf"), "no-such.pdf: No such file or directory"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_wrong_call_ends_with_one_line_and_code_2(words: tuple[str, ...], said: str, tmp_path: Path) -> None:
    ended = call(*words, data=tmp_path)
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert len(ended.stderr.splitlines()) == 1
    assert said in ended.stderr


def test_a_file_that_is_no_report_ends_with_code_1_and_clean_output(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("今天天气很好。", "utf-8")
    ended = call("extract", str(letter), "--json", data=tmp_path)
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr.startswith("letter.txt: ")
    assert len(ended.stderr.splitlines()) == 1


def test_a_file_is_replayed_with_its_picture(data: Path) -> None:
    picture = data / "replay.png"
    sample = SANDBOX / "samples" / "sample-report.txt"
    ended = call("replay", str(sample), "--to", "2025-12-26", "--chart", str(picture), data=data)
    assert ended.returncode == 0
    assert "会收到提醒" in ended.stdout
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_without_a_command_the_commands_are_shown() -> None:
    command = [sys.executable, "-m", "bot"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 0
    assert "extract" in ended.stdout
    assert ended.stderr == ""


async def _doubled(folder: Path) -> None:
    """A close of the settlement as nobody would correct it."""
    store = Store(f"sqlite+aiosqlite:///{folder / 'pickwatch.db'}")
    async with store.transaction() as tx:
        day = date(2025, 12, 26)
        (bar,) = (await tx.prices.bars(["300308.SZ"], day, day))["300308.SZ"]
        wrong = replace(bar, close=bar.close * 2)
        await tx.prices.save_deliveries({"300308.SZ": [wrong]}, Look("recorded", datetime(2025, 12, 28, tzinfo=UTC)))
    await store.close()


def test_every_recorded_verdict_is_proved_from_the_stored_bars(data: Path) -> None:
    assert call("ingest", "--yes", str(SANDBOX / "samples" / "sample-report.txt"), data=data).returncode == 0
    scored = call("score", "--as-of", "2025-12-26", "--json", data=data)
    settled = [line for line in map(json.loads, scored.stdout.splitlines()) if line["verdict"]]
    proved = call("verify", "--json", data=data)
    assert (proved.returncode, json.loads(proved.stdout)) == (
        0,
        {"checked": len(settled), "equal": len(settled), "differing": []},
    )

    asyncio.run(_doubled(data))
    differs = call("verify", "1", "--json", data=data)
    found = json.loads(differs.stdout)
    assert (differs.returncode, found["equal"], {each["symbol"] for each in found["differing"]}) == (
        1,
        len(settled) - 1,
        {"300308.SZ"},
    )
    assert {"total_return", "excess"} <= {each["field"] for each in found["differing"]}
    said = call("verify", data=data)
    assert said.returncode == 1
    assert said.stdout.splitlines()[-1] == f"{len(settled)} verdicts reckoned again: {len(settled) - 1} equal, 1 differ"
