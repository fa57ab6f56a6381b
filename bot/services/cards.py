"""From what is stored to what is shown: heads of reports, cards of drafts."""

from __future__ import annotations

from itertools import groupby

from bot.domain.ratings import Subject
from bot.domain.reports import Report
from bot.services.people import Refused, Viewer
from bot.services.reference import Reference
from bot.services.scales import scale_text
from bot.services.views import DraftCard, DraftPick, DraftSegment, DraftUnresolved, ReportHead
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


def may_see(report: Report, *, qualified: bool | None) -> bool:
    """The suitability rule: R4 and above only for who has confirmed to be qualified (DESIGN 2, Access)."""
    return not report.restricted or qualified is True


def require_suitable(stored: StoredReport, viewer: Viewer) -> None:
    """Refuse a restricted report to somebody who has said that it is not for him.

    Raises:
        Refused: with the risk level.
    """
    if stored.report.restricted and viewer.qualified is False:
        raise Refused("hidden_report", level=stored.report.risk_level or "")


def draft_card(stored: StoredReport, reference: Reference) -> DraftCard:
    """What was read, for the editor who confirms it: segments in printed order, the unresolved beside their segment."""
    segments: dict[str | None, DraftSegment] = {}
    for segment, picks in groupby(stored.picks, key=lambda each: each.pick.segment):
        known = segments.get(segment, DraftSegment(segment, ()))
        shown = tuple(
            DraftPick(
                each.pick_id,
                reference.ref(each.pick.symbol),
                each.pick.name,
                each.pick.kind,
                each.pick.rating,
                each.pick.evidence,
                dropped=each.dropped,
            )
            for each in picks
        )
        segments[segment] = DraftSegment(segment, known.picks + shown, known.unresolved)
    for unresolved in stored.unresolved:
        waiting = unresolved.unresolved
        known = segments.get(waiting.segment, DraftSegment(waiting.segment, ()))
        candidates = tuple(reference.ref(symbol) for symbol in waiting.candidates)
        shown_as = DraftUnresolved(unresolved.unresolved_id, waiting.name, waiting.kind, candidates)
        segments[waiting.segment] = DraftSegment(known.name, known.picks, (*known.unresolved, shown_as))
    scale = stored.report.scale(Subject.STOCK)
    return DraftCard(
        draft_id=stored.report_id,
        head=head_of(stored),
        pages=stored.report.pages,
        scale=scale_text(scale) if scale else None,
        segments=tuple(segments.values()),
        securities=len({each.pick.symbol for each in stored.picks if not each.dropped}),
        unresolved=len(stored.unresolved),
        warnings=stored.report.warnings,
    )
