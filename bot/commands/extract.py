"""``bot extract``: read reports and print what they say; no connection, no database."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.commands.console import out, out_json, say, sentence
from bot.domain.confidence import Reason
from bot.domain.reports import Report
from bot.extraction.as_json import explained_json, report_json
from bot.extraction.brokers import load_brokers
from bot.extraction.documents import MEGABYTE, DocumentError, Limits, read_document
from bot.extraction.picks import Refused
from bot.extraction.report import NotAReport, explain
from bot.extraction.scale_config import FOLDER, load_scales
from bot.market.registry import load_securities
from bot.services.scores.scales import scale_text
from bot.settings import load_settings


def extract_files(files: Sequence[Path], *, as_json: bool, explaining: bool) -> bool:
    """Print each report; whether one could not be read or holds no pick.

    ``explaining`` adds how each pick came about and what was refused: in the JSON as further fields, else as further lines.
    """
    settings = load_settings()
    names = load_securities(settings.config_dir, settings.data_dir / "securities.csv")
    brokers = load_brokers(settings.config_dir / "brokers.toml")
    scales = load_scales(settings.config_dir / FOLDER)
    limits = Limits(int(settings.reading.max_megabytes * MEGABYTE), settings.reading.max_pages)
    failed = False
    for file in files:
        try:
            report, refused = explain(read_document(file.read_bytes(), file.name, limits), names, brokers, scales)
        except (DocumentError, NotAReport) as error:
            say(f"{file.name}: {in_words(error, settings.language)}")
            failed = True
            continue
        if as_json:
            out_json(explained_json(report, refused, file.name) if explaining else report_json(report, file.name))
        else:
            _print(report, file.name, settings.language if explaining else None)
            if explaining:
                _print_refused(refused, settings.language)
        if not report.picks:
            say(f"{file.name}: {sentence('no_picks', settings.language)}")
            failed = True
    return failed


def in_words(error: DocumentError | NotAReport, language: str) -> str:
    """Why a file was not read, as the chat would say it."""
    from bot.services.reports.ingest import figures_of  # noqa: PLC0415 - the database's libraries, which reading needs not

    figures = figures_of(error) if isinstance(error, DocumentError) else {}
    return sentence(error.key, language, **figures)


def _print(report: Report, file: str, explained_in: str | None) -> None:
    """A report in plain lines; with the reasons of each pick in the language named."""
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
        target = f" {pick.target_price} {pick.currency or ''}".rstrip() if pick.target_price is not None else ""
        out(f"  {pick.symbol:<10} {pick.name}  [{pick.segment or '-'}] {pick.kind.value}{rated}{target}")
        if explained_in:
            sure = sentence("explain-confidence", explained_in, percent=round(pick.confidence * 100))
            page = sentence("explain-page", explained_in, page=pick.evidence.page)
            out(f"{_INDENT}{page}: {pick.evidence.text}")
            out(f"{_INDENT}{' · '.join([sure, *_in_words(pick.reasons, explained_in)])}")
    for name in report.unresolved:
        candidates = ", ".join(name.candidates) or "unknown"
        out(f"  ?          {name.name}  [{name.segment or '-'}] {name.kind.value}: {candidates}")
        if explained_in:
            out(f"{_INDENT}{' · '.join([name.evidence.text, *_in_words(name.reasons, explained_in)])}")
    for warning in report.warnings:
        out(f"  ! {warning}")


def _in_words(reasons: Sequence[Reason], language: str) -> list[str]:
    return [sentence(f"reason-{reason.sign.value}", language, words=reason.words[:_LONGEST]) for reason in reasons]


def _print_refused(refused: Sequence[Refused], language: str) -> None:
    """What a report names and does not pick, by rule; each security and rule once."""
    if refused:
        out(f"  {sentence('explain-refused', language)}")
    seen: set[tuple[str | None, str]] = set()
    for each in refused:
        key = (each.symbol or each.name, each.rule)
        if key not in seen:
            seen.add(key)
            page = sentence("explain-page", language, page=each.page)
            words = " ".join(each.words.split())[:_LONGEST]
            rule = sentence(f"rule-{each.rule.value}", language)
            out(f"  - {each.symbol or '':<10} {each.name}: {rule} ({page}: {words})")


_INDENT = " " * 13
_LONGEST = 80  # letters of a quotation
