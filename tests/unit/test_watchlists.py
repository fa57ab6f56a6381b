"""Lists of securities: names, orders, and the texts in which people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.list_texts import as_csv, as_text, is_code, rows_of
from bot.domain.watchlists import (
    LONGEST_NAME,
    MOST_MEMBERS,
    Move,
    free_name,
    joined,
    list_name,
    moved,
    placed,
    same_name,
)

SYMBOLS = st.lists(st.sampled_from([f"{number:06}.SZ" for number in range(9)]), unique=True, min_size=1)


@pytest.mark.parametrize(
    ("to", "after"),
    [
        (Move.TOP, ("c", "a", "b", "d")),
        (Move.UP, ("a", "c", "b", "d")),
        (Move.DOWN, ("a", "b", "d", "c")),
        (Move.BOTTOM, ("a", "b", "d", "c")),
    ],
)
def test_a_member_moves_and_the_others_keep_their_order(to: Move, after: tuple[str, ...]) -> None:
    assert moved(("a", "b", "c", "d"), "c", to) == after


@given(SYMBOLS, st.sampled_from(list(Move)), st.data())
def test_moving_loses_and_doubles_nobody(symbols: list[str], to: Move, data: st.DataObject) -> None:
    symbol = data.draw(st.sampled_from(symbols))
    after = moved(symbols, symbol, to)
    assert sorted(after) == sorted(symbols)
    assert [each for each in after if each != symbol] == [each for each in symbols if each != symbol]
    assert moved(symbols, "none of them", to) == tuple(symbols)


@given(SYMBOLS, st.data())
def test_who_is_put_back_stands_where_he_stood(symbols: list[str], data: st.DataObject) -> None:
    symbol = data.draw(st.sampled_from(symbols))
    without = [each for each in symbols if each != symbol]
    assert placed(without, symbol, symbols.index(symbol)) == tuple(symbols)
    assert placed(symbols, symbol, symbols.index(symbol)) == tuple(symbols)


def test_a_list_grows_behind_and_holds_nobody_twice() -> None:
    assert joined(("a", "b"), ["c", "a", "c"]) == ("a", "b", "c")
    assert len(joined((), map(str, range(MOST_MEMBERS + 5)))) == MOST_MEMBERS


@given(st.text(max_size=60))
def test_a_name_is_one_printable_line_that_fits_a_button_and_stays_as_it_is(typed: str) -> None:
    name = list_name(typed)
    assert len(name) <= LONGEST_NAME
    assert name.isprintable()
    assert list_name(name) == name


def test_names_that_look_the_same_are_the_same_and_a_number_tells_two_apart() -> None:
    assert same_name("ＡＩ 算力", "ai  算力")
    assert free_name("光模块", []) == "光模块"
    assert free_name("光模块", ["光模块", "光模块 2"]) == "光模块 3"
    long = "x" * LONGEST_NAME
    assert free_name(long, [long]) == "x" * (LONGEST_NAME - 2) + " 2"


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("300308\n中际旭创\n\n", [("300308",), ("中际旭创",)]),
        ("300308, 000063; 600519、茅台", [("300308", "000063", "600519", "茅台")]),
        ("1. 中际旭创\n2、新易盛\n- 天孚通信\n• 300308", [("中际旭创",), ("新易盛",), ("天孚通信",), ("300308",)]),
        ("300308\t中际旭创\t140.80\t+2.1%\t2024-12-26", [("300308", "中际旭创")]),
        ("700", [("700",)]),
        ("symbol,name,price\n300308.SZ,中际旭创,140\n,贵州茅台,1500", [("300308.SZ", "中际旭创"), ("贵州茅台",)]),
        ("序号,股票名称,股票代码\n1,中际旭创,300308", [("300308", "中际旭创")]),
        ('"VNET, Inc.",VNET.US', [("VNET, Inc.", "VNET.US")]),
        (" ,;\n\t", []),
        ("", []),
    ],
)
def test_a_text_becomes_what_may_name_a_security(text: str, rows: list[tuple[str, ...]]) -> None:
    assert rows_of(text) == rows


def test_codes_are_known_from_names_and_numbers() -> None:
    assert all(map(is_code, ("300308", "sz300308", "300308.SZ", "00700", "0700.HK", "VNET.US")))
    assert not any(map(is_code, ("700", "140.80", "ZTE", "中际旭创", "2024")))


@given(
    st.lists(st.tuples(st.from_regex(r"\d{6}\.SZ", fullmatch=True), st.sampled_from(["中兴通讯", "A, Inc.", "x y"])))
)
def test_what_is_written_is_read_again(members: list[tuple[str, str]]) -> None:
    assert [row[0] for row in rows_of(as_csv(members).removeprefix("\ufeff"))] == [symbol for symbol, _ in members]
    assert all(row[0].startswith(symbol) for row, (symbol, _) in zip(rows_of(as_text(members)), members, strict=True))


@given(st.text(max_size=200))
def test_no_text_is_too_odd_to_be_read(text: str) -> None:
    assert all(cell for row in rows_of(text) for cell in row)
