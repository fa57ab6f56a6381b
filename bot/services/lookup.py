"""Looking up what a person typed: a security in any form of its name, its English one and Traditional characters too."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from bot.domain.names import Found, Resolution, Unclear, Unknown
from bot.domain.securities import Security
from bot.services.nearest import near_securities
from bot.services.reference import Reference

FILE = "english_names.toml"


def load_english_names(config_dir: Path) -> dict[str, str]:
    """Symbols by the English names of their companies, in lower case without spaces."""
    table: dict[str, list[str]] = tomllib.loads((config_dir / FILE).read_text("utf-8"))
    return {_bare(name): symbol for symbol, names in table.items() for name in names}


class Lookup:
    """Reports say 中兴通讯, people type ZTE: what is looked up here is what somebody typed, never what a report prints."""

    def __init__(self, reference: Reference, english: Mapping[str, str]) -> None:
        self._reference = reference
        self._english = english

    def find(self, typed: str) -> Resolution:
        """One certain answer, or choices; a misspelt name is never certain."""
        named = self._reference.names.by_symbol(self._english.get(_bare(typed), ""))
        found = Found(named) if named else self._reference.names.find(typed)
        if not isinstance(found, Unknown):
            return found
        near = near_securities(typed, self._reference.names)
        return Unclear(near) if near else found

    def exact(self, typed: str) -> Security | None:
        """The security that bears this very name or code, if there is one without doubt."""
        named = self._reference.names.by_symbol(self._english.get(_bare(typed), ""))
        resolved = self._reference.names.resolve(typed)
        return named or (resolved.security if isinstance(resolved, Found) else None)

    def near(self, typed: str) -> tuple[Security, ...]:
        """What the typed text may mean, the likeliest first."""
        match self.find(typed):
            case Found(security):
                return (security,)
            case Unclear(candidates):
                return candidates
            case _:
                return ()


def _bare(name: str) -> str:
    return "".join(name.lower().split())
