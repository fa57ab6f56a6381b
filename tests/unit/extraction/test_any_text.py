"""Whatever a text says, reading it ends, soon, in a report whose picks can be shown or in one typed answer."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.names import Names
from bot.domain.reports import Report
from bot.extraction.documents import Document, DocumentError, read_document, read_text
from bot.extraction.layout import normal_lines, paragraphs
from bot.extraction.report import NotAReport, extract

WORDS = [
    *("建议关注：", "重点推荐", "受益标的：", "相关标的", "首推", "中际旭创", "英维克", "申菱环境", "紫光股份", "机器人", "300308", "(300308.SZ)"),
    *("、", "，", "。", "；", "等", "和", "\n", "\n\n", "\t", " ", "【", "】", "（", "）", "1）", "①", "●", "《", "》", "：", "-", "/", "%", "\f"),
    *("买入", "增持（维持）", "投资评级：", "相对强于沪深300指数20%以上；", "未来6个月", "2024年12月26日", "目标价：", "12.5元", "证券分析师：", "林示例"),
    *("S0000524120001", "示例证券股份有限公司", "证券研究报告", "行业周报", "风险提示：", "资料来源：", "证券简称", "收盘价", "R3", "联系人", "<table><tr><td>"),
]  # fmt: skip
SENTENCES = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=6)), max_size=60).map("".join)
REPORT = "买入：相对强于沪深300指数20%以上；\n期限为报告发布后6个月。\n示例证券股份有限公司\nS0000524120001\n"


def read(document: Document, names: Names) -> Report | None:
    try:
        return extract(document, names)
    except NotAReport:
        return None


def shown(document: Document) -> str:
    """All words of a document without the white space, as evidence is compared with them."""
    found = "".join(part.text for part in paragraphs(normal_lines(document), document.kind))
    return "".join(found.split())


@settings(max_examples=150, deadline=None)
@given(SENTENCES)
def test_any_text_is_a_report_with_evidence_or_no_report(names: Names, text: str) -> None:
    document = read_text(REPORT + text)
    report = read(document, names)
    if report is None:
        return
    words = shown(document)
    for pick in report.picks:
        assert 0 <= pick.confidence <= 1
        assert 1 <= pick.evidence.page <= document.pages
        assert "".join(pick.evidence.text.split()) in words
        assert pick.name


@settings(max_examples=100, deadline=None)
@given(
    st.one_of(st.binary(max_size=400), st.text(max_size=300).map(str.encode)),
    st.sampled_from(["a.txt", "a.md", "a.html", "a"]),
)
def test_any_bytes_are_lines_that_can_be_stored_or_have_a_typed_answer(names: Names, data: bytes, name: str) -> None:
    try:
        document = read_document(data, name)
    except DocumentError:
        return
    for line in document.lines:
        assert "\x00" not in line.text
        line.text.encode()  # no half of a pair
    read(document, names)


@pytest.mark.parametrize("piece", ["1", "300308", ".", "、", "●\n", "建议关注：", "中际旭创、", "分析师："])
def test_reading_takes_time_in_proportion_to_the_length(names: Names, piece: str) -> None:
    """100,000 letters of a kind: what grows with the square of them would run into the time limit of the tests."""
    report = read(read_text(piece * (100_000 // len(piece))), names)
    assert report is None or not report.broker
