"""Topics of a forum: opened, closed and deleted by people; the general one is always there and has no number."""

from __future__ import annotations

from bot.sandbox.chats import Topic
from bot.sandbox.entities import Formatted
from bot.sandbox.messages import Message
from bot.sandbox.state import State

_BLUE = 7322096


class Topics:
    """What people do to topics."""

    def __init__(self, state: State) -> None:
        self._state = state

    def open(self, user_id: int, chat_id: int, name: str) -> int:
        """Open a topic. Its number, which is that of the message that says so."""
        chat, topics = self._state.chats.chat(chat_id), self._of(chat_id)
        number = self._state.messages.next_id(chat)
        topics[number] = Topic(name)
        message = Message(
            message_id=number,
            chat=chat,
            sender=self._state.chats.user(user_id),
            date=self._state.clock.now(),
            body=Formatted(""),
            thread_id=number,
            service={"forum_topic_created": {"name": name, "icon_color": _BLUE}},
        )
        self._state.post(message)
        self._state.updates.add("message", message.as_json())
        return number

    def close(self, chat_id: int, number: int) -> None:
        """Close a topic: only administrators write there."""
        self._of(chat_id)[number].closed = True

    def delete(self, chat_id: int, number: int) -> None:
        """Delete a topic with all that stands in it; nobody is told."""
        del self._of(chat_id)[number]
        for message in self._state.messages.of(chat_id):
            if message.thread_id == number:
                self._state.messages.remove(chat_id, message.message_id)

    def _of(self, chat_id: int) -> dict[int, Topic]:
        topics = self._state.chats.chat(chat_id).topics
        if topics is None:
            raise ValueError(f"chat {chat_id} is no forum")
        return topics
