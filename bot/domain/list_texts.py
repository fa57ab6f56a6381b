"""Lists of securities as people write them: one a line, with commas, with numbers in front, or as a table with a head."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

MOST_ROWS = 1000
_DELIMITER = re.compile(r"[,;\t|，；、]")
_MARK = re.compile(r"^\s*(?:[-*•·]\s+|\d{1,3}[.、)）]\s*(?=\D))")
_CODE = re.compile(r"(?i)(?:[A-Z]{2}[.:]?)?\d{5,6}(?:[. ]?[A-Z]{2})?|\d{1,5}[.:]?HK|HK[.:]?\d{1,5}|[A-Z]{1,5}\.US")
_NOISE = re.compile(r"[+\-−]?[\d.,]*\d%?|\d{4}[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?)?|-+|–|—")
CODE_HEADS = frozenset({"symbol", "code", "ticker", "代码", "证券代码", "股票代码"})
NAME_HEADS = frozenset({"name", "stock", "security", "名称", "股票", "股票名称", "证券名称", "证券简称", "简称"})


def rows_of(text: str) -> list[tuple[str, ...]]:
    """The rows of a text, each as what may name a security: of a table with a head the columns that bear names alone.

    A row with a code holds nothing of its numbers. At most `MOST_ROWS`.
    """
    lines = [line for line in text.splitlines() if line.strip(" \t,;|")][:MOST_ROWS]
    if not lines:
        return []
    table = [_cells(line) for line in lines]
    if columns := _named_columns(table[0]):
        chosen = [[cells[column] for column in columns if column < len(cells)] for cells in table[1:]]
        return [row for cells in chosen if (row := tuple(filter(None, cells[:2])))]
    return [row for cells in table if (row := _meaning(cells))]


def is_code(cell: str) -> bool:
    """Whether it is written like a code: ``300308``, ``sz300308``, ``0700.HK``."""
    return _CODE.fullmatch(cell.strip()) is not None


def _cells(line: str) -> list[str]:
    line = _MARK.sub("", line)
    if '"' in line and "," in line:
        parsed = next(csv.reader(io.StringIO(line)), [])
        return [" ".join(cell.split()) for cell in parsed]
    return [" ".join(cell.split()) for cell in _DELIMITER.split(line)]


def _named_columns(head: Sequence[str]) -> list[int]:
    """Where codes stand, then where names do; empty where the first row is no head."""
    words = [cell.lower() for cell in head]
    return [words.index(word) for heads in (CODE_HEADS, NAME_HEADS) for word in words if word in heads]


def _meaning(cells: Sequence[str]) -> tuple[str, ...]:
    coded = any(is_code(cell) for cell in cells)
    alone = len([cell for cell in cells if cell]) == 1
    return tuple(
        cell for cell in cells if cell and (is_code(cell) or (alone and not coded) or not _NOISE.fullmatch(cell))
    )


def as_text(members: Sequence[tuple[str, str]]) -> str:
    """Symbol and name, a line each: what `rows_of` reads again."""
    return "".join(f"{symbol} {name}\n" for symbol, name in members)


def as_csv(members: Sequence[tuple[str, str]]) -> str:
    """A table with a head, with the mark by which Excel knows UTF-8."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(("symbol", "name"))
    writer.writerows(members)
    return "\ufeff" + written.getvalue()
