"""What the buttons about people ask for: see `bot.tg.actions.callbacks` for how they travel. Users' ids may be long, so they are texts."""

from __future__ import annotations

from bot.tg.actions.wire import action


@action("us")
class ShowMembers:
    """A page of those with access, from 0."""

    page: int = 0


@action("uu")
class ShowMember:
    """One of them."""

    user: str


@action("ur")
class SetRole:
    """Give a member another role, a value of `bot.store.records.Role`; asks first unless ``sure``."""

    user: str
    role: str
    sure: bool


@action("fm")
class ForgetMe:
    """Forget the person who taps."""


PeopleAction = ShowMembers | ShowMember | SetRole | ForgetMe
