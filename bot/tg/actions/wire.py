"""How an action is called in a button's data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar, dataclass_transform

T = TypeVar("T")
_TAG = "__wire_tag__"


@dataclass_transform(frozen_default=True)
def action(tag: str) -> Callable[[type[T]], type[T]]:
    """A frozen, slotted dataclass, ``tag`` on the wire.

    Never give a tag another meaning: buttons live as long as the chats they stand in.
    """

    def tagged(kind: type[T]) -> type[T]:
        made = dataclass(frozen=True, slots=True)(kind)
        setattr(made, _TAG, tag)
        return made

    return tagged


def tag_of(kind: type[object]) -> str:
    """What an action is called on the wire."""
    tag: str = getattr(kind, _TAG)
    return tag
