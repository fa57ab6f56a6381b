from __future__ import annotations

from bot.domain.reports import Benchmark
from bot.domain.securities import Market
from bot.extraction.benchmarks import benchmarks
from bot.extraction.layout import normal_text

FOUR_MARKETS = """A 股以沪深 300 指数为基准；港股以恒生指数为基准；新三板以三板成指（针对协议转让标的）或三板做市指数
（针对做市转让标的）为基准；美股以标普 500 或纳斯达克综合指数为基准。"""


def test_each_market_has_its_benchmarks_with_what_they_are_for() -> None:
    assert benchmarks(normal_text(FOUR_MARKETS)) == {
        Market.A: (Benchmark("000300", "沪深300"),),
        Market.NEEQ: (Benchmark("899001", "三板成指", "协议转让"), Benchmark("899002", "三板做市指数", "做市转让")),
        Market.HK: (Benchmark("HSI", "恒生指数"),),
        Market.US: (Benchmark("SPX", "标普500"), Benchmark("IXIC", "纳斯达克综合指数")),
    }


def test_an_index_is_found_across_a_line_break_and_counts_once() -> None:
    assert benchmarks("以沪\n深300指数为基准,相对沪深300") == {Market.A: (Benchmark("000300", "沪深300"),)}


def test_the_index_of_beijings_exchange_belongs_to_its_own_market() -> None:
    assert benchmarks("北交所以北证50指数为基准") == {Market.BSE: (Benchmark("899050", "北证50"),)}


def test_a_mere_word_is_a_benchmark_without_a_code() -> None:
    assert benchmarks("个股相对大盘涨幅在15%以上") == {Market.A: (Benchmark(None, "大盘"),)}


def test_no_word_at_all_is_no_benchmark() -> None:
    assert benchmarks("股价涨幅15%以上") == {}
