"""What a rule is about, as a button carries it."""

from __future__ import annotations

import pytest

from bot.domain.rule_targets import RuleTarget, Scope, read_target

FOLLOWED = RuleTarget(Scope.FOLLOWED)


@pytest.mark.parametrize(
    "target",
    [
        RuleTarget.stock("300308.SZ"),
        RuleTarget.stock("VNET.US"),
        RuleTarget(Scope.LIST, "5"),
        RuleTarget(Scope.REPORT, "31"),
        RuleTarget(Scope.BASKET, "3"),
        FOLLOWED,
    ],
)
def test_a_target_is_read_as_it_was_written(target: RuleTarget) -> None:
    assert read_target(target.written) == target
