"""What stands in printed lists: segments inside them, described and joined names, and what is no pick at all."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.names import Names
from bot.extraction.layout import Paragraph, normal_text
from bot.extraction.lists import items
from bot.extraction.picks import read_picks

DAY = date(2024, 12, 26)
INNOLIGHT, ENVICOOL, UNIS, STAR = "300308.SZ", "002837.SZ", "000938.SZ", "603290.SH"


def found(text: str, names: Names) -> list[tuple[str | None, str, str]]:
    parts = [Paragraph(normal_text(part), 1) for part in text.split("\n")]
    picks = read_picks(parts, names, DAY, broker="示例证券").picks
    return [(pick.segment, pick.kind.value, pick.symbol) for pick in picks]


@pytest.mark.parametrize(
    "text",
    [
        "推荐：1）光模块：中际旭创；2）液冷：英维克、紫光股份。",
        "推荐光模块（中际旭创）、液冷（英维克、紫光股份）。",
        "1）光模块：景气。推荐中际旭创。2）液冷：景气。推荐英维克、紫光股份。",
        "【光模块】推荐：中际旭创【液冷】推荐：英维克、紫光股份",
        "1、光模块：推荐中际旭创；2、液冷：推荐英维克、紫光股份",
    ],
    ids=["numbered", "brackets", "sentences", "marks", "points"],
)
def test_a_segment_is_read_in_every_marking(text: str, names: Names) -> None:
    assert found(text, names) == [
        ("光模块", "recommended", INNOLIGHT),
        ("液冷", "recommended", ENVICOOL),
        ("液冷", "recommended", UNIS),
    ]


@pytest.mark.parametrize(
    "item",
    [
        "光模块龙头中际旭创",
        "具有成本优势的中际旭创",
        "如中际旭创",
        "包括传统替代逻辑的中际旭创",
        "中际旭创的新产品",
        "检测公司中际旭创",
        "中际旭创（300308，买入）",
        "中际旭创（短期回调不改逻辑，景气延续）",
        "中际旭创4",
    ],
)
def test_a_company_is_found_under_the_words_that_describe_it(item: str, names: Names) -> None:
    assert found(f"建议关注{item}、英维克等。", names) == [(None, "watch", INNOLIGHT), (None, "watch", ENVICOOL)]


def test_two_described_companies_may_be_joined_by_and(names: Names) -> None:
    assert [symbol for _, _, symbol in found("重点关注先发优势的中际旭创和后起之秀斯达半导。", names)] == [
        INNOLIGHT,
        STAR,
    ]


def test_a_branch_named_before_a_company_is_its_segment(names: Names) -> None:
    assert found("持续推荐液冷板块英维克、光模块板块中际旭创。", names) == [
        ("液冷板块", "recommended", ENVICOOL),
        ("光模块板块", "recommended", INNOLIGHT),
    ]


def test_names_without_separators_are_parted_by_their_brackets(names: Names) -> None:
    text = (
        "建议关注功率器件：进入涨价周期斯达半导（行业领先，国产替代）光模块：需求向好中际旭创（份额第一）英维克（液冷）"
    )
    assert found(text, names) == [
        ("功率器件", "watch", STAR),
        ("光模块", "watch", INNOLIGHT),
        ("光模块", "watch", ENVICOOL),
    ]


def test_one_verb_governs_all_its_numbered_points(names: Names) -> None:
    text = "建议关注1）光模块：包括份额领先的中际旭创，以及斯达半导；2）液冷：关注大市值英维克。"
    assert [symbol for _, _, symbol in found(text, names)] == [INNOLIGHT, STAR, ENVICOOL]


def test_a_list_goes_on_behind_its_etcetera_where_it_says_so(names: Names) -> None:
    text = "建议关注平台型公司如中际旭创等，以及细分领域的小龙头如英维克等。"
    assert [symbol for _, _, symbol in found(text, names)] == [INNOLIGHT, ENVICOOL]


def test_the_first_of_two_verbs_decides_the_kind(names: Names) -> None:
    assert found("看好液冷相关标的：英维克。", names) == [("液冷", "recommended", ENVICOOL)]


def test_the_rating_in_the_bracket_is_the_picks_own(names: Names) -> None:
    parts = [
        Paragraph("建议关注中际旭创、英维克。", 1),
        Paragraph("建议关注中际旭创(300308,买入)、英维克(002837,未评级)。", 2),
    ]
    picks = read_picks(parts, names, DAY, broker="").picks
    assert [(pick.symbol, pick.rating) for pick in picks] == [(INNOLIGHT, "买入"), (ENVICOOL, "未评级")]


@pytest.mark.parametrize(
    "text",
    [
        "打造行业界“中际旭创”，前景可期。",
        "推荐给海内外的合作伙伴，中际旭创也在扩产。",
        "建议关注政策落地进度，以及行业景气度的变化。",
        "推荐公司在业内的地位稳固，与中际旭创的合作没有变化。",
        "个股涨幅前五：中际旭创、英维克。",
        "曾就职于中际旭创，现为分析师。",
        "风险提示：建议关注中际旭创的减持风险。",
    ],
)
def test_praise_customers_and_movers_are_no_picks(text: str, names: Names) -> None:
    assert found(text, names) == []


def test_a_branch_in_a_list_is_not_left_to_a_person(names: Names) -> None:
    assert read_picks([Paragraph("重点推荐:消费电子、中际旭创", 1)], names, DAY, broker="").unresolved == ()


def test_items_keep_what_stands_in_their_brackets_together() -> None:
    assert [item.text for item in items("甲(一,二)、乙等优质龙头,丙在扩产")] == ["甲(一,二)", "乙等优质龙头"]
