import io
import re
from datetime import UTC, datetime

import pytest
from rich.console import Console

from bot.sandbox.entities import as_html
from bot.sandbox.html import parse
from bot.sandbox.picture import as_svg
from bot.sandbox.screen import Screen
from bot.sandbox.transcript import Attachment, Button, EventKind, SentMessage, TranscriptEvent

AFTERNOON = datetime(2024, 12, 26, 7, 30, tzinfo=UTC)


def message(html: str, *, from_bot: bool = True, keyboard: tuple[tuple[Button, ...], ...] = ()) -> SentMessage:
    body = parse(html)
    return SentMessage(
        message_id=1,
        chat_id=1,
        date=AFTERNOON,
        from_bot=from_bot,
        sender="记分牌" if from_bot else "李雷",
        text=body.text,
        entities=body.entities,
        html=as_html(body),
        keyboard=keyboard,
        photo=None,
        document=None if from_bot else Attachment("研报.pdf", b"x" * 2048, "application/pdf"),
        picture_name=None,
        album=None,
        reply_to=None,
        edited=False,
        changed=AFTERNOON,
        silent=False,
    )


def shown(*events: TranscriptEvent, width: int = 80) -> list[str]:
    out = io.StringIO()
    screen = Screen(Console(file=out, width=width, color_system=None))
    for event in events:
        screen.show(event)
    return out.getvalue().splitlines()


def test_the_bot_stands_left_and_the_person_right_with_the_time_in_shanghai() -> None:
    day, *lines = shown(
        TranscriptEvent(EventKind.SENT, message("<b>中际旭创</b> +12.3%")),
        TranscriptEvent(EventKind.SENT, message("看看", from_bot=False)),
    )
    assert day.strip() == "2024-12-26"
    assert lines[:3] == ["╭─ 记分牌 ────────╮", "│ 中际旭创 +12.3% │", "╰───────── 15:30 ─╯"]
    assert lines[4].endswith("│ 📄 研报.pdf (2 KB) │")
    assert lines[5].strip() == "│ 看看               │"
    assert all(line.startswith(" " * 40) for line in lines[3:])


def test_a_quote_keeps_its_bar_when_it_wraps() -> None:
    lines = shown(TranscriptEvent(EventKind.SENT, message("甲\n<blockquote>" + "乙" * 40 + "</blockquote>")), width=60)
    assert [line[2:4].strip() for line in lines[2:-1]] == ["甲", "▎", "▎"]


def test_buttons_stand_in_boxes_below() -> None:
    keyboard = ((Button("‹", "1"), Button("›", "2")), (Button("打开", url="https://t.me/x"),))
    lines = shown(TranscriptEvent(EventKind.SENT, message("卡片", keyboard=keyboard)))
    assert [line.count("│") for line in lines if "‹" in line or "打开 ↗" in line] == [3, 2]


def test_what_is_pressed_and_answered_is_shown() -> None:
    card = message("卡片")
    pressed, answered = shown(
        TranscriptEvent(EventKind.PRESSED, card, "确认"), TranscriptEvent(EventKind.ANSWERED, card, "已确认")
    )
    assert pressed.endswith("👆 确认 ")
    assert answered.strip() == "已确认"


@pytest.mark.parametrize("width", [60, 80, 100])
def test_no_line_is_wider_than_the_screen(width: int) -> None:
    from rich.cells import cell_len  # noqa: PLC0415 - what the screen measures with

    long = message(
        "超额 " * 60 + "\n<pre>" + "300308  中际旭创  " * 8 + "</pre>", keyboard=((Button("很长的按钮" * 20, "1"),),)
    )
    assert max(map(cell_len, shown(TranscriptEvent(EventKind.SENT, long), width=width))) <= width


def test_the_picture_of_a_chat_loads_nothing() -> None:
    console = Console(file=io.StringIO(), width=80, record=True)
    Screen(console).show(TranscriptEvent(EventKind.SENT, message("中际旭创 abcd")))
    svg = as_svg(console, "记分牌")
    wide = re.search(r'textLength="([\d.]+)"[^>]*>中际旭创<', svg)
    assert wide is not None
    assert float(wide[1]) == pytest.approx(4 * 2 * 12.2 - 4.4)  # two cells of 12.2 each, less the last one's gap
    assert "font-face" not in svg
    assert "url(http" not in svg
