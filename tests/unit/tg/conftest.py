"""The texts that ship with the package, where a missing one is an error."""

from __future__ import annotations

import pytest

from bot.tg.i18n import Texts
from tests.texts import shipped


@pytest.fixture(scope="session")
def texts() -> Texts:
    return shipped()
