"""Tables whose columns advise: 方向 | 推荐标的 | 受益标的. Each row is said as the line that it stands for.

光模块 | 甲科技、乙通信 | 丙光电 becomes 光模块:推荐标的:甲科技、乙通信;受益标的:丙光电, which is read as any other line is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.extraction.layout import Paragraph

_ADVISES = re.compile(
    "(?:重点|建议|核心)?(?:推荐|受益|关注)(?:标的|个股|公司|组合|股票)|相关标的|建议关注|重点推荐|重点关注"
)
_BRANCH = re.compile("(?:细分|投资|产业链|所属|子)?(?:方向|领域|板块|行业|环节|赛道|主线|线索|链条)")
_LEAST = 2  # cells


def rows_told(paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """The paragraphs, the rows below a header that advises as lines of their own."""
    header: list[str] = []
    for paragraph in paragraphs:
        cells = [cell.strip() for cell in paragraph.text.rstrip("\t").split("\t")]
        if len(cells) >= _LEAST and any(_ADVISES.fullmatch(cell) for cell in cells):
            header = cells
            continue
        if len(cells) != len(header):
            header = []
        yield replace(paragraph, text=_line(header, cells)) if header else paragraph


def _line(header: list[str], cells: list[str]) -> str:
    branch = next((cell for title, cell in zip(header, cells, strict=True) if cell and _BRANCH.fullmatch(title)), "")
    advice = (
        f"{title}:{cell}" for title, cell in zip(header, cells, strict=True) if cell and _ADVISES.fullmatch(title)
    )
    return (f"{branch}:" if branch else "") + ";".join(advice)
