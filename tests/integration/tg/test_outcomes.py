"""What becomes of a message for each thing that Telegram, or the way to it, can say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.services.messages.transport import Barred, Gone, Later, Moved, NotSent, Outcome, Rejected, TopicGone, Uncertain
from bot.tg.outcomes import LONGEST_PATIENCE, SLACK, outcome_of, patiently


class FastClock:
    """A clock on which waiting takes no time."""

    def __init__(self) -> None:
        self.waits: list[float] = []

    def now(self) -> datetime:
        return datetime(2025, 1, 2, tzinfo=UTC) + timedelta(seconds=self.monotonic())

    def monotonic(self) -> float:
        return sum(self.waits)

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)


def caused(error: NetworkError, cause: Exception | None) -> NetworkError:
    error.__cause__ = cause
    return error


ERRORS: list[tuple[TelegramError, type[Outcome]]] = [
    (RetryAfter(timedelta(seconds=7)), Later),
    (ChatMigrated(-1009), Moved),
    (Forbidden("Forbidden: bot was blocked by the user"), Gone),
    (Forbidden("Forbidden: user is deactivated"), Gone),
    (Forbidden("Forbidden: bot can't initiate conversation with a user"), Gone),
    (BadRequest("Chat not found"), Gone),
    (BadRequest("Can't parse entities: unclosed start tag at byte offset 3"), Rejected),
    (BadRequest("Message is too long"), Rejected),
    (InvalidToken("Unauthorized"), NotSent),
    (Conflict("Conflict"), Rejected),
    (EndPointNotFound("Not Found"), Rejected),
    (TelegramError("something new"), Rejected),
    (caused(NetworkError("x"), httpx.ConnectError("refused")), NotSent),
    (caused(TimedOut("x"), httpx.ConnectTimeout("slow")), NotSent),
    (caused(TimedOut("x"), httpx.PoolTimeout("full")), NotSent),
    (caused(NetworkError("x"), httpx.ProxyError("no")), NotSent),
    (caused(TimedOut("x"), httpx.ReadTimeout("slow")), Uncertain),
    (caused(TimedOut("x"), httpx.WriteTimeout("slow")), Uncertain),
    (caused(NetworkError("x"), httpx.ReadError("cut")), Uncertain),
    (caused(NetworkError("x"), httpx.WriteError("cut")), Uncertain),
    (caused(NetworkError("x"), httpx.RemoteProtocolError("cut")), Uncertain),
    (caused(NetworkError("Bad Gateway"), None), NotSent),
    (caused(NetworkError("Bad Gateway (502)"), TelegramError("Invalid server response")), NotSent),
    (NetworkError("Request Entity Too Large"), Rejected),
    (Forbidden("Forbidden: CHAT_WRITE_FORBIDDEN"), Barred),
    (BadRequest("not enough rights to send text messages to the chat"), Barred),
    (BadRequest("TOPIC_CLOSED"), Barred),
    (BadRequest("PEER_ID_INVALID"), Gone),
]


@pytest.mark.parametrize(
    ("error", "outcome"), ERRORS, ids=[f"{n}-{type(e).__name__}" for n, (e, _) in enumerate(ERRORS)]
)
def test_each_error_has_its_outcome(error: TelegramError, outcome: type[Outcome]) -> None:
    assert isinstance(outcome_of(error), outcome)


# The words as the Bot API server writes them, in capitals where they come from behind it (telegram.md 3.9).
SAID: dict[type[Outcome], tuple[str, ...]] = {
    Barred: (
        "Bad Request: not enough rights to send photos to the chat",
        "Bad Request: have no rights to send a message",
        "Bad Request: need administrator rights in the channel chat",
        "Bad Request: CHAT_WRITE_FORBIDDEN",
        "Bad Request: CHAT_SEND_PLAIN_FORBIDDEN",
        "Bad Request: CHAT_SEND_PHOTOS_FORBIDDEN",
        "Bad Request: CHAT_SEND_DOCS_FORBIDDEN",
        "Bad Request: CHAT_RESTRICTED",
        "Bad Request: USER_BANNED_IN_CHANNEL",
        "Bad Request: TOPIC_CLOSED",
    ),
    TopicGone: ("Bad Request: TOPIC_DELETED", "Bad Request: message thread not found"),
    Gone: (
        "Bad Request: chat not found",
        "Bad Request: user not found",
        "Bad Request: PEER_ID_INVALID",
        "Bad Request: USER_IS_BLOCKED",
        "Bad Request: INPUT_USER_DEACTIVATED",
        "Bad Request: group chat was deactivated",
        "Bad Request: the group chat was deleted",
        "Bad Request: CHAT_ID_INVALID",
        "Bad Request: CHANNEL_PRIVATE",
    ),
}


@pytest.mark.parametrize(("outcome", "words"), [(kind, each) for kind, every in SAID.items() for each in every])
def test_what_is_refused_for_the_chats_sake_is_told_apart_by_its_words(outcome: type[Outcome], words: str) -> None:
    assert isinstance(outcome_of(BadRequest(words)), outcome)


@pytest.mark.parametrize(
    "words",
    [
        "Forbidden: bot was kicked from the group chat",
        "Forbidden: bot was kicked from the supergroup chat",
        "Forbidden: bot was kicked from the channel chat",
        "Forbidden: bot is not a member of the channel chat",
        "Forbidden: the group chat was deleted",
        "Forbidden: bot can't send messages to bots",
    ],
)
def test_a_chat_that_has_thrown_the_bot_out_is_gone(words: str) -> None:
    assert isinstance(outcome_of(Forbidden(words)), Gone)


@pytest.mark.parametrize("cause", [None, TelegramError("Invalid server response")])
def test_a_server_that_fails_may_have_delivered_all_the_same(cause: Exception | None) -> None:
    assert outcome_of(caused(NetworkError("Bad Gateway"), cause)) == NotSent(f"Bad Gateway ({cause!r})", doubtful=True)


def test_a_429_says_how_long_and_a_migration_where_to() -> None:
    assert outcome_of(RetryAfter(timedelta(seconds=7))) == Later(timedelta(seconds=7))
    assert outcome_of(ChatMigrated(-1009)) == Moved(-1009)


class Answers:
    """Raises one error after the other, then answers."""

    def __init__(self, *errors: TelegramError) -> None:
        self.errors = list(errors)
        self.asked = 0

    async def __call__(self) -> str:
        self.asked += 1
        if self.errors:
            raise self.errors.pop(0)
        return "done"


async def test_a_429_is_waited_for_and_a_connection_that_failed_is_tried_again() -> None:
    clock, refused = FastClock(), caused(NetworkError("x"), httpx.ConnectError("refused"))
    assert await patiently(Answers(RetryAfter(timedelta(seconds=7)), refused, refused), clock) == "done"
    assert clock.waits == [7 + SLACK, 2, 4]


@pytest.mark.parametrize(
    "error",
    [Forbidden("blocked"), BadRequest("no"), InvalidToken("no"), caused(TimedOut("x"), httpx.ReadTimeout("slow"))],
)
async def test_what_is_refused_or_may_have_arrived_is_not_asked_again(error: TelegramError) -> None:
    answers = Answers(error)
    with pytest.raises(type(error)):
        await patiently(answers, FastClock())
    assert answers.asked == 1


async def test_a_request_that_may_arrive_twice_is_repeated_when_its_answer_is_lost() -> None:
    lost = caused(TimedOut("x"), httpx.ReadTimeout("slow"))
    assert await patiently(Answers(lost, lost), FastClock(), repeatable=True) == "done"


async def test_patience_ends_after_a_minute() -> None:
    clock = FastClock()
    with pytest.raises(NetworkError):
        await patiently(Answers(*[caused(NetworkError("x"), httpx.ConnectError("no"))] * 99), clock)
    assert 0 < clock.monotonic() <= LONGEST_PATIENCE
    with pytest.raises(RetryAfter):
        await patiently(Answers(RetryAfter(timedelta(hours=1))), clock)
