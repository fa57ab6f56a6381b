"""What a printed name may mean: the port to the index of securities, and what no name of a company looks like."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from bot.domain.names import Found, Resolution, Unclear, Unknown
from bot.domain.securities import Security
from bot.extraction.industries import INDUSTRIES
from bot.extraction.rating_words import RATING_WORDS


class Names(Protocol):
    """The securities that are known, by every name (`bot.domain.names.Names`)."""

    def resolve(self, printed: str, on: date | None = None) -> Resolution:
        """The security that ``printed`` meant in a report of the day ``on``."""
        ...


@dataclass(frozen=True, slots=True)
class Named:
    """A printed name with what it means; ``sure`` falls where words had to be cut off it, ``rating`` stands in its brackets."""

    name: str
    meaning: Resolution
    sure: float = 1.0
    rating: str | None = None

    @property
    def security(self) -> Security | None:
        """The one security that it means, or None."""
        return self.meaning.security if isinstance(self.meaning, Found) else None


_CODE = re.compile(
    r"^(?:\d{6}[. ]?(?:SH|SZ|SS|BJ|CH|OC|NQ)?|\d{1,5}[. ]?HK|[A-Z]{1,5}[. ](?:US|O|N|OQ|NASDAQ|NYSE)|(?:SH|SZ|BJ|HK|US|NYSE|NASDAQ)[.:]?(?:\d{4,6}|[A-Z]{2,5}))$"
)
_FIVE_DIGITS = re.compile(r"^0\d{4}$")  # 00992 without a place is Hong Kong's
_LONGEST_ITEM = 60
_LONGEST_BRACKET = 200  # letters of an item with a list or a reason in brackets
_LONGEST_HEAD = 14
_BRACKET = re.compile(r"^(?P<name>[^()]+?)\s?\((?P<inside>[^()]*)\)(?P<rest>.*)$")
# 半导体设计公司韦尔股份, 具有成本优势的中国巨石: what goes before the name describes it
_DESCRIBED = re.compile(r"^.*(?:公司|厂商|龙头|企业|供应商|代表|双雄|巨头|标的|品牌|如|的|包括)")
_WORDS = re.compile(
    "板块|行业|产业|领域|方向|赛道|环节|龙头|企业|厂商|公司|标的|个股|品种|政策|主题|主线|机会|投资|逻辑|需求|景气|业绩|估值|市场|机构"
    "|进展|变化|趋势|增长|复苏|弹性|风险|评级|报告|如下|以下|以及|相关|包括|受益|推荐|关注|建议|持续|优质|核心|细分|国产|海外|优势|供应商|我们|预计|未来|方面|个月|规模|最大|芯片$|半导体$|器件$"
)
_LIKE_A_NAME = re.compile(r"^[*A-Za-z0-9\u3400-\u9fff·&.<>/\-]{2,16}$")
# Listed companies whose names are words of every day, like all that is Latin letters alone (AI, PC): without a code
# they count only in a printed list.
_EVERYDAY = frozenset(
    ("机器人", "太阳能", "老百姓", "新产业", "漫步者", "好想你", "三六零", "国新能源", "中国汽研", "东方明珠", "驱动力")
)


_PREFIXED = re.compile(r"[的并拟在将有获于自旗]")
_SHORT, _LONG = 3, 8  # characters of a short name
# what ends before a three-letter name that it describes
_LEADS = re.compile(
    r"(?:的|板块|行业|领域|赛道|环节|龙头|龙头股|公司|厂商|企业|股|品种|标的|双雄|双龙头|巨头|供应商|服务商|代表|品牌|包括|如|之秀|新星|央企|国企|白马|新贵|第一股|类|端|值|品|械|药|者)$"
)
_SEGMENT_WORD = re.compile(r"^(?:以及|和|及|包括)?(.{2,10}(?:板块|行业|领域|赛道|环节|产业链))$")
_COMPARED = re.compile('界["“][^"”]*["”]?$|版["“][^"”]*["”]?$')


def read_item(text: str, names: Names, on: date | None, *, listed: bool) -> tuple[str | None, tuple[Named, ...]]:
    """The names in one item with the segment that it puts before them: 药店板块一心堂, 功率半导体(斯达半导、捷捷微电)."""
    if len(text) > _LONGEST_BRACKET:
        return None, (Named(text[:_LONGEST_ITEM], Unknown()),)
    if bracket := _in_brackets(text, names, on, listed=listed):
        return bracket
    read = read_name(text, names, on, listed=listed)
    if len(read) == 1 and (rating := _rating(text)):
        read = (replace(read[0], rating=rating),)
    if any(not isinstance(named.meaning, Unknown) for named in read):
        return None, read
    bare, code = _without_bracket(re.sub(r"等.*$", "", text) or text)
    if joined := _joined(bare, names, on):
        return None, joined
    if found := _at_the_end(bare, code, names, on):
        before = bare[: len(bare) - len(found.name)]
        segment = _SEGMENT_WORD.match(before)
        return (segment[1] if segment else None), (found,)
    if found := _at_the_start(bare, names, on):
        return None, (found,)
    return None, read


def _rating(text: str) -> str | None:
    """The rating in the bracket behind a name: 甲科技(300088,买入)."""
    match = _BRACKET.match(text)
    parts = re.split(r"[,,;、/]", match["inside"]) if match else ()
    return next((part.strip() for part in parts if part.strip() in RATING_WORDS), None)


def _in_brackets(text: str, names: Names, on: date | None, *, listed: bool) -> tuple[str, tuple[Named, ...]] | None:
    """功率半导体(斯达半导、捷捷微电): a segment with its list, where the words before the bracket are no company and those inside are."""
    match = _BRACKET.match(text.strip())
    if not match or match["rest"].strip("等 "):
        return None
    inside = re.split("[、,;]|(?<=[^A-Za-z])/", re.sub("等$", "", match["inside"]))
    head = match["name"].strip()
    if not isinstance(names.resolve(head, on), Unknown):
        return None
    head = re.sub(r"^(?:以及|和|及)", "", head)
    if len(head) > _LONGEST_HEAD or isinstance(names.resolve(head, on), Found) or not all(map(str.strip, inside)):
        return None
    read = [named for item in inside for named in read_name(item.strip(), names, on, listed=listed)]
    known = sum(not isinstance(named.meaning, Unknown) for named in read)
    if not known or known * 2 < len(read) or (len(read) == 1 and _at_the_end(head, None, names, on)):
        return None
    return head, tuple(named for named in read if not isinstance(named.meaning, Unknown))


def _at_the_end(bare: str, code: str | None, names: Names, on: date | None) -> Named | None:
    """The company at the end of words that describe it: 半导体设计公司韦尔股份, 具有安全边际的一心堂."""
    if _COMPARED.search(bare):
        return None
    bare = bare.rstrip('"”’0123456789')
    coded = names.resolve(code, on) if code else Unknown()
    for size in range(min(_LONG, len(bare) - 1), _SHORT - 1, -1):
        name, before = bare[-size:], bare[:-size]
        meaning = names.resolve(name, on)
        if not isinstance(meaning, Found) or name in _EVERYDAY or name.isascii():
            continue
        agrees = isinstance(coded, Found) and _same_company(coded.security, meaning.security)
        if size > _SHORT or agrees or _LEADS.search(before):
            return Named(name, meaning, 0.9 if agrees or _LEADS.search(before) else 0.8)
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
    if isinstance(meaning, Found) and text not in _EVERYDAY:
        return Named(text, meaning)
    return _at_the_end(text, None, names, on)


def _at_the_start(bare: str, names: Names, on: date | None) -> Named | None:
    """The company at the start of words about it: 华润三九的益气清肺颗粒."""
    bare = re.sub("^(?:如|例如|包括|其中|以及)", "", bare)
    for size in range(min(_LONG, len(bare) - 1), _SHORT - 1, -1):
        meaning = names.resolve(bare[:size], on)
        if isinstance(meaning, Found) and bare[:size] not in _EVERYDAY and _PREFIXED.match(bare, size):
            return Named(bare[:size], meaning, 0.8)
    return None


def read_name(printed: str, names: Names, on: date | None, *, listed: bool) -> tuple[Named, ...]:
    """The names in one item of a list; several where 和 or 及 joins them; one without meaning where nothing answers.

    ``listed`` tells a printed list (推荐标的:…) from a verb in a sentence, where a word of every day is no company.
    """
    if len(printed) > _LONGEST_ITEM:  # a sentence
        return (Named(printed[:_LONGEST_ITEM], Unknown()),)
    printed = printed.strip(" \t\"“”'’‘[]*" if not printed.startswith("*ST") else " \t\"“”'’‘[]")
    printed = re.sub(r"等.*$", "", printed) or printed
    bare, code = _without_bracket(printed)
    meaning = _meaning(bare, code, names, on)
    if isinstance(meaning, Found) and (bare in _EVERYDAY or bare.isascii()) and not (listed or code):
        return (Named(bare, Unknown()),)
    if not isinstance(meaning, Unknown):
        return (Named(_undescribed(bare, meaning, names, on) if code else bare, meaning),)
    for joint in re.finditer("以及|和|及|与|&", bare):
        parts = bare[: joint.start()], bare[joint.end() :]
        meanings = [names.resolve(part, on) for part in parts]
        if not any(isinstance(meaning, Unknown) for meaning in meanings):
            return tuple(Named(part, meaning) for part, meaning in zip(parts, meanings, strict=True))
    described = _DESCRIBED.match(bare)
    if described and isinstance(meaning := names.resolve(bare[described.end() :], on), Found):
        return (Named(bare[described.end() :], meaning, 0.8),)
    return (Named(bare, Unknown()),)


def _undescribed(name: str, meaning: Resolution, names: Names, on: date | None) -> str:
    """The name that a code behind it confirms, without the words before it that describe it."""
    described = _DESCRIBED.match(name)
    rest = name[described.end() :] if described else ""
    named = names.resolve(rest, on) if rest else Unknown()
    return rest if isinstance(named, Found) and named == meaning else name


def may_be_company(name: str) -> bool:
    """Whether a name that nothing answers to still looks like a company's, so that a person should decide."""
    if (
        name in INDUSTRIES
        or not _LIKE_A_NAME.match(name)
        or _WORDS.search(name)
        or re.match(r"[\d.\-/]+(?:年|月|日|%|$)", name)
    ):
        return False
    return not name[-1:].isdigit() and len(re.sub("[^\u3400-\u9fff]", "", name)) <= _LONG


def _without_bracket(printed: str) -> tuple[str, str | None]:
    """The name and the code behind it; other remarks in brackets (a subsidiary, a reason) are dropped."""
    match = _BRACKET.match(printed)
    if not match:
        return printed, None
    for part in re.split(r"[,,;、/]", match["inside"]):
        code = part.strip().upper()
        if _CODE.match(code):
            return match["name"].strip(), code
        if _FIVE_DIGITS.match(code):
            return match["name"].strip(), f"{code}.HK"
    return match["name"].strip(), None


def _meaning(name: str, code: str | None, names: Names, on: date | None) -> Resolution:
    """By code and by name; where the two are certain and differ, nothing is decided."""
    named = names.resolve(name, on)
    coded = names.resolve(code, on) if code else Unknown()
    if not isinstance(coded, Found):
        return named
    if isinstance(named, Found) and not _same_company(named.security, coded.security):
        return Unclear((coded.security, named.security))
    return coded


def _same_company(one: Security, other: Security) -> bool:
    return one.symbol == other.symbol or (bool(one.company) and one.company == other.company)
