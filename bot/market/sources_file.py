"""What is remembered of the sources over a restart, and shown by `bot doctor`: a small JSON file in the data directory."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bot.market.breaker import Breaker
from bot.market.health import Health, Supply
from bot.market.ports import Reason

LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kept:
    """The health of sources by name, who served last for what, and the requests of a day by host."""

    health: Mapping[str, Health] = field(default_factory=dict)
    in_use: Mapping[Supply, str] = field(default_factory=dict)
    day: date | None = None
    spent: Mapping[str, int] = field(default_factory=dict)


def load(file: Path) -> Kept:
    """What the file holds; nothing where there is none, or where it cannot be read, which is logged: it is no loss."""
    try:
        read = json.loads(file.read_text(encoding="utf-8"))
        return Kept(
            {name: _health(name, entry) for name, entry in read["sources"].items()},
            {Supply(supply): str(name) for supply, name in read["in_use"].items()},
            date.fromisoformat(read["day"]) if read["day"] else None,
            {str(host): int(number) for host, number in read["spent"].items()},
        )
    except FileNotFoundError:
        return Kept()
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        LOG.warning("%s is begun anew: %s: %s", file, type(error).__name__, error)
        return Kept()


def save(file: Path, kept: Kept) -> None:
    """Write the file, whole or not at all; a disk that takes nothing is logged, the sources work without."""
    text = json.dumps(
        {
            "sources": {name: _entry(health) for name, health in kept.health.items() if health != Health(name)},
            "in_use": kept.in_use,
            "day": kept.day and kept.day.isoformat(),
            "spent": kept.spent,
        },
        ensure_ascii=False,
        indent=1,
    )
    draft = file.with_name(f"{file.name}.new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(text, encoding="utf-8")
        draft.replace(file)
    except OSError as error:
        LOG.warning("%s could not be written: %s", file, error)


def _entry(health: Health) -> dict[str, Any]:
    breaker = health.breaker
    return {
        "last_success": _text(health.last_success),
        "newest": _text(health.newest),
        "last_failure": _text(health.last_failure),
        "reason": health.reason,
        "words": health.words,
        "trouble": health.trouble,
        "failures": breaker.failures,
        "openings": breaker.openings,
        "until": _text(breaker.until),
    }


def _health(name: str, entry: Mapping[str, Any]) -> Health:
    return Health(
        name,
        _instant(entry["last_success"]),
        _instant(entry["newest"]),
        _instant(entry["last_failure"]),
        Reason(entry["reason"]) if entry["reason"] else None,
        str(entry["words"]),
        bool(entry["trouble"]),
        Breaker(int(entry["failures"]), int(entry["openings"]), _instant(entry["until"])),
    )


def _text(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat()


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
