"""Pictures: each drawn once, the oldest forgotten, a failure not kept."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import ParamSpec, TypeVar

import pytest

from bot.tg.charts import ChartStyle, Theme
from bot.tg.pictures import Pictures
from bot.workers import WorkerTimeout
from tests.unit.tg.views import CHART

SMALL = ChartStyle(width=300)
P = ParamSpec("P")
T = TypeVar("T")


class Counting:
    """Draws in this process, and counts; slow while ``stuck``."""

    def __init__(self) -> None:
        self.drawn = 0
        self.stuck = False

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        await asyncio.sleep(0)
        if self.stuck:
            raise WorkerTimeout("drawing: no answer in 30 s")
        self.drawn += 1
        return function(*args, **kwargs)


async def test_the_same_chart_is_drawn_once_for_all_who_ask_at_once_and_later() -> None:
    drawer = Counting()
    pictures = Pictures(drawer)
    first, second = await asyncio.gather(
        pictures.of(CHART, SMALL), pictures.of(replace(CHART, report=CHART.report), SMALL)
    )
    assert first == second == await pictures.of(CHART, SMALL)
    assert drawer.drawn == 1


async def test_another_figure_or_style_is_another_picture() -> None:
    drawer = Counting()
    pictures = Pictures(drawer)
    await pictures.of(CHART, SMALL)
    await pictures.of(CHART, replace(SMALL, theme=Theme.DARK))
    await pictures.of(replace(CHART, stock=(1.0, 1.1, 4.4)), SMALL)
    assert drawer.drawn == 3


async def test_the_picture_that_was_asked_for_longest_ago_is_forgotten() -> None:
    drawer = Counting()
    pictures = Pictures(drawer, most=2)
    a, b, c = (replace(CHART, report=name) for name in "abc")
    for chart in (a, b, a, c):  # a was asked for after b
        await pictures.of(chart, SMALL)
    await pictures.of(a, SMALL)
    assert drawer.drawn == 3
    await pictures.of(b, SMALL)
    assert drawer.drawn == 4


async def test_what_could_not_be_drawn_is_tried_again() -> None:
    drawer = Counting()
    pictures = Pictures(drawer)
    drawer.stuck = True
    with pytest.raises(WorkerTimeout):
        await pictures.of(CHART, SMALL)
    drawer.stuck = False
    assert await pictures.of(CHART, SMALL)
