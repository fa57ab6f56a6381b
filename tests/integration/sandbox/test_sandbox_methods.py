"""The sandbox as aiogram sees it, whose models refuse an answer that lacks a field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.sandbox.clock import SimulatedClock
from bot.sandbox.server import Sandbox
from bot.sandbox.transcript import Button, EventKind
from tests.integration.sandbox.second_client import exceptions, methods, types

if TYPE_CHECKING:
    from aiogram import Bot

pytestmark = pytest.mark.xdist_group("second client")

READER = 1001
STRANGER = 1002


def keyboard(*texts: str) -> types.InlineKeyboardMarkup:
    return types.InlineKeyboardMarkup(
        inline_keyboard=[[types.InlineKeyboardButton(text=text, callback_data=f"1:{text}") for text in texts]]
    )


async def test_the_bot_knows_itself(aiogram: Bot) -> None:
    me = await aiogram.get_me()
    assert me.is_bot
    assert me.supports_inline_queries
    assert me.id == aiogram.id


async def test_a_text_is_parsed_and_stands_in_the_transcript(sandbox: Sandbox, aiogram: Bot) -> None:
    sent = await aiogram.send_message(
        READER, " <b>中际旭创</b> <code>300308</code>", parse_mode="HTML", reply_markup=keyboard("确认")
    )
    assert sent.text == "中际旭创 300308"
    assert [(entity.type, entity.offset, entity.length) for entity in sent.entities or []] == [
        ("bold", 0, 4),
        ("code", 5, 6),
    ]
    assert sent.reply_markup is not None
    (seen,) = sandbox.transcript(READER)
    assert seen.html == "<b>中际旭创</b> <code>300308</code>"
    assert seen.keyboard == ((Button("确认", "1:确认"),),)
    assert seen.date == sandbox.state.clock.now()
    assert int(sent.date.timestamp()) == int(seen.date.timestamp())


async def test_a_reply_keyboard_is_shown_but_not_echoed(sandbox: Sandbox, aiogram: Bot) -> None:
    markup = types.ReplyKeyboardMarkup(keyboard=[[types.KeyboardButton(text="自选")]])
    sent = await aiogram.send_message(READER, "x", reply_markup=markup, disable_notification=True)
    assert sent.reply_markup is None
    (seen,) = sandbox.transcript(READER)
    assert seen.keyboard == ((Button("自选"),),)
    assert seen.silent


async def test_a_reply_shows_what_it_replies_to(sandbox: Sandbox, aiogram: Bot) -> None:
    asked = await sandbox.say(READER, "/help")
    sent = await aiogram.send_message(READER, "x", reply_parameters=types.ReplyParameters(message_id=asked))
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.text == "/help"
    with pytest.raises(exceptions.TelegramBadRequest, match="message to be replied not found"):
        await aiogram.send_message(READER, "x", reply_parameters=types.ReplyParameters(message_id=999))


async def test_a_picture_goes_by_upload_and_again_by_its_id(sandbox: Sandbox, aiogram: Bot, png: bytes) -> None:
    first = await aiogram.send_photo(
        READER, types.BufferedInputFile(png, "chart.png"), caption="<i>图</i>", parse_mode="HTML"
    )
    assert first.photo is not None
    assert (first.photo[-1].width, first.photo[-1].height) == (4, 3)
    again = await aiogram.send_photo(READER, first.photo[-1].file_id)
    assert again.photo is not None
    assert again.photo[-1].file_unique_id == first.photo[-1].file_unique_id
    assert [seen.photo for seen in sandbox.transcript(READER)] == [png, png]
    assert sandbox.transcript(READER)[0].html == "<i>图</i>"


async def test_what_is_no_picture_is_refused_as_one_and_taken_as_a_document(sandbox: Sandbox, aiogram: Bot) -> None:
    file = types.BufferedInputFile(b"date,close\n", "bars.csv")
    with pytest.raises(exceptions.TelegramBadRequest, match="IMAGE_PROCESS_FAILED"):
        await aiogram.send_photo(READER, file)
    sent = await aiogram.send_document(READER, file)
    assert sent.document is not None
    assert sent.document.file_name == "bars.csv"
    (seen,) = sandbox.transcript(READER)
    assert seen.document is not None
    assert seen.document.data == b"date,close\n"


async def test_an_album_shares_an_id(sandbox: Sandbox, aiogram: Bot, png: bytes) -> None:
    pictures: list[types.MediaUnion] = [
        types.InputMediaPhoto(media=types.BufferedInputFile(png, f"{n}.png"), caption=f"{n}") for n in range(3)
    ]
    sent = await aiogram.send_media_group(READER, pictures)
    assert len({message.media_group_id for message in sent}) == 1
    assert [message.caption for message in sent] == ["0", "1", "2"]
    with pytest.raises(exceptions.TelegramBadRequest, match="album"):
        await aiogram.send_media_group(READER, pictures[:1])


async def test_edits_change_the_message_in_place(sandbox: Sandbox, aiogram: Bot, png: bytes) -> None:
    sent = await aiogram.send_message(READER, "1 / 2", reply_markup=keyboard("›"))
    edited = await aiogram.edit_message_text("2 / 2", chat_id=READER, message_id=sent.message_id)
    assert not isinstance(edited, bool)
    assert (edited.text, edited.reply_markup) == ("2 / 2", None)
    await aiogram.edit_message_reply_markup(chat_id=READER, message_id=sent.message_id, reply_markup=keyboard("‹"))
    photo = await aiogram.send_photo(READER, types.BufferedInputFile(png, "a.png"), caption="a")
    await aiogram.edit_message_caption(chat_id=READER, message_id=photo.message_id, caption="b")
    media = types.InputMediaDocument(media=types.BufferedInputFile(b"x", "x.txt"), caption="c")
    await aiogram.edit_message_media(media, chat_id=READER, message_id=photo.message_id)
    text, document = sandbox.transcript(READER)
    assert (text.text, text.keyboard, text.edited) == ("2 / 2", ((Button("‹", "1:‹"),),), True)
    assert (document.text, document.photo, document.document is not None) == ("c", None, True)
    kinds = [event.kind for event in sandbox.history()]
    assert kinds.count(EventKind.SENT) == 2
    assert kinds.count(EventKind.EDITED) == 4


async def test_edits_are_refused_in_telegrams_words(sandbox: Sandbox, aiogram: Bot, png: bytes) -> None:
    mine = (await aiogram.send_message(READER, "<b>x</b>", parse_mode="HTML", reply_markup=keyboard("y"))).message_id
    photo = (await aiogram.send_photo(READER, types.BufferedInputFile(png, "a.png"))).message_id
    theirs = await sandbox.say(READER, "hello")
    cases = [
        (mine, "<b>x</b>", keyboard("y"), "message is not modified"),
        (999, "y", None, "message to edit not found"),
        (theirs, "y", None, "message can't be edited"),
        (photo, "y", None, "there is no text in the message to edit"),
    ]
    for message_id, text, markup, description in cases:
        with pytest.raises(exceptions.TelegramBadRequest, match=description):
            await aiogram.edit_message_text(
                text, chat_id=READER, message_id=message_id, parse_mode="HTML", reply_markup=markup
            )


async def test_messages_are_deleted_once(sandbox: Sandbox, aiogram: Bot) -> None:
    ids = [(await aiogram.send_message(READER, text)).message_id for text in "abc"]
    assert await aiogram.delete_message(READER, ids[0])
    with pytest.raises(exceptions.TelegramBadRequest, match="message to delete not found"):
        await aiogram.delete_message(READER, ids[0])
    assert await aiogram.delete_messages(READER, ids)
    assert sandbox.transcript(READER) == []


@pytest.mark.parametrize(
    ("text", "description"),
    [
        ("", "message text is empty"),
        ("<b> </b>", "message text is empty"),
        ("🚀" * 2049, "message is too long"),  # 4098 units
        ("字" * 11_000, "Text is too long"),  # 33,000 bytes
        ("PE < 20", 'can\'t parse entities: Unsupported start tag "" at byte offset 3'),
    ],
)
async def test_texts_are_refused_in_telegrams_words(aiogram: Bot, text: str, description: str) -> None:
    with pytest.raises(exceptions.TelegramBadRequest) as caught:
        await aiogram.send_message(READER, text, parse_mode="HTML")
    assert caught.value.message == f"Bad Request: {description}"


async def test_the_longest_text_and_caption_pass(aiogram: Bot, png: bytes) -> None:
    assert (await aiogram.send_message(READER, f"<b>{'x' * 4096}</b>", parse_mode="HTML")).text == "x" * 4096
    await aiogram.send_photo(READER, types.BufferedInputFile(png, "a.png"), caption="x" * 1024)
    with pytest.raises(exceptions.TelegramBadRequest, match="message caption is too long"):
        await aiogram.send_photo(READER, types.BufferedInputFile(png, "a.png"), caption="x" * 1025)


async def test_the_bot_may_not_write_to_everybody(sandbox: Sandbox, aiogram: Bot) -> None:
    sandbox.add_user(STRANGER, "韩梅梅")
    sandbox.add_group(-1001, "研究组", {READER: "creator"})
    sandbox.add_group(-5, "旧群", {READER: "creator"}, kind="group")
    with pytest.raises(exceptions.TelegramForbiddenError, match="bot can't initiate conversation with a user"):
        await aiogram.send_message(STRANGER, "x")
    with pytest.raises(exceptions.TelegramBadRequest, match="chat not found"):
        await aiogram.send_message(4242, "x")
    sandbox.block(READER)
    with pytest.raises(exceptions.TelegramForbiddenError, match="bot was blocked by the user"):
        await aiogram.send_message(READER, "x")
    sandbox.membership.deactivate(STRANGER)
    with pytest.raises(exceptions.TelegramForbiddenError, match="user is deactivated"):
        await aiogram.send_message(STRANGER, "x")
    sandbox.membership.kick(-1001, by=READER)
    with pytest.raises(exceptions.TelegramForbiddenError, match="bot was kicked from the supergroup chat"):
        await aiogram.send_message(-1001, "x")
    sandbox.membership.migrate(-5, -1009)
    with pytest.raises(exceptions.TelegramMigrateToChat) as caught:
        await aiogram.send_message(-5, "x")
    assert caught.value.migrate_to_chat_id == -1009
    await aiogram.send_message(-1009, "x")


async def test_a_forum_has_topics_that_close_and_go(sandbox: Sandbox, aiogram: Bot) -> None:
    sandbox.add_group(-1002, "论坛", {READER: "creator"}, forum=True)
    topic = sandbox.topics.open(READER, -1002, "研报")
    await sandbox.say(READER, "/digest", chat=-1002, topic=topic)
    await sandbox.say(READER, "/digest", chat=-1002)
    opened, inside, general = [update.message for update in await aiogram.get_updates() if update.message]
    assert opened.forum_topic_created is not None
    assert [(each.message_thread_id, each.is_topic_message) for each in (opened, inside, general)] == [
        (topic, True),
        (topic, True),
        (None, None),
    ]
    assert inside.chat.is_forum
    assert (await aiogram.send_message(-1002, "x", message_thread_id=topic)).message_thread_id == topic
    sandbox.topics.close(-1002, topic)
    with pytest.raises(exceptions.TelegramBadRequest, match="TOPIC_CLOSED"):
        await aiogram.send_message(-1002, "x", message_thread_id=topic)
    sandbox.topics.delete(-1002, topic)
    with pytest.raises(exceptions.TelegramBadRequest, match="message thread not found"):
        await aiogram.send_chat_action(-1002, "typing", message_thread_id=topic)
    sandbox.add_group(-1003, "群", {READER: "creator"})
    with pytest.raises(exceptions.TelegramBadRequest, match="message thread not found"):
        await aiogram.send_message(-1003, "x", message_thread_id=5)


async def test_a_channel_takes_posts_from_its_administrators_alone(sandbox: Sandbox, aiogram: Bot) -> None:
    sandbox.add_group(-1004, "频道", {READER: "creator"}, kind="channel")
    with pytest.raises(exceptions.TelegramForbiddenError, match="bot is not a member of the channel chat"):
        await aiogram.send_message(-1004, "x")
    with pytest.raises(exceptions.TelegramBadRequest, match="member list is inaccessible"):
        await aiogram.get_chat_member(-1004, READER)
    sandbox.membership.join(-1004, READER, "administrator", may_post=False)
    with pytest.raises(exceptions.TelegramBadRequest, match="need administrator rights in the channel chat"):
        await aiogram.send_message(-1004, "x")
    sandbox.membership.join(-1004, READER, "administrator")
    sent = await aiogram.send_message(-1004, "x")
    assert sent.from_user is None
    assert sent.sender_chat is not None
    assert sent.sender_chat.id == -1004
    assert (await aiogram.get_chat_member(-1004, READER)).status == "creator"
    sandbox.membership.kick(-1004, READER)
    with pytest.raises(exceptions.TelegramForbiddenError, match="bot was kicked from the channel chat"):
        await aiogram.send_message(-1004, "x")
    await sandbox.say(READER, "/digest", chat=-1004)
    updates = await aiogram.get_updates()
    assert updates[-1].channel_post is not None
    changes = [update.my_chat_member.new_chat_member for update in updates if update.my_chat_member]
    assert [getattr(each, "can_post_messages", None) for each in changes] == [False, True, None]


async def test_who_writes_again_is_no_longer_blocking(sandbox: Sandbox, aiogram: Bot) -> None:
    sandbox.block(READER)
    await sandbox.say(READER, "/start")
    await aiogram.send_message(READER, "欢迎回来")
    changes = [update.my_chat_member for update in await aiogram.get_updates() if update.my_chat_member]
    assert [(change.old_chat_member.status, change.new_chat_member.status) for change in changes] == [
        ("member", "kicked"),
        ("kicked", "member"),
    ]


async def test_too_many_messages_meet_429_on_the_sandboxs_clock(
    sandbox: Sandbox, aiogram: Bot, clock: SimulatedClock
) -> None:
    for _ in range(5):
        await aiogram.send_message(READER, "x")
    with pytest.raises(exceptions.TelegramRetryAfter) as caught:
        await aiogram.send_message(READER, "x")
    assert caught.value.retry_after == 1
    await clock.advance(1)
    await aiogram.send_message(READER, "x")
    sandbox.add_group(-1001, "研究组")
    for _ in range(20):
        await aiogram.send_message(-1001, "x")
    with pytest.raises(exceptions.TelegramRetryAfter) as caught:
        await aiogram.send_message(-1001, "x")
    assert caught.value.retry_after == 60


async def test_commands_are_kept_by_scope_and_language(aiogram: Bot) -> None:
    everyone = [types.BotCommand(command="help", description="Help")]
    chinese = [types.BotCommand(command="help", description="帮助")]
    await aiogram.set_my_commands(everyone)
    await aiogram.set_my_commands(chinese, scope=types.BotCommandScopeChat(chat_id=READER), language_code="zh")
    assert [command.description for command in await aiogram.get_my_commands()] == ["Help"]
    own = await aiogram.get_my_commands(scope=types.BotCommandScopeChat(chat_id=READER), language_code="zh")
    assert [(command.command, command.description) for command in own] == [("help", "帮助")]
    await aiogram.delete_my_commands()
    assert await aiogram.get_my_commands() == []
    with pytest.raises(exceptions.TelegramBadRequest, match="language code"):
        await aiogram.set_my_commands(everyone, language_code="zh-hans")
    with pytest.raises(exceptions.TelegramBadRequest, match="BOT_COMMAND_INVALID"):
        await aiogram.set_my_commands([types.BotCommand(command="Help!", description="x")])


async def test_the_bot_describes_itself(aiogram: Bot) -> None:
    await aiogram.set_my_name("记分牌")
    await aiogram.set_my_description("研报荐股记分牌", language_code="zh")
    await aiogram.set_my_short_description("记分牌")
    await aiogram.set_chat_menu_button(menu_button=types.MenuButtonCommands())
    assert (await aiogram.get_my_name()).name == "记分牌"
    assert (await aiogram.get_my_description(language_code="zh")).description == "研报荐股记分牌"
    assert (await aiogram.get_my_short_description(language_code="en")).short_description == "记分牌"
    assert (await aiogram.get_chat_menu_button()).type == "commands"
    with pytest.raises(exceptions.TelegramBadRequest, match="too long"):
        await aiogram.set_my_short_description("x" * 121)


async def test_chats_and_members_are_told(sandbox: Sandbox, aiogram: Bot) -> None:
    sandbox.add_group(-1001, "研究组", {READER: "creator"})
    assert (await aiogram.get_chat(READER)).first_name == "李雷"
    assert (await aiogram.get_chat(-1001)).title == "研究组"
    assert (await aiogram.get_chat_member(-1001, READER)).status == "creator"
    assert (await aiogram.get_chat_member(-1001, aiogram.id)).status == "member"
    assert [member.user.id for member in await aiogram.get_chat_administrators(-1001)] == [READER]
    assert await aiogram.get_chat_member_count(-1001) == 2
    assert await aiogram.send_chat_action(READER, "typing")
    assert sandbox.state.actions == [(READER, "typing")]


async def test_a_press_is_answered_once(sandbox: Sandbox, aiogram: Bot) -> None:
    sent = await aiogram.send_message(READER, "x", reply_markup=keyboard("确认"))
    query_id = await sandbox.press(READER, sent.message_id, "确认")
    (update,) = await aiogram.get_updates()
    assert update.callback_query is not None
    assert (update.callback_query.id, update.callback_query.data) == (query_id, "1:确认")
    await aiogram.answer_callback_query(query_id, "已确认", show_alert=True)
    answer = await sandbox.answered(query_id)
    assert (answer.text, answer.alert) == ("已确认", True)
    with pytest.raises(exceptions.TelegramBadRequest, match="query is too old"):
        await aiogram.answer_callback_query(query_id)


async def test_inline_results_are_checked_and_can_be_chosen(sandbox: Sandbox, aiogram: Bot) -> None:
    def article(number: str, text: str) -> types.InlineQueryResultArticle:
        content = types.InputTextMessageContent(message_text=text, parse_mode="HTML")
        return types.InlineQueryResultArticle(id=number, title="中际旭创", input_message_content=content)

    query_id = await sandbox.query(READER, "旭创")
    (update,) = await aiogram.get_updates()
    assert update.inline_query is not None
    assert update.inline_query.query == "旭创"
    for results, description in [
        ([article("1", "<b>")], "can't parse entities"),
        ([article("1", "x"), article("1", "y")], "RESULT_ID_DUPLICATE"),
        ([article(str(n), "x") for n in range(51)], "RESULTS_TOO_MUCH"),
    ]:
        with pytest.raises(exceptions.TelegramBadRequest, match=description):
            await aiogram.answer_inline_query(query_id, list(results))
    await aiogram.answer_inline_query(query_id, [article("1", "<b>300308</b>")], cache_time=30, is_personal=True)
    answer = await sandbox.results(query_id)
    assert (answer.results[0].html, answer.cache_time, answer.personal) == ("<b>300308</b>", 30, True)
    await sandbox.choose(READER, query_id, "1")
    chosen, message = await aiogram.get_updates(offset=update.update_id + 1)
    assert chosen.chosen_inline_result is not None
    assert message.message is not None
    assert message.message.via_bot is not None


async def test_a_chosen_result_stands_in_a_group_with_its_button(sandbox: Sandbox, aiogram: Bot) -> None:
    link = types.InlineKeyboardButton(text="打开", url="https://t.me/bot?start=s_300308SZ")
    content = types.InputTextMessageContent(message_text="中际旭创")
    result = types.InlineQueryResultArticle(
        id="1",
        title="中际旭创",
        input_message_content=content,
        reply_markup=types.InlineKeyboardMarkup(inline_keyboard=[[link]]),
    )
    query_id = await sandbox.query(READER, "旭创")
    for start in ("", "有 空格", "x" * 65):
        hint = types.InlineQueryResultsButton(text="启动", start_parameter=start)
        with pytest.raises(exceptions.TelegramBadRequest, match="START_PARAM_INVALID"):
            await aiogram.answer_inline_query(query_id, [result], button=hint)
    hint = types.InlineQueryResultsButton(text="启动", start_parameter="inline")
    await aiogram.answer_inline_query(query_id, [result], button=hint)
    answer = await sandbox.results(query_id)
    assert (answer.button, answer.start) == ("启动", "inline")
    sandbox.add_group(-100200, "研究小组", {READER: "member"})
    sent = await sandbox.choose(READER, query_id, "1", chat=-100200)
    (message,) = sandbox.transcript(-100200)
    assert message.message_id == sent
    assert [key.url for row in message.keyboard for key in row] == ["https://t.me/bot?start=s_300308SZ"]


async def test_an_uploaded_file_is_downloaded_as_it_was(sandbox: Sandbox, aiogram: Bot) -> None:
    await sandbox.upload(READER, "report.pdf", b"%PDF-1.7", "application/pdf", "看看")
    await sandbox.upload(READER, "big.pdf", bytes((20 << 20) + 1), "application/pdf")
    small, big = [update.message for update in await aiogram.get_updates()]
    assert small is not None
    assert small.document is not None
    assert (small.caption, small.document.mime_type) == ("看看", "application/pdf")
    content = await aiogram.download(small.document)
    assert content is not None
    assert content.read() == b"%PDF-1.7"
    assert big is not None
    assert big.document is not None
    with pytest.raises(exceptions.TelegramBadRequest, match="file is too big"):
        await aiogram.get_file(big.document.file_id)
    with pytest.raises(exceptions.TelegramBadRequest, match="wrong file_id or the file is temporarily unavailable"):
        await aiogram.get_file("nothing")


async def test_a_method_that_is_not_there_is_not_found(aiogram: Bot) -> None:
    call: methods.TelegramMethod[Any] = methods.CopyMessage(chat_id=READER, from_chat_id=READER, message_id=1)
    with pytest.raises(exceptions.TelegramNotFound, match="method not found"):
        await aiogram(call)
