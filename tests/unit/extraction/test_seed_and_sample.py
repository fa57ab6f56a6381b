"""The seed report, read exactly, and the sample report of our own wording, which has the seed's facts.

The figures were counted by hand from the printed lists: 2 + 7 + 2 + 4 + 1 + 7 + 5 + 4 + 5 + 9 + 3 = 49 picks in eleven
segments (申菱环境, printed twice under 液冷, once). 科华数据, 紫光股份 and 中兴通讯 each stand in two segments, so they are 46
securities.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from bot.domain.names import Names
from bot.domain.ratings import Band, Basis, RatingChange, Subject
from bot.domain.reports import Analyst, AnalystRole, Benchmark, IndustryRating, PickKind, Report, ReportKind
from bot.domain.securities import Market
from bot.extraction.brokers import Broker
from bot.extraction.documents import read_document
from bot.extraction.report import extract

ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "bot" / "sandbox" / "samples"
SEGMENTS = {
    "国产算力芯片": 2,
    "AIDC供应商": 7,
    "服务器电源": 2,
    "柴油发电机": 4,
    "变压器": 1,
    "液冷": 7,
    "铜连接": 5,
    "交换机及芯片": 4,
    "服务器": 5,
    "光通信": 9,
    "通信模组": 3,
}


def read(path: Path, names: Names, brokers: tuple[Broker, ...]) -> Report:
    return extract(read_document(path.read_bytes(), path.name), names, brokers)


@pytest.fixture(scope="module")
def seed(all_names: Names, brokers: tuple[Broker, ...]) -> Report:
    folder = ROOT.parent / "shared" / "seed"
    if not folder.is_dir():
        pytest.skip("the seed report is not here")
    [path] = folder.glob("*.txt")
    return read(path, all_names, brokers)


@pytest.fixture(scope="module", params=["sample-report.txt", "sample-report.pdf"])
def sample(request: pytest.FixtureRequest, all_names: Names, brokers: tuple[Broker, ...]) -> Report:
    return read(SAMPLES / str(request.param), all_names, brokers)


def require_the_facts(report: Report) -> None:
    """What the seed and the sample have in common: everything but the words, the house and the people."""
    assert report.warnings == ()
    assert report.unresolved == ()
    assert report.kind is ReportKind.INDUSTRY
    assert report.published == date(2024, 12, 26)
    assert report.industry == "通信"
    assert report.industry_rating == IndustryRating("看好", RatingChange.MAINTAINED)
    assert report.risk_level == "R4"
    assert report.restricted
    stock, industry = report.scale(Subject.STOCK), report.scale(Subject.INDUSTRY)
    assert stock is not None
    assert industry is not None
    assert stock.bands == (
        Band("买入", 0.2, None),
        Band("增持", 0.05, 0.2),
        Band("中性", -0.05, 0.05),
        Band("减持", None, -0.05),
    )
    assert industry.bands == (Band("看好", None, None), Band("中性", None, None), Band("看淡", None, None))
    assert (stock.months, stock.basis) == ((6, 12), Basis.EXCESS)
    assert report.benchmarks == {
        Market.A: (Benchmark("000300", "沪深300"),),
        Market.NEEQ: (Benchmark("899001", "三板成指", "协议转让"), Benchmark("899002", "三板做市指数", "做市转让")),
        Market.HK: (Benchmark("HSI", "恒生指数"),),
        Market.US: (Benchmark("SPX", "标普500"), Benchmark("IXIC", "纳斯达克综合指数")),
    }
    require_the_picks(report)


def require_the_picks(report: Report) -> None:
    assert Counter(pick.segment for pick in report.picks) == SEGMENTS
    assert len(report.picks) == 49
    symbols = Counter(pick.symbol for pick in report.picks)
    assert len(symbols) == 46
    assert {symbol for symbol, count in symbols.items() if count == 2} == {"000938.SZ", "000063.SZ", "002335.SZ"}
    assert Counter(pick.kind for pick in report.picks) == {PickKind.RECOMMENDED: 13, PickKind.BENEFICIARY: 36}
    by_name = {pick.name: pick.symbol for pick in report.picks}
    assert by_name["博创科技"] == "300548.SZ"
    assert by_name["盛科通信"] == "688702.SH"
    assert by_name["世纪互联"] == "VNET.US"
    assert by_name["万国数据"] == "09698.HK"
    assert not {"小米", "字节跳动", "BAT", "博通", "开源证券", "示例证券"} & set(by_name)


def test_the_seed_is_read_exactly(seed: Report) -> None:
    assert seed.broker == "开源证券"
    assert seed.title == "小米搭建万卡集群,巨头相继发力,国产算力崛起"
    assert seed.analysts == (
        Analyst("蒋颖", AnalystRole.ANALYST, "S0790523120003"),
        Analyst("雷星宇", AnalystRole.CONTACT, "S0790124040002"),
    )
    require_the_facts(seed)


def test_the_sample_has_the_seeds_facts_as_text_and_as_pdf(sample: Report) -> None:
    assert sample.broker == "示例证券"
    assert sample.title == "算力账单越来越长,十一个环节里找国产机会"
    assert sample.analysts == (
        Analyst("林示例", AnalystRole.ANALYST, "S0000524120001"),
        Analyst("周样本", AnalystRole.CONTACT, "S0000124120002"),
    )
    require_the_facts(sample)


def test_the_pdf_tells_the_page_of_its_picks(all_names: Names, brokers: tuple[Broker, ...]) -> None:
    report = read(SAMPLES / "sample-report.pdf", all_names, brokers)
    assert report.pages == 2
    assert {pick.evidence.page for pick in report.picks} == {1}
    assert all(pick.evidence.text.startswith(("推荐标的:", "受益标的:")) for pick in report.picks)


def test_the_sample_says_on_its_face_that_it_is_one() -> None:
    first = (SAMPLES / "sample-report.txt").read_text(encoding="utf-8").splitlines()[0]
    assert "样例" in first
    assert "虚构" in first


def test_no_sentence_of_the_seed_stands_in_the_sample() -> None:
    folder = ROOT.parent / "shared" / "seed"
    if not folder.is_dir():
        pytest.skip("the seed report is not here")
    [path] = folder.glob("*.txt")
    ours = (SAMPLES / "sample-report.txt").read_text(encoding="utf-8")
    prose = [
        line for line in path.read_text(encoding="utf-8").splitlines() if "标的：" not in line and "\t" not in line
    ]
    sentences = [part for line in prose for part in line.replace("；", "。").split("。") if len(part) > 14]
    assert len(sentences) > 50
    assert [part for part in sentences if part in ours] == []
