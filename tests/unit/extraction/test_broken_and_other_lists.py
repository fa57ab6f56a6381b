"""Lists that lines, side bars and missing marks break, further separators, and sentences that name companies for other reasons."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.confidence import Sign
from bot.domain.names import Names
from bot.domain.ratings import RatingChange
from tests.unit.extraction.test_forms_of_advice import B, R, W, read, said


@pytest.mark.parametrize(
    ("text", "picks"),
    [
        (
            "受益标的推荐\n光模块：中际旭创、新易盛\n液冷：英维克",
            f"中际旭创 {B} 光模块|新易盛 {B} 光模块|英维克 {B} 液冷",
        ),
        ("建议关注：长\n盛轴承、中际旭创。", f"长盛轴承 {W} -|中际旭创 {W} -"),
        (
            "建议关注：【减速器】绿的谐波、双环传动；【丝杠】贝斯特。",
            f"绿的谐波 {W} 减速器|双环传动 {W} 减速器|贝斯特 {W} 丝杠",
        ),
        ("个股推荐：1、中国神华（601088）：高股息；2、陕西煤业（601225）：成本低。", f"中国神华 {R} -|陕西煤业 {R} -"),
        ("推荐排序：贵州茅台>五粮液>泸州老窖。", f"贵州茅台 {R} -|五粮液 {R} -|泸州老窖 {R} -"),
        ("首推贵州茅台，其次五粮液、泸州老窖。", f"贵州茅台 {R} -|五粮液 {R} -|泸州老窖 {R} -"),
        (
            "我们建议投资者重点关注龙头公司招商银行、宁波银行及杭州银行的投资机会。",
            f"招商银行 {W} -|宁波银行 {W} -|杭州银行 {W} -",
        ),
        ("保险重点推荐中国平安；券商重点推荐中信证券。", f"中国平安 {R} 保险|中信证券 {R} 券商"),
        ("推荐300308中际旭创、新易盛300502。", f"中际旭创 {R} -|新易盛 {R} -"),
        ("推荐中际旭创(300308.SZ)\\新易盛(300502.SZ)", f"中际旭创 {R} -|新易盛 {R} -"),
        (
            "推荐京东方、深天马A，建议关注FPC厂商鹏鼎控股、面板双雄TCL科技。",
            f"京东方 {R} -|深天马A {R} -|鹏鼎控股 {W} -|TCL科技 {W} -",
        ),
        (
            "**投资建议**：重点推荐 **中国中免**、**锦江酒店**；建议关注 **宋城演艺**。",
            f"中国中免 {R} -|锦江酒店 {R} -|宋城演艺 {W} -",
        ),
        ("推荐标的：\n中国神华、\n陕西煤业。", f"中国神华 {R} -|陕西煤业 {R} -"),
        ("建议关注产业链：【光模块】中际旭创；【PCB】沪电股份等。", f"中际旭创 {W} 光模块|沪电股份 {W} PCB"),
        (
            "建议关注：光模块/光芯片：中际旭创/源杰科技；PCB：沪电股份",
            f"中际旭创 {W} 光模块/光芯片|源杰科技 {W} 光模块/光芯片|沪电股份 {W} PCB",
        ),
        ("我们推荐关注A股的中国神华，港股的中煤能源。", f"中国神华 {W} -|中煤能源 {W} -"),
        ("相关产业链标的：中际旭创、新易盛。", f"中际旭创 {W} -|新易盛 {W} -"),
        ("此外，我们还看好受益于内需的中国中免、以及估值合理的王府井。", f"中国中免 {R} -|王府井 {R} -"),
        ("推荐具有品牌力的青岛啤酒（600600.SH/0168.HK）和华润啤酒（0291.HK）。", f"青岛啤酒 {R} -|华润啤酒 {R} -"),
        ("建议关注*ST国华、ST华通。", f"*ST国华 {W} -|ST华通 {W} -"),
        ("重点关注【贵州茅台】渠道改革、【五粮液】量价平衡", f"贵州茅台 {W} -|五粮液 {W} -"),
        ("推荐个股及逻辑\n宁德时代：全球龙头\n比亚迪：出海加速", f"宁德时代 {R} -|比亚迪 {R} -"),
        ("推荐\n宁德时代 300750.SZ\n比亚迪 002594.SZ", f"宁德时代 {R} -|比亚迪 {R} -"),
        ("建议关注\n1. 宁德时代\n2. 比亚迪", f"宁德时代 {W} -|比亚迪 {W} -"),
        ("本期推荐组合\n宁德时代、比亚迪", f"宁德时代 {R} -|比亚迪 {R} -"),
        ("特斯拉产业链推荐拓普集团，华为产业链关注赛力斯。", f"拓普集团 {R} 特斯拉产业链|赛力斯 {W} 华为产业链"),
        ("推荐科达利，公司深度绑定宁德时代、比亚迪等客户。", f"科达利 {R} -"),
        ("推荐贵州茅台，其竞争对手包括五粮液、泸州老窖。", f"贵州茅台 {R} -"),
        ("建议关注深度绑定宁德时代的科达利，特斯拉供应商拓普集团。", f"科达利 {W} -|拓普集团 {W} -"),
        ("建议关注康诺亚(IL4单抗)、荣昌生物(ADC)。", f"康诺亚 {W} -|荣昌生物 {W} -"),
        ("推荐TCL科技(示例通信&电子联合覆盖)、和而泰(铖昌科技)。", f"TCL科技 {R} -|和而泰 {R} -"),
        ("上调恒瑞医药评级至“买入”，推荐迈瑞医疗。", f"迈瑞医疗 {R} -"),
        ("继续维持前期观点，重点推荐：中国神华、陕西煤业。", f"中国神华 {R} -|陕西煤业 {R} -"),
    ],
)
def test_a_list_is_followed_over_its_breaks(text: str, picks: str, all_names: Names) -> None:
    found = read(text, all_names)
    assert said(found.picks) == picks.split("|")
    assert found.unresolved == ()


def test_a_list_behind_a_side_bar_is_found_and_said_to_be_broken(all_names: Names) -> None:
    text = "重点推荐：\n证券研究报告\n分析师：张三\n执业证书：S0000000000001\n中际旭创、新易盛。"
    found = read(text, all_names)
    assert said(found.picks) == [f"中际旭创 {R} -", f"新易盛 {R} -"]
    assert all(Sign.BROKEN in {reason.sign for reason in pick.reasons} for pick in found.picks)
    assert found.picks[0].confidence < 0.9


@pytest.mark.parametrize(
    "text",
    [
        "董事会推荐张三为比亚迪独立董事候选人。",
        "公司是宁德时代、比亚迪的核心供应商，看好公司在储能的布局，维持“推荐”评级。",
        "看好新能源车产业链。宁德时代、比亚迪三季度业绩超预期。",
        "看好新能源车需求，宁德时代、比亚迪产能扩张。",
        "持续看好锂电板块，本周宁德时代上涨5%，比亚迪上涨3%。",
        "建议关注下游客户拓展，公司已进入比亚迪、宁德时代供应链。",
        "建议关注：行业政策变化、原材料价格、宁德时代扩产节奏。",
        "建议关注苹果、小米等新机发布。",
        "关注度提升的个股包括中际旭创。",
        "表3：本周北向资金增持前十：贵州茅台、宁德时代；推荐阅读：行业深度报告",
        "前十大重仓股：贵州茅台、宁德时代、五粮液。",
        "可比公司选取中际旭创、新易盛，看好公司估值提升。",
        "大宗交易：中际旭创、新易盛。龙虎榜：天孚通信。",
        "曾任职于中信证券、国泰君安，重点关注消费电子方向。",
        "推荐理由：宁德时代为全球龙头。",
        "推荐逻辑：煤价上行。",
        "我们认为行业景气向上，龙头中国神华、陕西煤业有望受益。",
        "敬请关注文末具有重要意义的免责声明。本报告由中信证券制作。",
        "请关注公众号中信证券研究",
        "公司推荐使用华为、中兴通讯的设备。",
    ],
)
def test_customers_holdings_events_and_biographies_are_no_picks(text: str, all_names: Names) -> None:
    found = read(text, all_names)
    assert (found.picks, found.unresolved) == ((), ())


def test_a_bracket_gives_code_rating_change_and_target(all_names: Names) -> None:
    text = "建议关注中际旭创（300308，买入/维持，目标价 180 元）、腾讯控股（700 HK，增持，目标价HK$600）、新易盛（300502，短期回调）。"
    one, other, third = read(text, all_names).picks
    assert (one.rating, one.rating_change, one.target_price, one.currency) == (
        "买入",
        RatingChange.MAINTAINED,
        Decimal(180),
        "CNY",
    )
    assert (other.symbol, other.rating, other.target_price, other.currency) == ("00700.HK", "增持", Decimal(600), "HKD")
    assert (third.symbol, third.rating, third.target_price) == ("300502.SZ", None, None)
    assert Sign.CODE_AGREES in {reason.sign for reason in third.reasons}


def test_a_rating_inside_a_bracket_is_no_verb(all_names: Names) -> None:
    found = read("建议关注中际旭创（300308，推荐）、新易盛（300502，推荐）。", all_names)
    assert said(found.picks) == [f"中际旭创 {W} -", f"新易盛 {W} -"]
    assert [pick.rating for pick in found.picks] == ["推荐", "推荐"]


def test_a_former_name_is_told_among_the_reasons(names: Names) -> None:
    [pick] = read("受益标的：博创科技", names).picks
    assert [(reason.sign, reason.words) for reason in pick.reasons] == [
        (Sign.LISTED, "受益标的"),
        (Sign.FORMER_NAME, "长芯博创"),
    ]


def test_an_abbreviation_between_companies_is_asked_about_and_not_guessed(all_names: Names) -> None:
    found = read("推荐贵州茅台、五粮液、老窖。推荐标的：茅台、山西汾酒", all_names)
    assert [pick.name for pick in found.picks] == ["贵州茅台", "五粮液", "山西汾酒"]
    assert [(name.name, name.candidates) for name in found.unresolved] == [
        ("老窖", ("000568.SZ",)),
        ("茅台", ("600519.SH",)),
    ]


def test_branches_between_companies_are_not_asked_about(all_names: Names) -> None:
    assert read("推荐宁德时代、储能、光伏等方向。", all_names).unresolved == ()


_WORDS = (
    "推荐 建议关注 受益标的 看好 : 、 , 。 ; 1) ( ) 【 】 等 的 / —— 和 中际旭创 300308 300502.SZ 光模块 老百姓 某某制冷 买入 目标价180元"
    " 风险提示 ST华通"
)
_PIECES = st.sampled_from([*_WORDS.split(), "\n", "\t", " ", "700 HK"])


@given(st.lists(_PIECES, max_size=30))
def test_no_order_of_words_fails_or_names_what_is_not_there(all_names: Names, pieces: list[str]) -> None:
    text = "".join(pieces)
    if not text.strip():
        return
    found = read(text, all_names)
    bare = "".join(text.split())
    assert all("".join(pick.name.split()) in bare for pick in found.picks)
    assert all(0 < pick.confidence <= 0.99 for pick in found.picks)
    assert len({(pick.segment, pick.kind, pick.symbol) for pick in found.picks}) == len(found.picks)
