"""What the buttons of lists ask for: see `bot.tg.actions.callbacks` for how they travel."""

from __future__ import annotations

from bot.tg.actions.wire import action


@action("ll")
class ShowLists:
    """Which lists there are."""


@action("lt")
class ShowList:
    """A page of a list, from 0."""

    list_id: int
    page: int = 0


@action("lw")
class OpenShared:
    """A page of somebody's list, by the token of its link."""

    token: str
    page: int = 0


@action("lc")
class CopyShared:
    """Make an own list of it."""

    token: str


@action("le")
class EditList:
    """A page of a list whose members can be moved, from 0."""

    list_id: int
    page: int = 0


@action("lp")
class PickList:
    """Ask into which list a security goes."""

    symbol: str


@action("ls")
class StartList:
    """Make the first list, with a security in it."""

    symbol: str


@action("lg")
class ToggleMember:
    """Put a security into a list or take it out, and show the choice again."""

    list_id: int
    symbol: str


@action("lk")
class TakeMember:
    """Put a security into a list, and let stand what is asked about others."""

    list_id: int
    symbol: str


@action("lm")
class MoveMember:
    """Move a member; ``to`` is a value of `bot.domain.watchlists.Move`."""

    list_id: int
    symbol: str
    to: str


@action("lx")
class RemoveMember:
    """Take a member out, and show the page again."""

    list_id: int
    symbol: str
    page: int = 0


@action("lb")
class PutBack:
    """Undo a removal; ``place`` is where the member stood, from 0."""

    list_id: int
    symbol: str
    place: int


@action("lo")
class MoveList:
    """Move a list among the others; ``to`` as of `MoveMember`."""

    list_id: int
    to: str


@action("ln")
class AskListName:
    """Ask for the name of a new list; with a ``symbol`` the security goes into it."""

    symbol: str = ""


@action("lr")
class AskRename:
    """Ask for another name of a list."""

    list_id: int


@action("la")
class AskMembers:
    """Ask what is to go into a list."""

    list_id: int


@action("ld")
class DeleteList:
    """Delete a list, which can be undone."""

    list_id: int


@action("lu")
class RestoreList:
    """Bring it back."""

    list_id: int


@action("lh")
class ShareList:
    """The link of a list."""

    list_id: int


@action("lq")
class UnshareList:
    """Let it open nothing any more."""

    list_id: int


@action("lf")
class GetListFile:
    """A list as a file; ``form`` is a value of `bot.services.views.ListForm`."""

    list_id: int
    form: str


ListReads = ShowLists | ShowList | OpenShared | GetListFile
ListAsks = AskListName | AskRename | AskMembers  # answered by a text
ListChanges = (
    CopyShared
    | EditList
    | PickList
    | StartList
    | ToggleMember
    | TakeMember
    | MoveMember
    | RemoveMember
    | PutBack
    | MoveList
    | DeleteList
    | RestoreList
    | ShareList
    | UnshareList
)
ListAction = ListReads | ListAsks | ListChanges
