"""Reading order of a page: columns are read one after the other, the rows of a table across.

Brokers' front pages set a side bar beside the text. Its lines must not fall between the lines of the text: 江淮汽车、
at the end of one line goes on in the next line of its own column, not in the side bar.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import attrgetter, itemgetter
from statistics import median

_MOST = 3000  # fragments; a page of more is a table or no page at all
_LINES = 4  # fewer lines side by side are a heading or a signature, not columns
_SHORTEST_LINE = 7  # letters of a line of prose in a narrow column
_FIGURE = re.compile(r"[-+(（]?[\d.,]+ ?[%xX倍)）]*|[-–—/]+|N/?A|20\d\d[AE]?")
_MARK = re.compile("[，。；、：,;:]")
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


def _rows(downwards: list[Fragment]) -> list[Row]:
    """Fragments in the order of their middles, from the top of the page, by base line; each row from left to right."""
    rows: list[Row] = []
    first = None
    for fragment in downwards:
        if first is not None and _beside(first, fragment):
            rows[-1].append(fragment)
        else:
            rows.append([fragment])
            first = fragment
    for row in rows:
        row.sort(key=_left)
    return rows


def _downwards(fragments: list[Fragment]) -> list[Fragment]:
    return sorted(fragments, key=lambda f: -f.middle)


_left = attrgetter("left")


def _beside(one: Fragment, other: Fragment) -> bool:
    return 2 * (min(one.top, other.top) - max(one.bottom, other.bottom)) > min(one.size, other.size)


def _blocks(fragments: list[Fragment]) -> Iterator[list[Row]]:
    """The page's blocks in reading order: what stands above, the left column, the right column, what stands below."""
    strip = _gutter(fragments)
    if strip is None:
        if fragments:
            yield _rows(_downwards(fragments))
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
    if len(fragments) > _MOST:
        return None
    ordered = _downwards(fragments)
    depths = [-f.middle for f in ordered]
    seen = set()
    # tall strips first: what parts a page is seldom far down that list, and looking at both sides is what costs
    for _, x, top, bottom in sorted(_strips(fragments), key=itemgetter(0)):
        first, last = bisect_left(depths, -top), bisect_right(depths, -bottom)
        if last - first < 2 * _LINES:
            continue
        inside = ordered[first:last]
        left = [f for f in inside if f.right <= x]
        # the next strip to the right may part the same fragments
        parting = first, last, len(left)
        if parting in seen or min(len(left), len(inside) - len(left)) < _LINES:
            continue
        seen.add(parting)
        if _are_columns(left, [f for f in inside if f.right > x]):
            return _Strip(top, bottom, x)
    return None


def _strips(fragments: list[Fragment]) -> Iterator[tuple[float, float, float, float]]:
    """The white strips left of where a fragment begins, between those that lie across: (-height, x, top, bottom)."""
    if not fragments:
        return
    head, foot = max(f.top for f in fragments), min(f.bottom for f in fragments)
    boxes = [(f.left, f.right, f.top, f.bottom) for f in sorted(fragments, key=lambda f: -f.top)]
    beginnings = sorted(f.left for f in fragments)
    endings = sorted(f.right for f in fragments)
    for x in sorted({round(left) - 1.0 for left in beginnings}):
        if bisect_right(endings, x) < _LINES or len(beginnings) - bisect_left(beginnings, x) < _LINES:
            continue
        lowest = head
        for top, bottom in [(top, bottom) for left, right, top, bottom in boxes if left < x and right > x - _GUTTER]:
            if top < lowest:
                yield top - lowest, x, lowest, top
            lowest = min(lowest, bottom)
        yield foot - lowest, x, lowest, foot


def _are_columns(left: list[Fragment], right: list[Fragment]) -> bool:
    """Whether both sides of a strip are columns of text rather than the cells of a table.

    Cells share the middle of their row. Columns have lines of their own, or both are filled with prose, or one is and the
    other is set in other type. Figures beside labels are cells even where their font stands higher than that of the labels.
    """
    rows = _rows(left), _rows(right)
    few = min(len(side) for side in rows)
    if few < _LINES:
        return False
    shared = _shared([row[0] for row in rows[0]], sorted(row[0].middle for row in rows[1]))
    if shared < few * 0.6:
        return not _are_cells(left, right)
    if all(_is_prose(side) for side in rows):
        return True
    return _differ_in_size(left, right) and any(_is_prose(side) and _has_sentences(side) for side in rows)


def _shared(fragments: list[Fragment], middles: list[float]) -> int:
    """How many of the fragments have one of the middles, within a fifth of their size."""
    return sum(
        bisect_left(middles, f.middle + f.size / 5) > bisect_right(middles, f.middle - f.size / 5) for f in fragments
    )


def _has_sentences(rows: list[Row]) -> bool:
    return sum(bool(_MARK.search(row[0].text)) for row in rows) > len(rows) / 2


def _differ_in_size(left: list[Fragment], right: list[Fragment]) -> bool:
    """Whether the type of one side is clearly smaller, by more than the boxes of two fonts of one size differ."""
    one, other = sorted((median([f.size for f in left]), median([f.size for f in right])))
    return one < 0.88 * other


def _are_cells(left: list[Fragment], right: list[Fragment]) -> bool:
    """Whether the right side is figures, and what stands beside them is no prose."""
    if sum(bool(_FIGURE.fullmatch(f.text)) for f in right) < 0.8 * len(right):
        return False
    top, bottom = max(f.top for f in right), min(f.bottom for f in right)
    beside = [f for f in left if bottom < f.middle < top]
    return bool(beside) and not _is_prose(_rows(beside))


def _is_prose(rows: list[Row]) -> bool:
    """Whether rows are lines of prose, in one column or in several."""
    if median(map(len, rows)) == 1:
        width = max(row[-1].right for row in rows) - min(row[0].left for row in rows)
        wide = max(0.75 * width, _SHORTEST_LINE * median(row[0].size for row in rows))
        return median(row[-1].right - row[0].left for row in rows) > wide
    columns = _side_by_side(rows)
    return len(columns) > 1 and all(len(column) >= _LINES and _is_prose(column) for column in columns)


def _side_by_side(rows: list[Row]) -> list[list[Row]]:
    """The rows cut wherever white runs through all of them."""
    ends: list[float] = []
    for fragment in sorted((f for row in rows for f in row), key=_left):
        if ends and fragment.left < ends[-1] + _GUTTER:
            ends[-1] = max(ends[-1], fragment.right)
        else:
            ends.append(fragment.right)
    columns: list[list[Row]] = [[] for _ in ends]
    for row in rows:
        for column, cells in groupby(row, lambda f: bisect_left(ends, f.right)):
            columns[column].append(list(cells))
    return columns
