"""Days as they are printed and typed: 2024年12月26日, 2024-12-26, 2024/12/26, 2024.12.26, 20241226."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from unicodedata import normalize

_YEAR = "((?:19|20)[0-9]{2})"
_DAY = re.compile(
    rf"(?<![0-9.]){_YEAR}(?:\s?年\s?([0-9]{{1,2}})\s?月\s?([0-9]{{1,2}})\s?日|([-/.])([0-9]{{1,2}})\4([0-9]{{1,2}})(?![0-9]))"
)
_COMPACT = re.compile(rf"(?<![0-9.]){_YEAR}([0-9]{{2}})([0-9]{{2}})(?![0-9.])")


def days_in(text: str) -> Iterator[date]:
    """Each day that ``text`` names in full, in its order; what is no day (2024-13-45) is none."""
    for match in _DAY.finditer(text):
        year, month, day = match[1], match[2] or match[5], match[3] or match[6]
        if (found := _day(year, month, day)) is not None:
            yield found


def typed_day(text: str) -> date | None:
    """The one day that a person typed, with or without separators; None where it is none or several."""
    text = normalize("NFKC", text)
    found = {*days_in(text), *filter(None, (_day(*match.groups()) for match in _COMPACT.finditer(text)))}
    return found.pop() if len(found) == 1 else None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
