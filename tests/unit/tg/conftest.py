"""The texts that ship with the package, where a missing one is an error."""

from __future__ import annotations

import pytest

from bot.tg.i18n import Texts


@pytest.fixture(scope="session")
def texts() -> Texts:
    return Texts.load(strict=True)
