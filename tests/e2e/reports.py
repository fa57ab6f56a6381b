"""Reports of our own wording, for uploads."""

from __future__ import annotations

from fpdf import FPDF


def company_report(title: str, *, published: str = "2025年3月3日", stock: str = "新易盛") -> str:
    """A company report of the made-up 示例证券 as text."""
    return f"""{published}

{title}

——{stock}（300502.SZ）公司点评报告

投资评级：买入（维持）

林示例（分析师）
证书编号：S0000524120001

● 这是一份样例，不是任何券商的研究报告，只用来试验录入。公司为虚构的订单扩建产线，样例里的数字没有来源。
推荐标的：{stock}。受益标的：天孚通信、中际旭创。

风险提示：样例文字，风险自担。

评级说明
证券评级：买入 预计相对强于市场表现20%以上；增持 预计相对强于市场表现5%～20%；中性 预计相对市场表现在-5%～+5%之间波动；减持 预计相对弱于市场表现5%以下。
备注：评级标准为以报告日后的6-12个月内，证券相对于市场基准指数的涨跌幅表现，其中A股基准指数为沪深300指数。
示例证券股份有限公司 示例证券研究所
"""


def pdf_without_text() -> bytes:
    """A page with a drawing and no text layer."""
    page = FPDF()
    page.add_page()
    page.rect(20, 20, 100, 60, style="F")
    return bytes(page.output())
