"""The annotated reports and what the extractor makes of each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bot.domain.names import Names
from bot.domain.reports import Report
from bot.extraction.brokers import Broker, load_brokers
from bot.extraction.documents import DocumentError, read_document
from bot.extraction.report import NotAReport, extract
from bot.extraction.scale_config import FOLDER, load_scales
from bot.market.registry import load_securities
from tests.eval.measures import Annotation, Tally, compare

ROOT = Path(__file__).parents[2]
SCALES = load_scales(ROOT / "config" / FOLDER)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One report: its form of text, the tallies of its fields, and what was answered instead of a report."""

    file: str
    form: str
    tallies: dict[str, Tally] = field(default_factory=dict)
    answer: str = ""


def reports_folder() -> Path | None:
    """Where the annotated reports are, or None."""
    folder = ROOT.parent / "shared" / "reports"
    return folder if (folder / "expected.jsonl").is_file() else None


def evaluate(folder: Path, suffixes: tuple[str, ...] = (".pdf", ".txt")) -> Iterator[Outcome]:
    """Read every annotated report of these kinds of file and compare."""
    names, brokers = load_securities(ROOT / "config"), load_brokers(ROOT / "config" / "brokers.toml")
    for line in (folder / "expected.jsonl").read_text(encoding="utf-8").splitlines():
        expected: Annotation = json.loads(line)
        path = _path(folder, expected["file"])
        if path.suffix not in suffixes:
            continue
        form = _form(path)
        try:
            report = read(path, names, brokers)
        except (DocumentError, NotAReport) as error:
            yield Outcome(path.name, form, *_answered(expected, type(error).__name__))
            continue
        if expected.get("no_text") or expected.get("text_lost"):
            yield Outcome(path.name, form, {"answered": Tally(missing=1, misses=["read as a report"])})
            continue
        yield Outcome(path.name, form, dict(compare(expected, report, names, brokers)))


def read(path: Path, names: Names, brokers: tuple[Broker, ...]) -> Report:
    """One report, as `bot extract` reads it."""
    return extract(read_document(path.read_bytes(), path.name), names, brokers, SCALES)


def _path(folder: Path, file: str) -> Path:
    text = folder / "text" / file
    return text if text.is_file() else folder / "pdf" / f"{text.stem}.pdf"


def _form(path: Path) -> str:
    if path.suffix == ".pdf":
        return "pdf"
    text = path.read_text(encoding="utf-8")
    if "<table" in text or "\n# " in text or text.startswith("# "):
        return "markdown"
    return "dense" if text.count(" ") + text.count("\n") < len(text) / 50 else "layout"


def _answered(expected: Annotation, error: str) -> tuple[dict[str, Tally], str]:
    right = bool(expected.get("no_text") or expected.get("text_lost"))
    tally = Tally(hits=int(right), wrong=int(not right), misses=[] if right else [f"answered {error}"])
    return {"answered": tally}, "" if right else error
