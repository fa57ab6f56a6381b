from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.securities import Market
from bot.market.benchmarks import BadBenchmarks, Benchmarks, load_benchmarks
from bot.market.closing import market_of_index

CONFIG = Path(__file__).parents[2] / "config"


@pytest.fixture(scope="module")
def benchmarks() -> Benchmarks:
    return load_benchmarks(CONFIG)


def test_an_unknown_code_has_no_index_with_dividends(benchmarks: Benchmarks) -> None:
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
    indices = {index.code: index for index in benchmarks}
    for index in benchmarks:
        if index.total_return is not None:
            total = indices[index.total_return]
            assert total.sessions is index.sessions
            assert total.total_return is None


def test_sessions_and_names(benchmarks: Benchmarks) -> None:
    assert benchmarks.default(Market.HK).sessions is Market.HK
    assert benchmarks.default(Market.NEEQ).sessions is Market.A
    assert benchmarks.default(Market.A).name("zh") == "沪深300"
    assert benchmarks.default(Market.A).name("en") == "CSI 300"
    assert benchmarks.default(Market.A).source == {"csindex": "000300", "sina": "sh000300"}


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
