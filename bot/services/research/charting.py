"""From figures to charts: what of them a picture shows. The pictures of stocks and baskets are made beside their cards."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from statistics import fmean

from bot.domain.boards import Origin
from bot.domain.ratings import Basis, RatingScale
from bot.domain.scoring.results import PickScore
from bot.services.scores.scoring import Scored
from bot.services.views.boards import BoardLine, Scoreboard
from bot.services.views.charts import (
    BoardChart,
    BoardRow,
    CalibrationChart,
    CalibrationRow,
    ChartBand,
    ChartDot,
    ChartLane,
    ChartMark,
    ReplayChart,
    ReportChart,
)
from bot.services.views.news import AlertKind
from bot.services.views.pieces import ReportHead, Source
from bot.services.views.replays import ReplayDay

MOST_ROWS = 20  # groups on one picture
FEWEST = 2  # sessions of a line


def chart_bands(scale: RatingScale | None) -> tuple[ChartBand, ...]:
    """The bands of a scale that is measured in excess; on others they do not lie on the axis of a chart."""
    if scale is None or scale.basis is not Basis.EXCESS:
        return ()
    return tuple(ChartBand(band.label, band.low, band.high) for band in scale.bands if band.has_numbers)


def report_chart(
    head: ReportHead, scale: RatingScale | None, scores: Sequence[PickScore], source: Source
) -> ReportChart:
    """Every pick of a report as a dot, before the bands of its scale of stocks."""
    return ReportChart(
        report_id=head.report_id,
        title=head.title,
        report=f"{head.broker} {head.published}",
        dots=tuple(_dot(score) for score in scores),
        bands=chart_bands(scale),
        source=source,
    )


def followed_chart(scores: Sequence[PickScore], source: Source) -> ReportChart:
    """Everything that a chat follows as dots; rendering writes the title."""
    return ReportChart(0, "", "", tuple(replace(_dot(score), segment="") for score in scores), (), source)


def _dot(score: PickScore) -> ChartDot:
    met = score.verdict.met if score.verdict else None
    return ChartDot(score.symbol, score.name, score.segment or "", score.excess, score.total_return, met)


def replay_chart(
    report: str, days: Mapping[date, Sequence[Scored]], told: Iterable[ReplayDay], source: Source
) -> ReplayChart | None:
    """The mean excess of a report's securities, and how much was told of each kind on each session."""
    if len(days) < FEWEST:
        return None
    sessions = sorted(days)
    scores = [each.score for each in days[sessions[-1]]]
    settles = max((score.settles for score in scores if score.settles), default=None)
    over = settles or sessions[-1]  # the line ends there, what is told does not
    means = [_mean_excess(days[session]) if session <= over else None for session in sessions]
    if all(mean is None for mean in means):
        return None
    found: dict[AlertKind, list[ChartMark]] = defaultdict(list)
    for day in told:
        for kind, count in Counter(line.kind for line in day.lines).items():
            found[kind].append(ChartMark(day.session, count))
    return ReplayChart(
        sessions=tuple(sessions),
        excess=tuple(means),
        lanes=tuple(ChartLane(kind.value, tuple(found[kind])) for kind in AlertKind if kind in found),
        window_opens=max((score.window_opens for score in scores if score.window_opens), default=None),
        settles=settles,
        report=report,
        source=source,
    )


def _mean_excess(scored: Iterable[Scored]) -> float | None:
    """Each security once, as in its basket."""
    known = {each.score.symbol: each.score.excess for each in scored if each.score.excess is not None}
    return fmean(known.values()) if known else None


def board_chart(board: Scoreboard) -> BoardChart:
    """The groups of a page of a scoreboard; those of other pages are counted."""
    return BoardChart(
        grouping=board.grouping,
        origin=board.origin,
        rows=tuple(_row(line) for line in board.lines),
        left_out=board.groups - len(board.lines),
        settled=board.settled,
        open=board.open,
        source=board.source,
    )


def _row(line: BoardLine) -> BoardRow:
    found = line.standing
    if found is None:
        return BoardRow(line.label, line.rank, 0, 0, None, None, None, None)
    return BoardRow(
        line.label, line.rank, found.settled, found.judged, found.share, found.low, found.high, found.base_rate
    )


def calibration_chart(
    house: str, origin: Origin, settled: Iterable[Scored], open_: int, source: Source
) -> CalibrationChart:
    """The settled episodes of one broker by rating word; a word with two bands stands there twice."""
    found: dict[tuple[str, float | None, float | None], list[PickScore]] = defaultdict(list)
    for each in settled:
        scale, rating = each.given.scale, each.score.rating
        band = scale.band(rating) if scale and rating else None
        if band is not None and scale is not None and scale.basis is Basis.EXCESS and band.has_numbers:
            found[band.label, band.low, band.high].append(each.score)
    rows = [_calibrated(*promise, scores) for promise, scores in found.items()]
    rows.sort(key=lambda row: (-_middle(row), -row.judged, row.label))
    return CalibrationChart(house, origin, tuple(rows), sum(row.judged for row in rows), open_, source)


def _calibrated(label: str, low: float | None, high: float | None, scores: Sequence[PickScore]) -> CalibrationRow:
    verdicts = [score.verdict for score in scores if score.verdict]
    excesses = sorted(score.excess for score in scores if score.verdict and score.excess is not None)
    return CalibrationRow(label, low, high, sum(each.met for each in verdicts), len(verdicts), tuple(excesses))


def _middle(row: CalibrationRow) -> float:
    """By what a band is ordered: its middle, or its end and a little on where the other is open."""
    low = row.low if row.low is not None else (row.high or 0.0) - 1
    high = row.high if row.high is not None else (row.low or 0.0) + 1
    return (low + high) / 2
