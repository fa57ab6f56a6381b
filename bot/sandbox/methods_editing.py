"""Editing, deleting and pinning what was sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.sandbox import errors, limits
from bot.sandbox.compose import caption_of, chat_of, file_of, formatted, keyboards_of, text_of
from bot.sandbox.entities import Formatted
from bot.sandbox.errors import bad_request
from bot.sandbox.files import StoredFile
from bot.sandbox.messages import Keyboard, Message
from bot.sandbox.methods import Method
from bot.sandbox.parameters import Parameters
from bot.sandbox.state import State
from bot.sandbox.transcript import EventKind


def edit_message_text(state: State, parameters: Parameters) -> dict[str, Any]:
    """``editMessageText``."""
    message = _editable(state, parameters)
    body = text_of(parameters)
    if message.photo or message.document:
        raise bad_request(errors.NO_TEXT_TO_EDIT)
    return _change(state, message, body, keyboards_of(parameters)[0])


def edit_message_caption(state: State, parameters: Parameters) -> dict[str, Any]:
    """``editMessageCaption``."""
    message = _editable(state, parameters)
    caption = caption_of(parameters)
    if not (message.photo or message.document):
        raise bad_request(errors.NO_CAPTION_TO_EDIT)
    return _change(state, message, caption, keyboards_of(parameters)[0])


def edit_message_reply_markup(state: State, parameters: Parameters) -> dict[str, Any]:
    """``editMessageReplyMarkup``."""
    message = _editable(state, parameters)
    return _change(state, message, message.body, keyboards_of(parameters)[0])


def edit_message_media(state: State, parameters: Parameters) -> dict[str, Any]:
    """``editMessageMedia``: another picture or document with its caption."""
    message = _editable(state, parameters)
    media = parameters.mapping("media") or {}
    kind = str(media.get("type"))
    if kind not in {"photo", "document"}:
        raise bad_request("unsupported media type")
    reference = str(media.get("media", ""))
    file = file_of(state, kind, parameters.attached(reference), reference)
    caption = formatted(
        str(media.get("caption") or ""),
        str(media.get("parse_mode") or ""),
        media.get("caption_entities") or [],
        longest=limits.CAPTION,
        too_long=errors.LONG_CAPTION,
    )
    return _change(state, message, caption, keyboards_of(parameters)[0], {kind: file})


def _editable(state: State, parameters: Parameters) -> Message:
    chat = chat_of(state, parameters)
    message = state.messages.get(chat.chat_id, parameters.integer("message_id"))
    if message is None:
        raise bad_request(errors.NO_MESSAGE_TO_EDIT)
    if message.sender != state.bot:
        raise bad_request(errors.NOT_EDITABLE)
    chat.require_writable()
    return message


def _change(
    state: State,
    message: Message,
    body: Formatted,
    inline: Keyboard | None,
    files: Mapping[str, StoredFile] | None = None,
) -> dict[str, Any]:
    photo, document = (
        (message.photo, message.document) if files is None else (files.get("photo"), files.get("document"))
    )
    new = (body, inline, photo and photo.unique_id, document and document.unique_id)
    old_photo, old_document = message.photo, message.document
    old = (message.body, message.inline, old_photo and old_photo.unique_id, old_document and old_document.unique_id)
    if new == old:
        raise bad_request(errors.NOT_MODIFIED)
    message.body, message.inline, message.photo, message.document = body, inline, photo, document
    message.edited = state.clock.now()
    state.tell(EventKind.EDITED, message)
    return message.as_json()


def delete_message(state: State, parameters: Parameters) -> bool:
    """``deleteMessage``."""
    chat = chat_of(state, parameters)
    message = state.messages.remove(chat.chat_id, parameters.integer("message_id"))
    if message is None:
        raise bad_request(errors.NO_MESSAGE_TO_DELETE)
    state.tell(EventKind.DELETED, message)
    return True


def delete_messages(state: State, parameters: Parameters) -> bool:
    """``deleteMessages``: what is not there is passed over."""
    chat = chat_of(state, parameters)
    for message_id in parameters.listing("message_ids"):
        message = state.messages.remove(chat.chat_id, int(message_id))
        if message is not None:
            state.tell(EventKind.DELETED, message)
    return True


def pin_chat_message(state: State, parameters: Parameters) -> bool:
    """``pinChatMessage`` and unpinChatMessage: allowed, and without effect on the transcript."""
    chat = chat_of(state, parameters)
    chat.require_writable()
    if parameters.has("message_id") and state.messages.get(chat.chat_id, parameters.integer("message_id")) is None:
        raise bad_request("message to pin not found")
    return True


METHODS: Mapping[str, Method] = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "editMessageMedia": edit_message_media,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "pinChatMessage": pin_chat_message,
    "unpinChatMessage": pin_chat_message,
}
