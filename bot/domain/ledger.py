"""The ledger of verdicts: what a verdict was reckoned from, and whether it comes out the same again."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from math import prod

from bot.domain.quotes import Adjustment, BarColumns
from bot.domain.scoring.inputs import PickInput
from bot.domain.scoring.results import Flag, PickScore, ReturnBasis

_NO_FIGURES = ("name", "needs", "convention_verdict")  # the last follows from the excess by convention
TOLERANCE = 1e-9  # figures meet their bands at 9 decimals (METHODOLOGY 5)


class Reason(StrEnum):
    """Why an entry corrects another: an editor changed the pick, the operator the basis, or stored prices changed.

    ``program``: none of these, so another version of the program reckons differently.
    """

    PICK = "pick"
    BASIS = "basis"
    PRICES = "prices"
    PROGRAM = "program"


@dataclass(frozen=True, slots=True)
class Price:
    """The close that stood on a session, and the session on which it was struck: an earlier one where trading was halted."""

    session: date
    struck: date
    close: Decimal


@dataclass(frozen=True, slots=True)
class Ratio:
    """What an ex-date between the two closes did (METHODOLOGY 2); ``split`` is None where only the whole is known."""

    ex_date: date
    ratio: Decimal
    split: Decimal | None


@dataclass(frozen=True, slots=True)
class IndexValues:
    """An index at the entry and at the settlement."""

    code: str
    entry: Decimal
    settlement: Decimal

    @property
    def growth(self) -> float:
        """Its return, a fraction."""
        return float(self.settlement) / float(self.entry) - 1


@dataclass(frozen=True, slots=True)
class Proof:
    """The figures from which anybody can reckon a verdict by hand.

    ``by_price``: returns are price returns, otherwise total returns. ``benchmark`` is the index that judged,
    ``convention`` the price index of the terminals' convention; None where there is none.
    """

    entry: Price
    settlement: Price
    ratios: tuple[Ratio, ...]
    by_price: bool
    benchmark: IndexValues | None
    convention: IndexValues | None

    def own(self, *, by_price: bool) -> float | None:
        """The security's return, a fraction; None where a price return is asked for and a split is not known."""
        if by_price and any(each.split is None for each in self.ratios):
            return None
        steps = [float((each.split if by_price else each.ratio) or 0) for each in self.ratios]
        return float(self.settlement.close) / float(self.entry.close) * prod(steps) - 1

    def figures(self) -> dict[str, float | None]:
        """The published figures that follow from it, by their names in `PickScore`."""
        own = self.own(by_price=self.by_price)
        market = self.benchmark.growth if self.benchmark else None
        total = self.own(by_price=False)
        return {
            "total_return": own,
            "benchmark_return": market,
            "excess": None if own is None or market is None else own - market,
            "convention_excess": total - self.convention.growth if self.convention and total is not None else None,
        }


@dataclass(frozen=True, slots=True)
class VerdictInputs:
    """All that a verdict was reckoned from: the pick with its scale, the basis in force, and the prices.

    ``proof`` is None where a merger led into a successor: then the stored bars alone can prove the figures.
    """

    pick: PickInput
    basis: ReturnBasis
    proof: Proof | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that does not come out as it was recorded; ``field`` is its path in `PickScore`."""

    field: str
    recorded: str | float | None
    recomputed: str | float | None


def prove(
    score: PickScore,
    bars: BarColumns,
    adjustments: Sequence[Adjustment],
    indices: Mapping[str, BarColumns],
    price_index: str | None,
) -> Proof | None:
    """The closes, ratios and index values behind a score; None without figures, and after a merger.

    Args:
        score: The figures, at their settlement.
        bars: Raw bars of its security, ascending.
        adjustments: Its ex-dates.
        indices: Values of the indices by code.
        price_index: The code of the price index of its benchmark.
    """
    entry, settlement = score.entry.session, score.as_of
    if entry is None or settlement is None or str(Flag.MERGED) in score.flags:
        return None
    closes = _struck(bars)
    start, end = _last(closes, entry), _last(closes, settlement)
    if start is None or end is None:
        return None
    between = sorted((each for each in adjustments if start[0] < each.ex_date <= end[0]), key=lambda each: each.ex_date)
    return Proof(
        entry=Price(entry, *start),
        settlement=Price(settlement, *end),
        ratios=tuple(Ratio(each.ex_date, each.ratio, each.split) for each in between),
        by_price=score.return_basis is ReturnBasis.PRICE,
        benchmark=_values(score.benchmark, entry, settlement, indices),
        convention=_values(price_index, entry, settlement, indices),
    )


def differences(recorded: PickScore, recomputed: PickScore) -> tuple[Difference, ...]:
    """The figures of one pick that differ by more than 9 decimals; its name is none."""
    then, now = dict(_flat(recorded)), dict(_flat(recomputed))
    return tuple(
        Difference(field, then.get(field), now.get(field))
        for field in dict.fromkeys((*then, *now))
        if not _same(then.get(field), now.get(field))
    )


def contradictions(proof: Proof, recorded: PickScore) -> tuple[Difference, ...]:
    """The recorded figures that do not follow from the recorded prices: somebody has changed one of them."""
    stated = dict(_flat(recorded))
    return tuple(
        Difference(f"proof.{field}", stated.get(field), figure)
        for field, figure in proof.figures().items()
        if figure is not None and not _same(stated.get(field), figure)
    )


def reason_of(before: VerdictInputs, after: VerdictInputs, *, same_program: bool) -> Reason:
    """Why a verdict comes out another one."""
    if judged(before.pick) != judged(after.pick):
        return Reason.PICK
    if before.basis is not after.basis:
        return Reason.BASIS
    if before.proof == after.proof and not same_program:
        return Reason.PROGRAM
    return Reason.PRICES  # those at the ends, or between them


def judged(pick: PickInput) -> tuple[object, ...]:
    """What of a pick has to do with its verdict: not the name, which may change."""
    return tuple(getattr(pick, field.name) for field in fields(pick) if field.name != "name")


def _struck(bars: BarColumns) -> list[tuple[date, float]]:
    """The closes of trading days: a copy of the day before, of no volume, fills a suspension at some vendors."""
    found: list[tuple[date, float]] = []
    for day, close, volume in zip(bars.days, bars.close, bars.volume, strict=True):
        if close > 0 and (volume != 0 or not found or close != found[-1][1]):
            found.append((date.fromordinal(day), close))
    return found


def _last(closes: Sequence[tuple[date, float]], day: date) -> tuple[date, Decimal] | None:
    at = bisect_right(closes, day, key=lambda each: each[0]) - 1
    return (closes[at][0], Decimal(str(closes[at][1]))) if at >= 0 else None


def _values(code: str | None, entry: date, settlement: date, indices: Mapping[str, BarColumns]) -> IndexValues | None:
    series = indices.get(code or "")
    if code is None or series is None:
        return None
    values = dict(zip(series.days, series.close, strict=True))
    start, end = values.get(entry.toordinal()), values.get(settlement.toordinal())
    if not start or not end:
        return None
    return IndexValues(code, Decimal(str(start)), Decimal(str(end)))


def _flat(value: object, path: str = "") -> Iterator[tuple[str, str | float | None]]:
    """The fields of a score by their paths, as they stand in a ledger: words, numbers, or nothing."""
    if is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            if field.name not in _NO_FIGURES:
                yield from _flat(getattr(value, field.name), f"{path}.{field.name}" if path else field.name)
    elif isinstance(value, tuple):
        yield path, " ".join(_words(value))
    elif value is None or isinstance(value, float):
        yield path, value
    elif isinstance(value, Decimal):
        yield path, float(value)
    else:
        yield path, str(value)


def _words(values: Iterable[object]) -> list[str]:
    return [str(value) for value in values]


def _same(one: str | float | None, other: str | float | None) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= TOLERANCE
    return one == other
