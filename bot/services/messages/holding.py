"""Holding back: quiet hours and bursts delay messages and fold them into one summary; nothing is dropped."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.domain.quiet import QuietHours
from bot.domain.sessions import SHANGHAI, zone_named
from bot.services.access.people import Refused, Viewer
from bot.services.messages.codec import dump_view, load_view
from bot.services.paging import page_of
from bot.services.views.holding import Held, HeldBecause, HeldItem, HeldPage
from bot.store.messages import ChatHours, Claimed, OutboxMessage, Waiting
from bot.store.store import Store, Transaction

ANSWERS = ("draft", "report", "channel")  # somebody has just asked for these and waits
NOT_FOLDED = (*ANSWERS, Held.__name__)
MINUTE = timedelta(minutes=1)
FEW = 64  # chats; beyond, what was told a while ago is forgotten whenever their number has doubled


class Holding:
    """Sifts what was claimed: what leaves now, and what waits for the morning or becomes one message with others."""

    def __init__(self, clock: Clock, burst: int) -> None:
        self._clock = clock
        self._burst = burst
        self._lately: dict[int, deque[datetime]] = {}
        self._kept = FEW

    def left(self, chat_id: int) -> None:
        """A message has left for the chat."""
        now = self._clock.now()
        if len(self._lately) > 2 * self._kept:
            self._lately = {chat: times for chat, times in self._lately.items() if abs(now - times[-1]) < MINUTE}
            self._kept = max(FEW, len(self._lately))
        self._lately.setdefault(chat_id, deque(maxlen=self._burst)).append(now)

    async def sift(self, tx: Transaction, claimed: Sequence[Claimed]) -> list[Claimed]:
        """Those that leave now; the others are held, or folded into a summary that is in line now."""
        chats = [each.chat_id for each in claimed]
        hours = await tx.holding.hours(chats)
        lines = await tx.holding.lengths(chats, self._clock.now(), besides=NOT_FOLDED)
        return [
            each
            for each in claimed
            if each.kind in ANSWERS or await self._leaves(tx, each, hours[each.chat_id], lines.get(each.chat_id, 0))
        ]

    async def _leaves(self, tx: Transaction, message: Claimed, chat: ChatHours, length: int) -> bool:
        now = self._clock.now()
        if message.attempts or message.kind == Held.__name__:
            return True  # what was tried already, and a summary, are late enough
        quiet = quiet_hours(chat)
        until = quiet.until(now) if quiet else None
        if until is not None:
            await tx.holding.hold(message, until, now, besides=ANSWERS)
            return False
        if chat.held_until is not None and chat.held_until <= now:
            await tx.holding.let_go(message.chat_id)
            waiting = await tx.holding.untried(message.chat_id, now, besides=NOT_FOLDED)
            held = [each for each in waiting if each.created_at < chat.held_until]
            if held:
                await self._fold(tx, message, held, quiet, HeldBecause.QUIET if quiet else HeldBecause.BURST)
                return False
        if length > self._burst:
            waiting = await tx.holding.untried(message.chat_id, now, besides=NOT_FOLDED)
            await self._fold(tx, message, waiting, quiet, HeldBecause.BURST)
            return False
        lately = [at for at in self._lately.get(message.chat_id, ()) if timedelta() <= now - at < MINUTE]
        if len(lately) >= self._burst:
            await tx.holding.hold(message, lately[0] + MINUTE, now, besides=ANSWERS)
            return False
        return True

    async def _fold(
        self,
        tx: Transaction,
        message: Claimed,
        waiting: Sequence[Waiting],
        quiet: QuietHours | None,
        because: HeldBecause,
    ) -> None:
        """Put one message in line instead of these, or one in each topic that they go to; it sounds where one of them would."""
        now = self._clock.now()
        zone = (quiet.zone if quiet else SHANGHAI).key
        await tx.holding.fold([each.id for each in waiting], now)
        await tx.outbox.release([message])
        for thread_id in dict.fromkeys(each.thread_id for each in waiting):
            folded = [each for each in waiting if each.thread_id == thread_id]
            number = max(each.id for each in folded)
            items = tuple(HeldItem(each.created_at, each.payload) for each in folded)
            summary = OutboxMessage(
                message.chat_id,
                Held.__name__,
                dump_view(Held(because, number, zone, items)),
                _key(message.chat_id, number),
                min(each.priority for each in folded),
                silent=all(each.silent for each in folded),
                thread_id=thread_id,
                because=" ".join(each.because for each in folded if each.because),
            )
            await tx.outbox.add(summary, at=now)


class HeldMessages:
    """What stands behind the button of a summary."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def page(self, number: int, viewer: Viewer, page: int) -> HeldPage:
        """One of the messages that were folded, whole; pages count from 0.

        Raises:
            Refused: it is not kept any more, or was none of this chat's.
        """
        async with self._store.snapshot() as tx:
            payload = await tx.holding.payload(_key(viewer.chat_id, number))
        view = load_view(payload) if payload else None
        if not isinstance(view, Held):
            raise Refused("held_gone")
        (item,), shown, pages = page_of(view.items, page, 1)
        return HeldPage(view.number, view.zone, item, shown, pages)


def quiet_hours(chat: ChatHours) -> QuietHours | None:
    """The chat's quiet hours, by default in Shanghai's time; None where it has none."""
    if chat.quiet_from is None or chat.quiet_until is None:
        return None
    return QuietHours(chat.quiet_from, chat.quiet_until, zone_named(chat.zone))


def _key(chat_id: int, number: int) -> str:
    return f"held:{chat_id}:{number}"
