"""What the buttons that show something and change nothing ask for: see `bot.tg.actions.callbacks` for how they travel."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShowCoverage:
    """A page of the coverage card of a stock, from 0."""

    symbol: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class ShowStockChart:
    """The newest coverage of a stock as a picture."""

    symbol: str


@dataclass(frozen=True, slots=True)
class ShowTimeline:
    """A page of the episodes of a stock, from 0."""

    symbol: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class ShowBoard:
    """A page of a scoreboard, from 0; ``grouping``, ``origin`` and ``of`` as in `bot.services.views.Scoreboard`."""

    grouping: str
    origin: str = "forward"
    page: int = 0
    of: str = ""


@dataclass(frozen=True, slots=True)
class ShowDissent:
    """A page of the stocks on which houses disagree, from 0."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class ShowReport:
    """A page of a report's card, from 0."""

    report_id: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class ShowReplay:
    """A page of a report's replay, from 0; before them (-1) stands the first with its chart."""

    report_id: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class ShowBaskets:
    """The baskets of a report."""

    report_id: int


@dataclass(frozen=True, slots=True)
class ShowSettlements:
    """A page of the settlement calendar, from 0."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class GetCalendarFile:
    """The settlement calendar as a file."""


@dataclass(frozen=True, slots=True)
class GetExport:
    """A file; ``of`` is a value of `bot.services.views.ExportOf`, ``form`` of `bot.services.views.ExportForm`."""

    of: str
    form: str


@dataclass(frozen=True, slots=True)
class ShowReportChart:
    """A report's picks as a picture."""

    report_id: int


@dataclass(frozen=True, slots=True)
class ShowBoardChart:
    """A scoreboard as a picture; arguments as of `ShowBoard`."""

    grouping: str
    origin: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class ShowReports:
    """A page of the list of reports, from 0."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class ShowWatchlist:
    """A page of the own watchlist, from 0."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class ShowDigest:
    """The digest of now."""


@dataclass(frozen=True, slots=True)
class ShowHeld:
    """One of the messages that came as one, from 0; ``number`` as in `bot.services.views.Held`."""

    number: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class ShowQueue:
    """The line of messages with a page of what was given up, from 0."""

    page: int = 0


ViewAction = (
    ShowCoverage
    | ShowTimeline
    | ShowBoard
    | ShowDissent
    | ShowReport
    | ShowReplay
    | ShowBaskets
    | ShowSettlements
    | GetCalendarFile
    | GetExport
    | ShowReportChart
    | ShowStockChart
    | ShowBoardChart
    | ShowReports
    | ShowWatchlist
    | ShowDigest
    | ShowHeld
    | ShowQueue
)

VIEW_WIRE: dict[str, type[ViewAction]] = {
    "c": ShowCoverage,
    "tl": ShowTimeline,
    "sb": ShowBoard,
    "di": ShowDissent,
    "r": ShowReport,
    "rp": ShowReplay,
    "rb": ShowBaskets,
    "sc": ShowSettlements,
    "sf": GetCalendarFile,
    "ex": GetExport,
    "rc": ShowReportChart,
    "cc": ShowStockChart,
    "bc": ShowBoardChart,
    "rs": ShowReports,
    "w": ShowWatchlist,
    "dg": ShowDigest,
    "hm": ShowHeld,
    "qu": ShowQueue,
}
