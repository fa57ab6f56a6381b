"""The head of a report: its title, date, kind, industry, rating and risk level."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.reports import IndustryRating, ReportKind
from bot.extraction.documents import Line
from bot.extraction.layout import CJK, width
from bot.extraction.rating_lines import rating_line

DATE = re.compile(
    r"(?<![\d.])((?:19|20)\d\d)(?:\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日|([-/.])(\d{1,2})\4(\d{1,2})(?!\d))"
)
_WEEKDAY = re.compile(r"\W{0,3}(?:星期|周|礼拜)([一二三四五六日天])")
_WEEKDAYS = "一二三四五六日"
_ISSUED = re.compile(r"(?:报告|发布|发表|完成|出版|撰写)(?:日期|时间|日)?\W{0,3}$|^\W*日期\W{0,3}$")
_OTHER_DAY = re.compile("收盘|股价|截至|基准日|数据|价格|[《》,;]|。.")
_IN_A_SENTENCE = re.compile(r"[自于至从在]\s?\||\|\s?(?:起|前|后|至|期间|发布|的|以来)")
_RELATED = re.compile(r"^\W*(?:相关|近期)(?:研究|报告)")
SUBTITLE = re.compile(rf"^(?:[—–―─]{{1,3}}|--+)\s?(?=[{CJK}A-Z])")
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
NAMED_SECURITY = re.compile(rf"[{CJK}A-Za-z*·-]{{2,12}}\s?\(\d{{4,6}}(?:[. ]?[A-Z]{{2}})?\)")
_RISK = re.compile(r"风险(?:等级|评级|级别)\D{0,8}?(R[1-5])")
LONGEST_TITLE = 60
_LONGEST_HEAD = 8000  # so many characters of one paragraph are searched for a date
_LONGEST_BESIDE_DATE = 36  # more than that beside a date is prose
FIRST_LINES = 15


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
        for match in DATE.finditer(text):
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
    return 2 if position < FIRST_LINES and "日期" not in before else None


def _day(match: re.Match[str]) -> date | None:
    year, month, day = match[1], match[2] or match[5], match[3] or match[6]
    try:
        return date(int(year), int(month), int(day))
    except ValueError:  # 2024-13-45 is no day, so it is not the report's
        return None


def _contradicted(after: str, day: date) -> bool:
    weekday = _WEEKDAY.match(after)
    return weekday is not None and _WEEKDAYS.index(weekday[1].replace("天", "日")) != day.weekday()


def kind(lines: Sequence[Line]) -> ReportKind:
    """What the report calls itself in the first short line that names a kind; a company's only where a company with its code is named."""
    short = [line.text for line in lines if len(line.text) <= LONGEST_TITLE and "《" not in line.text]
    company = any(NAMED_SECURITY.match(SUBTITLE.sub("", text)) for text in short)
    for text in short:
        for found, pattern in _KINDS:
            if pattern.search(text) and (company or found is not ReportKind.COMPANY or not _INDUSTRY_TOO.search(text)):
                return found
    return ReportKind.COMPANY if company else ReportKind.OTHER


def industry_rating(lines: Sequence[Line]) -> IndustryRating | None:
    """The rating on the front page of a report on an industry."""
    rating = rating_line(line.text for line in lines)
    return IndustryRating(*rating) if rating else None


def risk_level(text: str) -> str | None:
    """R1 to R5, where the report prints the level of the risk of its investment advice."""
    match = _RISK.search(re.sub(r"\s", "", text))
    return match[1] if match else None
