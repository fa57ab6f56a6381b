"""Walks over the whole bot: what two people say and tap, in any order, twice at once, and on buttons that are old.

``python -m tests.fuzz.taps [WALKS] [STEPS]``, as ``make fuzz`` does with two hundred; prints how each wrong walk went.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.store.schema import upgrade
from tests.tools.whole_bot import OWNER, READER, WholeBot, whole_bot, with_reports

SAID = (
    "/start",
    "/start r_1",
    "/start r_4",
    "/start s_300308SZ",
    "/help",
    "/settings",
    "/report",
    "/report 1",
    "/report 2",
    "/report 3",
    "/report 4",
    "/coverage 旭创",
    "/coverage 300502",
    "/coverage 中",
    "/watchlist",
    "/scoreboard",
    "/scoreboard analyst",
    "/digest",
    "/calendar",
    "/export",
    "/alerts",
    "/alerts 旭创 涨 5%",
    "提醒 旭创 跌破 100",
    "/subscribe",
    "/subscribe 旭创",
    "/subscribe #1",
    "/subscribe all",
    "/subscriptions",
    "/unsubscribe",
    "/unsubscribe all",
    "/list",
    "/list 新的",
    "/users",
    "/jobs",
    "/errors",
    "/queue",
    "/sources",
    "/broadcast 您好 <b>",
    "/invite editor",
    "/resolve 1 某某 300308",
    "/privacy",
    "/export_me",
    "/forget_me",
    "/cancel",
    "2025-01-02",
    "12%",
    "旭创",
    "*ST宝实",
    "中国",
    "<b>&",
)
MADE_UP = (
    "",
    "0:c:300308.SZ",
    "1:zz:9",
    "1:c",
    "1:c:",
    "1:rs:-9",
    "1:r:999999999:99",
    "1:us:999999",
    "1:s:stock:",
    "9:n",
)


class Kind(StrEnum):
    """What somebody does."""

    SAY = "say"
    TAP = "tap"
    TWICE = "twice"
    OLD = "old"


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody does; ``number`` chooses among what there is to say or to tap."""

    who: int
    kind: Kind
    number: int


steps = st.builds(
    Step,
    st.sampled_from((OWNER, READER)),
    st.sampled_from((Kind.SAY, Kind.TAP, Kind.TAP, Kind.TAP, Kind.TWICE, Kind.OLD)),
    st.integers(0, 9_999),
)


async def walk(bot: WholeBot, path: list[Step]) -> list[str]:
    """Walk; what went wrong, behind the words of all that was done until then."""
    done: list[str] = []
    for step in path:
        done.append(await _go(bot, step))
        if wrong := bot.wrong():
            return [*done, *wrong]
    return []


async def _go(bot: WholeBot, step: Step) -> str:
    buttons = [
        (message.message_id, button.data)
        for message in bot.answers(step.who)[-8:]
        for row in message.keyboard
        for button in row
        if button.data
    ]
    if step.kind is Kind.SAY or not buttons:
        text = SAID[step.number % len(SAID)]
        await bot.act(bot.telegram.say(step.who, text))
        return f"{step.who} says {text}"
    message, data = buttons[step.number % len(buttons)]
    if step.kind is Kind.OLD:
        bent = (*MADE_UP, data[:-1], f"{data}:1", data.replace(":1", ":77", 1))
        data = bent[step.number // len(buttons) % len(bent)]
        await bot.act(bot.telegram.press_old(step.who, message, data))
    elif step.kind is Kind.TWICE:
        await bot.telegram.press(step.who, message, data)
        await bot.act(bot.telegram.press_old(step.who, message, data))
    else:
        await bot.act(bot.telegram.press(step.who, message, data))
    return f"{step.who} {step.kind}s {data} under {message}"


async def walked(path: list[Step], prepare: Callable[[Path], Awaitable[None]]) -> list[str]:
    """A walk over a bot of its own, in a folder that is prepared with its database."""
    with tempfile.TemporaryDirectory(prefix="pickwatch-walk-") as folder:
        await prepare(Path(folder))
        async with whole_bot(Path(folder)) as bot:
            await with_reports(bot)
            return await walk(bot, path)


def main(walks: int = 200, length: int = 60) -> int:
    """Walk so often; 1 where something was wrong, with the way there."""
    logging.getLogger().addHandler(logging.NullHandler())
    with tempfile.TemporaryDirectory(prefix="pickwatch-walk-") as folder:
        empty = Path(folder) / "pickwatch.db"
        upgrade(f"sqlite+aiosqlite:///{empty}")
        contents = empty.read_bytes()

        async def prepare(into: Path) -> None:
            await asyncio.to_thread((into / "pickwatch.db").write_bytes, contents)

        checks = list(HealthCheck)

        @settings(
            max_examples=walks, deadline=None, suppress_health_check=checks, database=None, phases=[Phase.generate]
        )
        @given(st.lists(steps, min_size=length // 2, max_size=length))
        def explore(path: list[Step]) -> None:
            wrong = asyncio.run(walked(path, prepare))
            assert not wrong, "\n".join(wrong)

        try:
            explore()
        except AssertionError as error:
            print(error)  # noqa: T201 - this is a command
            return 1
    print(f"{walks} walks, nothing wrong")  # noqa: T201 - as above
    return 0


if __name__ == "__main__":
    sys.exit(main(*(int(argument) for argument in sys.argv[1:])))
