"""What counts as right: one report as read against its annotation, field by field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.domain.names import Found, Names
from bot.domain.ratings import RatingChange, RatingScale, ScaleSource, Subject
from bot.domain.reports import AnalystRole, Pick, Report
from bot.extraction.brokers import Broker

Annotation = dict[str, Any]

CHANGES = {
    "首次": RatingChange.INITIATED,
    "维持": RatingChange.MAINTAINED,
    "上调": RatingChange.UPGRADED,
    "下调": RatingChange.DOWNGRADED,
}
_MARKETS = {"A": "A", "HK": "HK", "US": "US", "新三板": "NEEQ", "北交所": "BSE"}


@dataclass(slots=True)
class Tally:
    """Hits, things read that are not so, and things not read; each miss as one line."""

    hits: int = 0
    wrong: int = 0
    missing: int = 0
    misses: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float | None:
        """Share of what was read that is right."""
        return self.hits / (self.hits + self.wrong) if self.hits + self.wrong else None

    @property
    def recall(self) -> float | None:
        """Share of what is printed that was read."""
        return self.hits / (self.hits + self.missing) if self.hits + self.missing else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of the two."""
        total = 2 * self.hits + self.wrong + self.missing
        return 2 * self.hits / total if total else None

    def add(self, other: Tally) -> None:
        """Take another tally in."""
        self.hits += other.hits
        self.wrong += other.wrong
        self.missing += other.missing
        self.misses += other.misses


def one(expected: object, read: object) -> Tally:
    """A field with a single value; None is nothing printed or nothing read."""
    if expected == read:
        return Tally(hits=int(expected is not None))
    line = f"expected {expected!r}, read {read!r}"
    return Tally(wrong=int(read is not None), missing=int(expected is not None), misses=[line])


def many(expected: set[Any], read: set[Any]) -> Tally:
    """A field with a set of values."""
    missing, wrong = expected - read, read - expected
    misses = [f"not read {sorted(map(str, missing))}"] if missing else []
    misses += [f"not printed {sorted(map(str, wrong))}"] if wrong else []
    return Tally(len(expected & read), len(wrong), len(missing), misses)


def plain(text: str | None) -> str | None:
    """Text by its characters alone: width, white space and kinds of dash do not matter."""
    if not text:
        return None
    return re.sub(r"[\s—–-]+", "", unicodedata.normalize("NFKC", text)).replace("“", '"').replace("”", '"')


def compare(
    expected: Annotation, report: Report, names: Names, brokers: tuple[Broker, ...]
) -> Iterator[tuple[str, Tally]]:
    """Each field's tally. Where the annotation says that the text cannot tell, the field is left out."""
    on = date.fromisoformat(expected["date"]) if expected["date"] else None
    yield "broker", one(_house(expected["broker"], brokers), _house(report.broker or None, brokers))
    yield "date", one(on, report.published)
    yield "title", one(plain(expected["title"]), plain(report.title))
    yield "industry", one(_industry(expected["industry"]), _industry(report.industry))
    if report.industry_rating or expected["industry_rating"] or not expected["industry_rating_change"]:
        rating = report.industry_rating
        yield "industry rating", one(expected["industry_rating"], rating.label if rating else None)
        yield "industry change", one(_change(expected["industry_rating_change"]), rating.change if rating else None)
    yield "people", many({a["name"] for a in expected["analysts"]}, {a.name for a in report.analysts})
    yield (
        "licences",
        many(
            {(a["name"], a["cert"]) for a in expected["analysts"] if a["cert"]},
            {(a.name, a.licence) for a in report.analysts if a.licence},
        ),
    )
    yield (
        "roles",
        many(
            {(a["name"], _role(a["role"])) for a in expected["analysts"]}, {(a.name, a.role) for a in report.analysts}
        ),
    )
    yield from _picks(expected, report, names, on)
    yield from _scales(expected, report)


def _picks(expected: Annotation, report: Report, names: Names, on: date | None) -> Iterator[tuple[str, Tally]]:
    wanted: dict[tuple[str, str], Annotation] = {}
    segments = set()
    for entry in expected["picks"]:
        key = (_symbol(entry, names, on), entry["kind_norm"])
        wanted.setdefault(key, entry)
        segments.add((*key, plain(entry["segment"])))
    read: dict[tuple[str, str], Pick] = {}
    for pick in report.picks:
        read.setdefault((pick.symbol, pick.kind.value), pick)
    left = {(plain(name.name), name.kind.value) for name in report.unresolved}
    open_names = {key for key, entry in wanted.items() if (plain(entry["name"]), entry["kind_norm"]) in left}
    yield "picks", many(set(wanted), set(read) | open_names)
    yield "securities", many({key[0] for key in wanted}, {key[0] for key in [*read, *open_names]})
    yield "segments", many(segments, {(p.symbol, p.kind.value, plain(p.segment)) for p in report.picks})
    yield "unresolved", many(open_names, open_names | (left - {(plain(e["name"]), k[1]) for k, e in wanted.items()}))
    elsewhere = _rated_elsewhere(expected, names, on)
    for field_name in ("rating", "change", "target"):
        printed = {(key[0], value) for key, e in wanted.items() if (value := _printed(e, field_name)) is not None}
        own = {symbol for symbol, _ in printed}
        joined = {(symbol, value) for symbol, value in elsewhere[field_name] if symbol in {key[0] for key in wanted}}
        found = {(key[0], value) for key, p in read.items() if (value := _read(p, field_name)) is not None}
        # a rating of a table is joined to the pick; where the annotation has one of its own, that one counts
        yield field_name, many(printed | {each for each in joined if each[0] not in own}, found)


def _rated_elsewhere(expected: Annotation, names: Names, on: date | None) -> dict[str, set[tuple[str, object]]]:
    """What tables and sentences of the same report say of a stock, by field; the sentence wins."""
    found: dict[str, dict[str, object]] = {"rating": {}, "change": {}, "target": {}}
    for entry in [*expected.get("table_ratings", ()), *expected.get("text_ratings", ())]:
        symbol = _symbol({**entry, "market": None}, names, on)
        found["rating"][symbol] = entry["rating"]
        if entry.get("rating_change"):
            found["change"][symbol] = CHANGES[entry["rating_change"]]
    return {name: set(values.items()) for name, values in found.items()}


def _scales(expected: Annotation, report: Report) -> Iterator[tuple[str, Tally]]:
    for subject, name, months in (
        (Subject.STOCK, "scale", "horizon_months"),
        (Subject.INDUSTRY, "industry_scale", "horizon_months_industry"),
    ):
        scale = report.scale(subject)
        scale = scale if scale and scale.source is ScaleSource.REPORT else None
        bands = expected[name]
        wanted = {label: tuple(band) for label, band in bands.items()} if bands else None
        yield f"{subject.value} scale", one(wanted, _bands(scale))
        horizon = expected.get(months) or expected["horizon_months"]
        if wanted and scale:
            yield f"{subject.value} months", one(tuple(horizon) if horizon else None, scale.months)
    if expected["benchmarks"] and set(expected["benchmarks"]) <= set(_MARKETS):
        yield (
            "benchmark markets",
            many(
                {_MARKETS[market] for market in expected["benchmarks"]}, {market.value for market in report.benchmarks}
            ),
        )


def _symbol(entry: Annotation, names: Names, on: date | None) -> str:
    for printed in (entry["name"], entry.get("code")):
        meaning = names.resolve(printed, on) if printed else None
        if isinstance(meaning, Found):
            same = meaning.security.symbol
            code = names.resolve(entry["code"], on) if entry.get("code") and entry.get("market") == "HK" else None
            return code.security.symbol if isinstance(code, Found) else same
    return str(entry["name"])


def _printed(entry: Annotation, what: str) -> object:
    if what == "change":
        return _change(entry.get("rating_change"))
    value = entry.get("rating" if what == "rating" else "target_price")
    return float(value) if what == "target" and value is not None else value


def _read(pick: Pick, what: str) -> object:
    if what == "change":
        return pick.rating_change
    if what == "rating":
        return pick.rating
    return float(pick.target_price) if pick.target_price is not None else None


def _change(printed: str | None) -> RatingChange | None:
    return CHANGES[printed] if printed else None


def _role(printed: str) -> AnalystRole:
    return AnalystRole.ANALYST if printed == "analyst" else AnalystRole.CONTACT


def _bands(scale: RatingScale | None) -> dict[str, tuple[float | None, float | None]] | None:
    return {band.label: (_percent(band.low), _percent(band.high)) for band in scale.bands} if scale else None


def _percent(fraction: float | None) -> float | None:
    return None if fraction is None else round(fraction * 100, 6)


def _industry(printed: str | None) -> str | None:
    return re.sub(r"行业$", "", plain(printed) or "") or None


def _house(printed: str | None, brokers: tuple[Broker, ...]) -> str | None:
    """A broker under any name as its short name, 证券 at the end or not."""
    return re.sub(r"证券$", "", printed) if printed else None
