"""The words of a rating table and what is printed behind each, however a page arranges them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.extraction.layout import CJK
from bot.extraction.rating_words import COMPARING, GRADE, UNRATED, WORD, closed_up

# A word is defined where something parts it from what stands before, or where its definition follows at once.
_DEFINED = r"预|未来|相对|分析师|行业|股票|个股|公司|股价|超越|指|我们|强于|弱于|优于|领先|落后|报告|因|由于|投资收益|潜在|明显|基本与|\s?[<>]|[—–-]{1,2}(?=[预未相股报])"
_LABEL = re.compile(
    rf"(?:(?:^|(?<=[\s;。:,、()|\"“”'•·.\-—%]))(?P<parted>{WORD})(?=[\s:;,、|(\"”\-—]|[{CJK}])"
    rf"|(?P<glued>{WORD})(?=\s?(?:\([A-Za-z \-]+\))?\s?(?:[:=]|{_DEFINED}))"
    rf"|(?P<english>{WORD})(?=\s?\([A-Za-z \-]+\))"
    rf"|(?:^|(?<=[\n;。下:]))(?P<comparing>{'|'.join(COMPARING)})(?=\s?[:\t]))",
    re.MULTILINE,
)
_DEFINING = re.compile(rf"(?:{WORD}):\s?$")
_COMPARED = re.compile(r"\s?(?:于|相对|基准|沪深|大盘|市场|同期|指数|-?\d|大于|介于)")  # 减持:涨幅落后基准5%
_BEHIND = re.compile(
    rf"(?P<band>-?\d{{1,3}}(?:\.\d{{1,3}})?%(?:\s?[~\-—–至]\s?-?\d{{1,3}}(?:\.\d{{1,3}})?%)?(?:以上|以下|之间)?)为[\"“]?(?P<word>{WORD})[\"”]?(?:评级)?"
)
_COMPARES = re.compile(
    "强于|弱于|优于|劣于|逊于|超越|超过|跑赢|跑输|持平|相当|相若|介于|波动|领先|落后|上涨|下跌|涨幅|跌幅|高于|低于|大于|小于|变动|同步|不小于|战胜|跟随"
    r"|[<>≥≤]|以上|以下|之间|未来|预期|回报|无法|评级|覆盖|基本面|无明确|相比|\d\s?%"
)
SUBJECT = re.compile(
    "(?P<both>行业(?:及|和|与|、)(?:公司|个股|股票)(?:投资)?评级|(?:公司|个股|股票)(?:及|和|与|、)行业(?:投资)?评级)"
    "|(?P<stock>(?:(?<![\u4e00-\u9fff])证券|证券的|(?:股票|公司|个股)的?)\\s?(?:投资)?评级)|(?P<industry>行业的?\\s?(?:投资)?评级)"
    "|(?P<other>可转债\\s?(?:投资)?评级|市场指数评级)"
)
# 由于我们无法获取必要的资料,(无评级)致使无法给出评级: a cell of two lines, the word in the middle of its height
_MIDDLE = re.compile(
    r"(?m)^(?P<first>(?:由于|因)[^\n]{8,60}?)[\t ]?(?P<word>无评级|未评级|未有评级|暂停评级|无投资评级)\n(?P<second>[^\n]+)"
)
_LONGEST = 90
_LEAST = 2
_NARROW = 40  # letters of a line that may belong to a column beside the table


@dataclass(frozen=True, slots=True)
class Definition:
    """A rating word with what is printed behind it, and what stands between the definition before and the word."""

    word: str
    text: str
    before: str


def in_order(text: str) -> str:
    """A text in which each rating word stands whole and before its definition: 买 入, 30%以上为买入评级."""
    text = _MIDDLE.sub(r"\g<word>:\g<first>\g<second>", closed_up(text))
    return _BEHIND.sub(r"\g<word>:\g<band>", text)


def beside(section: str) -> str:
    """What a narrow column beside the table says, put together again: its pieces stand between and before the table's rows."""
    return "".join(_pieces(section))


def _pieces(section: str) -> Iterator[str]:
    for line in section.split("\n"):
        label = next((match for match in _LABEL.finditer(line) if not _is_no_label(line, match)), None)
        piece = line[: label.start()] if label else line
        if len(piece) <= _NARROW:
            yield SUBJECT.sub("", piece).strip()


def definitions(section: str) -> list[Definition]:
    """Every rating word of a section that is defined, in printed order."""
    labels = [match for match in _LABEL.finditer(section) if not _is_no_label(section, match)]
    found: list[Definition] = []
    end = 0
    waiting: list[Definition] = []  # words set one after the other, before all their definitions
    for index, label in enumerate(labels):
        following = labels[index + 1].start() if index + 1 < len(labels) else len(section)
        word = label["parted"] or label["glued"] or label["english"] or label["comparing"]
        raw = re.sub(r"^\s?\([A-Za-z \-]+\)", "", section[label.end() : following])
        before = section[end : label.start()]
        if not raw.strip(" :\t\n") and following < len(section):
            waiting.append(Definition(word, "", before))
            end = following
            continue
        if len(waiting) >= _LEAST and (apart := _set_apart([*waiting, Definition(word, "", before)], raw)):
            found += apart
            waiting, end = [], label.end()
            continue
        before = "".join(other.before for other in waiting) + before  # 评级说明:增持、中性、减持 defines nothing
        waiting = []
        text = _own_words(raw[:_LONGEST])
        if _COMPARES.search(text) or (GRADE[word] == UNRATED and len(text) > _LEAST):
            found.append(Definition(word, text, before))
            end = section.find(text, label.end()) + len(text)
    return found


def _own_words(raw: str) -> str:
    """A definition without what follows it: the next heading, notes, the next sentence."""
    if subject := SUBJECT.search(raw):
        raw = raw[: subject.start()]
    return re.split(
        r"[;。]|备注|\n(?=注[::]|说明|[^\n]{0,8}(?:长期|短期|风险)评级)",
        raw.lstrip(" :=\t\n—–-" if raw.lstrip().startswith(("—", "–")) else " :=\t\n"),
    )[0]


def _set_apart(words: list[Definition], raw: str) -> list[Definition] | None:
    """Words printed one after the other, then their definitions in the same order: each with its own."""
    texts = [part.strip(" :\t\n") for part in re.split(r"[;。]|\n", raw)]
    texts = [text for text in texts if text and _COMPARES.search(text)]
    if len(texts) < len(words):
        return None
    return [replace(word, text=text[:_LONGEST]) for word, text in zip(words, texts, strict=False)]


def _is_no_label(section: str, label: re.Match[str]) -> bool:
    """A word in 推荐评级 or “推荐”评级 names a rating, and 落后 in 减持:落后基准5% compares."""
    behind = section[label.end() : label.end() + 3].lstrip('"”')
    compares = label[0] in COMPARING and _COMPARED.match(section, label.end())
    return behind.startswith("评级") or bool(compares) or bool(_DEFINING.search(section, 0, label.start()))
