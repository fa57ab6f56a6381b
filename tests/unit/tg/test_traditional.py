"""Traditional characters: what readers of them see, and what they may type."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.han import to_simplified, to_traditional
from bot.services.views.people import SettingsView
from bot.tg.i18n import TRADITIONAL, Texts
from bot.tg.needs import asked_in_words, legible
from bot.tg.render import render
from tests.unit.tg.test_rendered_views import as_seen, check
from tests.unit.tg.views import VIEWS


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("贵州茅台 600519：评级标准", "貴州茅台 600519：評級標準"),
        ("中际旭创、宁德时代、台积电、阿里巴巴", "中際旭創、寧德時代、台積電、阿里巴巴"),
        ("3 只股票，这只证券，只看表现", "3 隻股票，這隻證券，只看表現"),
        ("收盘后复牌，到期日历，联系管理员", "收盤後復牌，到期日曆，聯繫管理員"),
    ],
)
def test_words_read_as_they_are_written_there(simplified: str, traditional: str) -> None:
    assert to_traditional(simplified) == traditional


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("貴州茅臺", "贵州茅台"),
        ("寧德時代", "宁德时代"),
        ("中興通訊", "中兴通讯"),
        ("記分牌", "记分牌"),
        ("乾照光电", "乾照光电"),
    ],
)
def test_what_is_typed_becomes_what_is_known(typed: str, known: str) -> None:
    assert to_simplified(typed) == known


def test_words_of_needs_are_understood_in_traditional_characters() -> None:
    asked = asked_in_words(legible("查詢 貴州茅臺"))
    assert asked is not None
    assert (asked.need.name, asked.argument) == ("coverage", "贵州茅台")


@given(st.text())
def test_nothing_but_characters_changes(text: str) -> None:
    for converted in (to_traditional(text), to_simplified(text)):
        assert len(converted) == len(text)
        assert re.sub("[\u4e00-\u9fff]", "", converted) == re.sub("[\u4e00-\u9fff]", "", text)


@pytest.mark.parametrize("name", [name for name, view in VIEWS.items() if not isinstance(view, SettingsView)])
def test_every_view_is_shown_in_traditional_characters(name: str, texts: Texts) -> None:
    view = VIEWS[name]
    simplified, traditional = render(view, texts, "zh"), render(view, texts, TRADITIONAL)
    check(traditional)
    assert [len(as_seen(each)) for each in traditional] == [len(as_seen(each)) for each in simplified]
    assert [[each.data for row in m.keyboard for each in row] for m in traditional] == [
        [each.data for row in m.keyboard for each in row] for m in simplified
    ]
    left = set("".join(map(as_seen, traditional))) & set("评级报涨这为们东车马")
    assert not left


def test_who_has_just_chosen_them_reads_them_at_once(texts: Texts) -> None:
    view = next(view for view in VIEWS.values() if isinstance(view, SettingsView))
    (page,) = render(replace(view, language=TRADITIONAL), texts, "en")
    assert "設置" in page.html or "語言" in as_seen(page) or "時區" in as_seen(page)
    assert any(each.label == "✓ 繁體中文" for row in page.keyboard for each in row)
