"""Texts whose white space is lost: the words themselves show where lines began.

A front page is a row of labels, and a label begins a line: a date, 证券研究报告, 分析师:, 投资评级, ——行业周报, 相关研究. Template marks
([Table_Title]) were lines of their own. In the prose only bullets, points of a list and the headings of sections begin a line.
"""

from __future__ import annotations

import re

from bot.extraction.characters import one_spelling
from bot.extraction.rating_lines import CHANGES
from bot.extraction.rating_words import RATING_WORDS, WORD

_LEAST = 400  # letters of a line that may have been a page
_SPACED = 60  # a text with white space has one space or break in fewer letters than that
_FRONT = 3000  # so many letters of a glued text are searched for its front page

_TEMPLATE = re.compile(r"\[?Table_(?:(?!Table_)[A-Za-z])+(?:\d+(?=\]))?[\]|]?")
_REMINDERS = re.compile(
    r"(?:[本此](?:研究)?报告仅(?:供|通过邮件提供给)[^。,;\d]{1,16}?(?:参考|使用)。?|"
    r"(?:谨)?(?:并)?(?:请|敬请)(?:您)?(?:务必|仔细|参考|参阅|阅读)[^。,;\n]{0,36}?(?:声明|条款|申明|说明)(?:部分)?"
    r"(?:及[^。,;\n]{0,4}(?:说明|声明))?)"
)
_DAY = r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日|(?<!\d)(?:19|20)\d\d(?:-\d{1,2}-\d{1,2}|/\d{1,2}/\d{1,2}|\.\d{1,2}\.\d{1,2})(?!\d)"
_CHANGE = "|".join(CHANGES)
_ROLE = "(?:证券|首席|资深)?分析师|联系人|研究助理|研究支持|研究员"
# 看好 中性 看淡 with one of them in bold is a choice that the text does not tell
_BEFORE_CHOICE = ")(?<!".join(word for word in RATING_WORDS if len(word) == 2)  # noqa: PLR2004 - lookbehinds have one width
# A line of its own: what stands before it and what follows belongs to other lines.
_ALONE = re.compile(
    rf"(?P<date>(?:报告)?(?:发布|发表)?(?:日期|时间|日)?:?(?<![年至到止自于在从为和与及据—(,\"”》/])(?<![^\d]-)(?<![/月]\d[-~—–])(?<![/月]\d\d[-~—–])(?:{_DAY})(?!\s?[-~—–]\s?(?:20\d\d)?\d{{0,2}}[/.月-]\d|[,、的起至日前后收)\"”]))"
    r"|(?P<report>【?(?:[^\W\d_]{2}·)?证券研究报告】?)"
    r"|(?P<web>(?:https?://|www\.)[A-Za-z0-9_./-]+|[A-Za-z][A-Za-z0-9_.-]*@[A-Za-z0-9_.-]+?\.(?:com|net|cn)(?:\.(?:cn|hk))?)"
    rf"|(?P<rated>(?:(?:投资|行业|公司|股票)?评级:?)?(?<!{_BEFORE_CHOICE})(?:{WORD})(?:\((?:{_CHANGE})(?:评级)?\)|[/|](?:{_CHANGE})|——(?:{_CHANGE})|(?:{_CHANGE})评级|首次覆盖|(?=\n[—–―─])))"
)
_BEGINS = re.compile(
    rf"(?:(?:{_ROLE})(?=[:\u4e00-\u9fff])(?!声明|承诺|简介|介绍|预测|给出|在此|具有|所|观点|认为|及|负责|对|的|分别|可能|与|申明))"
    r"|(?<!/)目标价(?:格|位)?(?:\([^)]{1,4}\))?:?(?=\d)|(?<!行业)(?<!公司)(?<!股票)(?<!证券)投资评级(?=[:(])|报告日期:|发布时间:"
    r"|(?<![\u4e00-\u9fff])[—–―─]{2}(?=[^。;]{2,40}?(?:报|点评|回顾|系列|策略|总结|展望|分析|专题|研究|跟踪|观点))"
    r"|(?<=[\u4e00-\u9fff\d”)])[—–―─]{2}(?!维持|首次|上调|下调)(?=[^。;,]{2,40}?(?:报告|周报|月报|日报|点评|总结|系列))"
    r"|(?<=[\u4e00-\u9fff])[—–](?=[^。;,—–]{2,20}(?:周报|月报|日报|点评|报告)(?:\d{6,8}|\())| #{1,4} | >\s?(?=\d\.)"
    r"|[●■◆►▶➢⚫◼◾•▪□✓]"
    r"|(?:行业)?(?:核心观点|观点聚焦|投资要点|报告摘要|报告要点|报告导读|主要观点|内容摘要|本期投资提示)(?=[:⚫\u4e00-\u9fff\d])"
    r"|(?:事件|投资建议(?:与投资标的)?|风险(?:提示|因素|分析)|盈利预测(?:与|及)投资(?:建议|评级)?):"
    r"|(?<=[\u4e00-\u9fff\d])(?:相关研究(?:报告)?|相关报告)(?=[\u4e00-\u9fff\d《:\"\n])|资料来源:|数据来源:"
)
_FRONT_BEGINS = re.compile(
    r"行业分类:|公司网址|联系(?:地址|电话)|基础数据|市场数据|基本数据|股票(?:数据|信息)|收盘价|当前股价|目前股价|总市值|上次(?:评级|建议):|前次评级"
    r"|(?:最近|过去|近)?(?:一年|半年|五年|\d+个月)内?[^。,;]{0,14}?(?:走势|比较)|(?:股价|行业|市场|指数)走势"
    r"|(?<=[\u4e00-\u9fff])(?:\d{6}\.(?:SH|SZ)(?=[\u4e00-\u9fff])|20\d\d年[^。,;]{2,16}(?:周报|月报)第\d+期)"
    r"|(?<![\u4e00-\u9fff])(?:行业|公司)(?:深度|点评|专题|跟踪|动态|简评)?(?:研究)?(?:报告|点评|简报)"
    r"|(?<=[\u4e00-\u9fff”])(?:(?<!重要)事件(?:概述)?(?=[:\d])|(?<!行业)核心观点|(?<!投资)要点|(?<!报告)(?<!内容)摘要|行业观点|行业评级|投资建议)(?=[:\u4e00-\u9fff\d])"
)
_ENDS = re.compile(
    r"(?:核心观点|投资要点|报告摘要|报告要点|报告导读|主要观点|内容摘要|本期投资提示):?|[^\W\d_]{2,6}证券研究(?:所|院|部)(?:发布)?"
    r"|[\u4e00-\u9fff*A-Z]{2,8}\(\d{4,6}(?:\.[A-Z]{1,2}|CH|HK)?\)(?!:)|\d{1,2}/\d{1,3}(?=[\u4e00-\u9fff])|行业研究/(?:周报|点评|深度|动态)"
    r"|(?:^|(?<=\n))[|/·\s-]*(?:公司|行业|策略|宏观)(?:深度|点评|动态|跟踪|专题|研究)+(?:报告)?(?=[\u4e00-\u9fff])(?!:)"
)
_RISK_ENDS = re.compile(r"(?m)^(风险(?:提示|因素|分析):[^。\n]{0,400}。)(?=.)")


def is_glued(text: str) -> bool:
    """Whether a line is a whole page or report that lost its line breaks."""
    if len(text) < _LEAST:
        return False
    return len(text) > _SPACED * (sum(map(str.isspace, text)) + 1) or " # " in text


def unglued(text: str) -> list[str]:
    """A glued text as lines: its front page label by label, the rest by its bullets and headings."""
    text = re.sub("[\ue000-\uf8ff]", "⚫", one_spelling(text))  # bullets of the fonts for symbols
    text = _REMINDERS.sub("\n", _TEMPLATE.sub("\n", text))
    text = _BEGINS.sub(r"\n\g<0>", text)
    front, rest = text[:_FRONT], text[_FRONT:]
    front = _ALONE.sub(r"\n\g<0>\n", front)
    front = _ENDS.sub(r"\g<0>\n", _FRONT_BEGINS.sub(r"\n\g<0>", front))
    text = _RISK_ENDS.sub(r"\1\n", front + rest)
    return [line for piece in text.split("\n") if (line := piece.strip(" |·/>"))]
