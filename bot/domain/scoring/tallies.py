"""From settled episodes to the standings of groups, and the base rate of a universe (METHODOLOGY 6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

import numpy as np

from bot.domain.boards import UNIVERSE, BaseQuestion, BaseRate, Outcome, Standing
from bot.domain.scoring.arrays import Bools, Floats, Ints
from bot.domain.scoring.panel import MarketPanel
from bot.domain.scoring.verdicts import meeting_point

Z = 1.959964  # the 97.5 % quantile of the normal distribution (METHODOLOGY 6)

_DENSE = 1_000_000  # cells of a table of groups and clusters that are counted quicker than sorted
_RADIX = 1 << 16  # numpy sorts integers of 16 bits by their digits


@dataclass(frozen=True, slots=True, eq=False)
class Outcomes:
    """N outcomes as arrays; see `Outcome`. ``base`` is NaN without a base rate, ``security`` numbers the symbols."""

    group: Ints
    judged: Bools
    met: Bools
    excess: Floats
    security: Ints
    month: Ints
    base: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Tallies:
    """What G groups come to, an array a field of `Standing`; NaN for None and for groups of nothing."""

    settled: Ints
    judged: Ints
    met: Ints
    low: Floats
    high: Floats
    mean: Floats
    median: Floats
    stocks: Floats
    months: Floats
    based: Ints
    base_rate: Floats
    lift: Floats


def tally(outcomes: Outcomes, groups: int) -> Tallies:
    """All groups at once. An excess of NaN is counted, and stands in no mean."""
    group = outcomes.group
    valued = np.isfinite(outcomes.excess)
    excess, of = outcomes.excess[valued], group[valued]
    values = np.bincount(of, minlength=groups)
    settled = np.bincount(group, minlength=groups)
    judged = np.bincount(group[outcomes.judged], minlength=groups)
    met = np.bincount(group[outcomes.judged & outcomes.met], minlength=groups)
    low, high = wilson(met, judged)
    based_on = outcomes.judged & np.isfinite(outcomes.base)
    based = np.bincount(group[based_on], minlength=groups)
    base_rate = _quotient(np.bincount(group[based_on], outcomes.base[based_on], groups), based)
    met_of_based = np.bincount(group[based_on & outcomes.met], minlength=groups)
    return Tallies(
        settled=settled,
        judged=judged,
        met=met,
        low=low,
        high=high,
        mean=_quotient(np.bincount(of, excess, groups), values),
        median=_medians(of, excess, values),
        stocks=effective_number(group, outcomes.security, groups),
        months=effective_number(group, outcomes.month, groups),
        based=based,
        base_rate=base_rate,
        lift=_quotient(_quotient(met_of_based, based), base_rate),
    )


def wilson(met: Ints, count: Ints) -> tuple[Floats, Floats]:
    """The score interval of shares, without continuity correction (Wilson 1927); NaN where there is nothing to count."""
    with np.errstate(invalid="ignore", divide="ignore"):
        share = met / count
        middle = (share + Z**2 / (2 * count)) / (1 + Z**2 / count)
        half = Z / (1 + Z**2 / count) * np.sqrt(share * (1 - share) / count + Z**2 / (4 * count**2))
    # at 0 and 1 the ends are exact, and rounding would leave -1e-17
    low = np.where(met == 0, np.where(count > 0, 0.0, np.nan), middle - half)
    high = np.where((met == count) & (count > 0), 1.0, middle + half)
    return low, high


def effective_number(group: Ints, cluster: Ints, groups: int) -> Floats:
    """How many independent episodes a group has, were those of one cluster one and the same bet.

    ``n² / Σ nᵢ²`` over the clusters: the sample size over Kish's design effect ``1 + (m - 1) ρ`` for unequal clusters of
    mean weighted size m and an intra-cluster correlation ρ of 1 (Kish 1965, Survey Sampling, 8.2). It overstates
    the overlap, since two episodes on one stock, or of one month, are alike and not the same.
    """
    settled = np.bincount(group, minlength=groups).astype(np.float64)
    if not len(group):
        return np.full(groups, np.nan)
    width = int(cluster.max() - cluster.min()) + 1
    cells = group * width + (cluster - cluster.min())
    if groups * width <= _DENSE:
        counts = np.bincount(cells, minlength=groups * width).reshape(groups, width).astype(np.float64)
        return _quotient(settled**2, np.einsum("ij,ij->i", counts, counts))
    cells, sparse = np.unique(cells, return_counts=True)
    return _quotient(settled**2, np.bincount(cells // width, sparse.astype(np.float64) ** 2, groups))


def standings(outcomes: Sequence[Outcome], groups: int) -> list[Standing | None]:
    """The standing of each group by its number; None for a group of nothing."""
    tallies = tally(_encoded(outcomes), groups)
    return [_standing(tallies, at) if tallies.settled[at] else None for at in range(groups)]


def base_rates(panel: MarketPanel, questions: Sequence[BaseQuestion]) -> list[BaseRate]:
    """The share of the panel's securities that would have been met.

    The universe is what has a close on the entry session; the last close of what was delisted since is carried.
    """
    return [_base_rate(panel, question) for question in questions]


def _base_rate(panel: MarketPanel, question: BaseQuestion) -> BaseRate:
    securities, indices = panel.securities, panel.indices
    days = np.searchsorted(panel.days, np.array([question.entry, question.settlement], dtype="datetime64[D]"))
    entry, settlement = int(days[0]), int(days[1])
    if settlement >= panel.reach:
        return BaseRate(None, 0)
    there = (securities.last_bar[:, entry] >= 0) & (securities.delisted > entry)
    levels = securities.price_level if question.by_price else securities.total_level
    if question.by_price:
        there &= securities.opaque[:, entry] == securities.opaque[:, settlement]
    count = int(there.sum())
    if count < UNIVERSE:
        return BaseRate(None, count)
    measured = levels[there, settlement] / levels[there, entry] - 1
    if not question.absolute:
        row = indices.rows.get(question.benchmark)
        if row is None:
            return BaseRate(None, count)
        measured -= indices.close[row, settlement] / indices.close[row, entry] - 1
    met = (measured >= meeting_point(question.low)) & (measured < meeting_point(question.high))
    share = float(met.mean()) if np.isfinite(measured).all() else None
    return BaseRate(share, count)


def _encoded(outcomes: Sequence[Outcome]) -> Outcomes:
    numbers: dict[str, int] = {}
    return Outcomes(
        group=np.array([each.group for each in outcomes], dtype=np.int64),
        judged=np.array([each.met is not None for each in outcomes], dtype=np.bool_),
        met=np.array([each.met is True for each in outcomes], dtype=np.bool_),
        excess=np.array([np.nan if each.excess is None else each.excess for each in outcomes], dtype=np.float64),
        security=np.array([numbers.setdefault(each.symbol, len(numbers)) for each in outcomes], dtype=np.int64),
        month=np.array([each.month for each in outcomes], dtype=np.int64),
        base=np.array([np.nan if each.base is None else each.base for each in outcomes], dtype=np.float64),
    )


def _medians(group: Ints, excess: Floats, settled: Ints) -> Floats:
    """The median of each group: one sort for all of them, then one by group, which keeps the order within."""
    medians = np.full(len(settled), np.nan)
    order = np.argsort(excess)
    narrow = group[order].astype(np.uint16 if len(settled) <= _RADIX else np.int64)
    ordered = excess[order][np.argsort(narrow, kind="stable")]
    starts = np.cumsum(settled) - settled
    some = np.flatnonzero(settled)
    lower, upper = starts[some] + (settled[some] - 1) // 2, starts[some] + settled[some] // 2
    medians[some] = (ordered[lower] + ordered[upper]) / 2
    return medians


def _quotient(above: Floats | Ints, below: Floats | Ints) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Floats = np.where(np.asarray(below) > 0, above / below, np.nan)
    return found


def _standing(tallies: Tallies, at: int) -> Standing:
    def figure(values: Floats) -> float | None:
        value = float(values[at])
        return value if -inf < value < inf else None

    return Standing(
        settled=int(tallies.settled[at]),
        judged=int(tallies.judged[at]),
        met=int(tallies.met[at]),
        low=figure(tallies.low),
        high=figure(tallies.high),
        mean=figure(tallies.mean),
        median=figure(tallies.median),
        stocks=float(tallies.stocks[at]),
        months=float(tallies.months[at]),
        based=int(tallies.based[at]),
        base_rate=figure(tallies.base_rate),
        lift=figure(tallies.lift),
    )
