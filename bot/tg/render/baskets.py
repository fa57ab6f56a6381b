"""The baskets of a report: the whole, its kinds, its segments, and the rating of its industry."""

from __future__ import annotations

from bot.services.views.baskets import BasketCard, BasketLine, BasketOf, IndustryLine
from bot.tg import numbers
from bot.tg.actions.views import ShowReport
from bot.tg.i18n import Html, escape, join
from bot.tg.keyboards import button
from bot.tg.render.coverage import band_words
from bot.tg.render.dispatch import page
from bot.tg.render.message import Page
from bot.tg.render.pieces import SEP, footer, head_block, standing, title
from bot.tg.render.voice import Voice


@page.register
def _(view: BasketCard, voice: Voice) -> Page:
    blocks = [head_block(view.head, voice), join("\n", [voice.say("basket-title"), voice.say("basket-how")])]
    for of in BasketOf:
        write = _short if of is BasketOf.SEGMENT else _line
        lines = [write(line, voice) for line in view.lines if line.of is of]
        if lines:
            blocks.append(join("\n", [voice.say(f"basket-of-{of}"), *lines]))
    scores = list(view.scores)
    if view.industry is not None:
        blocks.append(_industry(view.industry, voice))
        scores.append(view.industry.score)
    blocks.append(footer(view.source, scores, voice))
    back = button(voice.label("button-show-report"), ShowReport(view.head.report_id))
    if view.chart is None:
        return Page(tuple(blocks), ((back,),))
    above = page(view.chart, voice)
    return Page(tuple(blocks), ((back,),), above.chart, join("\n", [title(view.head, voice), above.blocks[0]]))


def _line(line: BasketLine, voice: Voice) -> Html:
    label = voice.label(f"kind-{line.kind}") if line.kind else line.segment
    size = voice.say("basket-size", n=line.securities)
    if line.priced < line.securities:
        size = voice.say("basket-size-priced", n=line.securities, priced=line.priced)
    first = join(SEP, [escape(label), size]) if label else size
    if line.excess is None or line.own is None or line.benchmark is None:
        return join("\n", [first, voice.say("figure-none")])
    figures = voice.say(
        "basket-figures",
        excess=numbers.moved(line.excess),
        own=numbers.percent(line.own),
        benchmark=numbers.percent(line.benchmark),
    )
    return join("\n", [first, figures])


def _short(line: BasketLine, voice: Voice) -> Html:
    """A line of its own for each of many: their benchmarks hardly differ, and stand above."""
    label = line.segment or voice.label("draft-no-segment")
    if line.excess is None:
        return voice.say("basket-short-none", label=label, n=line.securities)
    key = "basket-short-priced" if line.priced < line.securities else "basket-short"
    excess = numbers.moved(line.excess)
    return voice.say(key, label=label, n=line.securities, priced=line.priced, excess=excess)


def _industry(line: IndustryLine, voice: Voice) -> Html:
    name = line.zh if voice.language == "zh" else line.en
    score = line.score
    lines = [voice.say("basket-industry", name=name)]
    if line.band is not None:
        promise = [voice.rating(line.band.label), band_words(line.band) if line.band.has_numbers else ""]
        months = numbers.months(line.months, voice.language) if line.months else ""
        lines.append(escape(SEP.join(filter(None, (*promise, months)))))
    if score.excess is None or score.total_return is None or score.benchmark_return is None:
        lines.append(voice.say("figure-none"))
    else:
        figures = voice.say(
            "basket-figures",
            excess=numbers.moved(score.excess),
            own=numbers.percent(score.total_return),
            benchmark=numbers.percent(score.benchmark_return),
        )
        lines += [figures, standing(score, voice)]
    if line.assumed:
        lines.append(voice.say("basket-assumed"))
    return join("\n", lines)
