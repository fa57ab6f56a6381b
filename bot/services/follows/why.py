"""Why a message came, and how to have fewer of its kind."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from bot.clock import Clock
from bot.domain.following import DigestSlot, Loudness
from bot.services.access.people import Refused, Viewer
from bot.services.follows.labels import line_of
from bot.services.follows.subscriptions import MuteFor, Subscriptions
from bot.services.messages.because import read_because
from bot.services.names.reference import Reference
from bot.services.views.following import Pushed, SubscriptionLine, WhyCard
from bot.store.store import Store, Transaction


class WhyDo(StrEnum):
    """What can be done about a subscription right under a message."""

    SILENT = "silent"
    ON = "on"
    MUTE = "mute"
    UNMUTE = "unmute"
    END = "end"
    UNDO = "undo"


class Why:
    """What stands behind the button of a pushed message."""

    def __init__(self, store: Store, subscriptions: Subscriptions, reference: Reference, clock: Clock) -> None:
        self._store = store
        self._subscriptions = subscriptions
        self._reference = reference
        self._clock = clock

    async def card(self, number: int, viewer: Viewer) -> WhyCard:
        """Why the message came; subscriptions that have ended since are among its reasons.

        Raises:
            Refused: the message is not kept any more, or was none of this chat's.
        """
        async with self._store.snapshot() as tx:
            because = read_because((await _kept(tx, number, viewer))[1])
            lines = [await self._line(tx, follow_id, viewer) for follow_id in because.follows]
            on = because.slot is None or await _is_on(tx, because.slot, viewer)
        return WhyCard(number, tuple(line for line in lines if line is not None), because.slot, on)

    async def do(self, number: int, follow_id: int, what: WhyDo, viewer: Viewer) -> WhyCard:
        """Change a subscription, and see again why the message came.

        Raises:
            Refused: the message or the subscription is not there any more.
        """
        match what:
            case WhyDo.SILENT | WhyDo.ON:
                loudness = Loudness.SILENT if what is WhyDo.SILENT else Loudness.ON
                await self._subscriptions.set_loudness(follow_id, loudness, viewer)
            case WhyDo.MUTE:
                await self._subscriptions.mute(follow_id, MuteFor.WEEK, viewer)
            case WhyDo.UNMUTE:
                await self._subscriptions.mute(follow_id, MuteFor.NOT, viewer)
            case WhyDo.END:
                await self._subscriptions.end(follow_id, viewer)
            case WhyDo.UNDO:
                await self._subscriptions.take_up(follow_id, viewer)
        return await self.card(number, viewer)

    async def stop_digest(self, number: int, viewer: Viewer) -> WhyCard:
        """Switch the digest off that the message is; the settings switch it on again.

        Raises:
            Refused: the message is not kept any more, or is no digest.
        """
        card = await self.card(number, viewer)
        if card.slot is None:
            raise Refused("old_button")
        async with self._store.transaction() as tx:
            choice = (await tx.digests.of(viewer.chat_id))[card.slot]
            await tx.digests.save(replace(choice, at=None))
        return await self.card(number, viewer)

    async def pushed(self, number: int, viewer: Viewer) -> Pushed:
        """The message itself once more.

        Raises:
            Refused: as `card`.
        """
        async with self._store.snapshot() as tx:
            return Pushed(number, (await _kept(tx, number, viewer))[0])

    async def _line(self, tx: Transaction, follow_id: int, viewer: Viewer) -> SubscriptionLine | None:
        for ended in (False, True):
            found = await tx.follows.get(follow_id, ended=ended)
            if found is not None and found.chat_id == viewer.chat_id:
                return await line_of(tx, found, viewer, self._reference, self._clock, ended=ended)
        return None


async def _kept(tx: Transaction, number: int, viewer: Viewer) -> tuple[str, str]:
    found = await tx.outbox.kept(number, viewer.chat_id)
    if found is None:
        raise Refused("why_gone")
    return found


async def _is_on(tx: Transaction, slot: DigestSlot, viewer: Viewer) -> bool:
    return (await tx.digests.of(viewer.chat_id))[slot].at is not None
