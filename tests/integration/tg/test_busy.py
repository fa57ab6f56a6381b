"""That an answer is on its way: shown where it takes longer than a second, and what kind of answer it will be."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
from telegram import Chat, Message, Update, User
from telegram.constants import ChatAction
from telegram.error import NetworkError
from telegram.ext import ExtBot

from bot.services.messages.inbox import Inbox
from bot.tg.busy import AGAIN, SOON, Busy
from bot.tg.updates import InOrderByChat, StoringQueue


class HandClock:
    """Time goes on only by hand, and wakes who has slept long enough."""

    def __init__(self) -> None:
        self._time = 0.0
        self._sleepers: list[tuple[float, asyncio.Future[None]]] = []
        self.slept_on = asyncio.Event()

    def now(self) -> datetime:
        return datetime.fromtimestamp(self._time, UTC)

    def monotonic(self) -> float:
        return self._time

    async def sleep(self, seconds: float) -> None:
        woken = asyncio.get_running_loop().create_future()
        self._sleepers.append((self._time + seconds, woken))
        self.slept_on.set()
        await woken

    async def advance(self, seconds: float) -> None:
        self._time += seconds
        for at, woken in self._sleepers:
            if at <= self._time and not woken.done():
                woken.set_result(None)
        for _ in range(10):
            await asyncio.sleep(0)


class Phone(ExtBot[None]):
    """What is shown on a phone; without a network nothing is."""

    shown: list[tuple[int, str]] = []  # noqa: RUF012 - a fresh one for each test below
    cut_off = False

    async def send_chat_action(self, chat_id: int | str, action: str, *_: object, **__: object) -> bool:
        if Phone.cut_off:
            raise NetworkError("cut off")
        Phone.shown.append((int(chat_id), action))
        return True


@pytest.fixture(autouse=True)
def phone() -> type[Phone]:
    Phone.shown, Phone.cut_off = [], False
    return Phone


async def said(number: int, inbox: Inbox) -> Update:
    person, chat = User(7, "李雷", is_bot=False), Chat(7, Chat.PRIVATE)
    message = Message(number, datetime(2025, 1, 2, tzinfo=UTC), chat, from_user=person, text="/help")
    update = Update(number, message=message)
    await StoringQueue(inbox).put(update)
    update.set_bot(Phone("1:a"))
    return update


async def test_what_takes_longer_than_a_second_is_shown_until_it_is_answered(inbox: Inbox) -> None:
    clock, answer = HandClock(), asyncio.Event()
    processor = InOrderByChat(inbox, busy := Busy(clock))
    handling = asyncio.create_task(processor.process_update(await said(1, inbox), answer.wait()))
    await clock.slept_on.wait()
    await clock.advance(SOON - 0.1)
    assert Phone.shown == []
    await clock.advance(0.1)
    assert Phone.shown == [(7, ChatAction.TYPING)]
    busy.turns_to(7, ChatAction.UPLOAD_PHOTO)
    await clock.advance(AGAIN)
    assert Phone.shown[1:] == [(7, ChatAction.UPLOAD_PHOTO)]
    Phone.cut_off = True  # the answer does not depend on it
    await clock.advance(AGAIN)
    answer.set()
    await handling
    Phone.cut_off = False
    await clock.advance(10 * AGAIN)
    assert len(Phone.shown) == 2


async def test_what_is_answered_at_once_is_not_announced(inbox: Inbox) -> None:
    clock = HandClock()
    await InOrderByChat(inbox, Busy(clock)).process_update(await said(1, inbox), asyncio.sleep(0))
    await clock.advance(10 * AGAIN)
    assert Phone.shown == []
