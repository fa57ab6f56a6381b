"""Markdown and HTML as plain lines: blocks become lines, the cells of a table are parted by tabs."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from bot.extraction.documents import DocumentKind

_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "p div br hr tr table caption thead tbody ul ol li dl dt dd h1 h2 h3 h4 h5 h6 section article header footer main nav"
        " aside blockquote pre figure figcaption form center",
    )
)
_CELLS = frozenset(("td", "th"))
_SILENT = frozenset(("script", "style", "head", "template", "noscript", "svg"))
_LONGEST_MARK = 300  # letters that stand between two marks of markdown


def plain(text: str, kind: DocumentKind) -> str:
    """The text without its markup. Markdown may carry HTML tables; only those tags are read in it."""
    if kind is DocumentKind.HTML:
        return _without_tags(text)
    # in markdown only whole tables are HTML: a lone <b> may be part of a name
    end = text.lower().rfind("</table>") + len("</table>")  # behind the last one nothing is searched for an end
    if end >= len("</table>"):
        tables = re.compile(r"<table.*?</table>", re.DOTALL | re.IGNORECASE)
        text = tables.sub(lambda table: _without_tags(table[0]), text[:end]) + text[end:]
    return "\n".join(_markdown_line(line) for line in text.split("\n"))


def _markdown_line(line: str) -> str:
    if "-" in line and not line.strip(" \t\r|:-"):
        return ""
    line = re.sub(r"^\s{0,3}(?:#{1,6}|>)\s*", "", line)
    line = re.sub(rf"!\[[^\]]{{0,{_LONGEST_MARK}}}\]\([^)]{{0,{_LONGEST_MARK}}}\)", "", line)
    line = re.sub(rf"\*\*(?=\S)(.{{1,{_LONGEST_MARK}}}?)(?<=\S)\*\*", r"\1", line)
    return line.strip("| ").replace("|", "\t") if line.lstrip().startswith("|") else line


def _without_tags(text: str) -> str:
    # the parser looks for the end of each comment and tag anew: where there is none, that takes the square of the length
    text = _without_comments(text)
    end = text.rfind(">") + 1
    parser = _Plain()
    parser.feed(text[:end])
    parser.close()
    return "".join(parser.parts) + text[end:]


def _without_comments(text: str) -> str:
    end = text.rfind("-->") + len("-->")
    if end < len("-->"):
        return text.replace("<!--", "")
    return re.sub("<!--.*?-->", "", text[:end], flags=re.DOTALL) + text[end:].replace("<!--", "")


class _Plain(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the base's signature
        # a body ends a head that nothing closed
        self._silent = 0 if tag == "body" else self._silent + (tag in _SILENT)
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
