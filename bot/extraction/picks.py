"""Picks: what a report names for investors, by the verb that governs the name.

A verb with a colon opens a printed list (推荐标的:甲、乙): all its names count, and one that nothing answers to is kept for
a person. A verb in a sentence (建议关注甲、乙) counts for names that are known, and only for those: what follows it is as
often a sector.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.names import Found, Unclear, Unknown
from bot.domain.reports import Evidence, Pick, PickKind, Unresolved
from bot.domain.securities import market_of
from bot.extraction.industries import INDUSTRIES
from bot.extraction.layout import CJK, Paragraph, is_disclosure, without_bullet
from bot.extraction.lists import Item, items
from bot.extraction.naming import Named, Names, may_be_company, read_item

_SUBJECT_WORDS = "(?:标的|公司|个股|组合|名单|品种)"
# In this order: 推荐关注 is a watch, and 受益标的推荐 is a heading.
_VERBS = (
    (
        PickKind.BENEFICIARY,
        rf"(?:核心|直接|主要|有望|潜在)?受益(?:的)?{_SUBJECT_WORDS}(?:有|包括)?|相关受益{_SUBJECT_WORDS}",
    ),
    (
        PickKind.WATCH,
        (
            rf"(?:建议|推荐|重点|可以?|持续|继续|积极|值得|核心|优先|长期){{1,4}}(?:持续|继续|重点|积极|优先|关注){{0,3}}关注{_SUBJECT_WORDS}?|关注{_SUBJECT_WORDS}"
            rf"|(?:产业链|板块|行业)?相关{_SUBJECT_WORDS}(?:有|包括)?|(?<![{CJK}])关注"
        ),
    ),
    (
        PickKind.RECOMMENDED,
        (
            rf"(?:重点|首要|强烈|持续|继续|核心|优先|首次|坚定|维持|我们|谨慎|审慎){{0,4}}推荐{_SUBJECT_WORDS}?|首[推选](?:标的)?"
            rf"|{_SUBJECT_WORDS}推荐|(?:本?[周月]|十大|\d+月|年度)?金股(?:组合)?|(?:投资|推荐)组合(?=:)"
        ),
    ),
    (PickKind.RECOMMENDED, "(?:坚定|持续|继续|长期|重点|依然|仍然){0,3}看好"),
)
_VERB = re.compile("|".join(f"(?P<v{number}>{pattern})" for number, (_, pattern) in enumerate(_VERBS)))
_RELATED = re.compile("相关")
_NOT_BEFORE = re.compile(r"(?:不|未|没有|曾|此前|前期|上周|上期|上月)(?:再|曾)?$")
_SEGMENT = re.compile(
    rf"【(?P<bracket>[^【】]{{1,20}})】"
    rf"|(?:(?<=^)|(?<=[。;:,\n)]))\s?(?:\(\d{{1,2}}\)|\d{{1,2}}[)、.](?!\d)|[①-⑳])\s?(?P<numbered>[{CJK}A-Za-z0-9/+&\-\"“” ]{{2,16}}?)(?:\([^()]{{1,16}}\))?(?=:|(?<=[板领赛产][块域道业]|行业|业链),)"
    rf"|(?:(?<=^)|(?<=[。;\n]))\s?(?P<headed>[{CJK}A-Za-z0-9/+&\- ]{{2,14}}):(?=[^:。;]{{0,24}}(?:标的|推荐|关注|看好))"
    rf"|(?:(?<=^)|(?<=[。;\n\d]))\s?(?P<named>[{CJK}A-Za-z0-9/+&\- ]{{2,12}}(?:板块|行业|领域|产业链|赛道|方面)):"
    rf"|(?<=^)(?P<opening>[{CJK}A-Za-z/+]{{2,10}}):"
)
_NO_SEGMENT = re.compile(
    "投资|建议|观点|策略|风险|点评|事件|报告|周报|行情|公告|要闻|数据|标的|推荐|关注|看好|我们|认为|展望|总结|核心|摘要|来源|组合|行业新闻|证券|资料|图表|^表|^图"
    "|公示|提升|影响|根据|通过|由于|目前|受.{1,3}影响|进入|截至|截止|同比|环比|公司$|股份$|药业$|制药$|医药$|回顾"
)
_QUOTED_TITLE = re.compile("《[^《》]*》")
_RISKS = re.compile(r"^\W*(?:主要|投资)?风险(?:提示|因素|分析)")
_LIST_END = re.compile(r"[。【】\n\t!?]")
_SEGMENT_REACH = 700  # letters behind its head
_LONGEST_CLAUSE = 160
_LONGEST_UNKNOWN = 8  # letters; a longer item of a sentence that is no name is prose
_CONFIDENT, _IN_A_SENTENCE, _BELIEVED_IN = 0.97, 0.8, 0.6


@dataclass(frozen=True, slots=True)
class _Clause:
    """A verb with the names that it governs."""

    kind: PickKind
    segment: str | None
    items: tuple[Item, ...]
    evidence: Evidence
    listed: bool
    confidence: float


def read_picks(
    paragraphs: Iterable[Paragraph], names: Names, on: date | None, *, broker: str
) -> tuple[tuple[Pick, ...], tuple[Unresolved, ...]]:
    """The picks of a report's prose, each (segment, kind, security) once, and the names that a person must decide."""
    picks: dict[tuple[str | None, PickKind, str], Pick] = {}
    unresolved: dict[tuple[str | None, PickKind, str], Unresolved] = {}
    for clause in _clauses(paragraphs):
        for segment, named in _named(clause, names, on):
            if named.name == broker:
                continue
            match named.meaning:
                case Found(security):
                    key = (segment, clause.kind, security.symbol)
                    pick = picks.setdefault(key, _pick(clause, segment, named, security.symbol, security.name))
                    if named.rating and pick.rating is None:
                        picks[key] = replace(pick, rating=named.rating)
                case Unclear(candidates):
                    symbols = tuple(candidate.symbol for candidate in candidates)
                    unresolved.setdefault((segment, clause.kind, named.name), _open(clause, segment, named, symbols))
                case _ if clause.listed and may_be_company(named.name):
                    unresolved.setdefault((segment, clause.kind, named.name), _open(clause, segment, named, ()))
    return tuple(picks.values()), tuple(unresolved.values())


def _pick(clause: _Clause, segment: str | None, named: Named, symbol: str, listed_name: str) -> Pick:
    return Pick(
        name=named.name,
        listed_name=listed_name,
        symbol=symbol,
        market=market_of(symbol),
        segment=segment,
        kind=clause.kind,
        rating=named.rating,
        rating_change=None,
        target_price=None,
        currency=None,
        evidence=clause.evidence,
        confidence=round(clause.confidence * named.sure, 2),
    )


def _open(clause: _Clause, segment: str | None, named: Named, candidates: tuple[str, ...]) -> Unresolved:
    return Unresolved(named.name, segment, clause.kind, clause.evidence, candidates)


def _named(clause: _Clause, names: Names, on: date | None) -> Iterator[tuple[str | None, Named]]:
    """The names of a clause with their segments. In a sentence the list ends with the first words that are no name."""
    known = False
    for item in clause.items:
        segment, read = read_item(item.text, names, on, listed=clause.listed)
        found = any(not isinstance(named.meaning, Unknown) for named in read)
        if not clause.listed and not found:
            if known and len(item.text) > _LONGEST_UNKNOWN and item.segment is None:
                return
            continue
        known = known or found
        for named in read:
            yield item.segment or segment or clause.segment, named


def _clauses(paragraphs: Iterable[Paragraph]) -> Iterator[_Clause]:
    for paragraph in paragraphs:
        if is_disclosure(paragraph.text):
            return
        if _RISKS.match(without_bullet(paragraph.text)):
            continue
        yield from _clauses_of(_QUOTED_TITLE.sub("", paragraph.text), paragraph.page)


def _clauses_of(text: str, page: int) -> Iterator[_Clause]:
    segments = [(match.end(), _segment(match)) for match in _SEGMENT.finditer(text)]
    verbs = _verbs(text)
    for number, (verb, kind) in enumerate(verbs):
        limit = verbs[number + 1][0].start() if number + 1 < len(verbs) else len(text)
        listed = text[verb.end() : verb.end() + 1] == ":"
        start = verb.end() + listed
        end = _LIST_END.search(text, start, limit)
        stop = end.start() if end else limit
        governed = tuple(items(text[start:stop]))
        if not governed:
            continue
        near = (name for position, name in reversed(segments) if position <= verb.start() + 1)
        segment = next(near, None) if _reaches(segments, verb.start()) else None
        evidence = Evidence(page, text[verb.start() : min(stop, verb.start() + _LONGEST_CLAUSE)].strip(" ;,、"))
        yield _Clause(kind, segment, governed, evidence, listed, _confidence(verb[0], listed=listed))


def _reaches(segments: list[tuple[int, str | None]], position: int) -> bool:
    last = max((start for start, _ in segments if start <= position + 1), default=-_SEGMENT_REACH)
    return position - last < _SEGMENT_REACH


def _verbs(text: str) -> list[tuple[re.Match[str], PickKind]]:
    """The verbs that govern names: 看好 X 相关标的: is one, and its kind is that of the first."""
    found: list[tuple[re.Match[str], PickKind]] = []
    for match in _VERB.finditer(text):
        if _NOT_BEFORE.search(text[max(0, match.start() - 4) : match.start()]):
            continue
        kind = _VERBS[int(str(match.lastgroup)[1:])][0]
        between = text[found[-1][0].end() : match.start()] if found else None
        if between is not None and _RELATED.search(match[0]) and re.fullmatch(rf"[{CJK}A-Za-z0-9]{{0,14}}", between):
            kind = found.pop()[1]
        found.append((match, kind))
    return found


def _confidence(verb: str, *, listed: bool) -> float:
    if listed:
        return _CONFIDENT
    return _BELIEVED_IN if verb.endswith("看好") else _IN_A_SENTENCE


def _segment(match: re.Match[str]) -> str | None:
    if opening := match["opening"]:  # 医疗器械:… opens a section on a branch, 投资建议:… one on none
        return opening if opening in INDUSTRIES else None
    name = (match["bracket"] or match["numbered"] or match["headed"] or match["named"]).strip()
    return None if _NO_SEGMENT.search(name) else name
