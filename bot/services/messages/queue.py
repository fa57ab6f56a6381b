"""The line of messages as administrators see it: how much waits and since when, and what was given up."""

from __future__ import annotations

import logging
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.services.access.people import Refused, Viewer
from bot.services.messages.holding import quiet_hours
from bot.services.messages.pacing import Rates
from bot.services.paging import place
from bot.services.views.queue import LetterLine, QueueView
from bot.store.messages import Letter, MessageState
from bot.store.store import Store, Transaction

_log = logging.getLogger(__name__)

PAGE = 5
GIVEN_UP = (MessageState.DEAD, MessageState.UNCERTAIN)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Estimate:
    """When a broadcast to ``chats`` ends: with ``ahead`` before it, at ``rate`` messages a second.

    ``ends_at`` is for those who are awake; ``quiet`` chats are in their quiet hours now, the last of them until
    ``quiet_until``, and get theirs in a summary.
    """

    chats: int
    ahead: int
    rate: float
    seconds: float
    ends_at: datetime
    quiet: int
    quiet_until: datetime | None


class Queue:
    """For owners alone."""

    def __init__(self, store: Store, clock: Clock, rates: Rates) -> None:
        self._store = store
        self._clock = clock
        self._rates = rates

    async def view(self, viewer: Viewer, page: int = 0) -> QueueView:
        """How the line stands.

        Raises:
            Refused: not for who is no administrator.
        """
        _require_owner(viewer)
        return await self.look(page)

    async def resend(self, number: int, viewer: Viewer, page: int) -> QueueView:
        """Put a message that was given up in line again.

        Raises:
            Refused: not for who is no administrator, or it was not given up (any more).
        """
        _require_owner(viewer)
        async with self._store.transaction() as tx:
            if not await tx.outbox.resend(number, self._clock.now()):
                raise Refused("letter_gone")
        self._store.outbox_filled.set()
        return await self.look(page)

    async def drop(self, number: int, viewer: Viewer, page: int) -> QueueView:
        """Take a message that was given up off the list.

        Raises:
            Refused: as for `resend`.
        """
        _require_owner(viewer)
        async with self._store.transaction() as tx:
            if not await tx.outbox.drop(number, self._clock.now()):
                raise Refused("letter_gone")
        return await self.look(page)

    async def estimate(self, chat_ids: Collection[int]) -> Estimate:
        """How long one message to each of these chats would take, from now on and behind what is due already."""
        now, chats = self._clock.now(), set(chat_ids)
        async with self._store.snapshot() as tx:
            ahead, _, _ = await tx.outbox.due_by_chat(now)
            rate = await self._rate(tx, now)
            hours = [quiet_hours(each) for each in await tx.holding.with_hours() if each.chat_id in chats]
        ends = [until for each in hours if each is not None and (until := each.until(now)) is not None]
        seconds = (ahead + len(chats) - len(ends)) / rate
        until = max(ends, default=None)
        return Estimate(len(chats), ahead, rate, seconds, now + timedelta(seconds=seconds), len(ends), until)

    async def _rate(self, tx: Transaction, now: datetime) -> float:
        """Messages a second: as it has gone in the last minute where something was due all the time, else the setting."""
        busy = await tx.outbox.busy_since(now)
        if busy is None or now - busy < MINUTE:
            return self._rates.total
        return min(self._rates.total, max(1, await tx.outbox.sent_since(now - MINUTE)) / MINUTE.total_seconds())

    async def look(self, page: int = 0) -> QueueView:
        """The same for the log and the operator, whose machine it is."""
        async with self._store.snapshot() as tx:
            return await self._view(tx, page)

    async def log(self, _due: datetime) -> None:
        """One line for the operator's log, figures with their names, where anything waits or was given up."""
        view = await self.look()
        if view.waiting or view.dead or view.uncertain:
            _log.info(
                "queue depth=%d oldest_seconds=%.0f held=%d retried=%d sent=%d uncertain=%d dead=%d ends_in_seconds=%.0f",
                view.waiting,
                view.oldest or 0.0,
                view.held,
                view.retried,
                view.sent,
                view.uncertain,
                view.dead,
                view.ends_in,
            )

    async def _view(self, tx: Transaction, page: int) -> QueueView:
        now = self._clock.now()
        counts = await tx.outbox.counts()
        page, pages = place(page, sum(counts[state] for state in GIVEN_UP), PAGE)
        oldest = await tx.outbox.oldest_waiting()
        return QueueView(
            now,
            counts[MessageState.WAITING] + counts[MessageState.SENDING],
            None if oldest is None else max(0.0, (now - oldest).total_seconds()),
            await tx.holding.count(now),
            await tx.outbox.retried(),
            self._ends_in(await tx.outbox.due_by_chat(now)),
            counts[MessageState.SENT],
            counts[MessageState.UNCERTAIN],
            counts[MessageState.DEAD],
            tuple(_line(each) for each in await tx.outbox.letters(GIVEN_UP, page * PAGE, PAGE)),
            page,
            pages,
        )

    def _ends_in(self, due: tuple[int, int, int]) -> float:
        """The total takes its time, and so does the chat with the longest line of its own."""
        total, longest_private, longest_group = due
        own = ((longest_private - 1) * self._rates.private_gap, (longest_group - 1) * self._rates.group_gap)
        return max(0.0, total / self._rates.total, *own)


def _line(letter: Letter) -> LetterLine:
    at = letter.finished_at or letter.created_at
    uncertain = letter.state is MessageState.UNCERTAIN
    return LetterLine(letter.id, letter.chat_id, letter.kind, uncertain, letter.attempts, at, letter.error or "")


def _require_owner(viewer: Viewer) -> None:
    if not viewer.owns:
        raise Refused("only_owners")
