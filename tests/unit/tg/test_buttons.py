"""What buttons and links carry comes back as it went out."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.reports import PickKind
from bot.domain.rule_kinds import RuleKind
from bot.services.paging import page_of
from bot.tg.actions import callbacks
from bot.tg.actions.callbacks import Action, ChangeSetting, Qualify, Stale, Subscribe, decode, encode
from bot.tg.actions.drafts import AddPick, DropPick, ResolveName, SetBroker, SetRating, Undo
from bot.tg.actions.rules import AskNewThreshold, MakeRule, PauseRule
from bot.tg.actions.views import ShowCoverage, ShowReport, ShowReports
from bot.tg.keyboards import Button, button, in_rows, pager, stack
from bot.tg.links import open_link, report_link, stock_link

IDS = st.integers(0, 10**9 - 1)
PAGES = st.integers(0, 999)
SYMBOLS = st.from_regex(r"[0-9]{6}\.(SZ|SH|BJ)|[0-9]{5}\.HK|[A-Z]{1,5}(\.[AB])?\.US", fullmatch=True)
ACTIONS = st.one_of(
    st.builds(ShowCoverage, SYMBOLS),
    st.builds(ShowReport, IDS, PAGES),
    st.builds(ShowReports, PAGES),
    st.builds(Subscribe, st.sampled_from(["report", "stock", "everything"]), SYMBOLS | st.just("")),
    st.builds(DropPick, IDS, IDS, st.booleans()),
    st.builds(SetRating, IDS, IDS, st.sampled_from(["", "买入", "强烈推荐", "领先大市-A"])),
    st.builds(AddPick, IDS, SYMBOLS, st.sampled_from(PickKind)),
    st.builds(SetBroker, IDS, st.sampled_from(["国泰海通", "a:b"])),
    st.builds(Undo, IDS, IDS),
    st.builds(ResolveName, IDS, IDS, SYMBOLS),
    st.builds(MakeRule, SYMBOLS, st.sampled_from(RuleKind), st.sampled_from(["-0.05", "9999999.99"])),
    st.builds(AskNewThreshold, IDS, SYMBOLS, st.sampled_from(RuleKind)),
    st.builds(PauseRule, IDS, st.booleans()),
    st.builds(ChangeSetting, st.just("digest"), st.sampled_from(["20:45", "off"])),
    st.builds(Qualify, st.booleans(), st.sampled_from(["r_7", "s_300308SZ", "settings"])),
    st.sampled_from([kind() for kind in get_args(Action) if not kind.__dataclass_fields__]),
)


@given(ACTIONS)
def test_a_button_asks_for_what_it_was_made_for_within_64_bytes(action: Action) -> None:
    data = encode(action)
    assert len(data.encode()) <= 64
    assert decode(data) == action


def test_every_action_has_a_name_of_its_own_on_the_wire() -> None:
    assert len(callbacks._KINDS) == len(get_args(Action))


@given(st.text(max_size=64))
def test_any_other_data_is_stale_or_an_action_and_never_an_error(data: str) -> None:
    decode(data)


@pytest.mark.parametrize(
    "data",
    [
        "",
        "1",
        "1:",
        "2:c:300308.SZ",
        "1:zz:1",
        "1:r:7",
        "1:r:x:0",
        "1:r:٣:0",
        "1:r:7:0:1",
        "1:r:9999999999:0",
        "wl.p:3",
    ],
)
def test_data_of_another_version_or_shape_is_stale(data: str) -> None:
    assert decode(data) == Stale()


def test_data_that_would_not_fit_is_refused_when_the_button_is_made() -> None:
    with pytest.raises(ValueError, match="64 bytes"):
        encode(ShowCoverage("贵州茅台" * 10))
    with pytest.raises(ValueError, match="colon"):
        encode(Subscribe("a:b", "c"))


@given(SYMBOLS)
def test_a_link_to_a_stock_opens_it(symbol: str) -> None:
    assert open_link(stock_link(symbol)) == ShowCoverage(symbol)


def test_links_are_short_and_strangers_links_are_stale() -> None:
    assert stock_link("300308.SZ") == "s_300308SZ"
    assert open_link(report_link(7)) == ShowReport(7)
    for parameter in ("", "r_", "r_x", "s_", "s_300308", "x_1", "s_300308XX", "r_" + "9" * 60):
        assert open_link(parameter) == Stale()


def test_a_pager_shows_the_place_and_the_ways_on() -> None:
    def labels(page: int, pages: int, total: int | None = 43) -> list[str]:
        return [each.label for row in pager(page, pages, total, ShowReports) for each in row]

    assert labels(0, 5) == ["1/5 (43)", "›"]
    assert labels(1, 5) == ["‹", "2/5 (43)", "›"]
    assert labels(99, 5) == ["‹", "5/5 (43)"]
    assert labels(1, 5, None) == ["‹", "2/5", "›"]
    assert labels(0, 1) == []


def test_a_page_past_the_end_is_the_last_one() -> None:
    assert page_of("abcdefg", 9, 3) == ("g", 2, 3)
    assert page_of("", 0, 3) == ("", 0, 1)


def test_rows_are_as_wide_as_asked_and_too_many_buttons_are_an_error() -> None:
    rows = in_rows([button("x", ShowReports())] * 7, 3)
    assert [len(row) for row in rows] == [3, 2, 2]
    with pytest.raises(ValueError, match="more buttons"):
        stack(in_rows([Button("x", "1:n")] * 101, 8))
    with pytest.raises(ValueError, match="more buttons"):
        stack(in_rows([Button("x", "1:n")] * 9, 9))


def test_a_long_label_is_cut() -> None:
    assert len(button("长" * 100, ShowReports()).label) == 60
