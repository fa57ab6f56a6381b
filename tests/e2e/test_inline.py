"""``@bot NAME`` in any chat: cards for people who need not know the bot, and nothing that they may not see."""

from __future__ import annotations

import pytest

from bot.sandbox.server import Sandbox
from tests.e2e.bot_process import PATIENCE, BotProcess, Person
from tests.e2e.reports import company_report

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("chats")]
FRIENDS = -100_300


async def test_a_card_is_sent_to_friends_and_its_button_leads_into_the_bot(
    sandbox: Sandbox, bot: BotProcess, editor: Person, ann: Person
) -> None:
    draft = await editor.says(company_report("发到别处的样例", stock="太辰光").replace("300502", "300570"))
    await editor.taps(draft, "确认")
    await editor.hears("发到别处的样例\n示例证券")
    query = await sandbox.query(ann.user_id, "太辰光")
    answer = await sandbox.results(query, timeout=PATIENCE)
    assert (answer.personal, answer.next_offset, answer.button) == (True, "", None)
    assert answer.cache_time in (30, 300)
    stock, report = answer.results
    assert (stock.title, report.title) == ("太辰光 300570", "发到别处的样例")
    assert "Picked " in stock.text, "in the language of the one who asks"
    ((button,),) = stock.keyboard
    assert button.url == "https://t.me/pickwatch_sandbox_bot?start=s_300570SZ"
    assert button.data is None, "who has no access could not use any other"

    sandbox.add_group(FRIENDS, "朋友", {ann.user_id: "member"})
    await sandbox.choose(ann.user_id, query, stock.result_id, chat=FRIENDS)
    (sent,) = sandbox.transcript(FRIENDS)
    assert sent.text == stock.text
    opened = await ann.says("/start s_300570SZ")
    assert "太辰光" in opened.text


async def test_a_card_sent_into_the_chat_with_the_bot_is_no_question_and_no_report(
    sandbox: Sandbox, bot: BotProcess, editor: Person
) -> None:
    query = await sandbox.query(editor.user_id, "太辰光")
    answer = await sandbox.results(query, timeout=PATIENCE)
    message = await sandbox.choose(editor.user_id, query, answer.results[0].result_id)
    await editor.says("/privacy")
    heard = [each for each in editor.heard() if each.from_bot and each.message_id > message]
    assert len(heard) == 1, "the answer to the command alone"


async def test_a_query_that_finds_nothing_offers_the_bot(sandbox: Sandbox, bot: BotProcess, editor: Person) -> None:
    for typed, label, start in (
        ("没有这样的东西", "没有找到可分享的内容，打开机器人", "inline"),
        ("贵州茅台", "在机器人中查看 贵州茅台", "s_600519SH"),
    ):
        answer = await sandbox.results(await sandbox.query(editor.user_id, typed), timeout=PATIENCE)
        assert (answer.results, answer.button, answer.start) == ((), label, start)
    assert " ERROR " not in bot.log()
