"""Sending: text, pictures, documents, albums, chat actions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.sandbox import limits
from bot.sandbox.compose import caption_of, chat_of, file_of, formatted, new_message, reply_of, text_of, topic_of
from bot.sandbox.errors import LONG_CAPTION, bad_request
from bot.sandbox.messages import Message
from bot.sandbox.methods import Method
from bot.sandbox.parameters import Parameters
from bot.sandbox.state import State

ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


def send_message(state: State, parameters: Parameters) -> dict[str, Any]:
    """``sendMessage``."""
    chat = chat_of(state, parameters)
    message = new_message(state, chat, parameters, text_of(parameters))
    return _answer(state, state.post(message))


def send_photo(state: State, parameters: Parameters) -> dict[str, Any]:
    """``sendPhoto``."""
    return _send_file(state, parameters, "photo")


def send_document(state: State, parameters: Parameters) -> dict[str, Any]:
    """``sendDocument``."""
    return _send_file(state, parameters, "document")


def _send_file(state: State, parameters: Parameters, kind: str) -> dict[str, Any]:
    chat = chat_of(state, parameters)
    caption = caption_of(parameters)
    file = file_of(state, kind, parameters.upload(kind), parameters.text(kind))
    message = new_message(state, chat, parameters, caption)
    if kind == "photo":
        message.photo = file
    else:
        message.document = file
    return _answer(state, state.post(message))


def send_media_group(state: State, parameters: Parameters) -> list[dict[str, Any]]:
    """``sendMediaGroup``: photos, or documents, not mixed."""
    chat = chat_of(state, parameters)
    media = parameters.listing("media")
    if len(media) not in limits.ALBUM:
        raise bad_request(f"expected {limits.ALBUM.start}-{limits.ALBUM.stop - 1} items in the album")
    kinds = {str(item.get("type")) for item in media}
    if len(kinds) != 1 or not kinds <= {"photo", "document"}:
        raise bad_request("the album can't mix files of different types")
    prepared = [
        (file_of(state, str(item["type"]), parameters.attached(str(item["media"])), str(item["media"])), _caption(item))
        for item in media
    ]
    reply_to, thread_id = reply_of(state, parameters, chat), topic_of(parameters)
    chat.require_writable()
    chat.require_topic(thread_id)
    state.limiter.take(chat.chat_id, len(media))
    album = state.messages.next_album()
    sent = []
    for file, caption in prepared:
        message = Message(
            message_id=state.messages.next_id(chat),
            chat=chat,
            sender=state.bot,
            date=state.clock.now(),
            body=caption,
            photo=file if kinds == {"photo"} else None,
            document=file if kinds == {"document"} else None,
            album=album,
            reply_to=reply_to,
            silent=parameters.flag("disable_notification"),
            thread_id=thread_id,
        )
        sent.append(_answer(state, state.post(message)))
    return sent


def _caption(item: dict[str, Any]) -> Any:  # noqa: ANN401
    return formatted(
        str(item.get("caption") or ""),
        str(item.get("parse_mode") or ""),
        item.get("caption_entities") or [],
        longest=limits.CAPTION,
        too_long=LONG_CAPTION,
    )


def _answer(state: State, message: Message) -> dict[str, Any]:
    replied = state.messages.get(message.chat.chat_id, message.reply_to) if message.reply_to else None
    return message.as_json() | ({"reply_to_message": replied.as_json()} if replied else {})


def send_chat_action(state: State, parameters: Parameters) -> bool:
    """``sendChatAction``."""
    chat = chat_of(state, parameters)
    action = parameters.text("action")
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.require_writable()
    chat.require_topic(topic_of(parameters))
    state.actions.append((chat.chat_id, action))
    return True


METHODS: Mapping[str, Method] = {
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendMediaGroup": send_media_group,
    "sendChatAction": send_chat_action,
}
