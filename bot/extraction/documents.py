"""Documents: files and pasted texts as lines in reading order, or one typed reason why they cannot be read.

`read_document` is a module-level function of plain values, so that a worker process with limits of time and memory can
run it on what strangers send; its Document and its errors travel back through pickle.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

MEGABYTE = 1_000_000


class DocumentKind(StrEnum):
    """What a document was before it was lines."""

    PDF = "pdf"
    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its page from 1, the column of text on that page, and the height of its type in points (0 in texts)."""

    text: str
    page: int = 1
    column: int = 0
    size: float = 0.0


@dataclass(frozen=True, slots=True)
class Document:
    """Lines in reading order; an empty line is a break between paragraphs."""

    kind: DocumentKind
    lines: tuple[Line, ...]
    pages: int = 1


@dataclass(frozen=True, slots=True)
class Limits:
    """What is read at all: bytes of a file, pages of a PDF, bytes of a text or letters of a PDF."""

    file: int = 20 * MEGABYTE
    pages: int = 300
    text: int = 2 * MEGABYTE


class DocumentError(Exception):
    """A document that cannot be read; ``key`` names the message in the locales, ``args`` are its figures."""

    key: ClassVar[str]


class EmptyDocument(DocumentError):
    """Nothing is in it."""

    key = "document_empty"

    def __str__(self) -> str:
        return "The file is empty."


class FileTooLarge(DocumentError):
    """More bytes than are read: ``size`` and ``limit``."""

    key = "document_too_large"

    def __init__(self, size: int, limit: int) -> None:
        super().__init__(size, limit)
        self.size, self.limit = size, limit

    def __str__(self) -> str:
        return f"The file has {self.size / MEGABYTE:.1f} MB; at most {self.limit / MEGABYTE:.0f} MB are read."


class TextTooLong(DocumentError):
    """A text of more bytes than a report has: ``size`` and ``limit``."""

    key = "document_text_too_long"

    def __init__(self, size: int, limit: int) -> None:
        super().__init__(size, limit)
        self.size, self.limit = size, limit

    def __str__(self) -> str:
        return f"The text has {self.size / MEGABYTE:.1f} MB; at most {self.limit / MEGABYTE:.0f} MB of text are read."


class TooManyPages(DocumentError):
    """More pages than are read: ``pages`` and ``limit``."""

    key = "document_too_many_pages"

    def __init__(self, pages: int, limit: int) -> None:
        super().__init__(pages, limit)
        self.pages, self.limit = pages, limit

    def __str__(self) -> str:
        return f"The document has {self.pages} pages; at most {self.limit} are read."


class EncryptedDocument(DocumentError):
    """It opens with a password only."""

    key = "document_encrypted"

    def __str__(self) -> str:
        return "The PDF is protected by a password; send it without one."


class DamagedDocument(DocumentError):
    """It says that it is a PDF and cannot be opened as one."""

    key = "document_damaged"

    def __str__(self) -> str:
        return "The PDF is damaged and cannot be opened."


class NoTextLayer(DocumentError):
    """Its pages are pictures."""

    key = "document_no_text"

    def __str__(self) -> str:
        return "The PDF has no text layer: its pages are pictures, and pictures are not read."


class LostProse(NoTextLayer):
    """Its figures can be read and its words cannot: their fonts do not say which characters they draw."""

    key = "document_lost_words"

    def __str__(self) -> str:
        return "The words of the PDF are lost: only figures and marks can be read. Send it as text or as another PDF."


class PictureDocument(DocumentError):
    """It is an image."""

    key = "document_picture"

    def __str__(self) -> str:
        return "The file is a picture; send the report as a PDF or as text."


class OfficeDocument(DocumentError):
    """It is a file of Word, Excel, PowerPoint or WPS."""

    key = "document_office"

    def __str__(self) -> str:
        return "The file is from Word, Excel or their like; save it as a PDF and send that."


class ArchiveDocument(DocumentError):
    """It holds other files."""

    key = "document_archive"

    def __str__(self) -> str:
        return "The file is an archive; unpack it and send the reports in it one by one."


class NotAPdf(DocumentError):
    """It is called a PDF and is something else, often the page of a web site that wanted a login."""

    key = "document_not_pdf"

    def __str__(self) -> str:
        return "The file is called a PDF and is none; open it to see what it is, or download the report again."


class UnreadableDocument(DocumentError):
    """Neither a PDF nor text."""

    key = "document_unreadable"

    def __str__(self) -> str:
        return "The file is neither a PDF nor text."


_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
_OFFICE = (b"\xd0\xcf\x11\xe0", b"{\\rtf")
_OFFICE_PARTS = (b"[Content_Types].xml", b"word/", b"xl/", b"ppt/", b"mimetypeapplication/vnd.")
_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"BZh", b"\xfd7zXZ")
_BINARIES = (b"\x7fELF", b"%!PS")
_DEFAULT_LIMITS = Limits()


def read_document(data: bytes, filename: str, limits: Limits = _DEFAULT_LIMITS) -> Document:
    """Read a file by what is in it; ``filename`` decides only between plain text, markdown and HTML.

    Raises:
        DocumentError: one of its kinds above.
    """
    if not data.strip():
        raise EmptyDocument
    if len(data) > limits.file:
        raise FileTooLarge(len(data), limits.file)
    # Readers accept a PDF whose header stands in the first kilobyte, and brokers' gateways do put bytes before it.
    if b"%PDF-" in data[:1024]:
        from bot.extraction.pdf import read_pdf  # noqa: PLC0415 - pypdfium2 waits until a PDF comes

        return read_pdf(data, limits)
    _refuse(data)
    if filename.lower().endswith(".pdf"):
        raise NotAPdf
    if len(data) > limits.text:
        raise TextTooLong(len(data), limits.text)
    from bot.extraction.texts import decoded, kind_of, text_document  # noqa: PLC0415 - it knows this module's types

    text = decoded(data)
    return text_document(text, kind_of(filename, text))


def read_text(text: str, limits: Limits = _DEFAULT_LIMITS) -> Document:
    """Read a pasted text as it stands: what looks like a tag in it is text.

    Raises:
        EmptyDocument, TextTooLong
    """
    if not text.strip():
        raise EmptyDocument
    size = len(text.encode(errors="replace"))
    if size > limits.text:
        raise TextTooLong(size, limits.text)
    from bot.extraction.texts import text_document  # noqa: PLC0415 - it knows this module's types

    return text_document(text, DocumentKind.TEXT)


def _refuse(data: bytes) -> None:
    """Name what is plainly another kind of file."""
    bitmap = data.startswith(b"BM") and b"\x00" in data[:16]  # BMW begins a text
    if data.startswith(_PICTURES) or bitmap or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        raise PictureDocument
    zipped = data.startswith(_ARCHIVES[0])
    if data.startswith(_OFFICE) or (zipped and any(part in data[:4096] for part in _OFFICE_PARTS)):
        raise OfficeDocument
    if data.startswith(_ARCHIVES) or data[257:262] == b"ustar":
        raise ArchiveDocument
    if data.startswith(_BINARIES):
        raise UnreadableDocument
