"""The broker's own definition of its ratings: words, bands, basis and months, as the report prints them.

Every broker cuts the bands elsewhere (METHODOLOGY 1), so nothing here knows a broker: a definition is a rating word
followed by words that compare, and a table lists its words from the best to the worst, so that a better word opens the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.domain.ratings import RatingScale, ScaleSource, Subject
from bot.extraction.layout import CJK
from bot.extraction.rating_bands import band, basis, months
from bot.extraction.rating_lines import WORD

_ANCHOR = re.compile(
    "评级(?:说明|标准|体系|定义|系统|的说明|含义|分类|依据|指引)|(?:证券|股票|公司|行业)(?:投资)?评级|(?:投资)?建议的?(?:评级|比较)标准"
)
_MOST_ANCHORS = 200  # of the last ones, so that a text made of headings costs no more
_BEFORE, _AFTER = 400, 1600  # characters around the heading that belong to the table
# A word is defined where something parts it from what stands before, or where its definition follows at once.
_DEFINED = r"预|未来|相对|分析师|行业|股票|个股|公司|股价|超越|指|我们|强于|弱于|优于|领先|落后|报告|因|由于|\s?[<>]|[—–-]{1,2}(?=[预未相股报])"
_LABEL = re.compile(
    rf"(?:(?:^|(?<=[\s;。:,、()|\"“”'•·\-—%]))(?P<parted>{WORD})(?=[\s:;,、|(\"”\-—]|[{CJK}])"
    rf"|(?P<glued>{WORD})(?=\s?(?:\([A-Za-z \-]+\))?\s?(?::|{_DEFINED}))"
    rf"|(?P<english>{WORD})(?=\s?\([A-Za-z \-]+\))"
    r"|(?:^|(?<=\n))(?P<none>无)(?=:\s?由于))",
    re.MULTILINE,
)
_DEFINING = re.compile(rf"(?:{WORD}):\s?$")
_COMPARES = re.compile(
    "强于|弱于|优于|劣于|逊于|超越|超过|跑赢|跑输|持平|相当|相若|介于|波动|领先|落后|上涨|下跌|涨幅|跌幅|高于|低于|大于|小于|变动|同步|不小于|战胜|跟随"
    r"|[<>≥≤]|以上|以下|之间|未来|预期|回报|无法|评级|覆盖|基本面|无明确|相比|\d\s?%"
)
_SUBJECT = re.compile(
    "(?P<both>行业(?:及|和|与|、)(?:公司|个股|股票)(?:投资)?评级|(?:公司|个股|股票)(?:及|和|与|、)行业(?:投资)?评级)"
    "|(?P<stock>(?:证券|股票|公司|个股)的?\\s?(?:投资)?评级)|(?P<industry>行业的?\\s?(?:投资)?评级)|(?P<other>可转债|市场指数评级)"
)
_SAYS_INDUSTRY = re.compile("(?<!所属)(?<!同)行业(?!中|内|平均|.{0,6}股价)|板块")
_SAYS_STOCK = re.compile("个股|股价|股票价|公司|证券相|该股|所属行业指数|行业平均|分析师(?:所)?覆盖")
_RATED = re.compile(rf"\s?[:|]?\s?(?:{WORD})")  # 行业评级:增持 is a rating, not the heading of a table
_LONGEST = 90
_LEAST = 2  # one word alone divides nothing

# Best first; a table that lists its words in this order ends where a better word comes.
_GRADES = (
    ("强烈推荐", "强推", "买入", "强力买进"),
    (
        "推荐",
        "增持",
        "买进",
        "优于大市",
        "强于大市",
        "领先大市",
        "优于大势",
        "跑赢大市",
        "跑赢行业",
        "看好",
        "超配",
        "优异",
        "收集",
    ),
    ("谨慎推荐", "审慎推荐", "谨慎增持", "审慎增持", "区间操作"),
    ("持有",),
    ("中性", "观望", "中立", "标配", "中配", "跟随大市", "同步大市", "同步大势"),
    ("减持", "回避", "弱于大市", "落后大市", "落后大势", "跑输大市", "跑输行业", "看淡", "低配", "落后"),
    ("卖出",),
    ("未评级", "无评级", "暂停评级", "未有评级", "无"),
)
_UNRATED = len(_GRADES) - 1
_GRADE = {word: grade for grade, words in enumerate(_GRADES) for word in words}


@dataclass(frozen=True, slots=True)
class _Definition:
    """A word with its definition, and what stands between the definition before and the word."""

    word: str
    text: str
    before: str


def rating_section(text: str) -> str:
    """The part of a report in which its ratings are defined: where most definitions stand around a heading; may be empty."""
    anchors = [anchor.start() for anchor in _ANCHOR.finditer(text)][-_MOST_ANCHORS:]
    windows = (text[max(0, anchor - _BEFORE) : anchor + _AFTER] for anchor in anchors)
    best = max(windows, key=lambda window: len({(d.word, d.text) for d in _definitions(window)}), default="")
    return best if len(_definitions(best)) >= _LEAST else ""


def rating_scales(section: str) -> tuple[RatingScale, ...]:
    """The scales for stocks and for industries that a section defines, stocks first.

    ``section`` is what `rating_section` found. A scale has at least two words; without months ``months`` is None.
    """
    tables = [table for table in _tables(_definitions(section)) if len(table) >= _LEAST]
    scales: dict[Subject, RatingScale] = {}
    common = months(tables[0][0].before) if tables else None
    everywhere = months(section)
    for table, subjects in _with_subjects(tables):
        for subject in subjects:
            together = "\n".join(definition.text for definition in table)
            horizon = _horizon(months(together), months(table[0].before) or common) or everywhere
            measured = basis(subject, together, table[0].before + together, section)
            bands = tuple(band(definition.word, definition.text) for definition in table)
            scales.setdefault(subject, RatingScale(subject, measured, horizon, ScaleSource.REPORT, bands))
    return tuple(scales[subject] for subject in Subject if subject in scales)


def _horizon(lines: tuple[int, int] | None, preamble: tuple[int, int] | None) -> tuple[int, int] | None:
    """The months of the definitions; where the words before them give a wider range around it, that range."""
    if lines and preamble and preamble[0] <= lines[0] and lines[1] <= preamble[1]:
        return preamble
    return lines or preamble


def _tables(definitions: Sequence[_Definition]) -> list[list[_Definition]]:
    """Definitions cut where a table ends: a better word than the one before, or a word that came already."""
    if beside := _side_by_side(definitions):
        return beside
    tables: list[list[_Definition]] = []
    for definition in definitions:
        table = tables[-1] if tables else None
        worst = max((_GRADE[known.word] for known in table), default=-1) if table else -1
        again = table is not None and any(known.word == definition.word for known in table)
        grade = _GRADE[definition.word]
        if table is None or again or (grade <= worst and grade != _UNRATED):
            if again and table is not None and len(table) < _LEAST:
                tables.pop()
            tables.append([definition])
        else:
            table.append(definition)
    return tables


def _side_by_side(definitions: Sequence[_Definition]) -> list[list[_Definition]] | None:
    """Two tables printed beside one another, row by row: one by its words rates stocks, the other industries."""
    stocks = [definition for definition in definitions if _says(definition) is Subject.STOCK]
    industries = [definition for definition in definitions if _says(definition) is Subject.INDUSTRY]
    if len(stocks) + len(industries) < len(definitions) or min(len(stocks), len(industries)) < _LEAST:
        return None
    for table in (stocks, industries):
        grades = [_GRADE[definition.word] for definition in table]
        if any(second <= first for first, second in pairwise(grades) if second != _UNRATED):
            return None
    return [stocks, industries]


def _says(definition: _Definition) -> Subject | None:
    stock, industry = _SAYS_STOCK.search(definition.text), _SAYS_INDUSTRY.search(definition.text)
    if bool(stock) == bool(industry):
        return None
    return Subject.STOCK if stock else Subject.INDUSTRY


def _with_subjects(tables: Sequence[list[_Definition]]) -> Iterator[tuple[list[_Definition], tuple[Subject, ...]]]:
    """Each table with what it rates: by its heading, by its own words, else the first rates stocks and the next industries."""
    taken: set[Subject] = set()
    for table in tables:
        heads = [
            match
            for definition in table
            for match in _SUBJECT.finditer(definition.before)
            if not _RATED.match(definition.before, match.end())
        ]
        if heads and heads[-1]["other"]:
            continue
        if any(match["both"] for match in heads) and len(tables) == 1:
            yield table, (Subject.STOCK, Subject.INDUSTRY)
            continue
        votes = {
            Subject.STOCK: 2 * sum(bool(match["stock"]) for match in heads),
            Subject.INDUSTRY: 2 * sum(bool(match["industry"]) for match in heads),
        }
        for definition in table:
            if said := _says(definition):
                votes[said] += 1
        free = [subject for subject in Subject if subject not in taken] or list(Subject)
        subject = max(free, key=lambda each: votes[each])
        if votes[Subject.STOCK] != votes[Subject.INDUSTRY]:
            subject = max(Subject, key=lambda each: votes[each])
        taken.add(subject)
        yield table, (subject,)


def _definitions(section: str) -> list[_Definition]:
    """Every rating word of a section that is defined, in printed order."""
    labels = [match for match in _LABEL.finditer(section) if not _is_no_label(section, match)]
    found: list[_Definition] = []
    end = 0
    waiting: list[_Definition] = []  # words set one after the other, before all their definitions
    for index, label in enumerate(labels):
        following = labels[index + 1].start() if index + 1 < len(labels) else len(section)
        word = label["parted"] or label["glued"] or label["english"] or label["none"]
        raw = re.sub(r"^\s?\([A-Za-z \-]+\)", "", section[label.end() : following])
        before = section[end : label.start()]
        if not raw.strip(" :\t\n") and following < len(section):
            waiting.append(_Definition(word, "", before))
            end = following
            continue
        if len(waiting) >= _LEAST and (apart := _set_apart([*waiting, _Definition(word, "", before)], raw)):
            found += apart
            waiting, end = [], label.end()
            continue
        before = "".join(other.before for other in waiting) + before  # 评级说明:增持、中性、减持 defines nothing
        waiting = []
        text = _own_words(raw[:_LONGEST])
        if _COMPARES.search(text) or (_GRADE[word] == _UNRATED and len(text) > _LEAST):
            found.append(_Definition(word, text, before))
            end = section.find(text, label.end()) + len(text)
    return found


def _own_words(raw: str) -> str:
    """A definition without what follows it: the next heading, notes, the next sentence."""
    if subject := _SUBJECT.search(raw):
        raw = raw[: subject.start()]
    return re.split(
        r"[;。]|\n(?=备注|注[::]|说明)", raw.lstrip(" :\t\n—–-" if raw.lstrip().startswith(("—", "–")) else " :\t\n")
    )[0]


def _set_apart(words: list[_Definition], raw: str) -> list[_Definition] | None:
    """Words printed one after the other, then their definitions in the same order: each with its own."""
    texts = [part.strip(" :\t\n") for part in re.split(r"[;。]|\n", raw)]
    texts = [text for text in texts if text and _COMPARES.search(text)]
    if len(texts) < len(words):
        return None
    return [replace(word, text=text[:_LONGEST]) for word, text in zip(words, texts, strict=False)]


def _is_no_label(section: str, label: re.Match[str]) -> bool:
    """A word in 推荐评级 or “推荐”评级 names a rating, and 落后 in 减持:落后基准5% compares."""
    behind = section[label.end() : label.end() + 3].lstrip('"”')
    return behind.startswith("评级") or bool(_DEFINING.search(section, 0, label.start()))
