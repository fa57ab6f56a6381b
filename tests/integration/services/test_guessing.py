"""What people type and mistype: certain answers, choices, and the nearest stocks, reports and brokers."""

from __future__ import annotations

import pytest

from bot.domain.names import Found, Unclear, Unknown
from bot.services.access.people import Viewer
from bot.services.views.pieces import Notice
from bot.store.records import Role
from tests.integration.services.house import House
from tests.integration.services.parts import report

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ANN = Viewer(7, 7, "Ann", "zh", Role.SUBSCRIBER)
SAID = Notice("text_not_understood")


@pytest.mark.parametrize(
    ("typed", "symbol"),
    [("ZTE", "000063.SZ"), ("ping an", "601318.SH"), ("茅台", "600519.SH"), ("zjxc", "300308.SZ"), ("700", "00700.HK")],
)
def test_a_name_in_any_form_is_certain(house: House, typed: str, symbol: str) -> None:
    found = house.lookup.find(typed)
    assert isinstance(found, Found)
    assert found.security.symbol == symbol


@pytest.mark.parametrize(
    ("typed", "symbol"),
    [("茅苔", "600519.SH"), ("中计旭创", "300308.SZ"), ("比亚地", "002594.SZ"), ("zjxcc", "300308.SZ")],
)
def test_a_misspelt_name_is_never_certain_and_near_to_what_was_meant(house: House, typed: str, symbol: str) -> None:
    assert isinstance(house.lookup.find(typed), Unknown)
    assert house.lookup.near(typed)[0].symbol == symbol


@pytest.mark.parametrize("typed", ["", "?", "好的", "hello world", "999999", "今天天气怎么样", "x" * 500])
def test_small_talk_is_near_to_no_stock(house: House, typed: str) -> None:
    assert house.lookup.near(typed) == ()


def test_what_several_bear_is_asked_back(house: House) -> None:
    found = house.lookup.find("平安")
    assert isinstance(found, Unclear)
    assert len(found.candidates) > 1


async def test_reports_and_brokers_are_among_the_nearest_as_the_viewer_may_see_them(house: House) -> None:
    shown = await house.confirmed(report(title="光通信的下一年"))
    await house.confirmed(report(title="光通信的风险", risk_level="R4"))
    near = await house.guessing.near("光通信", ANN, SAID)
    assert [each.report_id for each in near.reports] == [shown]
    assert (await house.guessing.near("开源", ANN, SAID)).brokers == ("开源证券",)
    assert (await house.guessing.near("开源证卷", ANN, SAID)).brokers[0] == "开源证券"
    assert not await house.guessing.near("好的", ANN, SAID)
    only = await house.guessing.near("茅苔", ANN, SAID, then="subscribe")
    assert ([each.symbol for each in only.securities], only.reports, only.then) == (["600519.SH"], (), "subscribe")
