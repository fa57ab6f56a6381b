"""Segments where annotators and the text leave room: each decision once, in own words."""

from __future__ import annotations

import pytest

from bot.domain.names import Names
from tests.unit.extraction.test_forms_of_advice import B, R, W, read, said


@pytest.mark.parametrize(
    ("text", "picks"),
    [
        # as printed: 行业 and 板块 belong to the name, 在…环节 and …方面 do not
        ("血制品行业：采浆增长。推荐天坛生物。", f"天坛生物 {R} 血制品行业"),
        (
            "医疗器械板块，建议关注迈瑞医疗；医疗服务方面，建议关注爱尔眼科。",
            f"迈瑞医疗 {W} 医疗器械板块|爱尔眼科 {W} 医疗服务",
        ),
        # a printed head outranks the words before a name
        ("1）消费升级：推荐疫苗板块智飞生物、生长激素龙头长春高新。", f"智飞生物 {R} 消费升级|长春高新 {R} 消费升级"),
        (
            "推荐疫苗板块智飞生物、药店板块一心堂、大参林。",
            f"智飞生物 {R} 疫苗板块|一心堂 {R} 药店板块|大参林 {R} 药店板块",
        ),
        (
            "建议关注联想集团等，供应链公司包括长信科技（300088）、长盈精密（300115）。",
            f"联想集团 {W} -|长信科技 {W} 供应链|长盈精密 {W} 供应链",
        ),
        (
            "建议关注PC供应链公司包括长信科技（300088）、长盈精密（300115）。",
            f"长信科技 {W} PC供应链|长盈精密 {W} PC供应链",
        ),
        # a bracket holds its own list and nothing behind it
        (
            "重点推荐：功率半导体（斯达半导、新洁能），以及北方华创。",
            f"斯达半导 {R} 功率半导体|新洁能 {R} 功率半导体|北方华创 {R} -",
        ),
        # the next point of the same numbering ends a segment, numbered reasons within a point do not
        ("1）疫苗板块：推荐智飞生物；2）创新持续受到鼓励，推荐药明康德。", f"智飞生物 {R} 疫苗板块|药明康德 {R} -"),
        (
            "3、疫苗板块：1）需求稳定；2）新品放量。相关标的：智飞生物、康泰生物",
            f"智飞生物 {W} 疫苗板块|康泰生物 {W} 疫苗板块",
        ),
        # a list that is named for a time is its own segment, its second half too
        ("近期重点推荐：中际旭创；受益标的：英维克。", f"中际旭创 {R} 近期重点推荐|英维克 {B} 近期重点推荐"),
        # what a verb is about is the segment of its list
        ("我们看好核酸检测相关标的：金域医学、华大基因。", f"金域医学 {R} 核酸检测|华大基因 {R} 核酸检测"),
        # who gains from a thing is named with what they gain from
        (
            "重点关注集采落地受益的企业，如金域医学、华大基因等。",
            f"金域医学 {W} 集采落地受益|华大基因 {W} 集采落地受益",
        ),
        # what examples are of is their segment; a head before the verb wins, but for a point of the list that has its own
        ("建议持续关注现金流带动的红利资产，如长江电力、中国神华。", f"长江电力 {W} 红利资产|中国神华 {W} 红利资产"),
        ("建议关注具备渠道优势的公司，如长江电力、中国神华。", f"长江电力 {W} -|中国神华 {W} -"),
        ("【液冷】建议关注高景气环节，如英维克、申菱环境。", f"英维克 {W} 液冷|申菱环境 {W} 液冷"),
        (
            "1）医疗器械板块，建议关注迈瑞医疗；2）处方外流带动的零售板块，包括益丰药房等。",
            f"迈瑞医疗 {W} 医疗器械板块|益丰药房 {W} 零售板块",
        ),
        # words of the page and of advice are no segments
        ("【投资建议】推荐中际旭创。", f"中际旭创 {R} -"),
        ("三、重点公司：推荐中际旭创。", f"中际旭创 {R} -"),
    ],
)
def test_a_segment_is_what_is_printed_before_the_names(text: str, picks: str, all_names: Names) -> None:
    assert said(read(text, all_names).picks) == picks.split("|")
