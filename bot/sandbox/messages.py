"""Messages of all chats, as they stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

from bot.sandbox.chats import Chat, User
from bot.sandbox.entities import Formatted, as_html
from bot.sandbox.files import StoredFile
from bot.sandbox.transcript import Attachment, Button, SentMessage

Keyboard = list[list[dict[str, Any]]]


@dataclass(slots=True)
class Message:
    """One message; ``inline`` is its inline keyboard, ``reply_keyboard`` what Telegram shows but never echoes."""

    message_id: int
    chat: Chat
    sender: User
    date: datetime
    body: Formatted
    photo: StoredFile | None = None
    document: StoredFile | None = None
    inline: Keyboard | None = None
    reply_keyboard: Keyboard | None = None
    reply_to: int | None = None
    album: str | None = None
    silent: bool = False
    edited: datetime | None = None
    via_bot: User | None = None
    thread_id: int | None = None
    service: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The Bot API's Message, without the one it replies to."""
        fields: dict[str, Any] = {
            "message_id": self.message_id,
            "date": int(self.date.timestamp()),
            "chat": self.chat.as_json(),
        }
        # what stands in a channel is the channel's own word
        fields |= (
            {"sender_chat": self.chat.as_json()} if self.chat.kind == "channel" else {"from": self.sender.as_json()}
        )
        if self.service:
            return fields | self._in_topic() | self.service
        optional = {
            "edit_date": int(self.edited.timestamp()) if self.edited else None,
            "media_group_id": self.album,
            "photo": self.photo.as_photo() if self.photo else None,
            "document": self.document.as_document() if self.document else None,
            "reply_markup": {"inline_keyboard": self.inline} if self.inline else None,
            "via_bot": self.via_bot.as_json() if self.via_bot else None,
        }
        entities = [entity.as_json() for entity in self.body.entities]
        if self.photo or self.document:
            optional |= {"caption": self.body.text or None, "caption_entities": entities or None}
        else:
            optional |= {"text": self.body.text, "entities": entities or None}
        return fields | self._in_topic() | {name: value for name, value in optional.items() if value is not None}

    def _in_topic(self) -> dict[str, Any]:
        return {} if self.thread_id is None else {"message_thread_id": self.thread_id, "is_topic_message": True}

    def seen(self) -> SentMessage:
        """The message as a person sees it."""
        file = self.document
        return SentMessage(
            message_id=self.message_id,
            chat_id=self.chat.chat_id,
            date=self.date,
            from_bot=self.sender.is_bot,
            sender=self.sender.first_name,
            text=self.body.text,
            entities=self.body.entities,
            html=as_html(self.body),
            keyboard=tuple(
                tuple(Button(str(button["text"]), button.get("callback_data"), button.get("url")) for button in row)
                for row in self.inline or self.reply_keyboard or []
            ),
            photo=self.photo.data if self.photo else None,
            document=Attachment(file.name, file.data, file.mime) if file else None,
            picture_name=self.photo.name if self.photo else None,
            album=self.album,
            reply_to=self.reply_to,
            edited=self.edited is not None,
            changed=self.edited or self.date,
            silent=self.silent,
            thread_id=self.thread_id,
        )


@dataclass(slots=True)
class Messages:
    """All messages; supergroups number their own, all other chats share one row of numbers, as in Telegram."""

    _by_chat: dict[int, dict[int, Message]] = field(default_factory=dict)
    _shared: count[int] = field(default_factory=lambda: count(1))
    _own: dict[int, count[int]] = field(default_factory=dict)
    _albums: count[int] = field(default_factory=lambda: count(13_000_000_001))

    def next_id(self, chat: Chat) -> int:
        """The number of the next message in the chat."""
        if chat.kind in {"supergroup", "channel"}:
            return next(self._own.setdefault(chat.chat_id, count(1)))
        return next(self._shared)

    def next_album(self) -> str:
        """An id that the messages of an album share."""
        return str(next(self._albums))

    def add(self, message: Message) -> None:
        """Keep a message."""
        self._by_chat.setdefault(message.chat.chat_id, {})[message.message_id] = message

    def get(self, chat_id: int, message_id: int) -> Message | None:
        """The message, unless there is none or it was deleted."""
        return self._by_chat.get(chat_id, {}).get(message_id)

    def remove(self, chat_id: int, message_id: int) -> Message | None:
        """Delete a message and return it."""
        return self._by_chat.get(chat_id, {}).pop(message_id, None)

    def of(self, chat_id: int) -> list[Message]:
        """The messages of a chat, oldest first."""
        return list(self._by_chat.get(chat_id, {}).values())
