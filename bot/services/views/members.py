"""Who has access, ways in, and what is kept of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.store.records import Role


@dataclass(frozen=True, slots=True)
class MemberLine:
    """Somebody with access; ``fixed`` is an owner, whom the settings name. Who is not ``active`` cannot be written to."""

    user_id: int
    name: str
    role: Role
    since: date
    active: bool
    fixed: bool


@dataclass(frozen=True, slots=True)
class MemberList:
    """Everybody with access, who came first first, one page."""

    lines: tuple[MemberLine, ...]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class MemberCard:
    """One of them; ``asked`` is the role that a confirmation is wanted for, `Role.REMOVED` for taking the access away."""

    line: MemberLine
    asked: Role | None = None


@dataclass(frozen=True, slots=True)
class InvitationCard:
    """A way in for one person, until an instant; ``start`` is the start parameter, ``username`` the bot's."""

    role: Role
    start: str
    username: str
    until: datetime


@dataclass(frozen=True, slots=True)
class PersonalData:
    """All that is kept of one person as a JSON document, with how many entries it has."""

    name: str
    content: str
    entries: int


MemberViews = InvitationCard | MemberCard | MemberList | PersonalData
