"""A draft as its editor sees it. Evidence stands here alone: it is for the one who uploaded."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.reports import Evidence, PickKind
from bot.services.views.pieces import ReportHead, SecurityRef


@dataclass(frozen=True, slots=True)
class DraftPick:
    """A pick that waits for confirmation; ``dropped`` ones are shown struck out."""

    pick_id: int
    security: SecurityRef
    printed_name: str
    kind: PickKind
    rating: str | None
    evidence: Evidence
    dropped: bool = False


@dataclass(frozen=True, slots=True)
class DraftUnresolved:
    """A printed name without a certain security, with what it may be."""

    unresolved_id: int
    name: str
    kind: PickKind
    candidates: tuple[SecurityRef, ...]


@dataclass(frozen=True, slots=True)
class DraftSegment:
    """The picks of one segment of a draft, in printed order."""

    name: str | None
    picks: tuple[DraftPick, ...]
    unresolved: tuple[DraftUnresolved, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftCard:
    """What was read from an upload, for the editor who confirms it; ``pages`` are those of the document."""

    draft_id: int
    head: ReportHead
    pages: int
    scale: str | None
    segments: tuple[DraftSegment, ...]
    securities: int
    unresolved: int
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DraftSegmentCard:
    """One segment of a draft, opened to drop picks and to resolve names; ``segment`` and ``page`` count from 0."""

    draft: DraftCard
    segment: int
    page: int = 0
