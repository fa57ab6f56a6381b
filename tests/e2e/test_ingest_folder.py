"""``bot ingest FOLDER`` as a process: a bad PDF amid good reports, lines of JSON, a stop by Ctrl-C."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.bot_process import PATIENCE, RECORDED
from tests.e2e.reports import company_report, pdf_without_text
from tests.tools.command_line import call


@pytest.fixture
def env(data_dir: Path) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
    return inherited | {
        "BOT_DATA_DIR": str(data_dir),
        "BOT_LANGUAGE": "en",
        "BOT_MARKET__SOURCE": "recorded",
        "BOT_MARKET__RECORDED_DIR": str(RECORDED),
    }


def bot(*words: str, env: dict[str, str], cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot", *words]
    return subprocess.run(command, env=env, cwd=cwd, capture_output=True, text=True, timeout=60, check=False)


TITLE = "订单饱满，产线如期投产"
PICKS = "推荐标的：新易盛。受益标的：天孚通信、中际旭创。"


def without_picks() -> str:
    report = company_report("行业景气延续，静待需求释放").replace(PICKS, "")
    return report.replace("——新易盛（300502.SZ）公司点评报告", "通信行业点评报告").replace(
        "买入（维持）", "看好（维持）"
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A report, the same again, one without picks, and a PDF that cannot be read."""
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "bad.pdf").write_bytes(pdf_without_text())
    (reports / "good.txt").write_text(company_report(TITLE), "utf-8")
    (reports / "same.txt").write_text(company_report(TITLE), "utf-8")
    (reports / "without.txt").write_text(without_picks(), "utf-8")
    return reports


def test_a_folder_with_a_bad_file_is_summed_up_and_ends_with_1(env: dict[str, str], folder: Path) -> None:
    ended = bot("ingest", "reports", env=env, cwd=folder.parent)
    assert ended.returncode == 1
    assert ended.stdout.splitlines() == [
        f"reports/good.txt: #1 示例证券 · {TITLE}",
        f"reports/same.txt: #1 示例证券 · {TITLE}",
        "reports/without.txt: There are no picks to confirm.",
    ]
    # a machine under load takes long enough for lines of progress
    counted, *rest = [line for line in ended.stderr.splitlines() if not re.match(r"[1-4]/4 ", line)]
    assert counted == (
        "4 files: 1 new, 1 already here, 0 merged with a report already here, 1 without picks, 1 failed. "
        "3 picks, 0 names to be resolved."
    )
    assert rest == [
        "  reports/bad.pdf: The PDF holds pictures and no text. Please send one with text, or the text itself.",
        "1 draft waits for confirmation: confirm it in the chat, or run this again with --yes.",
    ]
    assert (folder / "bad.pdf").exists()


def test_called_again_with_yes_it_confirms_the_drafts_and_speaks_json_alone(data_dir: Path, folder: Path) -> None:
    call("ingest", "reports", data=data_dir, cwd=folder.parent)
    ended = call("ingest", "reports/good.txt", "reports", "--yes", "--json", data=data_dir, cwd=folder.parent)
    assert ended.returncode == 1
    lines = {line["file"]: line for line in map(json.loads, ended.stdout.splitlines())}
    assert [(name, line["outcome"], line["reason"]) for name, line in lines.items()] == [
        ("reports/good.txt", "known", None),
        ("reports/bad.pdf", "failed", "document_no_text"),
        ("reports/same.txt", "known", None),
        ("reports/without.txt", "without_picks", "no_picks"),
    ]
    good = lines["reports/good.txt"]
    assert (good["report_id"], good["state"], good["picks"], good["unresolved"]) == (1, "confirmed", 3, 0)
    assert (good["broker"], good["title"], good["published"]) == ("示例证券", TITLE.replace("，", ","), "2025-03-03")
    scores = call("score", "--json", "--as-of", "2025-06-30", data=data_dir, cwd=folder.parent)
    assert [json.loads(line)["symbol"] for line in scores.stdout.splitlines()] == [
        "300502.SZ",
        "300394.SZ",
        "300308.SZ",
    ]


def test_a_path_that_does_not_exist_ends_the_call_before_anything_is_done(data_dir: Path, folder: Path) -> None:
    ended = call("ingest", "reports", "nowhere", data=data_dir, cwd=folder.parent)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == "bot: nowhere: No such file or directory\n"


async def test_ctrl_c_says_what_is_left_and_another_call_goes_on_from_there(
    data_dir: Path, env: dict[str, str], tmp_path: Path
) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    for number in range(80):
        (reports / f"{number:03}.txt").write_text(company_report(f"样例之{number}：{TITLE}"), "utf-8")
    command = (sys.executable, "-m", "bot", "ingest", "reports", "--json")
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        *command, env=env, cwd=tmp_path, stdout=pipe, stderr=pipe, preexec_fn=_hear_interrupts
    )
    assert process.stdout is not None
    async with asyncio.timeout(PATIENCE):
        first = [await process.stdout.readline() for _ in range(3)]
        process.send_signal(signal.SIGINT)
        rest, errors = await process.communicate()
    lines = [json.loads(line) for line in [*first, *rest.splitlines()]]
    assert process.returncode == 130
    assert (
        errors.decode().splitlines()[0]
        == f"Stopped with {80 - len(lines)} files left; run it again to go on from there."
    )

    again = call("ingest", "reports", "--json", data=data_dir, cwd=tmp_path)
    assert again.returncode == 0
    ids = [json.loads(line)["report_id"] for line in again.stdout.splitlines()]
    assert ids == list(range(1, 81))
    assert [line["report_id"] for line in lines] == ids[: len(lines)]


def _hear_interrupts() -> None:
    """Where the tests run in the background of a shell, their children would ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
