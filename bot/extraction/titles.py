"""The headline of a report: above its subtitle, in the largest type, or among the labels of a plain text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.extraction.documents import Line
from bot.extraction.header import DATE, FIRST_LINES, LONGEST_TITLE, SUBTITLE
from bot.extraction.industries import FIRST_LEVEL, INDUSTRIES
from bot.extraction.industry_lines import LEADING_INDUSTRY, LONGEST_RATING, glued_path, industry_of
from bot.extraction.layout import CJK
from bot.extraction.rating_lines import rating_line

_NO_TITLE = re.compile(
    "请务必|敬请|免责|投资评级|行业评级|评级[::]|(?:证书|登记|执业|执证)编[号码]|@|电话|邮箱|传真|地址|网址|分析师|联系人|研究助理|研究支持|走势(?:$|图|比较|对比|\\()|数据来源|资料来源|证券研究报告"
    "|相关研究|研究报告$|研究所|风险等级|风险提示|当前股价|总市值|目标价(?:格|位)?\\s?[(:\\d港人]|^目标价|目前股价|昨收盘|[《》]|有限公司|咨询业务资格|版权|声明|目录|仅供|转发自|仅通过邮件|第\\d+页|行业分类|沪深300|上次建议|提供给"
    "|^报告原因|^(?:收盘价|现价|潜在[涨升跌]幅)[\\s:]*(?:美元|港元|人民币)?[\\s\\d.,%+-]*$|^(?:上次|前次)(?:评级|建议)|^评级(?:调整|变动)|(?:环球市场|证券国际|国际证券)$|^投资建议|^风险(?:提示|因素|分析|等级)|\\.{4}|股份有限|国家/地区|图片描述|近[一二三五]年|涨跌幅|股价表现|^xx|^[图表]\\d|^附[图表]"
    "|(?:基础|基本|市场|股票)数据|守正出奇|以才聚财|源引金融|诚信.{0,2}专业|股市有风险|入市须谨慎"  # mottos and reminders
)
# in a plain text a line of advice looks like a headline; in a PDF its type tells the two apart
_ADVICE = re.compile("标的[:有]|推荐:|金股[:组]|建议关注")
# 行业深度报告, 公司研究/点评, 行业定期报告, 证券研究报告·策略周报: what a report is, without what it says
_KIND_LABEL = re.compile(
    r"^(?:xx)?(?:[\u4e00-\u9fff]{2,4}(?=证券))?(?:证券|A股|港股|美股|市场|上市|行业|公司|策略|宏观|海外|深度|点评|动态|跟踪|专题|定期|简评|简报|事件|信息|更新|研究|投资|分析|首次|覆盖|季报|年报|中报|公告|月度|周度"
    r"|报告|周报|月报|日报|双周报|晨会|纪要|快报|[/|·\-—\s\]\[\ue000-\uf8ff])+$"
)
_SECURITY = re.compile(
    rf"^[{CJK}A-Za-z*·-]{{2,12}}\s?\((?:\d{{1,6}}(?:[. ]?[A-Z]{{2}})?|[A-Z]{{1,5}}[. ][A-Z]{{1,2}})?\)$"
)
_KIND_ENDS = re.compile(
    r"(?:报告|点评|周报|月报|日报|跟踪|系列.{0,6}|专题.{0,6}|策略|回顾|展望|总结|纪要|覆盖)(?:\(.*\))?$"
)
_NAMELESS = re.compile(rf"^[{CJK}]{{0,8}}(?:晨会纪要|晨会聚焦|晨报|早报|晨会|早间资讯|晨间速递)$")
# 甲科技(300001)2024年年报点评, 甲国际研究, 海外公司点评|资讯科技, 【宏观】, 现价:12.30元: labels too
_LABELLED = re.compile(
    rf"^[{CJK}A-Za-z*·-]{{2,12}}\s?\(\d{{4,6}}(?:[. ]?[A-Z]{{2}})?\)[^:,!?]{{0,14}}(?:报告|点评|简评|更新|快报|跟踪|深度)$|^[{CJK}]{{2,6}}研究$|^【[^】]*】$|[:)\t]\s?[¥￥]?[\d.,]+\s?(?:元|港元|美元)?$"
    rf"|^[^,:!?]{{0,12}}\|[^,:!?]{{0,12}}(?:\|[^,:!?]{{0,12}})*$"
)
# 医药行业周报(3.24-3.28): the name of a series, the headline only where there is no other
_SERIES = re.compile(rf"^[{CJK}、]{{2,12}}(?:周报|月报|双周报|日报|周观点|点评|报告)(?:\([^)]*\))?[^:,!?]{{0,16}}$")
_SECTION = re.compile(
    "^(?:事件|核心观点|投资要点|要点|报告摘要|摘要|报告要点|报告导读|主要观点|行业核心观点|行业观点|本期投资提示|投资摘要)(?:[:概]|$)"
)
_GLUED_BEFORE = re.compile(
    r"^(?:(?:数据|资料)来源:[^,。]{1,12}?(?:数据|Wind|资讯|研究所|研究院|整理))?"
    r"(?:(?:公司|行业|策略)(?:深度|点评|动态|跟踪|专题|研究)+(?:报告)?(?!:)|行业研究/(?:周报|点评|深度|动态))?"
)
_LEADING = rf"(?:{LEADING_INDUSTRY.pattern.replace('?P<name>', '?:')})"
_RAN_INTO = (
    re.compile(rf"^.*》[-—–\s]*(?:{DATE.pattern})"),
    re.compile(r"^.*[SA]\d{13}(?:[A-Z]{3}\d{3})?"),
    re.compile(rf"^(?:[{CJK}]{{2,8}}丨)+(?:{_LEADING}(?:行业)?)?"),
    re.compile(rf"^(?:报告)?·{_LEADING}行业"),
    re.compile(rf"^[•·|]?[{CJK}]{{0,16}}(?:周报|月报|双周报|日报)\([\d.\-–~年月日]+\)"),
    re.compile(rf"^{_LEADING}(?:行业)?(?:周报|月报|双周报|日报|点评)(?=[{CJK}]{{4,}}[,、])"),
)
_RESEARCH_BEHIND = re.compile(
    rf"(?:太平洋|第一创业|东方财富|[{CJK}]{{2}})证券(?:股份有限公司)?(?:经济)?研究(?:所|院|部)$"
)
_LABELS_BEFORE = re.compile(
    r"^(?:[|·丨/\s](?:A股|港股)?|(?:20\d\d年)?(?:年报|季报|中报|半年报|业绩|公司|动态)(?:点评|快报|简评|跟踪|更新报告|报告)(?:报告)?|(?:最新|当前)?(?:收盘价|股价|价格)\([^)]*\)[\d.,]+元?|市场表现)+(?!:)"
)
_RATING_BEFORE = re.compile(r"^(?:买入|增持|优于大市|强于大市|跑赢行业)(?=[^评级、:,的]{3,}[,:])")
_COMPANY_BEHIND = re.compile(rf"(?<=[{CJK}])[{CJK}]{{4}}(?:-?W)?\(?\d{{4,6}}(?:\.?[A-Z]{{2}})?\)?$")
_DISCLAIMED = re.compile(r"^.*(?:报告尾页|报告末页|最后一页|末页|正文之后)[^。]{0,12}。")
_GLUED_BEHIND = re.compile(rf"[{CJK}]{{2}}研究(?:公告|公司|季报|年报|业绩|行业|动态)点评$")
_BROKEN_OFF = re.compile("[:,、与和及的]$")  # a line of a glued text that is none
_TOP_LINES = 3
_SHORT_TITLE = 9
_LEAST_SCORE = 8  # a morning note without a headline has other lines near its top


def title(lines: Sequence[Line], branch: str | None = None) -> str:
    """The headline alone, or the name of a morning note that has none; empty where none is found.

    ``branch`` is the industry of the report: in a glued text it may have run into the headline.

    It stands above the line ——行业点评报告; else it is set in the largest type; in a plain text it is the line that stands most
    like a headline among labels.
    """
    found = _headline(lines)
    if found and not any(line.size for line in lines):
        found = _without_path(found, lines, branch)
    return found or next((line.text for line in lines if _NAMELESS.match(line.text)), "")


def _headline(lines: Sequence[Line]) -> str:
    for position, line in enumerate(lines):
        if position and SUBTITLE.match(line.text):
            above = position - 1
            if above and rating_line([lines[above].text]) and len(lines[above].text) <= LONGEST_RATING:
                above -= 1  # the rating may stand between the two
            if _may_be_title(lines[above]):
                return _whole(lines, above)
            if _is_headline_itself(lines, position):
                return SUBTITLE.sub("", line.text).strip()
    candidates = [position for position, line in enumerate(lines) if _may_be_title(line)]
    if not candidates:
        return ""
    if not any(line.size for line in lines):
        best = max(candidates, key=lambda position: (_headline_score(lines, position), -position))
        if _headline_score(lines, best) < _LEAST_SCORE and any(
            _NAMELESS.match(line.text) for line in lines[:FIRST_LINES]
        ):
            return ""
        return _bare_title(lines[best].text, lines[best - 1].text if best else "")
    largest = max(candidates, key=lambda position: (lines[position].size, -position))
    # where the headline is a picture, the largest type left is that of the text: no title is better than a sentence
    plain = max(lines, key=lambda line: len(line.text)).size  # the longest line is prose
    return _whole(lines, largest) if not plain or lines[largest].size > 1.15 * plain else ""


def _without_path(text: str, lines: Sequence[Line], branch: str | None) -> str:
    """The headline without the levels of industry that ran into it: 医疗保健生物科技+headline, 医疗服务医美+甲科技:headline."""
    at = text.find(branch) if branch else -1
    if branch and at > 0 and text[:at] in INDUSTRIES:
        return text[at + len(branch) :]
    path = glued_path(text, lines)
    return _without_labels(text[len(path) :] if path else text)


def _without_labels(text: str) -> str:
    """The headline without the labels that ran into it: 公司快报+headline, 买入+headline, headline+甲科技(300001.SZ)."""
    for pattern in (_LABELS_BEFORE, _RATING_BEFORE, _COMPANY_BEHIND):
        rest = pattern.sub("", text)
        if len(rest) >= _SHORT_TITLE and rest[0] not in ":,—-的":
            text = rest
    return text


def _is_headline_itself(lines: Sequence[Line], position: int) -> bool:
    """甲科技(300001) and below it ——订单落地,产能释放: the dash leads the headline, not the kind of report."""
    text = SUBTITLE.sub("", lines[position].text)
    return (
        bool(_SECURITY.match(lines[position - 1].text))
        and _may_be_title(replace(lines[position], text=text))
        and not _KIND_ENDS.search(text)
    )


def _is_torn(text: str) -> bool:
    """Whether a line of a plain text breaks off, or is mostly figures of a chart."""
    return bool(_BROKEN_OFF.search(text)) or sum(map(str.isdigit, text)) * 2 > len(text)


def _headline_score(lines: Sequence[Line], position: int) -> int:
    """How much a line of a plain text stands like a headline: among labels, as two parts, near the top, long enough."""
    text = _bare_title(lines[position].text)
    before = lines[position - 1].text if position else ""
    after = lines[position + 1].text if position + 1 < len(lines) else ""
    score = 3 * _is_label(before) + 3 * _is_label(after)
    score += 2 * bool(re.search("[,:!?]|——", text)) + (len(text) > LONGEST_RATING)
    score += 4 * (position < _TOP_LINES) - 2 * (position > FIRST_LINES)
    return score - (len(text) < _SHORT_TITLE) - 6 * bool(_SERIES.match(text))


def _is_label(text: str) -> bool:
    """Whether a line is one that stands beside headlines: a date, a kind, a rating, an industry, a security, a section's heading."""
    return len(text) <= LONGEST_TITLE and bool(
        DATE.search(text)
        or _SECURITY.match(text)
        or _KIND_LABEL.match(text)
        or "证券研究报告" in text
        or (text.endswith(("研究所", "研究院")) and "来源" not in text)
        or _SECTION.match(text)
        or industry_of(text)
        or (len(text) <= LONGEST_RATING and rating_line([text]))
    )


def _unglued(text: str) -> str:
    """The text without what ran into its start: a reminder, earlier reports, a licence, labels with their separators, a series."""
    text = _GLUED_BEFORE.sub("", _DISCLAIMED.sub("", text.strip("[]# "))).lstrip("/|· ")
    for pattern in _RAN_INTO:
        rest = pattern.sub("", text)
        if len(rest) >= _SHORT_TITLE and re.match(f"[{CJK}]", rest):
            text = rest
    return text


def _bare_title(text: str, above: str = "") -> str:
    """A title without what a glued text hangs before and behind it: source, kind of report, the industry of the line ``above``."""
    text = _unglued(text)
    found = LEADING_INDUSTRY.match(text) if "证券研究报告" in above else None
    if (
        found
        and found["name"] in FIRST_LEVEL
        and not re.match("行业|板块|[::]|.{0,3}(?:周报|月报|点评|研究|深度|系列|专题|策略|双周)", text[found.end() :])
    ):
        text = text[found.end() :]
    return _RESEARCH_BEHIND.sub("", _GLUED_BEHIND.sub("", text))


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
    same_type = abs(one.size - other.size) < 0.05 * other.size
    return one.column == other.column and same_type and _may_be_title(one, shortest=2) and not SUBTITLE.match(one.text)


def _may_be_title(line: Line, shortest: int = 6) -> bool:
    text = line.text if line.size else _RESEARCH_BEHIND.sub("", _unglued(line.text))
    return (
        shortest <= len(text) <= LONGEST_TITLE
        and not text.endswith("。")
        and not _NO_TITLE.search(text)
        and (line.size or not _ADVICE.search(text))
        and not _KIND_LABEL.match(text)
        and not _LABELLED.search(text)
        and len(DATE.sub("", text)) >= shortest
        and not _SECURITY.match(text)
        and bool(re.search(f"[{CJK}]{{2}}", text))
        and not re.match(r"^[●■◆►▶➢⚫◼•·\ue000-\uf8ff]|^[—–―─]", text)
        and "\t" not in text
        and (line.size or not _is_torn(text))
        and industry_of(text) is None
        and not text.startswith("/")
        and (len(text) > LONGEST_RATING or rating_line([text]) is None)
    )
