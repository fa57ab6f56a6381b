"""What other places of a report say of its picks: the rating, close and target of a table, the rating that prose gives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.domain.confidence import Reason, Sign, confidence
from bot.domain.name_forms import normal
from bot.domain.ratings import RatingChange
from bot.domain.reports import Evidence, Pick, PickKind
from bot.domain.securities import Market, market_of
from bot.extraction.layout import Paragraph, is_disclosure
from bot.extraction.naming import Names
from bot.extraction.rating_lines import CHANGES
from bot.extraction.rating_words import GRADES, UNRATED, WORD
from bot.extraction.stock_tables import Row, recommends

_IN_TABLE = 0.9
UNRATED_WORDS = frozenset(GRADES[UNRATED])
_WEIGHT_OF_CODE = 1.02
_CODED = (Sign.CODE_AGREES, Sign.CODE_DECIDES)
_LONGEST_SEGMENT = 16
_TARGET_BEFORE, _TARGET_AFTER = 60, 40
_OPENS = re.compile(r"^$|[。;:、,\n)】●■◆►▶➢⚫◼•▪□✓\d]$")
_CURRENCIES = {"港元": "HKD", "港币": "HKD", "美元": "USD", "元": None}
_HOME = {Market.A: "CNY", Market.BSE: "CNY", Market.NEEQ: "CNY"}
_GIVEN = re.compile(
    rf"(?P<change>首次覆盖|维持|重申|上调|下调|给予|给与)(?:公司|其|对公司|至|为|,|目标价|[\d.元]){{0,6}}[\"“](?P<quoted>{WORD})(?:-[ABC])?[\"”]|"
    rf"(?P<bare_change>首次覆盖|维持|重申|上调|下调|给予|给与)(?:公司|其|至|为){{0,2}}(?P<word>{WORD})(?:-[ABC])?(?:的)?(?:投资)?评级"
)
_RATES = re.compile("(?:覆盖|给予|维持|重申|[上下]调|对)$")
_SENTENCE_END = re.compile("[。;!?]")
_RATES_BEFORE = 24
_OF_A_BRANCH = re.compile(r"行业|板块|产业")
_TARGET = re.compile(
    r"目标价(?:格|位)?(?:区间)?(?:为|至|:)?\s?(?P<price>\d{1,5}(?:\.\d{1,2})?)\s?(?P<unit>港元|港币|美元|元)(?![-~])"
)
_REACH = 2000  # letters from a company's name to the sentence that rates it
_SAID = {"重申": RatingChange.MAINTAINED, "首次覆盖": RatingChange.INITIATED}


def join_tables(picks: Iterable[Pick], rows: Sequence[Row]) -> tuple[Pick, ...]:
    """The picks with what a table says of them, and the rows of tables that recommend by themselves."""
    of: dict[str, Row] = {}
    for row in rows:
        known = of.get(row.security.symbol)
        of[row.security.symbol] = row if known is None else _merged(known, row)
    joined = [_with_row(pick, of[pick.symbol]) if pick.symbol in of else pick for pick in picks]
    named = {(pick.symbol, pick.kind) for pick in joined}
    for row in rows:
        key = (row.security.symbol, PickKind.RECOMMENDED)
        if recommends(row.title) and key not in named:
            named.add(key)
            joined.append(_pick(row))
    return tuple(joined)


def join_prose(picks: Iterable[Pick], paragraphs: Iterable[Paragraph], names: Names) -> tuple[Pick, ...]:
    """The picks with the rating that a sentence about them gives: 甲科技是…,维持"买入"评级."""
    picks = tuple(picks)
    unrated = {normal(name): pick.symbol for pick in picks if not pick.rating for name in (pick.name, pick.listed_name)}
    said = _said_in_prose(paragraphs, unrated, names) if unrated else {}
    return tuple(_with_words(pick, said[pick.symbol]) if pick.symbol in said else pick for pick in picks)


@dataclass(frozen=True, slots=True)
class _Said:
    rating: str
    change: RatingChange | None
    target: Decimal | None
    currency: str | None
    words: str


def _said_in_prose(paragraphs: Iterable[Paragraph], unrated: Mapping[str, str], names: Names) -> dict[str, _Said]:
    """What the prose says of each symbol. A section is about the company that its first words name."""
    found: dict[str, _Said] = {}
    about: str | None = None
    since = 0
    for paragraph in paragraphs:
        if is_disclosure(paragraph.text):
            break
        text = normal(paragraph.text)
        places: list[tuple[int, str | re.Match[str]]] = [(m.start(), m) for m in _GIVEN.finditer(text)]
        places += [(start, text[start:end]) for start, end in names.spans.find(text)]
        last = 0
        for position, what in sorted(places, key=lambda place: place[0]):
            since, last = since + position - last, position
            if isinstance(what, re.Match) and (named := _rated_by_name(text, what, names)):
                about, since = unrated.get(named), 0
            if isinstance(what, str):
                if _OPENS.search(text[:position][-1:]) or text[position + len(what) :][:1] == "(":
                    about, since = unrated.get(what), 0
            elif about is not None and since <= _REACH and not _OF_A_BRANCH.search(what[0]):
                found.setdefault(about, _said(text, what))
        since += len(text) - last
    return found


def _rated_by_name(text: str, match: re.Match[str], names: Names) -> str | None:
    """The company that the rating's own sentence names: 首次覆盖甲科技,给予“买入”评级."""
    words = _SENTENCE_END.split(text[max(0, match.start() - _RATES_BEFORE) : match.end()])[-1]
    found = (words[start:end] for start, end in names.spans.find(words) if _RATES.search(words[:start]))
    return next(found, None)


def _said(text: str, match: re.Match[str]) -> _Said:
    verb = match["change"] or match["bare_change"]
    target = _TARGET.search(text, max(0, match.start() - _TARGET_BEFORE), match.end() + _TARGET_AFTER)
    return _Said(
        match["quoted"] or match["word"],
        _SAID.get(verb) or CHANGES.get(verb[:2]),
        Decimal(target["price"]) if target else None,
        _CURRENCIES.get(target["unit"]) if target else None,
        match[0],
    )


def _with_words(pick: Pick, said: _Said) -> Pick:
    if pick.rating:
        return pick
    reasons = (*pick.reasons, Reason(Sign.RATED_IN_TEXT, 1.0, said.words))
    targeted = said.target is not None and pick.target_price is None
    return replace(
        pick,
        rating=said.rating,
        rating_change=said.change,
        target_price=said.target if targeted else pick.target_price,
        currency=(said.currency or _HOME.get(pick.market)) if targeted else pick.currency,
        reasons=reasons,
    )


def _merged(one: Row, other: Row) -> Row:
    """Two rows of one stock: what the first leaves open the other tells. 未评级 counts only where nothing else is said."""
    rating = one.rating if one.rating and one.rating not in UNRATED_WORDS else other.rating or one.rating
    return replace(
        one,
        rating=rating,
        change=one.change or other.change,
        close=one.close or other.close,
        target=one.target or other.target,
        title=one.title or other.title,
    )


def _with_row(pick: Pick, row: Row) -> Pick:
    """A pick of the prose with what its row adds; what the prose itself says of it stands."""
    reasons = list(pick.reasons)
    if row.coded and not any(reason.sign in _CODED for reason in reasons):
        reasons.append(Reason(Sign.CODE_ELSEWHERE, _WEIGHT_OF_CODE, row.security.symbol))
    rated = pick.rating is None and row.rating is not None and row.rating not in UNRATED_WORDS
    if rated:
        reasons.append(Reason(Sign.RATED_IN_TABLE, 1.0, row.words))
    targeted = pick.target_price is None and row.target is not None
    return replace(
        pick,
        rating=row.rating if rated else pick.rating,
        rating_change=row.change if rated else pick.rating_change,
        target_price=row.target if targeted else pick.target_price,
        currency=_HOME.get(pick.market) if targeted else pick.currency,
        close=pick.close or row.close,
        reasons=tuple(reasons),
        confidence=confidence(reasons) if pick.reasons else pick.confidence,
    )


def _pick(row: Row) -> Pick:
    """A row of a table that recommends by itself (金股)."""
    market = market_of(row.security.symbol)
    reasons = (Reason(Sign.IN_TABLE, _IN_TABLE, row.title or ""),)
    return Pick(
        name=row.name,
        listed_name=row.security.name,
        symbol=row.security.symbol,
        market=market,
        segment=row.title if row.title and len(row.title) <= _LONGEST_SEGMENT else None,
        kind=PickKind.RECOMMENDED,
        rating=row.rating,
        rating_change=row.change,
        target_price=row.target,
        currency=_HOME.get(market) if row.target is not None else None,
        evidence=Evidence(row.page, row.words),
        confidence=confidence(reasons),
        reasons=reasons,
        close=row.close,
    )
