"""Bars over bars: what a later look at a session adds, confirms or corrects (METHODOLOGY 7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from bot.domain.quotes import Bar
from bot.domain.sessions import SHANGHAI

PRICES = ("close", "open", "high", "low", "reference")
SIZES = ("volume", "amount")
SAME_SIZE = Decimal("0.001")  # lots or shares, thousands or yuan: what rounding leaves between two vendors
SAME_PRICE = Decimal("1e-9")  # what a vendor's arithmetic leaves behind the printed digits
APART = timedelta(hours=1)  # two looks of one source that are closer are one look


@dataclass(frozen=True, slots=True)
class KeptBar:
    """A bar as it is stored: which source told its close, and when (UTC) that was first seen."""

    bar: Bar
    source: str
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Correction:
    """A stored figure that turned out otherwise. ``field`` is a field of `Bar`, or of `Adjustment` for an ex-date."""

    symbol: str
    session: date
    field: str
    before: Decimal | None
    after: Decimal | None
    source: str
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Look:
    """One delivery: where it comes from, when (UTC), and whether it was a batch of quotes rather than daily bars."""

    source: str
    at: datetime
    snapshot: bool = False

    def is_early(self, session: date) -> bool:
        """Whether it is still the session's own day in Shanghai, so that a first look needs a second one."""
        return self.snapshot or self.at.astimezone(SHANGHAI).date() <= session


@dataclass(frozen=True, slots=True)
class Laid:
    """What is to be kept, how much of it is new or different, what was corrected, and closes two early looks dispute."""

    result: Mapping[date, KeptBar]
    changed: int
    corrections: tuple[Correction, ...]
    disputed: tuple[Correction, ...]


def lay_over(symbol: str, kept: Mapping[date, KeptBar], new: Iterable[Bar], look: Look) -> Laid:
    """Lay a delivery over what is kept of one symbol.

    A figure that is missing in the delivery stays as it is. Sizes that differ by a rounding stay too. Of two bars of
    one session in one delivery the later holds. A security's close is preliminary until two looks agree on it, or one
    on a later day has told it; index values are published once and are never preliminary. A batch of quotes never
    overrules a daily bar.
    """
    result = dict(kept)
    changed = 0
    corrections: list[Correction] = []
    disputed: list[Correction] = []
    for bar in {bar.session: bar for bar in new}.values():
        before = kept.get(bar.session)
        if before is None:
            early = "." in symbol and look.is_early(bar.session)
            result[bar.session] = KeptBar(replace(bar, preliminary=early), look.source, look.at)
            changed += 1
            continue
        if look.snapshot and not before.bar.preliminary:
            continue
        after, differing = _laid(symbol, before, bar, look)
        if after == before:
            continue
        result[bar.session] = after
        changed += after.bar != before.bar
        if before.bar.preliminary:
            disputed += [each for each in differing if each.field == "close"]
        else:
            corrections += differing
    return Laid(result, changed, tuple(corrections), tuple(disputed))


def _laid(symbol: str, before: KeptBar, bar: Bar, look: Look) -> tuple[KeptBar, list[Correction]]:
    figures = {name: _figure(name, getattr(before.bar, name), getattr(bar, name)) for name in (*PRICES, *SIZES)}
    differing = [
        Correction(symbol, bar.session, name, old, figure, look.source, look.at)
        for name, figure in figures.items()
        for old in [getattr(before.bar, name)]
        if old is not None and old != figure
    ]
    same = figures["close"] == before.bar.close
    if not same:
        preliminary = "." in symbol and look.is_early(bar.session)
    else:
        preliminary = before.bar.preliminary and not _confirms(before, look, bar.session)
    told = before if same and before.bar.preliminary == preliminary else KeptBar(bar, look.source, look.at)
    return KeptBar(Bar(bar.session, **figures, preliminary=preliminary), told.source, told.seen_at), differing  # type: ignore[arg-type] # close is never None


def _figure(name: str, before: Decimal | None, after: Decimal | None) -> Decimal | None:
    if before is None or after is None:
        return before if after is None else after
    same = SAME_SIZE * abs(before) if name in SIZES else SAME_PRICE
    return before if abs(after - before) <= same else after


def _confirms(before: KeptBar, look: Look, session: date) -> bool:
    """Whether a look that found the same close is a second one."""
    return look.source != before.source or look.at - before.seen_at >= APART or not look.is_early(session)
