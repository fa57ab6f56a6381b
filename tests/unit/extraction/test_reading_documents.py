from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from fpdf import FPDF

from bot.extraction.documents import (
    ArchiveDocument,
    DamagedDocument,
    DocumentError,
    DocumentKind,
    EmptyDocument,
    EncryptedDocument,
    FileTooLarge,
    Limits,
    LostProse,
    NotAPdf,
    NoTextLayer,
    OfficeDocument,
    PictureDocument,
    TextTooLong,
    TooManyPages,
    UnreadableDocument,
    read_document,
    read_text,
)

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


def pdf(*pages: str, password: str | None = None) -> bytes:
    document = FPDF()
    document.set_font("helvetica", size=12)
    if password:
        document.set_encryption(owner_password=password, user_password=password)
    for text in pages:
        document.add_page()
        document.multi_cell(0, 6, text, new_x="LMARGIN", new_y="NEXT")
    return bytes(document.output())


PROSE = "A line that is long enough to be a line of a report, and not a stamp.\n" * 5


def test_lines_of_a_pdf_know_their_page() -> None:
    document = read_document(pdf(PROSE, "The second page says this. " * 3), "report.pdf")
    assert document.kind is DocumentKind.PDF
    assert document.pages == 2
    assert document.lines[0].text.startswith("A line that is long enough")
    assert {line.page for line in document.lines} == {1, 2}
    assert all(line.size > 0 for line in document.lines)


def test_a_pdf_is_known_by_its_content_and_not_by_its_name() -> None:
    assert read_document(b"\n\n" + pdf(PROSE), "report.txt").kind is DocumentKind.PDF


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_chinese_text_is_read_in_every_usual_encoding(encoding: str) -> None:
    document = read_document("投资评级：看好（维持）\r\n通信".encode(encoding), "r.txt")
    assert [line.text for line in document.lines] == ["投资评级：看好（维持）", "通信"]


def test_form_feeds_end_the_pages_of_a_text() -> None:
    document = read_text("第一页\n\f第二页")
    assert document.pages == 2
    assert [(line.text, line.page) for line in document.lines if line.text] == [("第一页", 1), ("第二页", 2)]


def test_cells_of_an_html_table_are_parted_by_tabs_and_scripts_are_silent() -> None:
    html = "<html><head><title>x</title></head><body><table><tr><td>买入</td><td>20%以上</td></tr></table><script>1<2</script></body></html>"
    texts = [line.text for line in read_document(html.encode(), "r.html").lines if line.text.strip()]
    assert texts == ["买入\t20%以上\t"]


def test_markdown_loses_its_marks_but_a_lone_tag_stays_text() -> None:
    text = "# 标题\n\n**重点**：甲<b>乙\n\n| 评级 | 说明 |\n| --- | --- |\n| 买入 | 20%以上 |"
    texts = [line.text for line in read_document(text.encode(), "r.md").lines if line.text]
    assert texts == ["标题", "重点：甲<b>乙", "评级 \t 说明", "买入 \t 20%以上"]


def test_tags_in_a_plain_text_are_text() -> None:
    assert read_text("<b>甲公司</b> & *ST乙").lines[0].text == "<b>甲公司</b> & *ST乙"


BAD: list[tuple[bytes, type[DocumentError], str]] = [
    (b"", EmptyDocument, "document_empty"),
    (b" \n\t ", EmptyDocument, "document_empty"),
    (b"%PDF-1.7\n" + bytes(25_000_000), FileTooLarge, "document_too_large"),
    ("研".encode() * 1_700_000, TextTooLong, "document_text_too_long"),
    (PNG, PictureDocument, "document_picture"),
    (b"\xff\xd8\xff\xe0" + bytes(9), PictureDocument, "document_picture"),
    (b"PK\x03\x04" + bytes(30), ArchiveDocument, "document_archive"),
    (b"abc\x00\x01\x02def", UnreadableDocument, "document_unreadable"),
    (b"%PDF-1.7\nno object, no end", DamagedDocument, "document_damaged"),
]


@pytest.mark.parametrize(("data", "error", "key"), BAD, ids=[f"{n}-{entry[2]}" for n, entry in enumerate(BAD)])
def test_what_cannot_be_read_is_answered_by_its_own_sentence(data: bytes, error: type[DocumentError], key: str) -> None:
    with pytest.raises(error) as caught:
        read_document(data, "upload")
    assert caught.value.key == key
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)


def test_a_pasted_text_of_five_megabytes_is_too_long() -> None:
    with pytest.raises(TextTooLong, match=r"The text has 5\.1 MB; at most 2 MB of text are read\."):
        read_text("研" * 1_700_000)


def test_a_pdf_without_text_is_said_to_have_no_text_layer() -> None:
    with pytest.raises(NoTextLayer, match="no text layer"):
        read_document(pdf("", ""), "scan.pdf")


def test_page_numbers_alone_are_no_text_layer() -> None:
    with pytest.raises(NoTextLayer):
        read_document(pdf("1 / 3", "2 / 3", "3 / 3"), "scan.pdf")


def test_a_pdf_with_a_password_is_said_to_have_one() -> None:
    with pytest.raises(EncryptedDocument, match="password"):
        read_document(pdf(PROSE, password="x"), "locked.pdf")


def test_pages_are_counted_before_they_are_read() -> None:
    with pytest.raises(TooManyPages, match="3 pages; at most 2"):
        read_document(pdf(PROSE, PROSE, PROSE), "long.pdf", Limits(pages=2))


def test_a_pdf_of_more_letters_than_a_report_has_is_too_long() -> None:
    with pytest.raises(TextTooLong):
        read_document(pdf(PROSE, PROSE), "long.pdf", Limits(text=500))


@pytest.mark.parametrize(
    ("data", "name", "error"),
    [
        (b"PK\x03\x04....[Content_Types].xml", "a.docx", OfficeDocument),
        (b"\xd0\xcf\x11\xe0" + bytes(60), "a.doc", OfficeDocument),
        (b"{\\rtf1 text}", "a.rtf", OfficeDocument),
        (b"PK\x03\x04....report.pdf", "a.zip", ArchiveDocument),
        (b"Rar!\x1a\x07", "a.rar", ArchiveDocument),
        (b"\x1f\x8b\x08", "a.tgz", ArchiveDocument),
        (b"<html><body>Please log in</body></html>", "report.PDF", NotAPdf),
        (b"BM" + bytes(60), "a.bmp", PictureDocument),
    ],
)
def test_what_is_no_report_at_all_is_named(data: bytes, name: str, error: type[DocumentError]) -> None:
    with pytest.raises(error):
        read_document(data, name)


def test_a_text_about_bmw_is_no_bitmap() -> None:
    assert read_document("BMW 的供应商".encode(), "a.txt").lines[0].text == "BMW 的供应商"


@pytest.mark.parametrize("error", [FileTooLarge(25_000_000, 20_000_000), TooManyPages(400, 300), NoTextLayer()])
def test_errors_come_back_whole_from_a_worker_process(error: DocumentError) -> None:
    returned = pickle.loads(pickle.dumps(error))
    assert type(returned) is type(error)
    assert str(returned) == str(error)


def test_a_report_of_which_only_figures_are_left_is_said_to_have_lost_its_words() -> None:
    statement = "Revenue 12.3 45.6 78.9\nProfit 1.2 3.4 5.6\n" * 20
    with pytest.raises(LostProse, match="words of the PDF are lost"):
        read_document(pdf(statement, statement, statement), "a.pdf")
    assert read_document(pdf(statement, statement, PROSE), "a.pdf").pages == 3


def test_a_report_whose_pages_are_pictures_is_never_an_empty_report() -> None:
    folder = Path(__file__).parents[4] / "shared" / "reports" / "pdf"
    if not folder.is_dir():
        pytest.skip("the collection of real reports is not here")
    with pytest.raises(NoTextLayer):
        read_document(next(folder.glob("*no-text-layer.pdf")).read_bytes(), "scan.pdf")
