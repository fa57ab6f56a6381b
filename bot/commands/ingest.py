"""``bot ingest``: reports into the database, their picks confirmed where that was asked for, their prices fetched."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.commands.console import opened, out, out_json, out_view, say, sentence, shown_progress
from bot.commands.prices import fetch_prices
from bot.services.access.people import Refused
from bot.services.house import Services
from bot.services.reports.batches import FileTaken, reports_in, take_all
from bot.services.reports.closes import WARNINGS
from bot.services.reports.ingest import Origin
from bot.settings import Settings
from bot.store.records import ReportState, StoredReport

WITHOUT_PICKS = "without_picks"


async def ingest_paths(paths: Sequence[Path], *, yes: bool, as_json: bool) -> bool:
    """Ingest files and the reports in folders; whether one failed. A report that is known already is no failure.

    One file is shown and asked about; of several, what is not confirmed by ``yes`` stays a draft.

    Raises:
        FileNotFoundError: a path does not exist; nothing was done.
    """
    for path in paths:
        path.stat()
    async with opened() as (settings, services):
        run = _Run(settings, services, yes=yes, as_json=as_json)
        if len(paths) == 1 and not as_json and paths[0].is_file():
            await run.one(paths[0])
        else:
            await run.many(list(reports_in(paths)))
        return bool(run.failures)


@dataclass
class _Run:
    """One call of the command, with what it counts."""

    settings: Settings
    services: Services
    yes: bool
    as_json: bool
    counts: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    confirmed: list[int] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)

    async def one(self, path: Path) -> None:
        """A file with its card, confirmed by whoever sits there."""
        async with aclosing(take_all(self.services.ingest, None, [path])) as files:
            file = await anext(files)
        if file.taken is None:
            self._count(file, None)
            say(f"{path.name}: {self._reason(file)}")
            return
        stored = file.taken.stored
        if stored.state is not ReportState.DRAFT:
            self._count(file, stored)
            out(f"{path.name}: {self._known(stored)}")
            return
        if self.yes or await self._asked(stored.report_id):
            stored = await self._confirm(stored)
        if stored.state is ReportState.CONFIRMED:
            out(f"{path.name}: {_line(stored)}")
            self._tell_closes(stored)
        else:
            say(f"{path.name}: {self._say('ingest_not_confirmed')}")
        await self._follow_up()

    async def many(self, paths: Sequence[Path]) -> None:
        """Files one after the other; whatever ends it, what was done is said, and another call goes on from there."""
        try:
            with shown_progress() as progress:
                async with aclosing(take_all(self.services.ingest, None, paths)) as files:
                    progress(_short(paths, 0), 0, len(paths))
                    done = 0
                    async for file in files:
                        done += 1
                        await self._settle(file)
                        progress(_short(paths, done), done, len(paths))
            await self._follow_up()
        finally:
            self._sum_up(len(paths))

    async def _settle(self, file: FileTaken) -> None:
        stored = file.taken.stored if file.taken else None
        if stored is not None and stored.state is ReportState.DRAFT and self.yes:
            stored = await self._confirm(stored)
        self._count(file, stored)
        if self.as_json:
            out_json(self._object(file, stored))
        elif stored is not None:
            out(f"{file.path}: {_line(stored)}")
            self._tell_closes(stored)
        elif file.without_picks:
            out(f"{file.path}: {self._reason(file)}")

    def _count(self, file: FileTaken, stored: StoredReport | None) -> None:
        self.counts["done"] += 1
        self.counts[_outcome(file)] += 1
        if stored is not None and stored.report_id not in self.seen:
            self.seen.add(stored.report_id)
            self.counts[stored.state] += 1
            self.counts["picks"] += sum(not pick.dropped for pick in stored.picks)
            self.counts["unresolved"] += len(stored.unresolved)
        if file.failed:
            self.failures.append(f"{file.path}: {self._reason(file)}")
        elif stored is not None and stored.state is ReportState.RETRACTED:
            self.failures.append(f"{file.path}: {self._known(stored)}")

    async def _confirm(self, stored: StoredReport) -> StoredReport:
        """Make a draft count; one whose names all wait for a person stays as it is, as does what others decided."""
        try:
            await self.services.drafts.confirm(stored.report_id, None)
        except Refused:
            pass
        else:
            self.confirmed.append(stored.report_id)
        async with self.services.store.snapshot() as tx:
            return await tx.reports.get(stored.report_id) or stored

    async def _asked(self, draft_id: int) -> bool:
        out_view(await self.services.drafts.card(draft_id), self.settings.language)
        return await asyncio.to_thread(_agreed)

    async def _follow_up(self) -> None:
        """Fetch the prices of what was confirmed, now or in a call that was stopped before it came to them."""
        reports = {*self.confirmed, *(await self.services.tracking.without_prices() if self.yes else ())}
        if reports:
            await fetch_prices(self.services, None, reports.pop() if len(reports) == 1 else None)

    def _sum_up(self, files: int) -> None:
        if left := files - self.counts["done"]:
            say(self._say("ingest_stopped", left=left))
        figures = {key: self.counts[key] for key in ("done", *Origin, WITHOUT_PICKS, "picks", "unresolved")}
        say(self._say("ingest_summary", **figures, failed=len(self.failures)))
        for failure in self.failures:
            say(f"  {failure}")
        if drafts := self.counts[ReportState.DRAFT]:
            say(self._say("ingest_drafts", n=drafts))

    def _tell_closes(self, stored: StoredReport) -> None:
        """What the printed closes say, below the file's line."""
        for warning in stored.report.warnings:
            key, _, about = warning.partition(": ")
            if key in WARNINGS:
                out(f"  ! {self._say(f'warning-{key}', about=about)}")

    def _reason(self, file: FileTaken) -> str:
        return self._say(file.refused.key, **file.refused.args) if file.refused else ""

    def _known(self, stored: StoredReport) -> str:
        key = "report_known" if stored.state is ReportState.CONFIRMED else "report_retracted"
        return self._say(key, title=stored.report.headline, id=stored.report_id)

    def _object(self, file: FileTaken, stored: StoredReport | None) -> dict[str, Any]:
        """The line of one file (DESIGN 3)."""
        report = stored.report if stored else None
        return {
            "file": str(file.path),
            "outcome": _outcome(file),
            "reason": file.refused.key if file.refused else None,
            "message": self._reason(file) or None,
            "report_id": stored.report_id if stored else None,
            "state": stored.state.value if stored else None,
            "broker": report.broker if report else None,
            "title": report.title if report else None,
            "published": report.published.isoformat() if report and report.published else None,
            "picks": sum(not pick.dropped for pick in stored.picks) if stored else 0,
            "unresolved": len(stored.unresolved) if stored else 0,
            "warnings": list(report.warnings) if report else [],
        }

    def _say(self, key: str, **args: str | int) -> str:
        return sentence(key, self.settings.language, **args)


def _outcome(file: FileTaken) -> str:
    if file.taken is not None:
        return file.taken.origin.value
    return WITHOUT_PICKS if file.without_picks else "failed"


def _line(stored: StoredReport) -> str:
    return f"#{stored.report_id} {stored.report.broker} · {stored.report.headline}"


def _short(paths: Sequence[Path], number: int) -> str:
    return paths[number].name if number < len(paths) else ""


def _agreed() -> bool:
    return sys.stdin.isatty() and input("Confirm? [y/N] ").strip().lower() in ("y", "yes")
