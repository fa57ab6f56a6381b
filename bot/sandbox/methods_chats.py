"""Chats, their members, and files to download."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.sandbox import errors, limits
from bot.sandbox.chats import Chat
from bot.sandbox.compose import chat_of
from bot.sandbox.errors import bad_request
from bot.sandbox.methods import Method
from bot.sandbox.parameters import Parameters
from bot.sandbox.state import State

GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
RIGHTS = (
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
)
CHANNEL_RIGHTS = ("can_post_messages", "can_edit_messages")


def get_chat(state: State, parameters: Parameters) -> dict[str, Any]:
    """``getChat``: ChatFullInfo, with what Bot API 9 and later require."""
    chat = chat_of(state, parameters)
    return chat.as_json() | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(GIFTS, False),
    }


def get_chat_member(state: State, parameters: Parameters) -> dict[str, Any]:
    """``getChatMember``; in a private chat both sides are members."""
    chat = chat_of(state, parameters)
    return member(state, chat, parameters.integer("user_id"))


def get_chat_administrators(state: State, parameters: Parameters) -> list[dict[str, Any]]:
    """``getChatAdministrators``."""
    chat = chat_of(state, parameters)
    if chat.user is not None:
        raise bad_request("there are no administrators in the private chat")
    return [member(state, chat, who) for who, status in chat.members.items() if status in {"creator", "administrator"}]


def get_chat_member_count(state: State, parameters: Parameters) -> int:
    """``getChatMemberCount``, the bot included."""
    chat = chat_of(state, parameters)
    return 2 if chat.user is not None else len(chat.members) + (chat.bot_status == "member")


def leave_chat(state: State, parameters: Parameters) -> bool:
    """``leaveChat``."""
    chat = chat_of(state, parameters)
    if chat.user is not None:
        raise bad_request("chat member status can't be changed in private chats")
    chat.bot_status = "left"
    return True


def member(state: State, chat: Chat, user_id: int) -> dict[str, Any]:
    """The Bot API's ChatMember.

    Raises:
        ApiError: 400 where nobody has that id.
    """
    if user_id == state.bot.user_id:
        status = "kicked" if chat.blocked else chat.bot_status
        return status_of(state.bot.as_json(), status, channel=chat.kind == "channel", may_post=chat.may_post)
    if chat.kind == "channel" and chat.bot_status != "administrator":
        raise bad_request(errors.NO_MEMBER_LIST)
    try:
        user = state.chats.user(user_id)
    except KeyError:
        raise bad_request("PARTICIPANT_ID_INVALID") from None
    private = chat.user is not None
    status = ("member" if user_id == chat.chat_id else "left") if private else chat.members.get(user_id, "left")
    return status_of(user.as_json(), status)


def status_of(user: dict[str, Any], status: str, *, channel: bool = False, may_post: bool = True) -> dict[str, Any]:
    """A ChatMember with what its status requires; administrators of a channel may post there, or not."""
    fields: dict[str, Any] = {"status": status, "user": user}
    match status:
        case "kicked":
            fields["until_date"] = 0
        case "creator":
            fields["is_anonymous"] = False
        case "administrator":
            fields |= dict.fromkeys(RIGHTS, False) | {"can_manage_chat": True}
            fields |= dict.fromkeys(CHANNEL_RIGHTS, may_post) if channel else {}
        case _:
            pass
    return fields


def get_file(state: State, parameters: Parameters) -> dict[str, Any]:
    """``getFile``."""
    file = state.files.get(parameters.text("file_id"))
    if file is None:
        raise bad_request(errors.WRONG_FILE)
    if len(file.data) > limits.DOWNLOAD:
        raise bad_request(errors.BIG_FILE)
    return file.as_file()


METHODS: Mapping[str, Method] = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
    "getFile": get_file,
}
