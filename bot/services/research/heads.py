"""From what is stored to what is shown: heads of reports, and who may see them."""

from __future__ import annotations

from bot.domain.episodes import Conflict
from bot.domain.following import TargetKind
from bot.domain.reports import Report
from bot.services.access.people import Refused, Viewer
from bot.services.names.reference import Reference
from bot.services.views.people import SuitabilityQuestion
from bot.services.views.pieces import ConflictLine, ReportHead, Target
from bot.store.records import ConfirmedPick, ReportState, StoredReport


def head_of(stored: StoredReport) -> ReportHead:
    """The facts of a report that everybody may see."""
    return _head(stored.report_id, stored.report, retracted=stored.state is ReportState.RETRACTED)


def head_of_pick(pick: ConfirmedPick) -> ReportHead:
    """The facts of the report that a confirmed pick stands in."""
    return _head(pick.report_id, pick.report, retracted=False)


def _head(report_id: int, report: Report, *, retracted: bool) -> ReportHead:
    if report.published is None:
        raise ValueError(f"report {report_id} has no date; drafts without one are refused")
    return ReportHead(
        report_id,
        report.broker,
        report.kind,
        report.headline,
        report.published,
        report.industry,
        report.industry_rating,
        report.risk_level,
        retracted,
    )


def promise_of(pick: ConfirmedPick) -> tuple[int, str, str, str]:
    """What a report promises of a security, whatever the segments: of another kind or rating it is another promise."""
    return pick.report_id, pick.pick.symbol, pick.pick.kind, pick.pick.rating or ""


def settled_cause(report_id: int, symbol: str, kind: str, rating: str | None) -> str:
    """The cause under which the settlement of a promise is told, see `promise_of`."""
    return f"settled:{report_id}:{symbol}:{kind}:{rating or ''}"


def conflict_line(conflict: Conflict, reference: Reference) -> ConflictLine:
    """A conflict as an editor sees it."""
    return ConflictLine(
        security=reference.ref(conflict.symbol),
        house=conflict.desk,
        on=conflict.on,
        ratings=tuple(dict.fromkeys(each.rating or "" for each in conflict.statements)),
        reports=tuple(dict.fromkeys(each.report_id for each in conflict.statements)),
    )


def may_see(report: Report, *, qualified: bool | None) -> bool:
    """The suitability rule: R4 and above only for who has confirmed to be qualified (DESIGN 2, Access)."""
    return not report.restricted or qualified is True


def asked_first(stored: StoredReport, viewer: Viewer) -> SuitabilityQuestion | None:
    """The question that stands before a report for this viewer; None where he may see it, see `may_see`.

    Raises:
        Refused: he has said that it is not for him; with the risk level.
    """
    if may_see(stored.report, qualified=viewer.qualified):
        return None
    level = stored.report.risk_level or ""
    if viewer.qualified is False:
        raise Refused("hidden_report", level=level)
    return SuitabilityQuestion(level, Target(TargetKind.REPORT, str(stored.report_id)))
