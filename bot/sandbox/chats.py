"""Who talks to the bot: people, groups, and where each stands with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from bot.sandbox import errors
from bot.sandbox.errors import bad_request, forbidden, migrated

GroupKind = Literal["group", "supergroup", "channel"]


@dataclass(frozen=True, slots=True)
class User:
    """A person, or the bot itself."""

    user_id: int
    first_name: str
    language_code: str | None = None
    username: str | None = None
    is_bot: bool = False

    def as_json(self) -> dict[str, Any]:
        """The Bot API's User."""
        fields: dict[str, Any] = {"id": self.user_id, "is_bot": self.is_bot, "first_name": self.first_name}
        if self.username:
            fields["username"] = self.username
        if self.language_code:
            fields["language_code"] = self.language_code
        return fields


@dataclass(slots=True)
class Chat:
    """A private chat (with ``user``) or a group; ``members`` maps user ids to their status in a group."""

    chat_id: int
    kind: Literal["private", "group", "supergroup", "channel"]
    title: str
    user: User | None = None
    started: bool = True
    blocked: bool = False
    deactivated: bool = False
    bot_status: str = "member"
    migrated_to: int | None = None
    members: dict[int, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The Bot API's Chat."""
        if self.user is None:
            return {"id": self.chat_id, "type": self.kind, "title": self.title}
        fields: dict[str, Any] = {"id": self.chat_id, "type": "private", "first_name": self.user.first_name}
        return fields | ({"username": self.user.username} if self.user.username else {})

    def require_writable(self) -> None:
        """Refuse to write where the bot may not.

        Raises:
            ApiError: 403, or 400 with the new id of a group that migrated.
        """
        if self.migrated_to is not None:
            raise migrated(self.migrated_to)
        if self.deactivated:
            raise forbidden(errors.DEACTIVATED)
        if self.blocked:
            raise forbidden(errors.BLOCKED)
        if not self.started:
            raise forbidden(errors.NEVER_STARTED)
        if self.bot_status == "kicked":
            raise forbidden(errors.KICKED.format(kind=self.kind))
        if self.bot_status == "left":
            raise forbidden(errors.NOT_MEMBER.format(kind=self.kind))


class Chats:
    """All people and groups the sandbox knows."""

    def __init__(self) -> None:
        self._chats: dict[int, Chat] = {}
        self._users: dict[int, User] = {}

    def add_user(self, user: User, *, started: bool) -> Chat:
        """Introduce a person, with the private chat that is theirs."""
        self._users[user.user_id] = user
        chat = Chat(user.user_id, "private", user.first_name, user=user, started=started)
        self._chats[user.user_id] = chat
        return chat

    def add_group(self, chat_id: int, title: str, kind: GroupKind, members: dict[int, str]) -> Chat:
        """Introduce a group that the bot is a member of; ids of groups are negative."""
        if chat_id >= 0:
            raise ValueError(f"the id of a group is negative, {chat_id} is not")
        self._chats[chat_id] = Chat(chat_id, kind, title, members=members)
        return self._chats[chat_id]

    def user(self, user_id: int) -> User:
        """The person with that id.

        Raises:
            KeyError: nobody introduced them.
        """
        return self._users[user_id]

    def chat(self, chat_id: int) -> Chat:
        """The chat with that id.

        Raises:
            ApiError: 400 "chat not found".
        """
        if chat_id not in self._chats:
            raise bad_request(errors.NO_CHAT)
        return self._chats[chat_id]

    def named(self, username: str) -> Chat:
        """The chat of @username.

        Raises:
            ApiError: 400 "chat not found".
        """
        for chat in self._chats.values():
            if chat.user is not None and chat.user.username == username.removeprefix("@"):
                return chat
        raise bad_request(errors.NO_CHAT)
