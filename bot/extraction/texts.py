"""Texts as lines: their encoding, whether they are markdown or HTML, their pages and columns, and what a chat puts between."""

from __future__ import annotations

import codecs
import re

from bot.extraction.characters import garbage, without_unseen
from bot.extraction.documents import Document, DocumentKind, Line, UnreadableDocument
from bot.extraction.messages import without_chat
from bot.extraction.sidebars import columns

_NAMED = {
    "md": DocumentKind.MARKDOWN,
    "markdown": DocumentKind.MARKDOWN,
    "htm": DocumentKind.HTML,
    "html": DocumentKind.HTML,
}
_HEAD = 2048  # letters in which a page says what it is
_GARBAGE = 0.05  # of the letters; more is no text
_CHARSET = re.compile(rb"charset=[\"']?([A-Za-z0-9_-]{2,20})")


def decoded(data: bytes) -> str:
    """The text of a file: in the encoding that it names, else UTF-8, else GB 18030.

    Raises:
        UnreadableDocument: it is in none of them.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    else:
        if b"\x00" in data:
            raise UnreadableDocument
        named = _CHARSET.search(data[:_HEAD])
        encodings = ["utf-8-sig", *([named[1].decode("ascii")] if named else []), "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if garbage(text) <= _GARBAGE * len(text):
            return text
    raise UnreadableDocument


def kind_of(filename: str, text: str) -> DocumentKind:
    """By the name; what is called text and holds a whole page or tables of HTML is read as such."""
    held = DocumentKind.TEXT
    if re.match(r"\s*(?:<!doctype html|<html)", text[:_HEAD], re.IGNORECASE):
        held = DocumentKind.HTML
    elif re.search(r"<table[\s>]", text, re.IGNORECASE) and "</t" in text:
        held = DocumentKind.MARKDOWN
    return _NAMED.get(filename.lower().rpartition(".")[2], held)


def text_document(text: str, kind: DocumentKind) -> Document:
    """A text as lines; form feeds part its pages."""
    if kind is not DocumentKind.TEXT:
        from bot.extraction.markup import plain  # noqa: PLC0415 - most documents have no markup

        text = plain(text, kind)
    text = without_unseen(text)
    if kind is DocumentKind.TEXT:
        text = without_chat(text)
    pages = text.strip("\n\f").split("\f")  # pdftotext ends a page with a form feed
    lines = tuple(line for number, page in enumerate(pages, 1) for line in _page_lines(page, number))
    return Document(kind, lines, len(pages))


def _page_lines(page: str, number: int) -> list[Line]:
    lines = page.split("\n")
    if "        " in page and (parted := columns(lines)):
        return [Line(text, number, column) for column, side in enumerate(parted) for text in side]
    return [Line(text, number) for text in lines]
