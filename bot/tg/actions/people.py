"""What the buttons about people ask for: see `bot.tg.actions.callbacks` for how they travel. Users' ids may be long, so they are texts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShowMembers:
    """A page of those with access, from 0."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class ShowMember:
    """One of them."""

    user: str


@dataclass(frozen=True, slots=True)
class SetRole:
    """Give a member another role, a value of `bot.store.records.Role`; asks first unless ``sure``."""

    user: str
    role: str
    sure: bool


@dataclass(frozen=True, slots=True)
class ForgetMe:
    """Forget the person who taps."""


PeopleAction = ShowMembers | ShowMember | SetRole | ForgetMe

# Names on the wire: never give one of them another meaning, buttons live as long as the chats they stand in.
PEOPLE_WIRE: dict[str, type[PeopleAction]] = {"us": ShowMembers, "uu": ShowMember, "ur": SetRole, "fm": ForgetMe}
