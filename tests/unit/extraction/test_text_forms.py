"""Texts as chats, web pages and converters leave them."""

from __future__ import annotations

import pytest

from bot.domain.names import Names
from bot.extraction.documents import Document, UnreadableDocument, read_document, read_text
from bot.extraction.layout import normal_lines, normal_text
from bot.extraction.report import extract

SCALE = "买入：相对强于沪深300指数20%以上；\n减持：相对弱于沪深300指数20%以上。\n期限为报告发布后6个月。\n示例证券股份有限公司\n"


def texts(document: Document) -> list[str]:
    return [line.text for line in normal_lines(document) if line.text]


@pytest.mark.parametrize(
    ("printed", "normal"),
    [
        ("⻓江证券、⻰头股份、⾦风科技", "长江证券、龙头股份、金风科技"),
        ("ﬁnance、Ａ股、㈱", "finance、A股、(株)"),
        ("①光模块：中际旭创②液冷：英维克", "(1)光模块:中际旭创(2)液冷:英维克"),
        ("1️⃣光模块：中际旭创", "(1)光模块:中际旭创"),
        ("🔥建议关注：中际旭创✅", "建议关注:中际旭创"),
        ("中际\u200b旭创\u00ad、英\u2060维克\ufe0f\x07", "中际旭创、英维克"),
        ("\uf06c建议关注\uf0d8中际旭创", "\uf06c建议关注 中际旭创"),
    ],
)
def test_each_sign_has_one_spelling(printed: str, normal: str) -> None:
    assert normal_text(printed) == normal


def test_no_sign_that_shows_nothing_comes_out_of_a_text() -> None:
    document = read_text("甲\x00乙\ud800丙\ufffd丁\u2028戊\x85己")
    assert [line.text for line in document.lines] == ["甲乙丙丁", "戊", "己"]


FORWARDED = f"""研报精选, [26.12.2024 09:15]
[Forwarded from 样本频道]
🔥【示例证券】行业周报：需求在转好
2024年12月26日
👉 光模块：建议关注中际旭创、英维克；https://t.me/example/1

研报精选, [26/12/2024, 9:16:30 AM]
[ 图片 ]
👉 液冷：建议关注申菱环境。
{SCALE}"""


def test_what_a_chat_sets_above_its_messages_is_no_part_of_the_report(names: Names) -> None:
    assert texts(read_text(FORWARDED))[:3] == [
        "【示例证券】行业周报:需求在转好",
        "2024年12月26日",
        "光模块:建议关注中际旭创、英维克;https://t.me/example/1",
    ]
    report = extract(read_text(FORWARDED), names)
    assert [pick.symbol for pick in report.picks] == ["300308.SZ", "002837.SZ", "301018.SZ"]


def test_a_message_that_was_full_goes_on_in_the_next_one() -> None:
    full = "行业的需求在转好。" * 420 + "建议关注：中际"
    text = f"频道, [26.12.2024 09:15]\n{full}\n\n频道, [26.12.2024 09:15]\n旭创、英维克。\n"
    assert texts(read_text(text)) == [normal_text(full + "旭创、英维克。")]
    short = "频道, [26.12.2024 09:15]\n标题\n\n频道, [26.12.2024 09:15]\n正文\n"
    assert texts(read_text(short)) == ["标题", "正文"]


def test_a_sentence_with_a_date_in_brackets_is_no_sender() -> None:
    assert texts(read_text("价格, [2024.12.26 收盘]\n正文")) == ["价格, [2024.12.26收盘]", "正文"]


def test_a_head_that_nothing_closes_does_not_silence_the_page() -> None:
    page = (
        "<html><head><style>p {}</style><body><dl><dt>评级</dt><dd>买入</dd></dl><template>无</template></body></html>"
    )
    assert texts(read_document(page.encode(), "a.html")) == ["评级", "买入"]


def test_a_page_is_read_in_the_encoding_that_it_names() -> None:
    page = '<html><head><meta charset="big5"></head><body>港股研究報告</body></html>'
    assert texts(read_document(page.encode("big5"), "a.html")) == ["港股研究报告"]  # read in simplified characters
    assert texts(read_document("<!-- charset=unknown-9 -->研究".encode(), "a.html")) == ["研究"]


def test_a_table_that_nothing_closes_stays_text() -> None:
    text = "<table><tr><td>买入</td></tr></table>\n<table><tr><td>甲"
    assert texts(read_document(text.encode(), "a.md")) == ["买入", "<table><tr><td>甲"]


def test_bytes_that_only_look_like_text_are_refused() -> None:
    with pytest.raises(UnreadableDocument):
        read_document(bytes(range(1, 32)) * 40, "report.txt")


@pytest.mark.parametrize("kind", ["a.md", "a.html", "a.txt"])
@pytest.mark.parametrize(
    "piece", ["<table ", "![", "**x ", "-", "|", "<td>", "[", "&#", "<!--", "        甲", "频道, [1.", "\t", "# "]
)
def test_reading_a_text_takes_time_in_proportion_to_its_length(kind: str, piece: str) -> None:
    """200,000 letters of a kind: what grows with the square would run into the time limit of the tests."""
    document = read_document(("文" + piece * (200_000 // len(piece)) + "x").encode(), kind)
    assert document.pages == 1
