from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.extraction.documents import Document, DocumentKind, Line, read_text
from bot.extraction.layout import front, is_disclosure, normal_lines, normal_text, paragraphs


@pytest.mark.parametrize(
    ("printed", "normal"),
    [
        ("【AIDC 供应商】", "【AIDC供应商】"),
        ("沪深 300 指数", "沪深300指数"),
        ("２０２４年１２月", "2024年12月"),
        ("证书编号：S0000", "证书编号:S0000"),
        ("TCL 科技、Marvell Technology", "TCL科技、Marvell Technology"),
        ("[Table_Title]标题", "标题"),
        ("看好　（维持）", "看好 (维持)"),
        ("6～12 个月", "6~12个月"),
    ],
)
def test_text_is_nfkc_without_the_spaces_of_the_type_setter(printed: str, normal: str) -> None:
    assert normal_text(printed) == normal


@given(st.text())
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normal_text(text)
    assert normal_text(once) == once


def test_wrapped_lines_of_a_pdf_are_joined_even_inside_a_name() -> None:
    lines = tuple(Line(text) for text in ("受益标的：" + "甲乙丙丁、" * 5 + "方", "盛制药、一二三四等。", "短行"))
    [first, second] = paragraphs(normal_lines(Document(DocumentKind.PDF, lines)), DocumentKind.PDF)
    assert "方盛制药" in first.text
    assert second.text == "短行"


def test_a_bullet_opens_a_paragraph_even_below_a_full_line() -> None:
    full = "这一行写满了整个版心" * 4
    found = paragraphs(normal_lines(Document(DocumentKind.PDF, (Line(full), Line("● 下一点")))), DocumentKind.PDF)
    assert [part.text for part in found] == [full, "● 下一点"]


def test_lines_of_a_text_that_are_paragraphs_stay_apart() -> None:
    document = read_text("一" * 300 + "\n\n" + "二" * 200 + "\n短")
    assert [len(part.text) for part in paragraphs(normal_lines(document), document.kind)] == [300, 200, 1]


def test_running_heads_are_dropped_behind_the_first_page() -> None:
    lines = tuple(
        line for page in (1, 2, 3) for line in (Line(f"行业周报 {page}", page), Line(f"第{page}页的正文" * page, page))
    )
    kept = [line.text for line in normal_lines(Document(DocumentKind.PDF, lines, 3))]
    assert kept == ["行业周报1", "第1页的正文", "第2页的正文第2页的正文", "第3页的正文第3页的正文第3页的正文"]


def test_the_front_ends_where_the_disclosures_begin() -> None:
    document = read_text("\n".join([*"一二三四五六", "特别声明", "后面"]))
    assert [line.text for line in front(normal_lines(document))] == list("一二三四五六")
    assert is_disclosure("分析师承诺")
    assert not is_disclosure("请务必参阅正文后面的信息披露和法律声明")
