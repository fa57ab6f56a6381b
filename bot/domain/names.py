"""Names of securities: which security a printed or typed name means, by the date on which it was printed (DESIGN 2).

`Names.resolve` reads a report: exact forms only, never a guess. `Names.find` and `Names.search` serve a person who
types: parts of names, pinyin initials and near misses too.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from enum import IntEnum
from functools import cached_property
from itertools import accumulate, chain

from bot.domain.name_dates import Bore, bore, gone
from bot.domain.name_forms import base_form, normal, read_code
from bot.domain.name_neighbours import NameNeighbours
from bot.domain.name_spans import NameSpans
from bot.domain.securities import LISTING_ORDER, Security


@dataclass(frozen=True, slots=True)
class Found:
    """One security, without doubt."""

    security: Security


@dataclass(frozen=True, slots=True)
class Unclear:
    """Several securities answer, the likeliest first; a person decides."""

    candidates: tuple[Security, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """No security answers."""


Resolution = Found | Unclear | Unknown

# How many securities are offered to choose from
CHOICES = 8
LONGEST_QUERY = 64  # characters; no full name is as long, and to compare a whole message with every name takes seconds


class _Hit(IntEnum):
    """How well a security answers to what was typed, best first."""

    EXACT = 0
    INITIALS = 1
    PREFIX = 2
    PART = 3
    COMPANY = 4  # a part of the company's full name
    CLOSE = 5


@dataclass(frozen=True, slots=True)
class _Searchable:
    """What a typed text is compared with; ``names`` holds the short names, joined."""

    security: Security
    code: str
    initials: str
    names: str
    full_name: str


class Names:
    """The securities that are known, by every form of their names. Immutable; its indexes are built when first used."""

    def __init__(self, securities: Iterable[Security]) -> None:
        self._securities = tuple(securities)

    def __len__(self) -> int:
        return len(self._securities)

    def __iter__(self) -> Iterator[Security]:
        return iter(self._securities)

    def by_symbol(self, symbol: str) -> Security | None:
        """The security of today's symbol, or of one that it had before (830799.BJ is 920799.BJ today)."""
        return next(iter(self._codes.get(symbol, ())), None)

    def resolve(self, printed: str, on: date | None = None) -> Resolution:
        """What ``printed`` means in a report of the day ``on``; None is a report without a date.

        A name counts on the days on which it was borne; a former name whose dates are unknown, or that is printed out
        of its time, counts where no other security bore it on that day. A security that was delisted before ``on``
        does not answer. Among listings of one company under the name the first by LISTING_ORDER answers; between
        companies nothing is decided.
        """
        text = normal(printed)
        coded = read_code(text)
        if coded:
            found = [security for code in coded for security in self._codes.get(code, ()) if not gone(security, on)]
            if found:
                return _decide(found, on)
        exact = _best(self._named(text), {text}, on)
        loose = _best(self._loosely_named(text), {text, base_form(text)}, on, loose=True)
        if not exact:
            return _decide(loose, on)
        companies = {_company(security) for security in exact}
        return _decide([*exact, *(other for other in loose if _company(other) in companies)], on)

    def find(self, query: str) -> Resolution:
        """What a person means who typed ``query``: one certain answer, or choices.

        A part of a name and pinyin initials are certain where one company alone answers to them; a near miss never is.
        """
        resolved = self.resolve(query)
        if not isinstance(resolved, Unknown):
            return resolved
        hits = self._hits(query)
        if not hits:
            return Unknown()
        best = hits[0][0]
        if best is _Hit.INITIALS:
            answers = [security for hit, security in hits if hit is best]
        else:
            answers = [security for hit, security in hits if hit < _Hit.COMPANY or best >= _Hit.COMPANY]
        if best is not _Hit.CLOSE and len({_company(security) for security in answers}) == 1:
            return Found(min(answers, key=_listing_order))
        return Unclear(tuple(security for _, security in hits[:CHOICES]))

    def search(self, query: str, limit: int = CHOICES) -> tuple[Security, ...]:
        """Up to ``limit`` securities for what a person has typed so far, exact hits first, then beginnings, parts, near misses."""
        return tuple(security for _, security in self._hits(query)[:limit])

    @cached_property
    def spans(self) -> NameSpans:
        """The short names and their shorter forms (京东方 of 京东方A), to be searched for in a text."""
        return NameSpans({*self._short_names, *self._base_names})

    @cached_property
    def neighbours(self) -> NameNeighbours:
        """What near misses are looked for in (`bot.extraction.near_names`)."""
        return NameNeighbours(self._securities)

    def _named(self, text: str) -> Iterable[Security]:
        found = self._short_names.get(text, ())
        return (*found, *self._full_names.get(text, ())) if text.endswith("公司") else found

    def _loosely_named(self, text: str) -> list[Security]:
        base = base_form(text)
        found = list(self._base_names.get(base, ()))
        if base != text:
            found += self._short_names.get(base, ())
        return found

    def _hits(self, query: str) -> list[tuple[_Hit, Security]]:
        """Every security that answers to ``query``, best first; near misses only where nothing else answers."""
        text = normal(query)
        if not text or len(text) > LONGEST_QUERY:
            return []
        match self.resolve(query):
            case Found(security):
                exact: tuple[Security, ...] = (security,)
            case Unclear(candidates):
                exact = candidates
            case _:  # people leave out the zeros of Hong Kong's codes
                exact = self._codes.get(f"{text:0>5}.HK", ())
        codes = read_code(text) or (text,)
        hits = [(_Hit.EXACT, security) for security in exact]
        symbols = {security.symbol for security in exact}
        hits += [
            (hit, entry.security)
            for entry in self._holding({text, *codes})
            if entry.security.symbol not in symbols and (hit := _compare(entry, text, codes)) is not None
        ]
        if not hits:
            return self._near_misses(text)
        return sorted(
            hits, key=lambda hit: (hit[0], hit[1].delisted is not None, text not in normal(hit[1].name), hit[1].symbol)
        )

    def _near_misses(self, text: str, least: float = 0.6) -> list[tuple[_Hit, Security]]:
        matcher = SequenceMatcher(autojunk=False)
        matcher.set_seq2(text)
        letters = set(text)
        scored: list[tuple[float, str, Security]] = []
        shared = Counter(chain.from_iterable(self._by_letter.get(letter, ()) for letter in letters))
        for place, count in shared.items():
            if count * 2 < len(letters):
                continue
            entry = self._searchables[place]
            matcher.set_seq1(normal(entry.security.name))
            if matcher.real_quick_ratio() >= least and (ratio := matcher.ratio()) >= least:
                scored.append((-ratio, entry.security.symbol, entry.security))
        return [(_Hit.CLOSE, security) for _, _, security in sorted(scored, key=lambda item: item[:2])]

    def _holding(self, texts: Iterable[str]) -> Iterator[_Searchable]:
        """The entries in which one of the texts stands, wherever: all others are passed over in one go."""
        whole, begins = self._whole
        places: set[int] = set()
        for text in texts:
            at = whole.find(text)
            while at >= 0:
                places.add(bisect_right(begins, at) - 1)
                at = whole.find(text, at + 1)
        return (self._searchables[place] for place in sorted(places))

    @cached_property
    def _whole(self) -> tuple[str, list[int]]:
        """All that is compared, one behind the other, and where each entry begins."""
        lines = [f"{each.code}\n{each.initials}\n{each.names}\n{each.full_name}\n" for each in self._searchables]
        return "".join(lines), [0, *accumulate(map(len, lines[:-1]))]

    @cached_property
    def _by_letter(self) -> dict[str, list[int]]:
        """The places of the entries in whose names a letter stands."""
        index: dict[str, list[int]] = {}
        for place, entry in enumerate(self._searchables):
            for letter in set(entry.names):
                index.setdefault(letter, []).append(place)
        return index

    @cached_property
    def _codes(self) -> dict[str, tuple[Security, ...]]:
        index: dict[str, tuple[Security, ...]] = {}
        for security in self._securities:
            for symbol in (security.symbol, *security.former_symbols):
                _add(index, symbol, security)
                _add(index, symbol.rpartition(".")[0], security)
        return index

    @cached_property
    def _short_names(self) -> dict[str, tuple[Security, ...]]:
        index: dict[str, tuple[Security, ...]] = {}
        for security in self._securities:
            alone = (security,)
            for name in _short_names(security) if security.former or security.aliases else (security.name,):
                key = normal(name)
                if index.setdefault(key, alone) is not alone:
                    _add(index, key, security)
        return index

    @cached_property
    def _base_names(self) -> dict[str, tuple[Security, ...]]:
        """Names that have a shorter form (京东方A, 盛科通信-U), by that form."""
        index: dict[str, tuple[Security, ...]] = {}
        for name, securities in self._short_names.items():
            if not name[-1:].isascii() and not name[:1].isascii():
                continue
            base = base_form(name)
            if base != name:
                for security in securities:
                    _add(index, base, security)
        return index

    @cached_property
    def _full_names(self) -> dict[str, tuple[Security, ...]]:
        index: dict[str, tuple[Security, ...]] = {}
        for security in self._securities:
            if security.full_name:
                _add(index, normal(security.full_name), security)
        return index

    @cached_property
    def _searchables(self) -> tuple[_Searchable, ...]:
        return tuple(
            _Searchable(
                security,
                security.code,
                "".join(filter(str.isalnum, security.pinyin)),
                "|".join(["", *map(normal, _short_names(security))]),
                security.full_name,
            )
            for security in self._securities
        )


def _short_names(security: Security) -> Iterator[str]:
    yield security.name
    yield from security.aliases
    for former in security.former:
        yield former.name


def _add(index: dict[str, tuple[Security, ...]], key: str, security: Security) -> None:
    known = index.get(key)
    if known is None:
        index[key] = (security,)
    elif known[-1] is not security:  # one security may bear a name twice; its names are indexed in one go
        index[key] = (*known, security)


def _company(security: Security) -> str:
    return security.company or security.symbol


def _listing_order(security: Security) -> tuple[int, str]:
    return LISTING_ORDER.index(security.market), security.symbol


def _best(candidates: Iterable[Security], texts: set[str], on: date | None, *, loose: bool = False) -> list[Security]:
    """The candidates that bore one of the names best on that day."""
    graded = [(how, security) for security in candidates if (how := bore(security, texts, on, loose=loose))]
    best = max((how for how, _ in graded), default=None)
    companies = {_company(security) for how, security in graded if how is best}
    return [
        security
        for how, security in graded
        if how is best or (how > Bore.AT_ANOTHER_TIME and companies == {_company(security)})
    ]


def _decide(securities: list[Security], on: date | None) -> Resolution:
    """The one company's first listing, or nothing decided."""
    if not securities:
        return Unknown()
    if len({_company(security) for security in securities}) > 1:
        return Unclear(tuple(sorted(set(securities), key=_listing_order)))
    trading = [security for security in securities if on is None or security.listed is None or security.listed <= on]
    return Found(min(trading or securities, key=_listing_order))


def _compare(entry: _Searchable, text: str, codes: tuple[str, ...]) -> _Hit | None:
    if text == entry.initials:
        return _Hit.INITIALS
    if any(map(entry.code.startswith, codes)) or f"|{text}" in entry.names or entry.initials.startswith(text):
        return _Hit.PREFIX
    if text in entry.names:
        return _Hit.PART
    return _Hit.COMPANY if text in entry.full_name else None
