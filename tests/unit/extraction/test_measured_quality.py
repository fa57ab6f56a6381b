"""What the extractor reaches on the annotated texts must not fall; the whole table is `python -m tests.eval`."""

from __future__ import annotations

from collections import defaultdict

import pytest

from tests.eval.measures import Tally
from tests.eval.reports import evaluate, reports_folder

FLOORS = {
    "broker": 0.98,
    "date": 0.98,
    "title": 0.88,
    "industry": 0.85,
    "industry rating": 0.95,
    "industry change": 0.95,
    "people": 0.97,
    "licences": 0.97,
    "picks": 0.97,
    "securities": 0.97,
    "rating": 0.84,
    "stock scale": 0.95,
    "industry scale": 0.95,
    "stock months": 0.95,
    "benchmark markets": 0.97,
}


@pytest.fixture(scope="module")
def measured() -> dict[str, Tally]:
    folder = reports_folder()
    if folder is None:
        pytest.skip("the annotated reports are not here")
    sums: dict[str, Tally] = defaultdict(Tally)
    for outcome in evaluate(folder, (".txt",)):
        for name, tally in outcome.tallies.items():
            sums[name].add(tally)
    return sums


@pytest.mark.parametrize("name", FLOORS)
def test_a_field_is_read_as_well_as_before(name: str, measured: dict[str, Tally]) -> None:
    assert (measured[name].f1 or 0) >= FLOORS[name], measured[name].misses


def test_no_report_is_refused(measured: dict[str, Tally]) -> None:
    assert measured["answered"].wrong == 0
