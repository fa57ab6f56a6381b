"""The names in one item of a list, under the words that describe them: 具有成本优势的甲科技, 药店板块乙药房, 甲科技乙医疗."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise

from bot.domain.confidence import Reason, Sign
from bot.domain.name_forms import normal
from bot.domain.names import Found, Unknown
from bot.extraction.brackets import read_bracket
from bot.extraction.branches import BRANCHES
from bot.extraction.naming import EVERYDAY, Named, Names, cleaned, of_name, read_name, same_company

_LONGEST_ITEM = 60
_LONGEST_BRACKET = 200  # letters of an item with a list or a reason in brackets
_LONGEST_HEAD = 14
_SHORT, _LONG = 3, 8  # characters of a short name
_PREFIXED = re.compile(r"[的并拟在将有获于自旗]")
# a label of the page that lost the white space before it
_LABEL_AFTER = re.compile(
    r"(?:评级|分析师|证券研究|证券分析|资料来源|数据来源|图表|请务必|风险提示|行业评级|投资评级|盈利预测|重点公司|表\d|图\d|联系人|目录)"
)
_EVENT = re.compile(
    "(?:进展|动态|减持|风险|情况|节奏|落地|发布会?|进度|变化|表现|影响|事件|公告|解禁|股价|销量|数据|扩产|上市|收购|诉讼|意愿|大会|财报|业绩会|订单)(?:情况|节奏|进展)?$"
)
# what ends before a three-letter name that it describes
_LEADS = re.compile(
    r"(?:的|板块|行业|领域|赛道|环节|龙头|龙头股|公司|厂商|企业|股|品种|标的|双雄|双龙头|巨头|供应商|服务商|代表|品牌|包括|如|之秀|新星|央企|国企|白马|新贵|第一股|类|端|值|品|械|药|者|商|为|是|有|:)$"
)
_SEGMENT_WORD = re.compile(
    r"^(?:以及|和|及|包括)?(?P<name>.{1,10}?(?:板块|行业|领域|赛道|环节|产业链|供应链))(?:的|(?:相关)?(?:公司|企业|厂商|标的)(?:包括|有|如)?)?$"
)
_KIND_WORD = re.compile(
    r"^(?:以及|和|及|包括)?(?P<name>[^的,]{2,10}?)的?(?:龙头|优质|领先|头部)?(?:企业|公司|厂商|标的|个股)(?:如|包括|有)$"
)
_COMPARED = re.compile(
    '界["“][^"”]*["”]?$|版["“][^"”]*["”]?$|(?:供货|绑定|供应|对标|客户|类似|媲美|合作方|竞品|竞争对手|参股|切入|进入|打入|配套|服务于?|授权|携手|联合|可比|持有|控股|收购|与|向|给)["“]?$'
)
_JOINTS = re.compile(r"(?:[、,/;&+·和与及\s]|以及)*")


def tells_of_events(text: str) -> bool:
    """Whether a list ends in what happens, not in companies: 甲科技、乙医疗等新品发布进展."""
    tail = re.search("等(?!等)(.{2,16})$", text)
    return bool(tail and _EVENT.search(tail[1]))


def read_item(text: str, names: Names, on: date | None, *, listed: bool) -> tuple[str | None, tuple[Named, ...]]:
    """The names in one item with the segment that it puts before them: 药店板块一心堂, 功率半导体(斯达半导、捷捷微电)."""
    if len(text) > _LONGEST_BRACKET:
        return None, (Named(text[:_LONGEST_ITEM], Unknown()),)
    if bracket := _in_brackets(text, names, on, listed=listed):
        return bracket
    read = read_name(text, names, on, listed=listed)
    bracket_of = read_bracket(cleaned(text))
    bare = bracket_of.name
    if any(named.known for named in read):
        return (_segment(bare.removesuffix(read[0].name)) if bare.endswith(read[0].name) else None), read
    if tiled := _tiled(bare, names, on):
        return None, tiled
    if joined := _joined(bare, names, on):
        return None, joined
    if found := _at_the_end(bare, bracket_of.codes, names, on):
        found = replace(found, rating=bracket_of.rating, change=bracket_of.change, target=bracket_of.target)
        before = bare[: len(bare) - len(found.name)]
        return _segment(before), (replace(found, currency=bracket_of.currency),)
    if found := _at_the_start(bare, names, on):
        return None, (found,)
    if (cut := _where_lines_touch(bare, names)) is not None:
        return read_item(bare[:cut], names, on, listed=listed)
    return None, read


def _segment(before: str) -> str | None:
    """The branch that stands before a name: 药店板块一心堂, PC供应链公司包括甲科技, 黄金甲矿业."""
    match = _SEGMENT_WORD.match(before) or _KIND_WORD.match(before)
    return match["name"] if match else before if before in BRANCHES else None


def _where_lines_touch(bare: str, names: Names) -> int | None:
    """Where a name touches the name that began the next line: 后起之秀乙医疗|甲科技属于消费品公司."""
    spans = list(names.spans.find(normal(bare))) if len(normal(bare)) == len(bare) else []
    return next((end for (_, end), (start, _) in pairwise(spans) if end == start and end < len(bare)), None)


def _in_brackets(
    text: str, names: Names, on: date | None, *, listed: bool
) -> tuple[str | None, tuple[Named, ...]] | None:
    """功率半导体(斯达半导、捷捷微电): a segment with its list, where the words before the bracket are no company and those inside are."""
    match = re.match(r"^(?P<name>[^()]+?)\s?\((?P<inside>[^()]*)\)(?P<rest>.*)$", text.strip())
    if not match or match["rest"].strip("等 ") or read_bracket(text.strip()).codes:
        return None
    inside = re.split("[、,;]|(?<=[^A-Za-z])/", re.sub("等$", "", match["inside"]))
    head = match["name"].strip()
    if not isinstance(names.resolve(head, on), Unknown):
        return None
    head = re.sub(r"^(?:以及|和|及)", "", head)
    if len(head) > _LONGEST_HEAD or isinstance(names.resolve(head, on), Found) or not all(map(str.strip, inside)):
        return None
    read = [named for item in inside for named in read_name(item.strip(), names, on, listed=listed)]
    known = sum(named.known for named in read)
    if not known or known * 2 < len(read) or (len(read) == 1 and _at_the_end(head, (), names, on)):
        return None
    return head, tuple(named for named in read if named.known)


def _tiled(bare: str, names: Names, on: date | None) -> tuple[Named, ...]:
    """The names of an item that is made of names alone, with nothing or little between them; () where it is not."""
    text = normal(bare)
    position, found = 0, []
    while position < len(text):
        position = _joint(text, position)
        if position == len(text):
            break
        # the longest that lets the rest be names too is nearly always the longest
        end = next(names.spans.at(text, position), None)
        if end is None:
            return ()
        meaning = names.resolve(text[position:end], on)
        if not isinstance(meaning, Found):
            return ()
        found.append(Named(text[position:end], meaning, of_name(text[position:end], meaning)))
        position = end
    if len(found) < 2 or any(named.name in EVERYDAY for named in found):  # noqa: PLR2004 - one name alone is no tiling
        return ()
    glued = sum(len(named.name) for named in found) == len(text)
    unparted = (Reason(Sign.UNPARTED, 0.95),) if glued else ()
    return tuple(replace(named, reasons=(*named.reasons, *unparted)) for named in found)


def _joint(text: str, position: int) -> int:
    match = _JOINTS.match(text, position)
    return match.end() if match else position


def _at_the_end(bare: str, codes: tuple[str, ...], names: Names, on: date | None) -> Named | None:
    """The company at the end of words that describe it: 半导体设计公司韦尔股份, 具有安全边际的一心堂."""
    if _COMPARED.search(bare):
        return None
    bare = bare.rstrip('"”’0123456789】〗 ')
    coded = next((meaning for code in codes if isinstance(meaning := names.resolve(code, on), Found)), None)
    for size in range(min(_LONG, len(bare) - 1), _SHORT - 1, -1):
        name, before = bare[-size:], bare[:-size].rstrip('【〖"“ ')
        meaning = names.resolve(name, on)
        if not isinstance(meaning, Found) or name in EVERYDAY or name.isascii() or _COMPARED.search(before):
            continue
        agrees = coded is not None and same_company(coded.security, meaning.security)
        if coded is not None and not agrees:
            continue
        if size > _SHORT or agrees or _LEADS.search(before) or before in BRANCHES:
            why = Reason(Sign.DESCRIBED, 1.0 if agrees else 0.95 if _LEADS.search(before) else 0.9, bare)
            return Named(name, meaning, (*of_name(name, meaning), why))
    return None


def _joined(bare: str, names: Names, on: date | None) -> tuple[Named, ...] | None:
    """Two companies, each with words that describe it: 具有先发优势的甲科技和后起之秀乙医疗."""
    for joint in re.finditer("以及|和|及|与", bare[:_LONGEST_ITEM]):
        parts = bare[: joint.start()], bare[joint.end() :]
        read = [_known(part, names, on) for part in parts]
        if all(read):
            return tuple(named for named in read if named)
    return None


def _known(text: str, names: Names, on: date | None) -> Named | None:
    meaning = names.resolve(text, on)
    if isinstance(meaning, Found) and text not in EVERYDAY:
        return Named(text, meaning, of_name(text, meaning))
    return _at_the_end(text, (), names, on) or _at_the_start(text, names, on)


def _at_the_start(bare: str, names: Names, on: date | None) -> Named | None:
    """The company at the start of words about it: 华润三九的益气清肺颗粒; not where they tell of an event."""
    bare = re.sub("^(?:如|例如|包括|其中|以及|为|是)", "", bare)
    if _EVENT.search(bare):
        return None
    for size in range(min(_LONG, len(bare) - 1), _SHORT - 1, -1):
        name = bare[:size]
        labelled = _LABEL_AFTER.match(bare, size)
        if name in EVERYDAY or not (_PREFIXED.match(bare, size) or labelled):
            continue
        meaning = names.resolve(name, on)
        if isinstance(meaning, Found):
            return Named(name, meaning, (*of_name(name, meaning), Reason(Sign.DESCRIBED, 0.85, bare)))
    return None
