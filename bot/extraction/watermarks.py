"""What is printed on every page: watermarks across the text, and words that stand in one place of all pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from bot.extraction.columns import Fragment

_MOST = 0.6  # of the pages
_FEWEST = 3  # pages that show that something is printed on all of them
_SHORTEST = 4  # letters; what is shorter and on every page is the cell of a table
_GRID = 3.0  # points
_MARGIN = 0.12  # of the printed height: heads and feet

Page = list[Fragment]


def without_watermarks(pages: list[Page]) -> list[Page]:
    """The pages without words printed across the text of several pages, and without marks beside it on all but one.

    Heads and feet stay: their lines hold page numbers too, and are dropped as lines.
    """
    across = _across(pages)
    counted = Counter(place for page in pages for place in {_place(f) for f in _between(page)})
    enough = max(_FEWEST, _MOST * len(pages))
    repeated = {place for place, count in counted.items() if count >= enough}
    printed: set[tuple[str, int, int]] = set()
    found = []
    for page in pages:
        found.append([f for f in page if f.text not in across and _place(f) not in printed])
        printed.update(repeated.intersection(map(_place, page)))
    return found


def _between(page: Page) -> Iterator[Fragment]:
    """What stands between the head and the foot of a page."""
    if not page:
        return
    top, bottom = max(f.top for f in page), min(f.bottom for f in page)
    margin = _MARGIN * (top - bottom)
    for fragment in page:
        if bottom + margin < fragment.middle < top - margin:
            yield fragment


def _place(fragment: Fragment) -> tuple[str, int, int]:
    return fragment.text, round(fragment.left / _GRID), round(fragment.bottom / _GRID)


def _across(pages: list[Page]) -> frozenset[str]:
    """Texts that stand on half of the pages, mostly on top of other text."""
    counted = Counter(text for page in pages for text in {f.text for f in page})
    often = {text for text, count in counted.items() if count >= max(2, len(pages) / 2) and len(text) >= _SHORTEST}
    places: Counter[str] = Counter()
    over: Counter[str] = Counter()
    for page in pages:
        for fragment in page:
            if fragment.text in often:
                places[fragment.text] += 1
                over[fragment.text] += _lies_over(fragment, page)
    return frozenset(text for text in often if 2 * over[text] > places[text])


def _lies_over(fragment: Fragment, page: Iterable[Fragment]) -> bool:
    left, right, middle, size = fragment.left, fragment.right, fragment.middle, fragment.size
    return any(
        abs(other.middle - middle) < 0.3 * (size + other.size)
        and min(right, other.right) - max(left, other.left) > min(size, other.size) / 2
        and other.text != fragment.text
        for other in page
    )
