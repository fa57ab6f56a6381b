"""What came together in a night, one of it whole, and the line of messages with two that were given up."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.services.messages.codec import dump_view
from bot.services.views import View
from bot.services.views.holding import Held, HeldBecause, HeldItem, HeldPage
from bot.services.views.pieces import Notice
from bot.services.views.queue import LetterLine, QueueView

AT = datetime(2025, 12, 25, 15, 41, tzinfo=UTC)


def delivery_views(*told: View) -> dict[str, View]:
    """The views of delivery, around messages that were held."""
    items = tuple(HeldItem(AT.replace(minute=41 + number), dump_view(view)) for number, view in enumerate(told))
    unreadable = HeldItem(AT, "Horoscope {}")
    return {
        "held in a quiet night": Held(HeldBecause.QUIET, 81, "Asia/Shanghai", items),
        "a burst": Held(HeldBecause.BURST, 99, "Europe/London", (*items[1:], unreadable) * 8),
        "held alone": Held(HeldBecause.QUIET, 81, "Asia/Shanghai", items[:1]),
        "one of those held": HeldPage(81, "Asia/Shanghai", items[1], 1, 3),
        "one of another version": HeldPage(81, "Asia/Shanghai", unreadable, 0, 3),
        "the queue": QueueView(
            AT,
            1203,
            7260.0,
            40,
            2,
            41.5,
            18_442,
            1,
            6,
            (
                LetterLine(91, 7, "alerts", True, 2, AT, "Timed out (ReadTimeout(''))"),
                LetterLine(88, -1007, "digest", False, 191, AT, "Bad Request: TOPIC_CLOSED"),
            ),
            0,
            2,
        ),
        "an empty queue": QueueView(AT, 0, None, 0, 0, 0.0, 3, 0, 0, (), 0, 1),
        "no letter any more": Notice("letter_gone"),
    }
