"""The routine: what the jobs do, each once a session, in order, caught up after a stop."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from bot.clock import Clock
from bot.domain.quotes import Quote
from bot.domain.securities import Market
from bot.domain.sessions import SHANGHAI, UnknownSession
from bot.market.ports import MarketError
from bot.services.access.people import Refused, Viewer
from bot.services.alerts.alerting import Alerting
from bot.services.digests.making import Digests
from bot.services.messages.codec import dump_view
from bot.services.names.reference import Reference
from bot.services.operation.administration import Administration
from bot.services.prices.sessions import TOGETHER
from bot.services.prices.tracking import Refreshed, Tracking
from bot.services.research.cards import Research
from bot.services.rules.notices import RuleNotices
from bot.services.rules.watch import RuleWatch
from bot.services.scores.ledger import Ledger
from bot.services.scores.scoring import Scoring
from bot.services.views import View
from bot.store.messages import OutboxMessage
from bot.store.records import Finding
from bot.store.store import Store

_log = logging.getLogger(__name__)

KEPT_UPDATES = timedelta(days=7)
KEPT_MESSAGES = timedelta(
    days=92
)  # their keys hold a day or happen once; what fired is remembered by the events for ever
KEPT_ENDED = timedelta(days=7)  # subscriptions that can be taken up again
CLOSE, EVENING = "close", "evening"
EVENING_FIGURES = time(20, 30)  # Shanghai; jobs.py fires the evening's refresh then


class Routine:
    """Each method is one job. A job asks for its session itself and does nothing on a day without one."""

    def __init__(  # noqa: PLR0913, PLR0917 - one of each kind of use case
        self,
        store: Store,
        clock: Clock,
        tracking: Tracking,
        ledger: Ledger,
        scoring: Scoring,
        alerting: Alerting,
        digests: Digests,
        reference: Reference,
        research: Research,
        administration: Administration,
        rules: RuleWatch,
        notices: RuleNotices,
    ) -> None:
        self._store = store
        self._clock = clock
        self._tracking = tracking
        self._ledger = ledger
        self._scoring = scoring
        self._alerting = alerting
        self._digests = digests
        self._reference = reference
        self._research = research
        self._administration = administration
        self._rules = rules
        self._notices = notices

    async def refresh(self, market: Market, slot: str, due: datetime) -> Refreshed | None:
        """Refresh, score and alert for a market's last closed session, and for each one missed before it.

        Only the session that is due gets the evening's second look; the ones before it have all their figures. What the
        fetch brought, None where nothing was to be fetched.
        """
        try:
            calendar = await self._tracking.calendar(market)
            session = calendar.last_closed(due)
        except (MarketError, UnknownSession) as error:
            _log.error("%s was not refreshed: %s", market, error)
            return None
        async with self._store.snapshot() as tx:
            last = await tx.jobs.last_finished(_job(market))
        missed = calendar.between(last + timedelta(days=1), session - timedelta(days=1)) if last else ()
        return await self._run(market, [*((earlier, CLOSE) for earlier in missed), (session, slot)])

    async def catch_up(self) -> None:
        """Do at start what was missed while the bot was stopped, in the order in which one thing needs another.

        Calendars, names, then market by market bars and ex-dates, figures, verdicts and alerts of each session, and
        digests, at most one a chat, of the sessions since the last. What was done is in the administrators' message.
        """
        now = self._clock.now()
        missed = await self._missed(now)
        if missed:
            await self._tracking.look_over()
            await self.refresh_names(now)
        for report_id in await self._tracking.without_prices():
            await self._follow_up_late(report_id)
        brought = [await self.refresh(market, CLOSE, now) for market in TOGETHER]
        evening = [market for market in (Market.A, Market.HK) if await self._evening_has_come(market, now)]
        brought += [await self.refresh(market, EVENING, now) for market in evening]
        await self.notices(now)
        await self.digests(now)
        if missed:
            await self._administration.note(_caught_up(missed, brought, now))
            await self._administration.tell()

    async def look_over(self, due: datetime) -> None:
        """Look over the calendars, then tell the administrators what was found since yesterday."""
        del due  # nothing in it depends on the hour
        await self._tracking.look_over()
        await self._administration.tell()

    async def _missed(self, now: datetime) -> list[date]:
        """The A-share sessions that closed before today and were never refreshed, since the last that was."""
        try:
            calendar = await self._tracking.calendar(Market.A)
            closed = calendar.last_closed(now)
        except (MarketError, UnknownSession):
            return []
        async with self._store.snapshot() as tx:
            last = await tx.jobs.last_finished(_job(Market.A))
        yesterday = now.astimezone(SHANGHAI).date() - timedelta(days=1)
        return list(calendar.between(last + timedelta(days=1), min(closed, yesterday))) if last else []

    async def follow_up(self, report_id: int, viewer: Viewer) -> None:
        """After a confirmation: fetch what the report's picks need, then send its card to who confirmed it."""
        await self._tracking.follow_up(report_id)
        await self._scoring.keep_report(report_id, self._clock.now().astimezone(SHANGHAI).date())
        card: View
        try:
            card = await self._research.report(report_id, viewer)
        except Refused as refused:  # retracted meanwhile, or not for him who confirmed it
            card = refused.notice
        message = OutboxMessage(viewer.chat_id, "report", dump_view(card), f"first-card:{report_id}:{viewer.chat_id}")
        async with self._store.transaction() as tx:
            await tx.outbox.add(message, at=self._clock.now())

    async def _follow_up_late(self, report_id: int) -> None:
        """As `follow_up`, for a report that a stop came upon right after its confirmation."""
        async with self._store.snapshot() as tx:
            stored = await tx.reports.get(report_id)
            user = await tx.users.get(stored.confirmed_by) if stored and stored.confirmed_by else None
        if user is None or not user.active:  # confirmed on the command line
            await self._tracking.follow_up(report_id)
            return
        language = user.language or ""  # rendered in the user's own when it leaves
        await self.follow_up(
            report_id, Viewer(user.user_id, user.user_id, user.name, language, user.role, user.qualified)
        )

    async def digests(self, due: datetime) -> None:
        """Send the evening digest to whose time has come."""
        await self._digests.send_due(due)

    async def quotes(self, due: datetime) -> None:
        """Look at quotes in session and tell of day changes, and of what rules wait for."""

        async def rules_first(quotes: dict[str, Quote]) -> None:
            await self._rules.look_at_quotes(due, quotes)

        await self._alerting.look_at_quotes(due, await self._rules.symbols(), first=rules_first)

    async def notices(self, due: datetime) -> None:
        """Tell rules of what is suspended today, and from the evening on of tomorrow's ex-dates."""
        await self._notices.suspended(due)
        if due.astimezone(SHANGHAI).time() >= EVENING_FIGURES:
            await self._notices.ex_dates(due)

    async def refresh_names(self, due: datetime) -> None:
        """Fetch the exchanges' lists of names."""
        await self._reference.refresh_names(due.astimezone(SHANGHAI).date())

    async def housekeeping(self, due: datetime) -> None:
        """Forget handled updates and ended subscriptions after a week, messages that are through and failures after a quarter."""
        async with self._store.transaction() as tx:
            await tx.inbox.prune(due - KEPT_UPDATES)
            await tx.outbox.prune(due - KEPT_MESSAGES)
            await tx.follows.prune(due - KEPT_ENDED)
            await tx.failures.prune(due - KEPT_MESSAGES)

    async def _evening_has_come(self, market: Market, now: datetime) -> bool:
        """Whether the figures that come late (the total-return index) of the last closed session are there."""
        try:
            session = (await self._tracking.calendar(market)).last_closed(now)
        except (MarketError, UnknownSession):
            return False  # the refresh has said so already
        return now >= datetime.combine(session, EVENING_FIGURES, SHANGHAI)

    async def _run(self, market: Market, due: Sequence[tuple[date, str]]) -> Refreshed | None:
        """Fetch once, then score and alert for each session and slot, in order, that was not done before.

        Done again after a stop in the middle, each step finds what is there already and adds nothing to it.
        """
        refreshed: Refreshed | None = None
        for session, slot in due:
            async with self._store.transaction() as tx:
                again = await tx.jobs.cut_off(_job(market), session, slot)
                if not await tx.jobs.begin(_job(market), session, slot, self._clock.now()):
                    continue
            if refreshed is None:
                until, look = due[-1]
                corrections = look == EVENING or market is Market.US  # which has no evening's look for them
                refreshed = await self._tracking.refresh(market, until, corrections=corrections)
            # a second look that found nothing new changes no figure, unless the first ended before it was scored
            if refreshed.changed or again or slot != EVENING:
                scored = await self._ledger.settle_session(session, TOGETHER[market])
                await self._alerting.after_close(session, scored)
                # rules about what has settled go on: closes, and falls from a best close, have no horizon
                settled = await self._scoring.finished(session, TOGETHER[market])
                watched = sorted([*scored, *settled], key=lambda each: (each.pick.report_id, each.pick.pick_id))
                await self._rules.after_close(session, watched)
            if not refreshed.complete:
                _log.error(
                    "%s: the source did not answer for most securities of %s; it is asked again", session, market
                )
                return refreshed
            async with self._store.transaction() as tx:
                await tx.jobs.finish(_job(market), session, slot, self._clock.now())
        return refreshed


def _job(market: Market) -> str:
    return f"refresh-{market}"


def _caught_up(missed: Sequence[date], brought: Sequence[Refreshed | None], now: datetime) -> Finding:
    total = sum((each for each in brought if each is not None), Refreshed(0, {}))
    args: dict[str, str | int] = {
        "since": str(missed[0]),
        "until": str(missed[-1]),
        "sessions": len(missed),
        "bars": total.changed,
        "corrections": len(total.corrections),
        "failed": len(total.failed),
    }
    return Finding(f"caught-up:{missed[0]}:{now:%Y%m%d%H%M%S}", "caught_up", args)
