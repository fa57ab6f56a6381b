"""Advice in the words and shapes of houses beyond the annotated ones, and enumerations that are none."""

from __future__ import annotations

import pytest

from bot.domain.names import Names
from tests.unit.extraction.test_forms_of_advice import read, said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("标的方面，建议重视中际旭创、新易盛。", "中际旭创 watch -|新易盛 watch -"),
        ("建议投资者重点关注需求确定的中际旭创、新易盛。", "中际旭创 watch -|新易盛 watch -"),
        ("标的：中际旭创、新易盛。", "中际旭创 watch -|新易盛 watch -"),
        ("产业链标的：中际旭创、新易盛。", "中际旭创 watch -|新易盛 watch -"),
        ("潜力标的：中际旭创、新易盛。", "中际旭创 watch -|新易盛 watch -"),
        ("我们看多景气方向，重点标的为中际旭创、新易盛。", "中际旭创 watch -|新易盛 watch -"),
        ("A股标的有中际旭创、新易盛。", "中际旭创 watch -|新易盛 watch -"),
        ("推荐及关注：中际旭创、新易盛。", "中际旭创 watch -|新易盛 watch -"),
        ("首选中际旭创，其次关注新易盛。", "中际旭创 recommended -|新易盛 watch -"),
        ("我们优选中际旭创、新易盛。", "中际旭创 recommended -|新易盛 recommended -"),
        ("维持行业增持评级。增持：中际旭创、新易盛。", "中际旭创 recommended -|新易盛 recommended -"),
        ("目前组合为：中际旭创、新易盛。", "中际旭创 recommended -|新易盛 recommended -"),
        ("建议增配中际旭创、新易盛。", "中际旭创 recommended -|新易盛 recommended -"),
        ("中际旭创、新易盛等光模块龙头值得重点关注。", "中际旭创 watch -|新易盛 watch -"),
        ("算力芯片关注中际旭创、新易盛。", "中际旭创 watch 算力芯片|新易盛 watch 算力芯片"),
        ("国内受益厂商有：中际旭创、新易盛。", "中际旭创 beneficiary -|新易盛 beneficiary -"),
    ],
)
def test_every_house_has_its_own_words_for_advice(text: str, expected: str, all_names: Names) -> None:
    assert "|".join(said(read(text, all_names).picks)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "建议关注：\n【光模块】中际旭创、新易盛\n【液冷】英维克",
            "中际旭创 watch 光模块|新易盛 watch 光模块|英维克 watch 液冷",
        ),
        (
            "推荐顺丰控股、圆通速递等快递龙头，中国国航、南方航空等航空公司。",
            "顺丰控股 recommended -|圆通速递 recommended -|中国国航 recommended -|南方航空 recommended -",
        ),
        ("建议关注中际旭\n创、新易盛、天孚通\n信等公司。", "中际旭创 watch -|新易盛 watch -|天孚通信 watch -"),
        (
            "推荐标的：1. 中际旭创 2. 新易盛 3. 英维克",
            "中际旭创 recommended -|新易盛 recommended -|英维克 recommended -",
        ),
        ("建议关注中际旭创①、新易盛②、英维克。", "中际旭创 watch -|新易盛 watch -|英维克 watch -"),
        (
            "建议关注：\n1. 中际旭创：份额领先，客户包括工业富联、浪潮信息；\n2. 英维克：产品线全，竞争对手为申菱环境。\n3. 新易盛",
            "中际旭创 watch -|英维克 watch -|新易盛 watch -",
        ),
        ("推荐标的：中 际 旭 创、新 易 盛", "中际旭创 recommended -|新易盛 recommended -"),
        (
            "方向\t推荐标的\t受益标的\n光模块\t中际旭创、新易盛\t天孚通信\n液冷\t英维克\t申菱环境",
            "中际旭创 recommended 光模块|新易盛 recommended 光模块|天孚通信 beneficiary 光模块|英维克 recommended 液冷|申菱环境 beneficiary 液冷",
        ),
    ],
)
def test_lists_are_followed_through_every_shape(text: str, expected: str, all_names: Names) -> None:
    assert "|".join(said(read(text, all_names).picks)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "推荐德赛西威，客户涵盖中际旭创、新易盛。",
        "推荐德赛西威，合作伙伴有中际旭创、新易盛。",
        "推荐德赛西威（客户为中际旭创）。",
        "推荐德赛西威，对标中际旭创；同业可比新易盛。",
        "推荐德赛西威，公司持有中际旭创股权。",
        "推荐德赛西威。中际旭创、新易盛涨幅居前，值得关注。",
        "推荐德赛西威等龙头，中际旭创、新易盛业绩高增。",
    ],
)
def test_whom_a_pick_does_business_with_is_no_pick(text: str, all_names: Names) -> None:
    assert [pick.name for pick in read(text, all_names).picks] == ["德赛西威"]


@pytest.mark.parametrize(
    "text", ["重要公告\n增持：中际旭创股东增持公司股份。", "评级说明\n推荐\t超越大盘10%\n中性\t与大盘持平"]
)
def test_headings_that_only_sound_like_advice_are_none(text: str, all_names: Names) -> None:
    found = read(text, all_names)
    assert (found.picks, found.unresolved) == ((), ())
