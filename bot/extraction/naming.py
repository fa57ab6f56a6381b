"""What a printed name may mean: the port to the index of securities, and what no name of a company looks like."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Protocol

from bot.domain.confidence import Reason, Sign
from bot.domain.name_neighbours import NameNeighbours
from bot.domain.name_spans import NameSpans
from bot.domain.names import Found, Resolution, Unclear, Unknown
from bot.domain.ratings import RatingChange
from bot.domain.securities import Security
from bot.extraction.brackets import read_bracket
from bot.extraction.branches import BRANCHES


class Names(Protocol):
    """The securities that are known, by every name (`bot.domain.names.Names`)."""

    def resolve(self, printed: str, on: date | None = None) -> Resolution:
        """The security that ``printed`` meant in a report of the day ``on``."""
        ...

    @property
    def spans(self) -> NameSpans:
        """Where known names stand in a text."""
        ...

    @property
    def neighbours(self) -> NameNeighbours:
        """What near misses are looked for in."""
        ...


@dataclass(frozen=True, slots=True)
class Named:
    """A printed name with what it means, what its bracket says of it, and what makes it sure or doubtful."""

    name: str
    meaning: Resolution
    reasons: tuple[Reason, ...] = ()
    rating: str | None = None
    change: RatingChange | None = None
    target: Decimal | None = None
    currency: str | None = None

    @property
    def security(self) -> Security | None:
        """The one security that it means, or None."""
        return self.meaning.security if isinstance(self.meaning, Found) else None

    @property
    def known(self) -> bool:
        """Whether any security answers to it."""
        return not isinstance(self.meaning, Unknown)


_LONGEST_ITEM = 60
_WORDS = re.compile(
    "板块|行业|产业|领域|方向|赛道|环节|龙头|企业|厂商|公司|标的|个股|品种|政策|主题|主线|机会|投资|逻辑|需求|景气|业绩|估值|市场|机构"
    "|进展|变化|趋势|增长|复苏|弹性|风险|评级|报告|如下|以下|以及|相关|包括|受益|推荐|关注|建议|持续|优质|核心|细分|国产|海外|优势|供应商|我们|预计|未来|方面|个月|规模|最大|芯片$|半导体$|器件$"
    "|提升|改善|企稳|放量|扩张|显著|明显|修复|下降|上升|加速|落地|突破|渗透|替代|升级|布局|受到|具备|有望|产品|业务|价格|成本|渠道|份额|利润|收入|订单|产能|技术|客户|节奏|扩产|发布|上市|股息|动销"
)
_LIKE_A_NAME = re.compile(r"^[*A-Za-z0-9\u3400-\u9fff·&.<>/\-]{2,16}$")
_LONG = 8  # characters of a short name
_DESCRIBED = re.compile(r"^.*(?:公司|厂商|龙头|企业|供应商|代表|双雄|巨头|标的|品牌|如|的|包括)")
# Listed companies whose names are words of every day, like all that is Latin letters alone (AI, PC): without a code
# they count only in a printed list, or beside other companies.
_EVERYDAY = """
    机器人 太阳能 老百姓 新产业 漫步者 好想你 三六零 国新能源 中国汽研 东方明珠 驱动力 中国医药 中国软件 数据港 值得买
    信息发展 国际医学 小商品城 轻纺城 电子城 创新医疗 中国电影 人民网 新华网 城市传媒 完美世界 健康元 海南橡胶 金融街 大东方
    线上线下 第一医药 中国动力 中国化学 中国海防 美好医疗
"""
EVERYDAY = frozenset(_EVERYDAY.split())


def cleaned(printed: str) -> str:
    """A name without quotes, brackets of emphasis and a footnote's star, and without 等 and what follows it."""
    printed = printed.strip(" \t\"“”'’‘[]【】〖〗{}<>*" if not printed.startswith("*ST") else " \t\"“”'’‘[]【】〖〗{}")
    return re.sub(r"\s?等.*$", "", printed) or printed


def is_everyday(name: str) -> bool:
    """Whether a name is also a word, or Latin letters alone."""
    return name in EVERYDAY or name.isascii()


def read_name(printed: str, names: Names, on: date | None, *, listed: bool) -> tuple[Named, ...]:
    """The names in one item of a list; several where 和 or 及 joins them; one without meaning where nothing answers.

    ``listed`` tells a printed list (推荐标的:…) from a verb in a sentence, where a word of every day is no company.
    """
    if len(printed) > _LONGEST_ITEM:  # a sentence
        return (Named(printed[:_LONGEST_ITEM], Unknown()),)
    if "<" not in printed:
        printed = cleaned(printed)
    bracket = read_bracket(printed)
    bare = (
        re.sub("^(?:以及|其次|此外|另外|同时|尤其是?|和|及|与|为|是|:|and )(?=..)", "", bracket.name)
        if not _known(bracket.name, names, on)
        else bracket.name
    )
    meaning, reasons = _meaning(bare, bracket.codes, names, on)
    if isinstance(meaning, Found) and is_everyday(bare) and not (listed or bracket.codes):
        return (Named(bare, Unknown()),)
    said = Named(bare, meaning, reasons, bracket.rating, bracket.change, bracket.target, bracket.currency)
    if said.known:
        return (_undescribed(said, names, on) if bracket.codes else said,)
    for joint in re.finditer(r"以及|和|及|与|&|\+|\sand\s", bare):
        parts = bare[: joint.start()], bare[joint.end() :]
        read = [_meaning(part, (), names, on) for part in parts]
        if not any(isinstance(meaning, Unknown) for meaning, _ in read):
            return tuple(Named(part, meaning, why) for part, (meaning, why) in zip(parts, read, strict=True))
    described = _DESCRIBED.match(bare)
    if described and isinstance(meaning := names.resolve(bare[described.end() :], on), Found):
        words = Reason(Sign.DESCRIBED, 0.95, bare)
        return (replace(said, name=bare[described.end() :], meaning=meaning, reasons=(words,)),)
    return (said,)


def may_be_company(name: str) -> bool:
    """Whether a name that nothing answers to still looks like a company's, so that a person should decide."""
    if (
        name in BRANCHES
        or not _LIKE_A_NAME.match(name)
        or _WORDS.search(name)
        or re.match(r"[\d.\-/]+(?:年|月|日|%|$)", name)
    ):
        return False
    return not name[-1:].isdigit() and len(re.sub("[^\u3400-\u9fff]", "", name)) <= _LONG


def same_company(one: Security, other: Security) -> bool:
    """Whether two securities are listings of one company."""
    return one.symbol == other.symbol or (bool(one.company) and one.company == other.company)


def _known(name: str, names: Names, on: date | None) -> bool:
    return not isinstance(names.resolve(name, on), Unknown)


def _undescribed(said: Named, names: Names, on: date | None) -> Named:
    """The name that a code behind it confirms, without the words before it that describe it."""
    described = _DESCRIBED.match(said.name)
    rest = said.name[described.end() :] if described else ""
    for size in range(len(rest), 1, -1):
        meaning = names.resolve(rest[-size:], on)
        if isinstance(meaning, Found) and meaning == said.meaning:
            return replace(said, name=rest[-size:], reasons=(*said.reasons, Reason(Sign.DESCRIBED, 1.0, said.name)))
    cut = re.match("^.+(?:的|龙头)(?P<name>.{2,})$", said.name)
    return replace(said, name=cut["name"]) if cut and not _known(said.name, names, None) else said


def _meaning(name: str, codes: tuple[str, ...], names: Names, on: date | None) -> tuple[Resolution, tuple[Reason, ...]]:
    """By code and by name; where the two are certain and differ, nothing is decided."""
    named = names.resolve(name, on)
    for code in codes:
        coded = names.resolve(code, on)
        if not isinstance(coded, Found):
            continue
        if isinstance(named, Found) and not same_company(named.security, coded.security):
            return Unclear((coded.security, named.security)), (Reason(Sign.CODE_CONTRADICTS, 1.0, code),)
        if isinstance(named, Found) and len(codes) > 1:  # 002594/1211.HK: the first listing
            return named, (Reason(Sign.CODE_AGREES, 1.05, code), *of_name(name, named))
        if isinstance(named, Unknown):
            return coded, (Reason(Sign.CODE_DECIDES, 0.97, code),)
        return coded, (Reason(Sign.CODE_AGREES, 1.05, code), *of_name(name, coded))
    return named, of_name(name, named)


def of_name(name: str, meaning: Resolution) -> tuple[Reason, ...]:
    """What the name itself says: a former one, one of several listings, or nobody's for certain."""
    match meaning:
        case Unclear():
            return (Reason(Sign.SEVERAL_ANSWER, 1.0, name),)
        case Found(security) if any(former.name == name for former in security.former) and name != security.name:
            return (Reason(Sign.FORMER_NAME, 0.98, security.name),)
        case _:
            return ()
