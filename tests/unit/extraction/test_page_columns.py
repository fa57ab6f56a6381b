from __future__ import annotations

from bot.extraction.columns import Fragment, in_reading_order


def fragment(text: str, left: float, top: float, *, size: float = 10.0) -> Fragment:
    """A run of Chinese characters, each as wide as high; ``top`` counts up from the foot of the page."""
    return Fragment(text, left, top - size, left + size * len(text), top, size)


def column(texts: list[str], left: float, top: float, leading: float, size: float = 10.0) -> list[Fragment]:
    return [fragment(text, left, top - number * leading, size=size) for number, text in enumerate(texts)]


def texts(fragments: list[Fragment]) -> list[str]:
    return [text for text, _, _ in in_reading_order(fragments)]


SIDE = ["相关研究报告", "甲行业周报", "乙行业周报", "丙行业周报", "联系人"]
MAIN = [f"正文第{number}行正文正文正文正文" for number in "一二三四五六"]


def test_a_side_bar_does_not_fall_between_the_lines_of_the_text() -> None:
    page = [fragment("封面标题在两栏之上横跨整页整页整页整页整页整页", 40, 800, size=14)]
    page += column(SIDE, 40, 760, 13, 8) + column(MAIN, 160, 760, 15)
    assert texts(page) == [page[0].text, *SIDE, *MAIN]


def test_two_columns_of_prose_on_common_base_lines_are_read_one_after_the_other() -> None:
    left = [f"左栏第{number}行左栏左栏" for number in "一二三四五"]
    right = [f"右栏第{number}行右栏右栏" for number in "一二三四五"]
    assert texts(column(left, 40, 700, 15) + column(right, 160, 700, 15)) == left + right


def test_a_table_is_read_row_by_row() -> None:
    words = ["买入", "增持", "中性", "减持", "卖出"]
    meanings = ["高于百分之二十", "百分之五到二十", "上下百分之五", "低于百分之五", "低于百分之二十"]
    read = texts(column(words, 40, 700, 15) + column(meanings, 160, 700, 15))
    assert read == [f"{word}\t{meaning}" for word, meaning in zip(words, meanings, strict=True)]


def test_letters_set_one_under_the_other_are_one_line() -> None:
    assert texts(column(list("行业研究"), 20, 700, 12) + column(MAIN, 160, 705, 15))[0] == "行业研究"


def test_text_that_runs_upwards_is_a_watermark_and_dropped() -> None:
    watermark = Fragment("仅供内部使用", 300, 100, 310, 400, 10)
    assert texts([watermark, *column(MAIN, 40, 700, 15)]) == MAIN
