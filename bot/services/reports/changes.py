"""Corrections as values: which fields a change sets, what stood there before, and how it is taken back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter

from bot.domain.reports import Pick, Report
from bot.store.records import Correction

T = TypeVar("T", Pick, Report)


def changed(thing: T, **fields: object) -> tuple[T, str, str]:
    """The pick or report with these fields, and the fields before and after as JSON."""
    after = replace(thing, **fields)  # type: ignore[arg-type] # fields of the class by name
    names = tuple(fields)
    return after, _fields(thing, names), _fields(after, names)


def restored(thing: T, fields: str) -> T:
    """The pick or report with the fields of a JSON object as they stand in it."""
    adapter = _adapter(type(thing).__name__)
    values = adapter.dump_python(thing, mode="json") | json.loads(fields)
    whole: T = adapter.validate_json(json.dumps(values))
    return whole


def flag(**values: bool | int | str) -> str:
    """What is said of a pick or a report beside its fields, as JSON."""
    return json.dumps(values, ensure_ascii=False)


def last_open(entries: Sequence[Correction]) -> tuple[Correction, ...]:
    """The entries of the last step that was not taken back; empty where there is none."""
    undone = {entry.undoes for entry in entries}
    steps = [entry.step for entry in entries if entry.undoes is None and entry.step not in undone]
    return tuple(entry for entry in entries if steps and entry.step == max(steps))


def _fields(thing: Pick | Report, names: tuple[str, ...]) -> str:
    values: dict[str, Any] = _adapter(type(thing).__name__).dump_python(thing, mode="json")
    return json.dumps({name: values[name] for name in names}, ensure_ascii=False)


@cache
def _adapter(name: str) -> TypeAdapter[Any]:
    return TypeAdapter({"Pick": Pick, "Report": Report}[name])
