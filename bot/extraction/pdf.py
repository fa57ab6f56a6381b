"""The text layer of a PDF, page by page, in reading order. Imported only when a PDF is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from statistics import median

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

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
        lines = tuple(line for number in range(pages) for line in _page_lines(pdf, number))
    finally:
        pdf.close()
    if sum(len(line.text.strip()) for line in lines) < _FEWEST_CHARACTERS * pages:
        raise NoTextLayer
    if _lost_its_prose(lines, pages):
        raise LostProse
    return Document(DocumentKind.PDF, lines, pages)


def _lost_its_prose(lines: tuple[Line, ...], pages: int) -> bool:
    """Whether only figures and bullets are left of a report of several pages: fonts without a table of characters give no words."""
    return pages >= _REPORT and not any(_PROSE.search(line.text) for line in lines)


def _page_lines(pdf: pdfium.PdfDocument, number: int) -> list[Line]:
    try:
        page = pdf[number]
    except pdfium.PdfiumError as error:
        raise DamagedDocument from error
    text_page = page.get_textpage()
    try:
        fragments = list(_fragments(text_page))
    finally:
        text_page.close()
        page.close()
    return [Line(text, number + 1, column, size) for text, column, size in in_reading_order(fragments)]


def _fragments(text_page: pdfium.PdfTextPage) -> Iterator[Fragment]:
    """The runs of characters that stand together: pdfium's lines, cut where a gap is wider than two letters."""
    run: list[tuple[str, tuple[float, float, float, float]]] = []
    for index in range(text_page.count_chars()):
        character = chr(pdfium_c.FPDFText_GetUnicode(text_page.raw, index))
        if character in "\r\n\x00":
            yield from _fragment(run)
            run = []
            continue
        box = text_page.get_charbox(index, loose=True)
        if run and _apart(run[-1][1], box):
            yield from _fragment(run)
            run = []
        run.append((character, box))
    yield from _fragment(run)


def _apart(before: tuple[float, float, float, float], box: tuple[float, float, float, float]) -> bool:
    height = max(before[3] - before[1], 1.0)
    return abs(box[1] - before[1]) > height / 2 or box[0] - before[2] > 2 * height or box[2] < before[0] - height


def _fragment(run: list[tuple[str, tuple[float, float, float, float]]]) -> Iterator[Fragment]:
    text = re.sub(r"[ \u00a0\u3000]+", " ", "".join(character for character, _ in run))
    # pdfium gives U+FFFE for the hyphen at which it joined a word
    text = text.replace("\ufffe", "-").replace("\u0002", "-").strip()
    boxes = [box for character, box in run if not character.isspace()]
    if not text or not boxes:
        return
    left, bottom = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, top = max(box[2] for box in boxes), max(box[3] for box in boxes)
    size = median(box[3] - box[1] for box in boxes)
    yield Fragment(text, left, bottom, right, top, size)
