from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.domain.names import Names
from bot.domain.ratings import Band, Basis, ScaleSource, Subject
from bot.extraction.brokers import Broker
from bot.extraction.documents import read_text
from bot.extraction.report import extract
from bot.extraction.scale_config import FOLDER, ConfiguredScales, WrongRatingScale, load_scales

ROOT = Path(__file__).parents[3]
GOOD = """broker = "示例证券"
[[versions]]
seen = [2020, 2021]
source = "a definition page"
[versions.stock]
basis = "absolute"
months = [6, 12]
bands = [{ label = "买入", low = 0.2 }, { label = "持有", low = -0.1, high = 0.2 }, { label = "卖出", high = -0.1 }, { label = "无评级" }]
[[versions]]
seen = [2024, 2024]
source = "another"
[versions.stock]
basis = "excess"
bands = [{ label = "买入", low = 0.1 }, { label = "卖出", high = 0.1 }]
"""


def load(tmp_path: Path, text: str) -> ConfiguredScales:
    (tmp_path / "example.toml").write_text(text, encoding="utf-8")
    return load_scales(tmp_path)


def test_a_file_gives_the_brokers_bands_and_months(tmp_path: Path) -> None:
    [scale] = load(tmp_path, GOOD).of("示例证券", date(2020, 6, 1))
    assert (scale.subject, scale.basis, scale.months, scale.source) == (
        Subject.STOCK,
        Basis.ABSOLUTE,
        (6, 12),
        ScaleSource.CONFIG,
    )
    assert scale.bands == (
        Band("买入", 0.2, None),
        Band("持有", -0.1, 0.2),
        Band("卖出", None, -0.1),
        Band("无评级", None, None),
    )


@pytest.mark.parametrize(
    ("on", "months"),
    [
        (date(2015, 1, 1), (6, 12)),
        (date(2022, 1, 1), (6, 12)),
        (date(2023, 1, 1), None),
        (date(2026, 1, 1), None),
        (None, None),
    ],
)
def test_the_version_seen_nearest_to_the_report_serves(
    tmp_path: Path, on: date | None, months: tuple[int, int] | None
) -> None:
    [scale] = load(tmp_path, GOOD).of("示例证券", on)
    assert scale.months == months


@pytest.mark.parametrize(
    ("right", "wrong", "line", "message"),
    [
        ('broker = "示例证券"', "", 1, "broker"),
        ("seen = [2020, 2021]", "seen = [2021, 2020]", 3, "seen must be two years"),
        ('source = "another"', "", 9, "the version of 2024 has no source"),
        ('basis = "absolute"', 'basis = "relative"', 6, "basis must be one of excess, absolute, industry, coverage"),
        ("months = [6, 12]", "months = [12, 6]", 7, "months must be two numbers"),
        ("low = 0.2 }", "low = 20 }", 8, "买入: an end must be a fraction"),
        ("low = -0.1, high = 0.2", "low = 0.2, high = -0.1", 8, "持有: low must lie below high"),
        ("low = -0.1, high = 0.2", "low = -0.1, high = 0.3", 8, "持有 reaches into 买入"),
        ('label = "卖出", high = -0.1', 'label = "买入", high = -0.1', 5, "a word stands in two bands"),
        ("months = [6, 12]", "month = [6, 12]", 7, "unknown keys: month"),
        ("[versions.stock]", "[versions.shares]", 5, "unknown keys: shares"),
        ("seen = ", "seen ", 3, "example.toml"),
    ],
)
def test_a_mistake_is_named_with_its_file_and_line(
    tmp_path: Path, right: str, wrong: str, line: int, message: str
) -> None:
    assert right in GOOD
    with pytest.raises(WrongRatingScale, match=message) as caught:
        load(tmp_path, GOOD.replace(right, wrong))
    assert str(caught.value).startswith("example.toml")
    assert f"line {line}" in str(caught.value)


def test_two_files_of_one_broker_are_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "again.toml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(WrongRatingScale, match="示例证券 has a file already"):
        load(tmp_path, GOOD)


def test_without_a_folder_there_is_no_scale(tmp_path: Path) -> None:
    assert load_scales(tmp_path / "none").of("示例证券", None) == ()


def test_every_file_of_the_house_can_be_used_and_names_a_known_broker(brokers: tuple[Broker, ...]) -> None:
    known = {broker.short for broker in brokers} | {former.short for broker in brokers for former in broker.former}
    configured = load_scales(ROOT / "config" / FOLDER)
    assert len(configured.versions) > 60
    assert set(configured.versions) <= known


HEAD = "通信\n2024年12月26日\n——行业点评报告\n分析师：林示例\n证书编号：S0000524120001\n推荐标的：英维克。\n示例证券股份有限公司\n"
TABLE = "评级说明\n买入：相对强于沪深300指数 30%以上；\n卖出：相对弱于沪深300指数 30%以上。\n"


def test_a_report_without_a_table_takes_the_configured_one_and_says_so(tmp_path: Path, names: Names) -> None:
    report = extract(read_text(HEAD), names, configured=load(tmp_path, GOOD))
    [scale] = report.scales
    assert (scale.source, scale.floor()) == (ScaleSource.CONFIG, 0.1)
    assert "no_scale" in report.warnings


def test_a_printed_table_wins_over_the_configured_one(tmp_path: Path, names: Names) -> None:
    report = extract(read_text(HEAD + TABLE), names, configured=load(tmp_path, GOOD))
    [scale] = report.scales
    assert (scale.source, scale.floor()) == (ScaleSource.REPORT, 0.3)
    assert "no_scale" not in report.warnings
