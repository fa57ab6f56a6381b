"""A stock beside its benchmark, both 100 at the entry, with the rating scale's bands around the benchmark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.scoring.results import ReturnBasis
from bot.services.views.charts import ChartBand, StockChart
from bot.tg.charts import over_time
from bot.tg.charts.canvas import Box, Canvas
from bot.tg.charts.frame import Frame, frame_of
from bot.tg.charts.lettering import MARGIN, SHEET, fit, width_of
from bot.tg.charts.over_time import Ending
from bot.tg.charts.placing import Room
from bot.tg.charts.plane import window_ends
from bot.tg.charts.style import LABEL, SMALL, ChartStyle, band_range, band_tints
from bot.tg.charts.ticks import value_ticks
from bot.tg.charts.words import word

_HEIGHT = 996.0
_LABEL_HIGH = 32.0
_ENTRY = 100.0


@dataclass(frozen=True, slots=True)
class _Drawing:
    chart: StockChart
    canvas: Canvas
    frame: Frame
    room: Room

    @property
    def ahead(self) -> bool:
        """The settlement is still to come."""
        return self.frame.last > self.frame.sessions[-1] and self.chart.settles is not None

    def word(self, key: str, **args: object) -> str:
        return word(self.canvas.style, key, **args)


def compose(chart: StockChart, style: ChartStyle) -> Canvas:
    """See `bot.tg.charts.draw`."""
    frame = frame_of(chart, top=226, bottom=_HEIGHT - 212)
    room = Room(frame.plot)
    for line in (frame.stock, frame.index):
        room.avoid_line(frame.path(line))
    for x in window_ends(frame, chart.window_opens, chart.settles):
        room.take(Box(x - 2, frame.plot.top, x + 2, frame.plot.bottom))
    room.take(Box(frame.plot.left, frame.y(1.0) - 5, frame.plot.right, frame.y(1.0) + 5))
    on = _Drawing(chart, Canvas(_HEIGHT, style), frame, room)
    endings = _endings(on)
    _header(on)
    _bands(on)
    over_time.value_axis(on.canvas, frame, _marks(frame), 1.0)
    over_time.date_axis(on.canvas, frame)
    over_time.strip(on.canvas, frame, on.word("entry", date=frame.first), chart.window_opens, chart.settles)
    over_time.lines(on.canvas, frame, endings)
    over_time.end_labels(on.canvas, frame, endings, room, 1.0)
    _entry(on)
    _band_labels(on)
    basis = on.word("basis" if chart.basis is ReturnBasis.TOTAL else f"basis_{chart.basis}")
    over_time.source_line(on.canvas, chart.source, chart.source.as_of or frame.sessions[-1], basis)
    return on.canvas


def _header(on: _Drawing) -> None:
    chart, excess = on.chart, on.frame.excess
    facts, hero, caption = chart.report, excess, on.word("excess")
    if hero is None:
        facts = " · ".join(filter(None, (chart.report, on.word("no_benchmark"))))
        hero, caption = on.frame.total_return, on.word("return")
    over_time.header(on.canvas, chart.security.name, chart.security.symbol, facts, hero, caption)


def _endings(on: _Drawing) -> list[Ending]:
    colours = on.canvas.colours
    endings = [Ending(on.frame.stock, on.chart.security.name, colours.line)]
    if any(value is not None for value in on.frame.index):
        endings.append(Ending(on.frame.index, on.chart.benchmark, colours.soft, 1.9, (0, (3, 1.2))))
    return endings


def _bands(on: _Drawing) -> None:
    frame = on.frame
    tints = band_tints(on.chart.bands, on.canvas.colours)
    for band, tint in zip(on.chart.bands, tints, strict=True):
        if band.low is None and band.high is None:
            continue
        for stretch in frame.stretches():
            lower = [(frame.x(day), frame.y(frame.edge(value, band.low, low=True))) for day, value in stretch]
            upper = [(frame.x(day), frame.y(frame.edge(value, band.high, low=False))) for day, value in stretch]
            on.canvas.area([*lower, *reversed(upper)], tint)
    for edge in sorted({edge for band in on.chart.bands for edge in (band.low, band.high) if edge is not None}):
        for stretch in frame.stretches():
            points = [(frame.x(day), frame.y(frame.clip(value + edge))) for day, value in stretch]
            on.canvas.line(points, color=on.canvas.colours.of(edge), alpha=0.45, linewidth=0.9, zorder=2)
    if on.ahead:
        now, plot = frame.x(frame.sessions[-1]), frame.plot
        corners = [(now, plot.top), (plot.right, plot.top), (plot.right, plot.bottom), (now, plot.bottom)]
        on.canvas.area(corners, on.canvas.colours.paper, zorder=2.5, alpha=0.5)


def _marks(frame: Frame) -> list[tuple[float, str]]:
    """Round values, without those so near to the entry's 100 that their labels would meet."""
    near = (frame.high - frame.low) * 6
    ticks = [tick for tick in value_ticks(frame.low * 100, frame.high * 100, 7) if abs(tick - _ENTRY) > near]
    return [(value / 100, f"{value:g}") for value in (*ticks, _ENTRY)]


def _entry(on: _Drawing) -> None:
    frame, colours = on.frame, on.canvas.colours
    on.canvas.line(
        [(frame.x(frame.first), frame.y(1.0))],
        color=colours.paper,
        marker="o",
        markersize=8,
        markeredgecolor=colours.ink,
        markeredgewidth=1.8,
        zorder=6,
    )


def _band_labels(on: _Drawing) -> None:
    """Each band's word inside it; those that find no place there stand with their tint under the plot."""
    if not on.chart.bands or all(value is None for value in on.frame.index):
        return  # bands stand around the benchmark, so without one there are none
    homeless = []
    tints = band_tints(on.chart.bands, on.canvas.colours)
    for band, tint in zip(on.chart.bands, tints, strict=True):
        if not (label := _label(band)):
            continue
        if spot := on.room.first(on.frame.spots(band, width_of(label, LABEL), _LABEL_HIGH)):
            on.room.take(spot)
            on.canvas.text(spot.left, (spot.top + spot.bottom) / 2, label)
        else:
            homeless.append((label, tint))
    _key(on, homeless)


def _key(on: _Drawing, bands: Sequence[tuple[str, str]]) -> None:
    canvas, y = on.canvas, _HEIGHT - 100
    note = fit(on.word("ahead" if on.ahead else "bands"), SMALL, SHEET - 2 * MARGIN)
    canvas.text(MARGIN, y, note, size=SMALL, colour=canvas.colours.soft)
    x = MARGIN + width_of(note, SMALL) + 34
    for label, tint in bands:
        if x + 44 + width_of(label, LABEL) > SHEET - MARGIN:
            break
        corners = [(x, y - 13), (x + 34, y - 13), (x + 34, y + 13), (x, y + 13)]
        canvas.area(corners, tint)
        canvas.line([*corners, corners[0]], color=canvas.colours.soft, linewidth=0.6)
        canvas.text(x + 44, y, label)
        x += 44 + width_of(label, LABEL) + 30


def _label(band: ChartBand) -> str:
    return " ".join(filter(None, (band.label, band_range(band)))) if band_range(band) else ""
