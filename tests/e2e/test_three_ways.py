"""Every need, asked for by a command, in words and by a button, of a bot that runs as a process; and a list that is kept."""

from __future__ import annotations

import re

import pytest

from bot.sandbox.transcript import SentMessage
from bot.tg.needs import NEEDS, Need, Takes
from tests.e2e.bot_process import Person, labels
from tests.texts import shipped

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("chats")]


def gist(message: SentMessage) -> str:
    """What an answer is about: its first line, without figures that move on by the second."""
    return re.sub(r"\d+", "0", message.text.partition("\n")[0])


@pytest.mark.parametrize(
    "need", [each for each in NEEDS if each.name not in ("start", "menu")], ids=lambda each: each.name
)
async def test_a_need_is_answered_alike_in_three_ways(editor: Person, ann: Person, need: Need) -> None:
    for person, language, word in ((editor, "zh", need.zh[0]), (ann, "en", need.en[0])):
        by_words = await person.says(word)
        menu = await person.says("菜单" if language == "zh" else "menu")
        by_button = await person.taps(menu, shipped().plain(language, f"need-{need.name}"))
        assert gist(by_words) == gist(by_button)
        if need.takes is not Takes.SOMETHING:
            assert gist(by_words) == gist(await person.says(f"/{need.name}"))
        else:
            await person.says("/cancel")


async def test_what_a_button_asks_for_is_typed(editor: Person) -> None:
    menu = await editor.says("/menu")
    assert "查哪只股票" in (await editor.taps(menu, "查股票")).text
    assert "还没有研报覆盖 贵州茅台" in (await editor.says("茅台")).text


@pytest.mark.parametrize(
    ("typed", "offered", "then"),
    [
        ("查 茅苔", "贵州茅台 600519", "还没有研报覆盖 贵州茅台"),
        ("/coverag 茅台", "查股票 茅台", "还没有研报覆盖 贵州茅台"),
        ("scorebord", "记分牌", ""),
        ("中计旭创", "中际旭创 300308", "中际旭创"),
        ("coverage ZTE", "", "中兴通讯"),
    ],
)
async def test_what_is_misspelt_is_offered_and_not_taken(editor: Person, typed: str, offered: str, then: str) -> None:
    answer = await editor.says(typed)
    if offered:
        assert "您是不是要找" in answer.text
        answer = await editor.taps(answer, offered)
    assert then in answer.text


async def test_a_list_is_kept_shared_and_copied(editor: Person, ann: Person) -> None:
    card = await editor.says("贵州茅台")
    picker = await editor.taps(card, "加入清单")
    assert "✓ 自选" in labels(await editor.taps(picker, "自选"))
    read = await editor.sends(
        "我的 光模块.csv", "代码,名称\n300308,中际旭创\n300502,新易盛\n,没有这家\n".encode("gb18030")
    )
    assert "新放进 2 只" in read.text
    assert "没有这家" in read.text
    table = await editor.taps(read, "返回清单")
    assert "中际旭创 300308" in table.text
    link = await editor.taps(table, "分享")
    found = re.search(r"\?start=(w_\S+)", link.text)
    assert found is not None
    opened = await ann.says(f"/start {found[1]}")
    assert "shared by somebody else" in opened.text
    assert "(2 stocks)" in (await ann.taps(opened, "Copy to my lists")).text
    assert "新易盛 300502" in (await ann.says("我的 光模块")).text
