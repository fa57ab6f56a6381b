"""What two people say and tap in any order: never an unanswered tap, a refused request or a failure."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.fuzz.taps import Step, steps, walked


@settings(
    max_examples=2,  # `make fuzz` walks two hundred times
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.large_base_example, HealthCheck.too_slow],
)
@given(st.lists(steps, min_size=20, max_size=30))
def test_no_walk_over_the_bot_leads_to_a_failure(migrated_file: Path, path: list[Step]) -> None:
    async def prepare(folder: Path) -> None:
        await asyncio.to_thread(shutil.copy, migrated_file, folder / "pickwatch.db")

    assert asyncio.run(walked(path, prepare)) == []
