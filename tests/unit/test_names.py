from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.name_dates import former_names
from bot.domain.name_forms import base_form, normal, read_code
from bot.domain.names import LONGEST_QUERY, Found, Names, Resolution, Unclear, Unknown
from bot.domain.securities import DatedName, Market, Security
from bot.market.registry import load_securities

CONFIG = Path(__file__).parents[2] / "config"
EXPECTED = Path(__file__).parents[3] / "shared" / "reports" / "expected.jsonl"
SEED_DAY = date(2024, 12, 26)


@pytest.fixture(scope="module")
def names() -> Names:
    return load_securities(CONFIG)


def symbol(answer: Resolution) -> str | None:
    return answer.security.symbol if isinstance(answer, Found) else None


def a_share(code: str, name: str, *former: DatedName, **more: object) -> Security:
    return Security(f"{code}.SH", name, Market.A, former=former, **more)  # type: ignore[arg-type] # fields by name


@pytest.mark.parametrize(
    "form",
    [
        "300308",
        "300308.SZ",
        "sz300308",
        "SZ300308",
        "SZ.300308",
        "３００３０８",
        "中际旭创",
        " 中际 旭创 ",
        "中际旭创股份有限公司",
    ],
)
def test_every_printed_form_means_the_same_security(names: Names, form: str) -> None:
    assert symbol(names.resolve(form, SEED_DAY)) == "300308.SZ"


@pytest.mark.parametrize("form", ["旭创", "zjxc", "ZJXC", "300308", "sz300308", "中际旭创"])
def test_every_typed_form_finds_the_same_security(names: Names, form: str) -> None:
    assert symbol(names.find(form)) == "300308.SZ"


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("603259.CH", "603259.SH"),
        ("688981 CH", "688981.SH"),
        ("600519.SS", "600519.SH"),
        ("0981.HK", "00981.HK"),
        ("00981.HK", "00981.HK"),
        ("981 HK", "00981.HK"),
        ("HK00981", "00981.HK"),
        ("00981", "00981.HK"),
        ("VNET.US", "VNET.US"),
        ("VNET.O", "VNET.US"),
        ("VNET US", "VNET.US"),
        ("vnet", "VNET.US"),
        ("830799.BJ", "920799.BJ"),
        ("830799", "920799.BJ"),
        ("920799", "920799.BJ"),
        ("000022.SZ", "001872.SZ"),
    ],
)
def test_codes_are_read_in_every_form_and_old_ones_lead_to_todays(names: Names, printed: str, expected: str) -> None:
    assert symbol(names.resolve(printed, SEED_DAY)) == expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("博创科技", "300548.SZ"),  # renamed 长芯博创 between 2025-04-10 and 2025-09-10
        ("盛科通信", "688702.SH"),  # listed as 盛科通信-U
        ("世纪互联", "VNET.US"),
        ("万国数据", "09698.HK"),  # and GDS.US
        ("中兴通讯", "000063.SZ"),  # and 00763.HK
        ("京东方", "000725.SZ"),
        ("京东方Ａ", "000725.SZ"),
        ("深天马A", "000050.SZ"),
        ("TCL科技", "000100.SZ"),
        ("九号公司", "689009.SH"),  # ends like a company's full name
        ("阿里巴巴", "09988.HK"),
        ("康诺亚", "02162.HK"),
        ("李宁", "02331.HK"),
        ("机器人", "300024.SZ"),
        ("老百姓", "603883.SH"),
    ],
)
def test_names_are_resolved_as_they_were_on_the_reports_day(names: Names, printed: str, expected: str) -> None:
    assert symbol(names.resolve(printed, SEED_DAY)) == expected


@pytest.mark.parametrize("day", [SEED_DAY, date(2025, 6, 1), date(2026, 1, 1), None])
def test_a_former_name_leads_to_its_only_bearer_before_and_after_the_renaming(names: Names, day: date | None) -> None:
    answer = names.resolve("博创科技", day)
    assert isinstance(answer, Found)
    assert (answer.security.symbol, answer.security.name) == ("300548.SZ", "长芯博创")


@pytest.mark.parametrize(
    ("printed", "day", "expected"),
    [
        ("东方明珠", date(2014, 1, 2), "600832.SH"),  # merged into 百视通, which took the name on 2015-06-19
        ("东方明珠", date(2020, 1, 2), "600637.SH"),
        ("安德利", date(2018, 1, 2), "603031.SH"),  # until 2022-06-27
        ("安德利", date(2023, 1, 3), "605198.SH"),  # since 2022-09-13
        ("东风股份", date(2021, 1, 4), "601515.SH"),  # until 2023-11-14
        ("东风股份", date(2026, 1, 5), "600006.SH"),  # since between 2024-05-13 and 2025-04-10
        ("三维股份", date(2026, 1, 5), "603033.SH"),
    ],
)
def test_a_name_of_two_companies_means_the_one_that_bore_it_then(
    names: Names, printed: str, day: date, expected: str
) -> None:
    assert symbol(names.resolve(printed, day)) == expected


def test_a_name_that_two_companies_bear_on_one_day_is_never_guessed(names: Names) -> None:
    answer = names.resolve("三维股份", date(2024, 1, 2))  # of Shanghai and of Beijing at once
    assert isinstance(answer, Unclear)
    assert [security.symbol for security in answer.candidates] == ["603033.SH", "920834.BJ"]


def test_a_delisted_security_answers_for_its_time_alone(names: Names) -> None:
    assert symbol(names.resolve("海通证券", date(2025, 3, 3))) == "600837.SH"
    assert names.resolve("海通证券", date(2025, 3, 5)) == Unknown()
    assert names.resolve("600837", date(2025, 3, 5)) == Unknown()
    assert symbol(names.find("海通证券")) == "600837.SH"  # a person may ask for it still


def test_a_name_with_unknown_dates_yields_to_who_certainly_bore_it() -> None:
    once = a_share("600001", "新名甲", DatedName("同名"))
    now = a_share("600002", "同名", listed=date(2010, 1, 4))
    assert symbol(Names([once, now]).resolve("同名", date(2020, 1, 2))) == "600002.SH"
    assert symbol(Names([once, now]).resolve("同名", date(2009, 1, 5))) == "600001.SH"
    assert symbol(Names([once]).resolve("同名", date(2020, 1, 2))) == "600001.SH"


def test_two_former_bearers_with_unknown_dates_stay_unclear() -> None:
    both = Names([a_share("600001", "甲", DatedName("旧名")), a_share("600002", "乙", DatedName("旧名"))])
    assert isinstance(both.resolve("旧名", date(2020, 1, 2)), Unclear)
    assert isinstance(both.resolve("旧名"), Unclear)


def test_between_two_observations_both_names_are_possible() -> None:
    window = (date(2025, 4, 10), date(2025, 9, 10))
    renamed = a_share("600001", "新名", DatedName("旧名", date(2016, 1, 4), None, window))
    other = a_share("600002", "旧名", DatedName("别名", until=date(2025, 5, 31)), listed=date(2000, 1, 4))
    names = Names([renamed, other])
    assert symbol(names.resolve("旧名", date(2025, 4, 10))) == "600001.SH"
    assert symbol(names.resolve("旧名", date(2025, 7, 1))) == "600002.SH"  # certainly its own since June
    assert symbol(names.resolve("旧名", date(2025, 9, 10))) == "600002.SH"


def test_a_listing_that_did_not_exist_yet_leaves_the_name_to_the_older_one(names: Names) -> None:
    assert symbol(names.resolve("中国移动", date(2020, 1, 2))) == "00941.HK"
    assert symbol(names.resolve("中国移动", SEED_DAY)) == "600941.SH"  # in Shanghai since 2022-01-05
    assert symbol(names.resolve("万国数据", date(2019, 1, 2))) == "GDS.US"


def test_the_order_of_listings_is_mainland_hong_kong_america() -> None:
    listings = [
        Security("AAA.US", "同一家", Market.US, company="one"),
        Security("00001.HK", "同一家-W", Market.HK, company="one"),
        Security("688001.SH", "同一家-U", Market.A, company="one"),
    ]
    assert symbol(Names(listings).resolve("同一家", SEED_DAY)) == "688001.SH"
    assert symbol(Names(listings[:2]).resolve("同一家", SEED_DAY)) == "00001.HK"
    assert symbol(Names(listings).resolve("AAA", SEED_DAY)) == "AAA.US"


def test_a_name_that_one_listing_alone_bears_means_that_listing(names: Names) -> None:
    assert symbol(names.resolve("华虹半导体", SEED_DAY)) == "01347.HK"
    assert symbol(names.resolve("华虹公司", SEED_DAY)) == "688347.SH"
    assert symbol(names.resolve("比亚迪", SEED_DAY)) == "002594.SZ"


@pytest.mark.parametrize("printed", ["*ST国华", "ST国华", "＊ＳＴ国华", "*st国华"])
def test_the_warning_before_a_name_is_no_part_of_it(names: Names, printed: str) -> None:
    assert symbol(names.resolve(printed, date(2026, 1, 5))) == "000004.SZ"


def test_two_characters_that_stay_of_a_warned_name_are_no_name(names: Names) -> None:
    assert names.resolve("国华", date(2026, 1, 5)) == Unknown()
    assert symbol(names.resolve("ST中际旭创", SEED_DAY)) == "300308.SZ"


@pytest.mark.parametrize(
    "printed", ["", "  ", "旭创", "中际旭创等", "某某公司", "1", "2024", "12.26", "字节跳动", "*", "A", "-U"]
)
def test_a_part_of_a_name_or_a_word_resolves_to_nothing(names: Names, printed: str) -> None:
    assert names.resolve(printed, SEED_DAY) == Unknown()


def test_a_b_share_is_not_its_a_share(names: Names) -> None:
    assert names.resolve("京东方B", SEED_DAY) == Unknown()


def test_search_puts_the_exact_before_the_beginning_before_the_part(names: Names) -> None:
    assert [security.name for security in names.search("太阳能", 1)] == ["太阳能"]
    assert [security.name for security in names.search("明珠", 3)] == ["沧州明珠", "广东明珠", "东方明珠"]
    found = names.search("3003", 3)
    assert len(found) == 3
    assert all(security.code.startswith("3003") for security in found)
    assert names.search("   ") == ()


def test_a_near_miss_is_offered_and_never_taken(names: Names) -> None:
    answer = names.find("中际绪创")
    assert isinstance(answer, Unclear)
    assert answer.candidates[0].symbol == "300308.SZ"
    assert names.find("龘龘龘龘") == Unknown()


def test_find_offers_choices_where_several_companies_answer(names: Names) -> None:
    assert [security.name for security in names.search("中际")] == ["中际旭创", "中际联合"]
    answer = names.find("中国")
    assert isinstance(answer, Unclear)
    assert 1 < len(answer.candidates) <= 8


def test_other_listings_are_reached_by_code(names: Names) -> None:
    assert symbol(names.find("中兴通讯")) == "000063.SZ"
    assert symbol(names.find("00763")) == "00763.HK"
    assert names.search("700")[0].symbol == "00700.HK"


def test_by_symbol_knows_todays_and_former_symbols(names: Names) -> None:
    zhongji = names.by_symbol("300308.SZ")
    assert zhongji is not None
    assert zhongji.name == "中际旭创"
    assert former_names(zhongji) == ()  # its record holds today's name with the day since which it is borne
    old = names.by_symbol("830799.BJ")
    assert old is not None
    assert old.symbol == "920799.BJ"
    assert names.by_symbol("999999.SZ") is None


def test_every_security_of_the_snapshot_answers_to_its_name_and_its_symbol(names: Names) -> None:
    day = date(2026, 5, 28)
    for security in names:
        if security.delisted is not None and security.delisted < day:
            continue
        assert names.resolve(security.symbol, day) == Found(security)
        answer = names.resolve(security.name, day)
        assert isinstance(answer, Found), security
        same = (security.company or security.symbol) == (answer.security.company or answer.security.symbol)
        assert same, (security, answer)


@given(st.data())
def test_initials_find_their_security(data: st.DataObject) -> None:
    securities = SAMPLE
    security = data.draw(st.sampled_from(securities))
    found = SAMPLE_NAMES.search(security.pinyin.lower(), limit=len(securities))
    assert security in found


SAMPLE = tuple(load_securities(CONFIG))[::40]
SAMPLE_NAMES = Names(SAMPLE)


@given(
    st.text(max_size=30) | st.from_regex(r"[A-Z*]{0,4}[\d.]{0,7}(HK|US|-U|A)?", fullmatch=True), st.none() | st.dates()
)
def test_no_text_raises(text: str, day: date | None) -> None:
    assert isinstance(SAMPLE_NAMES.resolve(text, day), Found | Unclear | Unknown)
    assert isinstance(SAMPLE_NAMES.find(text), Found | Unclear | Unknown)


@given(st.text(max_size=20))
def test_any_text_has_a_normal_form_without_white_space(text: str) -> None:
    assert "".join(normal(text).split()) == normal(text)
    assert isinstance(read_code(normal(text)), tuple)
    assert isinstance(base_form(normal(text)), str)


def test_picks_of_real_reports_resolve_to_their_printed_codes(names: Names) -> None:
    if not EXPECTED.exists():
        pytest.skip(f"{EXPECTED} is not there")
    other_listing = {("中芯国际", "00981.HK")}  # a report on the Hong Kong share; the name alone means Shanghai's
    misprinted = {("鱼跃医疗", "000223.SZ"), ("四环医药", "0460")}
    unknown_company = {("奥园健康", "3662.HK")}
    checked = 0
    for line in EXPECTED.read_text(encoding="utf-8").splitlines():
        report = json.loads(line)
        day = date.fromisoformat(report["date"]) if report["date"] else None
        for pick in report["picks"]:
            printed = (pick["name"], pick["code"])
            if not pick["code"] or printed in other_listing | misprinted | unknown_company:
                continue
            by_code = names.resolve(pick["code"], day)
            assert isinstance(by_code, Found), printed
            assert names.resolve(pick["name"], day) == by_code, printed
            checked += 1
    assert checked == 200


def test_a_text_longer_than_any_name_is_no_name_and_is_compared_with_none(names: Names) -> None:
    longest = max(len(each.full_name or each.name) for each in names)
    assert longest < LONGEST_QUERY
    assert names.search("中际旭创" * 16 + "。") == ()
    assert names.search("中际序创")[:1] == names.search("中际旭创")[:1]
