"""Clauses: a verb with the words that it governs, which may go on over lines, points and pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.domain.reports import Evidence
from bot.extraction.layout import Paragraph, is_disclosure, without_bullet
from bot.extraction.segments import heading, marks, segment_at
from bot.extraction.verbs import Rule, Verb, find_verbs

_QUOTED_TITLE = re.compile("《[^《》]*》")
_EMPHASIS = re.compile(r"[【〖]([^【】〖〗]{2,24})[】〗](?:(?=([【〖]))|)")
_RISKS = re.compile(r"^\W{0,9}(?:[一二三四五六七八九十\d.]{1,3}[、.\s]{0,3})?(?:主要|投资)?风险(?:提示|因素|分析|警示)")
_RISKS_INSIDE = re.compile(r"(?<=[。;!\s])(?:主要|投资)?风险(?:提示|因素)\s?:")
_LIST_END = re.compile(r"[。【〖\t!?]")
_POINT = re.compile(r"^\s?(?:\(?\d{1,2}[)、.](?!\d)|[1-9](?=[^\d\W]{2})(?![年月日季]))")
_BULLETED = re.compile(
    r"^\s*(?:[●■◆►▶➢⚫◼•·▪□✓✅☑★☆Ø*\ue000-\uf8ff\U0001f300-\U0001faff-]|\(?\d{1,2}[)、.](?!\d)|\([一二三四五六七八九十]\)|[1-9](?=[^\d\W]{2})(?![年月日季]))"
)
_OPEN_END = re.compile(r"[:、;,/]\s*$")
_LABEL = re.compile(
    r"^\W*(?:资料来源|数据来源|图表?\s?\d|表\s?\d|投资要点|核心观点|报告摘要|证券分析师|分析师|联系人|研究助理|相关研究|相关报告|市场回顾|行情回顾|行业动态|盈利预测|请务必|目录|事件)"
)
_LONGEST_CLAUSE = 160
_MOST_LINES = 30


@dataclass(frozen=True, slots=True)
class Clause:
    """A verb with the text that it governs. ``refused`` says why nothing in it is a pick."""

    verb: Verb
    text: str
    segment: str | None
    evidence: Evidence
    refused: Rule | None = None
    over_lines: bool = False


def clauses(paragraphs: Sequence[Paragraph], is_name: Callable[[str], bool]) -> Iterator[Clause]:
    """Every clause up to the disclosures, refused ones among them. ``is_name`` tells 【甲科技】 from 【液冷】."""
    carried: str | None = None
    for number, paragraph in enumerate(paragraphs):
        if is_disclosure(paragraph.text):
            return
        if _RISKS.match(without_bullet(paragraph.text)):
            carried = None
            yield from _refused(paragraph.text, paragraph.page, Rule.RISK)
            continue
        opens, named = heading(paragraph.text)
        if opens:
            carried = named
        text, risks = _without_risks(_bare(paragraph.text, is_name))
        yield from _of_paragraph(text, paragraph.page, paragraphs[number + 1 :], carried)
        yield from _refused(risks, paragraph.page, Rule.RISK)


def _bare(text: str, is_name: Callable[[str], bool]) -> str:
    """The text without quoted titles, and with names that stand in brackets of emphasis as items of a list."""
    text = _QUOTED_TITLE.sub("", text)
    if "【" not in text and "〖" not in text:
        return text
    return _EMPHASIS.sub(lambda m: (m[1] + ("、" if m[2] else "")) if is_name(m[1]) else m[0], text)


def _refused(text: str, page: int, rule: Rule) -> Iterator[Clause]:
    for verb in find_verbs(text):
        governed = text[verb.end : verb.end + _LONGEST_CLAUSE]
        yield Clause(verb, governed, None, Evidence(page, text[verb.start : verb.end + _LONGEST_CLAUSE]), rule)


def _without_risks(text: str) -> tuple[str, str]:
    match = _RISKS_INSIDE.search(text)
    return (text[: match.start()], text[match.start() :]) if match else (text, "")


def _of_paragraph(text: str, page: int, following: Sequence[Paragraph], carried: str | None) -> Iterator[Clause]:
    marked = marks(text)
    verbs = find_verbs(text)
    for number, verb in enumerate(verbs):
        limit = verbs[number + 1].start if number + 1 < len(verbs) else len(text)
        start = verb.end + verb.listed
        stop = _stop(text, start, limit)
        governed = text[start:stop].replace("。", ";")  # only between the points of a list
        more = _continued(governed, following, verb) if stop == len(text) and not verb.refused else ""
        if not governed.strip(" ;,、") and not more:
            continue
        segment = segment_at(text, verb.start, marked)
        if segment is None and not marked:
            segment = carried
        whole = governed + more
        words = (text[verb.start : start] + whole)[:_LONGEST_CLAUSE].strip(" ;,、\n")
        yield Clause(
            verb, whole, verb.label or segment or verb.topic, Evidence(page, words), verb.refused, over_lines=bool(more)
        )


def _stop(text: str, start: int, limit: int) -> int:
    """Where the governed words end: with the sentence, but a numbered list goes on behind it."""
    numbered = bool(_POINT.match(text[start:])) or bool(
        re.match(r"[^。;]{0,14}:\s?(?:\(?1[)、.]|1(?=[^\d\W]))", text[start:])
    )
    position = start
    while end := _LIST_END.search(text, position, limit):
        if not (numbered and end[0] == "。" and _POINT.match(text[end.end() : limit])):
            return end.start()
        position = end.end()
    return limit


def _continued(governed: str, following: Sequence[Paragraph], verb: Verb) -> str:
    """The next lines of a list that the paragraph broke off: points, bullets, and what follows a colon."""
    bare = governed.strip()
    opens = (verb.listed and not bare) or bool(_OPEN_END.search(bare))
    parts: list[str] = []
    for paragraph in following[:_MOST_LINES]:
        text = _QUOTED_TITLE.sub("", paragraph.text)
        bulleted = bool(_BULLETED.match(text))
        if not text or _LABEL.match(text) or is_disclosure(text) or _RISKS.match(without_bullet(text)) or "\t" in text:
            break
        if not (bulleted if parts or not opens else True):
            break
        if not opens and not parts and not (bulleted and _POINT.match(bare)):
            break
        verbs = find_verbs(text)
        if verbs and verbs[0].start == 0:
            break
        end = min((match.start() for match in [_LIST_END.search(text)] if match), default=len(text))
        cut = verbs[0].start if verbs and verbs[0].start < end else end
        parts.append(text[:cut])
        if not bulleted and not _OPEN_END.search(text):
            break
    return "".join("\n" + part for part in parts)
