"""The verbs that govern names: what they promise, and where the same words promise nothing.

Decided by rule, each under a name that `bot extract --explain` prints: what a broker recommended before (此前推荐, 于6月推荐,
推荐的甲科技) is history and no pick; what others recommend is theirs; 推荐 as a rating ("推荐"评级) governs nothing; advice
against (建议规避, 调出) is no pick and ends the list before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.reports import PickKind
from bot.extraction.layout import CJK


class Rule(StrEnum):
    """Why names that a report mentions are no picks; ``rule-`` and the value is its text in the locales."""

    PAST = "past"
    NEGATED = "negated"
    AGAINST = "against"
    OF_OTHERS = "of_others"
    RATING_WORD = "rating_word"
    RISK = "risk"
    EVERYDAY_WORD = "everyday_word"
    THE_BROKER = "the_broker"
    NO_VERB = "no_verb"


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb: its place, what it promises, whether a colon opens a printed list behind it.

    ``refused`` is set where it governs names that are no picks. ``label`` is the name of a printed list (1月推荐组合),
    ``topic`` what it is about (看好核酸检测相关标的).
    """

    start: int
    end: int
    kind: PickKind
    words: str
    listed: bool
    refused: Rule | None = None
    label: str | None = None
    topic: str | None = None


_SUBJECT = "(?:标的|公司|个股|股票|组合|名单|品种|企业|厂商|股)"
_CALLED = "(?:主要|分别)?(?:有|包括|包含|为|如下|如)?"
_HOW = "(?:重点|首要|强烈|持续|继续|核心|优先|首次|坚定|维持|我们|谨慎|审慎|主要|积极|重申|依然|仍然|仍|最|再次|长期|中长期|短期|同时|逢低)"
# In this order: 推荐关注 is a watch, and 受益标的推荐 is a heading.
_PATTERNS = (
    (
        PickKind.BENEFICIARY,
        (
            rf"(?:相关|核心|直接|主要|有望|潜在|充分|深度|A股|港股|产业链){{0,2}}受[益惠](?:的)?(?:[AH]股)?{_SUBJECT}(?:推荐)?{_CALLED}"
            r"|(?i:\b(?:key |main |major )?beneficiar(?:y|ies)(?: include| includes| are)?)"
        ),
    ),
    (
        PickKind.WATCH,
        (
            rf"(?:我们)?(?:建议|推荐|重点|可以?|持续|继续|积极|值得|核心|优先|长期|适当|逢低|密切|主要|可重点){{1,4}}(?:持续|继续|重点|积极|优先|关注){{0,3}}关注{_SUBJECT}?{_CALLED}"
            rf"|关注{_SUBJECT}(?=[:、])|(?:产业链|板块|行业|概念|A股)?相关(?:产业链|板块|上市)?{_SUBJECT}{_CALLED}"
            rf"|推荐(?:及|和|与|、|/)(?:建议)?关注{_SUBJECT}?{_CALLED}"
            rf"|(?:核心|高?弹性|重点|优质|投资|潜在|潜力|稀缺|代表性?|重要|布局|成长|龙头|低估值)(?:标的|个股)(?:{_CALLED}(?=:)|(?:主要)?(?:有|包括|包含|为))"
            rf"|(?:产业链|概念|主题)(?:标的|个股){_CALLED}(?=:)|(?:A股|港股|美股)标的(?:{_CALLED}(?=:)|(?:主要)?(?:有|包括|为))"
            rf"|(?:重点|相关|代表|核心)(?:上市)?公司{_CALLED}(?=:)"
            rf"|(?<![{CJK}])(?:投资)?标的{_CALLED}(?=:)|建议(?:投资者)?(?:重点|积极|优先|持续|继续|高度)?(?:关注|重视|留意)"
            rf"|(?<![{CJK}])(?:短期|中期|长期|后续|同时|其次|此外|另外|亦可|也可|并)?关注|(?<=[端股面块域节线链片件备料机])关注"
        ),
    ),
    (
        PickKind.RECOMMENDED,
        (
            rf"{_HOW}{{0,4}}推荐{_SUBJECT}?{_CALLED}|首[推选](?:的)?{_SUBJECT}?(?:为|是)?|(?:优选|精选){_SUBJECT}?(?=:)"
            rf"|(?<![{CJK}])(?:我们)?优选(?!组合|基金|指数|层|股)|组合(?:调入|新增)(?:标的|个股)?"
            rf"|{_SUBJECT}推荐|(?:本?[周月]|十大|\d{{1,2}}月|年度|月度|季度)?金股(?:组合|推荐|名单)?{_CALLED}"
            rf"|(?:\d{{1,2}}月|本[周月期]|[周月季年]度|近期|目前|当前|最新|核心|重点|投资|推荐|模拟|精选|稳健|进攻|金牌){{1,2}}组合{_CALLED}(?=:|$)"
            rf"|建议(?:重点|积极|逢低|持续|优先|继续|超配|底仓)?(?:布局|配置|买入|增持|超配|加仓|增配|吸纳|低吸|介入)(?:标的|个股)?"
            # 维持行业增持评级。增持:甲、乙; 增持 alone heads announcements of shareholders too
            r"|(?:^|(?<=[。;,]))(?:买入|强烈推荐|强推|优于大市|跑赢行业|审慎增持|谨慎增持)(?=:)|(?<=评级[。;,])增持(?=:)"
            r"|(?i:\b(?:our )?(?:sector )?(?:top|preferred|key) picks?(?: are| is| include| remain)?|\bwe (?:like|prefer|recommend|favou?r)|\bbuy[- ]rated(?: names| stocks)?(?: include| are)?)"
        ),
    ),
    (PickKind.RECOMMENDED, "(?:坚定|持续|继续|长期|重点|依然|仍然|我们|中长期|坚定不移){0,3}看好"),
)
_VERB = re.compile("|".join(f"(?P<v{number}>{pattern})" for number, (_, pattern) in enumerate(_PATTERNS)))
_AGAINST = re.compile(
    rf"(?:建议|应当?|宜|需)(?:规避|回避|警惕|减持|卖出|减仓|谨慎对待)|(?<![{CJK}])(?:规避|回避|警惕|剔除|调出|移出)(?:个股|标的|组合)?(?=[:{CJK}])|本[周月期]调出"
)

# before a verb, within its clause
_NEGATED = re.compile(r"(?:不|未|没有|无|暂不|不再|并未|并非)(?:再|曾|予以?|做)?$")
_PAST = re.compile(
    r"(?:曾|此前|前期|之前|先前|早前|前次|上周|上期|上月|去年|过去|以往|一直以来|年初以来|前瞻性|率先|最早)(?:我们|就|重点|报告|中|即|的|周报|所|已|月报){0,3}[^。,;:]{0,4}$"
    r"|(?:于|自)(?:\d{2,4}[年/.-])?\d{1,2}[月/.-](?:\d{1,2}日?)?[^。,;:]{0,8}$|在(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?(?:的|首次|周报|报告|就|我们)?[^。,;:]{0,4}$"
)
_OF_OTHERS = re.compile(
    r"(?:机构|媒体|[家各众]券商|大行|外资|高盛|摩根|大摩|小摩|瑞银|花旗|美银|汇丰|野村|里昂|专家|指南|指引|协会|学会|共识|诊疗|医生|医师|平台|算法|主播|达人|博主|用户|消费者|客户|店员|(?<!建议)投资者|市场|资金|北向|"
    r"部委|工信部|发改委|卫健委|国务院|政府|引发|引起|受到|备受|广受|广泛|各界|业内|公众|品牌|产品|被|监管|社会|委员会|官方|一线|WHO|FDA|CSCO|NCCN)(?:的|一致|一致性|纷纷|集体|最|强烈|多次|重点)?$"
)
_RATED = re.compile(r"(?:[\"“'‘「]|评级(?:为|:|是)?\s?|给[予与]|\()$")
# behind a verb
_NO_VERB_AFTER = {
    "推荐": re.compile(
        r"[\"”'’」]?\s?(?:评级|\((?:维持|首次|上调|下调)|级|算法|系统|目录|位|引擎|机制|率|量|剂量|信|理由|逻辑|阅读|指数|[一二三]线|用于|给|使用|至|到|使用者|成功|人|意见|后|以来|之后)|[\"”'’」]"
    ),
    "关注": re.compile(r"度|点|的是|的(?:重点|焦点|核心)|者|到|于|后续|该|其(?!中)"),
    "看好": re.compile(r"的(?!是)|[\"”'’」]|评级|\((?:维持|首次)"),
}
_OWN_PAST = re.compile(rf"^的(?=[{CJK}A-Z])(?!公司|标的|个股|股票|组合|品种|企业|是|有|核心|主要|三|两|四|五|几)")
_PERIOD = r"(?:\d{1,2}月|本[周月期]|近期|[周月季年]度|十大)"
_LABEL = re.compile(f"^{_PERIOD}")
_LABEL_BEFORE = re.compile(rf"{_PERIOD}(?:重点|核心)?(?:[{CJK}]{{0,4}}(?:推荐|组合|金股)[{CJK}]{{0,8}})?$")
_RELATED = re.compile("相关|标的|受益")
_IN_BRACKET = re.compile(r"\([^()]*$")
_BRACKET_GOES_ON = re.compile(r"\s?[),/;、]|\s?(?:维持|首次|上调)")
_CONTEXT = 18
_SHORTEST_TOPIC, _LONGEST_TOPIC = 2, 10
_NO_TOPIC = re.compile(
    "^(?:以下|如下|上述|其他|部分|优质|行业|板块|产业链|相关|业绩|估值|低估值|以及|充分|有望|能够|率先)|的"
)


def find_verbs(text: str) -> list[Verb]:
    """The verbs of a paragraph from the left, those that govern no picks among them (``refused``).

    看好 X 相关标的: is one verb, and its kind is that of the first word.
    """
    found: list[Verb] = []
    for match in _VERB.finditer(text):
        if _no_verb(text, match):
            continue
        kind = _PATTERNS[int(str(match.lastgroup)[1:])][0]
        between = text[found[-1].end : match.start()] if found else None
        start, words, topic = match.start(), match[0], None
        if between is not None and _RELATED.search(words) and re.fullmatch(rf"的?[{CJK}A-Za-z0-9]{{0,14}}", between):
            first = found.pop()
            kind, start, words = first.kind, first.start, f"{first.words}…{words}"
            refused, topic = first.refused, _topic(between, match[0])
        else:
            refused = _refusal(text, match)
        listed = text[match.end() : match.end() + 1] == ":"
        label = _label(text, start, words) if listed else None
        found.append(Verb(start, match.end(), kind, words, listed, refused, label, topic))
    found += [
        Verb(match.start(), match.end(), PickKind.WATCH, match[0], listed=False, refused=Rule.AGAINST)
        for match in _AGAINST.finditer(text)
    ]
    return sorted(found, key=lambda verb: verb.start)


def _topic(between: str, words: str) -> str | None:
    """What stands between the words of one verb: 看好核酸检测相关标的; who gains from a thing is its 受益."""
    topic = re.sub("^的|(?:等|的|类)$", "", between)
    topic += "受益" if topic and words.startswith("受益的") else ""
    return topic if _SHORTEST_TOPIC <= len(topic) <= _LONGEST_TOPIC and not _NO_TOPIC.search(topic) else None


def _label(text: str, start: int, words: str) -> str | None:
    """The name of a list that says for which time it is: 1月推荐组合, 近期重点推荐."""
    if _LABEL.match(words):
        return words
    before = _LABEL_BEFORE.search(text[max(0, start - _CONTEXT) : start])
    if before is None:
        return None
    return before[0] if "推荐" in before[0] or "组合" in before[0] else before[0] + words


def is_belief(verb: Verb) -> bool:
    """Whether it only says 看好, which as often speaks of a branch."""
    return "看好" in verb.words and not _RELATED.search(verb.words)


def _no_verb(text: str, match: re.Match[str]) -> bool:
    """Whether the words are part of others: 关注度, 推荐算法, and the rating in 甲科技(600000,推荐)."""
    if _IN_BRACKET.search(text[max(0, match.start() - _CONTEXT) : match.start()]) and _BRACKET_GOES_ON.match(
        text, match.end()
    ):
        return True
    for word, after in _NO_VERB_AFTER.items():
        if match[0].endswith(word) and after.match(text, match.end()):
            return not (word == "推荐" and _rates(text, match))
    return False


def _rates(text: str, match: re.Match[str]) -> bool:
    return bool(_RATED.search(text[max(0, match.start() - _CONTEXT) : match.start()]))


def _refusal(text: str, match: re.Match[str]) -> Rule | None:
    before = text[max(0, match.start() - _CONTEXT) : match.start()]
    if _NEGATED.search(before):
        return Rule.NEGATED
    if _RATED.search(before) and "推荐" in match[0] and not before.endswith("("):
        return Rule.RATING_WORD
    if _OF_OTHERS.search(before):
        return Rule.OF_OTHERS
    if _PAST.search(before) or (match[0].endswith("推荐") and _OWN_PAST.match(text[match.end() : match.end() + 8])):
        return Rule.PAST
    return None
