"""PDF pages as brokers print them: what is read, in which order, and what no reader sees."""

from __future__ import annotations

import io

import pypdfium2 as pdfium
import pytest
from fpdf.enums import TextMode

from bot.extraction.documents import LostProse, NoTextLayer, read_document
from tests.tools.printed import Printed, without_characters

PROSE = [f"正文第{number}行：公司的收入同比增长，毛利率在提高，" for number in "一二三四五六七八"]


@pytest.fixture
def page() -> Printed:
    page = Printed()
    page.add_page()
    return page


def texts(pdf: Printed | bytes) -> list[str]:
    data = pdf if isinstance(pdf, bytes) else pdf.bytes()
    return [line.text for line in read_document(data, "report.pdf").lines]


def test_a_watermark_aslant_across_the_text_is_not_read(page: Printed) -> None:
    page.write_at(100, 100, PROSE)
    with page.rotation(45, 200, 400):
        page.write_at(120, 400, "仅供内部使用", 48)
    assert texts(page) == PROSE


def test_level_words_across_the_text_of_several_pages_are_a_watermark() -> None:
    report = Printed()
    pages = [[line + number for line in PROSE] for number in "甲乙丙"]
    for lines in pages:
        report.add_page()
        report.write_at(100, 100, lines)
        report.set_text_color(220)
        report.write_at(150, 165, "内部资料", 36)
        report.set_text_color(0)
    assert texts(report) == [line for lines in pages for line in lines]


def test_a_mark_beside_the_text_of_every_page_is_read_once() -> None:
    report = Printed()
    for number in "甲乙丙丁":
        report.add_page()
        report.write_at(160, 100, [line + number for line in PROSE * 2])
        report.write_at(30, 230, "发送给样本机构")
    assert "".join(texts(report)).count("发送给样本机构") == 1


def test_what_is_printed_over_itself_to_look_bold_is_read_once(page: Printed) -> None:
    page.write_at(100, 60, "买入（维持）", 14)
    page.write_at(100, 100, PROSE)
    page.write_at(100.4, 60, "买入（维持）", 14)
    assert texts(page) == ["买入（维持）", *PROSE]


def test_white_tiny_invisible_and_cut_off_words_are_not_read(page: Printed) -> None:
    page.write_at(100, 100, PROSE)
    with page.local_context(text_mode=TextMode.INVISIBLE):
        page.write_at(100, 400, "看不见的字")
    page.set_text_color(255)
    page.write_at(100, 450, "白底上的白字")
    page.set_text_color(0)
    page.write_at(100, 500, "极小的字", 0.5)
    page.write_at(-200, 550, "页边外的字")
    assert texts(page) == PROSE


def test_a_white_heading_on_a_coloured_ground_is_read(page: Printed) -> None:
    page.set_fill_color(180, 0, 0)
    page.rect(90, 40, 300, 30, style="F")
    page.set_text_color(255)
    page.write_at(100, 60, "证券研究报告", 14)
    page.set_text_color(0)
    page.write_at(100, 100, PROSE)
    assert texts(page) == ["证券研究报告", *PROSE]


def test_letters_laid_under_a_scan_are_its_text(page: Printed) -> None:
    with page.local_context(text_mode=TextMode.INVISIBLE):
        page.write_at(100, 100, PROSE)
    page.write_at(100, 700, "扫描件")
    assert texts(page) == [*PROSE, "扫描件"]


@pytest.mark.parametrize("turned", [0, 90])
def test_a_page_set_sideways_is_read_as_if_it_were_upright(page: Printed, turned: int) -> None:
    for number, line in enumerate(PROSE):
        with page.rotation(90, 100 + 16 * number, 700):
            page.write_at(100 + 16 * number, 700, line)
    document = pdfium.PdfDocument(page.bytes())
    document[0].set_rotation(turned)
    data = io.BytesIO()
    document.save(data)
    document.close()
    assert texts(data.getvalue()) == PROSE


def test_a_table_set_sideways_keeps_its_rows_beside_upright_text(page: Printed) -> None:
    page.write_at(60, 100, PROSE)
    rows = [("证券简称", "评级", "收盘价（元）", "每股收益预测"), *(("甲科技", "买入", "129.48", "3.21"),) * 4]
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            with page.rotation(90, 400 + 20 * number, 700 - 90 * place):
                page.write_at(400 + 20 * number, 700 - 90 * place, cell)
    assert texts(page) == [*PROSE, *("\t".join(row) for row in rows)]


def test_three_columns_of_a_morning_note_are_read_one_after_the_other() -> None:
    note = Printed(landscape=True)
    note.add_page()
    columns = [[f"{name}栏第{number}行的文字写到这一栏的右边" for number in "一二三四五六"] for name in "甲乙丙"]
    note.write_at(40, 50, "晨会纪要", 20)
    for place, column in enumerate(columns):
        note.write_at(40 + 260 * place, 100, column, 11)
    assert texts(note) == ["晨会纪要", *(line for column in columns for line in column)]


@pytest.mark.parametrize(("side", "main"), [(40, 200), (430, 40)])
def test_a_name_broken_by_the_line_goes_on_in_its_own_column(page: Printed, side: int, main: int) -> None:
    bar = ["证券分析师", "林示例", "联系人", "周样本", "相关研究", "《甲行业周报》", "《乙行业周报》", "2024-12-01"]
    prose = [
        "行业的需求在转好，库存已经回到正常的水平，交付的",
        "周期在变短。建议关注：中际旭创、英维克、申菱环",
        "境、江淮汽车、",
        "理想汽车等。液冷的渗透率还低，供应商的订单在增加。",
        "风险提示：需求不及预期。",
    ]
    page.write_at(side, 100, bar, 8)
    page.write_at(main, 100, prose)
    assert "".join(prose) in "".join(texts(page))
    assert "".join(bar) in "".join(texts(page))


def test_figures_set_higher_than_their_labels_stay_in_their_rows(page: Printed) -> None:
    names = ["甲科技", "乙股份", "丙环境", "丁能源", "戊材料", "己电子"]
    page.write_at(60, 100, names)
    page.write_at(200, 97, [f"{number}.50" for number in range(6)])
    page.write_at(300, 97, [f"{number}0%" for number in range(6)])
    page.write_at(60, 300, PROSE)
    assert texts(page) == [*(f"{name}\t{n}.50\t{n}0%" for n, name in enumerate(names)), *PROSE]


def test_fonts_that_do_not_say_which_characters_they_draw_give_no_text(page: Printed) -> None:
    page.write_at(100, 100, PROSE)
    with pytest.raises(LostProse):
        texts(without_characters(page.bytes()))


def test_a_head_on_every_page_of_a_scan_is_no_text_layer() -> None:
    scan = Printed()
    for _ in range(3):
        scan.add_page()
        scan.write_at(100, 40, "示例证券")
    with pytest.raises(NoTextLayer):
        texts(scan)
