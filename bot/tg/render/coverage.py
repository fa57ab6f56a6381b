"""Who covers a stock and how it has gone, and the chart that stands above it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.domain.ratings import Band
from bot.domain.reports import PickKind
from bot.domain.scoring.results import Phase, PickScore
from bot.services.views.cards import CoverageCard, CoverageLine
from bot.services.views.pieces import ReportHead
from bot.tg import numbers
from bot.tg.actions.callbacks import Subscribe, Unsubscribe
from bot.tg.actions.following import ShowFollow
from bot.tg.actions.lists import PickList
from bot.tg.actions.rules import AskRule
from bot.tg.actions.views import ShowCoverage, ShowReport, ShowStockChart, ShowTimeline
from bot.tg.i18n import Html, escape, join
from bot.tg.keyboards import Keyboard, button, in_rows, pager, stack
from bot.tg.render.dispatch import page
from bot.tg.render.message import Page
from bot.tg.render.pieces import SEP, by_convention, facts, flag, footer, name, notes
from bot.tg.render.voice import Voice

MOST_REPORTS = 8  # buttons; older ones are reached through /report


@page.register
def _(view: CoverageCard, voice: Voice) -> Page:
    scores = [line.score for line in view.lines]
    blocks = [join("\n", [name(view.security), *_hidden(view, voice)])]
    blocks += [line_block(line, voice) for line in _of_one_call(view.lines, voice)]
    blocks.append(footer(view.source, scores, voice))
    if view.chart is None:
        return Page(tuple(blocks), _keyboard(view, voice))
    above = page(view.chart, voice)
    return Page(tuple(blocks), _keyboard(view, voice), above.chart, above.blocks[0])


def _of_one_call(lines: Iterable[CoverageLine], voice: Voice) -> list[CoverageLine]:
    """What a report says alike of a stock in several segments stands once, with all of them."""
    said: list[tuple[CoverageLine, list[str]]] = []
    for line in lines:
        bare = replace(line, segment=None, score=replace(line.score, segment=None))
        segments = next((segments for other, segments in said if other == bare), None)
        if segments is None:
            said.append((bare, segments := []))
        segments += [line.segment] if line.segment else []
    return [replace(line, segment=voice.listing(segments) or None) for line, segments in said]


def line_block(line: CoverageLine, voice: Voice) -> Html:
    """One report's pick: what was said, what came of it, and the figures behind that."""
    score = line.score
    lines = [
        escape(f"《{line.head.title}》") if voice.language == "zh" else escape(f"“{line.head.title}”"),
        facts(line.head, voice),
        *_said(line, voice),
        *_came(line, voice),
        *_way(line, voice),
        *_promise(line, voice),
        *_entries(line, voice),
        *_window(line, voice),
    ]
    lines += [flag(code, voice) for code in notes(score)]
    return join("\n", lines)


def _said(line: CoverageLine, voice: Voice) -> list[Html]:
    """Rating or kind in words, with the price it aims at."""
    words = [line.segment] if line.segment else []
    if line.rating:
        key = "said-rated" if line.rating_change is None else f"said-rated-{line.rating_change}"
        said = voice.say(key, rating=voice.rating(line.rating))
    elif line.kind is PickKind.RECOMMENDED:
        said = voice.say("said-recommended")
    else:
        said = voice.say("said-unrated", kind=voice.label(f"kind-{line.kind}"))
    lines = [join(SEP, (*(escape(word) for word in words), said))]
    if line.target_price is not None:
        price = voice.price(line.target_price, line.score.symbol, line.currency)
        lines.append(voice.say("said-target", price=price))
    return lines


def _promise(line: CoverageLine, voice: Voice) -> list[Html]:
    """What it is measured by."""
    judged = line.rating is not None or line.kind is PickKind.RECOMMENDED
    if not judged or line.promise is None or not line.promise.has_numbers:
        return [voice.say("promise-as-printed", band=line.band)] if line.band and judged else []
    key = "promise-floor" if line.rating is None else "promise-rating"
    measure = voice.label(f"measure-{line.basis}")
    band = band_words(line.promise)
    if line.months is None:
        return [voice.say(f"{key}-open", measure=measure, band=band)]
    return [voice.say(key, measure=measure, band=band, months=numbers.months(line.months, voice.language))]


def band_words(band: Band) -> str:
    """A half-open band: ``≥ +20%``, ``+5% ~ +20%``, ``< −5%``."""
    if band.low is not None and band.high is not None:
        return f"{numbers.limit(band.low)} ~ {numbers.limit(band.high)}"
    return f"≥ {numbers.limit(band.low)}" if band.low is not None else f"< {numbers.limit(band.high or 0)}"


def _came(line: CoverageLine, voice: Voice) -> list[Html]:
    """What came of it so far: the excess, and what it is the difference of."""
    score = line.score
    lines = []
    if score.excess is not None and score.total_return is not None and score.benchmark_return is not None:
        lines.append(voice.say("entry-excess", excess=numbers.moved(score.excess)))
        lines.append(
            voice.say(
                "entry-returns",
                stock=numbers.percent(score.total_return),
                index=numbers.percent(score.benchmark_return),
                benchmark=voice.one_of("index", score.benchmark or ""),
            )
        )
    elif score.total_return is not None:
        lines.append(voice.say("figure-return-only", change=numbers.moved(score.total_return)))
    return lines


def _entries(line: CoverageLine, voice: Voice) -> list[Html]:
    """Both entries, each with its session and its price; the excess above is of the first."""
    score = line.score
    if score.entry.session is None or score.entry.price is None:
        return [voice.say("entry-none")]
    price = voice.price(score.entry.price, score.symbol)
    lines = [voice.say("entry-published", day=voice.day(score.entry.session), price=price)]
    tradable = score.tradable
    if tradable.session is not None and tradable.price is not None:
        day, price = voice.day(tradable.session), voice.price(tradable.price, score.symbol)
        if tradable.excess is None:
            lines.append(voice.say("entry-tradable", day=day, price=price))
        else:
            excess = numbers.moved(tradable.excess)
            lines.append(voice.say("entry-tradable-excess", day=day, price=price, excess=excess))
    lines += [flag(code, voice) for code in tradable.flags if code not in score.flags]
    return lines


def _way(line: CoverageLine, voice: Voice) -> list[Html]:
    """The verdict once there is one; before it the phase, the rating deserved today and what is still needed."""
    score = line.score
    lines = [_verdict(score, voice)] if score.verdict else [_phase(score, voice)]
    if score.implied_rating:
        key = "implied-settled" if score.phase is Phase.SETTLED else "implied-today"
        lines.append(voice.say(key, rating=voice.rating(score.implied_rating)))
    if other := by_convention(score, voice):
        lines.append(other)
    if score.needs is not None and score.verdict is None:
        side = "ahead" if score.needs.excess <= 0 else "needs"
        points = voice.points(score.needs.excess)
        if score.needs.sessions is None:
            lines.append(voice.say(f"way-{side}-open", points=points))
        else:
            lines.append(voice.say(f"way-{side}", points=points, sessions=score.needs.sessions))
    return lines


def _verdict(score: PickScore, voice: Voice) -> Html:
    if score.verdict is None:
        raise ValueError("no verdict before the settlement")
    key = "verdict-met" if score.verdict.met else "verdict-missed"
    position = voice.label(f"position-{score.verdict.position}")
    return voice.say(key, position=position, day=voice.day(score.verdict.settled_on))


def _phase(score: PickScore, voice: Voice) -> Html:
    phase = voice.label(f"phase-{score.phase}")
    if score.phase is Phase.SETTLED and score.settles is not None:
        return voice.say("phase-over", day=voice.day(score.settles))
    if score.settles is None:
        return voice.say("phase-open", phase=phase)
    return voice.say("phase-until", phase=phase, day=voice.day(score.settles))


def _window(line: CoverageLine, voice: Voice) -> list[Html]:
    """The path through the window, beside the verdict and never instead of it."""
    window = line.score.window
    if window.mean is None or window.best is None or window.worst is None or window.best == window.worst:
        return []  # of a single session there is no path, and its figure stands above
    lines = []
    if window.first_month_excess is not None and line.months is not None and line.months[0] != line.months[1]:
        first = numbers.percent(window.first_month_excess)
        lines.append(voice.say("window-first", months=line.months[0], excess=first))
    lines.append(
        voice.say(
            "window-path",
            mean=numbers.percent(window.mean),
            best=numbers.percent(window.best),
            worst=numbers.percent(window.worst),
        )
    )
    if window.share_in_band is not None:
        lines.append(voice.say("window-share", share=numbers.share(window.share_in_band)))
    return lines


def _hidden(view: CoverageCard, voice: Voice) -> list[Html]:
    lines = [voice.say("coverage-count", n=view.picks)] if view.lines else [voice.say("coverage-none")]
    if view.hidden:
        lines.append(voice.say("coverage-hidden", n=view.hidden))
    return lines


def _keyboard(view: CoverageCard, voice: Voice) -> Keyboard:
    heads: dict[int, ReportHead] = {line.head.report_id: line.head for line in view.lines}
    reports = [
        button(f"{head.broker} {voice.day(head.published)}", ShowReport(report_id))
        for report_id, head in list(heads.items())[:MOST_REPORTS]
    ]
    symbol = view.security.symbol
    follow = (
        button(voice.label("button-unsubscribe-stock"), Unsubscribe("stock", symbol))
        if view.following
        else button(voice.label("button-subscribe-stock"), Subscribe("stock", symbol), "primary")
    )
    options = (button(voice.label("button-follow-options"), ShowFollow("stock", symbol)),) if view.following else ()
    timeline = button(voice.label("button-timeline"), ShowTimeline(symbol))
    alert = button(voice.label("button-rule-new"), AskRule(symbol))
    collect = button(voice.label("button-pick-list"), PickList(symbol))
    drawn = view.chart is not None or all(line.score.total_return is None for line in view.lines)
    chart = () if drawn else (button(voice.label("button-chart"), ShowStockChart(symbol)),)
    return stack(
        in_rows(reports, 2),
        pager(view.page, view.pages, view.picks, lambda to: ShowCoverage(symbol, to)),
        ((*chart, timeline, alert), (follow, *options, collect)),
    )
