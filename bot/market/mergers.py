"""Who was absorbed by whom, and at which ratio, from config/mergers.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

FILE = "mergers.toml"


class BadMerger(ValueError):
    """config/mergers.toml cannot be used; the message names the entry and says what to change."""


@dataclass(frozen=True, slots=True)
class Merger:
    """One old share became ``ratio`` shares of the ``successor``; ``on`` is the first day without a listing, if stated."""

    successor: str
    ratio: Decimal
    on: date | None = None


def load_mergers(config_dir: Path) -> Mapping[str, Merger]:
    """Mergers by the symbol that is gone; none where there is no such file.

    Raises:
        BadMerger: the file is no TOML, or an entry lacks its successor or a ratio above 0.
    """
    path = config_dir / FILE
    if not path.exists():
        return {}
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadMerger(f"{path} is no TOML: {error}") from None
    return {symbol: _merger(path, symbol, entry) for symbol, entry in read.items()}


def _merger(path: Path, symbol: str, entry: object) -> Merger:
    if not isinstance(entry, dict) or "." not in str(entry.get("successor", "")):
        raise BadMerger(f'{path}: ["{symbol}"] needs successor = "CODE.MARKET"')
    try:
        ratio = Decimal(str(entry.get("ratio", "")))
    except InvalidOperation:
        ratio = Decimal(0)
    if not (ratio.is_finite() and ratio > 0):
        raise BadMerger(f'{path}: ["{symbol}"] needs ratio = "shares of the successor for one old share"')
    on = entry.get("on")
    if on is not None and type(on) is not date:
        raise BadMerger(f'{path}: ["{symbol}"] on = {on} is no date')
    return Merger(str(entry["successor"]), ratio, on)
