"""The people's side: what somebody with a telephone can do to the bot, and what can be watched."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from bot.sandbox.chats import Chat, GroupKind, User
from bot.sandbox.entities import Formatted, trimmed, with_commands
from bot.sandbox.faults import Fault
from bot.sandbox.membership import Membership
from bot.sandbox.messages import Message
from bot.sandbox.methods_answering import content, keyboard_of
from bot.sandbox.state import InlineQuery, Observer, Press, State
from bot.sandbox.topics import Topics
from bot.sandbox.transcript import CallbackAnswer, EventKind, InlineAnswer, SentMessage, TranscriptEvent

WAIT = 5.0  # real seconds waited for the bot unless told otherwise


class NoSuchButton(Exception):
    """The message has no such button as it stands now."""


class Acting:
    """Everything done to the bot; ids of people are their private chats, ``chat`` sends to a group instead.

    What it returns at once are ids; what the bot makes of it is waited for by `next_message`, `answered`, `results`.
    Waiting is in real seconds.
    """

    def __init__(self, state: State) -> None:
        self.state = state
        self.membership = Membership(state)
        self.topics = Topics(state)
        self._read: dict[int, int] = {}

    def add_user(
        self,
        user_id: int,
        first_name: str,
        language_code: str | None = "zh-hans",
        *,
        username: str | None = None,
        started: bool = False,
    ) -> None:
        """Introduce a person; one who has not ``started`` the bot cannot be written to before writing himself."""
        self.state.chats.add_user(User(user_id, first_name, language_code, username), started=started)

    def add_group(
        self,
        chat_id: int,
        title: str,
        members: Mapping[int, str] | None = None,
        *,
        kind: GroupKind = "supergroup",
        forum: bool = False,
    ) -> None:
        """Introduce a group or a channel with its members' statuses; its id is negative, a forum has topics."""
        self.state.chats.add_group(chat_id, title, kind, dict(members or {}), forum=forum)

    async def say(
        self,
        user_id: int,
        text: str,
        *,
        chat: int | None = None,
        reply_to: int | None = None,
        topic: int | None = None,
    ) -> int:
        """Write a text, perhaps in a topic of a forum; commands get their entities. The message id."""
        return self._speak(user_id, trimmed(with_commands(text)), chat, reply_to=reply_to, thread_id=topic).message_id

    async def upload(
        self,
        user_id: int,
        filename: str,
        data: bytes,
        mime: str | None = None,
        caption: str = "",
        *,
        chat: int | None = None,
    ) -> int:
        """Send a document. The message id."""
        document = self.state.files.add_document(filename, data, mime)
        return self._speak(user_id, trimmed(with_commands(caption)), chat, document=document).message_id

    async def edit(self, user_id: int, message_id: int, text: str, *, chat: int | None = None) -> None:
        """Change one's own message."""
        message = self._message(chat or user_id, message_id)
        message.body, message.edited = trimmed(with_commands(text)), self.state.clock.now()
        self.state.tell(EventKind.EDITED, message)
        self.state.updates.add("edited_message", message.as_json())

    async def press(self, user_id: int, message_id: int, button: str, *, chat: int | None = None) -> str:
        """Press the button with that text or callback data, on the message as it stands now. The id of the query.

        Raises:
            NoSuchButton: there is none, or it calls nothing back.
        """
        message = self._message(chat or user_id, message_id)
        found = [
            candidate
            for row in message.inline or []
            for candidate in row
            if button in (candidate.get("callback_data"), candidate["text"]) and "callback_data" in candidate
        ]
        if not found:
            offered = [candidate["text"] for row in message.inline or [] for candidate in row]
            raise NoSuchButton(f"message {message_id} has no button {button!r} that calls back, only {offered}")
        self.state.tell(EventKind.PRESSED, message, str(found[0]["text"]))
        return self.press_data(user_id, message, str(found[0]["callback_data"]))

    def press_data(self, user_id: int, message: Message, data: str) -> str:
        """Send callback data whether or not the message still has the button, as an old client would."""
        query_id = str(next(self.state.numbers))
        user = self.state.chats.user(user_id)
        self.state.presses[query_id] = Press(user, message)
        instance = str(abs(message.chat.chat_id) * 7919)
        payload = {"id": query_id, "from": user.as_json(), "message": message.as_json(), "chat_instance": instance}
        self.state.updates.add("callback_query", payload | {"data": data})
        return query_id

    async def press_old(self, user_id: int, message_id: int, data: str) -> str:
        """Press a button that the message may not have any more. The id of the query."""
        return self.press_data(user_id, self._message(user_id, message_id), data)

    async def query(self, user_id: int, text: str, *, offset: str = "") -> str:
        """Type ``@bot text`` in some chat. The id of the query."""
        query_id = str(next(self.state.numbers))
        user = self.state.chats.user(user_id)
        self.state.queries[query_id] = InlineQuery(user, text)
        payload = {"id": query_id, "from": user.as_json(), "query": text, "offset": offset, "chat_type": "sender"}
        self.state.updates.add("inline_query", payload)
        return query_id

    async def choose(self, user_id: int, query_id: str, result_id: str, *, chat: int | None = None) -> int:
        """Send a result of an answered query to one's chat with the bot, or to a group. The message id."""
        query = self.state.queries[query_id]
        raw = next(result for result in query.raw if str(result["id"]) == result_id)
        user = self.state.chats.user(user_id)
        payload = {"result_id": result_id, "from": user.as_json(), "query": query.text}
        self.state.updates.add("chosen_inline_result", payload)
        return self._speak(
            user_id, content(raw), chat, via_bot=self.state.bot, inline=keyboard_of(raw) or None
        ).message_id

    def block(self, user_id: int) -> None:
        """Block the bot."""
        self.membership.block(user_id)

    def unblock(self, user_id: int) -> None:
        """Let the bot write again."""
        self.membership.unblock(user_id)

    def fail(  # noqa: PLR0913 - a fault has that many sides
        self,
        method: str,
        *,
        chat_id: int | None = None,
        code: int | None = None,
        description: str = "",
        parameters: Mapping[str, Any] | None = None,
        delay: float = 0.0,
        abort: bool = False,
        delivered: bool = False,
        times: int = 1,
    ) -> None:
        """Let the next calls of a method fail; see `Fault`."""
        fault = Fault(method, chat_id, code, description, parameters or {}, delay, abort, delivered, times)
        self.state.faults.add(fault)

    def observe(self, observer: Observer) -> Callable[[], None]:
        """Call ``observer`` with every event from now on; call what is returned to stop."""
        self.state.observers.append(observer)
        return lambda: self.state.observers.remove(observer)

    def transcript(self, chat_id: int) -> list[SentMessage]:
        """The messages of a chat as they stand, oldest first."""
        return [message.seen() for message in self.state.messages.of(chat_id)]

    def history(self) -> list[TranscriptEvent]:
        """Everything that happened, in order."""
        return list(self.state.history)

    async def next_message(self, chat_id: int, *, timeout: float = WAIT) -> SentMessage:  # noqa: ASYNC109
        """The bot's next message in the chat that this has not returned yet, waited for.

        Raises:
            TimeoutError: there was none within ``timeout`` real seconds.
        """

        def unread() -> Message | None:
            last = self._read.get(chat_id, 0)
            mine = (one for one in self.state.messages.of(chat_id) if one.sender.is_bot and one.message_id > last)
            return next(mine, None)

        await self.state.until(lambda: unread() is not None, timeout, f"a message of the bot in chat {chat_id}")
        message = unread()
        assert message is not None  # noqa: S101 - just waited for it
        self._read[chat_id] = message.message_id
        return message.seen()

    async def wait(
        self,
        chat_id: int,
        condition: Callable[[SentMessage], bool],
        *,
        timeout: float = WAIT,  # noqa: ASYNC109
    ) -> SentMessage:
        """The first message of the chat, as it stands now or will, for which ``condition`` holds.

        Raises:
            TimeoutError: there was none within ``timeout`` real seconds.
        """
        found: list[SentMessage] = []

        def ready() -> bool:
            found[:] = filter(condition, self.transcript(chat_id))
            return bool(found)

        await self.state.until(ready, timeout, f"a message with the condition in chat {chat_id}")
        return found[0]

    async def quiet(self, seconds: float = 0.2) -> None:
        """Wait until nothing has happened for ``seconds`` of real time."""
        seen = -1
        while seen != len(self.state.history):
            seen = len(self.state.history)
            await asyncio.sleep(seconds)

    async def answered(self, query_id: str, *, timeout: float = WAIT) -> CallbackAnswer:  # noqa: ASYNC109
        """The bot's answer to a press, waited for.

        Raises:
            TimeoutError: there was none within ``timeout`` real seconds.
        """
        press = self.state.presses[query_id]
        await self.state.until(lambda: press.answer is not None, timeout, "an answer to the press")
        assert press.answer is not None  # noqa: S101 - just waited for it
        return press.answer

    async def results(self, query_id: str, *, timeout: float = WAIT) -> InlineAnswer:  # noqa: ASYNC109
        """The bot's answer to an inline query, waited for.

        Raises:
            TimeoutError: there was none within ``timeout`` real seconds.
        """
        query = self.state.queries[query_id]
        await self.state.until(lambda: query.answer is not None, timeout, "an answer to the inline query")
        assert query.answer is not None  # noqa: S101 - just waited for it
        return query.answer

    def _message(self, chat_id: int, message_id: int) -> Message:
        message = self.state.messages.get(chat_id, message_id)
        if message is None:
            raise KeyError(f"chat {chat_id} has no message {message_id}")
        return message

    def _speak(
        self,
        user_id: int,
        body: Formatted,
        chat_id: int | None,
        **fields: Any,  # noqa: ANN401 - the optional fields of Message
    ) -> Message:
        chat: Chat = self.state.chats.chat(chat_id or user_id)
        if chat.user is not None:
            self.membership.started(chat)
        chat.require_topic(fields.get("thread_id"))
        message = Message(
            message_id=self.state.messages.next_id(chat),
            chat=chat,
            sender=self.state.chats.user(user_id),
            date=self.state.clock.now(),
            body=body,
            **fields,
        )
        self.state.post(message)
        replied = self.state.messages.get(chat.chat_id, message.reply_to) if message.reply_to else None
        payload = message.as_json() | ({"reply_to_message": replied.as_json()} if replied else {})
        self.state.updates.add("channel_post" if chat.kind == "channel" else "message", payload)
        return message
