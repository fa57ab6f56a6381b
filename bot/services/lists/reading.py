"""Reading a list that somebody pasted or sent as a file: what is certain, what is not, and what is nothing."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.domain.list_texts import is_code, rows_of
from bot.domain.names import Found, Unclear
from bot.domain.securities import Security
from bot.services.names.lookup import Lookup

LARGEST_FILE = 1_000_000  # bytes
LONGEST_ENTRY = 40  # characters; a sentence names no security
_ENCODINGS = ("utf-8-sig", "gb18030")


@dataclass(frozen=True, slots=True)
class Reading:
    """The securities in their order, what several answer to, and what none does."""

    found: dict[str, Security] = field(default_factory=dict)
    unclear: dict[str, tuple[Security, ...]] = field(default_factory=dict)
    unknown: dict[str, None] = field(default_factory=dict)


def read_list(text: str, lookup: Lookup) -> Reading:
    """The securities that a text names, in whatever form people write lists."""
    reading = Reading()
    rows = rows_of(text)
    for row in rows:
        _read_row(row, lookup, reading, alone=len(rows) == 1)
    return reading


def decoded(data: bytes) -> str:
    """The text of a file, in whichever encoding spreadsheets write.

    Raises:
        UnicodeDecodeError: it is no text.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16")
    try:
        return data.decode(_ENCODINGS[0])
    except UnicodeDecodeError:
        return data.decode(_ENCODINGS[1])


def _read_row(row: tuple[str, ...], lookup: Lookup, reading: Reading, *, alone: bool = False) -> None:
    """A code decides its row; a name beside it says the same again, or names another security, and a remark neither.

    A line ``alone`` is no table: whatever stands in it is meant.
    """
    codes = [cell for cell in row if is_code(cell)]
    certain = [cell for cell in codes if _take(cell, lookup, reading)]
    for cell in row:
        if cell in codes:
            continue
        if certain and not alone:
            if isinstance(named := lookup.find(cell), Found):
                reading.found.setdefault(named.security.symbol, named.security)
        else:
            _read_cell(cell, lookup, reading)
    if not certain:
        reading.unknown.update(dict.fromkeys(code for code in codes if code not in reading.unclear))


def _read_cell(cell: str, lookup: Lookup, reading: Reading) -> None:
    words = cell.split()
    if len(words) > 1 and lookup.exact(cell) is None:
        if any(map(is_code, words)):
            _read_row(tuple(words), lookup, reading)
        else:
            for word in words:
                _read_cell(word, lookup, reading)
    elif len(cell) > LONGEST_ENTRY or not (_take(cell, lookup, reading) or cell in reading.unclear):
        reading.unknown[cell[:LONGEST_ENTRY]] = None


def _take(typed: str, lookup: Lookup, reading: Reading) -> bool:
    """Whether it was certain."""
    match lookup.find(typed):
        case Found(security):
            reading.found.setdefault(security.symbol, security)
            return True
        case Unclear(candidates):
            reading.unclear[typed] = candidates
        case _:
            if near := lookup.near(typed):
                reading.unclear[typed] = near
    return False
