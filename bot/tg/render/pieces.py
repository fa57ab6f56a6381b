"""Blocks and lines that several views share: names, heads of reports, figures, footers."""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.reports import PickKind
from bot.domain.scoring.results import Flag, PickScore, ReturnBasis
from bot.domain.securities import Market, market_of
from bot.services.views.drafts import DraftHead
from bot.services.views.pieces import ConflictLine, ReportHead, SecurityRef, Source
from bot.tg import numbers
from bot.tg.actions.callbacks import Action, Subscribe, Unsubscribe
from bot.tg.actions.views import ShowCoverage
from bot.tg.i18n import Html, escape, join
from bot.tg.render.voice import Voice

SEP = " · "
SAID_ELSEWHERE = (Flag.MEASURED_AGAINST_FLOOR.value, Flag.PRICE_BASIS.value)  # by the lines on the rating and the basis


def short_symbol(symbol: str) -> str:
    """Six digits say enough on the mainland; elsewhere the market stands behind them."""
    return symbol.rpartition(".")[0] if market_of(symbol) in (Market.A, Market.BSE) else symbol


def chosen(then: str, symbol: str) -> Action:
    """What a tap on one of several securities does."""
    match then:
        case "subscribe":
            return Subscribe("stock", symbol)
        case "unsubscribe":
            return Unsubscribe("stock", symbol)
        case _:
            return ShowCoverage(symbol)


def name(security: SecurityRef) -> Html:
    """``中际旭创 300308``; in code tags, or clients would take .SZ and .HK for web addresses."""
    return Html(f"<b>{escape(security.name)}</b> <code>{escape(short_symbol(security.symbol))}</code>")


def of_score(score: PickScore) -> SecurityRef:
    """The security of a score."""
    return SecurityRef(score.symbol, score.name)


def kind(score_kind: PickKind, rating: str | None, voice: Voice) -> str:
    """The rating where there is one, else the kind."""
    return voice.rating(rating) if rating else voice.label(f"kind-{score_kind}")


def title(head: ReportHead | DraftHead, voice: Voice) -> Html:
    """A report's title as a heading."""
    return Html(f"<b>{escape(head.title or voice.label('head-untitled'))}</b>")


def facts(head: ReportHead | DraftHead, voice: Voice) -> Html:
    """Broker, date, kind of report and risk level in one line."""
    words = [head.broker, voice.day(head.published), voice.label(f"report-{head.kind}"), head.risk_level or ""]
    return escape(SEP.join(word for word in words if word))


def industry(head: ReportHead | DraftHead, voice: Voice) -> Html | None:
    """The industry with its rating, or None where the report names none."""
    if not head.industry:
        return None
    if head.industry_rating is None:
        return voice.say("head-industry", industry=head.industry)
    label = voice.rating(head.industry_rating.label)
    change = head.industry_rating.change
    key = "head-industry-rated" if change is None else f"head-industry-{change}"
    return voice.say(key, industry=head.industry, rating=label)


def head_block(head: ReportHead, voice: Voice) -> Html:
    """The facts of a report that everybody may see."""
    lines = [title(head, voice), facts(head, voice)]
    if about := industry(head, voice):
        lines.append(about)
    if head.retracted:
        lines.append(voice.say("head-retracted"))
    return join("\n", lines)


def excess(score: PickScore, voice: Voice) -> Html:
    """The excess, or why there is none."""
    if score.excess is not None:
        return voice.say("figure-excess", excess=numbers.moved(score.excess))
    if score.total_return is not None:
        return voice.say("figure-return-only", change=numbers.moved(score.total_return))
    return voice.say("figure-none")


def standing(score: PickScore, voice: Voice) -> Html:
    """How it stands in a few words: the verdict, else what it needs, else the rating it would deserve."""
    if score.verdict is not None:
        return voice.say("standing-met" if score.verdict.met else "standing-missed")
    if score.needs is not None:
        key = "standing-ahead" if score.needs.excess <= 0 else "standing-needs"
        return voice.say(key, points=voice.points(score.needs.excess))
    if score.implied_rating is not None:
        return voice.say("standing-implied", rating=voice.rating(score.implied_rating))
    return voice.say(f"phase-{score.phase}")


def conflict(line: ConflictLine, voice: Voice) -> Html:
    """Ratings that contradict one another, for the editor who decides."""
    return voice.say(
        "conflict",
        stock=f"{line.security.name} {short_symbol(line.security.symbol)}",
        house=line.house,
        day=voice.day(line.on),
        ratings=voice.listing(voice.rating(each) for each in line.ratings),
        reports=voice.listing(f"#{number}" for number in line.reports),
    )


def by_convention(score: PickScore, voice: Voice) -> Html | None:
    """What terminals would say, where it is another verdict, and why (METHODOLOGY 2)."""
    other = score.other_by_convention
    if other is None or score.convention_excess is None or score.excess is None:
        return None
    key = "convention-met" if other.met else "convention-missed"
    return voice.say(
        key,
        excess=numbers.percent(score.convention_excess),
        position=voice.label(f"position-{other.position}"),
        why=voice.label(
            f"convention-why-{score.return_basis}", points=voice.points(score.convention_excess - score.excess)
        ),
    )


def score_lines(score: PickScore, voice: Voice) -> Html:
    """Two lines: who and as what; excess and standing."""
    words = [kind(score.kind, score.rating, voice)]
    if score.segment:
        words.append(score.segment)
    first = Html(f"{name(of_score(score))} {escape(SEP.join(words))}")
    second = [excess(score, voice), standing(score, voice)]
    second += _noted(score, voice)
    lines = [first, join(SEP, second)]
    if other := by_convention(score, voice):
        lines.append(other)
    return join("\n", lines)


def _noted(score: PickScore, voice: Voice) -> list[Html]:
    """That there is more to know: in a word where there is one for it."""
    said = [
        code for code in notes(score) if code != Flag.NO_BENCHMARK_DATA
    ]  # that one stands in the place of the excess
    keys = {f"standing-noted-{code.partition(':')[0]}" for code in said}
    known = sorted(key for key in keys if voice.texts.has(key))
    return [voice.say(key) for key in known] + [voice.say("standing-noted")] * (len(known) < len(keys))


def notes(score: PickScore) -> list[str]:
    """The flags that nothing else on a card says."""
    return [code for code in score.flags if code.partition(":")[0] not in SAID_ELSEWHERE]


def flag(code: str, voice: Voice) -> Html:
    """A flag as a sentence; a count stands behind a colon."""
    word, _, count = code.partition(":")
    if word in {each.value for each in Flag} or voice.texts.has(f"flag-{word}"):
        return voice.say(f"flag-{word}", n=int(count) if count.isdigit() else 0)
    return voice.say("flag-other", code=code)


def basis(scores: Iterable[PickScore], voice: Voice) -> list[Html]:
    """What the figures are measured by, a line for each way; none without figures."""
    ways: dict[ReturnBasis, dict[str, str]] = {}
    alone: set[ReturnBasis] = set()
    for score in scores:
        if score.excess is not None and score.benchmark is not None:
            ways.setdefault(score.return_basis, {})[score.benchmark] = voice.one_of("index", score.benchmark)
        elif score.total_return is not None:
            alone.add(score.return_basis)
    lines = [voice.say(f"basis-{way}", benchmark=voice.listing([*names.values()])) for way, names in ways.items()]
    return lines + [voice.say(f"basis-{way}-alone") for way in sorted(alone)]


def source_name(given: Source, voice: Voice) -> str:
    """Where figures come from, in words."""
    return " + ".join(voice.one_of("source", each) for each in given.name.split(" + "))


def source(given: Source, voice: Voice) -> Html:
    """Where the figures come from and of which close they are."""
    label = source_name(given, voice)
    if given.as_of is None:
        return voice.say("footer-source", source=label) if label else voice.say("footer-no-data")
    key = "footer-source-as-of" if label else "footer-as-of"
    return voice.say(key, source=label, day=voice.day(given.as_of))


def live_source(given: Source, voice: Voice) -> Html:
    """Where quotes come from and of which minute they are."""
    if given.as_of is None or given.fetched is None:
        return source(given, voice)
    label = source_name(given, voice)
    return voice.say("footer-live", source=label, day=voice.day(given.as_of), time=numbers.clock(given.fetched))


def footer(given: Source, scores: Iterable[PickScore], voice: Voice, *, pushed: bool = False) -> Html:
    """Stands under every card with figures: source, as-of, basis, and the risk warning, in a line where it is pushed."""
    risk = voice.say("footer-risk-line" if pushed else "footer-risk")
    return join("\n", [source(given, voice), *basis(scores, voice), risk])
