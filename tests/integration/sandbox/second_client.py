"""aiogram's modules, imported when something of them is first asked for: it takes seconds in every test process."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

__all__ = ["exceptions", "methods", "types"]


class Later:
    """A module by its name."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> object:
        return getattr(import_module(self._name), name)


if TYPE_CHECKING:
    from aiogram import exceptions, methods, types
else:
    exceptions, methods, types = Later("aiogram.exceptions"), Later("aiogram.methods"), Later("aiogram.types")
