"""Allowances: how much one person may ask for; owners may ask for anything."""

from __future__ import annotations

import math
from collections import OrderedDict, deque
from dataclasses import dataclass
from datetime import datetime, time

from bot.clock import Clock
from bot.domain.sessions import SHANGHAI
from bot.services.access.people import Refused, Viewer
from bot.store.store import Transaction

WINDOW = 60.0  # seconds
MOST_PEOPLE = 10_000  # remembered at once; who was forgotten begins anew


@dataclass(frozen=True, slots=True)
class Allowance:
    """Messages and taps a person within a minute, files an editor within a day, subscriptions a chat."""

    messages: int = 40
    uploads: int = 100
    subscriptions: int = 500


class Allowances:
    """Counts what people ask for. Messages are counted in memory: a restart forgives them."""

    def __init__(self, clock: Clock, allowance: Allowance) -> None:
        self._clock = clock
        self._allowance = allowance
        self._heard: OrderedDict[int, deque[float]] = OrderedDict()
        self._told: dict[int, float] = {}

    def hear(self, user_id: int) -> bool:
        """Count a message or a tap; False where it is one too many and he was told so already.

        Raises:
            Refused: it is the first that is one too many; with the seconds after which to go on.
        """
        now = self._clock.monotonic()
        heard = self._heard.setdefault(user_id, deque())
        self._heard.move_to_end(user_id)
        if len(self._heard) > MOST_PEOPLE:
            self._told.pop(self._heard.popitem(last=False)[0], None)
        while heard and heard[0] <= now - WINDOW:
            heard.popleft()
        if len(heard) < self._allowance.messages:
            heard.append(now)
            self._told.pop(user_id, None)
            return True
        if user_id in self._told:
            return False
        self._told[user_id] = now
        raise Refused("too_many_messages", n=self._allowance.messages, seconds=math.ceil(heard[0] + WINDOW - now))

    async def require_upload(self, tx: Transaction, viewer: Viewer) -> None:
        """One more file.

        Raises:
            Refused: today's are used up; they begin anew at midnight in Shanghai.
        """
        today = self._clock.now().astimezone(SHANGHAI).date()
        since = datetime.combine(today, time(), SHANGHAI)
        if not viewer.owns and await tx.uploads.count_of(viewer.user_id, since) >= self._allowance.uploads:
            raise Refused("too_many_uploads", n=self._allowance.uploads)

    async def require_subscription(self, tx: Transaction, viewer: Viewer) -> None:
        """One more subscription.

        Raises:
            Refused: the chat has as many as it may.
        """
        if not viewer.owns and len(await tx.follows.of(viewer.chat_id)) >= self._allowance.subscriptions:
            raise Refused("too_many_subscriptions", n=self._allowance.subscriptions)
