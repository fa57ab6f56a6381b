from __future__ import annotations

import pytest

from bot.domain.reports import Analyst, AnalystRole
from bot.extraction.people import analysts

ANALYST, CONTACT = AnalystRole.ANALYST, AnalystRole.CONTACT
LIN = Analyst("林示例", ANALYST, "S0000524120001")
ZHOU = Analyst("周样本", CONTACT, "S0000124120002")


@pytest.mark.parametrize(
    "lines",
    [
        ["林示例(分析师)", "周样本(联系人)", "a@b.cn", "c@d.cn", "证书编号:S0000524120001", "证书编号:S0000124120002"],
        ["林示例(分析师)\t周样本(联系人)", "证书编号:S0000524120001\t证书编号:S0000124120002"],
        ["分析师:林示例", "执业证书编号:S0000524120001", "研究助理:周样本", "登记编号:S0000124120002"],
        ["证券分析师:林示例S0000524120001 a@b.cn联系人:周样本S0000124120002"],
        ["证券分析师", "林示例", "SAC:S0000524120001", "联系人", "周样本", "SAC:S0000124120002"],
        ["分析师林示例执业证书编号S0000524120001电话010-1234邮箱a@b.cn", "联系人周样本执业证书编号S0000124120002"],
        ["林示例首席分析师SAC执证编号:S0000524120001lin@b.cn", "周样本研究助理SAC执证编号:S0000124120002zhou@b.cn"],
        ["林示例", "分析师执业证书编号:S0000524120001电话:010-1234", "周样本", "联系人登记编号:S0000124120002"],
        ["研究员林示例SACNo.S0000524120001SFCNo.ABC123lin@b.cn", "研究助理周样本SACNo.S0000124120002"],
        ["示例研究中心林示例", "研究助理:周样本010-1234", "S0000524120001S0000124120002"],
        [
            "分析师:林示例电话:010-1234E-MAIL:a@b.cn执业资格证书编码:S0000524120001",
            "研究支持周样本S00001241200022024年",
        ],
    ],
    ids=["columns", "rows", "labels", "glued", "headed", "no colon", "behind", "above", "plain", "grid", "runs on"],
)
def test_people_licences_and_roles_are_read_in_every_arrangement(lines: list[str]) -> None:
    assert analysts(lines) == (LIN, ZHOU)


def test_a_contact_without_a_licence_has_none() -> None:
    assert analysts(["分析师:林示例", "SAC NO:S0000524120001", "联系人:周样本", "电话:010-1234"]) == (
        LIN,
        Analyst("周样本", CONTACT, None),
    )


def test_several_names_behind_one_label_share_its_role() -> None:
    found = analysts(["分析师:林示例、王范本", "S0000524120001", "S0000524120003"])
    assert [(person.name, person.licence) for person in found] == [
        ("林示例", "S0000524120001"),
        ("王范本", "S0000524120003"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "联系人\n理想汽车、小鹏汽车",
        "曾多次上榜分析师评选",
        "分析师声明",
        "证券分析师承诺 本报告",
        "职务姓名手机邮箱全国销售总监王范本13900000000",
    ],
)
def test_names_of_companies_and_other_words_are_no_people(line: str) -> None:
    assert analysts(line.split("\n")) == ()


def test_a_licence_that_lost_a_digit_is_kept_as_printed() -> None:
    assert analysts(["分析师:林示例执业资格证书编码:S000052412001(27%)"]) == (
        Analyst("林示例", ANALYST, "S000052412001"),
    )


def test_a_statement_of_the_analysts_is_no_person() -> None:
    assert analysts(["分析师 承诺", "分析师声明", "分析师:研究报告"]) == ()
