"""What charts over time have in common: head, axes, the strip of the horizon, lines and their ends, the line of the source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.services.views.pieces import Source
from bot.tg.charts.canvas import Box, Canvas
from bot.tg.charts.lettering import MARGIN, SHEET, fit, width_of
from bot.tg.charts.placing import Room
from bot.tg.charts.plane import Line, Plane, last_of, window_ends
from bot.tg.charts.style import LABEL, SMALL, percent
from bot.tg.charts.ticks import date_ticks, spread
from bot.tg.charts.words import word

_END_HIGH = 82.0


@dataclass(frozen=True, slots=True)
class Ending:
    """A line as it is drawn and named: its colour, how it is dashed, the mark that stands along it (or none)."""

    line: Line
    name: str
    colour: str
    width: float = 2.4
    dashes: Any = "solid"  # matplotlib's linestyle: a word, or an offset and lengths
    mark: str = ""


def header(canvas: Canvas, title: str, code: str, facts: str, hero: float, caption: str) -> None:
    """Title and facts on the left, the figure that sums it up on the right."""
    colours, figure = canvas.colours, percent(hero)
    canvas.text(SHEET - MARGIN, 72, figure, size=30, colour=colours.of(round(hero, 3)), align="right", bold=True)
    canvas.text(SHEET - MARGIN, 136, caption, colour=colours.soft, align="right")
    left = max(width_of(figure, 30), width_of(caption, LABEL)) + 90
    name = fit(title, 23, SHEET - MARGIN - left - (190 if code else 0))
    canvas.text(MARGIN, 72, name, size=23, bold=True)
    canvas.text(
        MARGIN + width_of(name, 23) + 20,
        77,
        fit(code, LABEL, SHEET - left - 90 - width_of(name, 23)),
        colour=colours.soft,
    )
    canvas.text(MARGIN, 136, fit(facts, LABEL, SHEET - MARGIN - left), colour=colours.soft)


def value_axis(canvas: Canvas, plane: Plane, marks: Iterable[tuple[float, str]], base: float) -> None:
    """A line and a label for each value; the ``base`` stands out."""
    plot, colours = plane.plot, canvas.colours
    for value, label in marks:
        y, strong = plane.y(value), value == base
        canvas.line(
            [(plot.left, y), (plot.right, y)],
            color=colours.soft if strong else colours.faint,
            linewidth=1.0 if strong else 0.7,
            zorder=3,
        )
        canvas.text(plot.left - 16, y, label, colour=colours.ink if strong else colours.soft, align="right")


def date_axis(canvas: Canvas, plane: Plane) -> None:
    """Months, or days where there are few, with the years under them."""
    plot, colours = plane.plot, canvas.colours
    for day, label, year in date_ticks(plane.first, plane.last, 7, canvas.style.language):
        x = plane.x(day)
        canvas.line([(x, plot.bottom), (x, plot.bottom + 8)], color=colours.soft, linewidth=1, zorder=3)
        canvas.text(x, plot.bottom + 30, label, colour=colours.soft, align="center")
        canvas.text(x, plot.bottom + 63, year, colour=colours.soft, align="center")
    canvas.line([(plot.left, plot.bottom), (plot.right, plot.bottom)], color=colours.soft, linewidth=1, zorder=3)


def strip(canvas: Canvas, plane: Plane, entry: str, opens: date | None, settles: date | None) -> None:
    """Over the plot: the entry on the left, the window and what is left of the horizon on the right."""
    style, colours, y = canvas.style, canvas.colours, plane.plot.top - 20
    left = plane.plot.left - 10
    ends = window_ends(plane, opens, settles)
    if settles is None or settles < plane.first:
        canvas.text(left, y - 26, entry, colour=colours.soft)
        return
    for x in ends:
        canvas.line(
            [(x, y), (x, plane.plot.bottom)], color=colours.soft, linewidth=1.1, linestyle=(0, (4, 3)), zorder=3
        )
    if ends:
        canvas.line([(ends[0], y), (ends[-1], y)], color=colours.ink, linewidth=3, solid_capstyle="butt", zorder=4)
    label = word(style, "settles" if opens is None else "window", opens=opens, settles=settles)
    if settles > plane.sessions[-1]:
        label += " · " + word(style, "days_left", days=(settles - plane.sessions[-1]).days)
    if left + width_of(entry, LABEL) + 24 + width_of(label, LABEL) > SHEET - MARGIN:
        entry = ""  # the label over the window says more
    canvas.text(left, y - 26, entry, colour=colours.soft)
    taken = left + width_of(entry, LABEL) + 24 if entry else MARGIN
    label = fit(label, LABEL, SHEET - MARGIN - taken)
    half = width_of(label, LABEL) / 2
    canvas.text(
        min(max((ends[0] + ends[-1]) / 2 if ends else SHEET, taken + half), SHEET - MARGIN - half),
        y - 26,
        label,
        align="center",
    )


def lines(canvas: Canvas, plane: Plane, endings: Sequence[Ending]) -> None:
    """The lines, the first on top; a mark stands along a line where it has one."""
    for place, each in enumerate(reversed(endings)):
        points, above = plane.path(each.line), 4 + place / 10
        canvas.line(points, color=canvas.colours.paper, linewidth=each.width + 2, alpha=0.7, zorder=above)
        canvas.line(points, color=each.colour, linewidth=each.width, linestyle=each.dashes, zorder=above + 0.05)
        for x, y in plane.lonely(each.line):
            canvas.line([(x, y)], color=each.colour, marker="o", markersize=each.width + 1, zorder=above + 0.05)
        if each.mark:
            step = max(len(points) // 7, 1)
            along = points[(place + 1) * step // (len(endings) + 1) :: step]
            mark(canvas, along, each.mark, each.colour, zorder=above + 0.06)


def mark(canvas: Canvas, points: Sequence[tuple[float, float]], sign: str, colour: str, *, zorder: float = 6) -> None:
    """A mark on each point, apart from what lies under it."""
    canvas.line(
        points,
        color=colour,
        linestyle="none",
        marker=sign,
        markersize=8,
        markeredgecolor=canvas.colours.paper,
        markeredgewidth=1.3,
        zorder=zorder,
    )


def end_labels(canvas: Canvas, plane: Plane, endings: Sequence[Ending], room: Room, base: float) -> None:
    """Name and change against ``base`` of each line where it ends, pushed apart and tied to it where they were."""
    ends = [plane.end(each.line) for each in endings]
    high = min(_END_HIGH, (plane.plot.bottom - plane.plot.top) / len(endings))
    spots = spread([y for _, y in ends], high, plane.plot.top + high / 2 - 6, plane.plot.bottom - high / 2 + 6)
    x = max(end for end, _ in ends) + 30
    for each, end, y in reversed([*zip(endings, ends, spots, strict=True)]):
        mark(canvas, [end], each.mark or "o", each.colour)
        if abs(end[1] - y) > high / 4:
            canvas.line([end, (x - 18, y), (x - 8, y)], color=each.colour, linewidth=0.9, alpha=0.8, zorder=5)
        name, value = fit(each.name, LABEL, SHEET - 12 - x), percent(last_of(each.line) - base)
        wide = max(width_of(name, LABEL), width_of(value, LABEL + 2))
        canvas.text(x, y - 18, name, colour=each.colour, halo=True)
        canvas.text(x, y + 16, value, size=LABEL + 2, colour=each.colour, halo=True)
        room.take(Box(x - 14, y - high / 2, x + wide + 12, y + high / 2))


def source_line(canvas: Canvas, source: Source, as_of: date | None, note: str) -> None:
    """At the foot: where the figures come from, of which close they are, and on what basis; two lines where it is long."""
    facts = [word(canvas.style, "source", name=source.name)]
    if as_of:
        facts.append(word(canvas.style, "as_of", date=as_of))
    foot, room = canvas.height - 40, SHEET - 2 * MARGIN
    written = [" · ".join([*facts, note])]
    if width_of(written[0], SMALL) > room:
        written, foot = [" · ".join(facts), note], foot + 12
    for place, line in enumerate(reversed(written)):
        canvas.text(MARGIN, foot - 32 * place, fit(line, SMALL, room), size=SMALL, colour=canvas.colours.soft)
