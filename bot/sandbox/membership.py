"""Who may be written to: blocking, leaving, migrating; each change is told to the bot as Telegram tells it."""

from __future__ import annotations

from typing import Any

from bot.sandbox.chats import Chat
from bot.sandbox.methods_chats import status_of
from bot.sandbox.state import State


class Membership:
    """Changes of where the bot stands in a chat."""

    def __init__(self, state: State) -> None:
        self._state = state

    def started(self, chat: Chat) -> None:
        """A person writes: the bot may write back, and is unblocked if it was blocked."""
        if chat.blocked:
            self.unblock(chat.chat_id)
        chat.started = True

    def block(self, user_id: int) -> None:
        """A person blocks the bot."""
        chat = self._state.chats.chat(user_id)
        chat.blocked = True
        self._tell(chat, user_id, self._bot("member"), self._bot("kicked"))

    def unblock(self, user_id: int) -> None:
        """A person unblocks the bot."""
        chat = self._state.chats.chat(user_id)
        chat.blocked = False
        self._tell(chat, user_id, self._bot("kicked"), self._bot("member"))

    def deactivate(self, user_id: int) -> None:
        """A person deletes the account; nobody is told."""
        self._state.chats.chat(user_id).deactivated = True

    def join(self, chat_id: int, by: int, status: str = "member", *, may_post: bool = True) -> None:
        """Somebody adds the bot to a group, or gives it another status there; in a channel it is an administrator or nothing.

        Raises:
            ValueError: Telegram has no such status there.
        """
        chat = self._state.chats.chat(chat_id)
        if chat.kind == "channel" and status == "member":
            raise ValueError("a bot is in a channel as its administrator only")
        old = self._standing(chat)
        chat.bot_status, chat.may_post = status, may_post
        self._tell(chat, by, old, self._standing(chat))

    def kick(self, chat_id: int, by: int) -> None:
        """Somebody removes the bot from a group or a channel."""
        self.join(chat_id, by, "kicked")

    def migrate(self, chat_id: int, new_id: int) -> None:
        """A group becomes the supergroup ``new_id``; each of both says so with a service message."""
        chat = self._state.chats.chat(chat_id)
        new = self._state.chats.add_group(new_id, chat.title, "supergroup", dict(chat.members))
        chat.migrated_to = new_id
        now = int(self._state.clock.now().timestamp())
        who = next(iter(chat.members), None)
        sender = {} if who is None else {"from": self._state.chats.user(who).as_json()}
        for side, told in ((chat, {"migrate_to_chat_id": new_id}), (new, {"migrate_from_chat_id": chat_id})):
            service = {"message_id": self._state.messages.next_id(side), "date": now, "chat": side.as_json()}
            self._state.updates.add("message", service | sender | told)

    def _standing(self, chat: Chat) -> dict[str, Any]:
        return self._bot(chat.bot_status, channel=chat.kind == "channel", may_post=chat.may_post)

    def _bot(self, status: str, *, channel: bool = False, may_post: bool = True) -> dict[str, Any]:
        return status_of(self._state.bot.as_json(), status, channel=channel, may_post=may_post)

    def _tell(self, chat: Chat, by: int, old: dict[str, Any], new: dict[str, Any]) -> None:
        self._state.updates.add(
            "my_chat_member",
            {
                "chat": chat.as_json(),
                "from": self._state.chats.user(by).as_json(),
                "date": int(self._state.clock.now().timestamp()),
                "old_chat_member": old,
                "new_chat_member": new,
            },
        )
