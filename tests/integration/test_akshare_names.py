"""akshare's own parsing of the exchanges' lists, run on answers in the form in which they send them (stated, not recorded)."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped] # comes with akshare, without types
import pytest
import requests
import responses

from bot.domain.names import Found
from bot.domain.securities import DatedName
from bot.market.akshare_names import initials, listed_names, refresh_names
from bot.market.ports import SourceChanged, SourceUnavailable
from bot.market.registry import COLUMNS, load_securities

# akshare 1.19.5 still uses what pandas 3 announces to drop
pytestmark = pytest.mark.filterwarnings("ignore:The (inplace|copy) keyword")

SHANGHAI = "https://query.sse.com.cn/sseQuery/commonQuery.do"
SHENZHEN = "https://www.szse.cn/api/report/ShowReport"
BEIJING = "https://www.bse.cn/nqxxController/nqxxCnzq.do"
DAY = date(2026, 11, 23)

MAIN = [("600000", "浦发银行"), ("600097", "XD开创国")]
STAR = [("688702", "盛科通信"), ("688001", "新芯科技-U")]
SZ = [(f"0000{number:02}", f"深股{chr(0x4E00 + number)}") for number in range(10, 21)] + [("000725", "京东方Ａ")]
BJ = [("920799", "艾融软件")]


def sse(shares: list[tuple[str, str]]) -> dict[str, Any]:
    """The answer of query.sse.com.cn: one object a share under ``result``."""
    return {
        "result": [
            {
                "A_STOCK_CODE": code,
                "SEC_NAME_CN": name,
                "SEC_NAME_FULL": name,
                "COMPANY_ABBR": name,
                "FULL_NAME": f"{name}股份有限公司",
                "LIST_DATE": "20200102",
            }
            for code, name in shares
        ]
    }


def szse(shares: list[tuple[str, str]]) -> bytes:
    """The workbook of www.szse.cn, CATALOGID 1110, tab1: codes as text, dates as text."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(
        [
            "板块",
            "公司全称",
            "英文名称",
            "注册地址",
            "A股代码",
            "A股简称",
            "A股上市日期",
            "A股总股本",
            "A股流通股本",
            "所属行业",
        ]
    )
    for code, name in shares:
        sheet.append(["主板", f"{name}公司", "", "", code, name, "2001-01-12", "1", "1", "C 制造业"])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def bse(shares: list[tuple[str, str]], pages: int = 1) -> str:
    """The answer of www.bse.cn: a call around one page, 48 fields a share, which akshare names by their position."""
    fields = 48
    rows = []
    for code, name in shares:
        row: dict[str, object] = dict.fromkeys((f"field{number:02}" for number in range(fields)), "")
        row |= {"field00": "20210517", "field38": code, "field40": name}
        rows.append(row)
    return f"null({json.dumps([{'content': rows, 'totalPages': pages}], ensure_ascii=False)})"


@pytest.fixture
def exchanges() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        yield mock


def answer(mock: responses.RequestsMock, main: list[tuple[str, str]] = MAIN, sz: list[tuple[str, str]] = SZ) -> None:
    for kind, shares in (("1", main), ("8", STAR)):
        matches = responses.matchers.query_param_matcher({"STOCK_TYPE": kind}, strict_match=False)
        mock.get(SHANGHAI, json=sse(shares), match=[matches])
    mock.get(SHENZHEN, body=szse(sz))
    mock.post(BEIJING, body=bse(BJ))


def config(folder: Path, *rows: str) -> Path:
    (folder / "securities.csv").write_text("\n".join([",".join(COLUMNS), *rows, ""]), encoding="utf-8")
    (folder / "overseas.toml").write_text("", encoding="utf-8")
    return folder


KNOWN = (
    "000725.SZ,京东方A,JDFA,2001-01-12,,,,",
    "600000.SH,上海浦发,SHPF,1999-11-10,,,,",
    "600097.SH,开创国际,KCGJ,1997-06-19,,,,",
    "688702.SH,盛科通信-U,SKTX,2023-09-14,,,,",
    "920799.BJ,艾融软件,ARRJ,2021-05-17,,,,830799.BJ",
)


def test_all_four_lists_are_read_with_names_in_normal_form(exchanges: responses.RequestsMock) -> None:
    answer(exchanges)
    listed = listed_names()
    assert len(listed) == len(MAIN + STAR + SZ + BJ)
    assert listed["600000.SH"].name == "浦发银行"
    assert listed["600000.SH"].full_name == "浦发银行股份有限公司"
    assert listed["688001.SH"].since == date(2020, 1, 2)
    assert listed["000725.SZ"].name == "京东方A"
    assert listed["920799.BJ"].since == date(2021, 5, 17)


def test_what_akshare_remembers_is_forgotten_before_each_look(exchanges: responses.RequestsMock) -> None:
    answer(exchanges)
    assert listed_names()["600000.SH"].name == "浦发银行"
    exchanges.reset()
    answer(exchanges, main=[("600000", "浦发新名"), ("600097", "开创国际")])
    assert listed_names()["600000.SH"].name == "浦发新名"


def test_a_refresh_keeps_what_differs_from_the_snapshot(exchanges: responses.RequestsMock, tmp_path: Path) -> None:
    answer(exchanges)
    folder, refreshed = config(tmp_path, *KNOWN), tmp_path / "data" / "securities.csv"
    result = refresh_names(folder, refreshed, DAY)
    assert result.listed == len(MAIN + STAR + SZ + BJ)
    assert result.renamed == ("600000.SH",)  # neither XD开创国 nor 盛科通信 without -U
    assert "688001.SH" in result.added
    assert "600097" not in refreshed.read_text(encoding="utf-8")
    names = load_securities(folder, refreshed)
    answered = names.resolve("上海浦发", date(2026, 1, 5))
    assert isinstance(answered, Found)
    assert answered.security.name == "浦发银行"
    assert answered.security.pinyin == "PFYH"
    assert answered.security.former == (DatedName("上海浦发", date(1999, 11, 10), date(2026, 11, 22)),)
    assert refresh_names(folder, refreshed, DAY).renamed == ()


def test_a_list_cut_short_changes_nothing(exchanges: responses.RequestsMock, tmp_path: Path) -> None:
    answer(exchanges, main=[("600001", "某某股份")])
    folder, refreshed = config(tmp_path, *KNOWN), tmp_path / "securities-refreshed.csv"
    with pytest.raises(SourceChanged, match=r"\.SH holds 1 of 3 known"):
        refresh_names(folder, refreshed, DAY)
    assert not refreshed.exists()


def test_a_page_instead_of_a_list_is_a_change_of_the_source(exchanges: responses.RequestsMock) -> None:
    exchanges.get(SHANGHAI, json={"result": []})
    with pytest.raises(SourceChanged, match="lists of names"):
        listed_names()
    exchanges.reset()
    exchanges.get(SHANGHAI, body="<html>maintenance</html>")
    with pytest.raises((SourceChanged, SourceUnavailable)):
        listed_names()


def test_an_exchange_that_does_not_answer_is_unavailable(exchanges: responses.RequestsMock) -> None:
    exchanges.get(SHANGHAI, body=requests.ConnectionError("refused"))
    with pytest.raises(SourceUnavailable, match="refused"):
        listed_names()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("中际旭创", "ZJXC"),
        ("盛科通信-U", "SKTX"),
        ("*ST国华", "STGH"),
        ("长芯博创", "CXBC"),
        ("TCL科技", "TCLKJ"),
        ("京东方Ａ", "JDFA"),
        ("éβ科技", "ÉΒKJ"),
    ],
)
def test_initials_are_those_that_people_type(name: str, expected: str) -> None:
    assert initials(name) == expected
