"""How the sources of prices do: what is in use for what, then each source with the reason of its trouble."""

from __future__ import annotations

from datetime import datetime

from bot.domain.sessions import SHANGHAI
from bot.services.views.sources import DisputeLine, SourceLine, SourceState, SourcesView, SupplyLine
from bot.tg.i18n import Html, escape, join
from bot.tg.render.dispatch import page
from bot.tg.render.message import Page
from bot.tg.render.pieces import name
from bot.tg.render.voice import Voice

MOST_WORDS = 160
FIRST = (SourceState.PAUSED, SourceState.TROUBLED, SourceState.WELL, SourceState.UNUSED)


@page.register
def _(view: SourcesView, voice: Voice) -> Page:
    title = voice.say("sources-title", time=_time(view.at))
    if not view.sources:
        return Page((title, voice.say("sources-recorded", market=voice.one_of("source", view.market))))
    blocks = [title, join("\n", [_supply(each, voice) for each in view.supplies])]
    ordered = sorted(view.sources, key=lambda each: FIRST.index(each.state))
    blocks += [_source(each, view.at, voice) for each in ordered if each.state is not SourceState.UNUSED]
    if unused := [voice.one_of("vendor", each.name) for each in ordered if each.state is SourceState.UNUSED]:
        blocks.append(voice.say("sources-unused", names=voice.listing(unused)))
    if view.disputes:
        blocks.append(join("\n", [voice.say("sources-disputes"), *(_dispute(each, voice) for each in view.disputes)]))
    blocks.append(voice.say("sources-requests", n=view.requests_today))
    return Page(tuple(blocks))


def _supply(line: SupplyLine, voice: Voice) -> Html:
    """``Daily bars: Sina ✓ → Tencent``."""
    names = {each: escape(voice.one_of("vendor", each)) for each in line.order}
    marked = [f"<b>{name}</b> ✓" if each == line.in_use else name for each, name in names.items()]
    gap = "" if voice.language == "zh" else " "  # a full-width colon has its own
    return Html(f"{voice.say(f'supply-{line.supply}')}{gap}{' → '.join(marked)}")


def _source(line: SourceLine, now: datetime, voice: Voice) -> Html:
    head = voice.say(f"source-state-{line.state}", name=voice.one_of("vendor", line.name), until=_time(line.until))
    rows = [head]
    if line.last_success is not None:
        key = "source-success" if line.newest is None else "source-success-newest"
        rows.append(voice.say(key, time=_time(line.last_success), newest=_time(line.newest)))
    if line.last_failure is not None and line.state is not SourceState.WELL:
        reason = voice.label(f"reason-{line.reason}")
        key = "source-failures" if line.failures else "source-doubt"
        rows.append(voice.say(key, reason=reason, n=line.failures, time=_time(line.last_failure)))
        if line.words:
            rows.append(Html(f"<code>{escape(line.words[:MOST_WORDS])}</code>"))  # in code tags: see `name`)
    elif line.last_failure is not None and (now - line.last_failure).days < 1:
        reason = voice.label(f"reason-{line.reason}")
        rows.append(voice.say("source-recovered", reason=reason, time=_time(line.last_failure)))
    return join("\n", rows)


def _dispute(line: DisputeLine, voice: Voice) -> Html:
    said = voice.say(
        "sources-dispute",
        one=voice.one_of("source", line.first),
        price=str(line.first_price),
        other=voice.one_of("source", line.second),
        other_price=str(line.second_price),
        time=_time(line.at),
    )
    return Html(f"{name(line.security)} {said}")


def _time(value: datetime | None) -> str:
    return "–" if value is None else f"{value.astimezone(SHANGHAI):%m-%d %H:%M}"
