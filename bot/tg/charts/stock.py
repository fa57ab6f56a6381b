"""A stock beside its benchmark, both 100 at the entry, with the rating scale's bands around the benchmark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.scoring.results import ReturnBasis
from bot.services.views import ChartBand, StockChart
from bot.tg.charts.canvas import SHEET, Box, Canvas, fit, width_of
from bot.tg.charts.frame import Frame, Line, frame_of
from bot.tg.charts.placing import Room
from bot.tg.charts.style import WORDS, ChartStyle, band_range, band_tints, percent
from bot.tg.charts.ticks import date_ticks, spread, value_ticks

_HEIGHT = 960.0
_LABEL = 12.8
_SMALL = 11.5
_LABEL_HIGH = 30.0
_END_HIGH = 76.0
_ENTRY = 100.0


@dataclass(frozen=True, slots=True)
class _Drawing:
    chart: StockChart
    style: ChartStyle
    canvas: Canvas
    frame: Frame
    room: Room

    @property
    def banded(self) -> bool:
        """Bands stand around the benchmark, so without one there are none."""
        return bool(self.chart.bands) and any(value is not None for value in self.frame.index)

    @property
    def ahead(self) -> bool:
        """The settlement is still to come."""
        return self.frame.last > self.frame.sessions[-1] and self.chart.settles is not None

    def word(self, key: str, **args: object) -> str:
        return WORDS[self.style.language][key].format(**args)


def draw(chart: StockChart, style: ChartStyle) -> bytes:
    """See `bot.tg.charts.draw_stock`."""
    frame = frame_of(chart, top=222, bottom=_HEIGHT - 190)
    room = Room(frame.plot)
    for line in (frame.stock, frame.index):
        room.avoid_line(frame.path(line))
    for x in _window_ends(chart, frame):
        room.take(Box(x - 2, frame.plot.top, x + 2, frame.plot.bottom))
    room.take(Box(frame.plot.left, frame.y(1.0) - 5, frame.plot.right, frame.y(1.0) + 5))
    drawing = _Drawing(chart, style, Canvas(_HEIGHT, style), frame, room)
    _header(drawing)
    _bands(drawing)
    _axes(drawing)
    _strip(drawing)
    _lines(drawing)
    _ends(drawing)
    _entry(drawing)
    _band_labels(drawing)
    _footer(drawing)
    return drawing.canvas.png()


def _header(on: _Drawing) -> None:
    chart, canvas, colours = on.chart, on.canvas, on.canvas.colours
    excess = on.frame.excess
    value = excess if excess is not None else on.frame.total_return
    hero = percent(value)
    canvas.text(SHEET - 48, 72, hero, size=30, colour=colours.of(value), align="right", bold=True)
    caption = on.word("excess" if excess is not None else "return")
    canvas.text(SHEET - 48, 136, caption, size=_LABEL, colour=colours.soft, align="right")
    left = max(width_of(hero, 30), width_of(caption, _LABEL)) + 90
    name = fit(chart.security.name, 23, SHEET - 48 - left - 190)
    canvas.text(48, 72, name, size=23, bold=True)
    code = fit(chart.security.symbol, 14, SHEET - left - 90 - width_of(name, 23))
    canvas.text(48 + width_of(name, 23) + 20, 77, code, size=14, colour=colours.soft)
    facts = chart.report if excess is not None else " · ".join(filter(None, (chart.report, on.word("no_benchmark"))))
    canvas.text(48, 136, fit(facts, 13, SHEET - 48 - left), size=13, colour=colours.soft)


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


def _axes(on: _Drawing) -> None:
    frame, canvas, colours = on.frame, on.canvas, on.canvas.colours
    plot = frame.plot
    near = (frame.high - frame.low) * 6
    ticks = [tick for tick in value_ticks(frame.low * 100, frame.high * 100, 7) if abs(tick - _ENTRY) > near]
    for value in (*ticks, _ENTRY):
        y = frame.y(value / 100)
        entry = value == _ENTRY
        canvas.line(
            [(plot.left, y), (plot.right, y)],
            color=colours.soft if entry else colours.faint,
            linewidth=1.0 if entry else 0.7,
            zorder=3,
        )
        canvas.text(plot.left - 18, y, f"{value:g}", colour=colours.ink if entry else colours.soft, align="right")
    for day, label, year in date_ticks(frame.first, frame.last, 7, on.style.language):
        x = frame.x(day)
        canvas.line([(x, plot.bottom), (x, plot.bottom + 8)], color=colours.soft, linewidth=1, zorder=3)
        canvas.text(x, plot.bottom + 28, label, colour=colours.soft, align="center")
        canvas.text(x, plot.bottom + 58, year, colour=colours.soft, align="center")
    canvas.line([(plot.left, plot.bottom), (plot.right, plot.bottom)], color=colours.soft, linewidth=1, zorder=3)


def _strip(on: _Drawing) -> None:
    """Over the plot: the entry on the left, the window and what is left of the horizon on the right."""
    chart, frame, canvas, colours = on.chart, on.frame, on.canvas, on.canvas.colours
    y = frame.plot.top - 20
    entry = on.word("entry", date=frame.first)
    canvas.text(frame.plot.left - 10, y - 24, entry, size=_LABEL, colour=colours.soft)
    ends = _window_ends(chart, frame)
    for x in ends:
        canvas.line(
            [(x, y), (x, frame.plot.bottom)], color=colours.soft, linewidth=1.1, linestyle=(0, (4, 3)), zorder=3
        )
    if not ends:
        return
    canvas.line([(ends[0], y), (ends[-1], y)], color=colours.ink, linewidth=3, solid_capstyle="butt", zorder=4)
    key = "settles" if chart.window_opens is None else "window"
    label = on.word(key, opens=chart.window_opens, settles=chart.settles)
    if on.ahead and chart.settles:
        label += " · " + on.word("days_left", days=(chart.settles - frame.sessions[-1]).days)
    taken = frame.plot.left + width_of(entry, _LABEL) + 24
    label = fit(label, _LABEL, SHEET - 48 - taken)
    half = width_of(label, _LABEL) / 2
    middle = min(max((ends[0] + ends[-1]) / 2, taken + half), SHEET - 48 - half)
    canvas.text(middle, y - 24, label, size=_LABEL, align="center")


def _window_ends(chart: StockChart, frame: Frame) -> list[float]:
    if chart.settles is None or chart.settles < frame.first:
        return []
    opens = [] if chart.window_opens is None else [frame.x(max(chart.window_opens, frame.first))]
    return [*opens, frame.x(chart.settles)]


def _lines(on: _Drawing) -> None:
    colours = on.canvas.colours
    for line, colour, width, dashes in (
        (on.frame.index, colours.soft, 1.9, (0, (3, 1.2))),
        (on.frame.stock, colours.line, 2.4, "solid"),
    ):
        points = on.frame.path(line)
        on.canvas.line(points, color=colours.paper, linewidth=width + 2, alpha=0.7, zorder=4)
        on.canvas.line(points, color=colour, linewidth=width, linestyle=dashes, zorder=5)
        for x, y in on.frame.lonely(line):
            on.canvas.line([(x, y)], color=colour, marker="o", markersize=width + 1, zorder=5)


def _ends(on: _Drawing) -> None:
    """Name and return of each line, where it ends."""
    frame, canvas, colours = on.frame, on.canvas, on.canvas.colours
    lines: list[tuple[Line, str, str]] = [(frame.stock, on.chart.security.name, colours.line)]
    if any(value is not None for value in frame.index):
        lines.append((frame.index, on.chart.benchmark, colours.soft))
    ends = [frame.end(line) for line, _, _ in lines]
    spots = spread([y for _, y in ends], _END_HIGH, frame.plot.top + 36, frame.plot.bottom - 36)
    x = max(end for end, _ in ends) + 18
    for (line, name, colour), (dot_x, dot_y), y in zip(lines, ends, spots, strict=True):
        canvas.line(
            [(dot_x, dot_y)],
            color=colour,
            marker="o",
            markersize=8,
            markeredgecolor=colours.paper,
            markeredgewidth=1.5,
            zorder=6,
        )
        value = percent(frame.last_of(line) - 1)
        shown = fit(name, _LABEL, SHEET - 12 - x)
        on.room.take(Box(x - 14, y - 38, x + max(width_of(shown, _LABEL), width_of(value, 15)) + 12, y + 38))
        canvas.text(x, y - 17, shown, size=_LABEL, colour=colour, halo=True)
        canvas.text(x, y + 15, value, size=15, colour=colour, halo=True)


def _entry(on: _Drawing) -> None:
    frame, canvas, colours = on.frame, on.canvas, on.canvas.colours
    x, y = frame.x(frame.first), frame.y(1.0)
    canvas.line(
        [(x, y)],
        color=colours.paper,
        marker="o",
        markersize=8,
        markeredgecolor=colours.ink,
        markeredgewidth=1.8,
        zorder=6,
    )


def _band_labels(on: _Drawing) -> None:
    """Each band's word inside it; those that find no place there stand with their tint under the plot."""
    if not on.banded:
        return
    homeless = []
    tints = band_tints(on.chart.bands, on.canvas.colours)
    for band, tint in zip(on.chart.bands, tints, strict=True):
        if not (label := _label(band)):
            continue
        if spot := on.room.first(on.frame.spots(band, width_of(label, _LABEL), _LABEL_HIGH)):
            on.room.take(spot)
            on.canvas.text(spot.left, (spot.top + spot.bottom) / 2, label, size=_LABEL)
        else:
            homeless.append((label, tint))
    _key(on, homeless)


def _key(on: _Drawing, bands: Sequence[tuple[str, str]]) -> None:
    canvas, y = on.canvas, _HEIGHT - 82
    note = on.word("ahead" if on.ahead else "bands")
    canvas.text(48, y, fit(note, _SMALL, SHEET - 96), size=_SMALL, colour=canvas.colours.soft)
    x = 48 + width_of(note, _SMALL) + 34
    for label, tint in bands:
        if x + 44 + width_of(label, _LABEL) > SHEET - 48:
            break
        corners = [(x, y - 13), (x + 34, y - 13), (x + 34, y + 13), (x, y + 13)]
        canvas.area(corners, tint)
        canvas.line([*corners, corners[0]], color=canvas.colours.soft, linewidth=0.6)
        canvas.text(x + 44, y, label, size=_LABEL)
        x += 44 + width_of(label, _LABEL) + 30


def _footer(on: _Drawing) -> None:
    source = on.chart.source
    as_of: date = source.as_of or on.frame.sessions[-1]
    basis = on.word("basis" if on.chart.basis is ReturnBasis.TOTAL else f"basis_{on.chart.basis}")
    tail = " · ".join((on.word("as_of", date=as_of), basis))
    name = fit(on.word("source", name=source.name), _SMALL, SHEET - 96 - width_of(" · " + tail, _SMALL))
    on.canvas.text(48, _HEIGHT - 40, f"{name} · {tail}", size=_SMALL, colour=on.canvas.colours.soft)


def _label(band: ChartBand) -> str:
    return " ".join(filter(None, (band.label, band_range(band)))) if band_range(band) else ""
