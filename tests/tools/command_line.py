"""The command line called in this process: what is typed, and what comes of it, without seconds of imports a call."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from unittest.mock import patch

from bot.cli import run_command_line

RECORDED = Path(__file__).parents[2] / "bot" / "sandbox" / "recorded"


@dataclass(frozen=True, slots=True)
class Ended:
    """The exit code, and what was written to standard output and standard error."""

    returncode: int
    stdout: str
    stderr: str


def call(*words: str, data: Path, settings: Mapping[str, str] | None = None, cwd: Path | None = None) -> Ended:
    """Call ``bot`` with these words on the recorded market; no other setting of the machine reaches it."""
    told = {"BOT_MARKET__SOURCE": "recorded", "BOT_MARKET__RECORDED_DIR": str(RECORDED), "BOT_DATA_DIR": str(data)}
    foreign = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
    out, err = StringIO(), StringIO()
    with (
        patch.dict(os.environ, foreign | told | dict(settings or {}), clear=True),
        patch.object(sys, "argv", ["bot", *words]),
        contextlib.chdir(cwd or Path.cwd()),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        _logs_as_they_were(),
        ThreadPoolExecutor(1) as thread,  # a command runs an event loop of its own, and one may be running in this one
    ):
        code = thread.submit(_exit_code).result()
    return Ended(code, out.getvalue(), err.getvalue())


def _exit_code() -> int:
    try:
        run_command_line()
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


@contextlib.contextmanager
def _logs_as_they_were() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
