"""``bot extract``: read reports and print what they say; no connection, no database."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.commands.console import out, out_json, say, sentence
from bot.domain.reports import Report
from bot.extraction.as_json import report_json
from bot.extraction.brokers import load_brokers
from bot.extraction.documents import MEGABYTE, DocumentError, Limits, read_document
from bot.extraction.report import NotAReport, extract
from bot.extraction.scale_config import FOLDER, load_scales
from bot.market.registry import load_securities
from bot.services.scales import scale_text
from bot.settings import load_settings


def extract_files(files: Sequence[Path], *, as_json: bool, explain: bool) -> bool:
    """Print each report; whether one could not be read or holds no pick."""
    settings = load_settings()
    names = load_securities(settings.config_dir, settings.data_dir / "securities.csv")
    brokers = load_brokers(settings.config_dir / "brokers.toml")
    scales = load_scales(settings.config_dir / FOLDER)
    limits = Limits(int(settings.reading.max_megabytes * MEGABYTE), settings.reading.max_pages)
    failed = False
    for file in files:
        try:
            report = extract(read_document(file.read_bytes(), file.name, limits), names, brokers, scales)
        except (DocumentError, NotAReport) as error:
            say(f"{file.name}: {in_words(error, settings.language)}")
            failed = True
            continue
        if as_json:
            out_json(report_json(report, file.name))
        else:
            _print(report, file.name, explain=explain)
        if not report.picks:
            say(f"{file.name}: {sentence('no_picks', settings.language)}")
            failed = True
    return failed


def in_words(error: DocumentError | NotAReport, language: str) -> str:
    """Why a file was not read, as the chat would say it."""
    from bot.services.ingest import figures_of  # noqa: PLC0415 - the database's libraries, which reading needs not

    figures = figures_of(error) if isinstance(error, DocumentError) else {}
    return sentence(error.key, language, **figures)


def _print(report: Report, file: str, *, explain: bool) -> None:
    rating = report.industry_rating
    out(f"{file}: {report.broker} · {report.title}")
    out(
        f"  {report.published or 'no date'} · {report.kind.value} · {report.industry or '-'} {rating.label if rating else ''}".rstrip()
    )
    for scale in report.scales:
        months = f" ({scale.months[0]}-{scale.months[1]} months)" if scale.months else ""
        out(f"  {scale.subject.value}: {scale_text(scale)}{months}")
    for pick in report.picks:
        rated = f" {pick.rating}" if pick.rating else ""
        out(f"  {pick.symbol:<10} {pick.name}  [{pick.segment or '-'}] {pick.kind.value}{rated}")
        if explain:
            out(f"             p. {pick.evidence.page}: {pick.evidence.text}  ({pick.confidence:.0%})")
    for name in report.unresolved:
        out(
            f"  ?          {name.name}  [{name.segment or '-'}] {name.kind.value}: {', '.join(name.candidates) or 'unknown'}"
        )
    for warning in report.warnings:
        out(f"  ! {warning}")
