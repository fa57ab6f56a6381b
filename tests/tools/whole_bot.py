"""The real bot in this process against the sandbox, moved step by step; what went wrong on the way is kept."""

from __future__ import annotations

import asyncio
import base64
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from importlib import resources
from pathlib import Path
from typing import Any

from bot.running import RunningBot, running_bot
from bot.sandbox.errors import ApiError
from bot.sandbox.limits import Rates
from bot.sandbox.parameters import Parameters
from bot.sandbox.server import Sandbox
from bot.sandbox.transcript import SentMessage
from bot.settings import Settings, default_config_dir
from bot.store.records import ReportState
from bot.tg.context import FACE
from tests.integration.services.parts import pick, report

OWNER, READER, STRANGER = 1001, 2001, 3001
GROUP = -1005
UNHURRIED = Rates(total=10_000, chat=1_000.0, burst=1_000, group=100_000)
PATIENCE = 60.0  # seconds, only ever waited in full by a test that fails
PAUSE = 0.002
_PNG = base64.b64decode(
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg=="
)
OF_NO_MATTER = ("message is not modified", "query is too old")


class Telegram(Sandbox):
    """A sandbox that keeps what it refused."""

    def __init__(self, *args: Any) -> None:  # noqa: ANN401 - handed on
        super().__init__(*args)
        self.refusals: list[str] = []

    async def _dispatch(self, method: str, parameters: Parameters) -> Any:  # noqa: ANN401 - as there
        try:
            return await super()._dispatch(method, parameters)
        except ApiError as error:
            if not any(each in error.description for each in OF_NO_MATTER):
                self.refusals.append(f"{method}: {error.code} {error.description}")
            raise


class _Failures(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(logging.Formatter("%(name)s: %(message)s").format(record))


class WholeBot:
    """The bot and those who talk to it."""

    def __init__(self, bot: RunningBot, telegram: Telegram, failures: _Failures) -> None:
        self.bot = bot
        self.telegram = telegram
        self._failures = failures

    async def act(self, what: Awaitable[object] | Callable[[], object]) -> None:
        """Do something, and wait until the bot has done with it and delivered what it brought."""
        if isinstance(what, Awaitable):
            await what
        else:
            what()
        async with asyncio.timeout(PATIENCE):
            while self.bot.busy or len(self.telegram.state.updates):  # noqa: ASYNC110 - quiet is no event, it is what is left
                await asyncio.sleep(PAUSE)
            while await self.bot.delivery.pump():
                pass

    async def raw(self, kind: str, payload: Mapping[str, Any]) -> None:
        """Let an update come that the sandbox has no way to make."""
        await self.act(lambda: self.telegram.state.updates.add(kind, dict(payload)))

    def seen(self, chat: int) -> list[SentMessage]:
        """What stands in a chat."""
        return self.telegram.transcript(chat)

    def answers(self, chat: int) -> list[SentMessage]:
        """What the bot has written there."""
        return [each for each in self.seen(chat) if each.from_bot]

    def wrong(self) -> list[str]:
        """What must never happen, since it was last asked: a request refused, a failure logged, a tap unanswered."""
        presses = self.telegram.state.presses
        unanswered = [f"unanswered: {press.user.user_id}" for press in presses.values() if press.answer is None]
        found = [*self.telegram.refusals, *self._failures.said, *unanswered]
        self.telegram.refusals.clear()
        self._failures.said.clear()
        presses.clear()
        return found


def settings(telegram: Telegram, folder: Path, /, **changes: Mapping[str, object]) -> Settings:
    """Every setting by its default but where the bot lives, and how fast it may speak."""
    defaults = Settings.model_construct().model_dump()
    defaults |= {"data_dir": folder, "config_dir": default_config_dir()}
    defaults["telegram"] |= {"token": telegram.token, "api_url": telegram.url, "rate_total": 1000}
    defaults["telegram"] |= {"gap_private": 0.001, "gap_group": 0.001}
    defaults["limits"] |= {"messages_per_minute": 1000}
    defaults["access"] |= {"owners": (OWNER,), "open": True}
    recorded = Path(str(resources.files("bot.sandbox") / "recorded"))
    defaults["market"] |= {"source": "recorded", "recorded_dir": recorded}
    for section, values in changes.items():
        defaults[section] |= values
    return Settings.model_validate(defaults)


@asynccontextmanager
async def whole_bot(folder: Path, /, **changes: Mapping[str, object]) -> AsyncIterator[WholeBot]:
    """The bot on the database in ``folder``, with an owner, a reader, a stranger and a group of the last two."""
    failures = _Failures()
    async with await Telegram.start(rates=UNHURRIED) as telegram:
        telegram.add_user(OWNER, "王<b>编辑</b> & *ST", "zh-hans", started=True)
        telegram.add_user(READER, "Ann", "en", started=True)
        telegram.add_user(STRANGER, "李雷", None, started=True)
        telegram.add_group(GROUP, "研究 <小组>", {READER: "administrator", STRANGER: "member"})
        telegram.state.chats.chat(GROUP).bot_status = "left"
        async with running_bot(settings(telegram, folder, **changes)) as bot:
            logging.getLogger().addHandler(failures)
            bot.application.bot_data[FACE].sender._pictures = _White()
            try:
                yield WholeBot(bot, telegram, failures)
            finally:
                logging.getLogger().removeHandler(failures)


async def with_reports(bot: WholeBot) -> None:
    """Confirmed reports without prices, one of them restricted, a draft, a retracted one, and a rule."""
    store, clock = bot.bot.services.store, bot.bot.services.clock
    async with store.transaction() as tx:
        for number, (state, given) in enumerate(
            (
                (ReportState.CONFIRMED, report(title="<b>*ST宝实</b> & 光模块")),
                (ReportState.DRAFT, report(title="草稿")),
                (ReportState.RETRACTED, report(title="撤回")),
                (ReportState.CONFIRMED, report(pick("300502.SZ"), title="R5", risk_level="R5")),
            )
        ):
            stored = await tx.reports.add(given, sha256=str(number), uploaded_by=OWNER, at=clock.now())
            if state is not ReportState.DRAFT:
                await tx.reports.set_state(stored.report_id, ReportState.CONFIRMED, OWNER, clock.now())
            if state is ReportState.RETRACTED:
                await tx.reports.set_state(stored.report_id, state, OWNER, clock.now())


class _White:
    """Draws every chart as a white dot: what a picture shows is not what is tried here."""

    async def of(self, *_: object) -> bytes:
        return _PNG
