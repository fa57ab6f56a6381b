"""What the buttons of lists ask for: see `bot.tg.actions.callbacks` for how they travel."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShowLists:
    """Which lists there are."""


@dataclass(frozen=True, slots=True)
class ShowList:
    """A page of a list, from 0."""

    list_id: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class OpenShared:
    """A page of somebody's list, by the token of its link."""

    token: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class CopyShared:
    """Make an own list of it."""

    token: str


@dataclass(frozen=True, slots=True)
class EditList:
    """A page of a list whose members can be moved, from 0."""

    list_id: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class PickList:
    """Ask into which list a security goes."""

    symbol: str


@dataclass(frozen=True, slots=True)
class StartList:
    """Make the first list, with a security in it."""

    symbol: str


@dataclass(frozen=True, slots=True)
class ToggleMember:
    """Put a security into a list or take it out, and show the choice again."""

    list_id: int
    symbol: str


@dataclass(frozen=True, slots=True)
class TakeMember:
    """Put a security into a list, and let stand what is asked about others."""

    list_id: int
    symbol: str


@dataclass(frozen=True, slots=True)
class MoveMember:
    """Move a member; ``to`` is a value of `bot.domain.watchlists.Move`."""

    list_id: int
    symbol: str
    to: str


@dataclass(frozen=True, slots=True)
class RemoveMember:
    """Take a member out, and show the page again."""

    list_id: int
    symbol: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class PutBack:
    """Undo a removal; ``place`` is where the member stood, from 0."""

    list_id: int
    symbol: str
    place: int


@dataclass(frozen=True, slots=True)
class MoveList:
    """Move a list among the others; ``to`` as of `MoveMember`."""

    list_id: int
    to: str


@dataclass(frozen=True, slots=True)
class AskListName:
    """Ask for the name of a new list; with a ``symbol`` the security goes into it."""

    symbol: str = ""


@dataclass(frozen=True, slots=True)
class AskRename:
    """Ask for another name of a list."""

    list_id: int


@dataclass(frozen=True, slots=True)
class AskMembers:
    """Ask what is to go into a list."""

    list_id: int


@dataclass(frozen=True, slots=True)
class DeleteList:
    """Delete a list, which can be undone."""

    list_id: int


@dataclass(frozen=True, slots=True)
class RestoreList:
    """Bring it back."""

    list_id: int


@dataclass(frozen=True, slots=True)
class ShareList:
    """The link of a list."""

    list_id: int


@dataclass(frozen=True, slots=True)
class UnshareList:
    """Let it open nothing any more."""

    list_id: int


@dataclass(frozen=True, slots=True)
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

# Names on the wire: never give one of them another meaning, buttons live as long as the chats they stand in.
LIST_WIRE: dict[str, type[ListAction]] = {
    "ll": ShowLists,
    "lt": ShowList,
    "lw": OpenShared,
    "lc": CopyShared,
    "le": EditList,
    "lp": PickList,
    "ls": StartList,
    "lg": ToggleMember,
    "lk": TakeMember,
    "lm": MoveMember,
    "lx": RemoveMember,
    "lb": PutBack,
    "lo": MoveList,
    "ln": AskListName,
    "lr": AskRename,
    "la": AskMembers,
    "ld": DeleteList,
    "lu": RestoreList,
    "lh": ShareList,
    "lq": UnshareList,
    "lf": GetListFile,
}
