"""What a week did to the scoreboard of houses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from bot.domain.scoring.results import Verdict
from bot.services.views.digests import BoardChange

Judged = tuple[str, str, Verdict]  # the house of today, the broker as printed, and the verdict of one of its episodes


def board_changes(judged: Iterable[Judged], since: date, until: date) -> tuple[BoardChange, ...]:
    """The houses with a verdict after ``since`` and until ``until``, with what was judged and met then and before."""
    houses: dict[str, list[Judged]] = defaultdict(list)
    for each in judged:
        if each[2].settled_on <= until:
            houses[each[0]].append(each)
    changes = [_change(house, houses[house], since) for house in sorted(houses)]
    return tuple(each for each in changes if each.judged > each.judged_before)


def _change(house: str, judged: Iterable[Judged], since: date) -> BoardChange:
    verdicts = [(printed, verdict) for _, printed, verdict in judged]
    before = [verdict for _, verdict in verdicts if verdict.settled_on <= since]
    return BoardChange(
        house=house,
        names=frozenset(printed for printed, _ in verdicts),
        judged=len(verdicts),
        met=sum(verdict.met for _, verdict in verdicts),
        judged_before=len(before),
        met_before=sum(verdict.met for verdict in before),
    )
