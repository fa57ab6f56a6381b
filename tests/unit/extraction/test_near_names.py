from __future__ import annotations

from datetime import date

import pytest

from bot.domain.name_neighbours import NameNeighbours
from bot.domain.names import Names
from bot.domain.securities import Market, Security
from bot.extraction.near_names import near_names


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("中际旭疮", "中际旭创"),
        ("天孚通讯", "天孚通信"),
        ("药名康德", "药明康德"),
        ("思瑞浦微", "思瑞浦"),
        ("宁德时", "宁德时代"),
        ("ST贵州茅苔", "贵州茅台"),
    ],
)
def test_one_wrong_missing_or_added_letter_is_near(printed: str, meant: str, all_names: Names) -> None:
    assert near_names(printed, all_names.neighbours)[0].name == meant


@pytest.mark.parametrize("printed", ["某某制冷", "渠道稳健", "中际", "完全不同的名字"])
def test_other_words_are_near_to_nothing(printed: str, all_names: Names) -> None:
    assert near_names(printed, all_names.neighbours) == ()


def test_look_alikes_come_before_the_same_sounds_and_those_before_other_letters() -> None:
    other, sound, alike = (
        Security("600001.SH", "甲贝丙", Market.A, "JBB"),
        Security("600002.SH", "甲贝微", Market.A, "JBW"),
        Security("600003.SH", "甲贝末", Market.A, "JBM"),
    )
    known = Security("600009.SH", "未来甲", Market.A, "WLJ")  # tells how 未 sounds
    assert near_names("甲贝未", NameNeighbours((other, sound, alike, known))) == (alike, sound, other)


def test_what_was_delisted_by_then_is_not_offered() -> None:
    gone = Security("600001.SH", "甲乙丙", Market.A, delisted=date(2020, 1, 1))
    assert near_names("甲乙丁", NameNeighbours((gone,)), date(2024, 1, 1)) == ()
    assert near_names("甲乙丁", NameNeighbours((gone,)), date(2019, 1, 1)) == (gone,)
