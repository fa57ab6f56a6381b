"""The settlement calendar by day, and as a file for calendar programs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from itertools import groupby

from bot.services.views.settlements import SettlementCalendar, SettlementFile, SettlementLine
from bot.tg.actions.views import GetCalendarFile, ShowReport, ShowSettlements
from bot.tg.i18n import Html, escape, join
from bot.tg.keyboards import button, in_rows, pager, stack
from bot.tg.render.dispatch import page
from bot.tg.render.message import Document, Page
from bot.tg.render.voice import Voice

MOST_NAMES = 6
UID_DOMAIN = "pickwatch"


@page.register
def _(view: SettlementCalendar, voice: Voice) -> Page:
    scope = voice.say("settlements-followed" if view.followed else "settlements-everything")
    sums = voice.say("settlements-sums", week=view.this_week, month=view.this_month)
    blocks = [join("\n", [voice.say("settlements-title", day=voice.day(view.today)), scope, sums])]
    for day, lines in groupby(view.lines, key=lambda line: line.day):
        blocks.append(
            join("\n", [voice.say("settlements-day", day=voice.day(day)), *(_line(each, voice) for each in lines)])
        )
    blocks.append(voice.say("footer-risk-line"))
    heads = {line.head.report_id: line.head for line in view.lines}
    reports = [button(f"{head.broker} {voice.day(head.published)}", ShowReport(key)) for key, head in heads.items()]
    file = button(voice.label("button-calendar-file"), GetCalendarFile())
    return Page(
        tuple(blocks), stack(in_rows(reports, 2), pager(view.page, view.pages, None, ShowSettlements), ((file,),))
    )


@page.register
def _(view: SettlementFile, voice: Voice) -> Page:
    caption = voice.say("settlements-file", n=len(view.lines))
    return Page((caption,), document=Document("pickwatch.ics", _ics(view, voice)))


def _line(line: SettlementLine, voice: Voice) -> Html:
    names = [security.name for security in line.securities]
    shown = escape(voice.listing(names[:MOST_NAMES]))
    if len(names) > MOST_NAMES:
        shown = voice.say("settlements-more", names=voice.listing(names[:MOST_NAMES]), n=len(names) - MOST_NAMES)
    key = f"settlements-{line.end}-provisional" if line.provisional else f"settlements-{line.end}"
    whose = f"{line.head.broker} {voice.day(line.head.published)}"
    return join("\n", [voice.say(key, report=whose, n=len(names)), shown])


def _ics(view: SettlementFile, voice: Voice) -> bytes:
    """An all-day event for each line; told again on a later day it is the same event, not one more (RFC 5545)."""
    from icalendar import Calendar, Event  # noqa: PLC0415 - for this file alone

    calendar = Calendar()
    calendar.add("prodid", "-//Pickwatch//settlements//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", voice.label("settlements-name"))
    stamp = datetime.combine(view.today, time(), UTC)
    for line in view.lines:
        event = Event()
        event.add("uid", f"{line.head.report_id}-{line.end}-{line.day:%Y%m%d}@{UID_DOMAIN}")
        event.add("dtstamp", stamp)
        event.add("dtstart", line.day)
        event.add("dtend", line.day + timedelta(days=1))
        whose = f"{line.head.broker} {voice.day(line.head.published)}"
        event.add("summary", voice.label(f"settlements-event-{line.end}", report=whose, n=len(line.securities)))
        event.add("description", "\n".join(_description(line)))
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _description(line: SettlementLine) -> Iterator[str]:
    yield line.head.title
    yield from (f"{security.name} {security.symbol}" for security in line.securities)
