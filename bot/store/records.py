"""What goes into the store and comes out of it, where the domain has no word for it. Instants are aware, in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from bot.domain.reports import Pick, Report, Unresolved


class Role(StrEnum):
    """What a user may do: owners everything, editors ingest and confirm, subscribers follow, who was removed nothing."""

    OWNER = "owner"
    EDITOR = "editor"
    SUBSCRIBER = "subscriber"
    REMOVED = "removed"


class UploadState(StrEnum):
    """How far an uploaded file has come."""

    RECEIVED = "received"
    READ = "read"
    FAILED = "failed"


class ReportState(StrEnum):
    """Where a report stands between its upload and the public."""

    DRAFT = "draft"
    CONFIRMED = "confirmed"
    DISCARDED = "discarded"
    RETRACTED = "retracted"
    MERGED = "merged"


class Field(StrEnum):
    """What a correction is about: something of a pick, or (the last four) of the report."""

    RATING = "rating"
    KIND = "kind"
    SECURITY = "security"
    TARGET = "target"
    CHECKED = "checked"
    DROPPED = "dropped"
    ADDED = "added"
    RESOLVED = "resolved"
    DATE = "date"
    BROKER = "broker"
    APART = "apart"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class User:
    """A person known to the bot.

    ``qualified`` is the answer about suitability (professional, C4 or C5), None while not asked; ``day_change`` is the
    alert's threshold as a fraction, None for never. ``dark`` and ``red_up`` are how charts look, None as the settings say.
    """

    user_id: int
    name: str
    language: str | None
    role: Role
    qualified: bool | None
    day_change: Decimal | None
    active: bool
    created_at: datetime
    dark: bool | None = None
    red_up: bool | None = None


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel that the bot posts to; ``added_by`` is None where that person was forgotten: owners look after it."""

    channel_id: int
    added_by: int | None
    may_post: bool
    added_at: datetime


@dataclass(frozen=True, slots=True)
class Invitation:
    """A way in for one person; ``invited_by`` and ``used_by`` are None for somebody who was forgotten."""

    invitation_id: int
    role: Role
    invited_by: int | None
    made_at: datetime
    expires_at: datetime
    used_by: int | None = None
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Upload:
    """A file (or text) somebody sent. ``error`` is a message key of the locales; ``upload_id`` is 0 until it is stored."""

    user_id: int
    chat_id: int
    file_name: str
    sha256: str
    size: int
    received_at: datetime
    state: UploadState = UploadState.RECEIVED
    report_id: int | None = None
    error: str | None = None
    upload_id: int = 0


@dataclass(frozen=True, slots=True)
class StoredPick:
    """A pick as it stands in the store; dropped ones are neither followed nor scored."""

    pick_id: int
    report_id: int
    pick: Pick
    dropped: bool


@dataclass(frozen=True, slots=True)
class StoredUnresolved:
    """A printed name that still waits for a person to say which security it is."""

    unresolved_id: int
    report_id: int
    unresolved: Unresolved


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A report with its state.

    ``report`` is what was read, with the date and the broker as corrected; its ``picks`` are those that were read.
    ``picks`` (printed order, added ones last) and ``unresolved`` (those still open) are how it stands now.
    ``text_sha256`` is of the words without white space, ``dates`` are the days printed in it. ``apart`` says that a
    person has let it stand beside another of the same headline or text, ``merged_into`` which one has taken it up.
    """

    report_id: int
    state: ReportState
    report: Report
    picks: tuple[StoredPick, ...]
    unresolved: tuple[StoredUnresolved, ...]
    sha256: str
    uploaded_by: int | None
    created_at: datetime
    confirmed_by: int | None
    confirmed_at: datetime | None
    text_sha256: str | None = None
    dates: tuple[date, ...] = ()
    apart: bool = False
    merged_into: int | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """One entry of what people changed, which is only ever added to.

    ``step`` counts up within the report: what one tap changed is one step. ``undoes`` is the step that this one takes
    back. ``before`` and ``after`` are JSON objects of the fields that changed; ``by`` is None for the command line.
    """

    report_id: int
    step: int
    field: Field
    before: str
    after: str
    by: int | None
    at: datetime
    pick_id: int | None = None
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class ConfirmedPick:
    """A pick that counts, with the report it stands in: date, scales and benchmarks by which it is scored.

    Picks of one report share one ``report`` object.
    """

    pick_id: int
    report_id: int
    pick: Pick
    report: Report
    created_at: datetime
    confirmed_at: datetime
    changed_at: datetime | None = None

    @property
    def counts_since(self) -> datetime:
        """Since when it stands as it does: what happened before is no news of it."""
        return max(self.confirmed_at, self.changed_at or self.confirmed_at)


@dataclass(frozen=True, slots=True)
class StateChange:
    """One line of a report's trail: who (None: the program) put it into which state, and when."""

    state: ReportState
    by: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Freshness:
    """How old prices are: where they came from, the oldest fetch among the symbols asked for, the newest session."""

    source: str
    fetched_at: datetime
    session: date | None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that administrators are told once: ``key`` names the cause for ever, ``kind`` is a word of the locales."""

    key: str
    kind: str
    args: dict[str, str | int]


@dataclass(frozen=True, slots=True)
class PickState:
    """What alerts remember of a pick.

    ``excess`` is the fraction as of ``as_of``; ``band`` the label last told; ``candidate`` a label seen since, on
    ``candidate_closes`` closes in a row, that is not told yet.
    """

    pick_id: int
    as_of: date
    excess: float | None
    band: str | None
    candidate: str | None
    candidate_closes: int
    phase: str


@dataclass(frozen=True, slots=True)
class VerdictEntry:
    """A line of the ledger of verdicts, which is only ever added to.

    ``inputs`` and ``verdict`` are JSON texts, kept byte for byte; ``number`` is 1 for the verdict as it fell and
    counts up with corrections. A correction names the entry that it ``corrects`` and its ``reason``.
    """

    pick_id: int
    settled_on: date
    recorded_at: datetime
    program_version: str
    inputs: str
    verdict: str
    number: int = 1
    corrects: int | None = None
    reason: str | None = None
