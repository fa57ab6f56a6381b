"""The text layer of a PDF, page by page, in reading order. Imported only when a PDF is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from bot.extraction.characters import garbage, without_unseen
from bot.extraction.columns import Fragment, in_reading_order
from bot.extraction.documents import (
    DamagedDocument,
    Document,
    DocumentKind,
    EncryptedDocument,
    Limits,
    Line,
    LostProse,
    NoTextLayer,
    TooManyPages,
)
from bot.extraction.glyphs import page_fragments
from bot.extraction.watermarks import without_watermarks

# A scan can carry a few characters (a stamp, page numbers); a page of a report has hundreds.
_FEWEST_CHARACTERS = 20
_REPORT = 3  # pages; a note on one page may do without a sentence
_PROSE = re.compile("[。，；]|[a-z][,.;] [A-Za-z]")


def read_pdf(data: bytes, limits: Limits) -> Document:
    """Read a PDF's text.

    Raises:
        EncryptedDocument, DamagedDocument, TooManyPages, TextTooLong, NoTextLayer, LostProse
    """
    try:
        pages, parts = _parts(data, limits)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) in (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY):
            raise EncryptedDocument from error
        raise DamagedDocument from error
    kept = without_watermarks([part for _, part in parts])
    lines = tuple(_lines([(number, part) for (number, _), part in zip(parts, kept, strict=True)]))
    garbled = sum(garbage(line.text) for line in lines)
    readable = sum(len(line.text.strip()) for line in lines) - garbled
    if garbled > readable or (readable >= _FEWEST_CHARACTERS * pages and _lost_its_prose(lines, pages)):
        raise LostProse
    if readable < _FEWEST_CHARACTERS * pages:
        raise NoTextLayer
    seen = (replace(line, text=text) for line in lines if (text := without_unseen(line.text).strip(" ")))
    return Document(DocumentKind.PDF, tuple(seen), pages)


def _parts(data: bytes, limits: Limits) -> tuple[int, list[tuple[int, list[Fragment]]]]:
    """The number of pages, and the fragments of each part of each page with the page's number from 0."""
    pdf = pdfium.PdfDocument(data)
    try:
        pages = len(pdf)
        if not pages:
            raise DamagedDocument
        if pages > limits.pages:
            raise TooManyPages(pages, limits.pages)
        parts: list[tuple[int, list[Fragment]]] = []
        letters = limits.text
        for number in range(pages):
            page = pdf[number]
            try:
                count, fragments = page_fragments(page, letters)
            finally:
                page.close()
            letters -= count
            parts += [(number, part) for part in fragments]
    finally:
        pdf.close()
    return pages, parts


def _lost_its_prose(lines: tuple[Line, ...], pages: int) -> bool:
    """Whether only figures and bullets are left of a report of several pages: fonts without a table of characters give no words."""
    return pages >= _REPORT and not any(_PROSE.search(line.text) for line in lines)


def _lines(parts: list[tuple[int, list[Fragment]]]) -> Iterator[Line]:
    """Lines part by part; the columns of a page are counted through its parts."""
    for number, page in groupby(parts, key=lambda part: part[0]):
        column = last = 0
        for _, part in page:
            for text, place, size in in_reading_order(part):
                last = column + place
                yield Line(text, number + 1, last, size)
            column = last + 1
