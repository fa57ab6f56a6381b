"""What the buttons that show something and change nothing ask for: see `bot.tg.actions.callbacks` for how they travel."""

from __future__ import annotations

from bot.tg.actions.wire import action


@action("c")
class ShowCoverage:
    """A page of the coverage card of a stock, from 0."""

    symbol: str
    page: int = 0


@action("cc")
class ShowStockChart:
    """The newest coverage of a stock as a picture."""

    symbol: str


@action("tl")
class ShowTimeline:
    """A page of the episodes of a stock, from 0."""

    symbol: str
    page: int = 0


@action("sb")
class ShowBoard:
    """A page of a scoreboard, from 0; ``grouping``, ``origin`` and ``of`` as in `bot.services.views.Scoreboard`."""

    grouping: str
    origin: str = "forward"
    page: int = 0
    of: str = ""


@action("di")
class ShowDissent:
    """A page of the stocks on which houses disagree, from 0."""

    page: int = 0


@action("r")
class ShowReport:
    """A page of a report's card, from 0."""

    report_id: int
    page: int = 0


@action("rp")
class ShowReplay:
    """A page of a report's replay, from 0; before them (-1) stands the first with its chart."""

    report_id: int
    page: int = 0


@action("rb")
class ShowBaskets:
    """The baskets of a report."""

    report_id: int


@action("sc")
class ShowSettlements:
    """A page of the settlement calendar, from 0."""

    page: int = 0


@action("sf")
class GetCalendarFile:
    """The settlement calendar as a file."""


@action("ex")
class GetExport:
    """A file; ``of`` is a value of `bot.services.views.ExportOf`, ``form`` of `bot.services.views.ExportForm`."""

    of: str
    form: str


@action("rc")
class ShowReportChart:
    """A report's picks as a picture."""

    report_id: int


@action("bc")
class ShowBoardChart:
    """A scoreboard as a picture; arguments as of `ShowBoard`."""

    grouping: str
    origin: str
    of: str = ""


@action("rs")
class ShowReports:
    """A page of the list of reports, from 0."""

    page: int = 0


@action("w")
class ShowWatchlist:
    """A page of the own watchlist, from 0."""

    page: int = 0


@action("dg")
class ShowDigest:
    """The digest of now."""


@action("hm")
class ShowHeld:
    """One of the messages that came as one, from 0; ``number`` as in `bot.services.views.Held`."""

    number: int
    page: int = 0


@action("hp")
class ShowHelp:
    """Help about a `HelpTopic`, or what there is."""

    topic: str = ""


@action("qu")
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
    | ShowHelp
    | ShowQueue
)
