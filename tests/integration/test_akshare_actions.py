"""Announced dividends, transfers and rights through akshare, checked by the reference prices that exchanges made of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
import responses

from bot.domain.quotes import CorporateAction
from bot.market.akshare_actions import eastmoney_actions, sina_actions
from bot.market.ports import NoData, SourceChanged
from tests.integration import akshare_answers as told

EVER = date(2000, 1, 1), date(2030, 1, 1)
PAGE = "https://vip.stock.finance.sina.com.cn/corp/go.php/vISSUE_ShareBonus/stockid/300627.phtml"


@pytest.fixture
def http() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        yield mock


def dividend(
    ex_date: str | None, *, cash: float, bonus: float = 0, transfer: float = 0, state: str = "实施分配"
) -> dict[str, object]:
    """East Money's thirty columns, which count by position."""
    row: dict[str, object] = {f"k{at:02}": 0 for at in range(30)}
    row |= {"k05": bonus + transfer, "k06": bonus, "k07": transfer, "k08": cash, "k11": ex_date, "k13": state}
    return row | dict.fromkeys(("k09", "k10", "k12", "k15", "k25"))


def sent(http: responses.RequestsMock, *rows: dict[str, object]) -> None:
    http.get(told.EM_HALTS, json={"result": {"pages": 1, "count": len(rows), "data": rows}})


def test_terms_are_per_share_and_only_what_was_carried_out_counts(http: responses.RequestsMock) -> None:
    sent(
        http,
        dividend("2025-06-20 00:00:00", cash=3.0, transfer=4.0),
        dividend("2024-06-06 00:00:00", cash=4.5, transfer=4.0),
        dividend(None, cash=5.0, state="董事会预案"),
    )
    first, second = eastmoney_actions("300308.SZ", *EVER)
    assert first == CorporateAction(date(2024, 6, 6), Decimal("0.45"), transfer=Decimal("0.4"), source="eastmoney")
    assert second.ex_date == date(2025, 6, 20)
    # 300308 on 2024-06-06: announced 10转4派4.5 on a close of 166.96; the exchange's 119.64 knows the treasury shares
    assert first.reference(Decimal("166.96")).quantize(Decimal("0.01")) == Decimal("118.94")
    assert eastmoney_actions("300308.SZ", date(2024, 6, 6), date(2025, 6, 19)) == ()


def test_shares_that_do_not_add_up_are_columns_that_changed_places(http: responses.RequestsMock) -> None:
    sent(http, dividend("2025-06-20 00:00:00", cash=3.0, transfer=4.0) | {"k05": 3.0})
    with pytest.raises(SourceChanged, match="do not add up"):
        eastmoney_actions("300308.SZ", *EVER)


def test_no_dividend_ever_is_no_data_and_neither_is_hong_kong(http: responses.RequestsMock) -> None:
    http.get(told.EM_HALTS, json={"success": False, "code": 9201, "result": None})
    with pytest.raises(NoData, match="has nothing"):
        eastmoney_actions("300308.SZ", *EVER)
    for ask in (eastmoney_actions, sina_actions):
        with pytest.raises(NoData, match="only mainland shares"):
            ask("09698.HK", *EVER)


def table(heads: int, names: list[str], rows: list[list[str]]) -> str:
    """A table of Sina's with its lines of headings."""
    above = "".join(f'<tr><th colspan="{len(names)}">{at}</th></tr>' for at in range(heads))
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    heading = "".join(f"<th>{each}</th>" for each in names)
    return f"<table><thead>{above}<tr>{heading}</tr></thead><tbody>{cells}</tbody></table>"


def page(dividends: list[list[str]], rights: list[list[str]]) -> str:
    nothing = [["暂时没有数据！"] * 9]
    names = ["公告日期", "送股", "转增", "派息", "进度", "除权除息日", "股权登记日", "红股上市日", "查看详细"]
    terms = ["公告日期", "配股方案", "配股价格", "基准股本", "除权日", "登记", "起始", "终止", "上市", "合计", "查看"]
    first = "<table><tr><td>x</td></tr></table>" * 12
    bought = table(1, terms, rights or [["暂时没有数据！"] * 11])
    return f"<html><body>{first}{table(2, names, dividends or nothing)}{bought}</body></html>"


def test_sina_knows_rights_too(http: responses.RequestsMock) -> None:
    dividends = [["2025-06-13", "0", "4", "1.5", "实施", "2025-06-20", "2025-06-19", "--", "查看"]]
    rights = [["2013-08-20", "1.74", "9.29", "1", "2013-08-29", "2013-08-20", "--", "--", "2013-09-11", "1", "查看"]]
    http.get(PAGE, body=page(dividends, rights))
    assert sina_actions("300627.SZ", *EVER) == (
        CorporateAction(date(2013, 8, 29), rights=Decimal("0.174"), rights_price=Decimal("9.29"), source="sina"),
        CorporateAction(date(2025, 6, 20), Decimal("0.15"), transfer=Decimal("0.4"), source="sina"),
    )
    http.replace(responses.GET, PAGE, body=page([], []))
    with pytest.raises(NoData):
        sina_actions("300627.SZ", *EVER)
