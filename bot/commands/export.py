"""``bot export``: picks, episodes, scores or the ledger as CSV or JSON."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.commands.console import opened, operator, out, out_view, say
from bot.services.views.exports import ExportForm, ExportOf
from bot.services.views.pieces import Notice


async def write_export(of: ExportOf, form: ExportForm, output: Path | None) -> bool:
    """Write one export to a file or to standard output; whether there was nothing to export."""
    async with opened() as (settings, services):
        view = await services.exports.export(of, form, operator(settings))
        if isinstance(view, Notice):
            out_view(view, settings.language)
            return True
    if output is None:
        out(view.content.removeprefix("\ufeff").rstrip("\n"))
    else:
        await asyncio.to_thread(output.write_text, view.content, "utf-8")
        say(f"{output}: {view.rows} rows")
    return False
