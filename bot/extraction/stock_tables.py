"""Tables of stocks: a code and a name a row, with a rating, a close, a target; with tabs between the cells or without any white space.

A rating that only a table gives makes no pick (the table covers what the broker covers); it is joined to the picks of the
same report. Only a table that is headed 金股 or 推荐组合 recommends by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation

from bot.domain.names import Found
from bot.domain.ratings import RatingChange
from bot.domain.securities import Security
from bot.extraction.layout import CJK, Paragraph, is_disclosure
from bot.extraction.naming import Names, same_company
from bot.extraction.rating_lines import CHANGES
from bot.extraction.rating_words import RATING_WORDS

_CODE = r"(?<![\d.])(?:\d{6}(?:\.(?:SH|SZ|SS|BJ|CH|OC))?|\d{4,5}\.HK|[A-Z]{2,5}\.(?:O|N|US|OQ))"
_CODE_BEFORE = re.compile(rf"{_CODE}[\s|]*$")
_CODES = re.compile(_CODE)
_RATING = re.compile("|".join(word for word in RATING_WORDS if word != "看好"))
_CHANGE = re.compile("|".join(CHANGES))
_ROW_GOES_ON = re.compile(
    r"[\t ]*(?:[\d.\-]|" + "|".join(word for word in RATING_WORDS if word not in {"看好", "推荐"}) + ")"
)
_FIGURES = re.compile(r"[\d.,\-–—%\s()/+xXEA倍元亿]*")
_ROW = 260  # letters of a row
_END = re.compile(r"[资数][料据]来源|注:|备注|\n\s*\n")
_PROSE = re.compile(rf"[{CJK}]{{12,}}|。")
_NEAR = 14
_GIVES = {
    "rating": re.compile("评级|Rating"),
    "close": re.compile("收盘价|股价|现价|最新价|当前价"),
    "target": re.compile("目标价|Target|TP"),
    "change": re.compile("评级变动|评级调整|变动方向|评级变化"),
}
_HEADED = re.compile(r"金股|推荐组合|投资组合|精选组合|核心组合|重点组合|推荐名单")
_NOT_HEADED = re.compile(r"上月|上期|上周|回顾|表现|收益|涨跌|业绩|基金|历史|累计|指数|持仓|调出|风险")
_LONGEST_TITLE = 40
_TITLE_ABOVE = 4  # paragraphs
_BETWEEN_CARDS = 8
_CARD = re.compile(
    rf"[\s●■◆•·]*(?:(?:\(?\d{{1,2}}[)、.]|[一二三四五六七八九十]{{1,2}}[、.])\s?)?(?:[{CJK}]{{2,6}}[:·|-]\s?)?[{CJK}A-Za-z*·-]{{2,12}}\s?\(?{_CODE}\)?(?:[:,][^。;]{{0,30}})?"
)


@dataclass(frozen=True, slots=True)
class Row:
    """One stock of a table: what its cells say of it. ``title`` is the heading of the table where it stands close above."""

    security: Security
    name: str
    page: int
    words: str
    rating: str | None = None
    change: RatingChange | None = None
    close: Decimal | None = None
    target: Decimal | None = None
    title: str | None = None
    coded: bool = True


def table_rows(paragraphs: Sequence[Paragraph], names: Names, on: date | None) -> list[Row]:
    """The rows of every table of stocks up to the disclosures, in printed order."""
    found: list[Row] = []
    header: list[str] = []
    heading = _Heading()
    for paragraph in paragraphs:
        text = paragraph.text
        if is_disclosure(text):
            break
        if _is_title(text):
            heading, header = _Heading(text.strip()), []
            continue
        if "\t" in text and not _CODES.search(text) and any(pattern.search(text) for pattern in _GIVES.values()):
            header = _cells(text)
        rows = list(_rows(text, paragraph.page, header, names, on))
        heading = heading.before(rows=bool(rows), card=bool(rows) and bool(_CARD.fullmatch(text)))
        found += [replace(row, title=heading.title) for row in rows]
    return found


@dataclass(frozen=True, slots=True)
class _Heading:
    """The heading above a table, or above cards: a name with its code as a line of its own and the reasons below it."""

    title: str | None = None
    since: int = 0
    rows: bool = False
    cards: bool = False

    def before(self, *, rows: bool, card: bool) -> _Heading:
        """The heading as the next paragraph has it: a table ends with its last row, cards some paragraphs behind the last."""
        since = self.since + 1
        if card and (self.cards or not self.rows) and since <= (_BETWEEN_CARDS if self.cards else _TITLE_ABOVE):
            return _Heading(self.title, cards=True)
        if self.cards:
            return _Heading(None if rows or since > _BETWEEN_CARDS else self.title, since, cards=True)
        ended = not rows and (self.rows or since > _TITLE_ABOVE)
        return _Heading(None if ended else self.title, since, rows=rows)


def recommends(title: str | None) -> bool:
    """Whether the heading of a table makes its rows picks: 本月金股, 推荐组合; not 上月金股表现."""
    return title is not None and bool(_HEADED.search(title)) and not _NOT_HEADED.search(title)


def _is_title(text: str) -> bool:
    return len(text) <= _LONGEST_TITLE and bool(_HEADED.search(text)) and "。" not in text and "\t" not in text


def _cells(text: str) -> list[str]:
    return [cell.strip() for cell in text.split("\t")]


def _rows(text: str, page: int, header: list[str], names: Names, on: date | None) -> Iterator[Row]:
    """The rows of one paragraph: a line of a table, or a table that lost its lines."""
    coded = list(_anchors(text, names, on)) if _CODES.search(text) else []
    bare = list(_bare_anchors(text, names, on, coded)) if _RATING.search(text) else []
    anchors = sorted([*coded, *bare], key=lambda anchor: anchor[0])
    for number, (start, end, name, security) in enumerate(anchors):
        limit = anchors[number + 1][0] if number + 1 < len(anchors) else len(text)
        stop = min(limit, end + _ROW)
        if cut := _END.search(text, end, stop):
            stop = cut.start()
        rest = text[end:stop]
        cells = _cells(text) if "\t" in text and len(anchors) == 1 else []
        by_header = _by_header(header, cells)
        rating, change = _rated(by_header.get("rating"), rest)
        if anchors[number] in bare and not _FIGURES.fullmatch(rest.partition(rating)[0] if rating else "x"):
            continue
        yield Row(
            security,
            name,
            page,
            text[start:stop].replace("\t", " ").strip()[:160],
            rating,
            CHANGES.get(by_header.get("change", "")[:2], change),
            _price(by_header.get("close")),
            _price(by_header.get("target")),
            coded=anchors[number] in coded,
        )


def _anchors(text: str, names: Names, on: date | None) -> Iterator[tuple[int, int, str, Security]]:
    """Where a code touches the name that it belongs to: (start, end, name, security)."""
    upper = text.upper()
    if len(upper) != len(text):
        return
    position = 0
    for code in _CODES.finditer(upper):
        if code.start() < position:
            continue
        coded = _coded(code[0], names, on)
        for start, end in _names_beside(upper, code, names) if coded else ():
            meaning = names.resolve(upper[start:end], on)
            if isinstance(meaning, Found) and coded is not None and same_company(meaning.security, coded):
                first, last = min(start, code.start()), max(end, code.end())
                yield first, last, text[start:end], meaning.security
                position = last
                break


def _bare_anchors(
    text: str, names: Names, on: date | None, coded: Sequence[tuple[int, int, str, Security]]
) -> Iterator[tuple[int, int, str, Security]]:
    """Names without a code that figures or a rating follow: 甲科技 1.20 15.3 买入, 甲科技买入乙医疗增持."""
    upper = text.upper()
    if len(upper) != len(text):
        return
    for start, end in names.spans.find(upper):
        if any(first <= start < last for first, last, _, _ in coded) or not _ROW_GOES_ON.match(text, end):
            continue
        if _CODE_BEFORE.search(upper[:start]):  # of another company, else it were a row with a code
            continue
        meaning = names.resolve(upper[start:end], on)
        if isinstance(meaning, Found):
            yield start, end, text[start:end], meaning.security


def _coded(code: str, names: Names, on: date | None) -> Security | None:
    meaning = names.resolve(code, on)
    return meaning.security if isinstance(meaning, Found) else None


def _names_beside(text: str, code: re.Match[str], names: Names) -> Iterator[tuple[int, int]]:
    """Names right behind a code, and right before it."""
    after = code.end()
    while after < len(text) and text[after] in " \t|":
        after += 1
    for end in names.spans.at(text, after):
        yield after, end
    before = code.start()
    while before > 0 and text[before - 1] in " \t|(*#":
        before -= 1
    for size in range(8, 1, -1):
        if before >= size and before in names.spans.at(text, before - size):
            yield before - size, before


def _rated(cell: str | None, rest: str) -> tuple[str | None, RatingChange | None]:
    """The rating of a row: in its column, right behind the name, or at the end of the figures."""
    if cell is not None:
        match = _RATING.search(cell)
        change = _CHANGE.search(cell)
        return (match[0] if match else None), (CHANGES[change[0]] if change else None)
    found = list(_RATING.finditer(rest))
    if not found:
        return None, None
    first = found[0]
    before = rest[: first.start()]
    if first.start() > _NEAR and _PROSE.search(before):
        return None, None
    around = rest[first.end() : first.end() + 6] + before[-4:]
    change = _CHANGE.search(around)
    return first[0], (CHANGES[change[0]] if change else None)


def _by_header(header: list[str], cells: list[str]) -> dict[str, str]:
    """The cells under the columns that are looked for; a header of another width tells nothing."""
    if not header or len(header) != len(cells):
        return {}
    return {
        what: cell
        for what, pattern in _GIVES.items()
        for title, cell in zip(header, cells, strict=True)
        if pattern.search(title) and not (what == "rating" and _GIVES["change"].search(title))
    }


def _price(cell: str | None) -> Decimal | None:
    try:
        price = Decimal((cell or "").replace(",", "").strip("元 HKUSD$¥"))
    except InvalidOperation:
        return None
    return price if price.is_finite() and price > 0 else None
