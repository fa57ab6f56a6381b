"""Definition pages written for the tests, after the tables that brokers print: what each holds, then its text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "fixtures" / "rating_pages"
_SCALE = re.compile(r"(?P<subject>stock|industry) (?P<basis>\w+) (?:(?P<first>\d+)-(?P<last>\d+)|-): (?P<bands>.+)")

Bands = tuple[tuple[str, float | None, float | None], ...]
Scale = tuple[str, str, tuple[int, int] | None, Bands]


@dataclass(frozen=True, slots=True)
class RatingPage:
    """One broker's page: its scales as (subject, basis, months, bands in percent), the markets with an index, the text."""

    name: str
    scales: tuple[Scale, ...]
    markets: frozenset[str]
    text: str


def rating_pages() -> Iterator[RatingPage]:
    """Every page of the folder."""
    for path in sorted(FOLDER.glob("*.txt")):
        for page in path.read_text(encoding="utf-8").split("\n# "):
            name, *lines = page.removeprefix("# ").strip().split("\n")
            scales = tuple(_scale(match) for line in lines if (match := _SCALE.fullmatch(line)))
            start = next(number for number, line in enumerate(lines) if line.startswith("markets:"))
            markets = frozenset(lines[start].removeprefix("markets:").split())
            yield RatingPage(name, scales, markets, "\n".join(lines[start + 1 :]))


def _scale(match: re.Match[str]) -> Scale:
    months = (int(match["first"]), int(match["last"])) if match["first"] else None
    return match["subject"], match["basis"], months, tuple(_band(band) for band in match["bands"].split(" | "))


def _band(printed: str) -> tuple[str, float | None, float | None]:
    label, _, ends = printed.strip().partition(" ")
    low, _, high = ends.partition(":")
    return label, float(low) if low else None, float(high) if high else None


def _as_html(text: str) -> str:
    """Rows with tabs as an HTML table in markdown."""
    out: list[str] = []
    for is_row, lines in groupby(text.split("\n"), lambda line: "\t" in line):
        if is_row:
            rows = ("".join(f"<td>{cell}</td>" for cell in line.split("\t")) for line in lines)
            out.append("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
        else:
            out += [*lines, ""]
    return "\n".join(out)


def _with_foot(text: str) -> str:
    """A page that ends in the middle of the table."""
    lines = text.split("\n")
    cut = len(lines) * 2 // 3
    return "\n".join([*lines[:cut], "请务必阅读正文之后的免责条款部分", "12 / 14", *lines[cut:]])


def _beside(text: str) -> str:
    """The longest line as a narrow column whose pieces stand before the rows of the table, as a PDF gives it."""
    lines = text.split("\n")
    longest = max(range(len(lines)), key=lambda number: len(lines[number]))
    if not 0 < longest < len(lines) - 1 or len(lines[longest]) < _WIDE or "评级" in lines[longest][-12:]:
        return text
    column = lines.pop(longest)
    if "\t" in column or column.find("：") in range(5) or "—" in column[:6]:
        return text
    pieces = [column[start : start + 13] for start in range(0, len(column), 13)]
    rows = lines[longest:]
    each = -(-len(pieces) // len(rows))
    found = lines[:longest]
    for row in rows:
        mine, pieces = pieces[:each], pieces[each:]
        found += mine[:-1]
        found.append("\t".join([*mine[-1:], row.lstrip("\t")]))
    return "\n".join(found + pieces)


_WIDE = 70
FORMS: dict[str, tuple[str, Callable[[str], str]]] = {
    "lines": ("a.txt", str),
    "cells": ("a.txt", lambda text: text.replace("\t", "\n")),
    "foot": ("a.txt", _with_foot),
    "beside": ("a.txt", _beside),
    "dashes": ("a.txt", lambda text: re.sub(r"(?<=[%％\d])[~～－-](?=[+＋\-－\d])", "—", text)),
    "glued": ("a.txt", lambda text: "".join((6 * _BEFORE + text + 6 * _AFTER).split())),
    "html": ("a.md", _as_html),
    "pipes": (
        "a.md",
        lambda text: re.sub(r"(?m)^(?=.*\t)(.*)$", lambda row: f"| {row[1]} |".replace("\t", " | "), text),
    ),
    "formulas": ("a.md", lambda text: re.sub(r"(\d+)[%％]", lambda figure: f"${' '.join(figure[1])}\\%$", text)),
}
_BEFORE = "公司订单充足，维持“买入”评级。\n风险提示：需求不及预期。\n财务预测摘要\n营业收入\t100\t120\t150\n"
_AFTER = "\n免责声明\n本报告仅供本公司客户使用。投资者买入或者卖出证券的决定应当充分考虑自身特定状况。\n"


def as_printed(page: RatingPage, form: str) -> tuple[str, str]:
    """A file's name and text: the page in one of the `FORMS`, between prose that uses rating words too."""
    name, shape = FORMS[form]
    return name, _BEFORE + shape(page.text) + _AFTER
