from __future__ import annotations

from datetime import date

import pytest

from bot.domain.names import Names
from bot.domain.reports import Pick, PickKind, Unresolved
from bot.extraction.layout import Paragraph, normal_text
from bot.extraction.picks import read_picks

DAY = date(2024, 12, 26)


def read(text: str, names: Names) -> tuple[tuple[Pick, ...], tuple[Unresolved, ...]]:
    parts = [Paragraph(normal_text(part), 1) for part in text.split("\n")]
    found = read_picks(parts, names, DAY, broker="开源证券")
    return found.picks, found.unresolved


def found(text: str, names: Names) -> list[tuple[str | None, str, str]]:
    return [(pick.segment, pick.kind.value, pick.symbol) for pick in read(text, names)[0]]


def test_segments_and_kinds_of_one_paragraph_are_kept_apart(names: Names) -> None:
    text = "产业链受益。【AIDC 供应商】推荐标的：紫光股份；受益标的：中际旭创、博创科技等；【液冷】推荐标的：英维克；受益标的：申菱环境、英维克、申菱环境等。"
    assert found(text, names) == [
        ("AIDC供应商", "recommended", "000938.SZ"),
        ("AIDC供应商", "beneficiary", "300308.SZ"),
        ("AIDC供应商", "beneficiary", "300548.SZ"),
        ("液冷", "recommended", "002837.SZ"),
        ("液冷", "beneficiary", "301018.SZ"),
        ("液冷", "beneficiary", "002837.SZ"),
    ]


def test_the_printed_name_is_kept_beside_todays(names: Names) -> None:
    [pick] = read("受益标的：博创科技", names)[0]
    assert (pick.name, pick.listed_name, pick.symbol) == ("博创科技", "长芯博创", "300548.SZ")
    assert pick.evidence.text == "受益标的:博创科技"
    assert 0 < pick.confidence <= 1


@pytest.mark.parametrize(
    ("verb", "kind"),
    [
        ("推荐标的：", PickKind.RECOMMENDED),
        ("重点推荐：", PickKind.RECOMMENDED),
        ("首推", PickKind.RECOMMENDED),
        ("强烈推荐", PickKind.RECOMMENDED),
        ("推荐组合：", PickKind.RECOMMENDED),
        ("本月金股：", PickKind.RECOMMENDED),
        ("持续看好", PickKind.RECOMMENDED),
        ("受益标的：", PickKind.BENEFICIARY),
        ("相关受益公司：", PickKind.BENEFICIARY),
        ("建议关注：", PickKind.WATCH),
        ("建议持续关注", PickKind.WATCH),
        ("重点关注", PickKind.WATCH),
        ("推荐关注", PickKind.WATCH),
        ("相关标的：", PickKind.WATCH),
    ],
)
def test_the_printed_verb_decides_the_kind(verb: str, kind: PickKind, names: Names) -> None:
    [pick] = read(f"我们认为行业向好，{verb}中际旭创。", names)[0]
    assert pick.kind is kind
    assert verb.rstrip("：") in pick.evidence.text


@pytest.mark.parametrize(
    "items",
    [
        "中际旭创、紫光股份",
        "中际旭创，紫光股份等。",
        "中际旭创；紫光股份。",
        "中际旭创和紫光股份",
        "中际旭创以及紫光股份等优秀龙头",
        "中际旭创（300308.SZ）、紫光股份（000938）",
        "中际旭创(300308)紫光股份(000938)",
        "光模块龙头中际旭创、紫光股份（新华三）",
    ],
)
def test_lists_are_parted_in_every_usual_way(items: str, names: Names) -> None:
    assert [symbol for _, _, symbol in found(f"建议关注：{items}", names)] == ["300308.SZ", "000938.SZ"]


def test_a_name_that_holds_an_and_is_one_name(names: Names) -> None:
    assert [symbol for _, _, symbol in found("推荐标的：新和成、中际旭创", names)] == ["002001.SZ", "300308.SZ"]


@pytest.mark.parametrize("heading", ["（1）液冷：建议关注：英维克", "1）液冷：推荐英维克", "液冷：建议关注英维克"])
def test_numbered_and_headed_segments_are_segments(heading: str, names: Names) -> None:
    assert [segment for segment, _, _ in found(heading, names)] == ["液冷"]


def test_a_heading_in_brackets_that_names_no_segment_is_none(names: Names) -> None:
    assert [segment for segment, _, _ in found("【投资建议】推荐标的：英维克", names)] == [None]


def test_earlier_reports_risks_and_disclosures_hold_no_picks(names: Names) -> None:
    text = "《重点推荐中际旭创》-2024.12.22\n风险提示：推荐标的：英维克不及预期\n特别声明\n推荐标的：紫光股份"
    assert read(text, names) == ((), ())


def test_customers_in_prose_and_the_broker_itself_are_no_picks(names: Names) -> None:
    assert (
        read("小米正在搭建集群，中际旭创的客户也在扩产。推荐标的：开源证券、英维克", names)[0][0].symbol == "002837.SZ"
    )
    assert read("小米正在搭建集群，中际旭创的客户也在扩产。", names) == ((), ())


def test_a_verb_in_a_sentence_that_governs_a_sector_picks_nothing(names: Names) -> None:
    assert read("建议关注机器人产业链、机器人、AI以及政策落地。持续看好液冷板块", names) == ((), ())


def test_what_a_broker_recommended_before_or_does_not_recommend_is_no_pick(names: Names) -> None:
    assert read("我们此前推荐中际旭创，不推荐英维克", names) == ((), ())


def test_an_unknown_name_in_a_printed_list_is_kept_for_a_person(names: Names) -> None:
    picks, [unknown] = read("【液冷】受益标的：英维克、某某制冷等", names)
    assert [pick.symbol for pick in picks] == ["002837.SZ"]
    assert (unknown.name, unknown.segment, unknown.kind, unknown.candidates) == (
        "某某制冷",
        "液冷",
        PickKind.BENEFICIARY,
        (),
    )


def test_a_name_of_two_companies_is_never_settled_by_a_guess(names: Names) -> None:
    picks, [unclear] = read("推荐标的：双名", names)
    assert picks == ()
    assert set(unclear.candidates) == {"600001.SH", "600002.SH"}


def test_a_code_that_contradicts_its_name_is_left_to_a_person(names: Names) -> None:
    picks, [unclear] = read("推荐标的：英维克（300308.SZ）", names)
    assert picks == ()
    assert set(unclear.candidates) == {"002837.SZ", "300308.SZ"}


@pytest.mark.parametrize("words", ["低估值板块", "产业链相关公司", "优质细分龙头", "需求增长", "2025年"])
def test_what_is_no_name_of_a_company_is_not_kept_for_a_person(words: str, names: Names) -> None:
    assert read(f"建议关注：{words}", names) == ((), ())


def test_names_with_marks_of_html_are_names(names: Names) -> None:
    picks, unresolved = read("推荐标的：*ST国华、<b>某某</b>、甲&乙", names)
    assert [pick.name for pick in picks] == ["*ST国华"]
    assert [name.name for name in unresolved] == ["<b>某某</b>", "甲&乙"]
