"""The head of a report: its title, date, kind, industry, rating and risk level."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from bot.domain.reports import IndustryRating, ReportKind
from bot.extraction.documents import Line
from bot.extraction.industries import FIRST_LEVEL, INDUSTRIES
from bot.extraction.layout import CJK, width
from bot.extraction.rating_lines import WORD, rating_line

_DATE = re.compile(
    r"(?<![\d.])((?:19|20)\d\d)(?:\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日|([-/.])(\d{1,2})\4(\d{1,2})(?!\d))"
)
_WEEKDAY = re.compile(r"\W{0,3}(?:星期|周|礼拜)([一二三四五六日天])")
_WEEKDAYS = "一二三四五六日"
_ISSUED = re.compile(r"(?:报告|发布|发表|完成|出版|撰写)(?:日期|时间|日)?\W{0,3}$|^\W*日期\W{0,3}$")
_OTHER_DAY = re.compile("收盘|股价|截至|基准日|数据|价格|[《》,;]|。.")
_IN_A_SENTENCE = re.compile(r"[自于至从在]\s?\||\|\s?(?:起|前|后|至|期间|发布|的|以来)")
_RELATED = re.compile(r"^\W*(?:相关|近期)(?:研究|报告)")
_SUBTITLE = re.compile(rf"^(?:[—–―─]{{1,3}}|--+)\s?(?=[{CJK}A-Z])")
_KINDS = (
    (ReportKind.MORNING, re.compile("晨会|早会|晨报|早报|早间|晨间")),
    (
        ReportKind.COMPANY,
        re.compile("公司(?:研究|点评|报告|深度|首次|信息|跟踪|动态|简评|快报|事件|季报|年报|更新)|首次覆盖|个股研究"),
    ),
    (
        ReportKind.INDUSTRY,
        re.compile(
            "行业(?:研究|点评|报告|深度|跟踪|动态|简评|快报|事件|周报|月报|双周报|定期|专题|投资策略|策略|评论)"
        ),
    ),
    (
        ReportKind.STRATEGY,
        re.compile("策略(?:研究|周报|日报|月报|报告|专题|点评|深度)|宏观(?:研究|点评|策略)|(?:投资|市场|A股)策略"),
    ),
)
_INDUSTRY_TOO = re.compile("行业")  # 行业公司研究 is printed on both
_NO_TITLE = re.compile(
    "请务必|敬请|免责|投资评级|行业评级|评级[::]|(?:证书|登记|执业|执证)编[号码]|@|电话|邮箱|传真|地址|网址|分析师|联系人|研究助理|研究支持|走势|数据来源|资料来源|证券研究报告"
    "|相关研究|研究报告$|研究所|风险等级|风险提示|当前股价|总市值|目标价|目前股价|昨收盘|[《》]|有限公司|咨询业务资格|版权|声明|目录|仅供|仅通过邮件|第\\d+页|行业分类|沪深300|上次建议|提供给"
    "|^投资建议|^风险|\\.{4}|股份有限|国家/地区|图片描述|近[一二三五]年|涨跌幅|股价表现|^xx"
)
# 行业深度报告, 公司研究/点评, 行业定期报告, 证券研究报告·策略周报: what a report is, without what it says
_KIND_LABEL = re.compile(
    r"^(?:xx)?(?:[\u4e00-\u9fff]{2,4}(?=证券))?(?:证券|行业|公司|策略|宏观|海外|深度|点评|动态|跟踪|专题|定期|简评|简报|事件|信息|更新|研究|投资|分析|首次|覆盖|季报|年报|中报|公告|月度|周度"
    r"|报告|周报|月报|日报|双周报|晨会|纪要|快报|[/|·\-—\s\]\[\ue000-\uf8ff])+$"
)
_SECURITY = re.compile(rf"^[{CJK}A-Za-z*·-]{{2,12}}\s?\((?:\d{{4,6}}(?:[. ]?[A-Z]{{2}})?)?\)$")
_NAMED_SECURITY = re.compile(rf"[{CJK}A-Za-z*·-]{{2,12}}\s?\(\d{{4,6}}(?:[. ]?[A-Z]{{2}})?\)")
_SECTION = re.compile(
    "^(?:事件|核心观点|投资要点|要点|报告摘要|摘要|报告要点|报告导读|主要观点|行业核心观点|行业观点|本期投资提示|投资摘要)(?:[:概]|$)"
)
_GLUED_BEFORE = re.compile(
    r"^(?:(?:数据|资料)来源:[^,。]{1,12}?(?:数据|Wind|资讯|研究所|研究院|整理))?"
    r"(?:(?:公司|行业|策略)(?:深度|点评|动态|跟踪|专题|研究)+(?:报告)?(?!:)|行业研究/(?:周报|点评|深度|动态))?"
)
_GLUED_BEHIND = re.compile(rf"[{CJK}]{{2}}研究(?:公告|公司|季报|年报|业绩|行业|动态)点评$")
_INDUSTRY = "|".join(sorted(INDUSTRIES, key=len, reverse=True))
_LEADING_INDUSTRY = re.compile(rf"(?P<name>{_INDUSTRY})(?:行业)?")
_GLUED_INDUSTRY = re.compile(rf"行业({_INDUSTRY})(?=前次|行业|投资评级|最新|$)")
_INDUSTRY_LABEL = re.compile(rf"行业(?:分类|名称)?\s?:\s?(?:[A-Za-z]+\]?\s?)?([{CJK}]{{2,10}})")
_RATED_INDUSTRY = re.compile(rf"行业评级\s?([{CJK}]{{2,8}}?)\s?(?:{WORD})$")
_KIND_WORD = re.compile("研究报告|(?:行业|公司)(?:研究|点评|深度|简评|报告|周报|月报)|点评报告|深度报告|周报")
_KIND_WORDS = re.compile(
    "(?:证券|行业|公司|海外)?(?:公司)?(?:深度|点评|简评|跟踪|动态|专题|研究|信息更新|事件|定期|季报|年报)+(?:研究)?(?:报告|周报|月报)?"
)
_SUBTITLED_INDUSTRY = re.compile(
    rf"^[—–―─-]*(?:20\d\d年)?([{CJK}、]{{2,10}}?)(?:行业|板块)?(?:20\d\d年)?(?:第?\d+月)?(?:跟踪|动态|投资)?(?:周报|月报|双周报|日报|周观点|点评|深度|专题|行业)"
)
_LINES_OF_HEAD = 80
_BROKEN_OFF = re.compile("[:,、与和及的]$")  # a line of a glued text that is none
_RISK = re.compile(r"风险(?:等级|评级|级别)\D{0,8}?(R[1-5])")
_LONGEST_TITLE = 60
_LONGEST_HEAD = 8000  # so many characters of one paragraph are searched for a date
_LONGEST_RATING = 14
_LONGEST_BESIDE_DATE = 36  # more than that beside a date is prose
_FIRST_LINES = 15
_TOP_LINES = 3
_SHORT_TITLE = 9


@dataclass(frozen=True, slots=True)
class Published:
    """The report's date; ``contradicted`` where the printed weekday is another one."""

    day: date
    contradicted: bool = False


def published(lines: Sequence[Line]) -> Published | None:
    """The day of the report: a date that stands alone, then one with its label, then one among the first short lines.

    Days in prose, of prices and of earlier reports are other days.
    """
    ranked: list[tuple[int, int, Published]] = []
    related = next((position for position, line in enumerate(lines) if _RELATED.match(line.text)), len(lines))
    for position, line in enumerate(lines):
        text = line.text[:_LONGEST_HEAD]
        for match in _DATE.finditer(text):
            day, rank = _day(match), _rank(text, match, position)
            if day is not None and rank is not None:
                rank += 3 * (position > related)  # the days of a list of earlier reports come last
                ranked.append((rank, position, Published(day, _contradicted(text[match.end() :], day))))
    return min(ranked, key=lambda entry: entry[:2])[2] if ranked else None


def _rank(text: str, match: re.Match[str], position: int) -> int | None:
    before, after = text[: match.start()], text[match.end() :]
    if _IN_A_SENTENCE.search(before + "|" + after):
        return None
    if not before.strip() and not _WEEKDAY.sub("", after).strip(" ()。"):
        return 0
    if _ISSUED.search(before):
        return 1
    if _OTHER_DAY.search(text) or text.startswith(("-", "》")) or width(before + after) > _LONGEST_BESIDE_DATE:
        return None
    return 2 if position < _FIRST_LINES and "日期" not in before else None


def _day(match: re.Match[str]) -> date | None:
    year, month, day = match[1], match[2] or match[5], match[3] or match[6]
    try:
        return date(int(year), int(month), int(day))
    except ValueError:  # 2024-13-45 is no day, so it is not the report's
        return None


def _contradicted(after: str, day: date) -> bool:
    weekday = _WEEKDAY.match(after)
    return weekday is not None and _WEEKDAYS.index(weekday[1].replace("天", "日")) != day.weekday()


def title(lines: Sequence[Line]) -> str:
    """The headline alone; empty where none is found.

    It stands above the line ——行业点评报告; else it is set in the largest type; in a plain text it is the line that stands most
    like a headline among labels.
    """
    for position, line in enumerate(lines):
        if position and _SUBTITLE.match(line.text):
            above = position - 1
            if above and rating_line([lines[above].text]) and len(lines[above].text) <= _LONGEST_RATING:
                above -= 1  # the rating may stand between the two
            if _may_be_title(lines[above]):
                return _whole(lines, above)
    candidates = [position for position, line in enumerate(lines) if _may_be_title(line)]
    if not candidates:
        return ""
    if not any(line.size for line in lines):
        best = max(candidates, key=lambda position: (_headline_score(lines, position), -position))
        return _bare_title(lines[best].text, lines[best - 1].text if best else "")
    largest = max(candidates, key=lambda position: (lines[position].size, -position))
    # where the headline is a picture, the largest type left is that of the text: no title is better than a sentence
    plain = max(lines, key=lambda line: len(line.text)).size  # the longest line is prose
    return _whole(lines, largest) if not plain or lines[largest].size > 1.15 * plain else ""


def _is_torn(text: str) -> bool:
    """Whether a line of a plain text breaks off, or is mostly figures of a chart."""
    return bool(_BROKEN_OFF.search(text)) or sum(map(str.isdigit, text)) * 2 > len(text)


def _headline_score(lines: Sequence[Line], position: int) -> int:
    """How much a line of a plain text stands like a headline: among labels, as two parts, near the top, long enough."""
    text = _bare_title(lines[position].text)
    before = lines[position - 1].text if position else ""
    after = lines[position + 1].text if position + 1 < len(lines) else ""
    score = 3 * _is_label(before) + 3 * _is_label(after)
    score += 2 * bool(re.search("[,:!?]|——", text)) + (len(text) > _LONGEST_RATING)
    score += 4 * (position < _TOP_LINES) - 2 * (position > _FIRST_LINES)
    return score - (len(text) < _SHORT_TITLE)


def _is_label(text: str) -> bool:
    """Whether a line is one that stands beside headlines: a date, a kind, a rating, an industry, a security, a section's heading."""
    return len(text) <= _LONGEST_TITLE and bool(
        _DATE.search(text)
        or _SECURITY.match(text)
        or _KIND_LABEL.match(text)
        or "证券研究报告" in text
        or (text.endswith(("研究所", "研究院")) and "来源" not in text)
        or _SECTION.match(text)
        or industry_of(text)
        or (len(text) <= _LONGEST_RATING and rating_line([text]))
    )


def _bare_title(text: str, above: str = "") -> str:
    """A title without what a glued text hangs before and behind it: source, kind of report, the industry of the line ``above``."""
    text = _GLUED_BEFORE.sub("", text.strip("[]# "))
    found = _LEADING_INDUSTRY.match(text) if "证券研究报告" in above else None
    if (
        found
        and found["name"] in FIRST_LEVEL
        and not re.match("行业|板块|[::]|.{0,3}(?:周报|月报|点评|研究|深度|系列|专题|策略|双周)", text[found.end() :])
    ):
        text = text[found.end() :]
    return _GLUED_BEHIND.sub("", text)


def _whole(lines: Sequence[Line], position: int) -> str:
    """The title to which the line belongs: in a PDF it may run over several lines of one size."""
    if not lines[position].size:
        return _bare_title(lines[position].text, lines[position - 1].text if position else "")
    first = last = position
    while first and _same_title(lines[first - 1], lines[first]):
        first -= 1
    while last + 1 < len(lines) and _same_title(lines[last + 1], lines[last]):
        last += 1
    return "".join(line.text for line in lines[first : last + 1]).strip("[]# ")


def _same_title(one: Line, other: Line) -> bool:
    same_type = abs(one.size - other.size) < 0.12 * other.size
    return one.column == other.column and same_type and _may_be_title(one, shortest=2) and not _SUBTITLE.match(one.text)


def _may_be_title(line: Line, shortest: int = 6) -> bool:
    text = line.text if line.size else _GLUED_BEFORE.sub("", line.text)
    return (
        shortest <= len(text) <= _LONGEST_TITLE
        and not text.endswith("。")
        and not _NO_TITLE.search(text)
        and not _KIND_LABEL.match(text)
        and not _DATE.fullmatch(text)
        and not _SECURITY.match(text)
        and bool(re.search(f"[{CJK}]{{2}}", text))
        and not re.match(r"^[●■◆►▶➢⚫◼•·\ue000-\uf8ff]|^[—–―─]", text)
        and "\t" not in text
        and (line.size or not _is_torn(text))
        and industry_of(text) is None
        and (len(text) > _LONGEST_RATING or rating_line([text]) is None)
    )


def kind(lines: Sequence[Line]) -> ReportKind:
    """What the report calls itself in the first short line that names a kind; a company's only where a company with its code is named."""
    short = [line.text for line in lines if len(line.text) <= _LONGEST_TITLE and "《" not in line.text]
    company = any(_NAMED_SECURITY.match(_SUBTITLE.sub("", text)) for text in short)
    for text in short:
        for found, pattern in _KINDS:
            if pattern.search(text) and (company or found is not ReportKind.COMPANY or not _INDUSTRY_TOO.search(text)):
                return found
    return ReportKind.COMPANY if company else ReportKind.OTHER


def industry(lines: Sequence[Line]) -> str | None:
    """The industry as printed: a line that is an industry's name (医药生物/医疗服务), a part of the line of labels, or behind its label."""
    head = [line for line in lines if len(line.text) <= _LONGEST_TITLE][:_LINES_OF_HEAD]
    for line in head:
        if found := industry_of(line.text):
            return found
    for line in head:
        if found := _labelled_industry(line.text):
            return found
    for above, line in pairwise(head):  # glued to the headline: 证券研究报告 | 商业贸易 + headline
        if (
            not line.size
            and len(line.text) <= _LONGEST_TITLE
            and ("研究" in above.text and len(above.text) < _LONGEST_RATING)
        ) and (match := _LEADING_INDUSTRY.match(line.text)):
            return match["name"]
    return None


def _labelled_industry(text: str) -> str | None:
    if (match := _INDUSTRY_LABEL.search(text)) and (found := industry_of(match[1]) or industry_of(match[1][:-2])):
        return found
    if match := _GLUED_INDUSTRY.search(text):
        return match[1]
    if (match := _RATED_INDUSTRY.search(text)) and (found := industry_of(match[1])):
        return found
    if _KIND_WORD.search(text) or _NAMED_SECURITY.match(text):
        parts = re.split(r"[|·•\]\[【】│]|(?<=报告)[-—]|(?<=研究)[-/—]|(?<=\))\s?|\s", _KIND_WORDS.sub("|", text))
        for part in parts:
            if found := industry_of(re.sub(r"^(.{2,})\1$", r"\1", part)):
                return found
    match = _SUBTITLED_INDUSTRY.match(text)
    return industry_of(match[1]) if match else None


def industry_of(text: str) -> str | None:
    """The text as an industry's name, or None."""
    bare = re.sub(r"\s?([/·|-])\s?", r"\1", text.strip(" |:"))
    bare = re.sub(r"^(?:所属)?行业[:|]\s?|\s?(?:行业)?(?:研究|点评|报告|周报)?$", "", bare)
    first = re.split(r"[/|\-·— ]", bare)[0].removesuffix("行业")
    return bare if re.sub("[ⅠⅡⅢI]+$", "", first) in INDUSTRIES else None


def industry_rating(lines: Sequence[Line]) -> IndustryRating | None:
    """The rating on the front page of a report on an industry."""
    rating = rating_line(line.text for line in lines)
    return IndustryRating(*rating) if rating else None


def risk_level(text: str) -> str | None:
    """R1 to R5, where the report prints the level of the risk of its investment advice."""
    match = _RISK.search(re.sub(r"\s", "", text))
    return match[1] if match else None
