"""Every way to a report asks, refuses and shows alike."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from bot.domain.following import TargetKind
from bot.services.access.people import Refused, Viewer
from bot.services.views.people import SuitabilityQuestion
from bot.services.views.pieces import Target
from tests.integration.services.house import House
from tests.integration.services.parts import report

WAYS: dict[str, Callable[[House, int, Viewer], Awaitable[object]]] = {
    "card": lambda house, number, viewer: house.research.report(number, viewer),
    "chart": lambda house, number, viewer: house.research.report_chart(number, viewer),
    "baskets": lambda house, number, viewer: house.baskets.of_report(number, viewer),
    "replay": lambda house, number, viewer: house.replaying.report(number, viewer),
    "following": lambda house, number, viewer: house.following.subscribe(
        viewer, Target(TargetKind.REPORT, str(number))
    ),
}


async def test_a_restricted_report_is_asked_about_refused_and_shown_alike_on_every_way(
    house: House, owner: Viewer
) -> None:
    number = await house.confirmed(report(risk_level="R4"))
    question = SuitabilityQuestion("R4", Target(TargetKind.REPORT, str(number)))
    for name, way in WAYS.items():
        assert await way(house, number, replace(owner, qualified=None)) == question, name
        with pytest.raises(Refused) as refused:
            await way(house, number, replace(owner, qualified=False))
        assert refused.value.notice.args == {"level": "R4"}, name
        assert not isinstance(await way(house, number, replace(owner, qualified=True)), SuitabilityQuestion), name
