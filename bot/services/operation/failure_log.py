"""From the log to what is kept: each line of level ERROR is counted under its reference, and written down in a moment."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from bot.services.operation.failures import Failures, reference_of, reference_to
from bot.store.errors import StoreBusy
from bot.store.failures import Failure

_log = logging.getLogger(__name__)

GATHERED = 1.0  # seconds between two writings: a place that fails a thousand times a second is written once
MOST_WAITING = 200
LONGEST_SUMMARY = 300
LONGEST_DETAILS = 20_000


class FailureLog(logging.Handler):
    """Attach it to the root logger, and let `run` go on for as long as the bot does."""

    def __init__(self, failures: Failures, cleaned: Callable[[str], str]) -> None:
        """``cleaned`` strikes secrets out of a text."""
        super().__init__(logging.ERROR)
        self._failures = failures
        self._cleaned = cleaned
        self._loop = asyncio.get_running_loop()
        self._waiting: dict[str, Failure] = {}
        self._filled = asyncio.Event()

    def emit(self, record: logging.LogRecord) -> None:
        """See `logging.Handler.emit`; may be called from any thread."""
        found = failure_of(record, self._cleaned)
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._add, found)

    async def run(self) -> None:
        """Write down what was gathered, until cancelled; what cannot be written now is kept for the next time."""
        while True:
            await self._filled.wait()
            await asyncio.sleep(GATHERED)
            await self.write()

    async def write(self) -> None:
        """Write down what was gathered."""
        self._filled.clear()
        found, self._waiting = self._waiting, {}
        try:
            await self._failures.note(list(found.values()))
        except StoreBusy as error:
            _log.warning("failures are written down later: %s", error)
            for each in found.values():
                self._add(each)

    def _add(self, found: Failure) -> None:
        known = self._waiting.get(found.reference)
        if known is not None:
            more = known.count + found.count
            found = replace(
                found,
                count=more,
                first_at=min(known.first_at, found.first_at),
                last_at=max(known.last_at, found.last_at),
            )
        elif len(self._waiting) >= MOST_WAITING:
            return
        self._waiting[found.reference] = found
        self._filled.set()


def failure_of(record: logging.LogRecord, cleaned: Callable[[str], str]) -> Failure:
    """What a line of the log says of a failure."""
    at = datetime.fromtimestamp(record.created, UTC)
    error = record.exc_info[1] if record.exc_info else None
    said = cleaned(record.getMessage())
    if error is None:
        return Failure(reference_to(record.name, str(record.msg)), record.name, _line(said), said, 1, at, at)
    trace = cleaned("".join(traceback.format_exception(error)))
    summary = _line(cleaned(f"{type(error).__qualname__}: {error}"))
    # of a traceback that is too long the end is kept, where the failure is
    return Failure(reference_of(error), record.name, summary, f"{said}\n\n{trace[-LONGEST_DETAILS:]}", 1, at, at)


def _line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_SUMMARY else line[: LONGEST_SUMMARY - 1] + "…"
