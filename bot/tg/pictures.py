"""Charts as pictures: drawn in the drawing process, each once."""

from __future__ import annotations

import asyncio
from collections import OrderedDict

from bot.services.views.charts import Chart
from bot.tg.charts import ChartStyle, draw
from bot.workers import Runner

MOST = 24  # pictures of 50 to 150 kB each


class Pictures:
    """The newest pictures by their content: a card that ten people ask for, or a digest to a hundred, is drawn once.

    They are kept here and not in the drawing process, which ends when it idles.
    """

    def __init__(self, drawer: Runner, most: int = MOST) -> None:
        self._drawer = drawer
        self._most = most
        self._kept: OrderedDict[tuple[Chart, ChartStyle], bytes] = OrderedDict()
        self._turn = asyncio.Lock()

    async def of(self, chart: Chart, style: ChartStyle) -> bytes:
        """The chart as a PNG.

        Raises:
            WorkerTimeout: it took too long.
            WorkerDied: the drawing process ended.
        """
        key = (chart, style)
        async with self._turn:  # the process draws one at a time anyway, and what waits may be the same chart
            if key not in self._kept:
                self._kept[key] = await self._drawer.run(draw, chart, style)
                if len(self._kept) > self._most:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(key)
            return self._kept[key]
