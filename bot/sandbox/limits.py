"""Telegram's limits: lengths and counts, and how many messages it takes in how much time (research figures in brackets)."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass

from bot.clock import Clock
from bot.sandbox import errors
from bot.sandbox.errors import ApiError, bad_request, flood

TEXT = 4096  # UTF-16 units after parsing
RAW_TEXT = 32_768  # bytes before it
CAPTION = 1024
CALLBACK_DATA = 64  # bytes
BUTTONS = 100
BUTTONS_A_ROW = 8
CALLBACK_ANSWER = 200
INLINE_RESULTS = 50
INLINE_RESULT_ID = 64  # bytes
ALBUM = range(2, 11)
COMMANDS = 100
DESCRIPTION = 512
SHORT_DESCRIPTION = 120
NAME = 64
DOWNLOAD = 20 << 20
UPLOAD = 50 << 20
PHOTO = 10 << 20
PHOTO_SIDES = 10_000  # width and height together
UPDATES = 100
POLL = 50  # seconds


@dataclass(frozen=True, slots=True)
class Rates:
    """How many messages pass: in all a second, a private chat (a second, after a burst), a group a minute."""

    total: int = 30
    chat: float = 1.0
    burst: int = 5
    group: int = 20


class Limiter:
    """Counts messages on a clock and refuses what is too much with 429 and the seconds to wait, at least 1."""

    def __init__(self, clock: Clock, rates: Rates) -> None:
        self._clock = clock
        self._rates = rates
        self._all: deque[float] = deque()
        self._groups: dict[int, deque[float]] = {}
        self._chats: dict[int, tuple[float, float]] = {}  # tokens left, and when that was

    def take(self, chat_id: int, messages: int = 1) -> None:
        """Count ``messages`` to a chat (a group where the id is negative); nothing is counted when refused.

        Raises:
            ApiError: 429 with ``retry_after``.
        """
        now = self._clock.monotonic()
        waits = [self._window(self._all, self._rates.total, 1.0, now, messages)]
        if chat_id < 0:
            sent = self._groups.setdefault(chat_id, deque())
            waits.append(self._window(sent, self._rates.group, 60.0, now, messages))
        else:
            tokens = self._tokens(chat_id, now)
            # An album may overdraw a full bucket, or it could never be sent.
            waits.append((min(messages, self._rates.burst) - tokens) / self._rates.chat)
        wait = max(waits)
        if wait > 0:
            raise flood(max(1, math.ceil(round(wait, 6))))
        self._all.extend([now] * messages)
        if chat_id < 0:
            self._groups[chat_id].extend([now] * messages)
        else:
            self._chats[chat_id] = (self._tokens(chat_id, now) - messages, now)

    def _tokens(self, chat_id: int, now: float) -> float:
        tokens, since = self._chats.get(chat_id, (float(self._rates.burst), now))
        return min(self._rates.burst, tokens + (now - since) * self._rates.chat)

    @staticmethod
    def _window(sent: deque[float], most: int, seconds: float, now: float, messages: int) -> float:
        """Seconds until ``messages`` more fit into the sliding window; 0 where they do now."""
        while sent and sent[0] <= now - seconds:
            sent.popleft()
        excess = len(sent) + min(messages, most) - most
        return sent[excess - 1] + seconds - now if excess > 0 else 0.0


def check_keyboard(rows: list[list[dict[str, object]]]) -> None:
    """Refuse an inline keyboard that Telegram would refuse.

    Raises:
        ApiError: 400 with Telegram's word for it; for too many buttons its word for too long a markup.
    """
    if sum(map(len, rows)) > BUTTONS or any(len(row) > BUTTONS_A_ROW for row in rows):
        raise bad_request(errors.LONG_MARKUP)
    for button in (button for row in rows for button in row):
        _check_button(button)


def _check_button(button: dict[str, object]) -> None:
    if not str(button.get("text", "")).strip():
        raise _button("Button text must be non-empty")
    actions = button.keys() - {"text", "style", "icon_custom_emoji_id"}
    if not actions:
        raise _button("Text buttons are unallowed in the inline keyboard")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(str(data).encode()) <= CALLBACK_DATA:
        raise bad_request(errors.BUTTON_DATA)
    url = button.get("url")
    if url is not None and not str(url).startswith(("http://", "https://", "tg://")):
        raise bad_request(errors.BUTTON_URL)


def _button(reason: str) -> ApiError:
    return bad_request(f"can't parse inline keyboard button: {reason}")
