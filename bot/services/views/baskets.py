"""Baskets: the picks of a report bought alike, by kind and by segment, and the rating of its industry."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.ratings import Band
from bot.domain.reports import PickKind
from bot.domain.scoring.results import PickScore
from bot.services.views.charts import BasketChart
from bot.services.views.pieces import ReportHead, Source


class BasketOf(StrEnum):
    """What the picks of a basket have in common."""

    REPORT = "report"
    KIND = "kind"
    SEGMENT = "segment"


@dataclass(frozen=True, slots=True)
class BasketLine:
    """An equal-weight buy-and-hold basket: of a pick kind, of a segment, or of the whole report.

    Each security once, from its own entry to its own last close, against its own benchmark. ``priced`` of
    ``securities`` have figures; the means (fractions) are of these.
    """

    of: BasketOf
    kind: PickKind | None
    segment: str | None
    securities: int
    priced: int
    own: float | None
    benchmark: float | None
    excess: float | None


@dataclass(frozen=True, slots=True)
class IndustryLine:
    """The rating of the report's industry on its index; ``band`` is None where its word is in no scale.

    ``assumed``: the scale prints words alone, and its bands were taken as ±5 pp.
    """

    zh: str
    en: str
    band: Band | None
    months: tuple[int, int] | None
    assumed: bool
    score: PickScore


@dataclass(frozen=True, slots=True)
class BasketCard:
    """The baskets of a report, and how its industry's rating has gone."""

    head: ReportHead
    lines: tuple[BasketLine, ...]
    industry: IndustryLine | None
    chart: BasketChart | None
    scores: tuple[PickScore, ...]
    source: Source
