"""What was found about the figures, by kind, the newest of each kind last."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.sessions import SHANGHAI
from bot.services.views.findings import FindingLine, Findings
from bot.tg.i18n import Html, join
from bot.tg.render.dispatch import page
from bot.tg.render.message import Page
from bot.tg.render.pieces import short_symbol
from bot.tg.render.voice import Voice

MOST_OF_A_KIND = 10
# By how soon something is to be done about it.
KINDS = (
    "caught_up",
    "calendar_ends",
    "calendar_contradicted",
    "close_disputed",
    "rule_doubted",
    "corrected",
    "ratio_corrected",
    "ratio_differs",
)


@page.register
def _(view: Findings, voice: Voice) -> Page:
    blocks = [voice.say("findings-title", time=f"{view.at.astimezone(SHANGHAI):%m-%d %H:%M}")]
    by_kind = {kind: [each for each in view.lines if each.kind == kind] for kind in KINDS}
    blocks += [_block(kind, lines, voice) for kind, lines in by_kind.items() if lines]
    return Page(tuple(blocks))


def _block(kind: str, lines: Sequence[FindingLine], voice: Voice) -> Html:
    said = [voice.say(f"findings-{kind}"), *(_line(each, voice) for each in lines[:MOST_OF_A_KIND])]
    if len(lines) > MOST_OF_A_KIND:
        said.append(voice.say("findings-more", n=len(lines) - MOST_OF_A_KIND))
    return join("\n", said)


def _line(line: FindingLine, voice: Voice) -> Html:
    args = dict(line.args)
    if isinstance(symbol := args.pop("symbol", None), str):
        args["name"] = f"{line.name} {short_symbol(symbol)}".strip() if "." in symbol else symbol
    if isinstance(market := args.get("market"), str):
        args["market"] = voice.label(f"market-{market}")
    for key in ("source", "other"):
        if isinstance(source := args.get(key), str):
            args[key] = voice.one_of("source", source)
    if isinstance(cause := args.pop("cause", None), str):
        args["cause"] = voice.label(f"cause-{cause}")
    if isinstance(field := args.get("field"), str):
        args["field"] = voice.one_of("field", field)
    return Html(f"• {voice.say(f'finding-{line.kind}', **args)}")
