"""What operators are given: it parses, names only settings that exist, and keeps to what the house promises."""

from __future__ import annotations

import configparser
import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped] # yamllint brings it, without types

from bot.settings import load_settings, variable_names

TOP = Path(__file__).parents[2]
DEPLOY = TOP / "deploy"
FILES = sorted(path for path in DEPLOY.iterdir() if path.is_file() and path.name != ".env")


def compose(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((DEPLOY / name).read_text("utf-8"))
    return loaded


def unit() -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser(strict=False, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment,method-assign] # the documented way to keep the case of keys
    parser.read(DEPLOY / "pickwatch.service", encoding="utf-8")
    return parser


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_setting_named_for_operators_exists(path: Path) -> None:
    named = set(re.findall(r"\bBOT_[A-Z]+(?:_[A-Z]+)*(?:__[A-Z]+(?:_[A-Z]+)*)?", path.read_text("utf-8")))
    assert named <= variable_names().keys() | {"BOT_"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_host_of_a_registry_and_no_token_stands_in_a_file(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(r"docker\.io|ghcr\.io|quay\.io|gcr\.io|pypi\.org|--index-url|--extra-index-url", text)
    assert not re.search(r"\b\d{6,}:[\w-]{30,}", text)


def test_the_image_runs_as_somebody_without_privileges_on_debian() -> None:
    lines = (DEPLOY / "Dockerfile").read_text("utf-8").splitlines()
    images = [line.split()[1] for line in lines if line.startswith("FROM ")]
    users = [line.split()[1] for line in lines if line.startswith("USER ")]
    assert images == ["python:3.11-slim-bookworm"] * 2
    assert users[-1].split(":")[0] not in {"0", "root"}
    assert 'ENTRYPOINT ["bot"]' in lines
    assert 'CMD ["run"]' in lines


def test_everything_installed_in_the_image_is_locked_by_hash() -> None:
    text = (DEPLOY / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
    installs = re.findall(r"pip install [^&\n]*", text)
    assert len(installs) == 2
    assert all("--require-hashes" in install or "--no-deps" in install for install in installs)


def test_what_the_image_copies_exists_and_is_sent_to_the_builder() -> None:
    text = (DEPLOY / "Dockerfile").read_text("utf-8")
    copied = {name for line in re.findall(r"^COPY (?!--from)(.*)$", text, re.MULTILINE) for name in line.split()[:-1]}
    sent = {
        line.removeprefix("!")
        for line in (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
        if line.startswith("!")
    }
    assert copied == sent
    assert [name for name in copied if not (TOP / name).exists()] == []


def test_what_builds_the_package_is_locked_with_what_runs_it() -> None:
    lines = iter((TOP / "requirements.txt").read_text("utf-8").splitlines())
    assert next(line for line in lines if line.startswith("setuptools==")).endswith("\\")
    assert next(lines).strip().startswith("--hash=sha256:")


def test_the_compose_files_fit_together() -> None:
    base, over = compose("compose.yaml"), compose("compose.postgres.yaml")
    bot = base["services"]["bot"]
    assert (DEPLOY / bot["build"]["context"]).resolve() == TOP
    assert (TOP / bot["build"]["dockerfile"]).is_file()
    assert {mount.split(":")[0] for mount in bot["volumes"]} == set(base["volumes"])
    assert set(over["services"]["bot"]["depends_on"]) == {"db"}
    assert over["services"]["db"]["healthcheck"]["test"][0] == "CMD-SHELL"
    assert {mount.split(":")[0] for mount in over["services"]["db"]["volumes"]} == set(over["volumes"])


def test_the_bot_is_given_thirty_seconds_to_stop_everywhere() -> None:
    assert compose("compose.yaml")["services"]["bot"]["stop_grace_period"] == "30s"
    assert unit()["Service"]["TimeoutStopSec"] == "30"


def test_the_unit_is_confined_but_lets_v8_compile() -> None:
    service = unit()["Service"]
    assert service["User"] == "pickwatch"
    assert service["ExecStart"].endswith("/bot run")
    assert (service["ProtectSystem"], service["NoNewPrivileges"], service["ProtectHome"]) == ("strict", "yes", "yes")
    assert "MemoryDenyWriteExecute" not in service


def test_the_example_settings_are_accepted_as_they_stand(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for line in (DEPLOY / "env.example").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            name, _, value = line.partition("=")
            monkeypatch.setenv(name, value)
    settings = load_settings()
    assert (settings.language, settings.market.source, settings.access.owners) == ("zh", "akshare", ())


def test_the_backup_described_holds_what_is_still_in_the_write_ahead_log(tmp_path: Path) -> None:
    source, copy = tmp_path / "pickwatch.db", tmp_path / "backup.db"
    writer = sqlite3.connect(source)
    writer.execute("PRAGMA journal_mode=WAL")
    writer.execute("CREATE TABLE kept (word TEXT)")
    writer.execute("INSERT INTO kept VALUES ('中际旭创')")
    writer.commit()
    assert (tmp_path / "pickwatch.db-wal").stat().st_size > 0
    reader = sqlite3.connect(source)
    reader.execute(f"VACUUM INTO '{copy}'")
    restored = sqlite3.connect(copy)
    assert restored.execute("SELECT word FROM kept").fetchall() == [("中际旭创",)]
    for connection in (writer, reader, restored):
        connection.close()
