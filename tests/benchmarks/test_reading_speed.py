"""What reading a PDF with its layout costs, beside pdfium's plain text of the same file, and what comes after beside that.

The figures in brackets are ratios within a group: reading with layout at most 5 times the plain text, everything after at
most as long as the reading. Figures of two machines say nothing about each other.
"""

from __future__ import annotations

from pathlib import Path

import pypdfium2 as pdfium
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from bot.domain.names import Names
from bot.extraction.brokers import load_brokers
from bot.extraction.documents import DocumentError, read_document
from bot.extraction.report import NotAReport, extract
from bot.market.registry import load_securities
from tests.tools.printed import Printed

ROOT = Path(__file__).parents[2]
PAGES = 20
pytestmark = pytest.mark.benchmark(min_rounds=3, max_time=0.2)  # a round of the real ones takes a second or two


@pytest.fixture(scope="module")
def names() -> Names:
    names = load_securities(ROOT / "config")
    names.resolve("中际旭创")  # the indexes are built at the first question
    return names


@pytest.fixture(scope="module", params=["printed", "real"])
def files(request: pytest.FixtureRequest) -> list[bytes]:
    """Twenty pages with a side bar, prose and a table each; or the real reports."""
    if request.param == "printed":
        return [_printed()]
    folder = ROOT.parent / "shared" / "reports" / "pdf"
    if not folder.is_dir():
        pytest.skip("the collection of real reports is not here")
    return [path.read_bytes() for path in sorted(folder.glob("*.pdf"))]


def _printed() -> bytes:
    report = Printed()
    for page in range(PAGES):
        report.add_page()
        report.write_at(40, 40, f"示例行业周报 第{page}期", 16)
        report.write_at(
            40, 100, ["证券分析师", "林示例", "联系人", "周样本", *(f"《第{n}期周报》" for n in range(12))], 8
        )
        report.write_at(190, 100, [f"第{page}页第{n}行：行业的需求在转好，库存已经回到正常的水平，" for n in range(24)])
        for row in range(12):
            for column in range(7):
                report.write_at(40 + 75 * column, 560 + 18 * row, "样本科技" if column == 0 else f"{row * column}.5")
    return report.bytes()


def _plain(files: list[bytes]) -> int:
    letters = 0
    for data in files:
        document = pdfium.PdfDocument(data)
        for page in document:
            text_page = page.get_textpage()
            letters += len(text_page.get_text_range())
            text_page.close()
            page.close()
        document.close()
    return letters


def _read(files: list[bytes]) -> int:
    letters = 0
    for data in files:
        try:
            letters += sum(len(line.text) for line in read_document(data, "report.pdf").lines)
        except DocumentError:  # two of the real ones have no text
            continue
    return letters


def test_baseline_plain_text_of_a_pdf(benchmark: BenchmarkFixture, files: list[bytes]) -> None:
    benchmark.group = f"reading-{len(files)}-files"
    assert benchmark(_plain, files) > 1000


def test_reading_a_pdf_with_its_layout(benchmark: BenchmarkFixture, files: list[bytes]) -> None:
    benchmark.group = f"reading-{len(files)}-files"
    assert benchmark(_read, files) > 1000


def test_everything_after_the_text(benchmark: BenchmarkFixture, files: list[bytes], names: Names) -> None:
    brokers = load_brokers(ROOT / "config" / "brokers.toml")
    documents = []
    for data in files:
        try:
            documents.append(read_document(data, "report.pdf"))
        except DocumentError:
            continue

    def after() -> int:
        read = 0
        for document in documents:
            try:
                extract(document, names, brokers)
            except NotAReport:
                continue
            finally:
                read += 1
        return read

    benchmark.group = f"reading-{len(files)}-files"
    assert benchmark(after) == len(documents)
