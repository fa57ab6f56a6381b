"""``bot replay``: a report run through history, with what the bot would have told."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.commands.console import opened, operator, out_view, say, shown_progress, write_chart
from bot.services.access.people import Refused
from bot.services.house import Services
from bot.services.views import View
from bot.services.views.pieces import Notice
from bot.settings import Settings

ALL_DAYS = 10_000


async def replay_report(report: str, until: date | None, chart: Path | None = None) -> bool:
    """Print the replay of a report by its number, or of a file; whether there was nothing to replay.

    The ``chart`` goes into that file.
    """
    if report.lstrip("#").isdigit():
        async with opened() as (settings, services):
            return await _show(int(report.lstrip("#")), until, chart, settings, services)
    return await _replay_file(Path(report), until, chart)


async def _replay_file(file: Path, until: date | None, chart: Path | None) -> bool:
    """A file is read into a database that is thrown away: a replay adds nothing to what the bot keeps score of."""
    content = await asyncio.to_thread(file.read_bytes)
    with TemporaryDirectory() as folder:
        passing = {"database_url": f"sqlite+aiosqlite:///{folder}/replay.db", "data_dir": Path(folder)}
        async with opened(**passing) as (settings, services):
            card = await services.ingest.read(await services.ingest.receive(None, file.name, content))
            await services.drafts.confirm(card.draft_id, None)
            return await _show(card.draft_id, until, chart, settings, services)


async def _show(report_id: int, until: date | None, chart: Path | None, settings: Settings, services: Services) -> bool:
    with shown_progress() as progress:
        refreshed = await services.tracking.follow_up(report_id, progress=progress)
    for code, reason in refreshed.failed.items():
        say(f"{code}: {reason}")
    view: View
    try:
        view = await services.replaying.report(report_id, operator(settings), until=until, page=-1, size=ALL_DAYS)
    except Refused as refused:
        view = refused.notice
    out_view(view, settings.language)
    if chart is not None:
        await asyncio.to_thread(write_chart, view, settings, chart)
    return isinstance(view, Notice)
