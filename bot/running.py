"""The running bot: house, Telegram, scheduler and delivery, started in order and stopped in the opposite one."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.app import open_house, worker_of
from bot.clock import Clock, jumps
from bot.jobs import Job, declare_jobs, plan_anew, schedule, watched
from bot.logs import set_up_logs, without_secrets
from bot.market.recorded_play import played_minutes
from bot.services.background import Background
from bot.services.house import Services
from bot.services.messages.delivery import Delivery
from bot.services.messages.sending import DeliveryRules
from bot.services.operation.failure_log import FailureLog
from bot.services.operation.health import Health
from bot.services.operation.job_watch import patiently
from bot.services.reports.watched import WatchedFolder
from bot.settings import Settings, WrongSetting
from bot.store.lead import Lead
from bot.tg.client import build_application, set_webhook, start_polling, stop_polling
from bot.tg.context import FACE, Face, PickwatchApplication
from bot.tg.i18n import Texts
from bot.tg.menu import set_menu
from bot.tg.sender import Sender
from bot.tg.updates import InOrderByChat, StoringQueue
from bot.tg.web import Door, Pulse

if TYPE_CHECKING:
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

_log = logging.getLogger(__name__)

DRAWING_SECONDS = 60.0
STOPPING_SECONDS = 15.0  # systemd and compose wait for thirty
HAND_OVER_SECONDS = 20.0  # for which the one that led before may still be polling


class BotStopped(Exception):
    """The bot cannot go on; the message is one line that says why and what to do."""


@dataclass(frozen=True, slots=True)
class RunningBot:
    """What runs, for the one who started it: the real run waits, the demonstration plays a year."""

    services: Services
    application: PickwatchApplication
    delivery: Delivery
    jobs: tuple[Job, ...]
    background: Background
    stopped: asyncio.Future[str]
    listening: Callable[[Callable[[], bool]], AbstractAsyncContextManager[None]]

    @property
    def busy(self) -> bool:
        """Whether an update waits or is being handled, or work goes on behind an answer."""
        handling = self.application.update_processor.current_concurrent_updates > 0
        return handling or not self.application.update_queue.empty() or self.background.busy


async def run_bot(settings: Settings, clock: Clock | None = None) -> None:
    """Run until SIGTERM or SIGINT, by the machine's clock where no other is given.

    Raises:
        WrongSetting: there is no token.
        BotStopped: another instance polls with the same token, or Telegram does not take the token any more.
    """
    set_up_logs(settings.log.level)
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with running_bot(settings, clock, resident=True) as bot:
        lead = Lead(settings.database)
        leading = asyncio.create_task(lead.follow(lambda: _lead(bot, lead)))
        stopping = asyncio.create_task(stop.wait())
        try:
            waited: set[asyncio.Future[Any]] = {stopping, bot.stopped, leading}
            await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
            if leading.done():
                await leading  # it never returns: this raises what ended it
            if bot.stopped.done():
                raise BotStopped(bot.stopped.result())
        finally:
            await _cancelled(leading, stopping)


async def _lead(bot: RunningBot, lead: Lead) -> None:
    """Everything that one process alone may do: listen, run the jobs, evaluate, push. Cancelled, it stops all of it."""
    async with bot.listening(lambda: not lead.held):
        scheduler, catching_up = schedule(bot.jobs, bot.services.clock), Background()
        scheduler.start()
        catching_up.start(_catch_up(bot))
        catching_up.start(_mind_the_clock(bot, scheduler, catching_up))
        delivering = asyncio.create_task(bot.delivery.run())
        try:
            await asyncio.wait({delivering})
            await delivering  # it never returns: this raises what ended it
        finally:
            scheduler.shutdown(wait=False)
            delivering.cancel()
            await asyncio.gather(catching_up.close(), delivering, return_exceptions=True)


async def _catch_up(bot: RunningBot) -> None:
    await patiently(
        lambda _: bot.services.routine.catch_up(), bot.services.clock.now(), "catching up", bot.services.clock
    )


async def _mind_the_clock(bot: RunningBot, scheduler: AsyncIOScheduler, catching_up: Background) -> None:
    """Plan anew whenever the clock is set or the machine has slept, and do what was missed."""
    async for jump in jumps(bot.services.clock):
        direction, by = "forward" if jump > timedelta() else "back", timedelta(seconds=round(abs(jump.total_seconds())))
        _log.warning("the clock was set %s by %s: jobs are planned anew", direction, by)
        plan_anew(scheduler, jump)
        catching_up.start(_catch_up(bot))


@asynccontextmanager
async def running_bot(
    settings: Settings, clock: Clock | None = None, *, resident: bool = False
) -> AsyncIterator[RunningBot]:
    """The bot with its Telegram side ready and its jobs declared; nothing fires by itself yet.

    ``resident`` as in `open_house`; a bot that is not listens from the beginning, since it is alone. ``listening`` hears
    updates while it is open; what it is given says whether to leave everything behind at its end, for another process.

    Raises:
        WrongSetting: there is no token, or no folder where one is to be watched.
    """
    if settings.telegram.token is None:
        raise WrongSetting("telegram.token (BOT_TELEGRAM__TOKEN): a token from @BotFather is needed to run the bot")
    token = settings.telegram.token.get_secret_value()
    texts = Texts.load()
    async with AsyncExitStack() as stack:
        services = await stack.enter_async_context(open_house(settings, clock, resident=resident))
        if resident:
            await stack.enter_async_context(_failures_kept(services))
        folder = _watched(settings, services, texts)
        await services.people.part_with_former_owners()
        stopped: asyncio.Future[str] = asyncio.get_running_loop().create_future()

        def stop(reason: str) -> None:
            if not stopped.done():
                stopped.set_result(reason)

        hook, pulse = _webhook(settings), Pulse()
        application, queue = build_application(
            token,
            settings.telegram.api_url,
            settings.telegram.proxy,
            services.inbox,
            stop,
            pulse,
            shared=hook is not None,
        )
        secret = settings.telegram.webhook_secret.get_secret_value() if settings.telegram.webhook_secret else None
        door = Door(Health(services.queue, services.jobs, services.clock), pulse, secret, queue if hook else None)
        if settings.web.port is not None:
            await stack.enter_async_context(door.serving(settings.web.host, settings.web.port))
        drawer = worker_of(stack, "drawing", DRAWING_SECONDS, settings)
        paid = settings.telegram.rate_paid is not None
        sender = Sender(application.bot, texts, drawer, services.clock, services.people.look_of, paid=paid)
        background = Background()
        stack.push_async_callback(background.close)
        application.bot_data[FACE] = Face(services, texts, sender, background)
        jobs = declare_jobs(
            services.routine,
            quote_seconds=settings.market.quote_seconds,
            watched=folder,
            watch_seconds=settings.inbox.seconds,
            queue=services.queue if resident else None,
            digest_minutes=settings.digest.check_minutes,
            played=_played(settings, services.clock.now()),
        )
        jobs = watched(jobs, services.jobs) if resident else jobs
        alone = settings.database.startswith("sqlite")

        def listening(leave: Callable[[], bool]) -> AbstractAsyncContextManager[None]:
            patience = 0.0 if alone else HAND_OVER_SECONDS
            return _listening(application, queue, stop, texts, leave, patience, door, hook)

        if not resident:
            await stack.enter_async_context(listening(lambda: False))
        yield RunningBot(
            services,
            application,
            Delivery(
                services.store, sender, services.pacer, services.clock, settings.language, _delivery_rules(settings)
            ),
            jobs,
            background,
            stopped,
            listening,
        )


@asynccontextmanager
async def _failures_kept(services: Services) -> AsyncIterator[None]:
    """Keep what is logged as an error, for administrators."""
    kept = FailureLog(services.failures, without_secrets)
    logging.getLogger().addHandler(kept)
    writing = asyncio.create_task(kept.run())
    try:
        yield
    finally:
        logging.getLogger().removeHandler(kept)
        await _cancelled(writing)
        await kept.write()


def _webhook(settings: Settings) -> tuple[str, str] | None:
    """The address and the secret of the webhook; None for polling.

    Raises:
        WrongSetting: one of what it needs is not there.
    """
    url, secret = settings.telegram.webhook_url, settings.telegram.webhook_secret
    if url is None:
        return None
    if secret is None:
        raise WrongSetting("telegram.webhook_secret (BOT_TELEGRAM__WEBHOOK_SECRET): a webhook needs a secret")
    if settings.web.port is None:
        raise WrongSetting("web.port (BOT_WEB__PORT): a webhook needs a port to be served on")
    return url, secret.get_secret_value()


def _delivery_rules(settings: Settings) -> DeliveryRules:
    delivery = settings.delivery
    give_up = timedelta(hours=delivery.give_up_hours)
    return DeliveryRules(timedelta(seconds=delivery.lease_seconds), give_up, delivery.burst)


def _played(settings: Settings, now: datetime) -> list[tuple[datetime, datetime]]:
    """The times in which a recorded market plays each minute, as far as they are still to come."""
    folder = settings.market.recorded_dir
    if settings.market.source != "recorded" or folder is None:
        return []
    return [each for each in played_minutes(folder) if each[1] > now]


def _watched(settings: Settings, services: Services, texts: Texts) -> WatchedFolder | None:
    """The folder that the settings name.

    Raises:
        WrongSetting: there is no such folder.
    """
    folder = settings.inbox.dir
    if folder is None:
        return None
    if not folder.is_dir():
        raise WrongSetting(f"inbox.dir (BOT_INBOX__DIR): there is no folder {folder}")
    return WatchedFolder(
        folder,
        services.store,
        services.ingest,
        services.drafts,
        services.clock,
        owners=settings.access.owners,
        words=lambda notice: texts.plain(settings.language, notice.key, **notice.args),
    )


@asynccontextmanager
async def _listening(
    application: PickwatchApplication,
    queue: StoringQueue,
    stop: Callable[[str], None],
    texts: Texts,
    leave: Callable[[], bool],
    patience: float,
    door: Door,
    hook: tuple[str, str] | None,
) -> AsyncIterator[None]:
    """Poll from now on, or be brought the updates; on leaving stop that first, so that what has arrived is still handled."""
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(application)
        await queue.replay(application.bot)
        await application.start()
        stack.push_async_callback(_finished, application, queue, leave)
        await stack.enter_async_context(door.leading(application if hook else None))
        if hook is not None:
            looking = asyncio.create_task(queue.look(application.bot))
            stack.push_async_callback(_cancelled, looking)
            await set_webhook(application, *hook)
        else:
            updater = await start_polling(application, stop, patience=patience)
            stack.push_async_callback(stop_polling, updater)
        await set_menu(application.bot, texts)
        _log.info("@%s is listening", application.bot.username)
        yield


async def _finished(application: PickwatchApplication, queue: StoringQueue, leave: Callable[[], bool]) -> None:
    """Handle what has arrived, for as long as those who stop the process wait; the rest stays in the inbox.

    Where another process takes over, all of it is left to that one.
    """
    if leave():
        queue.drop()
        if isinstance(application.update_processor, InOrderByChat):
            await application.update_processor.break_off()
    try:
        async with asyncio.timeout(STOPPING_SECONDS):
            await application.stop()
    except TimeoutError:
        _log.warning("some updates take too long to be handled now; they are handled after the next start")
        if isinstance(application.update_processor, InOrderByChat):
            await application.update_processor.break_off()


async def _cancelled(*tasks: asyncio.Task[Any]) -> None:
    for task in tasks:
        task.cancel()
    for task in tasks:
        with contextlib.suppress(asyncio.CancelledError):
            await task
