"""What Telegram's errors mean for a message, and the patience that an answer to a person deserves (no other place does this)."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from itertools import count
from typing import TypeVar

import httpx
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.clock import Clock
from bot.services.transport import Gone, Later, Moved, NotSent, Outcome, Rejected, Uncertain

_log = logging.getLogger(__name__)
T = TypeVar("T")

# Sent for certain not: the connection was never made. Anything later may have arrived.
_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
SLACK = 0.5  # seconds beyond what a 429 asks for
LONGEST_PATIENCE = 60.0  # seconds; who has waited longer has asked again


def outcome_of(error: TelegramError) -> Outcome:
    """What an error means for the message. BadRequest is a NetworkError in PTB, so the order matters."""
    match error:
        case RetryAfter():
            wait = error.retry_after
            return Later(wait if isinstance(wait, timedelta) else timedelta(seconds=wait))
        case ChatMigrated():
            return Moved(error.new_chat_id)
        case Forbidden():
            return Gone(str(error))
        case BadRequest():
            gone = "chat not found" in str(error).lower()
            return Gone(str(error)) if gone else Rejected(str(error))
        case InvalidToken():
            return NotSent(str(error))
        case NetworkError():
            cause = error.__cause__
            lost = cause is None or not isinstance(cause, _NEVER_LEFT)
            return Uncertain(f"{error} ({cause!r})") if lost else NotSent(f"{error} ({cause!r})")
        case _:
            return Rejected(str(error))


async def patiently(request: Callable[[], Awaitable[T]], clock: Clock, *, repeatable: bool = False) -> T:
    """Ask Telegram for somebody who waits: a 429 is obeyed, and what never left is tried again for a minute.

    A ``repeatable`` request (fetching a file) may arrive twice, so that one whose answer was lost is tried again too.

    Raises:
        TelegramError: it was refused, it may have arrived, or the minute is over.
    """
    begun = clock.monotonic()
    for attempt in count():
        try:
            return await request()
        except TelegramError as error:
            wait = _wait(error, attempt, repeatable=repeatable)
            if wait is None or clock.monotonic() - begun + wait > LONGEST_PATIENCE:
                raise
            _log.info("Telegram is asked again in %.1f s: %s", wait, error)
            await clock.sleep(wait)
    raise AssertionError("counting does not end")


def _wait(error: TelegramError, attempt: int, *, repeatable: bool) -> float | None:
    """The seconds after which to ask again; None where asking again is of no use."""
    if isinstance(error, InvalidToken):
        return None
    match outcome_of(error):
        case Later(wait):
            return wait.total_seconds() + SLACK
        case NotSent():
            return float(2**attempt)
        case Uncertain() if repeatable:
            return float(2**attempt)
        case _:
            return None
