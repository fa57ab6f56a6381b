"""Tracking: the prices of what is picked, fetched from the market's source and stored raw."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.clock import Clock
from bot.domain.bars import Correction, Look
from bot.domain.quotes import Bar
from bot.domain.reports import Report
from bot.domain.securities import Market, market_of, suffixes_of
from bot.domain.sessions import TradingCalendar, UnknownSession
from bot.market.benchmarks import Benchmarks
from bot.market.industries import Industries
from bot.market.ports import ActionSource, MarketError, MarketSource, QuoteSource
from bot.services.prices.fetching import Fetched, Progress, closing_bars, fetch, is_over
from bot.services.prices.sessions import TOGETHER, Sessions
from bot.services.prices.truth import STATED, Believed, believe, check_terms
from bot.store.records import ConfirmedPick
from bot.store.store import Store, Transaction

_log = logging.getLogger(__name__)

CORRECTIONS = timedelta(days=6)
LEFT_OUT = 20  # so many securities without a closing quote are asked for one by one; more wait for the evening
CLOSES = "closing quotes"

MANY = 20  # securities that are asked for one by one; at the slowest source 4 seconds each


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh brought: how many bars and ex-dates are new or changed, and what could not be had, with the reason.

    ``complete`` is False where most of what was asked for got no answer: what is scored now would be yesterday's.
    ``corrections`` are figures that had been taken for certain.
    """

    changed: int
    failed: dict[str, str]
    complete: bool = True
    corrections: tuple[Correction, ...] = ()

    def __add__(self, other: Refreshed) -> Refreshed:
        """Both together."""
        return Refreshed(
            self.changed + other.changed,
            self.failed | other.failed,
            self.complete and other.complete,
            self.corrections + other.corrections,
        )


class Tracking(Sessions):
    """Keeps bars, ex-dates, suspensions, index values and calendars of all picks up to date."""

    def __init__(  # noqa: PLR0913 - parts of the house, by name
        self,
        store: Store,
        source: MarketSource,
        benchmarks: Benchmarks,
        clock: Clock,
        *,
        history: timedelta,
        industries: Industries | None = None,
        quotes: QuoteSource | None = None,
        actions: ActionSource | None = None,
        with_successors: Callable[[Iterable[str]], list[str]] = list,
    ) -> None:
        """``quotes`` tell a day's closes in few requests, ``actions`` the terms by which ratios are checked.

        ``with_successors`` adds to symbols those into which mergers have led them.
        """
        super().__init__(store, source, clock)
        self._benchmarks = benchmarks
        self._industries = industries or Industries(())
        self._history = history
        self._quotes = quotes
        self._actions = actions
        self._with_successors = with_successors
        self._told: dict[str, str] = {}

    async def refresh(
        self,
        market: Market,
        until: date,
        *,
        report_id: int | None = None,
        progress: Progress | None = None,
        corrections: bool = True,
    ) -> Refreshed:
        """Fetch what is new up to the session ``until`` for the picks of a market (of one report, if named).

        With ``corrections`` the bars of the last days are asked for again, not only those after the last known one.
        Without, and where nothing but today's session is missing, closing quotes in a batch stand for daily bars until
        the look for corrections confirms them.

        A source that fails for one security does not keep the others from being refreshed; what failed is in the
        result and is fetched by the next refresh.
        """
        async with self._store.snapshot() as tx:
            wanted = self._wanted(await self._picks(tx, market, report_id))
            newest = await tx.prices.last_bars(wanted)
            since = await self._since(tx, wanted, newest, CORRECTIONS if corrections else timedelta())
        if not wanted:
            return Refreshed(0, {})
        try:
            calendar: TradingCalendar | None = await self.refresh_calendar(market)
        except MarketError as error:
            _log.warning("the calendar of %s could not be refreshed: %s", market, error)
            calendar = self._calendars.get(market)
        closes: dict[str, Bar] = {}
        left = set(wanted)
        if not corrections and calendar is not None:
            closes, left = await self._closes(market, until, calendar, wanted, since, newest)
        total = Refreshed(0, {})
        for part in _in_turn([code for code in wanted if code in left]):
            fetched = await fetch(self._source, {code: wanted[code] for code in part}, since, until, progress=progress)
            fetched.closes.update((code, (closes.pop(code),)) for code in list(closes))
            believed = await self._believe(fetched, wanted, since, calendar)
            self._tell(fetched)
            complete = len(fetched.unanswered) * 2 <= len(wanted)
            total += Refreshed(believed.changed, fetched.failed, complete, believed.corrections)
        return total

    async def fetch_missing(self, report_id: int) -> None:
        """As `follow_up`, after a correction: only what was never asked for, or is newer than what is stored."""
        await self.follow_up(report_id, corrections=False)

    async def follow_up(
        self, report_id: int, *, progress: Progress | None = None, corrections: bool = True
    ) -> Refreshed:
        """Fetch all that the picks of a new report need, up to each market's last closed session."""
        total = Refreshed(0, {})
        for market in TOGETHER:
            try:
                until = await self.last_session(market)
            except (MarketError, UnknownSession) as error:
                _log.warning("%s: %s", market, error)
                continue
            total += await self.refresh(market, until, report_id=report_id, progress=progress, corrections=corrections)
        return total

    async def without_prices(self) -> list[int]:
        """The confirmed reports for none of whose picks prices were ever asked for: a stop came before."""
        async with self._store.snapshot() as tx:
            picks = await tx.reports.confirmed_picks()
            asked = await tx.prices.asked_since({pick.pick.symbol for pick in picks})
        had = {pick.report_id for pick in picks if asked.get(pick.pick.symbol, date.max) <= self._first(pick.report)}
        return sorted({pick.report_id for pick in picks} - had)

    async def _picks(self, tx: Transaction, market: Market, report_id: int | None) -> list[ConfirmedPick]:
        found = await tx.reports.confirmed_picks(report_id=report_id, suffixes=suffixes_of(TOGETHER[market]))
        return [pick for pick in found if pick.pick.market in TOGETHER[market]]

    def _first(self, report: Report) -> date:
        """The first day whose prices a report needs."""
        return (report.published or date.max) - self._history

    def _wanted(self, picks: Iterable[ConfirmedPick]) -> dict[str, date]:
        """The codes of securities and indices to fetch, with the first day that is needed."""
        wanted: dict[str, date] = {}
        for pick in picks:
            if pick.report.published is None:
                continue
            first = self._first(pick.report)
            codes = self._with_successors([pick.pick.symbol])
            for index in benchmark_codes(pick, self._benchmarks):
                codes += [index, *filter(None, [self._benchmarks.total_return_of(index)])]
            codes += industry_codes(pick, self._industries, self._benchmarks)
            for code in codes:
                wanted[code] = min(first, wanted.get(code, first))
        return wanted

    async def _since(
        self, tx: Transaction, wanted: dict[str, date], newest: Mapping[str, date], again: timedelta
    ) -> dict[str, date]:
        """From which day on each code's bars are to be asked for: the newest again, older ones where a report needs them."""
        asked = await tx.prices.asked_since(wanted)
        since: dict[str, date] = {}
        for code, first in wanted.items():
            last = newest.get(code)
            known = code in asked and asked[code] <= first
            since[code] = max(first, last - again) if known and last is not None else first
        return since

    async def _closes(
        self,
        market: Market,
        until: date,
        calendar: TradingCalendar,
        wanted: Mapping[str, date],
        since: Mapping[str, date],
        newest: Mapping[str, date],
    ) -> tuple[dict[str, Bar], set[str]]:
        """Closes of today's session out of quotes, and the codes that are to be asked for one by one all the same."""
        now = self._clock.now()
        if self._quotes is None or not calendar.knows(until) or not is_over(until, market, now):
            return {}, set(wanted)
        before = calendar.before(until)
        # elsewhere a quote does not tell an ex-date, and a bar without its ex-date would be a wrong return
        stated = {code for code in wanted if "." in code and market_of(code) in STATED}
        ready = {code for code in stated if since[code] == newest.get(code) == before}
        closes = await closing_bars(self._quotes, sorted(ready), until, market)
        without = ready - closes.keys()
        if len(without) > LEFT_OUT:
            _log.warning(
                "%s: %s securities have no closing quote; the evening's look brings them", market, len(without)
            )
            without = set()
        return closes, {code for code in wanted if code not in ready} | without

    async def _believe(
        self,
        fetched: Fetched,
        wanted: Mapping[str, date],
        since: Mapping[str, date],
        calendar: TradingCalendar | None,
    ) -> Believed:
        at = self._clock.now()
        looks = Look(self._source.name, at), Look(CLOSES, at, snapshot=True)
        async with self._store.transaction() as tx:
            believed = await believe(tx, fetched, looks, wanted, since, calendar)
        if self._actions is not None and fetched.adjustments and believed.decided:
            await self._check_terms(self._actions, believed)
        return believed

    async def _check_terms(self, actions: ActionSource, believed: Believed) -> None:
        today = self._clock.now().date()
        async with self._store.snapshot() as tx:
            bars = await tx.prices.bars(believed.decided, today - CORRECTIONS * 10, today)
        findings = await check_terms(actions, believed.decided, bars, today)
        async with self._store.transaction() as tx:
            await tx.findings.note(findings, self._clock.now())

    def _tell(self, fetched: Fetched) -> None:
        """Log what failed when it begins to fail, not at every refresh."""
        for code in fetched.bars:
            self._told.pop(code, None)
        for code, reason in fetched.failed.items():
            if self._told.get(code) != reason:
                self._told[code] = reason
                _log.warning("%s could not be refreshed: %s", code, reason)


def _in_turn(codes: list[str]) -> list[list[str]]:
    """Indices first, kept at once, where there is much to ask for: a digest in the meantime needs no more than them."""
    indices = [code for code in codes if "." not in code]
    securities = [code for code in codes if "." in code]
    return [indices, securities] if indices and len(securities) > MANY else [codes]


def industry_codes(pick: ConfirmedPick, industries: Industries, benchmarks: Benchmarks) -> list[str]:
    """The index that the rating of a report's industry is scored on, and the one it is scored against."""
    if pick.report.industry_rating is None or pick.pick.market not in TOGETHER[Market.A]:
        return []
    index = industries.of(pick.report.industry)
    return [] if index is None else [index.code, broad_benchmark(pick.report, benchmarks)]


def broad_benchmark(report: Report, benchmarks: Benchmarks) -> str:
    """The code of the index that a report measures industries by: its own for A shares, else the market's."""
    named = (benchmark.code for benchmark in report.benchmarks.get(Market.A, ()))
    return next((code for code in named if code is not None), benchmarks.default(Market.A).code)


def benchmark_codes(pick: ConfirmedPick, benchmarks: Benchmarks) -> list[str]:
    """The codes of the indices that may judge a pick: those its report names for its market, else the market's own."""
    named = pick.report.benchmarks.get(market_of(pick.pick.symbol), ())
    codes = [benchmark.code for benchmark in named if benchmark.code is not None]
    return codes or [benchmarks.default(pick.pick.market).code]
