"""Chat messages copied as one text: who wrote when is no part of a report, and one message goes on in the next."""

from __future__ import annotations

import re

# Telegram copies several messages as "Name, [26.12.2024 09:15]" above each, and marks what was forwarded.
_SENDER = re.compile(
    r"[^\n]{1,80}, \[\d{1,4}[./-]\d{1,2}[./-]\d{2,4},? \d{1,2}:\d{2}(?::\d{2})?(?: ?[AP]M)?\]:?", re.IGNORECASE
)
_FORWARDED = re.compile(
    r"\[? ?(?:Forwarded from|Forwarded message|In reply to|转发自|轉發自|转发的消息|回复)\b[^\n]{0,80}\]?"
    r"|\[ ?(?:Photo|File|Album|Video|Sticker|图片|照片|文件|视频|相册) ?\]",
    re.IGNORECASE,
)
_LONG = 3500  # letters; a message that ends there was cut because it was full (4096)
_ENDS = '。！？；!?;:：)）】》"'


def without_chat(text: str) -> str:
    """The text without the lines that a chat sets above messages; a message cut in a sentence is joined to the next."""
    found: list[str] = []
    letters = 0
    cut = False
    for line in text.split("\n"):
        mark = line.strip()
        if len(mark) <= 120 and (_SENDER.fullmatch(mark) or _FORWARDED.fullmatch(mark)):  # noqa: PLR2004 - as the patterns allow
            cut = cut or letters >= _LONG
            letters = 0
            continue
        letters += len(line) + 1
        if cut and mark:
            while found and not found[-1].strip():
                found.pop()
            if found and found[-1].rstrip()[-1] not in _ENDS:
                line = found.pop() + line  # noqa: PLW2901 - the line that was cut
            cut = False
        found.append(line)
    return "\n".join(found)
