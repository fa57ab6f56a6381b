"""What a chat chooses of its digests: which of the three, when, in which zone, and what they hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo, available_timezones

from bot.clock import Clock
from bot.domain.digests import BLOCKS, Block, DigestChoice, due_session, next_due, ready_at
from bot.domain.following import DigestSlot
from bot.domain.securities import Market
from bot.domain.sessions import SHANGHAI, TradingCalendar, UnknownSession
from bot.market.ports import MarketError
from bot.services.access.people import Refused, Viewer
from bot.services.access.zones import zone_of
from bot.services.prices.tracking import Tracking
from bot.services.views.digests import DigestCard, DigestLine, DigestMenu, ZoneChoices
from bot.store.store import Store

NEAR = 6


class DigestChoices:
    """For the chat of a viewer, who is a group or a channel where one of its administrators asks."""

    def __init__(self, store: Store, tracking: Tracking, clock: Clock) -> None:
        self._store = store
        self._tracking = tracking
        self._clock = clock

    async def menu(self, viewer: Viewer) -> DigestMenu:
        """The three digests."""
        calendar = await self._calendar()
        async with self._store.snapshot() as tx:
            zone, choices = await zone_of(tx, viewer), await tx.digests.of(viewer.chat_id)
        lines = tuple(self._line(choices[slot], zone, calendar) for slot in DigestSlot)
        return DigestMenu(lines, zone.key, _other(viewer))

    async def card(self, slot: DigestSlot, viewer: Viewer) -> DigestCard:
        """One of them with its choices."""
        calendar = await self._calendar()
        async with self._store.snapshot() as tx:
            zone, choice = await zone_of(tx, viewer), (await tx.digests.of(viewer.chat_id))[slot]
        ready = ready_at(self._today()).astimezone(zone).time()
        return DigestCard(self._line(choice, zone, calendar), choice.blocks, zone.key, ready, _other(viewer))

    async def set_time(self, slot: DigestSlot, at: time | None, viewer: Viewer) -> DigestCard:
        """Send it at this time of the chat's zone, or never; turned on again it tells no old news."""
        calendar = await self._calendar()
        async with self._store.transaction() as tx:
            choice = (await tx.digests.of(viewer.chat_id))[slot]
            if choice.at is None and at is not None:
                zone = await zone_of(tx, viewer)
                choice = replace(choice, dealt=self._last_due(slot, at, zone, calendar), dealt_at=self._clock.now())
            await tx.digests.save(replace(choice, at=at))
        return await self.card(slot, viewer)

    async def toggle(self, slot: DigestSlot, block: Block, viewer: Viewer) -> DigestCard:
        """Let it hold a block, or hold it no more; the last one stays.

        Raises:
            Refused: this digest has no such block.
        """
        if block not in BLOCKS[slot]:
            raise Refused("old_button")
        async with self._store.transaction() as tx:
            choice = (await tx.digests.of(viewer.chat_id))[slot]
            blocks = choice.blocks ^ {block}
            if not blocks:
                raise Refused("digest_needs_a_block")
            await tx.digests.save(replace(choice, blocks=blocks))
        return await self.card(slot, viewer)

    async def zones(self, viewer: Viewer) -> ZoneChoices:
        """The zones to choose from."""
        async with self._store.snapshot() as tx:
            return ZoneChoices((await zone_of(tx, viewer)).key, chat_id=_other(viewer))

    async def set_zone(self, typed: str, viewer: Viewer) -> DigestMenu | ZoneChoices:
        """Live in this zone from now on, quiet hours too; what is no zone is answered with those that are like it."""
        known = {name.lower(): name for name in available_timezones()}
        wanted = typed.strip().lower().replace(" ", "_")
        near = sorted(name for lower, name in known.items() if wanted and wanted in lower.rpartition("/")[2])
        name = known.get(wanted) or (near[0] if len(near) == 1 else None)
        if name is None:
            return replace(await self.zones(viewer), typed=typed[:40], near=tuple(near[:NEAR]))
        async with self._store.transaction() as tx:
            hours = (await tx.holding.hours([viewer.chat_id]))[viewer.chat_id]
            now = self._clock.now()
            await tx.holding.set_hours(viewer.chat_id, hours.quiet_from, hours.quiet_until, name, now)
        return await self.menu(viewer)

    def _line(self, choice: DigestChoice, zone: ZoneInfo, calendar: TradingCalendar | None) -> DigestLine:
        coming: datetime | None = None
        if choice.at is not None and calendar is not None:
            try:
                found = next_due(choice.slot, calendar, choice.at, zone, self._clock.now())
            except UnknownSession:
                found = None
            coming = found[1] if found else None
        return DigestLine(choice.slot, choice.at, coming)

    def _last_due(self, slot: DigestSlot, at: time, zone: ZoneInfo, calendar: TradingCalendar | None) -> date:
        """The session whose digest would have come last, had it been on; today where no calendar can be had."""
        if calendar is None:
            return self._today()
        try:
            return due_session(slot, calendar, at, zone, self._clock.now()) or calendar.before(self._today())
        except UnknownSession:
            return self._today()

    async def _calendar(self) -> TradingCalendar | None:
        try:
            return await self._tracking.calendar(Market.A)
        except (MarketError, UnknownSession):
            return None

    def _today(self) -> date:
        return self._clock.now().astimezone(SHANGHAI).date()


def _other(viewer: Viewer) -> int:
    """The channel that is looked after from a private chat; 0 for the own chat."""
    return viewer.chat_id if viewer.channel else 0
