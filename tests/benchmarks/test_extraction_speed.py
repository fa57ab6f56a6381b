"""What reading a report costs, beside a plain baseline of the same run: normalising its text once.

Compare the rows of one run with each other; figures of two machines say nothing about each other.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from bot.domain.names import Names
from bot.extraction.brokers import load_brokers
from bot.extraction.documents import read_document
from bot.extraction.report import extract
from bot.market.registry import load_securities

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "bot" / "sandbox" / "samples"
PICKS = 49


@pytest.fixture(scope="module")
def names() -> Names:
    names = load_securities(ROOT / "config")
    names.resolve("中际旭创")  # the indexes are built at the first question
    return names


@pytest.mark.benchmark(group="extraction")
def test_baseline_normalising_the_text(benchmark: BenchmarkFixture) -> None:
    data = (SAMPLES / "sample-report.txt").read_bytes()
    assert benchmark(lambda: unicodedata.normalize("NFKC", data.decode()))


@pytest.mark.benchmark(group="extraction")
@pytest.mark.parametrize("name", ["sample-report.txt", "sample-report.pdf"])
def test_extraction_of_the_sample(benchmark: BenchmarkFixture, names: Names, name: str) -> None:
    data, brokers = (SAMPLES / name).read_bytes(), load_brokers(ROOT / "config" / "brokers.toml")
    report = benchmark(lambda: extract(read_document(data, name), names, brokers))
    assert len(report.picks) == PICKS


@pytest.mark.benchmark(group="extraction")
def test_extraction_of_the_seed(benchmark: BenchmarkFixture, names: Names) -> None:
    folder = ROOT.parent / "shared" / "seed"
    if not folder.is_dir():
        pytest.skip("the seed report is not here")
    [path] = folder.glob("*.txt")
    data, brokers = path.read_bytes(), load_brokers(ROOT / "config" / "brokers.toml")
    report = benchmark(lambda: extract(read_document(data, path.name), names, brokers))
    assert len(report.picks) == PICKS
