"""Sharing: cards for other chats, found while somebody types.

Nobody knows who reads there, so no report of risk level R4 or above is among them, whoever asks (DESIGN 2, Access).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from bot.clock import Clock
from bot.domain.following import TargetKind
from bot.domain.names import Found, Names
from bot.domain.reports import RESTRICTED_LEVELS
from bot.domain.sessions import SHANGHAI
from bot.services.access.people import Viewer
from bot.services.follows.followers import Followers
from bot.services.names.reference import Reference
from bot.services.research.cards import coverage_line, ranked, source_of
from bot.services.research.heads import head_of_pick
from bot.services.scores.scoring import Prices, Scored, Scoring
from bot.services.views.cards import CoverageCard, ReportCard, Tally
from bot.services.views.pieces import SecurityRef, Target
from bot.services.views.sharing import SharedCard, SharedCards
from bot.store.finding_reports import Found as Covering
from bot.store.store import Store, Transaction

PAGE = 10  # results, more than a phone shows at once; the next ones are asked for when somebody scrolls there
NAMED = 50  # stocks that answer to what was typed, and reports on the one that is meant
MOST = 500  # results in all; who wants others types more
LINES = 4  # reports on a shared card of a stock, picks on one of a report
OWN_SECONDS, DAY_SECONDS, NIGHT_SECONDS = 10, 30, 300
DAY = (time(9, 15), time(21))  # from the call auction until the evening's prices are in
NOBODY = SharedCards((), None, OWN_SECONDS, allowed=False)


@dataclass(frozen=True, slots=True)
class _Page:
    """The coverage of the stocks and the picks of the reports that are shown, and where the next page begins, if there is one."""

    stocks: Mapping[str, Sequence[Covering]]
    reports: Mapping[int, Sequence[int]]
    ends: int | None

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show."""
        return self.left == PAGE

    @property
    def left(self) -> int:
        """How many more find room."""
        return PAGE - len(self.stocks) - len(self.reports)

    def pick_ids(self) -> set[int]:
        """The picks that cards are made of."""
        shown = {each.pick_id for found in self.stocks.values() for each in found}
        return shown.union(*self.reports.values())

    def with_those(
        self,
        found: Sequence[Target],
        of_stock: Mapping[str, Sequence[Covering]],
        of_report: Mapping[int, Sequence[int]],
        end: int,
    ) -> _Page:
        """With as many more as find room, out of ``found``; of those in neither of the two there is nothing to show."""
        stocks, reports, at = dict(self.stocks), dict(self.reports), self.ends or 0
        for each in found:
            if len(stocks) + len(reports) == PAGE:
                break
            at += 1
            if each.kind is TargetKind.STOCK and each.ref in of_stock:
                stocks[each.ref] = of_stock[each.ref]
            elif each.kind is TargetKind.REPORT and int(each.ref) in of_report:
                reports[int(each.ref)] = of_report[int(each.ref)]
        return _Page(stocks, reports, at if at < end else None)


class Sharing:
    """What an inline query finds."""

    def __init__(
        self, store: Store, scoring: Scoring, reference: Reference, clock: Clock, followers: Followers
    ) -> None:
        self._store = store
        self._scoring = scoring
        self._reference = reference
        self._clock = clock
        self._followers = followers

    async def find(self, typed: str, viewer: Viewer, start: int = 0) -> SharedCards:
        """Stocks, then reports, for what was typed so far, from the place ``start`` on; for nothing typed what is followed."""
        if viewer.role is None:
            return NOBODY
        words = " ".join(typed.split())
        async with self._store.snapshot() as tx:
            page = await self._page(tx, await (self._meant(tx, words) if words else self._followed(tx, viewer)), start)
            wanted = page.pick_ids()
            picks = await tx.reports.confirmed_picks(pick_ids=wanted) if wanted else []
        now = self._clock.now().astimezone(SHANGHAI)
        scored, prices = await self._scoring.score_picks(picks, now.date())
        by_id = {each.pick.pick_id: each for each in scored}
        cards = [self._stock(each, by_id, prices) for each in page.stocks.values()]
        cards += [_report([by_id[each] for each in ids if each in by_id], prices) for ids in page.reports.values()]
        return SharedCards(
            tuple(card for card in cards if card is not None),
            page.ends,
            _seconds(now) if words else OWN_SECONDS,
            certain=self._certain(words) if page.empty and not start else None,
        )

    @staticmethod
    async def _page(tx: Transaction, found: Sequence[Target], start: int) -> _Page:
        """What there is to show of what was found, from a place on; what nobody will see is not looked at."""
        page, size = _Page({}, {}, start), PAGE
        while page.ends is not None and page.left:
            some = found[page.ends : page.ends + size]
            stocks = [each.ref for each in some if each.kind is TargetKind.STOCK]
            reports = [int(each.ref) for each in some if each.kind is TargetKind.REPORT]
            of_stock = await tx.finding.covering(stocks, LINES, hidden_levels=RESTRICTED_LEVELS) if stocks else {}
            of_report = await tx.finding.picks_of(reports, hidden_levels=RESTRICTED_LEVELS) if reports else {}
            page = page.with_those(some, of_stock, of_report, len(found))
            size = MOST  # where much is not for everybody the rest is asked for at once
        return page

    async def _followed(self, tx: Transaction, viewer: Viewer) -> list[Target]:
        """What the viewer follows, the newest of it first; who follows everything, or nothing yet, gets the newest reports."""
        follows = [Target(TargetKind(each.kind), each.ref) for each in reversed(await tx.follows.of(viewer.chat_id))]
        named = [each for each in follows if each.kind is not TargetKind.EVERYTHING]
        newest = [] if follows == named and follows else await tx.finding.newest(NAMED, hidden_levels=RESTRICTED_LEVELS)
        stocks = [each.ref for each in named if each.kind is TargetKind.STOCK]
        numbers = [int(each.ref) for each in named if each.kind is TargetKind.REPORT]
        chat = await self._followers.of(tx, viewer.chat_id)
        numbers += await self._followers.reports(tx, chat, NAMED, RESTRICTED_LEVELS)
        return _targets(stocks, [*numbers, *newest])

    async def _meant(self, tx: Transaction, words: str) -> list[Target]:
        """Stocks that answer to the words, the reports on the likeliest of them, and those with the words in their title."""
        names = self._reference.names
        symbols = [each.symbol for each in names.search(words, NAMED)]
        number = words.lstrip("#")
        numbers = [int(number)] if number.isascii() and number.isdigit() and len(number) <= len("999999999") else []
        certain = _certain(names, words)
        if certain is not None:
            covering = await tx.finding.covering([certain], NAMED, hidden_levels=RESTRICTED_LEVELS)
            numbers += [each.report_id for each in covering.get(certain, ())]
        if certain is None or not words.isascii():  # no title is meant by a code, or by the letters of a name
            numbers += await tx.finding.named(words, MOST, hidden_levels=RESTRICTED_LEVELS)
        return _targets(symbols, numbers)

    def _stock(self, found: Sequence[Covering], by_id: Mapping[int, Scored], prices: Prices) -> SharedCard | None:
        newest = [by_id[each.pick_id] for each in found if each.pick_id in by_id]
        card = CoverageCard(
            security=self._reference.ref(found[0].symbol),
            lines=tuple(map(coverage_line, newest)),
            hidden=0,
            following=False,
            chart=None,
            source=source_of([each.score for each in newest], prices.source),
        )
        return SharedCard(card, found[0].of - len(newest)) if newest else None

    def _certain(self, words: str) -> SecurityRef | None:
        symbol = _certain(self._reference.names, words)
        return self._reference.ref(symbol) if symbol else None


def _certain(names: Names, words: str) -> str | None:
    found = names.find(words) if words else None
    return found.security.symbol if isinstance(found, Found) else None


def _targets(symbols: Iterable[str], numbers: Iterable[int]) -> list[Target]:
    """Stocks before reports, each once."""
    stocks = [Target(TargetKind.STOCK, each) for each in dict.fromkeys(symbols)]
    return [*stocks, *(Target(TargetKind.REPORT, str(each)) for each in dict.fromkeys(numbers))][:MOST]


def _report(scored: Sequence[Scored], prices: Prices) -> SharedCard | None:
    if not scored:  # retracted a moment ago
        return None
    best_first = ranked([each.score for each in scored])
    card = ReportCard(
        head=head_of_pick(scored[0].pick),
        scores=tuple(best_first[:LINES]),
        page=0,
        pages=1,
        picks=len(best_first),
        securities=len({score.symbol for score in best_first}),
        following=False,
        source=source_of(best_first, prices.source),
        tally=Tally.of(best_first),
    )
    return SharedCard(card, len(best_first) - len(card.scores))


def _seconds(now: datetime) -> int:
    """For how long a card stays true: by day prices and reports come in, at night nothing does."""
    return DAY_SECONDS if DAY[0] <= now.time() < DAY[1] else NIGHT_SECONDS
