"""The indices that a report measures by, market by market."""

from __future__ import annotations

import re

from bot.domain.reports import Benchmark
from bot.domain.securities import Market
from bot.extraction.rating_definitions import beside

# (pattern as printed, name, code, home market); codes as the index's publisher writes them, without a suffix
_INDICES: tuple[tuple[str, str, str | None, Market], ...] = (
    (r"沪深\s?300(?:指数)?", "沪深300", "000300", Market.A),
    (r"恒生中国企业(?:指数)?|HSCEI", "恒生中国企业指数", "HSCEI", Market.HK),
    (r"恒生综合(?:指数)?", "恒生综合指数", "HSCI", Market.HK),
    (r"恒生科技(?:指数)?", "恒生科技指数", "HSTECH", Market.HK),
    (r"恒生指数|恒指|HSI", "恒生指数", "HSI", Market.HK),
    (r"MSCI中国A股(?:指数)?", "MSCI中国A股指数", None, Market.A),
    (r"摩根士丹利中国(?:指数)?|MSCI中国(?:指数)?", "摩根士丹利中国指数", None, Market.HK),
    (r"三板成份?指(?:数)?", "三板成指", "899001", Market.NEEQ),
    (r"三板做市(?:指数)?", "三板做市指数", "899002", Market.NEEQ),
    (r"新三板指数", "新三板指数", None, Market.NEEQ),
    (r"北证\s?50(?:指数)?", "北证50", "899050", Market.BSE),
    (r"标普美国中概股\s?50(?:指数)?", "标普美国中概股50指数", None, Market.US),
    (r"标普\s?500(?:指数)?|标准普尔\s?500(?:指数)?", "标普500", "SPX", Market.US),
    (r"纳斯达克(?:综合)?(?:指数)?", "纳斯达克综合指数", "IXIC", Market.US),
    (r"道琼斯(?:工业)?(?:平均)?(?:指数)?", "道琼斯工业指数", "DJI", Market.US),
    (r"上证(?:综合|综)?指数|上证综指", "上证指数", "000001", Market.A),
    (r"深证综[合指](?:指数)?", "深证综指", "399106", Market.A),
    (r"深[证圳]成[份指](?:指数)?", "深证成指", "399001", Market.A),
    (r"中小(?:板|企业板)(?:综)?指(?:数)?", "中小板指", "399005", Market.A),
    (r"创业板(?:综)?指(?:数)?", "创业板指", "399006", Market.A),
    (r"海通综[合指](?:指数)?", "海通综指", None, Market.A),
    (r"中证\s?800(?:指数)?", "中证800", "000906", Market.A),
)
_ANY = re.compile("|".join(f"(?P<i{number}>{entry[0]})" for number, entry in enumerate(_INDICES)))
_WHEN = re.compile(r"^\s?\(?\s?(?:针对)?\s?(协议转让|做市转让|做市)")
_WORD_ONLY = re.compile(
    "(大盘|市场基准指数|市场整体水平|市场代表性指数|市场指数|大市指标|(?<!行业)基准指数|行业指数|市场表现|大市(?=[^指]))"
)


def benchmarks(section: str) -> dict[Market, tuple[Benchmark, ...]]:
    """The benchmarks of each market that a rating section names; several of one market are alternatives or have a ``when``.

    An index belongs to its home market, which is what every table printed so far means by it. Where a word like 大盘 is all, it stands for A shares
    without a code.
    """
    text = section.replace("\n", "") + "\n" + beside(section)
    found: dict[Market, list[Benchmark]] = {}
    for match in _ANY.finditer(text):
        _, name, code, market = _INDICES[int(str(match.lastgroup)[1:])]
        when = _WHEN.match(text[match.end() :])
        kind = {"协议转让": "协议转让", "做市转让": "做市转让", "做市": "做市转让"}[when[1]] if when else None
        listed = found.setdefault(market, [])
        if code not in {benchmark.code for benchmark in listed}:
            listed.append(Benchmark(code, name, kind))
    if not found and (word := _WORD_ONLY.search(text)):
        found[Market.A] = [Benchmark(None, word[1])]
    return {market: tuple(found[market]) for market in Market if market in found}
