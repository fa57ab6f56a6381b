"""Days as they are printed and typed."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.days import days_in, typed_day
from bot.extraction.documents import Document, DocumentKind, Line
from bot.extraction.marks import printed_days, words_sha256


@pytest.mark.parametrize(
    "typed",
    [
        "2024-12-26",
        "2024/12/26",
        "2024.12.26",
        "2024年12月26日",
        "20241226",
        "日期 2024 年 12 月 26 日",
        "２０２４-12-26",
    ],
)
def test_a_day_is_understood_however_it_is_typed(typed: str) -> None:
    assert typed_day(typed) == date(2024, 12, 26)


@pytest.mark.parametrize(
    "typed", ["", "yesterday", "2024-13-45", "12-26", "2024-12-26 or 2024-12-27", "300308", "120241226"]
)
def test_what_is_no_single_day_is_none(typed: str) -> None:
    assert typed_day(typed) is None


def test_days_come_in_printed_order() -> None:
    text = "数据截至2024年12月24日，发布于2024-12-26，2024-02-30不是一天"
    assert list(days_in(text)) == [date(2024, 12, 24), date(2024, 12, 26)]


def test_one_text_in_two_files_has_one_mark_whatever_its_lines() -> None:
    one = Document(DocumentKind.TEXT, (Line("2024-12-26 光通信"), Line("2024-12-25"), Line("2024-12-26")))
    two = Document(DocumentKind.PDF, (Line("2024-12-26 "), Line("光 通信 2024-12-252024-12-26")), pages=2)
    other = Document(DocumentKind.TEXT, (Line("2024-12-26 光通讯"),))
    assert words_sha256(one) == words_sha256(two) != words_sha256(other)
    assert printed_days(one) == (date(2024, 12, 26), date(2024, 12, 25))
