"""The broker's own definition of its ratings: words, bands, basis and months, as the report prints them.

Every broker cuts the bands elsewhere (METHODOLOGY 1), so nothing here knows a broker: a definition is a rating word
followed by words that compare, and a table lists its words from the best to the worst, so that a better word opens the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, permutations

from bot.domain.ratings import RatingScale, ScaleSource, Subject
from bot.extraction.horizons import Months, of_definitions, of_notes, of_the_rating
from bot.extraction.rating_bands import INDICES_TOO, band, basis
from bot.extraction.rating_definitions import SUBJECT, Definition, beside, definitions, in_order
from bot.extraction.rating_words import GRADE, UNRATED, WORD

# a footnote has no heading: 买入:涨幅20%以上;增持:涨幅5%-20%
_DEFINED = rf"(?:{WORD})(?:\([A-Za-z -]{{1,16}}\))?\s?[:=指][^。;:=\n]{{0,40}}\d%[^。;:=\n]{{0,12}}"
_ANCHOR = re.compile(
    "评级(?:说明|标准|体系|定义|系统|的说明|含义|分类|依据|指引|和相关定义)|评等|(?:证券|股票|公司|行业)(?:投资)?评级|(?:投资)?建议的?(?:评级|比较)标准"
    rf"|{_DEFINED}[;,。\n]\s?{_DEFINED}"
)
_MOST_ANCHORS = 200  # of the last ones, so that a text made of headings costs no more
_BEFORE, _AFTER = 400, 2000  # characters around the heading that belong to the table
_SAYS_INDUSTRY = re.compile("(?<!所属)(?<!同)行业(?!中|内|平均|.{0,6}股价)|板块")
_SAYS_STOCK = re.compile("个股|股价|股票价|公司|证券相|该股|所属行业指数|行业平均|分析师(?:所)?覆盖")
_RATED = re.compile(rf"\s?[:|]?\s?(?:{WORD})")  # 行业评级:增持 is a rating, not the heading of a table
_HEADING = 6  # votes: a heading weighs more than the words of a whole table
_LEAST = 2  # one word alone divides nothing


def rating_section(text: str) -> str:
    """The part of a report in which its ratings are defined: where most definitions stand around a heading; may be empty."""
    text = in_order(text)
    anchors = [anchor.start() for anchor in _ANCHOR.finditer(text)][-_MOST_ANCHORS:]
    windows = (text[max(0, anchor - _BEFORE) : anchor + _AFTER] for anchor in anchors)
    best = max(windows, key=lambda window: len({(d.word, d.text) for d in definitions(window)}), default="")
    return best if len(definitions(best)) >= _LEAST else ""


def rating_scales(section: str, text: str = "") -> tuple[RatingScale, ...]:
    """The scales for stocks and for industries that a section defines, stocks first.

    ``section`` is what `rating_section` found; ``text`` is the whole report, which may print the months in a footnote. A scale
    has at least two words; without months ``months`` is None.
    """
    tables = [table for table in _tables(definitions(section)) if len(table) >= _LEAST]
    scales: dict[Subject, RatingScale] = {}
    for table, subjects in _with_subjects(tables):
        horizon = _horizon(table, tables[0], section) or of_the_rating(text)
        for subject in subjects:
            rating = [definition.text for definition in table if GRADE[definition.word] != UNRATED]
            measured = basis(subject, rating, table[0].before, section)
            bands = tuple(band(definition.word, definition.text) for definition in table)
            scales.setdefault(subject, RatingScale(subject, measured, horizon, ScaleSource.REPORT, bands))
    return tuple(scales[subject] for subject in Subject if subject in scales)


def _horizon(table: Sequence[Definition], first: Sequence[Definition], section: str) -> Months | None:
    """The months of the definitions; where the words before them give a wider range around it, that range; else those of notes."""
    lines = of_definitions(definition.text for definition in table)
    preamble = of_notes(_headed(table[0].before)) or of_notes(_headed(first[0].before))
    if lines and preamble and preamble[0] <= lines[0] and lines[1] <= preamble[1]:
        return preamble
    return lines or preamble or of_notes(beside(section)) or of_notes(_headed(section))


def _headed(text: str) -> str:
    """The text from the heading of its table on; what stands before is prose."""
    heading = _ANCHOR.search(text)
    return text[heading.start() :] if heading else text


def _tables(definitions: Sequence[Definition]) -> list[list[Definition]]:
    """Definitions cut where a table ends: a better word than the one before, or a word that came already."""
    if beside := _side_by_side(definitions):
        return beside
    tables: list[list[Definition]] = []
    for definition in definitions:
        table = tables[-1] if tables else None
        worst = max((GRADE[known.word] for known in table), default=-1) if table else -1
        again = table is not None and any(known.word == definition.word for known in table)
        grade = GRADE[definition.word]
        if table is None or again or (grade <= worst and grade != UNRATED):
            if again and table is not None and len(table) < _LEAST:
                tables.pop()
            tables.append([definition])
        else:
            table.append(definition)
    return tables


def _side_by_side(definitions: Sequence[Definition]) -> list[list[Definition]] | None:
    """Two tables printed beside one another, row by row: one by its words rates stocks, the other industries."""
    stocks = [definition for definition in definitions if _says(definition) is Subject.STOCK]
    industries = [definition for definition in definitions if _says(definition) is Subject.INDUSTRY]
    if len(stocks) + len(industries) < len(definitions) or min(len(stocks), len(industries)) < _LEAST:
        return None
    for table in (stocks, industries):
        grades = [GRADE[definition.word] for definition in table]
        if any(second <= first for first, second in pairwise(grades) if second != UNRATED):
            return None
    return [stocks, industries]


def _says(definition: Definition) -> Subject | None:
    text = INDICES_TOO.sub("", definition.text)
    stock, industry = _SAYS_STOCK.search(text), _SAYS_INDUSTRY.search(text)
    if bool(stock) == bool(industry):
        return None
    return Subject.STOCK if stock else Subject.INDUSTRY


def _with_subjects(tables: Sequence[list[Definition]]) -> Iterator[tuple[list[Definition], tuple[Subject, ...]]]:
    """The table that rates stocks and the one that rates industries: as their headings and words fit best together.

    Where nothing tells them apart the first rates stocks and the next industries.
    """
    rated = [table for table in tables if not _of_other(table)]
    if len(rated) == 1:
        if any(match["both"] for match in _heads(rated[0])):
            yield rated[0], (Subject.STOCK, Subject.INDUSTRY)
        else:
            votes = _votes(rated[0])
            of_industries = (
                2 * votes[Subject.INDUSTRY] >= len(rated[0]) and votes[Subject.INDUSTRY] > votes[Subject.STOCK]
            )
            yield rated[0], (Subject.INDUSTRY if of_industries else Subject.STOCK,)
        return
    ballots = [_votes(table) for table in rated]
    pairs = permutations(range(len(rated)), 2)
    chosen = max(
        pairs, key=lambda pair: sum(ballots[n][subject] for n, subject in zip(pair, Subject, strict=True)), default=()
    )
    for number, subject in zip(chosen, Subject, strict=False):
        votes = ballots[number]
        if votes[subject] or not any(votes.values()):
            yield rated[number], (subject,)


def _heads(table: Sequence[Definition]) -> list[re.Match[str]]:
    """The headings among a table's words; in a PDF that of a merged cell may stand in the middle of its rows."""
    return [
        match
        for definition in table
        for match in SUBJECT.finditer(definition.before)
        if not _RATED.match(definition.before, match.end())
    ]


def _of_other(table: Sequence[Definition]) -> bool:
    heads = _heads(table)
    return bool(heads and heads[-1]["other"])


def _votes(table: Sequence[Definition]) -> dict[Subject, int]:
    heads = _heads(table)
    votes = {
        Subject.STOCK: _HEADING * sum(bool(match["stock"]) for match in heads),
        Subject.INDUSTRY: _HEADING * sum(bool(match["industry"]) for match in heads),
    }
    for definition in table:
        if said := _says(definition):
            votes[said] += 1
    return votes
