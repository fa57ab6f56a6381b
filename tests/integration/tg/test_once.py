"""What a broadcast does once for many chats: rendering a text in each language, uploading a picture."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from telegram.constants import ParseMode
from telegram.ext import Defaults, ExtBot
from telegram.request import HTTPXRequest, RequestData

from bot.clock import SystemClock
from bot.sandbox.limits import Rates
from bot.sandbox.server import Sandbox
from bot.services.messages.codec import dump_view
from bot.services.messages.transport import Outgoing, Sent
from bot.services.views.pieces import Notice
from bot.tg.once import MOST_TEXTS, RenderedOnce
from bot.tg.sender import Sender
from bot.workers import Inline
from tests.looks import light_and_red
from tests.texts import shipped
from tests.unit.sample_charts import BASKETS

READERS = (1001, 1002, 1003)
VIEW = Notice("no_reports")


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with await Sandbox.start(rates=Rates(total=1000, chat=1000, burst=1000)) as server:
        for reader in READERS:
            server.add_user(reader, "李雷", started=True)
        yield server


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[ExtBot[None]]:
    async with ExtBot(sandbox.token, f"{sandbox.url}/bot", defaults=Defaults(parse_mode=ParseMode.HTML)) as bot:
        yield bot


def sender_of(bot: ExtBot[None], *, paid: bool = False) -> Sender:
    return Sender(bot, shipped(), Inline(), SystemClock(), light_and_red, paid=paid)


def test_one_payload_is_rendered_once_a_language_and_not_for_ever() -> None:
    once = RenderedOnce(shipped())

    def of(chat_id: int, language: str = "zh", payload: str = dump_view(VIEW)) -> object:
        return once.of(Outgoing(chat_id, VIEW, language, payload=payload))

    assert of(1) is of(2)
    assert of(1, "en") is not of(1)
    assert of(1, payload="") is not of(1, payload="")
    first = of(1)
    for number in range(MOST_TEXTS):
        of(1, payload=f"other {number}")
    assert of(1) is not first


async def test_a_picture_is_uploaded_once_and_then_sent_by_its_name(sandbox: Sandbox, bot: ExtBot[None]) -> None:
    sender, view = sender_of(bot), BASKETS
    for reader in READERS:
        assert isinstance(await sender.send(Outgoing(reader, view, "zh", payload="baskets")), Sent)
    pictures = [sandbox.transcript(reader)[0].photo for reader in READERS]
    assert pictures[0]
    assert pictures == pictures[:1] * 3
    assert len(sandbox.state.files._files) == 1


async def test_a_picture_looks_as_each_chat_has_chosen(sandbox: Sandbox, bot: ExtBot[None]) -> None:
    looks = {READERS[0]: (False, True), READERS[1]: (False, False), READERS[2]: (True, False)}

    async def look_of(chat_id: int) -> tuple[bool, bool]:
        return looks[chat_id]

    sender = Sender(bot, shipped(), Inline(), SystemClock(), look_of)
    for reader in READERS:
        assert isinstance(await sender.send(Outgoing(reader, BASKETS, "zh", payload="baskets")), Sent)
    assert len({sandbox.transcript(reader)[0].photo for reader in READERS}) == 3


async def test_a_name_that_telegram_has_forgotten_is_uploaded_again(sandbox: Sandbox, bot: ExtBot[None]) -> None:
    sender = sender_of(bot)
    await sender.send(Outgoing(READERS[0], BASKETS, "zh"))
    sandbox.fail("sendPhoto", code=400, description="wrong file identifier/HTTP URL specified")
    assert isinstance(await sender.send(Outgoing(READERS[1], BASKETS, "zh")), Sent)
    assert len(sandbox.state.files._files) == 2


class Watching(HTTPXRequest):
    """Keeps what was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[object] = []

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *args: Any,  # noqa: ANN401 - PTB's time limits, passed on as they come
        **kwargs: Any,  # noqa: ANN401
    ) -> tuple[int, bytes]:
        if request_data is not None and url.endswith("sendMessage"):
            self.asked.append(request_data.parameters.get("allow_paid_broadcast"))
        return await super().do_request(url, method, request_data, *args, **kwargs)


@pytest.mark.parametrize(("paid", "said"), [(False, None), (True, True)])
async def test_only_a_paid_broadcast_says_that_it_may_cost(sandbox: Sandbox, paid: bool, said: bool | None) -> None:
    watching = Watching()
    async with ExtBot(sandbox.token, f"{sandbox.url}/bot", request=watching) as bot:
        await sender_of(bot, paid=paid).send(Outgoing(READERS[0], VIEW, "zh"))
    assert watching.asked == [said]
