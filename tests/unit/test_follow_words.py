"""What lines of plain text ask to follow, and what stands beside a message of why it came."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.following import DigestSlot, Loudness, TargetKind, Wanted
from bot.services.follows.words import FollowWish, read_line, read_target
from bot.services.messages.because import MOST, Because, because, because_of_digest, read_because


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("订阅开源证券", ("subscribe", "开源证券")),
        ("订阅 行业 通信", ("subscribe", "行业 通信")),
        ("取消订阅 #7", ("unsubscribe", "#7")),
        ("退订", ("unsubscribe", "")),
        ("follow analyst 张三", ("subscribe", "analyst 张三")),
        ("Subscribe to 300308", ("subscribe", "300308")),
        ("unfollow all", ("unsubscribe", "all")),
        ("我的订阅", ("subscriptions", "")),
        ("followers", None),
        ("300308", None),
        ("", None),
    ],
)
def test_plain_text_is_read_as_a_subscription(line: str, read: tuple[str, str] | None) -> None:
    assert read_line(line) == read


def test_why_a_message_came_is_read_as_it_was_written() -> None:
    assert read_because(because_of_digest(DigestSlot.WEEKLY)) == Because((), DigestSlot.WEEKLY)
    assert read_because("f3 f17 f3 v d:close x9 f") == Because((3, 17), DigestSlot.CLOSE)
    assert read_because("") == Because()


@given(st.lists(st.integers(1, 2**31), unique=True))
def test_the_first_of_many_reasons_are_kept(ids: list[int]) -> None:
    written = because(Wanted(Loudness.ON, tuple(ids)))
    assert written
    assert read_because(written) == Because(tuple(ids[:MOST]))


@pytest.mark.parametrize(
    ("typed", "wish"),
    [
        ("开源证券", FollowWish("开源证券")),
        ("券商：开源证券", FollowWish("开源证券", TargetKind.BROKER)),
        ("Analyst  张三", FollowWish("张三", TargetKind.ANALYST)),
        ("行业 通信", FollowWish("通信", TargetKind.INDUSTRY)),
        ("研报 7", FollowWish("研报 7", TargetKind.REPORT, 7)),
        ("r_7", FollowWish("r_7", TargetKind.REPORT, 7)),
        ("板块 #7 液冷", FollowWish("液冷", TargetKind.SEGMENT, 7)),
        ("板块 液冷", FollowWish("液冷", TargetKind.SEGMENT)),
        ("板块 #7", FollowWish("", TargetKind.SEGMENT, 7)),
        ("行业", FollowWish("行业")),
        ("全部", FollowWish("全部", TargetKind.EVERYTHING)),
    ],
)
def test_a_word_before_the_name_says_what_it_is(typed: str, wish: FollowWish) -> None:
    assert read_target(typed) == wish


@given(st.text(max_size=60))
def test_any_line_is_read_without_an_error(line: str) -> None:
    read_target(line)
    read_line(line)
