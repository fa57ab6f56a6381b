"""What administrators hear of the figures: corrections, differences, calendars that end, what a start caught up with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One thing found: its kind with the arguments of its sentence, and the name of the security it is about, if any."""

    kind: str
    args: dict[str, str | int]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found since the last message, oldest first."""

    at: datetime
    lines: tuple[FindingLine, ...]
