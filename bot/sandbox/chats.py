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
class Topic:
    """A topic of a forum, by the number of the message that opened it."""

    name: str
    closed: bool = False


@dataclass(slots=True)
class Chat:
    """A private chat (with ``user``), a group or a channel; ``members`` maps user ids to their status.

    ``topics`` are those of a forum beside the general one, None in a chat without; ``may_post`` is the bot's right in
    a channel.
    """

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
    topics: dict[int, Topic] | None = None
    may_post: bool = True

    def as_json(self) -> dict[str, Any]:
        """The Bot API's Chat."""
        if self.user is None:
            group = {"id": self.chat_id, "type": self.kind, "title": self.title}
            return group | ({"is_forum": True} if self.topics is not None else {})
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
        if self.kind == "channel" and not self.may_post:
            raise bad_request(errors.NO_RIGHT_TO_POST)

    def require_topic(self, thread_id: int | None) -> None:
        """Refuse to write into a topic that is not there, or not open to the bot.

        Raises:
            ApiError: 400.
        """
        if thread_id is None:
            return
        topic = (self.topics or {}).get(thread_id)
        if topic is None:
            raise bad_request(errors.NO_TOPIC)
        if topic.closed and self.bot_status != "administrator":
            raise bad_request(errors.TOPIC_CLOSED)


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

    def add_group(
        self, chat_id: int, title: str, kind: GroupKind, members: dict[int, str], *, forum: bool = False
    ) -> Chat:
        """Introduce a group that the bot is a member of, or a channel that it is not in; their ids are negative."""
        if chat_id >= 0:
            raise ValueError(f"the id of a group is negative, {chat_id} is not")
        if forum and kind != "supergroup":
            raise ValueError("only a supergroup has topics")
        status = "left" if kind == "channel" else "member"
        topics: dict[int, Topic] | None = {} if forum else None
        self._chats[chat_id] = Chat(chat_id, kind, title, members=members, bot_status=status, topics=topics)
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
