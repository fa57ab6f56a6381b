"""The characters of a PDF page as fragments: what stands together, read upright, without what is not seen.

One call for all the text, one for each box: what is asked of every character is what reading with layout costs.
"""

from __future__ import annotations

import math
import re
import struct
from collections import deque
from collections.abc import Iterator, Sequence
from ctypes import c_uint, c_ushort
from dataclasses import dataclass, replace
from itertools import repeat
from statistics import median

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from bot.extraction.columns import Fragment
from bot.extraction.documents import TextTooLong

_BREAKS = frozenset(b"\0\r\n")
_SPACES = frozenset(map(ord, " \t\u00a0\u3000"))
_SMALLEST = 1.5  # points; type smaller than that marks a place for machines
_UNSEEN = (pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP)
_WHITE = 250  # of 255 in each colour
_SIDEWAYS = 60  # letters; fewer are an axis or a mark in the margin
_SLANT = 10  # degrees off the level by which a line may be crooked; steeper is a watermark

UNREADABLE = "\ufffd"
"""Stands for a character of a font that does not say which characters it draws."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in points, as pdfium orders them."""


@dataclass(frozen=True, slots=True)
class _Run:
    """A fragment in the frame in which it stands upright after so many quarter turns, and how it is painted."""

    fragment: Fragment
    turns: int
    seen: bool
    white: bool
    place: Box


def page_fragments(page: pdfium.PdfPage, most: int) -> tuple[int, list[list[Fragment]]]:
    """How many characters a page has, and the fragments that a reader sees: the main direction, then a longer text set sideways.

    Raises:
        TextTooLong: there are more characters than ``most``.
    """
    text_page = page.get_textpage()
    try:
        count = max(pdfium_c.FPDFText_CountChars(text_page.raw), 0)
        if count > most:
            raise TextTooLong(count, most)
        runs = list(_runs(text_page.raw, count))
    finally:
        text_page.close()
    runs = _on_the_page(page, runs)
    directions = [[run.fragment for run in _visible(runs) if run.turns == turns] for turns in range(4)]
    directions.sort(key=_letters, reverse=True)
    main, *others = (_once(fragments) for fragments in directions)
    return count, [main, *(fragments for fragments in others if _letters(fragments) >= _SIDEWAYS)]


def _on_the_page(page: pdfium.PdfPage, runs: list[_Run]) -> list[_Run]:
    """Without what lies outside the page's edges, and without what is white on white."""
    left, bottom, right, top = page.get_bbox()
    inside = [
        run
        for run in runs
        if left < (run.place[0] + run.place[2]) / 2 < right and bottom < (run.place[1] + run.place[3]) / 2 < top
    ]
    runs = inside or runs  # edges that leave nothing are wrong
    if any(run.white for run in runs):
        painted = list(_painted(page))
        runs = [run for run in runs if not run.white or any(_covers(area, run.place) for area in painted)]
    return runs


def _letters(fragments: list[Fragment]) -> int:
    return sum(len(fragment.text) for fragment in fragments)


def _visible(runs: list[_Run]) -> list[_Run]:
    """Without what is not painted, unless that is the text of a page: letters laid under a scan."""
    seen = [run for run in runs if run.seen]
    hidden = len(runs) != len(seen) and _letters([run.fragment for run in runs if not run.seen])
    return seen if hidden <= _letters([run.fragment for run in seen]) else runs


def _once(fragments: list[Fragment]) -> list[Fragment]:
    """Without what is printed over itself to look bold."""
    places: dict[str, list[Fragment]] = {}
    found = []
    for fragment in fragments:
        same = places.setdefault(fragment.text, [])
        if not any(_lies_on(fragment, other) for other in same[-8:]):
            found.append(fragment)
            same.append(fragment)
    return found


def _lies_on(one: Fragment, other: Fragment) -> bool:
    near = one.size / 3
    return abs(one.left - other.left) < near and abs(one.bottom - other.bottom) < near


def _runs(raw: pdfium_c.FPDF_TEXTPAGE, count: int) -> Iterator[_Run]:
    """The runs of characters that stand together: pdfium's lines, cut where a gap is wider than two letters."""
    codes, boxes = _characters(raw, count)
    frames = {0: boxes}
    start = 0
    while start < count:
        if codes[start] in _BREAKS or codes[start] in _SPACES:
            start += 1
            continue
        turns = _turns(raw, start)
        if turns is not None and turns not in frames:
            frames[turns] = [_turned(box, turns) for box in boxes]
        frame = frames[turns or 0]
        end = _end(codes, frame, start)
        if turns is not None and (fragment := _fragment(codes[start:end], frame[start:end])):
            if _unreadable(raw, start, end):
                fragment = replace(fragment, text=UNREADABLE * len(fragment.text))
            seen, white = _paint(raw, start)
            yield _Run(fragment, turns, seen, white, boxes[start])
        start = end


def _characters(raw: pdfium_c.FPDF_TEXTPAGE, count: int) -> tuple[Sequence[int], list[Box]]:
    """The codes and the boxes of all characters, those that pdfium put between lines and words among them."""
    units = (c_ushort * (count + 1))()
    codes: Sequence[int]
    if count and pdfium_c.FPDFText_GetText(raw, 0, count, units) == count + 1:
        codes = units[:count]
    else:  # some characters have no text or more than one unit of it, and places would not match
        codes = list(map(pdfium_c.FPDFText_GetUnicode, repeat(raw), range(count)))
    boxes = (pdfium_c.FS_RECTF * count)()
    deque(map(pdfium_c.FPDFText_GetLooseCharBox, repeat(raw), range(count), boxes), maxlen=0)
    return codes, list(struct.iter_unpack("4f", boxes))


def _turns(raw: pdfium_c.FPDF_TEXTPAGE, index: int) -> int | None:
    """By how many quarters a character is turned against the clock; None where it stands aslant."""
    matrix = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFText_GetMatrix(raw, index, matrix) or (matrix.b == 0 and matrix.a > 0):
        return 0
    quarters = math.degrees(math.atan2(matrix.b, matrix.a)) / 90
    return round(quarters) % 4 if abs(quarters - round(quarters)) * 90 < _SLANT else None


def _turned(box: Box, turns: int) -> Box:
    """A box in the frame in which text of so many quarter turns is upright."""
    left, top, right, bottom = box
    match turns:
        case 1:
            return bottom, -left, top, -right
        case 2:
            return -right, -bottom, -left, -top
        case _:
            return -top, right, -bottom, left


def _end(codes: Sequence[int], boxes: list[Box], start: int) -> int:
    left, top, right, bottom = boxes[start]
    for index in range(start + 1, len(codes)):
        if codes[index] in _BREAKS:
            return index
        box = boxes[index]
        height = top - bottom
        if height < 1:
            height = 1.0
        if not -height <= 2 * (box[3] - bottom) <= height or box[0] - right > 2 * height or box[2] < left - height:
            return index
        left, top, right, bottom = box
    return len(codes)


def _fragment(codes: Sequence[int], boxes: list[Box]) -> Fragment | None:
    text = "".join(map(chr, codes))
    if not text.isprintable() or "\u00a0" in text or "\u3000" in text or "  " in text:
        text = _cleaned(text)
    inked = [box for code, box in zip(codes, boxes, strict=True) if code not in _SPACES and not chr(code).isspace()]
    if not (text := text.strip()) or not inked:
        return None
    size = median([box[1] - box[3] for box in inked])
    if size < _SMALLEST:
        return None
    lefts, tops, rights, bottoms = zip(*inked, strict=True)
    return Fragment(text, min(lefts), min(bottoms), max(rights), max(tops), size)


def _cleaned(text: str) -> str:
    # pdfium gives U+FFFE for the hyphen at which it joined a word
    text = text.replace("\ufffe", "-").replace("\u0002", "-")
    if re.search("[\ud800-\udfff]", text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return re.sub(r"[ \u00a0\u3000]+", " ", text)


def _unreadable(raw: pdfium_c.FPDF_TEXTPAGE, start: int, end: int) -> bool:
    """Whether the font does not say which characters these are; one alone may be a bullet before readable ones."""
    return all(pdfium_c.FPDFText_HasUnicodeMapError(raw, index) == 1 for index in (start, (start + end) // 2, end - 1))


def _paint(raw: pdfium_c.FPDF_TEXTPAGE, index: int) -> tuple[bool, bool]:
    """Whether a character is painted at all, and whether it is painted white."""
    drawn = pdfium_c.FPDFText_GetTextObject(raw, index)
    if drawn and pdfium_c.FPDFTextObj_GetTextRenderMode(drawn) in _UNSEEN:
        return False, False
    red, green, blue, alpha = c_uint(), c_uint(), c_uint(), c_uint()
    if not pdfium_c.FPDFText_GetFillColor(raw, index, red, green, blue, alpha):
        return True, False
    return alpha.value > 0, min(red.value, green.value, blue.value) >= _WHITE


def _painted(page: pdfium.PdfPage) -> Iterator[Box]:
    """Where something other than text is painted: a white heading stands on a coloured ground."""
    for kind in page.get_objects(max_depth=1):
        if kind.type != pdfium_c.FPDF_PAGEOBJ_TEXT:
            left, bottom, right, top = kind.get_bounds()
            yield left, top, right, bottom


def _covers(area: Box, place: Box) -> bool:
    x, y = (place[0] + place[2]) / 2, (place[1] + place[3]) / 2
    return area[0] <= x <= area[2] and area[3] <= y <= area[1]
