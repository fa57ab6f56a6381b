"""The demonstration's alerts: each kind of rule there is, in both languages."""

from __future__ import annotations

import pytest

from bot.demo_alerts import kinds_asked_for
from bot.domain.rule_kinds import RuleKind


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_subscriber_of_the_demonstration_asks_for_each_kind_of_rule(language: str) -> None:
    """That each of them told something is said at the end of the year, by `bot demo` itself."""
    assert kinds_asked_for(language) == set(RuleKind)
