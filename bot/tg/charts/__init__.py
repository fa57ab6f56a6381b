"""Charts: views in, PNG bytes out. Pure functions for the `drawing` process, where alone matplotlib is imported."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.scoring.results import PickScore
from bot.services.views import ChartBand, Source, StockChart
from bot.tg.charts.style import ChartStyle, Theme

__all__ = ["ChartStyle", "Theme", "draw_report", "draw_stock"]


def draw_stock(chart: StockChart, style: ChartStyle) -> bytes:
    """Draw a stock and its benchmark rebased to 100 at the entry, with the scale's bands around the benchmark.

    ``chart.stock`` and ``chart.index`` are multiples of the entry (1.0 on it). The same chart gives the same bytes.

    Raises:
        ValueError: the chart holds no value of the stock.
    """
    from bot.tg.charts.stock import draw  # noqa: PLC0415 - matplotlib belongs to the drawing process

    return draw(chart, style)


def draw_report(
    title: str,
    scores: Sequence[PickScore],
    *,
    subtitle: str,
    bands: Sequence[ChartBand],
    source: Source,
    style: ChartStyle,
) -> bytes:
    """Draw the picks of a report as dots on one scale of excess return, the best first.

    The bands of the report's scale stand behind them; a dot's shape tells the verdict. ``subtitle`` names broker and
    date. The same scores give the same bytes.

    Raises:
        ValueError: there is no score.
    """
    from bot.tg.charts.scorecard import draw  # noqa: PLC0415 - matplotlib belongs to the drawing process

    return draw(title, scores, subtitle=subtitle, bands=bands, source=source, style=style)
