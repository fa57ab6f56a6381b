"""The rating scales that an operator keeps for reports that print none: config/rating_scales, a file a broker."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from bot.domain.ratings import Band, Basis, RatingScale, ScaleSource, Subject

FOLDER = "rating_scales"
_KEYS = frozenset(("seen", "source", "stock", "industry"))
_PAIR = 2


class WrongRatingScale(Exception):
    """A file of config/rating_scales cannot be used; the message names the file and the line and says what is wrong there."""


class _Wrong(Exception):
    """What is wrong in a file; ``near`` are words that stand one after the other in it, the last on the line that is meant."""

    def __init__(self, message: str, *near: str) -> None:
        super().__init__(message)
        self.near = near

    def below(self, *near: str) -> _Wrong:
        """The same in its place of the file."""
        return _Wrong(str(self), *near, *self.near)


@dataclass(frozen=True, slots=True)
class ScaleVersion:
    """The scales that a broker's reports printed from the first to the last year ``seen``."""

    seen: tuple[int, int]
    source: str
    scales: tuple[RatingScale, ...]


@dataclass(frozen=True, slots=True)
class ConfiguredScales:
    """Every broker's versions, by short name. Immutable."""

    versions: Mapping[str, tuple[ScaleVersion, ...]]

    def of(self, broker: str, on: date | None) -> tuple[RatingScale, ...]:
        """The scales of ``broker`` for a report of the day ``on``: the version seen nearest to its year, the newest without a day."""
        known = self.versions.get(broker, ())
        if not known:
            return ()
        if on is None:
            return max(known, key=lambda version: version.seen[1]).scales
        return min(known, key=lambda version: (_distance(version.seen, on.year), -version.seen[1])).scales

    def with_months(self, printed: tuple[RatingScale, ...], broker: str, on: date | None) -> tuple[RatingScale, ...]:
        """The scales of a report; one that prints no months has those that the broker usually gives (METHODOLOGY 4)."""
        usual = {scale.subject: scale.months for scale in self.of(broker, on)}
        return tuple(scale if scale.months else replace(scale, months=usual.get(scale.subject)) for scale in printed)


NO_SCALES = ConfiguredScales({})


def load_scales(folder: Path) -> ConfiguredScales:
    """Read and check every file of ``folder``; a missing folder holds none.

    Raises:
        WrongRatingScale: a file is no TOML, a key is unknown or missing, a band is upside down or two bands have one word,
            or two files name one broker.
    """
    found: dict[str, tuple[ScaleVersion, ...]] = {}
    for path in sorted(folder.glob("*.toml")):
        broker, versions = _read(path)
        if broker in found:
            raise WrongRatingScale(f"{path.name}: {broker} has a file already")
        found[broker] = versions
    return ConfiguredScales(found)


def _read(path: Path) -> tuple[str, tuple[ScaleVersion, ...]]:
    text = ""
    try:
        text = path.read_text(encoding="utf-8")
        return _file(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongRatingScale(f"{path.name}: {error}") from error
    except _Wrong as error:
        raise WrongRatingScale(f"{path.name}, line {_line(text, error.near)}: {error}") from error


def _distance(seen: tuple[int, int], year: int) -> int:
    return max(seen[0] - year, year - seen[1], 0)


def _file(content: Mapping[str, Any]) -> tuple[str, tuple[ScaleVersion, ...]]:
    broker, versions = content.get("broker"), content.get("versions")
    if not isinstance(broker, str) or not broker:
        raise _Wrong('broker = "…" is missing')
    if not isinstance(versions, list) or not versions:
        raise _Wrong("there is no [[versions]]")
    _refuse(set(content) - {"broker", "versions"}, "the file")
    return broker, tuple(_placed(number, version) for number, version in enumerate(versions, 1))


def _placed(number: int, version: Mapping[str, Any]) -> ScaleVersion:
    try:
        return _version(version)
    except _Wrong as error:
        raise error.below(*["[[versions]]"] * number) from None


def _version(content: Mapping[str, Any]) -> ScaleVersion:
    _refuse(set(content) - _KEYS, "a version")
    seen, source = content.get("seen"), content.get("source")
    if (years := _pair(seen)) is None:
        raise _Wrong("seen must be two years, the first not after the last", "seen")
    if not isinstance(source, str) or not source:
        raise _Wrong(f"the version of {years[0]} has no source")
    scales = tuple(_scale_of(subject, content[subject.value]) for subject in Subject if subject.value in content)
    if not scales:
        raise _Wrong(f"the version of {years[0]} has neither stock nor industry")
    return ScaleVersion(years, source, scales)


def _scale_of(subject: Subject, content: Mapping[str, Any]) -> RatingScale:
    try:
        return _scale(subject, content)
    except _Wrong as error:
        raise error.below(f"[versions.{subject.value}]") from None


def _scale(subject: Subject, content: Mapping[str, Any]) -> RatingScale:
    _refuse(set(content) - {"basis", "months", "bands"}, subject.value)
    try:
        basis = Basis(str(content.get("basis")))
    except ValueError:
        raise _Wrong(f"{subject.value}: basis must be one of {', '.join(Basis)}", "basis") from None
    months = _pair(content.get("months"))
    if "months" in content and (months is None or months[0] < 1):
        raise _Wrong(f"{subject.value}: months must be two numbers, the first not above the last", "months")
    bands = tuple(_band(subject, band) for band in content.get("bands", ()))
    _check(subject, bands)
    return RatingScale(subject, basis, months, ScaleSource.CONFIG, bands)


def _band(subject: Subject, content: Mapping[str, Any]) -> Band:
    _refuse(set(content) - {"label", "low", "high"}, f"a band of {subject.value}")
    label, low, high = content.get("label"), content.get("low"), content.get("high")
    if not isinstance(label, str) or not label:
        raise _Wrong(f"{subject.value}: a band has no label")
    for end in (low, high):
        if end is not None and not (isinstance(end, float) and -1 <= end <= 1):
            raise _Wrong(
                f"{subject.value}, {label}: an end must be a fraction between -1.0 and 1.0, got {end!r}", label
            )
    if low is not None and high is not None and low >= high:
        raise _Wrong(f"{subject.value}, {label}: low must lie below high", label)
    return Band(label, low, high)


def _check(subject: Subject, bands: tuple[Band, ...]) -> None:
    labels = [band.label for band in bands]
    if len(bands) < _PAIR:
        raise _Wrong(f"{subject.value}: a scale has at least two bands")
    if len(set(labels)) < len(labels):
        raise _Wrong(f"{subject.value}: a word stands in two bands")
    numbered = [band for band in bands if band.has_numbers]
    for better, worse in pairwise(numbered):
        if worse.high is None or (better.low is not None and worse.high > better.low):
            raise _Wrong(
                f"{subject.value}: {worse.label} reaches into {better.label}; the best band comes first", worse.label
            )


def _pair(value: object) -> tuple[int, int] | None:
    match value:
        case [int(first), int(last)] if first <= last:
            return first, last
        case _:
            return None


def _refuse(unknown: Iterable[str], where: str) -> None:
    if names := sorted(unknown):
        raise _Wrong(f"{where} has unknown keys: {', '.join(names)}", names[0])


def _line(text: str, near: Iterable[str]) -> int:
    """The line, from 1, that ends a row of words; a word that is missing is passed over."""
    at = 0
    for word in near:
        found = text.find(word, at)
        at = found + len(word) if found >= 0 else at
    return text.count("\n", 0, at) + 1
