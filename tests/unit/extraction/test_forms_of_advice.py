"""Advice as brokers word it, in own words: over lines, glued, described, bracketed, in English; and what only sounds like it."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.names import Names
from bot.domain.reports import Pick
from bot.extraction.documents import read_document
from bot.extraction.layout import normal_lines, paragraphs
from bot.extraction.picks import Read, read_picks
from bot.extraction.verbs import Rule

DAY = date(2024, 12, 26)
R, B, W = "recommended", "beneficiary", "watch"


def read(text: str, names: Names) -> Read:
    document = read_document(text.encode(), "a.txt")
    return read_picks(paragraphs(normal_lines(document), document.kind), names, DAY, broker="示例证券")


def said(picks: tuple[Pick, ...]) -> list[str]:
    """Each pick as NAME kind segment."""
    return [f"{pick.name} {pick.kind.value} {pick.segment or '-'}" for pick in picks]


SEGMENTS = "中际旭创 watch 光模块|新易盛 watch 光模块|英维克 watch 液冷"


@pytest.mark.parametrize(
    "text",
    [
        "建议关注：\n1）光模块：中际旭创、新易盛；\n2）液冷：英维克。",
        "我们建议关注以下方向：\n（1）光模块：需求旺盛，相关标的包括中际旭创、新易盛等；\n（2）液冷：渗透率提升，相关标的英维克等。",
        "建议关注两条主线：①光模块：中际旭创、新易盛；②液冷：英维克。",
        "建议关注：1）光模块：中际旭创、新易盛。2）液冷：英维克。",
        "主线一：光模块，建议关注中际旭创、新易盛；主线二：液冷，建议关注英维克。",
        "光模块方面，建议关注中际旭创、新易盛；液冷方面，建议关注英维克。",
        "在光模块环节，建议关注中际旭创、新易盛；在液冷环节，建议关注英维克。",
        "〖光模块〗建议关注中际旭创、新易盛；〖液冷〗建议关注英维克。",
        "建议关注光模块相关标的：中际旭创、新易盛，建议关注液冷相关标的：英维克。",
        "建议关注光模块（中际旭创、新易盛）、液冷（英维克）。",
        "建议关注：光模块——中际旭创、新易盛；液冷——英维克。",
        "⚫光模块：景气延续。建议关注中际旭创、新易盛。\n⚫液冷：需求释放。建议关注英维克。",
    ],
)
def test_segments_are_read_in_every_printed_marking(text: str, all_names: Names) -> None:
    assert said(read(text, all_names).picks) == SEGMENTS.split("|")


@pytest.mark.parametrize(
    ("text", "picks"),
    [
        (
            "投资建议：\n重点推荐：\n● 贵州茅台：渠道稳健，批价企稳。\n● 五粮液：改革见效。\n风险提示：需求不及预期。",
            f"贵州茅台 {R} -|五粮液 {R} -",
        ),
        ("核心推荐：宁德时代、亿纬锂能；建议关注：国轩高科", f"宁德时代 {R} -|亿纬锂能 {R} -|国轩高科 {W} -"),
        ("优先推荐宁德时代，维持推荐亿纬锂能，建议布局国轩高科。", f"宁德时代 {R} -|亿纬锂能 {R} -|国轩高科 {R} -"),
        ("本周组合：宁德时代、亿纬锂能。", f"宁德时代 {R} 本周组合|亿纬锂能 {R} 本周组合"),
        (
            "本月金股组合为：宁德时代（300750）、招商银行（600036）。",
            f"宁德时代 {R} 本月金股组合为|招商银行 {R} 本月金股组合为",
        ),
        ("受益公司包括宁德时代、亿纬锂能等。相关公司：欣旺达。", f"宁德时代 {B} -|亿纬锂能 {B} -|欣旺达 {W} -"),
        ("推荐：中际旭创 新易盛 天孚通信", f"中际旭创 {R} -|新易盛 {R} -|天孚通信 {R} -"),
        ("建议重点关注：中际旭创新易盛天孚通信", f"中际旭创 {W} -|新易盛 {W} -|天孚通信 {W} -"),
        ("看好龙头【中际旭创】，以及【英维克】", f"中际旭创 {R} -|英维克 {R} -"),
        ("建议关注【中国神华】【陕西煤业】", f"中国神华 {W} -|陕西煤业 {W} -"),
        ("建议关注：中国神华——高股息标杆；陕西煤业——资源禀赋优异。", f"中国神华 {W} -|陕西煤业 {W} -"),
        ("建议关注产业链相关公司：上游——天齐锂业；下游——比亚迪。", f"天齐锂业 {W} 上游|比亚迪 {W} 下游"),
        (
            "推荐铜板块的紫金矿业、洛阳钼业，黄金板块的山东黄金。",
            f"紫金矿业 {R} 铜板块|洛阳钼业 {R} 铜板块|山东黄金 {R} 黄金板块",
        ),
        ("整车端关注比亚迪；零部件端推荐拓普集团。", f"比亚迪 {W} 整车|拓普集团 {R} 零部件"),
        ("推荐比亚迪（002594/1211.HK）、长城汽车（601633 CH/2333 HK）。", f"比亚迪 {R} -|长城汽车 {R} -"),
        ("Top picks: Tencent (700 HK), Meituan (3690 HK).", f"Tencent {R} -|Meituan {R} -"),
        (
            "We prefer BYD (1211 HK) and Geely Auto (175 HK). Beneficiaries include CATL (300750 CH).",
            f"BYD {R} -|Geely Auto {R} -|CATL {B} -",
        ),
        ("我们的首选为腾讯（700 HK）和网易（9999 HK）。", f"腾讯 {R} -|网易 {R} -"),
        (
            "【示例通信】光模块更新\n\n核心标的：中际旭创、新易盛\n\n弹性标的：太辰光\n\n欢迎联系",
            f"中际旭创 {W} -|新易盛 {W} -|太辰光 {W} -",
        ),
        ("✅ 推荐：中际旭创\n✅ 关注：天孚通信", f"中际旭创 {R} -|天孚通信 {W} -"),
        (
            "重点关注先发优势的欧普康视和后起之秀爱博医疗欧普康视属于消费品公司，增长稳定",
            f"欧普康视 {W} -|爱博医疗 {W} -",
        ),
        ("受益标的：中际旭创评级及分析师信息", f"中际旭创 {B} -"),
    ],
)
def test_lists_are_read_however_they_are_printed(text: str, picks: str, all_names: Names) -> None:
    assert said(read(text, all_names).picks) == picks.split("|")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("我们此前推荐的中际旭创涨幅居前。", Rule.PAST),
        ("我们于6月首次推荐中际旭创，至今涨幅可观。", Rule.PAST),
        ("我们推荐的中际旭创本周上涨。", Rule.PAST),
        ("现阶段不推荐中际旭创。", Rule.NEGATED),
        ("建议规避中际旭创、新易盛。", Rule.AGAINST),
        ("高盛推荐中际旭创。", Rule.OF_OTHERS),
        ("据媒体报道，多家机构推荐中际旭创。", Rule.OF_OTHERS),
        ("机构重点推荐中际旭创。", Rule.OF_OTHERS),
        ("风险提示：建议关注中际旭创。", Rule.RISK),
    ],
)
def test_what_is_refused_is_told_with_its_rule(text: str, rule: Rule, all_names: Names) -> None:
    """What a broker recommended before is history (decided): only what it says now can be measured from now on."""
    found = read(text, all_names)
    assert found.picks == ()
    assert found.unresolved == ()
    assert found.refused[0].symbol == "300308.SZ"
    assert found.refused[0].rule is rule


@pytest.mark.parametrize(
    "text",
    [
        "维持“推荐”评级。中际旭创、新易盛涨幅居前。",
        "维持行业“推荐”评级，中际旭创、新易盛业绩高增。",
        "本周涨幅前五：中际旭创、新易盛；跌幅前五：英维克。",
        "公司主要客户包括比亚迪、宁德时代，推荐关注下游景气。",
        "值得关注的是，宁德时代发布新品。",
        "需要关注的是，比亚迪、宁德时代近期减持。",
        "建议关注宁德时代赴港上市进展。",
        "推荐同花顺问财整理的数据，资料来源：同花顺、万得。",
        "建议关注国企改革、机器人、太阳能等方向。",
        "建议关注老百姓的消费意愿。",
        "推荐算法与关注度提升，宁德时代等客户受益。",
        "指南推荐使用该药，恒瑞医药参与制定。",
        "近期市场关注中际旭创。",
    ],
)
def test_what_only_sounds_like_advice_picks_nothing(text: str, all_names: Names) -> None:
    found = read(text, all_names)
    assert (found.picks, found.unresolved) == ((), ())


def test_words_of_every_day_are_companies_beside_companies(all_names: Names) -> None:
    found = read("建议关注益丰药房、老百姓、大参林。推荐标的：新产业、安图生物。", all_names)
    assert [pick.name for pick in found.picks] == ["益丰药房", "老百姓", "大参林", "新产业", "安图生物"]
    assert found.picks[1].confidence < found.picks[0].confidence


def test_a_mention_without_a_segment_adds_nothing_to_one_with_a_segment(all_names: Names) -> None:
    text = "推荐中际旭创、英维克。\n【光模块】推荐中际旭创。\n【算力】推荐中际旭创。"
    assert said(read(text, all_names).picks) == [
        f"英维克 {R} -",
        f"中际旭创 {R} 光模块",
        f"中际旭创 {R} 算力",
    ]


def test_advice_against_ends_the_list_before_it(all_names: Names) -> None:
    found = read("推荐中际旭创，建议规避新易盛。", all_names)
    assert said(found.picks) == [f"中际旭创 {R} -"]
    assert [(each.name, each.rule) for each in found.refused] == [("新易盛", Rule.AGAINST)]


def test_prose_behind_a_colon_is_not_left_to_a_person(all_names: Names) -> None:
    found = read(
        "重点推荐：\n● 贵州茅台：渠道稳健，批价企稳，动销良好。\n推荐：中际旭创，格局清晰，壁垒深厚。", all_names
    )
    assert said(found.picks) == [f"贵州茅台 {R} -", f"中际旭创 {R} -"]
    assert found.unresolved == ()


def test_a_near_miss_is_offered_and_never_taken(all_names: Names) -> None:
    found = read("推荐标的：中际旭疮、新易盛", all_names)
    assert said(found.picks) == [f"新易盛 {R} -"]
    assert [(name.name, name.candidates) for name in found.unresolved] == [("中际旭疮", ("300308.SZ",))]
