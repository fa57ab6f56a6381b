"""What several methods share: the chat meant, its text, its keyboard, its files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.sandbox import errors, limits
from bot.sandbox.chats import Chat
from bot.sandbox.entities import Entity, Formatted, trimmed, units
from bot.sandbox.errors import bad_request
from bot.sandbox.files import StoredFile
from bot.sandbox.html import HtmlError, parse
from bot.sandbox.messages import Keyboard, Message
from bot.sandbox.parameters import Parameters, Upload
from bot.sandbox.state import State


def chat_of(state: State, parameters: Parameters) -> Chat:
    """The chat that ``chat_id`` names, by number or @username.

    Raises:
        ApiError: there is none.
    """
    value = parameters.text("chat_id")
    if not value:
        raise bad_request(errors.NO_CHAT_ID)
    if value.startswith("@"):
        return state.chats.named(value)
    return state.chats.chat(parameters.integer("chat_id"))


def formatted(text: str, mode: str, given: list[Any], *, longest: int, too_long: str) -> Formatted:
    """The text as it is stored: parsed, trimmed and not too long.

    Raises:
        ApiError: 400, in Telegram's words.
    """
    if len(text.encode(errors="replace")) > limits.RAW_TEXT:
        raise bad_request(errors.LONG_RAW_TEXT)
    match mode.lower():
        case "html":
            try:
                result = parse(text)
            except HtmlError as error:
                raise bad_request(f"can't parse entities: {error}") from None
        case "":
            result = Formatted(text, tuple(map(_given, given)))
        case _:  # Markdown in both its kinds: nothing here writes it
            raise bad_request("unsupported parse_mode")
    result = trimmed(result)
    if units(result.text) > longest:
        raise bad_request(too_long)
    return result


def text_of(parameters: Parameters) -> Formatted:
    """The ``text`` of a message.

    Raises:
        ApiError: 400 where it is empty, too long or cannot be parsed.
    """
    body = formatted(
        parameters.text("text"),
        parameters.text("parse_mode"),
        parameters.listing("entities"),
        longest=limits.TEXT,
        too_long=errors.LONG_TEXT,
    )
    if not body.text:
        raise bad_request(errors.EMPTY_TEXT)
    return body


def caption_of(parameters: Parameters) -> Formatted:
    """The ``caption`` of a message, perhaps empty.

    Raises:
        ApiError: 400 where it is too long or cannot be parsed.
    """
    return formatted(
        parameters.text("caption"),
        parameters.text("parse_mode"),
        parameters.listing("caption_entities"),
        longest=limits.CAPTION,
        too_long=errors.LONG_CAPTION,
    )


def keyboards_of(parameters: Parameters) -> tuple[Keyboard | None, Keyboard | None]:
    """The inline keyboard and the reply keyboard of ``reply_markup``; None for what it is not.

    Raises:
        ApiError: 400 where Telegram would not take it.
    """
    markup = parameters.mapping("reply_markup") or {}
    inline = markup.get("inline_keyboard")
    if inline is not None:
        rows = [row for row in inline if row]
        limits.check_keyboard(rows)
        return rows or None, None
    reply = markup.get("keyboard")
    if reply is None:
        return None, None
    return None, [[button if isinstance(button, dict) else {"text": button} for button in row] for row in reply]


def reply_of(state: State, parameters: Parameters, chat: Chat) -> int | None:
    """The message that is replied to.

    Raises:
        ApiError: 400 where it is gone and the call insists.
    """
    asked = parameters.mapping("reply_parameters") or {}
    message_id = asked.get("message_id") or parameters.integer("reply_to_message_id", 0)
    if not message_id:
        return None
    if state.messages.get(chat.chat_id, int(message_id)) is not None:
        return int(message_id)
    if asked.get("allow_sending_without_reply") or parameters.flag("allow_sending_without_reply"):
        return None
    raise bad_request(errors.NO_MESSAGE_TO_REPLY)


def file_of(state: State, kind: str, upload: Upload | None, reference: str) -> StoredFile:
    """The photo or document that was uploaded, or that an id refers to.

    Raises:
        ApiError: 400 where there is no such file, or it is no picture.
    """
    if upload is not None:
        if kind == "photo":
            return state.files.add_photo(upload.name, upload.data)
        return state.files.add_document(upload.name, upload.data, upload.mime)
    stored = state.files.get(reference)
    if stored is not None and (kind == "document" or stored.width):
        return stored
    if not reference:
        raise bad_request(f"there is no {kind} in the request")
    if reference.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")  # the sandbox opens no connection
    raise bad_request(errors.WRONG_UPLOAD)


def topic_of(parameters: Parameters) -> int | None:
    """The topic that ``message_thread_id`` names; whether the chat has it is asked of the chat."""
    return parameters.integer("message_thread_id", 0) or None


def new_message(state: State, chat: Chat, parameters: Parameters, body: Formatted) -> Message:
    """A message of the bot that is about to be sent; nothing is numbered or counted before all was checked.

    Raises:
        ApiError: what it refers to is wrong, the bot may not write there, or it writes too much.
    """
    inline, reply = keyboards_of(parameters)
    reply_to = reply_of(state, parameters, chat)
    thread_id = topic_of(parameters)
    chat.require_writable()
    chat.require_topic(thread_id)
    state.limiter.take(chat.chat_id)
    return Message(
        message_id=state.messages.next_id(chat),
        chat=chat,
        sender=state.bot,
        date=state.clock.now(),
        body=body,
        inline=inline,
        reply_keyboard=reply,
        reply_to=reply_to,
        silent=parameters.flag("disable_notification"),
        thread_id=thread_id,
    )


def _given(fields: Mapping[str, Any]) -> Entity:
    known = {"type", "offset", "length", "url", "language"}
    try:
        stretch = str(fields["type"]), int(fields["offset"]), int(fields["length"])
    except (KeyError, TypeError, ValueError):
        raise bad_request("can't parse MessageEntity") from None
    extra = tuple((name, value) for name, value in fields.items() if name not in known)
    return Entity(*stretch, fields.get("url"), fields.get("language"), extra)
