"""What the buttons of a draft ask for: see `bot.tg.actions.callbacks` for how they travel."""

from __future__ import annotations

from bot.tg.actions.wire import action


@action("dl")
class ShowDraft:
    """A page of a report as its editors see it, from 0."""

    draft_id: int
    page: int = 0


@action("dk")
class ShowPick:
    """One pick of a report, opened."""

    draft_id: int
    pick_id: int


@action("dn")
class ShowName:
    """One name that waits for its security, opened; it may be typed then."""

    draft_id: int
    unresolved_id: int


@action("dx")
class DropPick:
    """Leave a pick out of a report (``dropped``) or take it in again."""

    draft_id: int
    pick_id: int
    dropped: bool


@action("do")
class CheckPick:
    """Say that a doubtful pick is right."""

    draft_id: int
    pick_id: int


@action("dr")
class SetRating:
    """Give a pick a rating; an empty one is none."""

    draft_id: int
    pick_id: int
    rating: str


@action("dt")
class SetKind:
    """Say as what a pick was named; ``kind`` is a value of `bot.domain.reports.PickKind`."""

    draft_id: int
    pick_id: int
    kind: str


@action("da")
class AskSecurity:
    """Ask which security a pick is; it may be typed then."""

    draft_id: int
    pick_id: int


@action("dy")
class SetSecurity:
    """Say which security a pick is."""

    draft_id: int
    pick_id: int
    symbol: str


@action("du")
class ResolveName:
    """Say which security an unresolved name of a report means."""

    draft_id: int
    unresolved_id: int
    symbol: str


@action("ap")
class AskPick:
    """Ask which security is to be added; it is typed then."""

    draft_id: int


@action("ak")
class AskKind:
    """Ask as what a security is to be added."""

    draft_id: int
    symbol: str


@action("pa")
class AddPick:
    """Add a pick."""

    draft_id: int
    symbol: str
    kind: str


@action("ad")
class AskDate:
    """Ask of which day a report is; it may be typed then."""

    draft_id: int


@action("pd")
class SetDate:
    """Say of which day a report is (``2024-12-26``)."""

    draft_id: int
    day: str


@action("ab")
class AskBroker:
    """Ask whose report it is; it is typed then."""

    draft_id: int


@action("pb")
class SetBroker:
    """Say whose report it is."""

    draft_id: int
    broker: str


@action("un")
class Undo:
    """Take a step back, if it is still the last."""

    draft_id: int
    step: int


@action("hi")
class ShowHistory:
    """A page of what was corrected in a report, from 0."""

    draft_id: int
    page: int = 0


@action("mg")
class Merge:
    """Let another report take a draft up."""

    draft_id: int
    into: int


@action("ka")
class KeepApart:
    """Let a draft stand beside the same report."""

    draft_id: int


@action("dc")
class ConfirmDraft:
    """Make the picks of a draft count."""

    draft_id: int


@action("dd")
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
