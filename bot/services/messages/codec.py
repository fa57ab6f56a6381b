"""Views as text and back, so that a message can wait in the outbox and be rendered when it leaves."""

from __future__ import annotations

from functools import cache
from typing import Any, get_args

from pydantic import TypeAdapter

from bot.services.views import View

_KINDS = {kind.__name__: kind for kind in get_args(View)}


def dump_view(view: View) -> str:
    """The view as JSON, its class's name in front."""
    name = type(view).__name__
    return f"{name} {_adapter(name).dump_json(view).decode()}"


def load_view(payload: str) -> View:
    """The view that `dump_view` wrote.

    Raises:
        ValueError: the payload is of no view known to this version.
    """
    name, _, body = payload.partition(" ")
    if name not in _KINDS:
        raise ValueError(f"no view is called {name!r}")
    view: View = _adapter(name).validate_json(body)
    return view


@cache
def _adapter(name: str) -> TypeAdapter[Any]:
    return TypeAdapter(_KINDS[name])
