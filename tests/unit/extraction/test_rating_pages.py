"""Every table that a broker prints, in every form in which a page reaches the reader."""

from __future__ import annotations

import pytest

from bot.domain.ratings import RatingScale
from bot.extraction.benchmarks import benchmarks
from bot.extraction.documents import read_document
from bot.extraction.layout import normal_lines, paragraphs
from bot.extraction.rating_tables import rating_scales, rating_section
from tests.unit.extraction.rating_pages import FORMS, RatingPage, Scale, as_printed, rating_pages

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


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", PAGES)
def test_a_brokers_table_is_read_as_it_is_printed(name: str, form: str) -> None:
    page = PAGES[name]
    section = section_of(page, form)
    assert tuple(_printed(scale) for scale in rating_scales(section)) == page.scales
    assert {market.value for market in benchmarks(section)} == page.markets


def test_the_tables_of_seventy_brokers_and_years_are_here() -> None:
    assert len(PAGES) >= 70
    assert sum(len(page.scales) for page in PAGES.values()) >= 125
