"""What the buttons of a draft ask for: see `bot.tg.actions.callbacks` for how they travel."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShowDraft:
    """A page of a report as its editors see it, from 0."""

    draft_id: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class ShowPick:
    """One pick of a report, opened."""

    draft_id: int
    pick_id: int


@dataclass(frozen=True, slots=True)
class ShowName:
    """One name that waits for its security, opened; it may be typed then."""

    draft_id: int
    unresolved_id: int


@dataclass(frozen=True, slots=True)
class DropPick:
    """Leave a pick out of a report (``dropped``) or take it in again."""

    draft_id: int
    pick_id: int
    dropped: bool


@dataclass(frozen=True, slots=True)
class CheckPick:
    """Say that a doubtful pick is right."""

    draft_id: int
    pick_id: int


@dataclass(frozen=True, slots=True)
class SetRating:
    """Give a pick a rating; an empty one is none."""

    draft_id: int
    pick_id: int
    rating: str


@dataclass(frozen=True, slots=True)
class SetKind:
    """Say as what a pick was named; ``kind`` is a value of `bot.domain.reports.PickKind`."""

    draft_id: int
    pick_id: int
    kind: str


@dataclass(frozen=True, slots=True)
class AskSecurity:
    """Ask which security a pick is; it may be typed then."""

    draft_id: int
    pick_id: int


@dataclass(frozen=True, slots=True)
class SetSecurity:
    """Say which security a pick is."""

    draft_id: int
    pick_id: int
    symbol: str


@dataclass(frozen=True, slots=True)
class ResolveName:
    """Say which security an unresolved name of a report means."""

    draft_id: int
    unresolved_id: int
    symbol: str


@dataclass(frozen=True, slots=True)
class AskPick:
    """Ask which security is to be added; it is typed then."""

    draft_id: int


@dataclass(frozen=True, slots=True)
class AskKind:
    """Ask as what a security is to be added."""

    draft_id: int
    symbol: str


@dataclass(frozen=True, slots=True)
class AddPick:
    """Add a pick."""

    draft_id: int
    symbol: str
    kind: str


@dataclass(frozen=True, slots=True)
class AskDate:
    """Ask of which day a report is; it may be typed then."""

    draft_id: int


@dataclass(frozen=True, slots=True)
class SetDate:
    """Say of which day a report is (``2024-12-26``)."""

    draft_id: int
    day: str


@dataclass(frozen=True, slots=True)
class AskBroker:
    """Ask whose report it is; it is typed then."""

    draft_id: int


@dataclass(frozen=True, slots=True)
class SetBroker:
    """Say whose report it is."""

    draft_id: int
    broker: str


@dataclass(frozen=True, slots=True)
class Undo:
    """Take a step back, if it is still the last."""

    draft_id: int
    step: int


@dataclass(frozen=True, slots=True)
class ShowHistory:
    """A page of what was corrected in a report, from 0."""

    draft_id: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class Merge:
    """Let another report take a draft up."""

    draft_id: int
    into: int


@dataclass(frozen=True, slots=True)
class KeepApart:
    """Let a draft stand beside the same report."""

    draft_id: int


@dataclass(frozen=True, slots=True)
class ConfirmDraft:
    """Make the picks of a draft count."""

    draft_id: int


@dataclass(frozen=True, slots=True)
class DiscardDraft:
    """Throw a draft away."""

    draft_id: int


# What asks for a text: the next one in the chat is taken for the answer.
Asks = AskSecurity | AskPick | AskDate | AskBroker | ShowName

DraftAction = (
    ShowDraft
    | ShowPick
    | ShowName
    | DropPick
    | CheckPick
    | SetRating
    | SetKind
    | AskSecurity
    | SetSecurity
    | ResolveName
    | AskPick
    | AskKind
    | AddPick
    | AskDate
    | SetDate
    | AskBroker
    | SetBroker
    | Undo
    | ShowHistory
    | Merge
    | KeepApart
    | ConfirmDraft
    | DiscardDraft
)

# Names on the wire: never give one of them another meaning, buttons live as long as the chats they stand in.
DRAFT_WIRE: dict[str, type[DraftAction]] = {
    "dl": ShowDraft,
    "dk": ShowPick,
    "dn": ShowName,
    "dx": DropPick,
    "do": CheckPick,
    "dr": SetRating,
    "dt": SetKind,
    "da": AskSecurity,
    "dy": SetSecurity,
    "du": ResolveName,
    "ap": AskPick,
    "ak": AskKind,
    "pa": AddPick,
    "ad": AskDate,
    "pd": SetDate,
    "ab": AskBroker,
    "pb": SetBroker,
    "un": Undo,
    "hi": ShowHistory,
    "mg": Merge,
    "ka": KeepApart,
    "dc": ConfirmDraft,
    "dd": DiscardDraft,
}
