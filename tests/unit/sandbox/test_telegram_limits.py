import struct
from datetime import UTC, datetime

import pytest

from bot.sandbox.clock import SimulatedClock
from bot.sandbox.errors import ApiError
from bot.sandbox.files import dimensions
from bot.sandbox.limits import Limiter, Rates, check_keyboard


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock(datetime(2024, 12, 26, tzinfo=UTC))


def refused(limiter: Limiter, chat: int, messages: int = 1) -> int:
    with pytest.raises(ApiError) as caught:
        limiter.take(chat, messages)
    assert caught.value.code == 429
    wait = caught.value.parameters["retry_after"]
    assert caught.value.description == f"Too Many Requests: retry after {wait}"
    return int(wait)


async def test_a_chat_takes_a_short_burst_and_then_one_a_second(clock: SimulatedClock) -> None:
    limiter = Limiter(clock, Rates(burst=3))
    for _ in range(3):
        limiter.take(1)
    assert refused(limiter, 1) == 1
    limiter.take(2)  # another chat is not concerned
    await clock.advance(1)
    limiter.take(1)
    assert refused(limiter, 1) == 1


async def test_thirty_a_second_pass_in_all(clock: SimulatedClock) -> None:
    limiter = Limiter(clock, Rates())
    for chat in range(1, 31):
        limiter.take(chat)
    assert refused(limiter, 31) == 1
    await clock.advance(1)
    limiter.take(31)


async def test_a_group_takes_twenty_in_any_sixty_seconds(clock: SimulatedClock) -> None:
    limiter = Limiter(clock, Rates())
    for _ in range(20):
        limiter.take(-1)
        await clock.advance(1)
    assert refused(limiter, -1) == 40  # the first was 20 seconds ago
    await clock.advance(40)
    limiter.take(-1)
    assert refused(limiter, -1) == 1


async def test_a_refused_message_is_not_counted(clock: SimulatedClock) -> None:
    limiter = Limiter(clock, Rates(burst=1))
    limiter.take(1)
    for _ in range(5):
        assert refused(limiter, 1) == 1
    await clock.advance(1)
    limiter.take(1)


async def test_an_album_counts_each_of_its_pictures(clock: SimulatedClock) -> None:
    limiter = Limiter(clock, Rates(burst=5))
    limiter.take(1, 10)  # from a full bucket it may be overdrawn
    assert refused(limiter, 1) == 6


@pytest.mark.parametrize(
    ("button", "description"),
    [
        ({"text": "x", "callback_data": "贵" * 22}, "Bad Request: BUTTON_DATA_INVALID"),  # 66 bytes
        ({"text": "x", "callback_data": ""}, "Bad Request: BUTTON_DATA_INVALID"),
        ({"text": "x", "url": "javascript:1"}, "Bad Request: BUTTON_URL_INVALID"),
        (
            {"text": "x"},
            "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
    ],
)
def test_buttons_that_telegram_refuses(button: dict[str, object], description: str) -> None:
    with pytest.raises(ApiError) as caught:
        check_keyboard([[button]])
    assert caught.value.description == description


def test_buttons_up_to_the_limits_pass() -> None:
    button: dict[str, object] = {"text": "x", "callback_data": "a" * 64}
    check_keyboard([[button] * 8] * 12)
    for too_many in ([[button] * 9], [[button] * 8] * 13):
        with pytest.raises(ApiError, match="reply markup is too long"):
            check_keyboard(too_many)


def test_dimensions_are_read_from_png_and_jpeg() -> None:
    png = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + struct.pack(">II", 1200, 675)
    jpeg = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08" + struct.pack(">HH", 675, 1200)
    assert dimensions(png) == dimensions(jpeg) == (1200, 675)
    assert dimensions(b"%PDF-1.7") == (0, 0)
