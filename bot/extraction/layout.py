"""From lines to paragraphs: one spelling of every character, broken lines joined, running heads dropped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from bot.extraction.characters import one_spelling
from bot.extraction.dense import is_glued, unglued
from bot.extraction.documents import Document, DocumentKind, Line
from bot.extraction.traditional import is_traditional, simplified

CJK = "\u3400-\u4dbf\u4e00-\u9fff"
_BESIDE_CJK = re.compile(rf"(?<=[{CJK}]) +(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%]) +(?=[{CJK}])")
_SPACED_OUT = re.compile(rf"(?<![{CJK}])(?:[{CJK}] ){{2,7}}[{CJK}](?![{CJK}]| [{CJK}](?![{CJK}]))")  # 中 际 旭 创
_BULLET = re.compile(r"^\s*(?:[●■◆►▶➢⚫◼•·▪□✓Ø\ue000-\uf8ff]|\(?\d{1,2}[)、])\s*")
_PRIVATE = re.compile("(?<=\\S)[\ue000-\uf8ff]+")  # signs of private fonts; one that opens a text is a bullet
_FORMULA = re.compile(r"(-?)\s?\$((?:[\s\d.,%+~/()\-]|\\%|\\sim|\\pm)+)\$")
_TEMPLATE = re.compile(r"\[?Table_\w*\]?|#[A-Za-z]{6,}#?")
_LABEL = re.compile(
    r"(?:投资|行业|公司)?评级\s?:|风险提示|(?:证券)?分析师|联系人|[资数][料据]来源|投资建议|核心观点|投资要点|目标价|报告日期"
)
_WRAPPED = 40  # narrower lines are headings, labels and cells
_FULL = 0.88  # of the widest line: a line that ran on
_WIDE_LINES = 3  # so many in a text show that its lines were broken
_SHORTEST_FRONT = 5
_MOST_LINES = 600  # of a first page
_LONGEST_PARAGRAPH = 4000
_LONGEST_FRONT = 6000  # letters; a text without pages does not tell where its first one ends
_LONGEST_HEADING = 16
_HEADS = 3  # a running head stands among so many first and last lines of a page
_DISCLOSURES = re.compile(
    r"^\W*(?:重要|特别|法律|免责|风险提示及免责|一般)(?:声明|条款|申明|提示)|^\W*(?:证券)?分析师(?:承诺|声明|申明|介绍|简介)"
    r"|^\W*(?:股票|行业|公司)?(?:投资)?评级(?:说明|标准|定义|体系)|^\W*信息披露$"
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Normalised text that belongs together, and the page on which it begins."""

    text: str
    page: int


def normal_text(text: str) -> str:
    """One spelling of each character, with no space between a Chinese character and a Latin letter or digit, and single spaces elsewhere (DESIGN 3)."""
    text = _PRIVATE.sub(" ", one_spelling(text))
    if "$" in text:
        text = _FORMULA.sub(_without_formula, text)
    text = re.sub(r"[^\S\t\n]+", " ", _TEMPLATE.sub("", text))
    return _SPACED_OUT.sub(lambda name: name[0].replace(" ", ""), _BESIDE_CJK.sub("", text)).strip()


def _without_formula(formula: re.Match[str]) -> str:
    r"""$1 5 \\%$ as 15%: figures that a converter set as LaTeX."""
    inside = re.sub(r"\s", "", formula[2]).replace("\\%", "%").replace("\\sim", "~").replace("\\pm", "±")
    inside = inside.lstrip(".")
    if formula[1] and inside.startswith("-"):
        return inside  # the sign stands before the formula and in it
    return formula[1] + inside


def without_bullet(text: str) -> str:
    """The text without the mark or number that opens a point of a list."""
    return _BULLET.sub("", text)


def normal_lines(document: Document) -> tuple[Line, ...]:
    """The document's lines, normalised, without what every page repeats; empty lines stay."""
    script = simplified if is_traditional(line.text for line in document.lines) else str
    lines = [
        Line(normal_text(text), line.page, line.column, line.size)
        for line in document.lines
        for text in _unglued(script(line.text))
    ]
    heads = _running_heads(lines)
    return tuple(line for line in lines if line.page == 1 or _anonymous(line.text) not in heads)


def _unglued(text: str) -> Iterable[str]:
    return unglued(text) if is_glued(text) else (text,)


def front(lines: Iterable[Line]) -> tuple[Line, ...]:
    """What a report says before it comes to its disclosures, on the first page; no empty lines."""
    kept: list[Line] = []
    letters = 0
    for line in lines:
        letters += len(line.text)
        if (
            line.page > 1
            or letters > _LONGEST_FRONT
            or len(kept) > _MOST_LINES
            or (len(kept) > _SHORTEST_FRONT and is_disclosure(line.text))
        ):
            break
        if line.text:
            kept.append(line)
    return tuple(kept)


def is_disclosure(text: str) -> bool:
    """Whether a line is the heading of disclosures: 特别声明, 法律声明, 分析师承诺, 评级说明 and their like."""
    return len(text) <= _LONGEST_HEADING and bool(_DISCLOSURES.match(text))


def paragraphs(lines: Iterable[Line], kind: DocumentKind) -> tuple[Paragraph, ...]:
    """Lines that were broken only because a column ended are joined again."""
    found: list[Paragraph] = []
    for _, group in groupby(lines, lambda line: (line.page, line.column, bool(line.text))):
        block = [line for line in group if line.text]
        found += _joined(block, kind)
    return tuple(found)


def _joined(block: list[Line], kind: DocumentKind) -> Iterator[Paragraph]:
    full = max((width(line.text) for line in block), default=0)
    # a text whose lines are paragraphs has short ones too; wrapped ones are all about as long, but for the last
    wide = sum(width(line.text) >= _FULL * full for line in block)
    wraps = full >= _WRAPPED and (kind is DocumentKind.PDF or (full <= 3 * _WRAPPED and wide >= _WIDE_LINES))
    text = ""
    for index, line in enumerate(block):
        text = _append(text, line.text)
        following = block[index + 1].text if index + 1 < len(block) else None
        if not (wraps and following and _runs_on(line.text, following, full)):
            yield from (Paragraph(piece, line.page) for piece in _bounded(text))
            text = ""


def _bounded(text: str) -> Iterator[str]:
    """A text longer than any paragraph in pieces, cut behind a sentence: later stages may look far along a paragraph."""
    while len(text) > _LONGEST_PARAGRAPH:
        end = text.rfind("。", 1, _LONGEST_PARAGRAPH) + 1 or _LONGEST_PARAGRAPH
        yield text[:end]
        text = text[end:]
    yield text


def _runs_on(text: str, following: str, full: int) -> bool:
    return (
        width(text) >= _FULL * full
        and "\t" not in text + following
        and not _BULLET.match(following)
        and not _LABEL.match(following)
    )


def _append(text: str, more: str) -> str:
    between = " " if re.search(r"[A-Za-z]$", text) and re.match(r"[A-Za-z]", more) else ""
    return text + between + more


def width(text: str) -> int:
    """How wide a text stands: a Chinese character or mark is as wide as two Latin letters."""
    return sum(2 if character >= "\u2e80" else 1 for character in text)


def _running_heads(lines: list[Line]) -> frozenset[str]:
    pages = [[line.text for line in group if line.text] for _, group in groupby(lines, lambda line: line.page)]
    counted = Counter(
        head for page in pages for head in {_anonymous(text) for text in (*page[:_HEADS], *page[-_HEADS:])} if head
    )
    return frozenset(head for head, count in counted.items() if count >= max(2, len(pages) // 2))


def _anonymous(text: str) -> str:
    return re.sub(r"[\d\s]+", "", text)
