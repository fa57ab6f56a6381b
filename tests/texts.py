"""The texts that ship with the package, where a missing one is an error; parsed once a process."""

from __future__ import annotations

from functools import cache

from bot.tg.i18n import Texts


@cache
def shipped() -> Texts:
    return Texts.load(strict=True)
