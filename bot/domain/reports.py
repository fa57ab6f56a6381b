"""Reports: what was read from one document of one broker."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from bot.domain.confidence import Reason
from bot.domain.ratings import RatingChange, RatingScale, Subject
from bot.domain.securities import Market


class ReportKind(StrEnum):
    """What a report is about."""

    COMPANY = "company"
    INDUSTRY = "industry"
    STRATEGY = "strategy"
    MORNING = "morning"
    OTHER = "other"


class PickKind(StrEnum):
    """How a report names a security for investors (METHODOLOGY 1)."""

    SUBJECT = "subject"
    RECOMMENDED = "recommended"
    BENEFICIARY = "beneficiary"
    WATCH = "watch"


class AnalystRole(StrEnum):
    """Analysts answer for the report; contacts (联系人, 研究助理) do not."""

    ANALYST = "analyst"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class Analyst:
    """A person who signs a report, with the licence number where one is printed."""

    name: str
    role: AnalystRole
    licence: str | None


@dataclass(frozen=True, slots=True)
class Benchmark:
    """An index that a report measures by. ``code`` is None where only a word like 大盘 is printed.

    ``when`` says which securities it is for where one market has two (协议转让, 做市转让).
    """

    code: str | None
    name: str
    when: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where something was read: the page from 1 and the words around it. Shown only to the one who uploaded."""

    page: int
    text: str


@dataclass(frozen=True, slots=True)
class IndustryRating:
    """The rating of the report's industry, and what it did to the one before."""

    label: str
    change: RatingChange | None


@dataclass(frozen=True, slots=True)
class Pick:
    """One security that a report names for investors, in a segment, of a kind.

    ``name`` is as printed, ``listed_name`` and ``symbol`` are today's. ``confidence`` runs from 0 to 1, and ``reasons``
    say what it came from; they are empty in reports that were stored before reasons were kept. ``close`` is the closing
    price that the report prints for it, in its own currency, ``close_on`` the day that stands with it, if one does.
    """

    name: str
    listed_name: str
    symbol: str
    market: Market
    segment: str | None
    kind: PickKind
    rating: str | None
    rating_change: RatingChange | None
    target_price: Decimal | None
    currency: str | None
    evidence: Evidence
    confidence: float
    reasons: tuple[Reason, ...] = ()
    close: Decimal | None = None
    close_on: date | None = None


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A name that a report picks and that no single security answers to; a person decides.

    ``candidates`` are symbols to choose from, likeliest first; ``reasons`` say why none was taken.
    """

    name: str
    segment: str | None
    kind: PickKind
    evidence: Evidence
    candidates: tuple[str, ...]
    reasons: tuple[Reason, ...] = ()


RESTRICTED_LEVELS = ("R4", "R5")


_WIDE = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？"}
_CHINESE = "\u3400-\u9fff\u3001-\u3011“”"
_NARROW = re.compile(f"(?<=[{_CHINESE}])[,;:!?]|[,;:!?](?=[{_CHINESE}])")


@dataclass(frozen=True, slots=True)
class Report:
    """What one document says, before anybody confirmed it. Text fields are NFKC (DESIGN 3)."""

    broker: str
    kind: ReportKind
    title: str
    published: date | None
    industry: str | None = None
    industry_rating: IndustryRating | None = None
    analysts: tuple[Analyst, ...] = ()
    risk_level: str | None = None
    scales: tuple[RatingScale, ...] = ()
    benchmarks: Mapping[Market, tuple[Benchmark, ...]] = field(default_factory=dict)
    picks: tuple[Pick, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    warnings: tuple[str, ...] = ()
    pages: int = 1

    def scale(self, subject: Subject) -> RatingScale | None:
        """The scale for stocks or for industries."""
        return next((scale for scale in self.scales if scale.subject is subject), None)

    @property
    def headline(self) -> str:
        """The title as a page sets it: NFKC made the punctuation between Chinese characters narrow."""
        return _NARROW.sub(lambda mark: _WIDE[mark[0]], self.title)

    @property
    def restricted(self) -> bool:
        """Whether only professional or C4/C5 investors may see it: printed risk level R4 or R5."""
        return self.risk_level in RESTRICTED_LEVELS
