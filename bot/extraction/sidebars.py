"""Plain text that keeps the place of its words on the page (pdftotext -layout): the side bar is read apart from the text.

江淮汽车、 at the end of one line goes on in the next line of its own column, not in the words of the side bar between them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

_GAP = re.compile(r"(?<=\S) {4,}(?=\S)")
_LEAST = 6  # lines that begin in one place are a column
_NARROW = 24  # a column begins no further left than that
_REACH = 4  # columns of letters by which beginnings may differ


def columns(lines: Sequence[str]) -> list[list[str]] | None:
    """The page's lines block by block, the left column of a block before the right one; None where the page has one column."""
    beginnings = Counter(place for line in lines for place, _ in _pieces(line)[:2] if place >= _NARROW)
    if not beginnings:
        return None
    edge = max(beginnings, key=lambda place: (_around(beginnings, place), -place))
    if _around(beginnings, edge) < _LEAST:
        return None
    blocks: list[list[str]] = []
    position = 0
    for first, last in _regions(lines, edge - _REACH):
        left, right = _sides(lines[first:last], edge - _REACH)
        if sum(map(bool, left)) < _LEAST // 2 or sum(map(bool, right)) < _LEAST:
            continue
        blocks += [list(lines[position:first]), left, right]
        position = last
    return [*blocks, list(lines[position:])] if blocks else None


def _regions(lines: Sequence[str], edge: int) -> Iterator[tuple[int, int]]:
    """Runs of lines with a right column: some lines of one column alone between them do not end a run, a paragraph does."""
    first = last = None
    for number, line in enumerate(lines):
        pieces = _pieces(line)
        if any(place >= edge for place, _ in pieces[:2]):
            first, last = number if first is None else first, number
        elif (
            first is not None
            and last is not None
            and sum(bool(other.strip()) for other in lines[last + 1 : number + 1]) >= _LEAST - 1
        ):
            yield first, last + 1
            first = last = None
    if first is not None and last is not None:
        yield first, last + 1


def _sides(lines: Sequence[str], edge: int) -> tuple[list[str], list[str]]:
    left: list[str] = []
    right: list[str] = []
    for line in lines:
        pieces = _pieces(line)
        if len(pieces) > 2:  # noqa: PLR2004 - more than a side bar and the text: the row of a table
            left.append(line)
            continue
        beside = [text for place, text in pieces if place >= edge]
        before = [text for place, text in pieces if place < edge]
        if before or not beside:
            left.append(" ".join(before))
        if beside or not line.strip():
            right.append(" ".join(beside))
    return left, right


def _around(beginnings: Counter[int], edge: int) -> int:
    return sum(count for place, count in beginnings.items() if edge - _REACH <= place <= edge + _REACH)


def _pieces(line: str) -> list[tuple[int, str]]:
    """The parts of a line that wide gaps part, each with the column in which it begins; a Chinese character is two wide."""
    if not line.strip():
        return []
    found = []
    start = len(line) - len(line.lstrip(" "))
    place = start
    for gap in [*_GAP.finditer(line, start), None]:
        piece = line[start : gap.start() if gap else len(line)]
        found.append((place, piece.strip()))
        if gap:
            place += sum(2 if character >= "\u2e80" else 1 for character in piece) + gap.end() - gap.start()
            start = gap.end()
    return found
