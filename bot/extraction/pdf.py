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


def read_pdf(data: bytes, most_pages: int) -> Document:
    """Read a PDF's text.

    Raises:
        EncryptedDocument, DamagedDocument, TooManyPages, NoTextLayer, LostProse
    """
    try:
        pdf = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code in (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY):
            raise EncryptedDocument from error
        raise DamagedDocument from error
    try:
        pages = len(pdf)
        if not pages:
            raise DamagedDocument
        if pages > most_pages:
            raise TooManyPages(pages, most_pages)
        parts = [(number, part) for number in range(pages) for part in _page_fragments(pdf, number)]
    finally:
        pdf.close()
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


def _page_fragments(pdf: pdfium.PdfDocument, number: int) -> list[list[Fragment]]:
    try:
        page = pdf[number]
    except pdfium.PdfiumError as error:
        raise DamagedDocument from error
    try:
        return page_fragments(page)
    finally:
        page.close()
