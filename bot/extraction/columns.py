"""Reading order of a page: columns are read one after the other, the rows of a table across.

Brokers' front pages set a side bar beside the text. Its lines must not fall between the lines of the text: 江淮汽车、
at the end of one line goes on in the next line of its own column, not in the side bar.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise
from statistics import median

_LINES = 4  # fewer lines side by side are a heading or a signature, not columns
_SHORTEST_LINE = 7  # letters of a line of prose in a narrow column
_GUTTER = 6.0  # points of white between columns


@dataclass(frozen=True, slots=True)
class Fragment:
    """A run of characters with its box in points, the origin at the bottom left; ``size`` is the height of its type."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float

    @property
    def middle(self) -> float:
        """The height of its middle on the page."""
        return (self.bottom + self.top) / 2


Row = list[Fragment]


def in_reading_order(fragments: list[Fragment]) -> list[tuple[str, int, float]]:
    """Lines as (text, column number on the page, size); the cells of one row are parted by a tab."""
    # text that runs upwards is a watermark
    level = [fragment for fragment in fragments if fragment.top - fragment.bottom < 3 * fragment.size]
    found: list[tuple[str, int, float]] = []
    for column, block in enumerate(_blocks(level)):
        found += [
            (text, column, size)
            for text, size in _upright_joined([(_joined(row), max(f.size for f in row)) for row in block])
        ]
    return found


def _joined(row: Row) -> str:
    text = row[0].text
    for before, fragment in pairwise(row):
        text += (" " if fragment.left - before.right < 1.5 * fragment.size else "\t") + fragment.text
    return text


def _upright_joined(lines: list[tuple[str, float]]) -> Iterator[tuple[str, float]]:
    """Letters set one under the other (公/司/研/究 in a side bar) as one line."""
    for single, group in groupby(lines, lambda line: len(line[0]) == 1 and line[0].isalpha()):
        letters = list(group)
        if single and len(letters) >= _LINES:
            yield "".join(text for text, _ in letters), letters[0][1]
        else:
            yield from letters


def _rows(fragments: list[Fragment]) -> list[Row]:
    """Fragments on one base line, from the top of the page; each row from left to right."""
    rows: list[Row] = []
    for fragment in sorted(fragments, key=lambda f: -f.middle):
        if rows and _beside(rows[-1][0], fragment):
            rows[-1].append(fragment)
        else:
            rows.append([fragment])
    return [sorted(row, key=lambda f: f.left) for row in rows]


def _beside(one: Fragment, other: Fragment) -> bool:
    return min(one.top, other.top) - max(one.bottom, other.bottom) > min(one.size, other.size) / 2


def _blocks(fragments: list[Fragment]) -> Iterator[list[Row]]:
    """The page's blocks in reading order: what stands above, the left column, the right column, what stands below."""
    strip = _gutter(fragments)
    if strip is None:
        if fragments:
            yield _rows(fragments)
        return
    inside = [f for f in fragments if strip.bottom <= f.middle <= strip.top]
    yield from _blocks([f for f in fragments if f.middle > strip.top])
    yield from _blocks([f for f in inside if f.right <= strip.x])
    yield from _blocks([f for f in inside if f.right > strip.x])
    yield from _blocks([f for f in fragments if f.middle < strip.bottom])


@dataclass(frozen=True, slots=True)
class _Strip:
    """White from ``top`` down to ``bottom``, left of ``x``."""

    top: float
    bottom: float
    x: float


def _gutter(fragments: list[Fragment]) -> _Strip | None:
    """The tallest upright white strip with columns on both sides."""
    best: _Strip | None = None
    ordered = sorted(fragments, key=lambda f: f.middle)
    middles = [f.middle for f in ordered]
    for x in sorted({round(f.left) - 1.0 for f in fragments}):
        left_of_x = [0, *accumulate(f.right <= x for f in ordered)]
        for strip in _strips(fragments, x):
            first, last = bisect_left(middles, strip.bottom), bisect_right(middles, strip.top)
            left = left_of_x[last] - left_of_x[first]
            if min(left, last - first - left) < _LINES:
                continue
            taller = best is None or strip.top - strip.bottom > best.top - best.bottom
            if taller and _parts_columns(strip, ordered[first:last]):
                best = strip
    return best


def _strips(fragments: list[Fragment], x: float) -> Iterator[_Strip]:
    """The strips left of ``x``, between the fragments that lie across it."""
    top = max(f.top for f in fragments)
    for across in sorted((f for f in fragments if f.left < x and f.right > x - _GUTTER), key=lambda f: -f.top):
        if across.top < top:
            yield _Strip(top, across.top, x)
        top = min(top, across.bottom)
    yield _Strip(top, min(f.bottom for f in fragments), x)


def _parts_columns(strip: _Strip, inside: list[Fragment]) -> bool:
    """Whether both sides are columns of text rather than the cells of a table; ``inside`` stands beside the strip.

    Cells share the middle of their row. Columns have lines of their own, or both are filled with prose.
    """
    left, right = [f for f in inside if f.right <= strip.x], [f for f in inside if f.right > strip.x]
    rows = _rows(left), _rows(right)
    few = min(len(side) for side in rows)
    if few < _LINES:
        return False
    middles = [row[0].middle for row in rows[1]]
    shared = sum(any(abs(row[0].middle - middle) < row[0].size / 5 for middle in middles) for row in rows[0])
    return shared < few * 0.6 or all(_is_prose(side) for side in rows)


def _is_prose(rows: list[Row]) -> bool:
    width = max(row[-1].right for row in rows) - min(row[0].left for row in rows)
    wide = max(0.75 * width, _SHORTEST_LINE * median(row[0].size for row in rows))
    return median(row[-1].right - row[0].left for row in rows) > wide and median(map(len, rows)) == 1
