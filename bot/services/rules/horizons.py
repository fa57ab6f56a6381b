"""What closes bring about for rules that wait: bands crossed, and what a horizon passes on its way to the verdict."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta

from bot.domain.ratings import Band, Subject
from bot.domain.rule_kinds import RuleKind
from bot.domain.rule_traits import Place
from bot.domain.scoring.results import Phase
from bot.domain.sessions import SHANGHAI
from bot.market.closing import close_of
from bot.services.alerts.happenings import Happened, Naming
from bot.services.research.heads import head_of_pick, promise_of
from bot.services.rules.events import Occurrence
from bot.services.scores.scoring import Scored
from bot.services.views.news import AlertKind, AlertLine

FRESH = timedelta(days=14)  # each session missed is looked at by itself, and the longest holiday is shorter
_KINDS = {
    AlertKind.BAND_CROSSED: RuleKind.BAND_CROSSED,
    AlertKind.WINDOW_OPENS: RuleKind.WINDOW_OPENS,
    AlertKind.SETTLED: RuleKind.VERDICT,
}


def occurrences(
    scored: Sequence[Scored], happened: Iterable[Happened], days_left: Collection[int], soon: timedelta, naming: Naming
) -> list[Occurrence]:
    """What happened at a close, as rules wait for it; ``days_left`` are the numbers of days that any rule names.

    Where a subscription tells of the same (``happened``; so many days left as ``soon``), under its cause.
    """
    known = [
        Occurrence(_KINDS[each.line.kind], each.cause, each.at, each.pick, each.line, _direction(each))
        for each in happened
        if each.line.kind in _KINDS
    ]
    return known + [each for one in scored for each in _passed(one, days_left, soon, naming)]


def _passed(scored: Scored, days_left: Collection[int], soon: timedelta, naming: Naming) -> Iterator[Occurrence]:
    score, pick = scored.score, scored.pick
    if score.as_of is None or score.settles is None:
        return
    promise = ":".join(str(part) for part in promise_of(pick))
    line = AlertLine(AlertKind.SETTLES, naming(pick.pick.symbol), head_of_pick(pick), score)
    if score.phase is Phase.SETTLED:
        if _is_news(scored, score.settles, score.settles):
            at = close_of(score.settles, pick.pick.market)
            yield Occurrence(RuleKind.SETTLES, f"settles:{promise}", at, pick, line)
        return
    for days in sorted(days_left):
        day = score.settles - timedelta(days=days)
        if day <= score.as_of and _is_news(scored, day, score.as_of):
            cause = f"settles_soon:{promise}" if days == soon.days else f"days_left:{days}:{promise}"
            at = close_of(day, pick.pick.market)
            soon_line = AlertLine(AlertKind.SETTLES_SOON, line.security, line.report, score)
            yield Occurrence(RuleKind.DAYS_LEFT, cause, at, pick, soon_line, days=days)


def _is_news(scored: Scored, day: date, as_of: date) -> bool:
    return day > as_of - FRESH and day >= scored.pick.counts_since.astimezone(SHANGHAI).date()


def _direction(happened: Happened) -> Place:
    """Bands are crossed downwards where the new one lies lower; whatever else happens has no direction."""
    scale = happened.pick.report.scale(Subject.STOCK)
    if happened.line.kind is not AlertKind.BAND_CROSSED or scale is None:
        return Place.UP
    before, after = (_low(scale.band(label)) for label in (happened.line.before, happened.line.after))
    return Place.DOWN if after < before else Place.UP


def _low(band: Band | None) -> float:
    return band.low if band is not None and band.low is not None else float("-inf")
