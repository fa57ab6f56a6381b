"""Confirming in the chat: a report is looked through, set right and confirmed in a few taps, and set right again later."""

from __future__ import annotations

import random

import pytest

from bot.sandbox.transcript import SentMessage
from bot.tg.actions.callbacks import decode
from bot.tg.actions.drafts import DraftAction
from tests.e2e.bot_process import PATIENCE, BotProcess, Person, labels
from tests.e2e.reports import company_report

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("chats")]


def numbered(card: SentMessage, name: str) -> str:
    """The number under which a stock stands on a card."""
    return next(line for line in card.text.splitlines() if name in line).partition(".")[0]


async def test_a_pick_is_set_right_and_the_report_confirmed_in_five_taps(editor: Person) -> None:
    card = await editor.says(company_report("五下确认的样例"))
    opened = await editor.taps(card, numbered(card, "中际旭创"))
    assert "第 1 页：" in opened.text
    assert "可信度 " in opened.text
    assert "✓ 推荐" in labels(await editor.taps(card, "推荐"))
    assert "✓ 增持" in labels(await editor.taps(card, "增持"))
    card = await editor.taps(card, "返回")
    assert "中际旭创 300308 推荐 · 增持" in card.text
    assert "↩ 撤销：中际旭创 评级：无 → 增持" in labels(card)
    assert "开始跟踪 3 个标的" in (await editor.taps(card, "确认")).text
    await editor.hears("五下确认的样例\n示例证券")


async def test_a_confirmed_report_is_corrected_from_its_card_and_the_list_says_by_whom(
    editor: Person, ann: Person
) -> None:
    card = await editor.says(company_report("确认之后再更正的样例"))
    confirmed = await editor.taps(card, "确认")
    await editor.hears("确认之后再更正的样例\n示例证券")
    report = await editor.taps(confirmed, "查看研报")
    number = report.text.partition("研报 #")[2].partition("：")[0]
    opened = await editor.taps(report, "更正")
    assert "已确认，可更正" in opened.text
    await editor.taps(report, numbered(opened, "天孚通信"))
    await editor.taps(report, "剔除")
    hers = await ann.says(f"/report {number}")
    assert "Picks: 2" in hers.text
    history = await ann.taps(hers, "Corrections")
    assert "dropped 天孚通信\n王<b>编辑</b> & *ST, " in history.text
    back = await ann.taps(hers, "Back")
    assert "Picks: 2" in back.text
    assert "Picks: 3" in (await ann.taps(hers, "↩ Undo")).text
    assert "(undone)" in (await ann.taps(hers, "Corrections")).text


async def test_what_is_missing_is_typed(ann: Person) -> None:
    card = await ann.says(company_report("Undated sample", published=""))
    assert "No date was found" in card.text
    asked = await ann.taps(card, "⚠ Set the report's date")
    assert "No date was read" in asked.text
    assert "That was no date" in (await ann.says("yesterday")).text
    card = await ann.says("2025/3/3")
    assert "3 Mar 2025" in card.text
    assert "Which pick is missing" in (await ann.taps(card, "＋ Add a pick")).text
    assert "Nothing was found" in (await ann.says("没有这只股票的名字")).text
    choices = await ann.says("博创")
    assert {"长芯博创 300548", "中嘉博创 000889"} <= set(labels(choices))
    assert "What does the report say of it" in (await ann.taps(choices, "长芯博创")).text
    card = await ann.taps(choices, "Watch")
    assert "长芯博创 300548 Watch" in card.text
    await ann.taps(card, "＋ Add a pick")
    assert "Cancelled" in (await ann.says("/cancel")).text
    assert "No report covers 贵州茅台 yet" in (await ann.says("贵州茅台")).text, "a name is a question again"
    await ann.taps(card, "Back")
    await ann.taps(card, "Discard")


async def test_the_same_report_from_another_file_is_merged_or_kept_apart(editor: Person) -> None:
    text = company_report("两个来源的样例")
    first = await editor.sends("one.txt", text.encode())
    number = first.text.splitlines()[0].partition("#")[2]
    second = await editor.sends("two.txt", text.replace("、中际旭创", "、中际旭创、新易盛、长飞光纤").encode())
    assert f"同一篇研报已有一份：#{number}" in second.text
    assert not any(label.startswith("确认") for label in labels(second))
    merged = await editor.taps(second, f"并入 #{number}")
    assert merged.text.startswith(f"待确认 #{number}\n")
    assert "长飞光纤" in merged.text
    apart = await editor.taps(second, "↩ 撤销：并入")
    assert "同一篇研报已有一份" in apart.text
    assert "确认 3 个标的" in labels(await editor.taps(second, "分别保留"))
    await editor.taps(second, "放弃")


async def test_any_tap_of_two_editors_is_answered_and_telegram_refuses_nothing(
    bot: BotProcess, editor: Person, ann: Person
) -> None:
    choose = random.Random(7)
    cards = {
        person: await person.sends("walk.txt", company_report("随手乱点的样例").encode()) for person in (editor, ann)
    }
    seen: list[str] = []
    for _ in range(60):
        person = choose.choice((editor, ann))
        standing = person.now(cards[person])
        seen += [
            each.data
            for row in standing.keyboard
            for each in row
            if each.data and isinstance(decode(each.data), DraftAction)
        ]
        data = choose.choice(seen[-12:] if choose.random() < 0.7 else seen)
        query = await person.sandbox.press_old(person.user_id, standing.message_id, data)
        await person.sandbox.answered(query, timeout=PATIENCE)
        await person.sandbox.quiet(0.02)
    assert " ERROR " not in bot.log()
    assert "Traceback" not in bot.log()
