"""``bot ingest``: reports into the database, their picks confirmed, their prices fetched."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.commands.console import opened, out, out_view, say, sentence, shown_progress
from bot.services.house import Services
from bot.services.people import Refused
from bot.settings import Settings

KINDS = {".pdf", ".txt", ".md", ".html", ".htm"}


async def ingest_paths(paths: Sequence[Path], *, yes: bool) -> bool:
    """Ingest files and the reports in folders; whether one failed. A report that is known already is no failure."""
    failed = False
    async with opened() as (settings, services):
        for file in _files(paths):
            try:
                await _ingest(file, settings, services, yes=yes)
            except Refused as refused:
                known = refused.notice.key == "report_known"
                (out if known else say)(
                    f"{file.name}: {sentence(refused.notice.key, settings.language, **refused.notice.args)}"
                )
                failed = failed or not known
    return failed


async def _ingest(file: Path, settings: Settings, services: Services, *, yes: bool) -> None:
    upload = await services.ingest.receive(None, file.name, await asyncio.to_thread(file.read_bytes))
    card = await services.ingest.read(upload)
    if not yes:
        out_view(card, settings.language)
        if not await asyncio.to_thread(_agreed):
            say(f"{file.name}: not confirmed; run again with --yes, or confirm the draft in the chat")
            return
    await services.drafts.confirm(card.draft_id, None)
    out(f"{file.name}: #{card.draft_id} {card.head.broker} · {card.head.title}")
    with shown_progress() as progress:
        refreshed = await services.tracking.follow_up(card.draft_id, progress=progress)
    for code, reason in refreshed.failed.items():
        say(f"{code}: {reason}")


def _agreed() -> bool:
    return sys.stdin.isatty() and input("Confirm? [y/N] ").strip().lower() in ("y", "yes")


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(each for each in path.rglob("*") if each.suffix.lower() in KINDS)
        else:
            yield path
