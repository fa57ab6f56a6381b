"""Picks: what a report names for investors, by the verb that governs the name.

A verb with a colon opens a printed list (推荐标的:甲、乙): all its names count, and one that nothing answers to is kept for
a person. A verb in a sentence (建议关注甲、乙) counts for names that are known, and only for those: what follows it is as
often a sector.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.confidence import Reason, Sign, confidence
from bot.domain.name_forms import normal
from bot.domain.names import Found, Unclear
from bot.domain.reports import Pick, PickKind, Unresolved
from bot.domain.securities import Market, Security, market_of
from bot.extraction.advice_tables import rows_told
from bot.extraction.brackets import read_bracket
from bot.extraction.branches import BRANCHES
from bot.extraction.clauses import Clause, clauses
from bot.extraction.layout import Paragraph, is_disclosure
from bot.extraction.list_names import read_item, tells_of_events
from bot.extraction.lists import Item, items
from bot.extraction.naming import EVERYDAY, Named, Names, may_be_company
from bot.extraction.near_names import names_containing, near_names
from bot.extraction.topics import NO_TOPIC, topic_of
from bot.extraction.verbs import Rule, is_belief

_LISTED, _IN_A_SENTENCE, _BELIEVED_IN = 0.97, 0.85, 0.65
_SHORTEST_MENTION, _AROUND = (
    3,
    24,
)  # letters of a name that is told where no verb governs it, and of what is shown around it
_ABBREVIATED = re.compile("[\u4e00-\u9fff]{2,3}")
_INTRODUCED = re.compile("^(?:如|例如|包括|比如|以及|尤其)|.*(?:的|龙头|企业|公司)")
_PARTS_OF_A_LIST = frozenset(("", "、", "/", "|"))
_MOST_OPEN = 3  # items of a list in which nothing is known and each may be a company
_LONGEST_UNKNOWN = 8  # letters; a longer item of a sentence that is no name is prose
_HOME = {Market.A: "CNY", Market.BSE: "CNY", Market.NEEQ: "CNY"}


@dataclass(frozen=True, slots=True)
class Refused:
    """A name that stands in a report and is no pick: what it means, where it stands, and the rule that refused it."""

    name: str
    symbol: str | None
    page: int
    words: str
    rule: Rule


@dataclass(frozen=True, slots=True)
class Read:
    """What the prose of a report says: its picks, the names that a person must decide, and what was refused."""

    picks: tuple[Pick, ...]
    unresolved: tuple[Unresolved, ...]
    refused: tuple[Refused, ...]


def read_picks(paragraphs: Sequence[Paragraph], names: Names, on: date | None, *, broker: str) -> Read:
    """The picks of a report's prose, each (segment, kind, security) once.

    A mention without a segment adds nothing where the same security stands in a segment under the same kind: a summary
    repeats what its sections say.
    """
    picks: dict[tuple[str | None, PickKind, str], Pick] = {}
    unresolved: dict[tuple[str | None, PickKind, str], Unresolved] = {}
    refused: list[Refused] = []

    def is_name(text: str) -> bool:
        return isinstance(names.resolve(read_bracket(text).name, on), Found)

    def is_list(text: str) -> bool:
        first, second = [*re.split("[、,;]", text, maxsplit=2), "", ""][:2]
        return is_name(first.strip()) and is_name(second.rstrip("。等 ").strip())

    for clause in clauses(tuple(rows_told(paragraphs)), is_name, is_list):
        if clause.refused:
            refused += _mentioned(clause, clause.refused, names, on)
            continue
        for segment, named in _named(clause, names, on):
            match named.meaning:
                case _ if named.name == broker:
                    refused.append(_refused(clause, named, Rule.THE_BROKER))
                case Found(security):
                    key = (segment, clause.verb.kind, security.symbol)
                    picks[key] = _again(picks[key], named) if key in picks else _pick(clause, segment, named, security)
                case Unclear(candidates):
                    symbols = tuple(candidate.symbol for candidate in candidates)
                    unresolved.setdefault(
                        (segment, clause.verb.kind, named.name), _open(clause, segment, named, symbols)
                    )
                case _ if named.name in EVERYDAY:
                    refused.append(_refused(clause, named, Rule.EVERYDAY_WORD))
                case _ if clause.verb.listed and may_be_company(named.name):
                    waiting = _open(clause, segment, named, _near(named.name, names, on))
                    unresolved.setdefault((segment, clause.verb.kind, named.name), waiting)
                case _ if _ABBREVIATED.fullmatch(named.name) and may_be_company(named.name):
                    if candidates := names_containing(
                        named.name, names.neighbours, on, most=2
                    ):  # one alone, or nobody asks
                        symbols = tuple(candidate.symbol for candidate in candidates)
                        waiting = _open(clause, segment, named, symbols)
                        unresolved.setdefault((segment, clause.verb.kind, named.name), waiting)
    in_segment = {(kind, symbol) for segment, kind, symbol in picks if segment}
    kept = tuple(p for (segment, kind, symbol), p in picks.items() if segment or (kind, symbol) not in in_segment)
    return Read(kept, tuple(unresolved.values()), tuple(refused))


def ungoverned(
    paragraphs: Sequence[Paragraph], names: Names, on: date | None, told: Collection[str | None]
) -> Iterator[Refused]:
    """The securities that a report names where no verb governs them, each once; ``told`` are symbols already accounted for."""
    seen = set(told)
    for paragraph in paragraphs:
        text = normal(paragraph.text)
        if is_disclosure(paragraph.text):
            return
        for start, end in names.spans.find(text):
            meaning = names.resolve(text[start:end], on)
            if end - start >= _SHORTEST_MENTION and isinstance(meaning, Found) and meaning.security.symbol not in seen:
                seen.add(meaning.security.symbol)
                words = text[max(0, start - _AROUND) : end + _AROUND]
                yield Refused(text[start:end], meaning.security.symbol, paragraph.page, words, Rule.NO_VERB)


def _pick(clause: Clause, segment: str | None, named: Named, security: Security) -> Pick:
    reasons = (*_of_verb(clause), *named.reasons)
    market = market_of(security.symbol)
    return Pick(
        name=named.name,
        listed_name=security.name,
        symbol=security.symbol,
        market=market,
        segment=segment,
        kind=clause.verb.kind,
        rating=named.rating,
        rating_change=named.change,
        target_price=named.target,
        currency=(named.currency or _HOME.get(market)) if named.target is not None else None,
        evidence=clause.evidence,
        confidence=confidence(reasons),
        reasons=reasons,
    )


def _again(pick: Pick, named: Named) -> Pick:
    """A pick that is printed once more: surer, and with what only the later place says of it."""
    seen = Reason(Sign.SEEN_AGAIN, 1.05)
    reasons = pick.reasons if seen in pick.reasons else (*pick.reasons, seen)
    said = named.rating and pick.rating is None
    return replace(
        pick,
        rating=named.rating if said else pick.rating,
        rating_change=named.change if said else pick.rating_change,
        target_price=named.target if pick.target_price is None else pick.target_price,
        currency=(named.currency or _HOME.get(pick.market))
        if pick.target_price is None and named.target is not None
        else pick.currency,
        reasons=reasons,
        confidence=confidence(reasons),
    )


def _open(clause: Clause, segment: str | None, named: Named, candidates: tuple[str, ...]) -> Unresolved:
    nobody = Sign.NEAR_MISS if candidates else Sign.NOBODY_ANSWERS
    reasons = named.reasons or (Reason(nobody, 1.0, named.name),)
    return Unresolved(named.name, segment, clause.verb.kind, clause.evidence, candidates, reasons)


def _near(name: str, names: Names, on: date | None) -> tuple[str, ...]:
    """What a name that nobody answers to may have meant: near misses, else names that begin or end with it."""
    found = near_names(name, names.neighbours, on) or names_containing(name, names.neighbours, on)
    return tuple(security.symbol for security in found)


def _mentioned(clause: Clause, rule: Rule, names: Names, on: date | None) -> Iterator[Refused]:
    text = normal(clause.text)
    for start, end in names.spans.find(text):
        meaning = names.resolve(text[start:end], on)
        if end - start >= _SHORTEST_MENTION and isinstance(meaning, Found):
            yield Refused(text[start:end], meaning.security.symbol, clause.evidence.page, clause.evidence.text, rule)


def _refused(clause: Clause, named: Named, rule: Rule) -> Refused:
    symbol = named.security.symbol if named.security else None
    return Refused(named.name, symbol, clause.evidence.page, clause.evidence.text, rule)


def _of_verb(clause: Clause) -> tuple[Reason, ...]:
    return (_of_words(clause), *((Reason(Sign.BROKEN, 0.9),) if clause.broken else ()))


def _of_words(clause: Clause) -> Reason:
    if clause.verb.listed:
        return Reason(Sign.LISTED, _LISTED, clause.verb.words)
    if is_belief(clause.verb):
        return Reason(Sign.BELIEVED_IN, _BELIEVED_IN, clause.verb.words)
    return Reason(Sign.IN_SENTENCE, _IN_A_SENTENCE, clause.verb.words)


def _named(clause: Clause, names: Names, on: date | None) -> Iterator[tuple[str | None, Named]]:
    """The names of a clause with their segments. In a sentence the list ends with the first words that are no name."""
    known = prose = False
    branch: str | None = None
    topic = NO_TOPIC
    listed = clause.verb.listed or clause.over_lines
    read_items = _read_items(clause, names, on)
    if not clause.verb.listed and any(tells_of_events(item.text) for item, _, _ in read_items):
        return
    among = len(read_items) <= _MOST_OPEN or any(named.known for _, _, read in read_items for named in read)
    for item, segment, read in read_items:
        found = any(named.known for named in read)
        if listed and not found and not (among and item.after in _PARTS_OF_A_LIST):
            continue  # prose behind a colon
        if not listed and not found:
            if known and len(item.text) > _LONGEST_UNKNOWN and item.segment is None and item.after != ";":
                return
            yield from ((None, named) for named in read if named.name in EVERYDAY)
            if known and item.after == "、" and _ABBREVIATED.fullmatch(item.text) and item.text not in BRANCHES:
                yield from ((item.segment or branch or clause.segment, named) for named in read)
            prose = prose or is_belief(clause.verb)
            topic = topic_of(item)
            continue
        if prose and not known and not _INTRODUCED.match(item.text):
            return  # 看好需求释放,甲科技…: what follows is another sentence
        known = known or found
        in_brackets = segment is not None and f"{segment}(" in item.text  # 功率半导体(甲、乙)
        branch = segment if segment and not in_brackets else (branch if item.after == "、" else None)
        listed_in = segment if in_brackets else None
        topic = topic.before(item)
        for named in read:
            told = item.segment or listed_in or topic.of_its_point or clause.segment or segment or branch
            yield told or topic.introduced, named


def _read_items(clause: Clause, names: Names, on: date | None) -> list[tuple[Item, str | None, tuple[Named, ...]]]:
    """The items of a clause, each with the segment and the names in it; a word of every day counts beside companies."""
    listed = clause.verb.listed or clause.over_lines
    found = [(item, *read_item(item.text, names, on, listed=listed)) for item in _items(clause, names, on)]
    for number, (item, segment, read) in enumerate(found):
        beside = [named for n in (number - 1, number + 1) if 0 <= n < len(found) for named in found[n][2]]
        is_word = any(named.name in EVERYDAY and not named.known for named in read)
        if is_word and item.after in {"", "、"} and any(named.known for named in beside):
            found[number] = (item, segment, _as_company(item.text, names, on))
    return found


def _as_company(text: str, names: Names, on: date | None) -> tuple[Named, ...]:
    """A word of every day that stands between companies: 益丰药房、老百姓、大参林."""
    _, read = read_item(text, names, on, listed=True)
    return tuple(replace(named, reasons=(*named.reasons, Reason(Sign.EVERYDAY_WORD, 0.9))) for named in read)


def _items(clause: Clause, names: Names, on: date | None) -> Iterator[Item]:
    def is_name(text: str) -> bool:
        _, read = read_item(text, names, on, listed=True)
        return any(named.known for named in read)

    return items(clause.text, is_name)
