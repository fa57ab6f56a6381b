"""The months in which a rating is to come true, as its definition prints them.

Months stand all over a report (未来三个月需求回暖, 过去12个月内提供投行服务). A horizon is what the definitions of the words say, else
a sentence that speaks of the rating itself (评级期限, 报告发布日后的…, 相对基准的涨跌幅). Prose alone sets none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

Months = tuple[int, int]

_NUMERALS = {"一": 1, "二": 2, "三": 3, "六": 6, "九": 9, "十二": 12, "十八": 18, "二十四": 24}
_NUMBER = r"(?:\d{1,2}|二十四|十二|十八|[一二三六九])"
_PERIOD = re.compile(
    rf"(?<![\d年一二三四五六七八九十])(?<!\d[\n\t])(?P<first>{_NUMBER})\s?(?:个月)?\s?(?:[~\-—–至到]\s?(?P<last>{_NUMBER})\s?)?个月(?!\d|\s?{_NUMBER}?\s?日)"
    r"|(?:(?<=未来)|(?<![\d一二三四五六七八九十])(?=[半一1]年(?:之?内|里|的|相对)))(?P<year>[半一1]年)"
)
_IN_YEARS = {"半年": 6, "一年": 12, "1年": 12}
# before the months: what has been, and what is said of holdings and services
_PAST = re.compile("(?:过去|此前|之前|以往|最近|近|前|曾经?|已)(?:的)?$")
_OF_OTHER_THINGS = re.compile(
    "持有|持股|投资银行|投行|保荐|做市|承销|财务权益|薪酬|报酬|解禁|锁定|任职|委托|业务关系|财务顾问"
)
# 以报告发布日后的6个月内…为基准, 评级期限为6-12个月: the rating's own wording, wherever it stands
_OF_THE_RATING = re.compile(
    r"报告(?:(?:发布|公布|出具|发表|公开)?(?:之)?(?:日期?|后)|(?:发布|公布|出具|发表|公开)(?:之)?(?:日期?|后)?)"
    r"|评级(?:的|标准)?(?:期限|有效期|周期|时限|时间|考察期|区间|基于|以|为|指|是|均)|(?:期限|时限|考察期|有效期|周期)[^。;]{0,8}$"
)
# in the notes of a table it is enough that something is measured, and that nobody tells a story
_MEASURES = re.compile("相对|基准|涨跌幅|涨幅|收益率?|市场表现|回报")
_TELLS = re.compile("我们|有望|维持|该股|公司(?:股价)?(?:有望|将|未来)|需求|业绩|看好")
_BEFORE, _AFTER = 60, 60  # letters of a sentence on either side of its months
_ENDS = re.compile("[。;!?]")


def of_definitions(texts: Iterable[str]) -> Months | None:
    """The months that most definitions of a table name, the first ones where they are even.

    Where only the last of several names any, they may be those of the words behind the table.
    """
    named = [next((months for _, months in _periods(text)), None) for text in texts]
    found = Counter(months for months in (named if any(named[:-1]) else named[:1]) if months)
    return max(found, key=lambda months: found[months], default=None)


def of_notes(text: str) -> Months | None:
    """The months of the first sentence about the rating among the words around a table; of what is measured there, else."""
    weak = None
    for match, months in _periods(text):
        before, after = _sentence(text, match)
        said = before + match[0] + after
        if _OF_OTHER_THINGS.search(said):
            continue
        if _OF_THE_RATING.search(before) or _OF_THE_RATING.search(after):
            return months
        if weak is None and _MEASURES.search(said) and not _TELLS.search(said):
            weak = months
    return weak


def of_the_rating(text: str) -> Months | None:
    """The months of the first sentence that speaks of the rating's own term anywhere in ``text``."""
    for match, months in _periods(text):
        before, after = _sentence(text, match)
        if "评级" in before and _OF_THE_RATING.search(before) and not _OF_OTHER_THINGS.search(before + after):
            return months
    return None


def _periods(text: str) -> Iterator[tuple[re.Match[str], Months]]:
    """The spans of months that a text names and that lie ahead: 6~12个月 is (6, 12), 六个月 is (6, 6), 半年内 is (6, 6)."""
    for match in _PERIOD.finditer(text):
        if match["year"]:
            first = last = _IN_YEARS[match["year"]]
        else:
            first = _number(match["first"])
            last = _number(match["last"]) if match["last"] else first
        if 1 <= first <= last and not _PAST.search(text[max(0, match.start() - 4) : match.start()]):
            yield match, (first, last)


def _number(text: str) -> int:
    return _NUMERALS.get(text) or int(text)


def _sentence(text: str, match: re.Match[str]) -> tuple[str, str]:
    """What its sentence says before and behind the months; a line's end breaks no sentence."""
    before = _ENDS.split(text[max(0, match.start() - _BEFORE) : match.start()])[-1]
    after = _ENDS.split(text[match.end() : match.end() + _AFTER])[0]
    return before.replace("\n", ""), after.replace("\n", "")
