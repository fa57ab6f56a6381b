"""What the Bot API answers when it refuses: code and description, word for word (TDLib and telegram-bot-api sources)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class ApiError(Exception):
    """A refusal; the prefix that belongs to its code is put before ``description`` where it is missing."""

    PREFIXES: Mapping[int, str] = {
        400: "Bad Request: ",
        401: "Unauthorized",
        403: "Forbidden: ",
        404: "Not Found: ",
        409: "Conflict: ",
        413: "Request Entity Too Large",
        429: "Too Many Requests: ",
    }

    def __init__(self, code: int, description: str, parameters: Mapping[str, Any] | None = None) -> None:
        self.code = code
        prefix = self.PREFIXES.get(code, "")
        self.description = description if description.startswith(prefix) else prefix + description
        self.parameters = dict(parameters or {})
        super().__init__(self.description)

    def as_json(self) -> dict[str, Any]:
        """The body of the answer."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


def bad_request(description: str) -> ApiError:
    """400 with ``description``."""
    return ApiError(400, description)


def forbidden(description: str) -> ApiError:
    """403 with ``description``."""
    return ApiError(403, description)


def flood(seconds: int) -> ApiError:
    """429: wait for ``seconds``."""
    return ApiError(429, f"retry after {seconds}", {"retry_after": seconds})


def migrated(chat_id: int) -> ApiError:
    """400: the group lives on as the supergroup ``chat_id``."""
    return ApiError(400, "group chat was upgraded to a supergroup chat", {"migrate_to_chat_id": chat_id})


UNAUTHORIZED = (401, "")
UNKNOWN_METHOD = (404, "method not found")
TOO_LARGE = (413, "")
OTHER_POLLER = (409, "terminated by other getUpdates request; make sure that only one bot instance is running")
WEBHOOK_ACTIVE = (
    409,
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
)
EMPTY_TEXT = "message text is empty"
LONG_TEXT = "message is too long"
LONG_RAW_TEXT = "Text is too long"
LONG_CAPTION = "message caption is too long"
BUTTON_DATA = "BUTTON_DATA_INVALID"
BUTTON_URL = "BUTTON_URL_INVALID"
LONG_MARKUP = "reply markup is too long"
NO_CHAT = "chat not found"
NO_CHAT_ID = "chat_id is empty"
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)
NO_MESSAGE_TO_EDIT = "message to edit not found"
NO_MESSAGE_TO_DELETE = "message to delete not found"
NO_MESSAGE_TO_REPLY = "message to be replied not found"
NOT_EDITABLE = "message can't be edited"
NO_TEXT_TO_EDIT = "there is no text in the message to edit"
NO_CAPTION_TO_EDIT = "there is no caption in the message to edit"
OLD_QUERY = "query is too old and response timeout expired or query ID is invalid"
WRONG_FILE = "wrong file_id or the file is temporarily unavailable"
WRONG_UPLOAD = "wrong file identifier/HTTP URL specified"
BIG_FILE = "file is too big"
BLOCKED = "bot was blocked by the user"
NEVER_STARTED = "bot can't initiate conversation with a user"
DEACTIVATED = "user is deactivated"
KICKED = "bot was kicked from the {kind} chat"
NOT_MEMBER = "bot is not a member of the {kind} chat"
NO_RIGHT_TO_POST = "need administrator rights in the channel chat"
NO_MEMBER_LIST = "member list is inaccessible"
NO_TOPIC = "message thread not found"
TOPIC_CLOSED = "TOPIC_CLOSED"
