"""What happened at one evaluation, one message for all of it, the strongest first."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import chain, zip_longest

from bot.domain.scoring.results import PickScore
from bot.services.views.news import AlertKind, AlertLine, Alerts, NewPick
from bot.services.views.pieces import ReportHead
from bot.tg import numbers
from bot.tg.actions.views import ShowCoverage, ShowReport
from bot.tg.i18n import Html, escape, join
from bot.tg.keyboards import Keyboard, button, in_rows, stack
from bot.tg.render.dispatch import page
from bot.tg.render.message import Page
from bot.tg.render.pieces import SEP, by_convention, excess, facts, footer, kind, live_source, name, standing
from bot.tg.render.voice import Voice

MOST_LINES = 12
MOST_STOCKS = 6
MOST_REPORTS = 4
ORDER = (
    AlertKind.REPORT_RETRACTED,
    AlertKind.VERDICT_CORRECTED,
    AlertKind.SETTLED,
    AlertKind.BAND_CROSSED,
    AlertKind.DAY_CHANGE,
    AlertKind.WINDOW_OPENS,
    AlertKind.SETTLES_SOON,
    AlertKind.NEW_REPORT,
)


def about_event(line: AlertLine, voice: Voice) -> list[Html]:
    """What has happened in up to three lines, below the words that say what was waited for and of which stock."""
    if line.kind is AlertKind.NEW_REPORT:
        return [_about_report(line.report, voice)]
    figures = join(SEP, [each for each in (_figures(line, line.score, voice),) if each and line.score is not None])
    convention = by_convention(line.score, voice) if line.score is not None and line.score.verdict is not None else None
    return [each for each in (_what(line, voice), figures, convention, _whose(line, voice)) if each]


@page.register
def _(view: Alerts, voice: Voice) -> Page:
    scores = [line.score for line in view.lines if line.score]
    kinds = {line.kind for line in view.lines}
    blocks = event_blocks(view.lines, voice)
    if kinds <= {AlertKind.NEW_REPORT, AlertKind.REPORT_RETRACTED}:
        blocks.append(voice.say("footer-risk-line"))
    else:
        if len(blocks) == 1:  # a phone's notification shows two lines: the first says what has happened
            blocks = event_blocks(view.lines, voice, day=view.session)
        else:
            blocks.insert(0, voice.say("alerts-title", day=voice.day(view.session)))
        live = kinds == {AlertKind.DAY_CHANGE}
        blocks.append(_live_footer(view, voice) if live else footer(view.source, scores, voice, pushed=True))
    return Page(tuple(blocks), _keyboard(view.lines, voice))


def event_blocks(
    lines: tuple[AlertLine, ...], voice: Voice, most: int = MOST_LINES, day: date | None = None, *, whose: bool = True
) -> list[Html]:
    """A block for each kind of event; where there are more lines than ``most`` each kind gives its strongest.

    ``day`` stands in the headings; without ``whose`` no line says of which report it is.
    """
    kinds: dict[AlertKind, list[AlertLine]] = defaultdict(list)
    for line in sorted(lines, key=_strength, reverse=True):
        kinds[line.kind].append(line)
    in_turn = chain.from_iterable(zip_longest(*(kinds[each] for each in ORDER if each in kinds)))
    shown = [line for line in in_turn if line is not None][:most]
    blocks = []
    for each in (each for each in ORDER if each in kinds):
        here = [line for line in kinds[each] if any(line is other for other in shown)]
        heading = voice.say(f"alert-{each}")
        if day is not None:
            heading = Html(f"{heading} {escape(voice.day(day))}")
        rows = [heading, *(_line(line, voice, whose=whose) for line in here)]
        if rest := len(kinds[each]) - len(here):
            rows.append(voice.say("alerts-more", n=rest))
        blocks.append(join("\n", rows))
    return blocks


def _strength(line: AlertLine) -> float:
    figure = line.change if line.change is not None else line.score.excess if line.score else None
    return abs(figure or 0.0)


def _line(line: AlertLine, voice: Voice, *, whose: bool) -> Html:
    if line.kind in (AlertKind.NEW_REPORT, AlertKind.REPORT_RETRACTED):
        return join("\n", [_about_report(line.report, voice), *_says(line, voice)])
    first = Html(f"{name(line.security)} {_what(line, voice)}")
    second = [_figures(line, line.score, voice), _whose(line, voice) if whose else Html("")]
    lines = [first, join(SEP, [each for each in second if each])]
    if line.kind in (AlertKind.SETTLED, AlertKind.VERDICT_CORRECTED) and line.score is not None:
        lines.append(by_convention(line.score, voice) or Html(""))
    return join("\n", [each for each in lines if each])


def _says(line: AlertLine, voice: Voice) -> list[Html]:
    """What a new report says of the securities that bring it in."""
    said = [Html(f"{name(each.security)} {_rated(each, voice)}") for each in line.picks]
    return [*said, voice.say("alert-new-more", n=line.more)] if line.more else said


def _rated(pick: NewPick, voice: Voice) -> Html:
    if pick.rating is None:
        return escape(voice.label(f"kind-{pick.kind}"))
    key = "said-rated" if pick.change is None else f"said-rated-{pick.change}"
    return voice.say(key, rating=voice.rating(pick.rating))


def _about_report(head: ReportHead | None, voice: Voice) -> Html:
    if head is None:
        return voice.say("alert-unknown-report")
    return Html(f"{escape(head.title)}\n{facts(head, voice)}")


def _what(line: AlertLine, voice: Voice) -> Html:
    """The event itself in a few words."""
    score = line.score
    match line.kind:
        case AlertKind.BAND_CROSSED:
            none = voice.label("alert-no-band")
            before = voice.rating(line.before) if line.before else none
            after = voice.rating(line.after) if line.after else none
            return voice.say("alert-band-to", before=before, after=after)
        case AlertKind.SETTLED if score and score.verdict:
            return voice.say("standing-met" if score.verdict.met else "standing-missed")
        case AlertKind.VERDICT_CORRECTED:
            before, after = (voice.one_of("verdict-was", each) for each in (line.before, line.after))
            return voice.say("alert-corrected", before=before, after=after, why=voice.one_of("corrected", line.reason))
        case AlertKind.DAY_CHANGE if line.change is not None:
            return Html(numbers.moved(line.change))
        case AlertKind.WINDOW_OPENS if score and score.window_opens:
            return voice.say("alert-opens", day=voice.day(score.window_opens))
        case AlertKind.SETTLES_SOON | AlertKind.SETTLES if score and score.settles:
            return voice.say("alert-settles", day=voice.day(score.settles))
        case _:
            return _said(line, voice)


def _said(line: AlertLine, voice: Voice) -> Html:
    """What a report said that is news."""
    match line.kind:
        case AlertKind.RATING_CHANGED if line.before:
            return voice.say("alert-from-to", before=voice.rating(line.before), after=voice.rating(line.after))
        case AlertKind.RATING_CHANGED:
            return voice.say("alert-rating-to", after=voice.rating(line.after))
        case AlertKind.TARGET_CHANGED:
            before, after = (voice.written_price(each, line.security.symbol) for each in (line.before, line.after))
            if not line.reason:
                return voice.say("alert-targets", before=before, after=after)
            carried = voice.written_price(line.reason, line.security.symbol)
            return voice.say("alert-targets-carried", before=before, carried=carried, after=after)
        case AlertKind.DISSENT if line.report is not None:
            others = voice.listing(_house_says(each, voice) for each in line.before.split(","))
            return voice.say("alert-against", house=line.report.broker, after=voice.rating(line.after), others=others)
        case AlertKind.CONSENSUS:
            before, after = (each.replace("-", "/") for each in (line.before, line.after))
            if not before:
                return voice.say("alert-consensus-began", after=after)
            return voice.say("alert-consensus-moved", before=before, after=after)
        case _:
            return Html("")


def _house_says(written: str, voice: Voice) -> str:
    house, _, rating = written.partition("=")
    return f"{house} {voice.rating(rating)}"


def _figures(line: AlertLine, score: PickScore | None, voice: Voice) -> Html:
    if line.kind is AlertKind.DAY_CHANGE and line.price is not None:
        price = voice.price(line.price, line.security.symbol)
        if line.time is None:
            return voice.say("alert-price", price=price)
        key = "alert-price-at-source" if line.source else "alert-price-at"
        label = voice.one_of("source", line.source)
        return voice.say(key, price=price, time=numbers.clock(line.time), source=label)
    if score is None:
        return Html("")
    if line.kind in (AlertKind.SETTLED, AlertKind.VERDICT_CORRECTED):
        return excess(score, voice)
    return join(SEP, [excess(score, voice), standing(score, voice)] if score.needs else [excess(score, voice)])


def _whose(line: AlertLine, voice: Voice) -> Html:
    """Broker, date and what was said, so that the reader knows which pick it is."""
    if line.report is None:
        return Html("")
    words = [f"{line.report.broker} {voice.day(line.report.published)}"]
    if line.score is not None:
        words.append(kind(line.score.kind, line.score.rating, voice))
    return escape(" ".join(words))


def _live_footer(view: Alerts, voice: Voice) -> Html:
    risk = voice.say("footer-risk-line")
    if all(line.source and line.time is not None for line in view.lines):  # each says its own
        return risk
    return join("\n", [live_source(view.source, voice), risk])


def _keyboard(lines: tuple[AlertLine, ...], voice: Voice) -> Keyboard:
    reports = {line.report.report_id: line.report for line in lines if line.report and not line.report.retracted}
    ranked = sorted(lines, key=_strength, reverse=True)
    named = [line.security for line in ranked] + [pick.security for line in lines for pick in line.picks]
    stocks = {each.symbol: each.name for each in named if each.symbol}
    of_stocks = [button(label, ShowCoverage(symbol)) for symbol, label in list(stocks.items())[:MOST_STOCKS]]
    of_reports = [
        button(f"{head.broker} {voice.day(head.published)}", ShowReport(report_id))
        for report_id, head in list(reports.items())[:MOST_REPORTS]
    ]
    if len(of_stocks) == len(of_reports) == 1:
        return in_rows((*of_stocks, *of_reports), 2)
    return stack(in_rows(of_stocks, 3), in_rows(of_reports, 2))
