"""Front pages written for the tests, after the layouts that brokers use: what each says, then its lines with their type."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.extraction.brokers import Broker
from bot.extraction.documents import Document, DocumentKind, Line, read_document

FOLDER = Path(__file__).parents[2] / "fixtures" / "front_pages"
_TYPE = re.compile(r"\{(\d+)\}(.*)")
_SMALL = 9.5  # labels; prose and headlines are set larger

Typed = tuple[float, str]


@dataclass(frozen=True, slots=True)
class FrontPage:
    """One front page: the fields that must be read from it, and its lines with the height of their type."""

    name: str
    said: Mapping[str, str]
    lines: tuple[Typed, ...]


def front_pages() -> Iterator[FrontPage]:
    """Every page of the folder."""
    for path in sorted(FOLDER.glob("*.txt")):
        for page in path.read_text(encoding="utf-8").split("\n# "):
            head, _, body = page.removeprefix("# ").strip().partition("\n---\n")
            name, *fields = head.split("\n")
            said = {key: value.strip() for key, _, value in (field.partition(":") for field in fields)}
            typed = [(float(match[1]), match[2]) for line in body.split("\n") if (match := _TYPE.fullmatch(line))]
            yield FrontPage(name, said, tuple(typed))


def printed(page: FrontPage, form: str, brokers: Sequence[Broker]) -> Document:
    """The page in one of the `FORMS`, with a second page of disclosures in the house's legal name."""
    return FORMS[form](page.lines, _disclosures(page.said["broker"], brokers))


def _disclosures(short: str, brokers: Sequence[Broker]) -> list[str]:
    legal = next((broker.legal[0] for broker in brokers if broker.short == short), f"{short}股份有限公司")
    return [
        "免责声明",
        f"{legal}具备证券投资咨询业务资格。本报告仅供{legal}的客户使用，不构成任何投资建议，投资者应当独立判断。",
        f"本报告版权归{legal}所有，未经书面许可不得翻版、复制和发布。",
    ]


def _as_pdf(lines: Sequence[Typed], disclosures: Sequence[str]) -> Document:
    front = [Line(text, 1, 0, size) for size, text in lines]
    return Document(DocumentKind.PDF, (*front, *(Line(text, 2, 0, 9.0) for text in disclosures)), 2)


def _side_first(lines: Sequence[Typed], disclosures: Sequence[str]) -> Document:
    """The labels as a column of their own that is read before the prose."""
    side = [Line(text, 1, 0, size) for size, text in lines if size < _SMALL]
    body = [Line(text, 1, 1, size) for size, text in lines if size >= _SMALL]
    return Document(DocumentKind.PDF, (*side, *body, *(Line(text, 2, 0, 9.0) for text in disclosures)), 2)


def _side_last(lines: Sequence[Typed], disclosures: Sequence[str]) -> Document:
    first = _side_first(lines, disclosures)
    front = sorted((line for line in first.lines if line.page == 1), key=lambda line: -line.column)
    return Document(first.kind, (*front, *(line for line in first.lines if line.page > 1)), 2)


def _as_text(lines: Sequence[Typed], disclosures: Sequence[str]) -> Document:
    return read_document("\n".join([*(text for _, text in lines), *disclosures]).encode(), "a.txt")


def _as_markdown(lines: Sequence[Typed], disclosures: Sequence[str]) -> Document:
    largest = max(size for size, _ in lines)
    text = "\n\n".join([*(f"# {text}" if size == largest else text for size, text in lines), *disclosures])
    return read_document(text.encode(), "a.md")


def _glued(lines: Sequence[Typed], disclosures: Sequence[str]) -> Document:
    text = "".join([*(text for _, text in lines), *(5 * list(disclosures))])
    return read_document("".join(text.split()).encode(), "a.txt")


FORMS: dict[str, Callable[[Sequence[Typed], Sequence[str]], Document]] = {
    "pdf": _as_pdf,
    "side first": _side_first,
    "side last": _side_last,
    "text": _as_text,
    "markdown": _as_markdown,
    "glued": _glued,
}
