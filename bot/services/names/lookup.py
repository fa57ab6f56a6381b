"""Looking up what a person typed: a security in any form of its name, its English one and Traditional characters too."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from bot.domain.name_forms import normal, read_code
from bot.domain.names import Found, Resolution, Unclear, Unknown
from bot.domain.securities import Security
from bot.services.names.nearest import near_names
from bot.services.names.reference import Reference

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
        """One certain answer, or several that answer; what is only like a name answers to nothing, see `near`."""
        named = self._reference.names.by_symbol(self._english.get(_bare(typed), ""))
        if named:
            return Found(named)
        found = self._reference.names.find(typed)
        text = normal(typed)
        misspelt = isinstance(found, Unclear) and not any(_bears(each, text) for each in found.candidates)
        return Unknown() if misspelt else found

    def exact(self, typed: str) -> Security | None:
        """The security that bears this very name or code, if there is one without doubt."""
        named = self._reference.names.by_symbol(self._english.get(_bare(typed), ""))
        resolved = self._reference.names.resolve(typed)
        return named or (resolved.security if isinstance(resolved, Found) else None)

    def near(self, typed: str) -> tuple[Security, ...]:
        """What the typed text may mean, misspelt or not, the likeliest first: choices, never certain."""
        match self.find(typed):
            case Found(security):
                return (security,)
            case Unclear(candidates):
                return candidates
            case _:
                return near_names(typed, self._reference.names)


def _bears(security: Security, text: str) -> bool:
    """Whether the text is a part of what the security is called, or of its code or initials."""
    codes = read_code(text) or (text,)
    called = (security.name, *security.aliases, *(former.name for former in security.former), security.full_name)
    return (
        any(security.symbol.startswith(code) for code in codes)
        or security.pinyin.startswith(text)
        or any(text in normal(each) for each in called)
    )


def _bare(name: str) -> str:
    return "".join(name.lower().split())
