"""Reports sent to the running bot: read, confirmed, retracted, and every input that cannot be used."""

from __future__ import annotations

import asyncio

import pytest

from bot.sandbox.server import Sandbox
from bot.sandbox.transcript import SentMessage
from bot.tg.actions.callbacks import encode
from bot.tg.actions.drafts import ConfirmDraft
from tests.e2e.bot_process import PATIENCE, SAMPLE, BotProcess, Person, labels
from tests.e2e.reports import company_report, pdf_without_text

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("chats")]

MEGABYTE = 1 << 20
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


async def first_card(person: Person, title: str) -> SentMessage:
    """The report's card, which comes to who confirmed it when its prices are there."""
    return await person.hears(f"{title}\n示例证券")


BAD = [
    ("empty.pdf", b"", "文件是空的", "The file is empty"),
    ("large.pdf", bytes(25 * MEGABYTE), "文件太大：上限 20 MB", "too large: at most 20 MB"),
    ("scan.pdf", pdf_without_text(), "PDF 里只有图片，没有文字", "holds pictures and no text"),
    ("picture.png", PNG, "这是一张图片", "This is a picture"),
    ("long.txt", "研".encode() * 1_700_000, "文字太长", "The text is too long"),
    (
        "letter.txt",
        "亲爱的朋友，今天天气很好。".encode() * 40,
        "这不像一篇券商研报",
        "does not look like a broker's report",
    ),
    ("programme.bin", b"\x7fELF" + bytes(500), "既不是 PDF，也不是文本", "neither a PDF nor text"),
]


@pytest.mark.parametrize(("name", "data", "chinese", "english"), BAD, ids=[each[0] for each in BAD])
async def test_what_cannot_be_used_is_answered_by_one_sentence(
    editor: Person, ann: Person, name: str, data: bytes, chinese: str, english: str
) -> None:
    for person, words in ((editor, chinese), (ann, english)):
        answer = await person.sends(name, data)
        assert words in answer.text
        assert "\n" not in answer.text
        assert not answer.keyboard


async def test_a_report_goes_from_pdf_to_card_to_confirmation_to_figures(editor: Person, confirmed: None) -> None:
    heard = [each.text for each in editor.heard() if each.from_bot]
    assert any("开始跟踪 49 个标的" in text for text in heard)
    assert "研报 #1" in (await editor.says("/report 1")).text
    assert "这篇研报已经收录" in (await editor.sends("again.pdf", SAMPLE.read_bytes())).text


async def test_a_pick_is_dropped_and_taken_back_before_confirming(ann: Person) -> None:
    card = await ann.says(company_report("先剔除再恢复的样例"))
    assert "Picks: 3" in card.text
    number = next(line for line in card.text.splitlines() if "天孚通信" in line).partition(".")[0]
    opened = await ann.taps(card, number)
    assert opened.message_id == card.message_id
    assert "天孚通信" in (await ann.taps(card, "Drop")).text
    assert "Picks: 2" in ann.now(card).text
    assert "Picks: 3" in (await ann.taps(card, "↩ Undo: dropped 天孚通信")).text
    assert "Discarded" in (await ann.taps(card, "Discard")).text
    assert "Picks: 3" in (await ann.says(company_report("先剔除再恢复的样例"))).text


async def test_markup_in_a_report_is_shown_as_it_is(editor: Person) -> None:
    card = await editor.says(company_report("毛利率 <b>A&B</b> *ST & 反弹"))
    assert "毛利率<b>A&B</b>*ST & 反弹" in card.text.replace("毛利率 ", "毛利率").replace("</b> ", "</b>")
    await editor.taps(card, "放弃")


async def test_of_two_who_confirm_at_once_one_is_told_who_was_faster(editor: Person, ann: Person) -> None:
    report = company_report("两人同时确认的样例").encode()
    mine, hers = await editor.sends("report.txt", report), await ann.sends("report.txt", report)
    one, other = await asyncio.gather(editor.taps(mine, "确认"), ann.taps(hers, "Confirm"))
    await first_card(editor if "开始跟踪" in one.text else ann, "两人同时确认的样例")
    said = [one.text, other.text]
    assert sum("开始跟踪 3 个标的" in text or "3 picks are now tracked" in text for text in said) == 1
    assert sum("这份草稿已由 Ann 于" in text or "was confirmed by 王<b>编辑</b> & *ST" in text for text in said) == 1


async def test_a_button_of_an_old_message_leads_somewhere(editor: Person, ann: Person, confirmed: None) -> None:
    settings = await editor.says("/settings")
    assert "这个按钮已过期" in (await editor.taps_what_is_gone(settings, "0:wl.p:3")).text
    for made_up in ("1:s:planet:mars", "1:s:report:x", "1:se:digest:noon", "1:se:day_change:much", "1:r:9999999999:0"):
        settings = await ann.says("/settings")
        answer = await ann.taps_what_is_gone(settings, made_up)
        assert "This button has expired" in answer.text
        assert labels(answer) == ["Menu"]
    settings = await ann.says("/settings")
    assert "This draft was confirmed by" in (await ann.taps_what_is_gone(settings, encode(ConfirmDraft(1)))).text
    settings = await ann.says("/settings")
    assert "This draft is gone" in (await ann.taps_what_is_gone(settings, encode(ConfirmDraft(998)))).text


async def test_who_may_not_ingest_is_told_so(reader: Person) -> None:
    assert "只有管理员和编辑可以" in (await reader.sends("report.pdf", SAMPLE.read_bytes())).text
    answer = await reader.taps_what_is_gone(await reader.says("/settings"), encode(ConfirmDraft(1)))
    assert "只有管理员和编辑可以" in answer.text


async def test_a_retracted_report_is_told_to_who_follows_it(sandbox: Sandbox, editor: Person, reader: Person) -> None:
    card = await editor.says(company_report("将被撤回的样例"))
    confirmed = await editor.taps(card, "确认")
    await first_card(editor, "将被撤回的样例")
    await editor.taps(confirmed, "查看研报")
    opened = await sandbox.wait(  # what is pushed meanwhile is no card
        editor.user_id,
        lambda each: each.from_bot and each.text.startswith("将被撤回的样例") and "\n研报 #" in each.text,
        timeout=PATIENCE,
    )
    number = opened.text.partition("\n研报 #")[2].partition("：")[0]  # others are named where ratings contradict
    await reader.says(f"/subscribe #{number}")

    report = await editor.says(f"/report {number}", offering="撤回研报")
    await editor.taps(report, "撤回研报")
    assert "已撤回《将被撤回的样例》" in (await editor.taps(report, "确定撤回")).text

    told = await reader.hears("研报已撤回")
    assert "将被撤回的样例" in told.text
    why = await reader.taps(told, "为什么收到")
    assert "因为您订阅了 《将被撤回的样例》" in why.text
    assert "已取消订阅 《将被撤回的样例》" in (await reader.taps(why, "取消订阅")).text
    back = await reader.taps(why, "‹ 返回消息")
    assert (back.message_id, back.text) == (told.message_id, told.text)
    assert "已被撤回" in (await reader.says(f"/report {number}")).text


async def test_the_bot_has_logged_no_failure(bot: BotProcess, editor: Person, reader: Person) -> None:
    await editor.says("/cancel")
    assert "Traceback" not in bot.log()
    assert " ERROR " not in bot.log()
