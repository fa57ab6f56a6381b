"""What a broadcast needs once for many chats: its text in each language, and each of its pictures uploaded."""

from __future__ import annotations

from collections import OrderedDict
from hashlib import sha256

from telegram import Message as SentMessage

from bot.services.messages.transport import Outgoing
from bot.tg.i18n import Texts
from bot.tg.render import Message, render

MOST_TEXTS = 64
MOST_FILES = 256


class RenderedOnce:
    """Views as messages, each payload once for each language while a broadcast of it is under way."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._kept: OrderedDict[tuple[str, str], tuple[Message, ...]] = OrderedDict()

    def of(self, outgoing: Outgoing) -> tuple[Message, ...]:
        """The messages of a view."""
        key = (outgoing.payload, outgoing.language)
        if not outgoing.payload or key not in self._kept:
            parts = render(outgoing.view, self._texts, outgoing.language)
            if not outgoing.payload:
                return parts
            self._kept[key] = parts
            if len(self._kept) > MOST_TEXTS:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]


class UploadedOnce:
    """Telegram's name for a picture that was sent before, to be sent again without its bytes."""

    def __init__(self) -> None:
        self._names: OrderedDict[bytes, str] = OrderedDict()

    def name(self, picture: bytes) -> str | None:
        """The ``file_id``, if there is one."""
        return self._names.get(sha256(picture).digest())

    def keep(self, picture: bytes, sent: SentMessage) -> None:
        """Remember under which name it arrived."""
        if sent.photo:
            self._names[sha256(picture).digest()] = sent.photo[-1].file_id
            if len(self._names) > MOST_FILES:
                self._names.popitem(last=False)

    def forget(self, picture: bytes) -> None:
        """Telegram does not know the name any more."""
        self._names.pop(sha256(picture).digest(), None)
