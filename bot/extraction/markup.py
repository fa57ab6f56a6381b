"""Markdown and HTML as plain lines: blocks become lines, the cells of a table are parted by tabs."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from bot.extraction.documents import DocumentKind

_BLOCKS = frozenset(
    [
        "p",
        "div",
        "br",
        "tr",
        "table",
        "ul",
        "ol",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "section",
        "article",
        "header",
        "footer",
    ]
)
_CELLS = frozenset(("td", "th"))
_SILENT = frozenset(("script", "style", "head"))


def plain(text: str, kind: DocumentKind) -> str:
    """The text without its markup. Markdown may carry HTML tables; only those tags are read in it."""
    if kind is DocumentKind.HTML:
        return _without_tags(text)
    # in markdown only whole tables are HTML: a lone <b> may be part of a name
    text = re.sub(r"<table.*?</table>", lambda table: _without_tags(table[0]), text, flags=re.DOTALL | re.IGNORECASE)
    return "\n".join(_markdown_line(line) for line in text.split("\n"))


def _markdown_line(line: str) -> str:
    if re.fullmatch(r"[\s|:-]*-[\s|:-]*", line):
        return ""
    line = re.sub(r"^\s{0,3}(?:#{1,6}|>)\s*", "", line)
    line = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", line)
    line = re.sub(r"\*\*(?=\S)(.+?)(?<=\S)\*\*", r"\1", line)
    return line.strip("| ").replace("|", "\t") if line.lstrip().startswith("|") else line


def _without_tags(text: str) -> str:
    parser = _Plain()
    parser.feed(text)
    parser.close()
    return "".join(parser.parts)


class _Plain(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the base's signature
        self._silent += tag in _SILENT
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _SILENT and self._silent > 0
        if tag in _CELLS:
            self.parts.append("\t")
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(re.sub(r"\s+", " ", data))
