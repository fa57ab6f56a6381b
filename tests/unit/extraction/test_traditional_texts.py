"""Reports in traditional characters, read as the same words in simplified ones."""

from __future__ import annotations

from bot.domain.names import Names
from bot.domain.ratings import Subject
from bot.extraction.brokers import Broker
from bot.extraction.documents import read_text
from bot.extraction.report import extract
from bot.extraction.traditional import is_traditional, simplified

TEXT = """示例國際證券研究部
2025年3月3日
行業週報
互聯網平台變現加速，雲端需求帶動資本開支
建議關注：中際旭創、英維克；受惠標的：紫光股份。
投資評級說明
買入：報告日後6至12個月內相對恒生指數漲幅20%以上
持有：報告日後6至12個月內相對恒生指數漲幅介於-10%至20%
沽出：報告日後6至12個月內相對恒生指數跌幅10%以上
"""


def test_a_report_in_traditional_characters_is_read(names: Names) -> None:
    report = extract(read_text(TEXT), names, (Broker("示例国际", ("示例国际证券",)),))
    assert [(pick.symbol, pick.kind.value) for pick in report.picks] == [
        ("300308.SZ", "watch"),
        ("002837.SZ", "watch"),
        ("000938.SZ", "beneficiary"),
    ]
    scale = report.scale(Subject.STOCK)
    assert scale is not None
    assert (scale.months, [band.label for band in scale.bands]) == ((6, 12), ["买入", "持有", "沽出"])


def test_only_a_text_written_in_them_is_turned() -> None:
    assert is_traditional(TEXT.split("\n"))
    assert not is_traditional(simplified(TEXT).split("\n"))
    assert not is_traditional(
        ["本文引用《經濟日報》的一篇报道，其余各段都用简体写成，读者一看便知，不必再作任何转换。"]
    )
