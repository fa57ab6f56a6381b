"""Daily price limits by board and day, from config/price_limits.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from pathlib import Path
from typing import Any

from bot.domain.price_limits import Board, LimitRule, PriceLimits

FILE = "price_limits.toml"
_KEYS = {"board", "since", "until", "share", "share_st", "free"}


class BadPriceLimits(ValueError):
    """config/price_limits.toml cannot be used; the message names the entry and says what to change."""


def load_price_limits(config_dir: Path) -> PriceLimits:
    """The table of config/price_limits.toml.

    Raises:
        BadPriceLimits: the file is missing or no TOML, an entry lacks a figure, two of one board overlap, or a board has none.
    """
    path = config_dir / FILE
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadPriceLimits(f"{path}: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadPriceLimits(f"{path} is no TOML: {error}") from None
    entries = read.get("limit", [])
    if not isinstance(entries, list):
        raise BadPriceLimits(f"{path}: write each entry under [[limit]]")
    rules = [_rule(path, number, entry) for number, entry in enumerate(entries, 1)]
    for board in Board:
        _check(path, board, sorted((each for each in rules if each.board is board), key=lambda each: each.since))
    return PriceLimits(rules)


def _rule(path: Path, number: int, entry: Any) -> LimitRule:  # noqa: ANN401 - whatever the file holds
    where = f"{path}, [[limit]] number {number}"
    if not isinstance(entry, Mapping) or (unknown := set(entry) - _KEYS):
        raise BadPriceLimits(f"{where}: {', '.join(sorted(unknown))} is no key of it")
    try:
        board = Board(entry.get("board", ""))
    except ValueError:
        raise BadPriceLimits(f"{where}: board must be one of {', '.join(Board)}") from None
    since, until = entry.get("since"), entry.get("until")
    if type(since) is not date or not (until is None or (type(until) is date and until >= since)):
        raise BadPriceLimits(f"{where}: since must be a date, and until none or one that is not before it")
    free = entry.get("free", 0)
    if type(free) is not int or free < 0:
        raise BadPriceLimits(f"{where}: free must be a number of sessions")
    return LimitRule(board, since, until, _share(where, entry, "share"), _share(where, entry, "share_st"), free)


def _share(where: str, entry: Mapping[str, Any], key: str) -> Decimal:
    try:
        share = Decimal(str(entry.get(key, "")))
    except InvalidOperation:
        share = Decimal(0)
    if not 0 < share < 1:
        raise BadPriceLimits(f'{where}: {key} must be a fraction in quotes, as "0.10"')
    return share


def _check(path: Path, board: Board, rules: Sequence[LimitRule]) -> None:
    if not rules:
        raise BadPriceLimits(f"{path} has no entry for {board}")
    for one, other in pairwise(rules):
        if one.until is None or one.until >= other.since:
            raise BadPriceLimits(f"{path}: the entries of {board} since {one.since} and since {other.since} overlap")
