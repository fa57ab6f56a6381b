"""Exports: what there is to choose from, and the file."""

from __future__ import annotations

from bot.services.views.exports import ExportChoices, ExportFile, ExportForm, ExportOf
from bot.tg.actions.views import GetExport
from bot.tg.keyboards import button
from bot.tg.render.dispatch import page
from bot.tg.render.message import Page, text_file
from bot.tg.render.voice import Voice


@page.register
def _(_: ExportChoices, voice: Voice) -> Page:
    rows = tuple(
        tuple(button(f"{voice.label(f'export-{of}')} {form.upper()}", GetExport(of, form)) for form in ExportForm)
        for of in ExportOf
    )
    return Page((voice.say("export-choose"),), rows)


@page.register
def _(view: ExportFile, voice: Voice) -> Page:
    caption = voice.say("export-file", what=voice.label(f"export-{view.of}"), n=view.rows)
    return Page((caption,), document=text_file(view.name, view.content))
