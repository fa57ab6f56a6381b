from __future__ import annotations

import re

import pytest

from bot.extraction.brokers import Broker, FormerName, broker_in_head, desk_of, find_broker, house_today

KAIYUAN = Broker("开源证券", ("开源证券股份有限公司",), "S0790")
FUSION = Broker("国联民生", ("国联民生证券股份有限公司", "国联证券股份有限公司"))


def test_a_legal_name_in_the_disclosures_names_the_broker() -> None:
    assert find_broker("开源证券股份有限公司已具备资格", (), (KAIYUAN,)) == "开源证券"


def test_a_former_legal_name_leads_to_todays_short_name() -> None:
    assert find_broker("国联证券股份有限公司", (), (KAIYUAN, FUSION)) == "国联民生"


def test_a_house_that_no_list_knows_is_found_by_its_legal_name() -> None:
    text = "以及示例证券股份有限公司的整体收益。示例证券股份有限公司经批准设立。示例证券不承担责任。"
    assert find_broker(text, (), (KAIYUAN,)) == "示例证券"


def test_a_listed_broker_that_is_a_pick_is_not_the_reports_broker() -> None:
    text = "推荐标的:开源证券、开源证券、开源证券、开源证券\n示例证券股份有限公司"
    assert find_broker(text, (), (KAIYUAN,)) == "示例证券"


def test_the_licence_of_its_people_outweighs_another_house_in_the_text() -> None:
    text = "样例证券股份有限公司、样例证券股份有限公司是我们的客户"
    assert find_broker(text, ("S0790523120003",), (KAIYUAN,)) == "开源证券"


@pytest.mark.parametrize("text", ["", "一篇关于液冷的文章", "他曾就职于某家证券公司"])
def test_without_any_name_there_is_no_broker(text: str) -> None:
    assert find_broker(text, (), (KAIYUAN,)) is None


def test_the_list_of_brokers_is_whole(brokers: tuple[Broker, ...]) -> None:
    licences = [broker.licence for broker in brokers if broker.licence]
    assert len({broker.short for broker in brokers}) == len(brokers)
    assert len(set(licences)) == len(licences)
    assert all(broker.legal for broker in brokers)


def test_the_list_of_brokers_does_not_contradict_itself(brokers: tuple[Broker, ...]) -> None:
    shorts = {broker.short for broker in brokers}
    former = [old.short for broker in brokers for old in broker.former]
    legal = [name for broker in brokers for name in broker.legal]
    assert len(shorts) >= 140
    assert not shorts & set(former)
    assert len(set(former)) == len(former)
    assert len(set(legal)) == len(legal)
    assert all(broker.successor in shorts for broker in brokers if broker.successor)
    assert all(bool(broker.successor) == bool(broker.succeeded) for broker in brokers)
    assert {house_today(short, brokers) for short in shorts} <= shorts
    assert all(re.fullmatch(r"[SA]\d{4}", broker.licence) for broker in brokers if broker.licence)


def test_a_house_is_known_by_each_of_its_names(brokers: tuple[Broker, ...]) -> None:
    for broker in brokers:
        for legal in broker.legal:
            found = find_broker(f"{legal}版权所有。本报告由{legal}制作。", (), brokers)
            names = {broker.short, broker.successor, *(old.short for old in broker.former)}
            assert found in names, legal


@pytest.mark.parametrize(
    ("printed", "today"),
    [
        ("安信证券", "国投证券"),
        ("新时代证券", "诚通证券"),
        ("国泰君安", "国泰海通"),
        ("海通证券", "国泰海通"),
        ("民生证券", "国联民生"),
        ("齐鲁证券", "中泰证券"),
        ("财富证券", "财信证券"),
    ],
)
def test_houses_that_went_on_under_another_name(printed: str, today: str, brokers: tuple[Broker, ...]) -> None:
    assert house_today(printed, brokers) == today


def test_a_name_inside_a_longer_one_is_not_printed(brokers: tuple[Broker, ...]) -> None:
    text = 6 * "国泰海通证券股份有限公司具备资格。国泰海通证券研究所。"
    assert find_broker(text, ("S0880520040003",), brokers) == "国泰海通"


@pytest.mark.parametrize("listed", ["东方财富", "中信证券", "华泰证券", "国联证券", "太平洋", "第一创业"])
def test_a_report_on_a_listed_broker_is_its_authors(listed: str, brokers: tuple[Broker, ...]) -> None:
    text = (
        f"{listed}(600000):投行优势巩固。{listed}证券股份有限公司发布年报,{listed}证券经纪业务增长,{listed}资管规模提升。"
        "东吴证券股份有限公司具备证券投资咨询业务资格。东吴证券研究所。本报告版权归东吴证券股份有限公司所有。"
    )
    assert find_broker(text, ("S0600520040003",), brokers) == "东吴证券"


RENAMED = Broker("新名证券", ("新名证券股份有限公司", "旧名证券有限责任公司"), former=(FormerName("旧名证券"),))
TAKEN_OVER = Broker("旧名证券二部", ("二部证券有限公司",), successor="新名证券")


def test_a_report_is_shown_under_the_name_that_it_prints() -> None:
    assert find_broker("旧名证券有限责任公司。旧名证券研究所。", (), (RENAMED,)) == "旧名证券"
    assert find_broker("新名证券股份有限公司(原旧名证券)。新名证券研究所。", (), (RENAMED,)) == "新名证券"


def test_the_desk_that_wrote_is_the_broker_before_it_was_taken_over() -> None:
    houses = (RENAMED, TAKEN_OVER)
    names = ("旧名证券", "旧名证券二部", "新名证券", "示例证券")
    assert [desk_of(name, houses) for name in names] == ["新名证券", "旧名证券二部", "新名证券", "示例证券"]


def test_a_house_goes_on_under_its_new_name_or_its_successor() -> None:
    houses = (RENAMED, TAKEN_OVER)
    assert [house_today(name, houses) for name in ("旧名证券", "旧名证券二部", "新名证券", "示例证券")] == [
        "新名证券",
        "新名证券",
        "新名证券",
        "示例证券",
    ]


def test_two_houses_that_name_one_another_do_not_hang() -> None:
    assert house_today("甲", (Broker("甲", successor="乙"), Broker("乙", successor="甲"))) in {"甲", "乙"}


def test_a_short_line_that_names_a_merged_house_names_neither_of_its_parts() -> None:
    merged, part = Broker("国泰海通", former=(FormerName("国泰君安"),)), Broker("海通证券")
    assert broker_in_head(["国泰海通证券· 2025-09-18 08:16"], (merged, part)) == "国泰海通"
