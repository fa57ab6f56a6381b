"""One look at a chat's open messages: which of them may leave now, or when to look again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.store.messages import MessageState

# A clock that was set back leaves instants behind that nobody meant; no wait and no lease is as long as this.
LONGEST_WAIT = timedelta(days=1, hours=1)


@dataclass(frozen=True, slots=True)
class OpenMessage:
    """What decides whether a message that is not through may leave."""

    id: int
    chat_id: int
    state: MessageState
    uncertain: bool
    not_before: datetime | None
    lease_until: datetime | None


@dataclass(frozen=True, slots=True)
class Look:
    """``head`` may leave; without one, look ``again`` then, or when something changes. ``twice_lost`` are to be given up."""

    head: int | None = None
    again: datetime | None = None
    twice_lost: tuple[int, ...] = ()


def look(line: Sequence[OpenMessage], paused_until: datetime | None, now: datetime) -> Look:
    """What a chat's line, most urgent first, has to leave now; one message under way keeps all others waiting.

    What was leaving when its sender died may be repeated, unless that is the second time.
    """
    if paused_until is not None and _ahead(paused_until, now):
        return Look(again=paused_until)
    leases = [each.lease_until for each in line if each.lease_until is not None and _ahead(each.lease_until, now)]
    if leases:
        return Look(again=max(leases))
    lost = tuple(each.id for each in line if each.state is MessageState.SENDING and each.uncertain)
    rest = [each for each in line if each.id not in lost]
    waits = [each.not_before for each in rest if each.not_before is not None and _waits(each, now)]
    head = next((each.id for each in rest if not _waits(each, now)), None)
    return Look(head, min(waits, default=None), lost)


def _waits(message: OpenMessage, now: datetime) -> bool:
    leaving = message.state is MessageState.SENDING
    return not leaving and message.not_before is not None and _ahead(message.not_before, now)


def _ahead(instant: datetime, now: datetime) -> bool:
    return now < instant <= now + LONGEST_WAIT
