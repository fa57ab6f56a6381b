"""The rating scales that an operator keeps for reports that print none: config/rating_scales, a file a broker."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from bot.domain.ratings import Band, Basis, RatingScale, ScaleSource, Subject

FOLDER = "rating_scales"
_KEYS = frozenset(("seen", "source", "stock", "industry"))
_PAIR = 2


class WrongRatingScale(Exception):
    """A file of config/rating_scales cannot be used; the message names the file and says what is wrong in it."""


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


NO_SCALES = ConfiguredScales({})


def load_scales(folder: Path) -> ConfiguredScales:
    """Read and check every file of ``folder``; a missing folder holds none.

    Raises:
        WrongRatingScale: a file is no TOML, a key is unknown or missing, a band is upside down or two bands have one word,
            or two files name one broker.
    """
    found: dict[str, tuple[ScaleVersion, ...]] = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            broker, versions = _file(tomllib.loads(path.read_text(encoding="utf-8")))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, WrongRatingScale) as error:
            raise WrongRatingScale(f"{path.name}: {error}") from error
        if broker in found:
            raise WrongRatingScale(f"{path.name}: {broker} has a file already")
        found[broker] = versions
    return ConfiguredScales(found)


def _distance(seen: tuple[int, int], year: int) -> int:
    return max(seen[0] - year, year - seen[1], 0)


def _file(content: Mapping[str, Any]) -> tuple[str, tuple[ScaleVersion, ...]]:
    broker, versions = content.get("broker"), content.get("versions")
    if not isinstance(broker, str) or not broker:
        raise WrongRatingScale('broker = "…" is missing')
    if not isinstance(versions, list) or not versions:
        raise WrongRatingScale("there is no [[versions]]")
    _refuse(set(content) - {"broker", "versions"}, "the file")
    return broker, tuple(_version(version) for version in versions)


def _version(content: Mapping[str, Any]) -> ScaleVersion:
    _refuse(set(content) - _KEYS, "a version")
    seen, source = content.get("seen"), content.get("source")
    if (years := _pair(seen)) is None:
        raise WrongRatingScale("seen must be two years, the first not after the last")
    if not isinstance(source, str) or not source:
        raise WrongRatingScale(f"the version of {years[0]} has no source")
    scales = tuple(_scale(subject, content[subject.value]) for subject in Subject if subject.value in content)
    if not scales:
        raise WrongRatingScale(f"the version of {years[0]} has neither stock nor industry")
    return ScaleVersion(years, source, scales)


def _scale(subject: Subject, content: Mapping[str, Any]) -> RatingScale:
    _refuse(set(content) - {"basis", "months", "bands"}, subject.value)
    try:
        basis = Basis(str(content.get("basis")))
    except ValueError:
        raise WrongRatingScale(f"{subject.value}: basis must be one of {', '.join(Basis)}") from None
    months = _pair(content.get("months"))
    if "months" in content and (months is None or months[0] < 1):
        raise WrongRatingScale(f"{subject.value}: months must be two numbers, the first not above the last")
    bands = tuple(_band(subject, band) for band in content.get("bands", ()))
    _check(subject, bands)
    return RatingScale(subject, basis, months, ScaleSource.CONFIG, bands)


def _band(subject: Subject, content: Mapping[str, Any]) -> Band:
    _refuse(set(content) - {"label", "low", "high"}, f"a band of {subject.value}")
    label, low, high = content.get("label"), content.get("low"), content.get("high")
    if not isinstance(label, str) or not label:
        raise WrongRatingScale(f"{subject.value}: a band has no label")
    for end in (low, high):
        if end is not None and not (isinstance(end, float) and -1 <= end <= 1):
            raise WrongRatingScale(
                f"{subject.value}, {label}: an end must be a fraction between -1.0 and 1.0, got {end!r}"
            )
    if low is not None and high is not None and low >= high:
        raise WrongRatingScale(f"{subject.value}, {label}: low must lie below high")
    return Band(label, low, high)


def _check(subject: Subject, bands: tuple[Band, ...]) -> None:
    labels = [band.label for band in bands]
    if len(bands) < _PAIR:
        raise WrongRatingScale(f"{subject.value}: a scale has at least two bands")
    if len(set(labels)) < len(labels):
        raise WrongRatingScale(f"{subject.value}: a word stands in two bands")
    numbered = [band for band in bands if band.has_numbers]
    for better, worse in pairwise(numbered):
        if worse.high is None or (better.low is not None and worse.high > better.low):
            raise WrongRatingScale(
                f"{subject.value}: {worse.label} reaches into {better.label}; the best band comes first"
            )


def _pair(value: object) -> tuple[int, int] | None:
    match value:
        case [int(first), int(last)] if first <= last:
            return first, last
        case _:
            return None


def _refuse(unknown: Iterable[str], where: str) -> None:
    if names := sorted(unknown):
        raise WrongRatingScale(f"{where} has unknown keys: {', '.join(names)}")
