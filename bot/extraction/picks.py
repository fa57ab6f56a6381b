"""Picks: what a report names for investors, by the verb that governs the name.

A verb with a colon opens a printed list (推荐标的:甲、乙): all its names count, and one that nothing answers to is kept for
a person. A verb in a sentence (建议关注甲、乙) counts for names that are known, and only for those: what follows it is as
often a sector.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from bot.domain.names import Found, Unclear
from bot.domain.reports import Evidence, Pick, PickKind, Unresolved
from bot.domain.securities import market_of
from bot.extraction.layout import CJK, Paragraph, is_disclosure, without_bullet
from bot.extraction.naming import Named, Names, may_be_company, read_name

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
            rf"|(?:产业链|板块|行业)?相关{_SUBJECT_WORDS}(?:有|包括)?|(?<![{CJK}])关注(?=:)"
        ),
    ),
    (
        PickKind.RECOMMENDED,
        (
            rf"(?:重点|首要|强烈|持续|继续|核心|优先|首次|坚定|维持|我们|谨慎|审慎){{0,4}}推荐{_SUBJECT_WORDS}?|首推(?:标的)?"
            rf"|{_SUBJECT_WORDS}推荐|(?:本?[周月]|十大|\d+月|年度)?金股(?:组合)?|(?:投资|推荐)组合(?=:)"
        ),
    ),
    (PickKind.RECOMMENDED, "(?:坚定|持续|继续|长期|重点|依然|仍然){0,3}看好"),
)
_VERB = re.compile("|".join(f"(?P<v{number}>{pattern})" for number, (_, pattern) in enumerate(_VERBS)))
_NOT_BEFORE = re.compile(r"(?:不|未|没有|曾|此前|前期|上周|上期|上月)(?:再|曾)?$")
_SEGMENT = re.compile(
    rf"【(?P<bracket>[^【】]{{1,20}})】"
    rf"|(?:(?<=^)|(?<=[。;:,\n]))\s?(?:\(\d{{1,2}}\)|\d{{1,2}}[)、])\s?(?P<numbered>[{CJK}A-Za-z0-9/+&\- ]{{2,16}})(?=[:,])"
    rf"|(?:(?<=^)|(?<=[。;\n]))\s?(?P<headed>[{CJK}A-Za-z0-9/+&\- ]{{2,14}}):(?=[^:。;]{{0,24}}(?:标的|推荐|关注|看好))"
)
_NO_SEGMENT = re.compile(
    "投资|建议|观点|策略|风险|点评|事件|报告|周报|行情|公告|要闻|数据|标的|推荐|关注|看好|我们|认为|展望|总结|核心|摘要|来源|组合|行业新闻|证券"
)
_QUOTED_TITLE = re.compile("《[^《》]*》")
_RISKS = re.compile(r"^\W*(?:主要|投资)?风险(?:提示|因素|分析)")
_LIST_END = re.compile(r"[。【】\n\t!?]|;(?=\s?[^:;。]{0,16}[:])")
_SEPARATOR = re.compile(r"[、,;|]|(?<!<)/|(?<=\))(?=[^、,;。)]{2})")
_LONGEST_CLAUSE = 160
_CONFIDENT, _IN_A_SENTENCE, _BELIEVED_IN = 0.97, 0.8, 0.6


@dataclass(frozen=True, slots=True)
class _Clause:
    """A verb with the names that it governs."""

    kind: PickKind
    segment: str | None
    items: tuple[str, ...]
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
        for named in _named(clause, names, on):
            if named.name == broker:
                continue
            match named.meaning:
                case Found(security):
                    key = (clause.segment, clause.kind, security.symbol)
                    picks.setdefault(key, _pick(clause, named, security.symbol, security.name))
                case Unclear(candidates):
                    symbols = tuple(candidate.symbol for candidate in candidates)
                    unresolved.setdefault((clause.segment, clause.kind, named.name), _open(clause, named, symbols))
                case _ if clause.listed and may_be_company(named.name):
                    unresolved.setdefault((clause.segment, clause.kind, named.name), _open(clause, named, ()))
    return tuple(picks.values()), tuple(unresolved.values())


def _pick(clause: _Clause, named: Named, symbol: str, listed_name: str) -> Pick:
    return Pick(
        name=named.name,
        listed_name=listed_name,
        symbol=symbol,
        market=market_of(symbol),
        segment=clause.segment,
        kind=clause.kind,
        rating=None,
        rating_change=None,
        target_price=None,
        currency=None,
        evidence=clause.evidence,
        confidence=round(clause.confidence * named.sure, 2),
    )


def _open(clause: _Clause, named: Named, candidates: tuple[str, ...]) -> Unresolved:
    return Unresolved(named.name, clause.segment, clause.kind, clause.evidence, candidates)


def _named(clause: _Clause, names: Names, on: date | None) -> Iterator[Named]:
    """The names of a clause. In a sentence the list ends with the first item that is no known name."""
    known = False
    for item in clause.items:
        read = read_name(item, names, on, listed=clause.listed)
        found = any(named.security is not None or isinstance(named.meaning, Unclear) for named in read)
        if not clause.listed and not found:
            if known:
                return
            continue
        known = known or found
        yield from read


def _clauses(paragraphs: Iterable[Paragraph]) -> Iterator[_Clause]:
    for paragraph in paragraphs:
        if is_disclosure(paragraph.text):
            return
        if _RISKS.match(without_bullet(paragraph.text)):
            continue
        yield from _clauses_of(_QUOTED_TITLE.sub("", paragraph.text), paragraph.page)


def _clauses_of(text: str, page: int) -> Iterator[_Clause]:
    segments = [(match.end(), segment) for match in _SEGMENT.finditer(text) if (segment := _segment(match))]
    verbs = [
        match
        for match in _VERB.finditer(text)
        if not _NOT_BEFORE.search(text[max(0, match.start() - 4) : match.start()])
    ]
    for number, verb in enumerate(verbs):
        limit = verbs[number + 1].start() if number + 1 < len(verbs) else len(text)
        listed = text[verb.end() : verb.end() + 1] == ":"
        kind = _VERBS[int(str(verb.lastgroup)[1:])][0]
        start = verb.end() + listed
        end = _LIST_END.search(text, start, limit)
        stop = end.start() if end else limit
        items = tuple(_items(text[start:stop]))
        if not items:
            continue
        segment = next((name for position, name in reversed(segments) if position <= verb.start()), None)
        evidence = Evidence(page, text[verb.start() : min(stop, verb.start() + _LONGEST_CLAUSE)].strip(" ;,、"))
        yield _Clause(kind, segment, items, evidence, listed, _confidence(verb[0], listed=listed))


def _confidence(verb: str, *, listed: bool) -> float:
    if listed:
        return _CONFIDENT
    return _BELIEVED_IN if verb.endswith("看好") else _IN_A_SENTENCE


def _segment(match: re.Match[str]) -> str | None:
    name = (match["bracket"] or match["numbered"] or match["headed"]).strip()
    return None if _NO_SEGMENT.search(name) else name


def _items(text: str) -> Iterator[str]:
    """The items of a list; 等 ends it, separators inside brackets part nothing."""
    start = depth = 0
    for position, character in enumerate(text):
        depth += (character == "(") - (character == ")" and depth > 0)
        if depth == 0 and _SEPARATOR.match(text, position) and character != ")":
            if item := text[start:position].strip():
                yield item
                if re.search(r"[^等]等$|等[^等]{0,8}(?:龙头|企业|公司|厂商|标的|个股)$", item):
                    return
            start = position + 1
    if item := text[start:].strip():
        yield item
