"""What the front pages of fifty layouts say, read from each form in which a page comes."""

from __future__ import annotations

import pytest

from bot.domain.names import Names
from bot.domain.reports import Pick, PickKind, Report
from bot.extraction.brokers import Broker
from bot.extraction.report import extract
from tests.eval.measures import plain
from tests.unit.extraction.front_pages import front_pages, printed

PAGES = {page.name: page for page in front_pages()}
FORMS = ("pdf", "side first", "side last", "text", "markdown")


def _said(report: Report) -> dict[str, str | None]:
    rating = report.industry_rating
    subjects = [pick for pick in report.picks if pick.kind is PickKind.SUBJECT]
    return {
        "broker": report.broker,
        "kind": report.kind.value,
        "title": plain(report.title),
        "date": str(report.published),
        "industry": (report.industry or "").removesuffix("行业"),
        "rating": f"{rating.label} {rating.change or '-'}" if rating else None,
        "subject": " / ".join(map(_subject, subjects)),
        "close": " ".join(str(said) for pick in subjects for said in (pick.close, pick.close_on) if said),
        "people": " ".join(f"{who.name}/{who.role.value}/{who.licence or '-'}" for who in report.analysts),
    }


def _subject(pick: Pick) -> str:
    return f"{pick.symbol} {pick.rating} {pick.rating_change or '-'} {pick.target_price or '-'} {pick.currency or '-'}"


@pytest.mark.parametrize("name", PAGES)
def test_a_front_page_is_read_as_it_is_printed_in_each_form(
    name: str, all_names: Names, brokers: tuple[Broker, ...]
) -> None:
    page = PAGES[name]
    expected = {**page.said, "title": plain(page.said["title"])}
    if "industry" in expected:
        expected["industry"] = (expected["industry"] or "").removesuffix("行业")
    read = {form: _said(extract(printed(page, form, brokers), all_names, brokers)) for form in FORMS}
    found = {form: {field: said[field] for field in expected} for form, said in read.items()}
    assert found == dict.fromkeys(FORMS, expected)


# 当前价格:120.002025.03.28 tells no day, and 上台阶中际旭创 no beginning of a name
NOT_TO_BE_TOLD = ("国泰君安 更新报告", "中信证券 年报点评", "中金公司 业绩回顾")
GLUED = [name for name, page in PAGES.items() if page.said["kind"] != "morning" and name not in NOT_TO_BE_TOLD]


@pytest.mark.parametrize("name", GLUED)
def test_without_any_white_space_broker_and_kind_and_day_are_read(
    name: str, all_names: Names, brokers: tuple[Broker, ...]
) -> None:
    page = PAGES[name]
    read = _said(extract(printed(page, "glued", brokers), all_names, brokers))
    assert [read[field] for field in ("broker", "kind", "date")] == [
        page.said[field] for field in ("broker", "kind", "date")
    ]


@pytest.mark.parametrize(("field", "least"), [("title", 32), ("people", 41), ("industry", 33), ("subject", 41)])
def test_most_of_a_front_page_is_read_without_any_white_space(
    field: str, least: int, all_names: Names, brokers: tuple[Broker, ...]
) -> None:
    """Glued, some headlines cannot be told from the labels around them, so not each page is asked for."""
    pages = [PAGES[name] for name in GLUED]
    read = [_said(extract(printed(page, "glued", brokers), all_names, brokers))[field] for page in pages]
    expected = [page.said.get(field) for page in pages]
    right = sum(said is None or plain(said) == plain(found) for said, found in zip(expected, read, strict=True))
    assert right >= least


def test_fifty_layouts_are_here() -> None:
    assert len(PAGES) >= 50
    assert len({page.said["broker"] for page in PAGES.values()}) >= 30
