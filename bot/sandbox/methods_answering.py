"""Answers to presses and to inline queries."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.sandbox import errors, limits
from bot.sandbox.compose import formatted
from bot.sandbox.entities import Formatted, as_html
from bot.sandbox.errors import bad_request
from bot.sandbox.messages import Keyboard
from bot.sandbox.methods import Method
from bot.sandbox.parameters import Parameters
from bot.sandbox.state import State
from bot.sandbox.transcript import Button, CallbackAnswer, EventKind, InlineAnswer, InlineResult

START_PARAMETER = re.compile("[A-Za-z0-9_-]{1,64}")


def answer_callback_query(state: State, parameters: Parameters) -> bool:
    """``answerCallbackQuery``; a second answer to one press is too late."""
    press = state.presses.get(parameters.text("callback_query_id"))
    if press is None or press.answer is not None:
        raise bad_request(errors.OLD_QUERY)
    text = parameters.text("text")
    if len(text) > limits.CALLBACK_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    press.answer = CallbackAnswer(
        parameters.text("callback_query_id"), text, parameters.flag("show_alert"), parameters.text("url") or None
    )
    state.tell(EventKind.ANSWERED, press.message, text)
    return True


def answer_inline_query(state: State, parameters: Parameters) -> bool:
    """``answerInlineQuery``; every result's text is checked as if it were sent."""
    query = state.queries.get(parameters.text("inline_query_id"))
    if query is None or query.answer is not None:
        raise bad_request(errors.OLD_QUERY)
    results = parameters.listing("results")
    if len(results) > limits.INLINE_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    identities = [str(result.get("id", "")) for result in results]
    if any(not 1 <= len(identity.encode()) <= limits.INLINE_RESULT_ID for identity in identities):
        raise bad_request("RESULT_ID_INVALID")
    if len(set(identities)) < len(identities):
        raise bad_request("RESULT_ID_DUPLICATE")
    if len(parameters.text("next_offset").encode()) > limits.INLINE_RESULT_ID:
        raise bad_request("NEXT_OFFSET_INVALID")
    button = parameters.mapping("button")
    start = str(button.get("start_parameter") or "") if button else ""
    if button and not button.get("web_app") and not START_PARAMETER.fullmatch(start):
        raise bad_request("START_PARAM_INVALID")
    query.answer = InlineAnswer(
        query_id=parameters.text("inline_query_id"),
        results=tuple(map(_result, results)),
        next_offset=parameters.text("next_offset"),
        cache_time=parameters.integer("cache_time", 300),
        personal=parameters.flag("is_personal"),
        button=str(button["text"]) if button else None,
        start=start or None,
    )
    query.raw = results
    state.wake()
    return True


def content(result: dict[str, Any]) -> Formatted:
    """What choosing the result would send.

    Raises:
        ApiError: 400 where Telegram would not take it.
    """
    fields = result.get("input_message_content") or {}
    text = str(fields.get("message_text") or result.get("caption") or "")
    mode = str(fields.get("parse_mode") or result.get("parse_mode") or "")
    body = formatted(text, mode, fields.get("entities") or [], longest=limits.TEXT, too_long=errors.LONG_TEXT)
    if result.get("type") == "article" and not body.text:
        raise bad_request(errors.EMPTY_TEXT)
    limits.check_keyboard(keyboard_of(result) or [])
    return body


def keyboard_of(result: dict[str, Any]) -> Keyboard | None:
    """The buttons under what choosing the result would send."""
    keyboard: Keyboard | None = (result.get("reply_markup") or {}).get("inline_keyboard")
    return keyboard


def _result(result: dict[str, Any]) -> InlineResult:
    body = content(result)
    return InlineResult(
        str(result["id"]),
        str(result.get("type")),
        str(result.get("title", "")),
        str(result.get("description", "")),
        body.text,
        as_html(body),
        tuple(
            tuple(Button(str(each["text"]), each.get("callback_data"), each.get("url")) for each in row)
            for row in keyboard_of(result) or []
        ),
    )


METHODS: Mapping[str, Method] = {
    "answerCallbackQuery": answer_callback_query,
    "answerInlineQuery": answer_inline_query,
}
