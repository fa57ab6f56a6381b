"""What buttons carry: ids and pages, never state, in at most 64 bytes.

A button's data is ``1:c:300308.SZ``: the version, the action, its arguments. Whatever cannot be read is `Stale`, so
that a button of an older version is answered with a fresh view.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import get_args

from bot.tg.actions.administration import AdminAction
from bot.tg.actions.channels import ChannelAction
from bot.tg.actions.digests import DigestAction
from bot.tg.actions.drafts import DraftAction
from bot.tg.actions.following import FollowAction
from bot.tg.actions.lists import ListAction
from bot.tg.actions.needs import NeedAction
from bot.tg.actions.people import PeopleAction
from bot.tg.actions.rules import RuleAction
from bot.tg.actions.views import ViewAction
from bot.tg.actions.wire import action, tag_of

VERSION = "1"
LONGEST_DATA = 64  # bytes (Bot API: callback_data)
_NUMBER = re.compile(r"-?[0-9]{1,9}")  # ids are 32-bit integers


@action("qr")
class ResendLetter:
    """Send a message again that was given up, and show the page again."""

    number: int
    page: int = 0


@action("qd")
class DropLetter:
    """Take it off the list, and show the page again."""

    number: int
    page: int = 0


@action("st")
class ShowSettings:
    """The own settings; of one of them (day_change, quiet, charts) the choices."""

    part: str = ""


@action("s")
class Subscribe:
    """Follow a target; ``kind`` is a value of `bot.services.views.TargetKind`."""

    kind: str
    ref: str = ""


@action("u")
class Unsubscribe:
    """Stop following a target."""

    kind: str
    ref: str = ""


@action("ra")
class AskRetract:
    """Ask whether a report is really to be retracted."""

    report_id: int


@action("rx")
class Retract:
    """Retract a report."""

    report_id: int


@action("se")
class ChangeSetting:
    """Set language (zh, en), day_change (0.07, off), quiet (23:00-08:00, off), theme (light, dark) or another choice.

    Those are digest (of the close: 20:45, off), zone, and colours (red-up, green-up).
    """

    field: str
    value: str


@action("ph")
class PushHere:
    """Push to the topic in which the button stands."""


@action("q")
class Qualify:
    """Answer the suitability question; ``then`` is the link of what was asked for, or "settings"."""

    yes: bool
    then: str


@action("n")
class Nothing:
    """A label that is a button only because it stands among buttons."""


@dataclass(frozen=True, slots=True)
class Stale:
    """Data that this version does not know."""


Action = (
    ResendLetter
    | DropLetter
    | ShowSettings
    | Subscribe
    | Unsubscribe
    | AskRetract
    | Retract
    | ChangeSetting
    | PushHere
    | Qualify
    | Nothing
    | ViewAction
    | ChannelAction
    | DigestAction
    | DraftAction
    | FollowAction
    | RuleAction
    | PeopleAction
    | AdminAction
    | ListAction
    | NeedAction
)

_KINDS: dict[str, type[Action]] = {tag_of(kind): kind for kind in get_args(Action)}


def encode(action: Action) -> str:
    """The data of a button.

    Raises:
        ValueError: it does not fit Telegram's 64 bytes, or an argument but the last holds a colon.
    """
    values = [_written(getattr(action, field.name)) for field in dataclasses.fields(action)]
    if any(":" in value for value in values[:-1]):
        raise ValueError(f"a colon in the middle of {action}")
    data = ":".join((VERSION, tag_of(type(action)), *values))
    if len(data.encode()) > LONGEST_DATA:
        raise ValueError(f"more than {LONGEST_DATA} bytes: {data}")
    return data


def decode(data: str) -> Action | Stale:
    """What a button asks for; `Stale` where this version cannot tell."""
    version, _, rest = data.partition(":")
    name, _, arguments = rest.partition(":")
    kind = _KINDS.get(name)
    if version != VERSION or kind is None:
        return Stale()
    fields = dataclasses.fields(kind)
    written = arguments.split(":", len(fields) - 1) if fields else []
    if len(written) != len(fields):
        return Stale()
    values: list[str | int | bool] = []
    for field, text in zip(fields, written, strict=True):
        if field.type != "str" and not _NUMBER.fullmatch(text):
            return Stale()
        values.append(text if field.type == "str" else text == "1" if field.type == "bool" else int(text))
    make: Callable[..., Action] = kind  # fields of each by position, their types checked above
    return make(*values)


def fits(action: Action) -> bool:
    """Whether a button can carry it; a printed word may be longer than Telegram takes."""
    try:
        encode(action)
    except ValueError:
        return False
    return True


def is_number(text: str) -> bool:
    """Whether this can be the number of a report: a 32-bit integer."""
    return re.fullmatch("[0-9]{1,9}", text) is not None


def _written(value: str | int | bool) -> str:  # noqa: FBT001 - one value of any of a field's types
    return str(int(value)) if isinstance(value, bool) else str(value)
