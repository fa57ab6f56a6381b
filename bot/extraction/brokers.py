"""Which broker wrote a report: from its legal name, its research house and its licence numbers, never from a pick."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.extraction.layout import CJK

_HOUSE = re.compile(rf"([{CJK}]{{2,6}}证券)((?:股份|控股)?有限(?:责任)?公司|研究(?:所|院|部|中心))")
_RESEARCH = ("研究所", "研究院", "研究部", "研究中心")
_MOST_HOUSES = 50  # different ones; a report names a handful
_LICENCE_WEIGHT = 10
_LEAST_WEIGHT = 3
_SHORT_LINE = 40
_ADVISES = re.compile("推荐|标的|关注|看好|来源|曾")


@dataclass(frozen=True, slots=True)
class FormerName:
    """A short name that a broker bore, until a day where it is known."""

    short: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Broker:
    """A broker: short name, legal names (present and former), and the first five characters of its people's licences.

    ``successor`` is the short name of the house that took it over on the day ``succeeded``.
    """

    short: str
    legal: tuple[str, ...] = ()
    licence: str | None = None
    former: tuple[FormerName, ...] = ()
    successor: str | None = None
    succeeded: date | None = None


def load_brokers(path: Path) -> tuple[Broker, ...]:
    """The brokers of ``config/brokers.toml``.

    Raises:
        OSError: the file cannot be read.
        tomllib.TOMLDecodeError: it is no TOML.
    """
    entries = tomllib.loads(path.read_text(encoding="utf-8"))["brokers"]
    return tuple(
        Broker(
            entry["short"],
            tuple(entry.get("legal", ())),
            entry.get("licence"),
            tuple(FormerName(former["short"], former.get("until")) for former in entry.get("former", ())),
            entry.get("successor", {}).get("short"),
            entry.get("successor", {}).get("since"),
        )
        for entry in entries
    )


def house_today(short: str, brokers: Iterable[Broker]) -> str:
    """The short name under which a broker goes on today: its new name, or the house that took it over (METHODOLOGY 6)."""
    brokers = tuple(brokers)
    for _ in brokers:  # at most so many steps, should two name one another
        following = next(
            (
                broker.successor or broker.short
                for broker in brokers
                if broker.short == short or any(former.short == short for former in broker.former)
            ),
            short,
        )
        if following == short:
            return short
        short = following
    return short


def desk_of(short: str, brokers: Iterable[Broker]) -> str:
    """The broker that wrote under a printed name: its present name, and no house that took it over since."""
    bearers = (broker.short for broker in brokers if any(former.short == short for former in broker.former))
    return next(bearers, short)


def find_broker(text: str, licences: Iterable[str], brokers: Iterable[Broker]) -> str | None:
    """The short name of the broker whose report ``text`` is; None where nothing names one.

    A licence number decides nearly alone, since its first five characters are the house. Then count the legal names
    and research houses: a broker that is listed is printed as a pick without 股份有限公司 behind it.
    """
    brokers = tuple(brokers)
    weights: Counter[str] = Counter()
    by_legal = {legal: broker.short for broker in brokers for legal in broker.legal}
    for legal, count in _counts(text, by_legal).items():
        weights[by_legal[legal]] += 3 * count
    for house, weight in _houses(text):
        if not any(legal.startswith(house) for legal in by_legal):
            weights[house] += weight
    by_house = {
        f"{name}{end}": broker.short
        for broker in brokers
        for name in _called(broker)
        if name in text  # one look for each name instead of one for each of its endings
        for end in _RESEARCH
    }
    for house, count in _counts(text, by_house).items():
        weights[by_house[house]] += count
    for broker in brokers:
        if broker.licence and any(licence.startswith(broker.licence) for licence in licences):
            weights[broker.short] += _LICENCE_WEIGHT
    if not weights:
        return None
    short, weight = weights.most_common(1)[0]
    if weight < _LEAST_WEIGHT:
        return None
    return _as_printed(next((broker for broker in brokers if broker.short == short), Broker(short)), text)


def _called(broker: Broker) -> tuple[str, ...]:
    """The short names of a broker; before 研究所 a name that does not end in 证券 may take it: 国泰海通证券研究所."""
    names = (broker.short, *(former.short for former in broker.former))
    return (*names, *(f"{name}证券" for name in names if not name.endswith(("证券", ")"))))


def _counts(text: str, names: Iterable[str]) -> dict[str, int]:
    """How often each name is printed for itself: in 国泰海通证券股份有限公司 海通证券股份有限公司 is not."""
    found: dict[str, int] = {}
    for name in sorted(set(names), key=len, reverse=True):
        if count := text.count(name):
            count -= sum(longer for other, longer in found.items() if name in other)
            found[name] = max(0, count)
    return found


def _as_printed(broker: Broker, text: str) -> str:
    """The short name that the report prints: a former one or the successor's where it stands there oftener than today's."""
    names = [
        broker.short,
        *(former.short for former in broker.former),
        *([broker.successor] if broker.successor else []),
    ]
    return max(names, key=text.count)


def broker_in_head(lines: Iterable[str], brokers: Iterable[Broker]) -> str | None:
    """The one known broker that short lines of a front page or a forwarded message name, where nothing else names it."""
    short = [line for line in lines if len(line) <= _SHORT_LINE and not _ADVISES.search(line)]
    names = {name for broker in brokers for name in (broker.short, *(former.short for former in broker.former))}
    # the longest first, each letter once: 国泰海通证券 is not 海通证券
    named = re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))) or "(?!)")
    found = {match[0] for line in short for match in named.finditer(line)}
    found = {name for name in found if not any(name != other and name in other for other in found)}
    return found.pop() if len(found) == 1 else None


def _houses(text: str) -> list[tuple[str, int]]:
    """Houses that no list knows, found by the words behind their names.

    The words before a name run into it (以及示例证券股份有限公司); of all its endings the one printed most often is the
    name, of equally frequent ones the longest.
    """
    found = []
    runs = Counter((match[1], match[2].endswith("公司")) for match in _HOUSE.finditer(text))
    for (run, legal), count in runs.most_common(_MOST_HOUSES):
        endings = [run[start:] for start in range(len(run) - 3)]
        house = max(endings, key=lambda ending: (text.count(ending), len(ending)))
        found.append((house, (3 if legal else 1) * count))
    return found
