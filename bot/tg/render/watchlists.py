"""What somebody follows, a pair of lines a security."""

from __future__ import annotations

from bot.domain.following import TargetKind
from bot.services.views.cards import Watchlist
from bot.tg.actions.lists import ShowLists
from bot.tg.actions.rules import AskRule
from bot.tg.actions.views import ShowCoverage, ShowReports, ShowWatchlist
from bot.tg.i18n import Html, join
from bot.tg.keyboards import Keyboard, button, in_rows, pager, stack
from bot.tg.render.dispatch import page
from bot.tg.render.following import target_name
from bot.tg.render.message import Page
from bot.tg.render.pieces import footer, score_lines
from bot.tg.render.voice import Voice

MOST_TARGETS = 10


@page.register
def _(view: Watchlist, voice: Voice) -> Page:
    blocks = [_heading(view, voice), *(score_lines(score, voice) for score in view.scores)]
    if not view.scores:
        blocks.append(voice.say("watchlist-no-figures"))
    blocks.append(footer(view.source, view.scores, voice))
    return Page(tuple(blocks), _keyboard(view, voice))


def _heading(view: Watchlist, voice: Voice) -> Html:
    lines = [voice.say("watchlist-title", n=view.securities)]
    listed = {score.symbol for score in view.scores} if view.pages <= 1 else set()
    targets = [each for each in view.targets if each.kind is not TargetKind.STOCK or each.ref not in listed]
    lines += [voice.say("watchlist-target", label=target_name(target, voice)) for target in targets[:MOST_TARGETS]]
    if len(targets) > MOST_TARGETS:
        lines.append(voice.say("watchlist-more-targets", n=len(targets) - MOST_TARGETS))
    return join("\n", lines)


def _keyboard(view: Watchlist, voice: Voice) -> Keyboard:
    symbols = {score.symbol: score.name for score in view.scores}
    return stack(
        in_rows([button(name, ShowCoverage(symbol)) for symbol, name in symbols.items()], 3),
        pager(view.page, view.pages, view.securities, ShowWatchlist),
        ((button(voice.label("button-lists"), ShowLists()), button(voice.label("button-reports"), ShowReports())),),
        ((button(voice.label("button-rule-new"), AskRule("f")),),),
    )
