"""``bot doctor --calendar`` and ``bot backfill`` as an operator types them, on the bundled recording."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.tools.command_line import Ended, call

ROOT = Path(__file__).parents[2]


@pytest.fixture
def place(migrated_file: Path, tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    shutil.copy(migrated_file, tmp_path / "data" / "pickwatch.db")
    shutil.copytree(ROOT / "config", tmp_path / "config")
    return tmp_path


def bot(place: Path, *words: str) -> Ended:
    return call(*words, data=place / "data", settings={"BOT_CONFIG_DIR": str(place / "config")})


def test_the_check_says_how_far_each_calendar_reaches_and_from_which_source(place: Path) -> None:
    said = bot(place, "doctor", "--calendar")
    assert "2026.toml [A]: 19 closed weekdays, from Shanghai Stock Exchange" in said.stdout
    assert "calendar   A: " in said.stdout
    assert "sessions, recorded" in said.stdout
    assert said.stderr == ""


def test_a_years_file_that_cannot_be_used_is_named(place: Path) -> None:
    (place / "config" / "calendar" / "2027.toml").write_text('[A]\nsource = "x"\nclosed = [2027-01-02]\n')
    said = bot(place, "doctor", "--calendar")
    assert said.returncode == 1
    assert "2027.toml: [A] 2027-01-02 is no day from Monday to Friday of 2027" in said.stdout


def test_a_backfill_without_picks_says_that_nothing_is_missing_and_a_wrong_day_is_a_wrong_call(place: Path) -> None:
    said = bot(place, "backfill")
    assert (said.returncode, said.stdout) == (0, "backfill   nothing is missing\n")
    wrong = bot(place, "backfill", "--since", "yesterday")
    assert wrong.returncode == 2
