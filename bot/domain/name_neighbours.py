"""What near misses are measured by: every form of every name, and the sounds that letters begin with."""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.name_forms import base_form, normal
from bot.domain.securities import Security


class NameNeighbours:
    """``forms`` maps the base form of each name, former ones too, to its securities; ``sounds`` a letter to its initial sounds."""

    __slots__ = ("forms", "sounds")

    def __init__(self, securities: Iterable[Security]) -> None:
        self.forms: dict[str, list[Security]] = {}
        self.sounds: dict[str, set[str]] = {}
        for security in securities:
            own = normal(security.name)
            if len(own) == len(security.pinyin):
                for letter, sound in zip(own, security.pinyin, strict=True):
                    self.sounds.setdefault(letter, set()).add(sound)
            for name in {security.name, *security.aliases, *(former.name for former in security.former)}:
                self.forms.setdefault(base_form(normal(name)), []).append(security)
