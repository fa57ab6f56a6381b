"""Printed closes against the market: a wrong security, or a wrong date, shows itself by its price."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from bot.clock import Clock
from bot.domain.closes import agrees
from bot.domain.confidence import Reason, Sign, confidence
from bot.domain.quotes import Bar
from bot.domain.reports import Pick, PickKind, Report
from bot.domain.securities import Security
from bot.domain.sessions import SHANGHAI
from bot.market.ports import MarketError, MarketSource, NoData
from bot.services.names.reference import Reference
from bot.store.store import Store

_log = logging.getLogger(__name__)

REACH = timedelta(days=20)  # the longest holidays, and some suspensions
PATIENCE = 20.0  # seconds; an editor waits for his card
SILENCE = timedelta(minutes=5)  # a source that did not answer is not asked for the next thousand files
OTHERS = 5  # securities that are tried where the price is not the taken one's
DOUBT = 0.5  # what is left of the confidence where the price is another one

DIFFERS, FITS, NOT_CHECKED = "close_differs", "close_fits", "close_not_checked"
WARNINGS = (DIFFERS, FITS, NOT_CHECKED)  # of a report that was checked; what they are about stands behind a colon


@dataclass(frozen=True, slots=True)
class _Closes:
    """The closes that a printed one may be, the newest last; ``sure`` where the market says that there is no other."""

    bars: Sequence[Bar]
    sure: bool

    def hold(self, printed: Decimal) -> bool:
        return any(agrees(printed, bar.close) for bar in self.bars)


class CloseCheck:
    """Compares what a report prints with stored raw bars; for its subject the source is asked where none are stored."""

    def __init__(self, store: Store, source: MarketSource, reference: Reference, clock: Clock) -> None:
        self._store = store
        self._source = source
        self._reference = reference
        self._clock = clock
        self._silent_until = datetime.min.replace(tzinfo=SHANGHAI)

    async def checked(self, report: Report) -> Report:
        """The report with its doubts: a pick whose printed close is not the market's is less certain, and says why.

        The day is the printed one; without it the close of the publication's day or of the session before will do.
        What could not be compared is named in the warnings.
        """
        if all(pick.close is None for pick in report.picks):
            return report
        said: dict[str, list[str]] = {key: [] for key in WARNINGS}
        picks = [await self._checked(pick, report.published, said) for pick in report.picks]
        warnings = [f"{key}: {'; '.join(dict.fromkeys(about))}" for key, about in said.items() if about]
        return replace(report, picks=tuple(picks), warnings=(*report.warnings, *warnings))

    async def _checked(self, pick: Pick, published: date | None, said: dict[str, list[str]]) -> Pick:
        if pick.close is None:
            return pick
        subject = pick.kind is PickKind.SUBJECT
        closes = await self._closes(pick.symbol, pick.close_on, published, ask=subject)
        if closes.hold(pick.close):
            return pick
        if not closes.sure:
            said[NOT_CHECKED].append(f"{pick.name} {pick.close}")
            return pick
        market = closes.bars[-1]
        words = f"{pick.close} / {_with_cents(market.close)}, {market.session}"
        said[DIFFERS].append(f"{pick.name} {words}")
        for other in self._others(pick) if subject else ():
            if (await self._closes(other.symbol, pick.close_on, published, ask=True)).hold(pick.close):
                said[FITS].append(f"{other.name} {other.code}")
        return _doubted(pick, Reason(Sign.CLOSE_DIFFERS, DOUBT, words))

    async def _closes(self, symbol: str, on: date | None, published: date | None, *, ask: bool) -> _Closes:
        day = on or published
        if day is None:
            return _Closes((), sure=False)
        since = day - REACH
        async with self._store.snapshot() as tx:
            bars: Sequence[Bar] = (await tx.prices.bars([symbol], since, day))[symbol]
        known = bool(bars) and bars[-1].session >= day
        if not known and ask and (told := await self._ask(symbol, since, day)) is not None:
            # the day's own bar may still be on its way
            bars, known = told, bool(told) and (told[-1].session >= day or day < self._today())
        return _Closes(bars[-1:] if on else bars[-2:], known)

    async def _ask(self, symbol: str, since: date, until: date) -> Sequence[Bar] | None:
        if self._clock.now() < self._silent_until:
            return None
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._source.daily_bars(symbol, since, until)
        except NoData:
            return None
        except (MarketError, TimeoutError) as error:
            self._silent_until = self._clock.now() + SILENCE
            _log.warning("printed closes are not checked for now: %s", str(error) or "the source does not answer")
            return None

    def _others(self, pick: Pick) -> list[Security]:
        """What else the printed name may mean: the company's other listings, then whoever is called alike."""
        names = self._reference.names
        own = names.by_symbol(pick.symbol)
        twins = [each for each in names if own and own.company and each.company == own.company]
        found = {each.symbol: each for each in (*twins, *names.search(pick.name, OTHERS + 1))}
        found.pop(own.symbol if own else pick.symbol, None)
        return list(found.values())[:OTHERS]

    def _today(self) -> date:
        return self._clock.now().astimezone(SHANGHAI).date()


def _with_cents(close: Decimal) -> str:
    """A close with two places at least, however it came out of the store."""
    return f"{close:f}" if close != round(close, 2) else f"{close:.2f}"


def _doubted(pick: Pick, reason: Reason) -> Pick:
    reasons = (*pick.reasons, reason)
    sure = confidence(reasons) if pick.reasons else round(pick.confidence * reason.weight, 2)
    return replace(pick, reasons=reasons, confidence=sure)
