"""Answers in the form in which akshare 1.19.5 parses them; stated, not recorded, except where a test says so.

Sina's histories are packed by a scheme that only its own script unpacks. Here the script is replaced by one that
unpacks percent-encoded JSON, so that all the rest, V8 included, is akshare's.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

import pytest
import responses

SINA = "https://finance.sina.com.cn"
SINA_A = f"{SINA}/realstock/company/{{}}/hisdata_klc2/klc_kl.js"
SINA_SHARES = (
    "https://stock.finance.sina.com.cn/stock/api/jsonp.php/var%20KKE_ShareAmount_{0}=/StockService.getAmountBySymbol"
)
SINA_HFQ = f"{SINA}/realstock/company/{{}}/hfq.js"
SINA_HK = f"{SINA}/stock/hkstock/{{}}/klc2_kl.js"
SINA_HK_HFQ = f"{SINA}/stock/hkstock/{{}}/hfq.js"
SINA_US = f"{SINA}/staticdata/us/{{}}"
SINA_DAYS = f"{SINA}/realstock/company/klc_td_sh.txt"
TENCENT_FIRST = "https://web.ifzq.gtimg.cn/other/klineweb/klineWeb/weekTrends"
TENCENT = "https://proxy.finance.qq.com/ifzqgtimg/appstock/app/newfqkline/get"
EM = "https://push2his.eastmoney.com/api/qt/stock/kline/get"
EM_HK = "https://33.push2his.eastmoney.com/api/qt/stock/kline/get"
EM_US = "https://63.push2his.eastmoney.com/api/qt/stock/kline/get"
EM_QUOTE = "https://push2.eastmoney.com/api/qt/stock/get"
EM_HALTS = "https://datacenter-web.eastmoney.com/api/data/v1/get"
CSI = "https://www.csindex.com.cn/csindex-home/perf/index-perf"
SHENWAN = "https://www.swsresearch.com/institute-sw/api/index_publish/trend/"

UNPACK = "function d(t) { return JSON.parse(decodeURIComponent(t)); }"
HTML = "<html><body>please confirm that you are human</body></html>"
NULL = {"rc": 100, "rt": 1, "svr": 181669693, "lt": 1, "full": 1, "dlmkts": "", "dsc": "0", "data": None}

# 300308 around 2024-12-26: date, open, high, low, close, shares; the amounts are mean price times shares
DAYS = [
    ("2024-12-25", 133.0, 136.5, 132.1, 135.0, 40_000_000, 5_400_000_000),
    ("2024-12-26", 135.87, 141.5, 133.56, 140.8, 42_898_200, 5_900_000_000),
]
# The same from East Money: date, open, close, high, low, lots, yuan, …
EM_ROWS = [
    "2024-12-25,133.00,135.00,136.50,132.10,400000,5400000000.00,3.26,1.50,2.00,3.61",
    "2024-12-26,135.87,140.80,141.50,133.56,428982,5900000000.00,5.88,4.30,5.80,3.87",
]
# 601872 as recorded from East Money, with its dividends of later years subtracted from the prices
EM_ADJUSTED = "2024-12-25,6.30,6.26,6.36,6.24,456611,296825401.00,1.90,-0.63,-0.04,0.56"


def unpackable(patch: pytest.MonkeyPatch) -> None:
    """Replace Sina's unpacking scripts."""
    from akshare.index import index_stock_hk, index_stock_us_sina  # noqa: PLC0415 - half a second, where it is needed
    from akshare.stock import stock_hk_sina, stock_zh_a_sina  # noqa: PLC0415 - as above
    from akshare.tool import trade_date_hist  # noqa: PLC0415 - as above

    for module in (stock_zh_a_sina, stock_hk_sina, index_stock_hk, trade_date_hist):
        patch.setattr(module, "hk_js_decode", UNPACK)
    patch.setattr(index_stock_us_sina, "zh_js_decode", UNPACK)


def packed(rows: Sequence[Mapping[str, Any]] | Sequence[str]) -> str:
    """A file of Sina's: one statement with the packed text."""
    return f'var KLC_KL="{quote(json.dumps(list(rows)))}";'


def sina_rows(days: Sequence[Sequence[Any]] = DAYS, *, amount: bool = True) -> list[dict[str, Any]]:
    names = ("date", "open", "high", "low", "close", "volume", "amount")
    return [dict(list(zip(names, day, strict=True))[: None if amount else -1]) for day in days]


def sina_a(http: responses.RequestsMock, rows: Sequence[Mapping[str, Any]], name: str = "sz300308") -> None:
    """A shares: the packed bars, then the share capital in 10,000 by date of change, one of them a Saturday."""
    http.get(SINA_A.format(name), body=packed(rows))
    capital = '[{date:"2024-12-01",amount:"110000.00"},{date:"2024-12-28",amount:"112115.20"}]'
    http.get(SINA_SHARES.format(name), body=f"var KKE_ShareAmount_{name}=({capital})")


def hfq(rows: Sequence[tuple[str, str] | tuple[str, str, str]], name: str = "sz300308") -> str:
    """A factor file: newest first, a comment after the line."""
    data = [dict(zip("dfc", row, strict=False)) for row in rows]
    return f"var {name}hfq=" + json.dumps({"total": len(data), "data": data}) + "\n/* hfq */"


def kline(rows: Sequence[str], code: str = "300308") -> dict[str, Any]:
    return {"rc": 0, "data": {"code": code, "market": 1, "klines": list(rows)}}


def tencent(name: str, rows: Sequence[Sequence[Any]]) -> str:
    return "kline_day2024=" + json.dumps({"code": 0, "msg": "", "data": {name: {"day": rows, "prec": "24.90"}}})


def csi_row(day: str, code: str, close: float, change: float, percent: float, **more: object) -> dict[str, object]:
    """A row with csindex's sixteen keys, closes alone unless more is said."""
    row: dict[str, object] = {
        "tradeDate": day,
        "indexCode": code,
        "indexNameCnAll": "沪深300全收益指数",
        "indexNameCn": "300收益",
        "indexNameEnAll": "CSI 300 Total Return Index",
        "indexNameEn": "CSI300TR",
        "open": None,
        "high": None,
        "low": None,
        "close": close,
        "change": change,
        "changePct": percent,
        "tradingVol": None,
        "tradingValue": None,
        "consNumber": 300,
        "peg": None,
    }
    return row | more
