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
    r"(?<![\d.])(?:((?:19|20)\d\d)(?:\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日|\s?([-/.])\s?(\d{1,2})\s?\4\s?(\d{1,2})(?![\d%])))"
)
_COMPACT = re.compile(r"(?<![\d.\-~—–])((?:19|20)\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?![\d.%]|\s?[-~—–至])")
_ENGLISH = re.compile(
    r"(?<![\d.])(\d{1,2})(?:st|nd|rd|th)?[\s-]([A-Z][a-z]{2})[a-z]*\.?,?[\s-]((?:19|20)\d\d)|([A-Z][a-z]{2})[a-z]*\.?\s(\d{1,2}),?\s((?:19|20)\d\d)"
)
_ENGLISH_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_IN_WORDS = re.compile(
    "([二一][〇○零O0一二三四五六七八九]{3})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_FIGURES = {**{word: str(figure) for figure, word in enumerate("零一二三四五六七八九")}, "〇": "0", "○": "0", "O": "0"}
_WEEKDAY = re.compile(r"\W{0,3}(?:星期|周|礼拜)([一二三四五六日天])")
_WEEKDAYS = "一二三四五六日"
_ENGLISH_WEEKDAY = re.compile(r"\W{0,3}(Mon|Tue|Wed|Thu|Fri|Sat|Sun)")
_ENGLISH_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_ISSUED = re.compile(r"(?:报告|发布|发表|完成|出版|撰写)(?:日期|时间|日)?\W{0,3}$|^\W*日期\W{0,3}$")
_OTHER_DAY = re.compile("收盘|股价|截至|基准日|数据|价格|[《》,;]|。.")
_IN_A_SENTENCE = re.compile(r"[自于至从在]\s?\||\|\s?(?:起|前|后|至|期间|发布|的|以来)")
_IN_A_RANGE = re.compile(r"\d\s?日?\s?[-~—–至到]\s?\||\|\s?[-~—–至到]\s?\d")
_RELATED = re.compile(r"^\W*(?:相关|近期)(?:研究|报告)")
SUBTITLE = re.compile(rf"^(?:[—–―─]{{1,3}}|--+)\s?(?=[{CJK}A-Z]|\d{{2,4}}(?:年|[QH]\d))")
_MORNING = re.compile("晨会|早会|晨报|早报|早间|晨间")
_LINES_OF_LABELS, _LONGEST_LABEL = 30, 20
_KINDS = (
    (ReportKind.MORNING, _MORNING),
    (
        ReportKind.COMPANY,
        re.compile(
            "公司(?:研究|点评|报告|深度|首次|信息|跟踪|动态|简评|快报|事件|季报|年报|更新|简报|专题|调研|快评|公告)|(?<!板块)(?<!行业)(?:年报|季报|中报|半年报|业绩快报|业绩预告)点评|首次覆盖|个股研究|^上市公司$"
        ),
    ),
    (
        ReportKind.INDUSTRY,
        re.compile(
            "行业(?:研究|点评|报告|深度|跟踪|动态|简评|快报|事件|周报|月报|双周报|日报|定期|专题|投资策略|策略|评论|简报|快评|周观点|月度|周度)"
        ),
    ),
    (
        ReportKind.STRATEGY,
        re.compile(
            "策略(?:研究|周报|日报|月报|报告|专题|点评|深度|跟踪|动态|定期|快评)|宏观(?:研究|点评|策略)|(?:投资|市场|A股)策略"
        ),
    ),
)
_INDUSTRY_TOO = re.compile("行业")  # 行业公司研究 is printed on both
NAMED_SECURITY = re.compile(rf"[{CJK}A-Za-z*·-]{{2,12}}\s?\(\d{{4,6}}(?:[. ]?[A-Z]{{2}})?(?:[,/、][^)]{{1,16}})?\)")
CODE_LABEL = re.compile(r"(?:股票|证券)代码[\s:|]*(?P<code>\d{4,6}(?:[. ]?[A-Z]{2})?)(?!\d)")
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
        text = _in_figures(line.text[:_LONGEST_HEAD], alone=len(line.text) <= _LONGEST_BESIDE_DATE)
        for match in DATE.finditer(text):
            day, rank = _day(match), _rank(text, match, position)
            if day is not None and rank is not None:
                rank += 3 * (position > related)  # the days of a list of earlier reports come last
                ranked.append((rank, position, Published(day, _contradicted(text[match.end() :], day))))
    return min(ranked, key=lambda entry: entry[:2])[2] if ranked else None


def _in_figures(text: str, *, alone: bool) -> str:
    """Days written in English, in Chinese numerals or without any mark, as 2025-01-02; the last only on a short line."""
    text = _IN_WORDS.sub(_from_words, text)
    text = _ENGLISH.sub(_from_english, text)
    return _COMPACT.sub(r"\1-\2-\3", text) if alone and not DATE.search(text) else text


def _from_words(printed: re.Match[str]) -> str:
    year = "".join(_FIGURES.get(letter, letter) for letter in printed[1])
    return f"{year}年{_counted(printed[2])}月{_counted(printed[3])}日"


def _counted(words: str) -> int:
    """十 is 10, 十二 12, 二十 20, 二十八 28."""
    tens, ten, ones = words.rpartition("十")
    return 10 * int(_FIGURES.get(tens, "1")) * bool(ten) + int(_FIGURES.get(ones, "0"))


def _from_english(printed: re.Match[str]) -> str:
    day, month, year = (printed[1], printed[2], printed[3]) if printed[1] else (printed[5], printed[4], printed[6])
    if month not in _ENGLISH_MONTHS:
        return printed[0]
    return f"{year}-{_ENGLISH_MONTHS.index(month) + 1}-{day}"


def _rank(text: str, match: re.Match[str], position: int) -> int | None:
    before, after = text[: match.start()], text[match.end() :]
    if "\t" in text and (before.endswith("\t") or not before) and (after.startswith("\t") or not after):
        cell = before.rstrip("\t").rpartition("\t")[
            2
        ]  # a row of cells: what stands right before it says which day it is
        before, after, text = cell, "", f"{cell} {match[0]}"
    if _IN_A_SENTENCE.search(before + "|" + after) or _IN_A_RANGE.search(before + "|" + after):
        return None
    if not before.strip() and not _WEEKDAY.sub("", after).strip(" ()。"):
        return 0
    if _ISSUED.search(before):
        return 1
    if _OTHER_DAY.search(text) or text.startswith(("-", "》")) or width(before + after) > _LONGEST_BESIDE_DATE:
        return None
    return 2 if (position < FIRST_LINES or before.endswith("|")) and "日期" not in before else None


def _day(match: re.Match[str]) -> date | None:
    year, month, day = match[1], match[2] or match[5], match[3] or match[6]
    try:
        return date(int(year), int(month), int(day))
    except ValueError:  # 2024-13-45 is no day, so it is not the report's
        return None


def _contradicted(after: str, day: date) -> bool:
    if weekday := _WEEKDAY.match(after):
        return _WEEKDAYS.index(weekday[1].replace("天", "日")) != day.weekday()
    english = _ENGLISH_WEEKDAY.match(after)
    return english is not None and _ENGLISH_WEEKDAYS.index(english[1]) != day.weekday()


def kind(lines: Sequence[Line]) -> ReportKind:
    """What the report calls itself in the first short line that names a kind; a company's only where a company with its code is named."""
    short = [line.text for line in lines if len(line.text) <= LONGEST_TITLE and "《" not in line.text]
    company = any(
        NAMED_SECURITY.match(SUBTITLE.sub("", part)) for text in short for part in re.split("[|丨│]", text)
    ) or any(CODE_LABEL.search(text) for text in short)
    if any(_MORNING.search(text) for text in short[:_LINES_OF_LABELS] if len(text) <= _LONGEST_LABEL):
        return ReportKind.MORNING
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
