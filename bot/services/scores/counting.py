"""Counting: in which groups of a scoreboard an episode counts, and how the groups come out beside one another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain.boards import Grouping, Outcome, Standing
from bot.domain.consensus import side_of
from bot.domain.episodes import Episode
from bot.domain.reports import AnalystRole, PickKind
from bot.domain.scoring.results import Flag, Phase, PickScore
from bot.services.scores.scoring import Scored
from bot.services.views.boards import BoardLine

UNSTATED = ""  # the report names no analyst or no industry
UNRATED = "unrated"  # beside the sides: a recommendation without a rating, measured against the floor


@dataclass(frozen=True, slots=True)
class Counted:
    """An episode with its figures; settled and judged by its verdict, open while it has none."""

    episode: Episode
    scored: Scored

    @property
    def score(self) -> PickScore:
        """Its figures."""
        return self.scored.score

    @property
    def settled(self) -> bool:
        """Whether it has a verdict."""
        return self.score.verdict is not None

    @property
    def open(self) -> bool:
        """Whether one is still to come."""
        return self.score.needs is not None and not self.settled


def standings_of(outcomes: Sequence[Outcome], groups: int) -> list[Standing | None]:
    """Runs wherever there is room for numpy."""
    from bot.domain.scoring.tallies import standings  # noqa: PLC0415 - numpy waits until something is counted

    return standings(outcomes, groups)


def labels_of(counted: Counted, grouping: Grouping) -> tuple[str, ...]:
    """The groups in which an episode counts, each once."""
    episode, report = counted.episode, counted.scored.pick.report
    match grouping:
        case Grouping.BROKER:
            return (episode.house,)
        case Grouping.ANALYST:
            names = (each.name for each in report.analysts if each.role is AnalystRole.ANALYST)
            return tuple(dict.fromkeys(f"{name}（{episode.house}）" for name in names)) or (UNSTATED,)
        case Grouping.INDUSTRY:
            return (report.industry or UNSTATED,)
        case Grouping.SIDE:
            side = side_of(episode)
            if side is None and (episode.rating is not None or episode.kind is not PickKind.RECOMMENDED):
                return ()
            return (side or UNRATED,)
        case Grouping.KIND:
            return (episode.kind,)
        case Grouping.RATING:
            return (episode.rating,) if episode.rating else ()


def is_over(counted: Counted) -> bool:
    """Whether an episode without a verdict has run its course, by closes that are certain."""
    score = counted.score
    return score.phase is Phase.SETTLED and score.excess is not None and Flag.PRELIMINARY_CLOSE.value not in score.flags


def outcomes_of(counted: Counted, groups: Iterable[int], base: float | None) -> list[Outcome]:
    """An episode as each of its groups counts it, beside the ``base`` rate of its kind."""
    score, since = counted.score, counted.episode.since
    met = score.verdict.met if score.verdict else None
    month = since.year * 12 + since.month
    return [Outcome(group, met, score.excess, counted.episode.symbol, month, base) for group in groups]


def open_ones(running: Sequence[Counted], grouping: Grouping) -> dict[str, tuple[int, int]]:
    """How many are open in each group, and how many of them would be met today."""
    found: dict[str, list[bool]] = defaultdict(list)
    for each in running:
        for label in labels_of(each, grouping):
            found[label].append(each.score.needs is not None and each.score.needs.excess <= 0)
    return {label: (len(states), sum(states)) for label, states in found.items()}


def ranked(
    labels: Sequence[str], standings: Sequence[Standing | None], running: dict[str, tuple[int, int]]
) -> list[BoardLine]:
    """Best first by the low end of the interval, which few episodes cannot raise; without a rank those that are too few."""
    ranked, others = [], []
    for label, standing in zip(labels, standings, strict=True):
        settled = standing.settled if standing else 0
        if standing is not None and standing.enough and standing.low is not None:
            ranked.append(((-standing.low, -settled, label), label, standing))
        else:
            others.append(((0.0, -settled, label), label, standing))
    lines = [
        BoardLine(label, rank, standing, *running.get(label, (0, 0)))
        for rank, (_, label, standing) in enumerate(sorted(ranked, key=lambda each: each[0]), 1)
    ]
    return lines + [
        BoardLine(label, None, standing, *running.get(label, (0, 0)))
        for _, label, standing in sorted(others, key=lambda each: each[0])
    ]


def samples_of(counted: Sequence[Counted]) -> tuple[PickScore, ...]:
    """A score of each basis and benchmark, which say how the figures were measured."""
    return tuple({(each.score.return_basis, each.score.benchmark): each.score for each in counted}.values())
