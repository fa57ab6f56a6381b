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
from bot.services.messages.transport import Barred, Gone, Later, Moved, NotSent, Outcome, Rejected, TopicGone, Uncertain

_log = logging.getLogger(__name__)
T = TypeVar("T")

# Sent for certain not: the connection was never made. Anything later may have arrived.
_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
# Telegram's words: the right to write may come back, a chat does not.
_BARRED = (
    "not enough rights",
    "have no rights",
    "need administrator rights",
    "chat_write_forbidden",
    "chat_send_plain_forbidden",
    "chat_send_photos_forbidden",
    "chat_send_docs_forbidden",
    "chat_restricted",
    "user_banned_in_channel",
    "topic_closed",
)
_TOPIC_GONE = ("topic_deleted", "message thread not found")
_GONE = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "user_is_blocked",
    "user_deactivated",
    "group chat was deactivated",
    "chat was deleted",
    "chat_id_invalid",
    "channel_private",
)
_TOO_LARGE = "request entity too large"
SLACK = 0.5  # seconds beyond what a 429 asks for
LONGEST_PATIENCE = 60.0  # seconds; who has waited longer has asked again


def outcome_of(error: TelegramError) -> Outcome:
    """What an error means for the message. BadRequest is a NetworkError in PTB, so the order matters."""
    words = str(error).lower()
    match error:
        case RetryAfter():
            wait = error.retry_after
            return Later(wait if isinstance(wait, timedelta) else timedelta(seconds=wait))
        case ChatMigrated():
            return Moved(error.new_chat_id)
        case Forbidden() | BadRequest() if any(each in words for each in _BARRED):
            return Barred(str(error))
        case BadRequest() if any(each in words for each in _TOPIC_GONE):
            return TopicGone(str(error))
        case Forbidden():
            return Gone(str(error))
        case BadRequest() if any(each in words for each in _GONE):
            return Gone(str(error))
        case BadRequest():
            return Rejected(str(error))
        case InvalidToken():
            return NotSent(str(error))
        case NetworkError() if _TOO_LARGE in words:
            return Rejected(str(error))
        case NetworkError():
            return _of_the_way(error)
        case _:
            return Rejected(str(error))


def _of_the_way(error: NetworkError) -> Outcome:
    """Something between here and there: it has not left, a server failed at it, or the answer was lost."""
    cause = error.__cause__
    said = f"{error} ({cause!r})"
    if isinstance(cause, _NEVER_LEFT):
        return NotSent(said)
    answered = cause is None or isinstance(cause, TelegramError)  # no JSON: a gateway's page
    return NotSent(said, doubtful=True) if answered else Uncertain(said)


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
        case NotSent(doubtful=False):
            return float(2**attempt)
        case NotSent() | Uncertain() if repeatable:
            return float(2**attempt)
        case _:
            return None
