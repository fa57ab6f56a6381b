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
# 【甲科技】、【乙医疗】; with words behind it (【甲科技】份额领先) it heads its reason
_EMPHASIS = re.compile(r"[【〖]([^【】〖〗]{2,24})[】〗](?:(?=([【〖]))|(?=([^\W\d_]{2}))|)")
_RISKS = re.compile(r"^\W{0,9}(?:[一二三四五六七八九十\d.]{1,3}[、.\s]{0,3})?(?:主要|投资)?风险(?:提示|因素|分析|警示)")
_RISKS_INSIDE = re.compile(r"(?<=[。;!\s])(?:主要|投资)?风险(?:提示|因素)\s?:")
_LIST_END = re.compile(r"[。【〖\t!?]")
_POINT = re.compile(r"^\s?(?:\(?\d{1,2}[)、.](?!\d)|[1-9](?=[^\d\W]{2})(?![年月日季]))")
_BULLETED = re.compile(
    r"^\s*(?:[●■◆►▶➢⚫◼•·▪□✓✅☑★☆Ø*\ue000-\uf8ff\U0001f300-\U0001faff-]|\(?\d{1,2}[)、.](?!\d)|\([一二三四五六七八九十]\)|[1-9](?=[^\d\W]{2})(?![年月日季]))"
)
_HEADED = re.compile(r"^[^\s。,;:、()]{2,12}:(?=\S)")
_BRACKETED = re.compile(r"[【〖]([^【】〖〗]{1,16})[】〗]")
_HEAD_IN_BRACKETS = re.compile(r"^\s*[【〖]([^【】〖〗]{1,16})[】〗](?=\s?[^\s【〖])")
_OPEN_END = re.compile(r"[:、;,/]\s*$")
_LABEL = re.compile(
    r"^\W*(?:资料来源|数据来源|图表?\s?\d|表\s?\d|投资要点|核心观点|报告摘要|证券分析师|分析师|联系人|研究助理|相关研究|相关报告|市场回顾|行情回顾|行业动态|盈利预测|请务必|目录|事件)"
)
_LONGEST_CLAUSE = 160
_HEADING_REST = re.compile("^(?:及|与|和)?(?:投资|推荐)?(?:逻辑|理由|一览|名单|如下|梳理|汇总)$")
_MOST_LINES = 30
_MOST_BETWEEN = 900  # letters of a side bar between a colon and its list
_FOLLOWED = re.compile("(.+?)等[^、]{0,14}$")
_LONGEST_PART = 4  # letters of a name before a line ends


@dataclass(frozen=True, slots=True)
class Clause:
    """A verb with the text that it governs. ``refused`` says why nothing in it is a pick."""

    verb: Verb
    text: str
    segment: str | None
    evidence: Evidence
    refused: Rule | None = None
    over_lines: bool = False
    broken: bool = False


def clauses(
    paragraphs: Sequence[Paragraph], is_name: Callable[[str], bool], is_list: Callable[[str], bool]
) -> Iterator[Clause]:
    """Every clause up to the disclosures, refused ones among them.

    ``is_name`` tells 【甲科技】 from 【液冷】, ``is_list`` a line that begins with two companies.
    """
    lines = _Lines(paragraphs, is_name, is_list)
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
        yield from _of_paragraph(text, paragraph.page, lines, number, carried)
        yield from _refused(risks, paragraph.page, Rule.RISK)


def _bare(text: str, is_name: Callable[[str], bool]) -> str:
    """The text without quoted titles, and with names that stand in brackets of emphasis as items of a list."""
    text = _QUOTED_TITLE.sub("", text)
    if "【" not in text and "〖" not in text:
        return text
    return _EMPHASIS.sub(lambda m: (m[1] + ("、" if m[2] else "")) if is_name(m[1]) and not m[3] else m[0], text)


def _refused(text: str, page: int, rule: Rule) -> Iterator[Clause]:
    for verb in find_verbs(text):
        governed = text[verb.end : verb.end + _LONGEST_CLAUSE]
        yield Clause(verb, governed, None, Evidence(page, text[verb.start : verb.end + _LONGEST_CLAUSE]), rule)


def _without_risks(text: str) -> tuple[str, str]:
    match = _RISKS_INSIDE.search(text)
    return (text[: match.start()], text[match.start() :]) if match else (text, "")


def _of_paragraph(text: str, page: int, lines: _Lines, number: int, carried: str | None) -> Iterator[Clause]:
    marked = marks(text)
    verbs = find_verbs(text)
    label, labelled = None, 0
    for which, verb in enumerate(verbs):
        if verb.label or "。" in text[labelled : verb.start]:
            label, labelled = verb.label, verb.end  # 本周组合:甲;受益标的:乙 is one list
        limit = verbs[which + 1].start if which + 1 < len(verbs) else len(text)
        start = verb.end + verb.listed
        stop = _stop(text, start, limit)
        governed = _BRACKETED.sub(r"\n\1:", text[start:stop]).replace("。", ";")  # only between the points of a list
        more, broken = "", False
        if not governed.strip(" ;,、") and "值得" in verb.words:
            governed = lines.before(text[: verb.start])
        elif stop == len(text) and not verb.refused:
            more, broken = lines.continued(governed, number, verb, alone=not text[: verb.start].strip(" ●■◆➢⚫◼•#"))
        if not governed.strip(" ;,、") and not more:
            continue
        segment = segment_at(text, verb.start, marked)
        if segment is None and not marked:
            segment = carried
        whole = governed + more
        words = (text[verb.start : start] + whole)[:_LONGEST_CLAUSE].strip(" ;,、\n")
        evidence = Evidence(page, words)
        yield Clause(verb, whole, label or segment or verb.topic, evidence, verb.refused, bool(more), broken)


def _stop(text: str, start: int, limit: int) -> int:
    """Where the governed words end: with the sentence, but a numbered list goes on behind it, one with bracketed heads over them."""
    numbered = bool(_POINT.match(text[start:])) or bool(
        re.match(r"[^。;]{0,14}:\s?(?:\(?1[)、.]|1(?=[^\d\W]))", text[start:])
    )
    bracketed = bool(re.match(r"(?:[^。;,【〖]{0,12}:)?[【〖]", text[start:]))
    position = start
    while end := _LIST_END.search(text, position, limit):
        if not (numbered and end[0] == "。" and _POINT.match(text[end.end() : limit])) and not (
            bracketed and end[0] in "【〖"
        ):
            return end.start()
        position = end.end()
    return limit


@dataclass(frozen=True, slots=True)
class _Lines:
    """The paragraphs of a report, in which a list that one of them broke off is followed."""

    paragraphs: Sequence[Paragraph]
    is_name: Callable[[str], bool]
    is_list: Callable[[str], bool]

    def continued(self, governed: str, number: int, verb: Verb, *, alone: bool) -> tuple[str, bool]:
        """The next lines of a list that paragraph ``number`` broke off, and whether other words of the page stand between.

        Lines go on a list behind a colon or a separator, as points and bullets, and where a name is broken in two. A verb that
        is ``alone`` on its line is the heading of a list.
        """
        bare = governed.strip()
        bare = _HEADING_REST.sub("", bare) if alone else bare
        opens = (not bare and (verb.listed or alone)) or bool(_OPEN_END.search(bare))
        following = self.paragraphs[number + 1 : number + 1 + _MOST_LINES]
        if more := self._rest_of_names(bare, following):
            return more, False
        parts = list(self._next_lines(following, opens=opens, numbered=bool(_POINT.match(bare))))
        if opens and not bare and not any(self._names(part) for part in parts):
            return self._behind_other_words(following), True
        return "".join("\n" + part for part in parts), False

    def before(self, text: str) -> str:
        """The names that a verb follows: 甲科技、乙通信等光模块龙头值得关注."""
        named = _FOLLOWED.match(re.split("[。;,:!?]", text)[-1])
        return named[1] if named and self.is_list(named[1]) else ""

    def _next_lines(self, following: Sequence[Paragraph], *, opens: bool, numbered: bool) -> Iterator[str]:
        """The lines that go on a list: any behind an open end, points and bullets behind those, up to a verb of its own."""
        runs_on, began = opens, False
        for paragraph in following:
            text = _HEAD_IN_BRACKETS.sub(r"\1:", _QUOTED_TITLE.sub("", paragraph.text))
            pointed = self._names(text)
            if not text or _ends(text) or not (pointed or runs_on) or not (opens or began or numbered):
                return
            verbs = find_verbs(text)
            if verbs and verbs[0].start == 0:
                return
            end = min((match.start() for match in [_LIST_END.search(text)] if match), default=len(text))
            yield text[: verbs[0].start if verbs and verbs[0].start < end else end]
            began, runs_on = True, bool(_OPEN_END.search(text))
            if not pointed and not runs_on:
                return

    def _names(self, part: str) -> bool:
        """Whether a line may hold names: points and heads do, or it begins with one."""
        return bool(_BULLETED.match(part) or _HEADED.match(part)) or self.is_name(
            re.split("[、,;。:]", part)[0].strip()
        )

    def _rest_of_names(self, governed: str, following: Sequence[Paragraph]) -> str:
        """The next lines, as long as the name that a line ends with goes on in the next one: 长|盛轴承、斯菱股|份."""
        more = ""
        for paragraph in following:
            rest = self._rest_of_name(governed + more, paragraph.text)
            more += rest
            if not rest or len(rest) < len(paragraph.text):
                break
        return more

    def _rest_of_name(self, governed: str, text: str) -> str:
        last = re.split("[、,;/:]", governed)[-1].strip()
        first = re.split("[、,;/。(等]", text)[0].strip()
        if not last or len(last) > _LONGEST_PART or self.is_name(last) or not self.is_name(last + first):
            return ""
        return re.split("[。!?]", text)[0]

    def _behind_other_words(self, following: Sequence[Paragraph]) -> str:
        """The list behind a side bar or a watermark that stands between a colon and its names; "" where there is none."""
        letters = 0
        for paragraph in following:
            if self.is_list(paragraph.text):
                return "\n" + re.split("[。!?\t]", paragraph.text)[0]
            letters += len(paragraph.text)
            if letters > _MOST_BETWEEN or _RISKS.match(without_bullet(paragraph.text)) or find_verbs(paragraph.text):
                return ""
        return ""


def _ends(text: str) -> bool:
    """Whether a line is a label, a heading of disclosures or of risks, or a row of a table."""
    return bool(_LABEL.match(text) or is_disclosure(text) or _RISKS.match(without_bullet(text)) or "\t" in text)
