"""A rule tried, made, told, snoozed, edited, deleted and brought back by a subscriber in each language."""

from __future__ import annotations

from importlib import resources

import pytest

from tests.e2e.bot_process import Person, labels

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("chats")]

WORDS = {
    "zh": {
        "try": "试 600487 新研报",
        "tried": "试算",
        "save": "保存",
        "made": "提醒已设好",
        "told": "600487 新研报",
        "snooze": "推迟一天",
        "snoozed": "推迟到",
        "edit": "修改",
        "once": "只一次",
        "note": "备注",
        "ask": "请发送备注",
        "noted": "备注：看看",
        "delete": "删除",
        "deleted": "已删除",
        "undo": "撤销",
        "back": "恢复（撤销删除）",
        "wrong": "提醒 600487 超额 > 20",
        "nearest": "您是不是要",
        "near": "超额升到 +20%",
    },
    "en": {
        "try": "try 600487 new report",
        "tried": "Tried from",
        "save": "Save",
        "made": "Your alert is set",
        "told": "600487 new report",
        "snooze": "Snooze a day",
        "snoozed": "Snoozed until",
        "edit": "Change",
        "once": "once",
        "note": "Note",
        "ask": "Send the note",
        "noted": "Note: 看看",
        "delete": "Delete",
        "deleted": "Deleted",
        "undo": "Undo",
        "back": "restored",
        "wrong": "alert 600487 excess > 20",
        "nearest": "Did you mean",
        "near": "Excess rises to +20%",
    },
}


def company_report(title: str) -> bytes:
    """The sample of a company report, about a company that no other test asks for."""
    sample = (resources.files("bot.sandbox") / "samples" / "company-report-1.txt").read_text("utf-8")
    words = {"中际旭创（300308.SZ）": "亨通光电（600487.SH）", "订单看到明年，首次覆盖给予买入": title}
    for before, after in words.items():
        sample = sample.replace(before, after)
    return sample.encode()


async def confirmed(editor: Person, title: str) -> None:
    card = await editor.sends("company.txt", company_report(title), offering="确认")
    await editor.taps(card, "确认")
    await editor.hears(
        f"{title}\n样本证券"
    )  # the report's card, once its prices are there: no answer to what is asked next


async def test_a_rule_lives_as_its_owner_wishes_in_both_languages(editor: Person, reader: Person, ann: Person) -> None:
    await ann.taps(await ann.says("/start r_1", offering="Yes"), "Yes")
    await confirmed(editor, "海缆交付提速")
    people = (("zh", reader), ("en", ann))
    for language, person in people:
        words = WORDS[language]
        draft = await person.says(words["try"], offering=words["save"])
        assert words["tried"] in draft.text
        assert words["made"] in (await person.taps(draft, words["save"])).text
    await confirmed(editor, "新签订单超过预期")
    for language, person in people:
        words = WORDS[language]
        told = await person.hears(words["told"] + "\n新签订单")
        card = await person.taps(told, words["snooze"])
        assert words["snoozed"] in card.text
        card = await person.taps(card, words["edit"])
        card = await person.taps(card, words["once"])
        assert any(label.startswith(f"✓ {words['once']}") for label in labels(card))
        question = await person.taps(card, words["note"])
        assert words["ask"] in question.text
        card = await person.says("看看", offering=words["edit"])
        assert words["noted"] in card.text
        gone = await person.taps(card, words["delete"])
        assert words["deleted"] in gone.text
        assert words["back"] in (await person.taps(gone, words["undo"])).text
        misread = await person.says(words["wrong"], offering=words["near"])
        assert words["nearest"] in misread.text
        made = await person.taps(misread, words["near"])
        assert words["made"] in made.text
        await person.taps(made, words["delete"])
