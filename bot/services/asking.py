"""Asking: questions whose answer is typed; the next text in the chat is taken for it, for a while."""

from __future__ import annotations

from datetime import timedelta

from bot.clock import Clock
from bot.domain.names import CHOICES
from bot.domain.sessions import SHANGHAI
from bot.extraction.brokers import Broker
from bot.services.access.people import Refused, Viewer
from bot.services.names.reference import Reference
from bot.services.reports.draft_cards import near_to
from bot.services.reports.editing import open_to, require_editor
from bot.services.views.drafts import BrokerQuestion, DateQuestion, KindQuestion, StockQuestion
from bot.store.records import StoredReport
from bot.store.store import Store

PATIENCE = timedelta(minutes=10)  # a text that comes later is about something else


class Asking:
    """What an editor is asked about a report, and what the chat waits for."""

    def __init__(self, store: Store, reference: Reference, clock: Clock, brokers: tuple[Broker, ...]) -> None:
        self._store = store
        self._reference = reference
        self._clock = clock
        self._brokers = brokers

    async def wait_for(self, viewer: Viewer, about: str) -> None:
        """Take the next text in this chat for the answer to ``about``."""
        async with self._store.transaction() as tx:
            await tx.questions.ask(viewer.chat_id, about, self._clock.now())

    async def waiting(self, viewer: Viewer) -> str | None:
        """What this chat was asked a short while ago and has not answered."""
        async with self._store.snapshot() as tx:
            return await tx.questions.asked(viewer.chat_id, self._clock.now() - PATIENCE)

    async def forget(self, viewer: Viewer) -> bool:
        """Wait no more; whether anything was waited for."""
        if await self.waiting(viewer) is None:
            return False
        async with self._store.transaction() as tx:
            return await tx.questions.forget(viewer.chat_id)

    async def stock(
        self,
        report_id: int,
        viewer: Viewer,
        *,
        pick_id: int | None = None,
        unresolved_id: int | None = None,
        typed: str = "",
    ) -> StockQuestion:
        """Which security a pick or a waiting name is, or (with neither) which is to be added; to choose from what was typed.

        Raises:
            Refused: the viewer may not, or the pick or name stands there no more.
        """
        stored = await self._open(report_id, viewer)
        picks = {each.pick_id: each.pick for each in stored.picks}
        names = {each.unresolved_id: each.unresolved.name for each in stored.unresolved}
        if pick_id is not None and pick_id not in picks:
            raise Refused("pick_gone")
        if unresolved_id is not None and unresolved_id not in names:
            raise Refused("name_gone")
        given = picks.get(pick_id or 0)
        printed = given.name if given else names.get(unresolved_id or 0, "")
        near = near_to(typed or printed, self._reference)
        choices = tuple(each for each in near if given is None or each.symbol != given.symbol)
        return StockQuestion(report_id, stored.report.headline, printed, choices, pick_id, unresolved_id, typed)

    async def kind_of(self, report_id: int, symbol: str, viewer: Viewer) -> KindQuestion:
        """As what a security that is to be added was named.

        Raises:
            Refused: the viewer may not, or there is no such report or security.
        """
        stored = await self._open(report_id, viewer)
        if self._reference.names.by_symbol(symbol) is None:
            raise Refused("stock_unknown", query=symbol)
        return KindQuestion(report_id, stored.report.headline, self._reference.ref(symbol))

    async def date(self, report_id: int, viewer: Viewer) -> DateQuestion:
        """Of which day a report is, with the days that are printed in it and that of the upload to choose from.

        Raises:
            Refused: the viewer may not, or there is no such report any more.
        """
        stored = await self._open(report_id, viewer)
        uploaded = stored.created_at.astimezone(SHANGHAI).date()
        days = [day for day in (*stored.dates, uploaded) if day <= uploaded]
        return DateQuestion(report_id, stored.report.headline, stored.report.published, tuple(dict.fromkeys(days)))

    async def broker(self, report_id: int, viewer: Viewer, typed: str = "") -> BrokerQuestion:
        """Whose report it is; what was ``typed`` can be taken as it stands, or as a broker known under a name like it.

        Raises:
            Refused: the viewer may not, or there is no such report any more.
        """
        stored = await self._open(report_id, viewer)
        near = [each.short for each in self._brokers if typed and typed in each.short][: CHOICES - 1]
        choices = tuple(dict.fromkeys([*near, typed])) if typed else ()
        return BrokerQuestion(report_id, stored.report.headline, stored.report.broker, choices)

    def known_broker(self, typed: str) -> str | None:
        """The short name of the broker that was typed in full, by its short name, a legal one or a former one."""
        for each in self._brokers:
            if typed in (each.short, *each.legal, *(former.short for former in each.former)):
                return typed if any(typed == former.short for former in each.former) else each.short
        return None

    async def _open(self, report_id: int, viewer: Viewer) -> StoredReport:
        require_editor(viewer)
        async with self._store.snapshot() as tx:
            return await open_to(tx, await tx.reports.get(report_id), viewer)
