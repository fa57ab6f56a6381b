from __future__ import annotations

import csv
import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from bot.domain.names import Found
from bot.domain.securities import DatedName, Market, Security
from bot.market.registry import COLUMNS, BadRegistry, load_securities, read_securities, save_securities
from bot.market.renames import Listed, merge_names

CONFIG = Path(__file__).parents[2] / "config"
DAY = date(2026, 11, 23)
HEAD = ",".join(COLUMNS)


def config(folder: Path, rows: str, overseas: str = "") -> Path:
    (folder / "securities.csv").write_text(f"{HEAD}\n{rows}\n", encoding="utf-8")
    (folder / "overseas.toml").write_text(overseas, encoding="utf-8")
    return folder


def test_a_row_is_read_with_its_dates_windows_and_former_symbols(tmp_path: Path) -> None:
    path = config(
        tmp_path,
        "300548.SZ,长芯博创,CXBC,2016-10-12,,长芯博创科技股份有限公司,博创科技@2016-10-12~2025-04-10/2025-09-10,\n"
        "920799.BJ,艾融软件,ARRJ,,<2026-05-07,,旧名~2020-01-02|更旧,830799.BJ",
    )
    first, second = read_securities(path / "securities.csv")
    window = (date(2025, 4, 10), date(2025, 9, 10))
    assert first.former == (DatedName("博创科技", date(2016, 10, 12), None, window),)
    assert first.listed == date(2016, 10, 12)
    assert second.market is Market.BSE
    assert second.delisted == date(2026, 5, 7)
    assert second.former == (DatedName("旧名", None, date(2020, 1, 2)), DatedName("更旧"))
    assert second.former_symbols == ("830799.BJ",)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("600000.SH,浦发银行,PFYH,1999-13-10,,,,", "securities.csv, line 2: month must be in 1..12"),
        (
            "600000.SH,浦发银行,PFYH,,,,,\n600001.XX,某某,MM,,,,,",
            "securities.csv, line 3: 600001.XX: no market ends in .XX",
        ),
        ("600000.SH,浦发银行", "securities.csv, line 2: not enough values"),
        ("600000.SH,,PFYH,,,,,", "securities.csv, line 2: no name"),
    ],
)
def test_a_row_that_cannot_be_read_is_named_by_file_and_line(tmp_path: Path, rows: str, message: str) -> None:
    with pytest.raises(BadRegistry) as raised:
        load_securities(config(tmp_path, rows))
    assert message in str(raised.value)


def test_other_columns_and_a_missing_file_are_said(tmp_path: Path) -> None:
    (tmp_path / "securities.csv").write_text("symbol,name\n", encoding="utf-8")
    with pytest.raises(BadRegistry, match="line 1: the columns must be symbol,name,pinyin"):
        load_securities(tmp_path)
    with pytest.raises(BadRegistry, match=r"securities\.csv: No such file"):
        load_securities(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("overseas", "message"),
    [
        ('[tencent]\nhk = { symbol = "00700.HK", name = "腾讯控股" }', r"\[tencent\]: 'pinyin'"),
        ('[one]\na = "600001.SH"', r"\[one\]: 600001.SH is not in securities.csv"),
        ('[one]\npinyin = "A"\nhk = { symbol = "AAA.US", name = "甲" }', r"\[one\]: AAA.US is not a symbol of hk"),
        (
            '[one]\npinyin = "A"\nus = { symbol = "AAA.US", name = "甲", listed = "2020" }',
            r"\[one\]: .* must be a date",
        ),
        ("[one", "overseas.toml: "),
    ],
)
def test_a_company_abroad_that_cannot_be_read_is_named(tmp_path: Path, overseas: str, message: str) -> None:
    with pytest.raises(BadRegistry, match=message):
        load_securities(config(tmp_path, "600000.SH,浦发银行,PFYH,,,,,", overseas))


def test_listings_of_one_company_are_linked_to_its_mainland_one(tmp_path: Path) -> None:
    overseas = (
        '[zte]\na = "000063.SZ"\nhk = { symbol = "00763.HK", name = "中兴通讯" }\npinyin = "ZXTX"\naliases = ["中兴"]'
    )
    names = load_securities(config(tmp_path, "000063.SZ,中兴通讯,ZXTX,,,,,", overseas))
    assert [(security.symbol, security.company, security.aliases) for security in names] == [
        ("000063.SZ", "zte", ("中兴",)),
        ("00763.HK", "zte", ("中兴",)),
    ]


def test_what_was_refreshed_stands_in_for_the_snapshot_and_adds_to_it(tmp_path: Path) -> None:
    folder = config(tmp_path, "300001.SZ,特锐德,TRD,,,,,\n300002.SZ,神州泰岳,SZTY,,,,,")
    refreshed = tmp_path / "data" / "securities.csv"
    save_securities(refreshed, [Security("300999.SZ", "新股", Market.A), Security("300001.SZ", "新名", Market.A)])
    names = load_securities(folder, refreshed)
    assert [security.name for security in names] == ["新名", "神州泰岳", "新股"]
    assert len(load_securities(folder, tmp_path / "not-there.csv")) == 2


def test_what_is_saved_is_read_back_the_same(tmp_path: Path) -> None:
    securities = read_securities(CONFIG / "securities.csv")
    save_securities(tmp_path / "again.csv", reversed(securities))
    assert read_securities(tmp_path / "again.csv") == securities
    assert [path.name for path in tmp_path.iterdir()] == ["again.csv"]


def test_a_new_name_makes_the_old_one_a_former_one_until_the_day_before() -> None:
    known = Security("300308.SZ", "旧名", Market.A, "JM", listed=date(2012, 4, 10))
    (merged,) = merge_names([known], {"300308.SZ": Listed("新名", pinyin="XM")}, DAY)
    assert (merged.name, merged.pinyin) == ("新名", "XM")
    assert merged.former == (DatedName("旧名", date(2012, 4, 10), date(2026, 11, 22)),)
    again = merge_names([merged], {"300308.SZ": Listed("新新名")}, date(2026, 12, 1))[0]
    assert again.former[-1] == DatedName("新名", DAY, date(2026, 11, 30))


def test_the_first_day_of_todays_name_goes_with_it_when_it_becomes_a_former_one() -> None:
    known = Security("300308.SZ", "中际旭创", Market.A, former=(DatedName("中际旭创", date(2017, 10, 9)),))
    (merged,) = merge_names([known], {"300308.SZ": Listed("又名")}, DAY)
    assert merged.former == (DatedName("中际旭创", date(2017, 10, 9), date(2026, 11, 22)),)


def test_a_new_code_is_added_and_a_missing_one_stays() -> None:
    known = Security("600000.SH", "浦发银行", Market.A)
    merged = merge_names([known], {"920999.BJ": Listed("新股", DAY, "新股股份有限公司", "XG")}, DAY)
    assert merged == (known, Security("920999.BJ", "新股", Market.BSE, "XG", "新股股份有限公司", listed=DAY))


@pytest.mark.parametrize(
    ("before", "listed"),
    [
        ("正帆科技", "XD正帆科"),
        ("福斯特", "DR福斯特"),
        ("盛科通信-U", "盛科通信"),
        ("盛科通信", "盛科通信-UW"),
        ("N长进", "C长进"),
    ],
)
def test_what_an_exchange_hangs_on_a_name_is_no_renaming(before: str, listed: str) -> None:
    known = Security("688000.SH", before, Market.A)
    assert merge_names([known], {"688000.SH": Listed(listed)}, DAY) == (known,)


def test_a_share_in_its_first_days_takes_its_name_without_a_former_one() -> None:
    known = Security("688635.SH", "N长进", Market.A, "CJ")
    (merged,) = merge_names([known], {"688635.SH": Listed("长进光子", pinyin="CJGZ")}, DAY)
    assert (merged.name, merged.pinyin, merged.former) == ("长进光子", "CJGZ", ())


def test_warned_and_cleared_again_keeps_all_three_spans() -> None:
    known = Security("600001.SH", "某某股份", Market.A, listed=date(2000, 1, 4))
    (warned,) = merge_names([known], {"600001.SH": Listed("ST某某")}, date(2026, 5, 1))
    (cleared,) = merge_names([warned], {"600001.SH": Listed("某某股份")}, date(2027, 5, 1))
    assert cleared.name == "某某股份"
    assert cleared.former == (
        DatedName("某某股份", date(2000, 1, 4), date(2026, 4, 30)),
        DatedName("ST某某", date(2026, 5, 1), date(2027, 4, 30)),
    )


def test_the_snapshot_is_sorted_whole_and_without_leftovers() -> None:
    with (CONFIG / "securities.csv").open(encoding="utf-8", newline="") as file:
        symbols = [row[0] for row in csv.reader(file)][1:]
    assert symbols == sorted(set(symbols))
    securities = read_securities(CONFIG / "securities.csv")
    assert sum(security.delisted is None for security in securities) == 5524
    assert all(security.pinyin.isalnum() and security.pinyin.isupper() for security in securities)
    assert not [security for security in securities if security.name.startswith(("XD", "XR", "DR"))]
    former_symbols = [symbol for security in securities for symbol in security.former_symbols]
    assert len(former_symbols) == len(set(former_symbols))
    assert not set(former_symbols) & set(symbols)


def test_no_former_name_ends_before_it_begins() -> None:
    for security in read_securities(CONFIG / "securities.csv"):
        for named in security.former:
            end = named.ended_between[1] if named.ended_between else named.until
            assert named.since is None or end is None or named.since <= end, (security, named)
            assert named.ended_between is None or named.ended_between[0] < named.ended_between[1]


def test_every_company_abroad_stands_once_with_a_code_of_its_market() -> None:
    companies = tomllib.loads((CONFIG / "overseas.toml").read_text("utf-8"))
    symbols = [entry[key]["symbol"] for entry in companies.values() for key in ("hk", "us") if key in entry]
    mainland = [entry["a"] for entry in companies.values() if "a" in entry]
    assert len(symbols) == len(set(symbols))
    assert len(mainland) == len(set(mainland))
    assert all(re.fullmatch(r"\d{5}\.HK|[A-Z]{1,5}\.US", symbol) for symbol in symbols)
    assert all(entry["pinyin"].isalnum() and entry["pinyin"].isupper() for entry in companies.values())


def test_no_name_abroad_takes_that_of_another_company() -> None:
    names = load_securities(CONFIG)
    unclear = {
        name: meaning
        for security in names
        if security.market in {Market.HK, Market.US}
        for name in (security.name, *security.aliases)
        if not isinstance(meaning := names.resolve(name), Found)
    }
    assert unclear == {}
