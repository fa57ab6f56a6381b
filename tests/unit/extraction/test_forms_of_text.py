"""One report of our own, printed as layout lines, without white space, as markdown and as HTML: the same picks each time."""

from __future__ import annotations

import re

import pytest

from bot.domain.names import Names
from bot.extraction.documents import read_document
from bot.extraction.report import extract

HEAD = ("示例证券股份有限公司", "证券研究报告", "2024年12月26日", "行业评级：看好（维持）", "电力设备行业周报")
SECTIONS = (
    (
        "本周观点",
        (
            "储能招标价格企稳，海外大储订单持续落地，国内工商业项目的收益率仍在改善。本周光伏组件报价小幅回落，头部企业继续控制排产，"
            "行业库存缓慢去化。风电方面，海上项目陆续开工，塔筒与海缆的交付节奏好于去年同期，整机价格保持平稳。"
        ),
    ),
    (
        "投资建议",
        (
            "1）储能：订单饱满，重点推荐阳光电源、德业股份；2）锂电：排产上行，推荐电池龙头宁德时代，建议关注隔膜环节的恩捷股份；"
            "3）风电：建议关注大金重工（002487，买入）、东方电缆等。受益标的：海力风电。"
        ),
    ),
    (
        "行情回顾",
        "本周涨幅前五的个股为隆基绿能、通威股份、晶澳科技、福斯特、爱旭股份，跌幅前五的个股为固德威、锦浪科技。",
    ),
    ("公司公告", "比亚迪发布月度销量，同比保持增长；亿纬锂能拟投资海外基地；天合光能与海外客户签订供货协议。"),
    ("风险提示", "需求不及预期，原材料价格大幅波动，海外政策变化，建议关注国轩高科等公司的减持风险。"),
)
TABLE = (
    ("代码", "名称", "收盘价", "投资评级"),
    ("300274.SZ", "阳光电源", "75.10", "买入"),
    ("300750.SZ", "宁德时代", "266.00", "增持"),
)
PICKS = [
    ("300274.SZ", "recommended", "储能", "买入"),
    ("605117.SH", "recommended", "储能", None),
    ("300750.SZ", "recommended", "锂电", "增持"),
    ("002812.SZ", "watch", "锂电", None),
    ("002487.SZ", "watch", "风电", "买入"),
    ("603606.SH", "watch", "风电", None),
    ("301155.SZ", "beneficiary", "风电", None),
]


def layout() -> str:
    lines = [*HEAD, ""]
    for title, text in SECTIONS:
        whole = f"{title}：{text}"
        lines += [*(whole[start : start + 40] for start in range(0, len(whole), 40))]
    return "\n".join([*lines, "", *("\t".join(row) for row in TABLE)])


def dense() -> str:
    text = (
        "".join(HEAD)
        + "".join(f"{title}：{text}" for title, text in SECTIONS)
        + "表1：重点公司"
        + "".join(map("".join, TABLE))
    )
    return re.sub(r"\s", "", text)


def markdown() -> str:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in TABLE)
    parts = [f"# {title}\n\n{text}" for title, text in SECTIONS]
    return "\n\n".join(["# " + HEAD[0], *HEAD[1:], *parts, f"<table>{rows}</table>"])


def html() -> str:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in TABLE)
    parts = "".join(f"<h2>{title}</h2><p>{text}</p>" for title, text in SECTIONS)
    return f"<html><body>{''.join(f'<p>{line}</p>' for line in HEAD)}{parts}<table>{rows}</table></body></html>"


@pytest.mark.parametrize(
    ("text", "name"),
    [(layout(), "a.txt"), (dense(), "a.txt"), (markdown(), "a.md"), (html(), "a.html")],
    ids=["layout", "dense", "markdown", "html"],
)
def test_every_form_of_a_report_gives_the_same_picks(text: str, name: str, all_names: Names) -> None:
    report = extract(read_document(text.encode(), name), all_names)
    assert [(pick.symbol, pick.kind.value, pick.segment, pick.rating) for pick in report.picks] == PICKS
    assert report.unresolved == ()
