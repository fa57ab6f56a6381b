"""Plain text with its words in their places: the side bar of the first page is read apart."""

from __future__ import annotations

from bot.domain.names import Names
from bot.extraction.documents import read_text
from bot.extraction.report import extract
from bot.extraction.sidebars import columns

GAP = " " * 30
PAGE = f"""通信
2024年12月26日
投资评级：看好（维持）{" " * 8}投资要点：
证券分析师{" " * 20}行业的需求在转好，库存已经回到正常的水平，
林示例{" " * 24}交付的周期也在变短。建议关注：中际旭创、
SAC：S0000524120001{" " * 11}英维克、紫光股份。（2）液冷：渗透率还低，
lin@example.com{" " * 15}建议关注：申菱环境等。
{GAP}
联系人{" " * 24}风险提示：需求不及预期。
周样本{" " * 24}以上为本周的观点。
"""
BELOW = "评级说明\n买入：相对强于沪深300指数20%以上；\n减持：相对弱于沪深300指数20%以上。\n期限为报告发布后6个月。\n示例证券股份有限公司\n"


def test_a_list_goes_on_in_its_own_column(names: Names) -> None:
    report = extract(read_text(PAGE + BELOW), names)
    assert [pick.symbol for pick in report.picks] == ["300308.SZ", "002837.SZ", "000938.SZ", "301018.SZ"]
    assert [(person.name, person.licence) for person in report.analysts] == [
        ("林示例", "S0000524120001"),
        ("周样本", None),
    ]


def test_text_of_one_column_is_left_alone() -> None:
    assert columns(["甲乙丙" * 20, "", "    丁戊己" * 3]) is None


def test_the_rows_of_a_table_are_no_columns() -> None:
    row = "甲科技        12.3        45.6        78.9"
    assert columns([row] * 12) is None
