"""Sets the sample report as a PDF with a real text layer: python -m tests.tools.sample_report.

The text file is the source; the PDF shows it as brokers set theirs: a side bar beside the text, a table with merged
cells, a running foot. Run it again when the text changes.
"""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from fpdf import FPDF

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "bot" / "sandbox" / "samples"
FONT = ROOT / "bot" / "assets" / "NotoSansSC-Regular.otf"
SIDE, MAIN, EDGE = 12.0, 68.0, 198.0  # millimetres from the left: side bar, text, right margin
CLOSING, OPENING = "，。、；：！？）】》”", "（【《“"


class SamplePdf(FPDF):
    """A page with the sample's running foot."""

    def __init__(self) -> None:
        super().__init__()
        self.set_creation_date(datetime(2024, 12, 26, tzinfo=UTC))
        self.add_font("noto", fname=FONT)
        self.set_auto_page_break(auto=True, margin=18)

    def footer(self) -> None:
        """Page number and the word that this is a sample."""
        self.set_y(-12)
        self.set_font("noto", size=7)
        self.set_x(SIDE)
        self.cell(text="样例文件，仅供演示")
        self.set_x(EDGE - 20)
        self.cell(text=f"{self.page_no()} / {{nb}}")

    def block(self, text: str, *, left: float, right: float, size: float, after: float = 1.5) -> None:
        """One paragraph between two margins."""
        self.set_left_margin(left)
        self.set_right_margin(self.w - right)
        self.set_x(left)
        self.set_font("noto", size=size)
        for line in self.wrapped(text, right - left):
            self.cell(text=line, h=size * 0.6, new_x="LMARGIN", new_y="NEXT")
        self.ln(after)

    def wrapped(self, text: str, width: float) -> list[str]:
        """The lines of a paragraph; none begins with a mark that closes and none ends with one that opens."""
        lines = [""]
        for character in text:
            full = self.get_string_width(lines[-1] + character) > width - 2
            if full and character not in CLOSING:
                carried = lines[-1][-1] if lines[-1][-1] in OPENING else ""
                lines[-1] = lines[-1].removesuffix(carried)
                lines.append(carried)
            lines[-1] += character
        return lines

    def rule(self, left: float, right: float) -> None:
        """A thin line across."""
        self.set_draw_color(170)
        self.line(left, self.get_y(), right, self.get_y())


def sample_pdf(text: str) -> bytes:
    """The sample report's text as a PDF."""
    blocks = [block.strip("\n") for block in text.split("\n\n")]
    body = next(index for index, block in enumerate(blocks) if block.startswith("●"))
    back = blocks.index("特别声明")
    banner, industry, day, title, subtitle, rating, *signers = blocks[:body]
    people, related = signers[:6], signers[6:]
    pdf = SamplePdf()
    pdf.add_page()
    pdf.block(banner, left=SIDE, right=EDGE, size=8)
    pdf.rule(SIDE, EDGE)
    pdf.ln(4)
    top = pdf.get_y()
    for line in (industry, day, rating):
        pdf.block(line, left=SIDE, right=MAIN - 8, size=11)
    pdf.ln(30)
    for line in related:
        pdf.block(line, left=SIDE, right=MAIN - 8, size=8.5)
    pdf.set_y(top)
    pdf.block(title, left=MAIN, right=EDGE, size=16)
    pdf.block(subtitle, left=MAIN, right=EDGE, size=12)
    for first, second in zip(people[::2], people[1::2], strict=True):
        _pair(pdf, first, second)
    pdf.ln(3)
    for block in blocks[body:back]:
        pdf.block(block, left=MAIN, right=EDGE, size=10)
    pdf.add_page()
    for block in blocks[back:]:
        if "\t" in block:
            _table(pdf, block)
        else:
            pdf.block(block, left=SIDE, right=EDGE, size=12 if len(block) < 12 else 10)
    return bytes(pdf.output())


def _pair(pdf: SamplePdf, first: str, second: str) -> None:
    pdf.set_font("noto", size=9)
    pdf.set_x(MAIN)
    pdf.cell(60, 5.5, first)
    pdf.cell(60, 5.5, second, new_x="LMARGIN", new_y="NEXT")


def _table(pdf: SamplePdf, block: str) -> None:
    """The rating table: the cell 证券评级 is merged over its rows, so its word stands in the middle of them."""
    rows = [row.split("\t") for row in block.split("\n")]
    starts = [index for index, row in enumerate(rows) if row[0]] + [len(rows)]
    top = pdf.get_y()
    pdf.set_font("noto", size=10)
    for start, end in pairwise(starts):
        pdf.set_xy(SIDE, top + 7 * (start + end - 1) / 2)
        pdf.cell(text=rows[start][0])
    for index, (_, word, meaning) in enumerate(rows):
        pdf.set_xy(SIDE + 28, top + 7 * index)
        pdf.cell(text=word)
        pdf.set_x(SIDE + 75)
        pdf.cell(text=meaning)
    for start in (*starts, 1):
        pdf.set_y(top + 7 * start - 0.5)
        pdf.rule(SIDE, EDGE)
    pdf.set_y(top + 7 * len(rows) + 3)


if __name__ == "__main__":
    source = (SAMPLES / "sample-report.txt").read_text(encoding="utf-8")
    (SAMPLES / "sample-report.pdf").write_bytes(sample_pdf(source))
