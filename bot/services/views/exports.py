"""Files with what the bot keeps."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ExportOf(StrEnum):
    """What can be exported."""

    PICKS = "picks"
    EPISODES = "episodes"
    SCORES = "scores"
    LEDGER = "ledger"


class ExportForm(StrEnum):
    """As what; the value is the ending of the file's name."""

    CSV = "csv"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class ExportChoices:
    """What can be exported, to tap on."""


@dataclass(frozen=True, slots=True)
class ExportFile:
    """A file: its name, its text, and how many rows it has."""

    of: ExportOf
    name: str
    content: str
    rows: int


ExportViews = ExportChoices | ExportFile
