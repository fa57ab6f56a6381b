"""From a document to a Report: the stages in order, and what to say where one finds nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar

from bot.domain.confidence import Reason, Sign
from bot.domain.ratings import Subject
from bot.domain.reports import IndustryRating, Report, ReportKind, Unresolved
from bot.extraction import header
from bot.extraction.benchmarks import benchmarks
from bot.extraction.brokers import Broker, broker_in_head, find_broker
from bot.extraction.documents import Document
from bot.extraction.industry_lines import industry
from bot.extraction.joins import join_prose, join_tables
from bot.extraction.layout import Paragraph, front, normal_lines, paragraphs
from bot.extraction.naming import Names
from bot.extraction.people import analysts, licences
from bot.extraction.picks import Refused, read_picks, ungoverned
from bot.extraction.rating_tables import rating_scales, rating_section
from bot.extraction.scale_config import NO_SCALES, ConfiguredScales
from bot.extraction.stock_tables import table_rows
from bot.extraction.subject import read_subject
from bot.extraction.titles import title as read_title

WARNINGS = (
    "no_broker",
    "no_title",
    "no_date",
    "weekday_contradicts",
    "no_scale",
    "no_months",
    "no_benchmark",
    "no_picks",
    "unresolved_names",
)


class NotAReport(Exception):
    """The document can be read and is no broker's report; ``key`` names the message in the locales."""

    key: ClassVar[str] = "document_no_report"

    def __str__(self) -> str:
        return "This is no broker's report: neither a broker with a rating table nor a recommendation is in it."


def extract(
    document: Document, names: Names, brokers: Iterable[Broker] = (), configured: ConfiguredScales = NO_SCALES
) -> Report:
    """Read a report. What is missing is named in ``Report.warnings`` (`WARNINGS`), never guessed.

    Names are resolved by the report's date. Where the report prints no scale, those ``configured`` for its broker serve, with
    the warning ``no_scale``. A report without any pick is a Report with the warning ``no_picks``.

    Raises:
        NotAReport: fewer than two of these were found: a broker, a rating scale, a licence number, a rating line, a pick, a kind of report with its date.
    """
    return _read(document, names, tuple(brokers), configured)[0]


def explain(
    document: Document, names: Names, brokers: Iterable[Broker] = (), configured: ConfiguredScales = NO_SCALES
) -> tuple[Report, tuple[Refused, ...]]:
    """As `extract`, with every security that the text names and that is no pick, and the rule that refused it.

    Raises:
        NotAReport: as `extract`.
    """
    report, parts, refused = _read(document, names, tuple(brokers), configured)
    told = {pick.symbol for pick in report.picks} | {each.symbol for each in refused}
    return report, (*refused, *ungoverned(parts, names, report.published, told))


def _read(
    document: Document, names: Names, brokers: tuple[Broker, ...], configured: ConfiguredScales
) -> tuple[Report, tuple[Paragraph, ...], tuple[Refused, ...]]:
    lines = normal_lines(document)
    head = front(lines)
    parts = paragraphs(lines, document.kind)
    text = "\n".join(part.text for part in parts)
    people = analysts(line.text for line in head)
    broker = find_broker(text, licences(text), brokers) or broker_in_head((line.text for line in head), brokers) or ""
    branch = industry(head)
    kind = header.kind(head)
    if kind is ReportKind.OTHER and branch:
        kind = ReportKind.INDUSTRY
    day = header.published(head)
    on = day.day if day else None
    rating = header.industry_rating(head)
    if kind is ReportKind.STRATEGY and branch and rating:
        kind = ReportKind.INDUSTRY  # 投资策略周报|电子, with the industry's rating
    section = rating_section(text)
    printed, indices = rating_scales(section, text), benchmarks(section)
    scales = configured.with_months(printed, broker, on) or configured.of(broker, on)
    read = read_picks(parts, names, on, broker=broker)
    picks, unresolved = read.picks, read.unresolved
    subject = read_subject(head, names, on) if kind is ReportKind.COMPANY else None
    if isinstance(subject, Unresolved):
        unresolved = (subject, *unresolved)
    elif subject is not None:
        # a company report recommends its own company: the subject is that pick
        own = {pick.symbol for pick in subject}
        subject = tuple(
            replace(pick, reasons=(Reason(Sign.SUBJECT, pick.confidence, pick.name), *pick.reasons)) for pick in subject
        )
        picks = (*subject, *(pick for pick in picks if pick.symbol not in own))
    if kind is not ReportKind.COMPANY:
        picks = join_tables(join_prose(picks, parts, names), table_rows(parts, names, on))
    signs = (broker, printed, licences(text), rating, picks, kind is not ReportKind.OTHER and day)
    if sum(map(bool, signs)) < 2:  # noqa: PLR2004 - one sign alone stands in any newspaper
        raise NotAReport
    title = read_title(head, branch)
    months = any(scale.months for scale in printed or scales if scale.subject is Subject.STOCK)
    report = Report(
        broker=broker,
        kind=kind,
        title=title,
        published=on,
        industry=branch,
        industry_rating=_industry_rating(kind, rating),
        analysts=people,
        risk_level=header.risk_level(text),
        scales=scales,
        benchmarks=indices,
        picks=picks,
        unresolved=unresolved,
        warnings=_warnings(
            no_broker=not broker,
            no_title=not title,
            no_date=day is None,
            weekday_contradicts=day is not None and day.contradicted,
            no_scale=not printed,
            no_months=bool(scales) and not months,
            no_benchmark=not indices,
            no_picks=not picks and not unresolved,
            unresolved_names=bool(unresolved),
        ),
        pages=document.pages,
    )
    return report, parts, read.refused


def _industry_rating(kind: ReportKind, rating: IndustryRating | None) -> IndustryRating | None:
    return rating if kind is not ReportKind.COMPANY else None


def _warnings(**found: bool) -> tuple[str, ...]:
    return tuple(code for code in WARNINGS if found[code])
