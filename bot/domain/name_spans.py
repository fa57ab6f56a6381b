"""Where names of securities stand in a text: a dictionary of names, searched by the characters that they begin with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

_SHORTEST = 2


class NameSpans:
    """Every place at which one of the names stands. Immutable; building costs about as much as reading one page."""

    __slots__ = ("_by_start",)

    def __init__(self, names: Iterable[str]) -> None:
        by_start: dict[str, list[str]] = {}
        for name in names:
            if len(name) >= _SHORTEST:
                by_start.setdefault(name[:_SHORTEST], []).append(name)
        self._by_start = {start: tuple(sorted(found, key=len, reverse=True)) for start, found in by_start.items()}

    def at(self, text: str, position: int) -> Iterator[int]:
        """Where names that begin at ``position`` end, the longest first."""
        for name in self._by_start.get(text[position : position + _SHORTEST], ()):
            if text.startswith(name, position):
                yield position + len(name)

    def find(self, text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
        """The places of names in ``text[start:end]``, from the left, the longest first, none within another.

        ``text`` must be `normal`: NFKC and in upper case.
        """
        end = len(text) if end is None else end
        by_start = self._by_start
        position = start
        while position < end - 1:
            step = 1
            for name in by_start.get(text[position : position + _SHORTEST], ()):
                if position + len(name) <= end and text.startswith(name, position):
                    yield position, position + len(name)
                    step = len(name)
                    break
            position += step
