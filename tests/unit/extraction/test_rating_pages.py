"""Every table that a broker prints, in every form in which a page reaches the reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from bot.domain.ratings import RatingScale
from bot.extraction.benchmarks import benchmarks
from bot.extraction.documents import read_document
from bot.extraction.layout import normal_lines, paragraphs
from bot.extraction.rating_tables import rating_scales, rating_section
from bot.extraction.scale_config import FOLDER, ScaleVersion, load_scales
from tests.unit.extraction.rating_pages import FORMS, RatingPage, Scale, as_printed, rating_pages

ROOT = Path(__file__).parents[3]
PAGES = {page.name: page for page in rating_pages()}


def _printed(scale: RatingScale) -> Scale:
    bands = tuple((band.label, _percent(band.low), _percent(band.high)) for band in scale.bands)
    return scale.subject.value, scale.basis.value, scale.months, bands


def _percent(end: float | None) -> float | None:
    return None if end is None else round(end * 100, 6)


def section_of(page: RatingPage, form: str) -> str:
    name, text = as_printed(page, form)
    document = read_document(text.encode(), name)
    return rating_section("\n".join(part.text for part in paragraphs(normal_lines(document), document.kind)))


@pytest.mark.parametrize("name", PAGES)
def test_a_brokers_table_is_read_as_it_is_printed_in_each_form(name: str) -> None:
    page = PAGES[name]
    printed = dict.fromkeys(FORMS, (page.scales, page.markets))
    assert {form: _read(section_of(page, form)) for form in FORMS} == printed


def _read(section: str) -> tuple[tuple[Scale, ...], frozenset[str]]:
    scales = tuple(_printed(scale) for scale in rating_scales(section))
    return scales, frozenset(market.value for market in benchmarks(section))


# printed one-sided, or a word left out of the configured table on purpose
TWO_WORDS = 2  # a third tells a second table of one year: 申万宏源 2021 港股
CUT_OTHERWISE = ("方正证券 2021", "上海证券 2020", "兴业证券 2021", "安信证券 2021")


def test_the_configured_scale_of_the_year_is_the_printed_one() -> None:
    configured = load_scales(ROOT / "config" / FOLDER).versions
    asked = [name for name in PAGES if name not in CUT_OTHERWISE and len(name.split()) == TWO_WORDS]
    assert {name: scales for name in asked if (scales := _otherwise(configured, name))} == {}


def _otherwise(configured: Mapping[str, Sequence[ScaleVersion]], name: str) -> list[tuple[Scale, Scale]]:
    """Each scale that is configured for the page's broker and year beside the printed one, where they differ."""
    broker, year = name.split()
    printed = {scale[0]: scale for scale in PAGES[name].scales}
    versions = [version for version in configured.get(broker, ()) if version.seen[0] <= int(year) <= version.seen[1]]
    read = [_printed(scale) for version in versions for scale in version.scales]
    return [(scale, printed[scale[0]]) for scale in read if scale[0] in printed and scale != printed[scale[0]]]


def test_the_tables_of_seventy_brokers_and_years_are_here() -> None:
    assert len(PAGES) >= 70
    assert sum(len(page.scales) for page in PAGES.values()) >= 125
