"""The coverage of a stock over time, a block an episode, and how the consensus moved."""

from __future__ import annotations

from bot.domain.consensus import Consensus
from bot.domain.ratings import Side
from bot.services.views.episodes import EpisodeLine, StockTimeline
from bot.tg import numbers
from bot.tg.actions.views import ShowCoverage, ShowReport, ShowTimeline
from bot.tg.i18n import Html, escape, join
from bot.tg.keyboards import Keyboard, button, in_rows, pager, stack
from bot.tg.render.dispatch import page
from bot.tg.render.message import Page
from bot.tg.render.pieces import SEP, conflict, excess, footer, kind, name, standing
from bot.tg.render.voice import Voice


@page.register
def _(view: StockTimeline, voice: Voice) -> Page:
    heading = [Html(f"{name(view.security)} {voice.say('timeline-title', n=view.episodes)}")]
    if view.hidden:
        heading.append(voice.say("coverage-hidden", n=view.hidden))
    blocks = [join("\n", heading)]
    if view.turns:
        turns = [Html(f"{voice.day(each.on)} {_consensus(each, voice)}") for each in view.turns]
        blocks.append(join("\n", [voice.say("timeline-consensus"), *turns]))
    blocks += [conflict(each, voice) for each in view.conflicts]
    blocks += [_episode(each, voice) for each in view.lines]
    blocks.append(footer(view.source, [line.score for line in view.lines], voice))
    return Page(tuple(blocks), _keyboard(view, voice))


def _consensus(turn: Consensus, voice: Voice) -> Html:
    sides = ((Side.BULLISH, turn.bullish), (Side.NEUTRAL, turn.neutral), (Side.BEARISH, turn.bearish))
    if not turn.ratings:
        return voice.say("timeline-no-ratings")
    shares = [
        voice.say("timeline-side", side=voice.label(f"side-{side}"), n=count, share=numbers.share(count / turn.ratings))
        for side, count in sides
        if count
    ]
    return join(SEP, shares)


def _episode(line: EpisodeLine, voice: Voice) -> Html:
    said = kind(line.score.kind, line.score.rating, voice)
    span = voice.say("timeline-span", since=voice.day(line.head.published), until=voice.day(line.settles))
    if line.settles is None:
        span = voice.say("timeline-span-open", since=voice.day(line.head.published))
    words = [voice.say(f"opened-{line.opened}"), voice.say("timeline-reports", n=line.reports)]
    if line.backfilled:
        words.append(voice.say("timeline-backfilled"))
    lines = [Html(f"<b>{escape(line.house)}</b> {escape(said)} {span}"), join(SEP, words)]
    if line.closed is not None and line.closed_on is not None:
        lines.append(voice.say(f"closed-{line.closed}", day=voice.day(line.closed_on)))
        if line.at_close is not None and line.at_close.excess is not None:
            lines.append(voice.say("timeline-at-close", excess=numbers.moved(line.at_close.excess)))
    lines.append(join(SEP, [excess(line.score, voice), standing(line.score, voice)]))
    return join("\n", lines)


def _keyboard(view: StockTimeline, voice: Voice) -> Keyboard:
    symbol = view.security.symbol
    heads = {line.head.report_id: line.head for line in view.lines}
    reports = [
        button(f"{head.broker} {voice.day(head.published)}", ShowReport(report_id)) for report_id, head in heads.items()
    ]
    return stack(
        in_rows(reports, 2),
        pager(view.page, view.pages, view.episodes, lambda to: ShowTimeline(symbol, to)),
        ((button(voice.label("button-coverage"), ShowCoverage(symbol)),),),
    )
