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
    ],
    ids=["columns", "rows", "labels", "glued", "headed"],
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


def test_a_statement_of_the_analysts_is_no_person() -> None:
    assert analysts(["分析师 承诺", "分析师声明", "分析师:研究报告"]) == ()
