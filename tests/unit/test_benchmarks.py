from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.securities import Market
from bot.market.benchmarks import BadBenchmarks, BenchmarkIndex, Benchmarks, load_benchmarks
from bot.market.closing import market_of_index

CONFIG = Path(__file__).parents[2] / "config"


@pytest.fixture(scope="module")
def benchmarks() -> Benchmarks:
    return load_benchmarks(CONFIG)


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("沪深300", "000300"),
        ("沪深 300 指数", "000300"),
        ("沪深３００指数", "000300"),
        ("恒生指数", "HSI"),
        ("恒生中国企业指数", "HSCEI"),
        ("标普500", "SPX"),
        ("纳斯达克综合指数", "IXIC"),
        ("三板成指", "899001"),
        ("三板做市指数", "899002"),
        ("北证50", "899050"),
        ("中证全指", "000985"),
        ("上证指数", "000001"),
        ("sh000001", "000001"),
    ],
)
def test_an_index_is_known_by_the_names_that_reports_print(benchmarks: Benchmarks, printed: str, code: str) -> None:
    index = benchmarks.by_name(printed)
    assert index is not None
    assert index.code == code
    assert benchmarks.by_code(code) is index


def test_a_word_is_no_index(benchmarks: Benchmarks) -> None:
    assert benchmarks.by_name("大盘") is None
    assert benchmarks.by_code("123456") is None
    assert benchmarks.total_return_of("123456") is None


@pytest.mark.parametrize(
    ("market", "code"),
    [(Market.A, "000300"), (Market.BSE, "899050"), (Market.NEEQ, "899001"), (Market.HK, "HSI"), (Market.US, "SPX")],
)
def test_every_market_has_a_default(benchmarks: Benchmarks, market: Market, code: str) -> None:
    assert benchmarks.default(market).code == code


def test_the_total_return_index_is_another_index_of_the_same_sessions(benchmarks: Benchmarks) -> None:
    assert benchmarks.total_return_of("000300") == "H00300"
    assert benchmarks.total_return_of("SPX") == "SPXTR"
    assert benchmarks.total_return_of("HSI") is None
    for index in benchmarks:
        if index.total_return is not None:
            total = benchmarks.by_code(index.total_return)
            assert total is not None
            assert total.sessions is index.sessions
            assert total.total_return is None


def test_sessions_and_names(benchmarks: Benchmarks) -> None:
    assert benchmarks.default(Market.HK).sessions is Market.HK
    assert benchmarks.default(Market.NEEQ).sessions is Market.A
    assert benchmarks.default(Market.A).name("zh") == "沪深300"
    assert benchmarks.default(Market.A).name("en") == "CSI 300"
    assert benchmarks.default(Market.A).source == {"csindex": "000300", "sina": "sh000300"}


def test_one_name_cannot_stand_for_two_indices() -> None:
    first = BenchmarkIndex("1", "甲", "One", Market.A)
    second = BenchmarkIndex("2", "乙", "Two", Market.A, aliases=("甲",))
    with pytest.raises(BadBenchmarks, match="甲 stands for 1 and for 2"):
        Benchmarks([first, second], dict.fromkeys(Market, "1"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "there is no 'index'"),
        ('[default]\n[index.1]\nzh = "甲"\nsessions = "A"', r"\[index.1\] lacks 'en'"),
        ('[default]\n[index.1]\nzh = "甲"\nen = "x"\nsessions = "B"', r"\[index.1\]: 'B' is not a valid Market"),
        ('[default]\n[index.1]\nzh = "甲"\nen = "x"\nsessions = "A"', "no default index for A, BSE, NEEQ, HK, US"),
        (
            '[default]\n[index.1]\nzh = "甲"\nen = "x"\nsessions = "A"\ntotal_return = "T"',
            "1: its total_return T is no index",
        ),
        ("[", "benchmarks.toml: "),
    ],
)
def test_a_wrong_entry_is_named(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "benchmarks.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BadBenchmarks, match=message):
        load_benchmarks(tmp_path)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadBenchmarks, match=r"benchmarks\.toml: No such file"):
        load_benchmarks(tmp_path)


def test_an_index_closes_with_the_market_that_the_file_names(benchmarks: Benchmarks) -> None:
    assert {index.code: market_of_index(index.code) for index in benchmarks} == {
        index.code: index.sessions for index in benchmarks
    }
