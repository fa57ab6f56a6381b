"""Scoreboards, a block a group, and the stocks on which houses disagree."""

from __future__ import annotations

from bot.domain.boards import ENOUGH, UNIVERSE, Grouping, Origin, Standing
from bot.services.views.boards import BoardLine, DissentLine, DissentList, Scoreboard
from bot.tg import numbers
from bot.tg.actions.views import ShowBoard, ShowBoardChart, ShowCoverage, ShowDissent
from bot.tg.i18n import Html, escape, join
from bot.tg.keyboards import Keyboard, button, in_rows, pager, stack
from bot.tg.render.dispatch import page
from bot.tg.render.message import Page
from bot.tg.render.pieces import SEP, excess, footer, kind, name, standing
from bot.tg.render.voice import Voice

_ACROSS = (Grouping.BROKER, Grouping.ANALYST, Grouping.INDUSTRY, Grouping.SIDE, Grouping.KIND)
_LONGEST_HOUSE = 30


@page.register
def _(view: Scoreboard, voice: Voice) -> Page:
    heading = [voice.say(f"board-title-{view.grouping}", of=view.of), _scope(view, voice)]
    if view.other:
        heading.append(voice.say(f"board-other-than-{view.origin}", n=view.other))
    if view.hidden:
        heading.append(voice.say("board-hidden", n=view.hidden))
    blocks = [join("\n", heading), *(_group(line, view, voice) for line in view.lines)]
    if not view.lines:
        blocks.append(voice.say("board-nothing"))
    notes = [voice.say("board-order", enough=ENOUGH)]
    if view.settled and not any(line.standing and line.standing.based for line in view.lines):
        key = "board-no-base" if view.universe < UNIVERSE else "board-no-base-here"
        notes.append(voice.say(key, n=view.universe, least=UNIVERSE))
    blocks.append(join("\n", notes))
    blocks.append(footer(view.source, view.samples, voice))
    return Page(tuple(blocks), _keyboard(view, voice))


def _scope(view: Scoreboard, voice: Voice) -> Html:
    return voice.say(f"board-scope-{view.origin}", settled=view.settled, open=view.open)


def _group(line: BoardLine, view: Scoreboard, voice: Voice) -> Html:
    rank = f"{line.rank}. " if line.rank is not None else ""
    lines = [Html(f"{rank}<b>{escape(group_label(line.label, view.grouping, voice))}</b>")]
    found = line.standing
    if found is not None:
        lines += _standing(found, voice)
    if line.open:
        lines.append(voice.say("board-open", open=line.open, on_track=line.on_track))
    return join("\n", lines)


def _standing(found: Standing, voice: Voice) -> list[Html]:
    if not found.enough:
        key = "board-too-few" if found.judged else "board-too-few-unjudged"
        lines = [voice.say(key, settled=found.settled, met=found.met)]
    elif found.share is None or found.low is None or found.high is None:
        lines = [voice.say("board-unjudged", settled=found.settled)]
    else:
        share, low, high = (numbers.share(each) for each in (found.share, found.low, found.high))
        lines = [voice.say("board-met", judged=found.judged, met=found.met, share=share, low=low, high=high)]
    if found.mean is not None and found.median is not None:
        mean, median = numbers.percent(found.mean, 1), numbers.percent(found.median, 1)
        lines.append(voice.say("board-excess", mean=mean, median=median))
    if found.enough and found.base_rate is not None:
        base = numbers.share(found.base_rate)
        lift = f"{found.lift:.2f}" if found.lift is not None else "–"
        lines.append(voice.say("board-base", base=base, lift=lift, based=found.based))
    if found.enough:
        lines.append(
            voice.say(
                "board-overlap",
                stocks=f"{found.stocks:.1f}".removesuffix(".0"),
                months=f"{found.months:.1f}".removesuffix(".0"),
            )
        )
    return lines


def group_label(label: str, grouping: Grouping, voice: Voice) -> str:
    """A group by its name, or the word for its code."""
    match grouping:
        case Grouping.SIDE:
            return voice.one_of("side", label)
        case Grouping.KIND:
            return voice.one_of("kind", label)
        case Grouping.RATING:
            return voice.rating(label)
        case _:
            return label or voice.label("board-unstated")


def _keyboard(view: Scoreboard, voice: Voice) -> Keyboard:
    grouping, origin = view.grouping.value, view.origin.value
    others = [
        button(voice.label(f"button-board-{each}"), ShowBoard(each.value, origin))
        for each in _ACROSS
        if each is not view.grouping
    ]
    turned = Origin.BACKFILLED if view.origin is Origin.FORWARD else Origin.FORWARD
    houses = [line.label for line in view.lines if view.grouping is Grouping.BROKER and _fits(line.label)]
    within = [button(house, ShowBoard(Grouping.RATING.value, origin, 0, house)) for house in houses]
    of = view.of if _fits(view.of) else ""
    turn = button(voice.label(f"button-board-{turned}"), ShowBoard(grouping, turned.value, 0, of))
    pages = pager(view.page, view.pages, view.groups, lambda to: ShowBoard(grouping, origin, to, of))
    drawn = button(voice.label("button-chart"), ShowBoardChart(grouping, origin, of))
    return stack(
        in_rows(within, 3),
        pages,
        ((drawn,),) if view.settled else (),
        in_rows(others, 3),
        ((turn, button(voice.label("button-dissent"), ShowDissent())),),
    )


def _fits(house: str) -> bool:
    """Whether a button can carry the name; those of brokers are 12 to 18 bytes long."""
    return len(house.encode()) <= _LONGEST_HOUSE


@page.register
def _(view: DissentList, voice: Voice) -> Page:
    blocks = [voice.say("dissent-title", n=view.stocks), *(_dissent(line, voice) for line in view.lines)]
    blocks.append(footer(view.source, [party.score for line in view.lines for party in line.parties], voice))
    stocks = [button(line.security.name, ShowCoverage(line.security.symbol)) for line in view.lines]
    back = button(voice.label("button-board-broker"), ShowBoard(Grouping.BROKER.value))
    return Page(
        tuple(blocks), stack(in_rows(stocks, 3), pager(view.page, view.pages, view.stocks, ShowDissent), ((back,),))
    )


def _dissent(line: DissentLine, voice: Voice) -> Html:
    lines = [Html(f"{name(line.security)} {voice.say('dissent-opposite' if line.opposite else 'dissent-differing')}")]
    for party in line.parties:
        said = f"{party.house} {voice.day(party.since)} {kind(party.score.kind, party.score.rating, voice)}"
        side = voice.label(f"side-{party.side}")
        lines.append(
            join(
                SEP,
                [
                    escape(f"{said}（{side}）" if voice.language == "zh" else f"{said} ({side})"),
                    excess(party.score, voice),
                    standing(party.score, voice),
                ],
            )
        )
    if line.right is None:
        lines.append(voice.say("dissent-open"))
    elif line.right:
        lines.append(
            voice.say("dissent-right", sides=voice.listing(voice.label(f"side-{side}") for side in line.right))
        )
    else:
        lines.append(voice.say("dissent-none-right"))
    return join("\n", lines)
