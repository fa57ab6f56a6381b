"""Charts: views in, PNG bytes out. Pure functions for the `drawing` process, where alone matplotlib is imported."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from bot.services.views.charts import (
    BasketChart,
    BoardChart,
    CalibrationChart,
    Chart,
    ReplayChart,
    ReportChart,
    StockChart,
)
from bot.tg.charts.style import ChartStyle, Theme

if TYPE_CHECKING:
    from bot.tg.charts.canvas import Canvas

__all__ = ["ChartStyle", "Theme", "compose", "draw"]


def draw(chart: Chart, style: ChartStyle) -> bytes:
    """The chart as a PNG; the same chart and style give the same bytes.

    Raises:
        ValueError: it holds nothing that could be drawn.
    """
    return compose(chart, style).png()


def compose(chart: Chart, style: ChartStyle) -> Canvas:
    """The chart laid out on its sheet, to be looked into or turned into a PNG; see `draw`."""
    # each of these loads matplotlib, which belongs to the drawing process
    from bot.tg.charts import basket, board, calibration, replay, report, stock  # noqa: PLC0415

    match chart:
        case StockChart():
            return stock.compose(chart, style)
        case BasketChart():
            return basket.compose(chart, style)
        case ReplayChart():
            return replay.compose(chart, style)
        case ReportChart():
            return report.compose(chart, style)
        case BoardChart():
            return board.compose(chart, style)
        case CalibrationChart():
            return calibration.compose(chart, style)
        case _:
            assert_never(chart)
