"""Every need is reached by a command, by words in both languages and by a button; misspelt ones lead to the nearest."""

from __future__ import annotations

import re

import pytest

from bot.services.names.nearest import near_words
from bot.services.views.guesses import Menu
from bot.services.views.people import Help, HelpTopic
from bot.tg.actions.callbacks import decode, encode, fits
from bot.tg.actions.needs import OpenNeed
from bot.tg.handlers.needs import HANDLERS
from bot.tg.i18n import LANGUAGES, Texts
from bot.tg.menu import COMMANDS, GROUP_COMMANDS
from bot.tg.needs import (
    BY_COMMAND,
    BY_NAME,
    BY_WORDS,
    NEEDS,
    Asked,
    For,
    InGroups,
    Need,
    Takes,
    asked_in_words,
    needs_of,
    needs_within,
    plainly,
)
from bot.tg.render import render

EVERY = pytest.mark.parametrize("need", NEEDS, ids=lambda need: need.name)


def buttons(view: Menu | Help, texts: Texts, language: str) -> dict[str, str]:
    """The labels under a view by what a tap sends."""
    return {
        each.data: each.label for message in render(view, texts, language) for row in message.keyboard for each in row
    }


def test_what_a_sentence_speaks_of_is_found_by_the_words_it_holds() -> None:
    assert [need.name for need in needs_within("今天什么到期？")] == ["calendar"]
    assert [need.name for need in needs_within("show me the scoreboard please")] == ["scoreboard"]
    assert needs_within("今天天气怎么样") == []


@EVERY
def test_a_need_is_reached_in_three_ways_in_both_languages(need: Need, texts: Texts) -> None:
    assert need.name in HANDLERS
    assert all(BY_COMMAND[command] is need for command in need.commands)
    assert all(re.fullmatch(r"[a-z0-9_]{1,32}", command) for command in need.commands), "Bot API: BotCommand"
    assert need.zh
    assert need.en
    for word in need.words:
        assert plainly(word) == word
        assert asked_in_words(f" {word.upper()}? ") == Asked(need)
    opens = encode(OpenNeed(need.name))
    labels = [buttons(Menu(editor=True, owner=True), texts, language).get(opens, "") for language in LANGUAGES]
    if need.name not in ("start", "menu"):
        assert all(labels)
        assert len(set(labels)) == len(LANGUAGES), "each language has its own word"


@EVERY
def test_help_and_telegrams_menu_name_it_as_the_table_says(need: Need, texts: Texts) -> None:
    for language in LANGUAGES:
        pages = {topic: render(Help(editor=True, owner=True, topic=topic), texts, language)[0] for topic in HelpTopic}
        named = [topic for topic, page in pages.items() if re.search(rf"\n/{need.name}(?![a-z_])", page.html)]
        assert named == ([need.topic] if need.help else [])
        if need.help:
            assert texts.text(language, f"help-{need.name}").startswith(f"/{need.name}")
        if need.name in COMMANDS:
            assert 1 <= len(texts.plain(language, f"command-{need.name}")) <= 256
        if need.takes is Takes.SOMETHING:
            assert texts.text(language, f"ask-need-{need.name}")
    assert (need.name in GROUP_COMMANDS) is (need.name in COMMANDS and need.groups is not InGroups.NOBODY)


def test_no_word_and_no_command_means_two_things() -> None:
    said = [word for need in NEEDS for word in dict.fromkeys(need.words)]
    assert sorted(said) == sorted(set(said))
    assert set(HANDLERS) == set(BY_NAME)
    assert set(BY_COMMAND) <= set(BY_WORDS)


def test_the_menu_shows_to_everybody_what_is_for_him(texts: Texts) -> None:
    for editor, owner, group in (
        (False, False, False),
        (True, False, False),
        (True, True, False),
        (False, False, True),
    ):
        shown = {decode(data) for data in buttons(Menu(editor, owner, group), texts, "zh")}
        here = {need.name for need in needs_of(editor=editor, owner=owner, group=group)} - {"start", "menu"}
        assert shown == {OpenNeed(name) for name in here}
    assert "users" not in {need.name for need in needs_of(editor=True, owner=False)}
    assert not any(need.groups is InGroups.NOBODY for need in needs_of(editor=False, owner=False, group=True))
    assert all(need.groups is InGroups.NOBODY for need in NEEDS if need.whose is not For.EVERYBODY)


@pytest.mark.parametrize(
    ("typed", "name", "argument"),
    [
        ("查 茅台", "coverage", "茅台"),
        ("查茅台", "coverage", "茅台"),
        ("查询：300308", "coverage", "300308"),
        ("coverage ZTE", "coverage", "ZTE"),
        ("Coverage: zte", "coverage", "zte"),
        ("who covers 中兴通讯", "coverage", "中兴通讯"),
        ("我的自选", "watchlist", ""),
        ("研报", "report", ""),
        ("研报 7", "report", "7"),
        ("report #7", "report", "#7"),
        ("日历。", "calendar", ""),
        ("记分牌 分析师", "scoreboard", "分析师"),
        ("Scoreboard", "scoreboard", ""),
        ("digest", "digest", ""),
        ("设置", "settings", ""),
        ("HELP!", "help", ""),
        ("清单 光模块 + 300308", "list", "光模块 + 300308"),
        ("订阅 300308", "subscribe", "300308"),
        ("取消订阅 300308", "unsubscribe", "300308"),
        ("my  data", "export_me", ""),
    ],
)
def test_what_people_write_is_understood(typed: str, name: str, argument: str) -> None:
    assert asked_in_words(typed) == Asked(BY_NAME[name], argument)


@pytest.mark.parametrize(
    "typed", ["300308", "zjxc", "中际旭创", "coverages", "", "?", "日历表", "helping", "300308 查"]
)
def test_a_name_is_no_need(typed: str) -> None:
    assert asked_in_words(typed) is None


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("scorebord", "scoreboard"),
        ("coverag", "coverage"),
        ("calender", "calendar"),
        ("记分版", "scoreboard"),
        ("setings", "settings"),
    ],
)
def test_a_misspelt_need_is_near_to_what_was_meant(typed: str, name: str) -> None:
    assert near_words(typed, {word: need.name for word, need in BY_WORDS.items()}, least=60)[0] == name


def test_a_button_carries_what_fits_it() -> None:
    assert decode(encode(OpenNeed("coverage", "茅台"))) == OpenNeed("coverage", "茅台")
    assert not fits(OpenNeed("coverage", "很长的一句话" * 9))
