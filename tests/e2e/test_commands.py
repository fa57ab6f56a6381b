"""Every command, asked in both languages of a bot that runs as a process."""

from __future__ import annotations

import pytest

from bot.sandbox.server import Sandbox
from bot.tg.menu import COMMANDS, GROUP_COMMANDS
from tests.e2e.bot_process import BotProcess, Person, labels
from tests.e2e.conftest import CAUTIOUS

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("chats")]

ANSWERS = [
    ("/start", "您好", "Hello Ann!"),
    ("/help", "不必用命令", "no command is needed"),
    ("/settings", "收盘 20:45", "close 20:45"),
    ("/privacy", "我们保存什么", "What is stored"),
    ("/cancel", "没有正在进行的操作", "There is nothing to cancel"),
    ("/coverage", "请在命令后写上股票名称或代码", "Add a stock's name or code"),
    ("/subscribe", "订阅什么", "Follow what?"),
    ("/coverage 999999", "没有找到“999999”", "Nothing answers to “999999”"),
    ("/subscribe <b>*ST</b> & co", "没有找到“<b>*ST</b> & co”", "Nothing answers to “<b>*ST</b> & co”"),
    ("/report 77", "没有这篇研报", "There is no such report"),
    ("/report 99999999999999999999", "没有这篇研报", "There is no such report"),
    ("/start r_99999999999999999999", "您好", "Hello Ann!"),
    ("/frobnicate", "没有这个命令", "There is no such command"),
    ("好的", "没看懂", "I did not understand"),
    ("/coverage 贵州茅台", "还没有研报覆盖 贵州茅台", "No report covers 贵州茅台 yet"),
]


@pytest.mark.parametrize(("typed", "chinese", "english"), ANSWERS, ids=[each[0] for each in ANSWERS])
async def test_every_command_is_answered_in_the_language_of_who_asks(
    editor: Person, ann: Person, typed: str, chinese: str, english: str
) -> None:
    assert chinese in (await editor.says(typed)).text
    assert english in (await ann.says(typed)).text


async def test_the_sources_are_for_owners(editor: Person, reader: Person) -> None:
    assert "用的是录制的真实行情" in (await editor.says("/sources")).text
    assert "只有管理员可以看" in (await reader.says("/sources")).text


async def test_a_name_with_markup_in_it_is_shown_as_it_is(editor: Person) -> None:
    welcome = await editor.says("/start")
    assert welcome.text.startswith("王<b>编辑</b> & *ST，您好！")


@pytest.mark.parametrize("typed", ["300308", "300308.SZ", "sz300308", "中际旭创", "旭创", "zjxc", "３００３０８"])
async def test_any_form_of_a_name_gives_the_card(reader: Person, typed: str) -> None:
    card = await reader.says(f"/coverage {typed}")
    assert card.photo is None
    assert "中际旭创 300308" in card.text
    assert "结论：达成" in card.text
    assert "起算：2024-12-26 收盘" in card.text
    assert "可买：2024-12-27 开盘" in card.text
    assert "2025-12-26 收盘" in card.text


async def test_a_name_alone_or_a_former_one_is_a_question_too(reader: Person) -> None:
    assert "寒武纪 688256" in (await reader.says("查 寒武纪")).text
    card = await reader.says("博创科技")
    assert "长芯博创 300548" in card.text
    assert card.photo is None  # as for the command


async def test_a_name_that_several_securities_bear_is_asked_back(reader: Person) -> None:
    choice = await reader.says("/coverage 中")
    assert "对应多只证券" in choice.text
    card = await reader.taps(choice, "中兴通讯")
    assert "中兴通讯 000063" in card.text


async def test_a_report_is_paged_and_its_stocks_are_opened(reader: Person) -> None:
    reports = await reader.says("/report")
    card = await reader.taps(reports, "#1")
    assert "研报 #1：共 49 个标的，46 只证券" in card.text
    second = await reader.taps(card, "›")
    assert second.message_id == card.message_id
    assert any(label.startswith("2/5") for label in labels(second))
    stock = await reader.taps(second, labels(second)[0])
    assert "看图" in labels(stock)


async def test_a_scoreboard_is_turned_by_its_buttons_and_leads_to_the_episodes_of_a_stock(reader: Person) -> None:
    board = await reader.says("/scoreboard")
    assert "券商记分牌" in board.text
    late = await reader.taps(board, "事后补录的")
    assert late.message_id == board.message_id
    assert "到期 11 段，达成 7 段：64%（95% 区间 35%–85%）" in late.text
    assert "没有基准率：有行情的 A 股只有" in late.text
    kinds = await reader.taps(late, "按类型")
    assert "到期 33 段，不下结论" in kinds.text
    assert "没有哪只股票同时有方向不同的评级" in (await reader.taps(kinds, "分歧")).text
    card = await reader.says("/coverage 300308")
    chart = await reader.taps(card, "看图")
    assert chart.photo is not None
    assert chart.photo.startswith(b"\x89PNG")
    episodes = await reader.taps(card, "评级周期")
    assert "中际旭创 300308 评级周期，共 1 段" in episodes.text
    assert "事后补录" in episodes.text


async def test_a_report_is_seen_as_pictures_and_its_pages_stay_where_they_are(reader: Person) -> None:
    card = await reader.says("/report 1")
    picks = await reader.taps(card, "看图")
    assert picks.photo is not None
    assert "实心为达标" in picks.text
    assert labels(picks) == ["查看研报"]
    baskets = await reader.taps(card, "组合表现")
    assert baskets.photo is not None
    assert "每只证券等额买入" in baskets.text
    assert "光通信 · 9 只：▲" in baskets.text
    opening = await reader.taps(card, "回放")
    assert opening.photo is not None
    assert "会收到的提醒，2024-12-26 至" in opening.text
    days = await reader.hears("个交易日，其中")
    second = await reader.taps(days, "›")
    assert (second.message_id, second.photo) == (days.message_id, None)
    first = await reader.taps(second, "‹")
    assert (first.message_id, first.photo) == (days.message_id, None)  # the picture stands above it already


async def test_a_scoreboard_is_seen_as_a_picture(reader: Person) -> None:
    board = await reader.taps(await reader.says("/scoreboard"), "事后补录的")
    picture = await reader.taps(board, "看图")
    assert picture.photo is not None
    assert "圆点为达成率，横线为 95% 区间" in picture.text
    again = await reader.taps(picture, "查看记分牌")
    assert "到期 11 段，达成 7 段：64%" in again.text


async def test_following_by_name_number_and_all_and_ending_each(reader: Person) -> None:
    assert "已订阅：中际旭创 300308" in (await reader.says("/subscribe zjxc")).text
    assert "您已订阅：中际旭创 300308" in (await reader.says("/subscribe 300308")).text
    assert "已订阅：《算力账单" in (await reader.says("/subscribe #1")).text
    assert "已订阅：全部研报" in (await reader.says("/subscribe all")).text
    watchlist = await reader.says("/watchlist")
    assert "我的自选，共 46 只" in watchlist.text
    menu = await reader.says("/digest")
    assert "收盘日报" in (await reader.taps(menu, "收盘日报")).text
    assert "新研报（北京时间" in (await reader.says("/digest 早报")).text

    followed = await reader.says("/unsubscribe")
    assert len(labels(followed)) == 3
    assert "已取消订阅：全部研报" in (await reader.taps(followed, "全部研报")).text
    assert "已取消订阅：《算力账单" in (await reader.says("/unsubscribe #1")).text
    assert "我的自选，共 1 只" in (await reader.says("/watchlist")).text
    assert "已取消订阅：中际旭创" in (await reader.says("/unsubscribe 中际旭创")).text
    assert "您没有订阅：中际旭创" in (await reader.says("/unsubscribe 中际旭创")).text
    for command in ("/watchlist", "/digest 收盘"):
        assert "自选还是空的" in (await reader.says(command)).text
    assert "还没有订阅" in (await reader.says("/unsubscribe")).text


async def test_a_part_of_a_report_is_followed_and_its_options_changed_in_place(reader: Person) -> None:
    card = await reader.says("/report 1")
    parts = await reader.taps(card, "只订阅一部分")
    assert parts.message_id == card.message_id
    broker = next(label for label in labels(parts) if label.startswith("券商 "))
    assert f"✓ {broker}" in labels(await reader.taps(parts, broker))
    assert "已订阅：分析师 " in (await reader.says(f"订阅 {_analyst(labels(parts))}")).text
    mine = await reader.says("我的订阅")
    assert len(labels(mine)) == 2
    opened = await reader.taps(mine, broker)
    assert "✓ 静音" in labels(await reader.taps(opened, "静音"))
    assert "✓ 涨跌" not in labels(await reader.taps(opened, "✓ 涨跌"))
    muted = await reader.taps(opened, "停推 1 小时")
    assert "静音提醒 · " in muted.text
    assert "前不推送（北京时间）" in muted.text
    ended = await reader.taps(opened, "取消订阅")
    assert f"已取消订阅：{broker}" in ended.text
    again = await reader.taps(ended, "↩ 恢复订阅")
    assert (again.message_id, again.text) == (mine.message_id, muted.text)
    for _ in range(2):
        stop = await reader.says("/unsubscribe")
        await reader.taps(stop, labels(stop)[0])
    assert "还没有订阅" in (await reader.says("/subscriptions")).text


def _analyst(parts: list[str]) -> str:
    """Name and house as somebody types them."""
    label = next(each for each in parts if each.startswith("分析师 "))
    return label.replace("（", " ").removesuffix("）")


async def test_settings_are_changed_by_their_buttons(reader: Person) -> None:
    settings = await reader.says("/settings")
    assert "✓ ±5%" in labels(await reader.taps(await reader.taps(settings, "涨跌提醒"), "±5%"))
    charts = await reader.taps(await reader.taps(settings, "‹ 设置"), "图表")
    assert {"✓ 浅色", "✓ 红涨绿跌"} <= {*labels(charts)}
    assert {"✓ 深色", "✓ 红涨绿跌"} <= {*labels(await reader.taps(charts, "深色"))}
    assert {"✓ 深色", "✓ 绿涨红跌"} <= {*labels(await reader.taps(charts, "绿涨红跌"))}
    assert "图表：深色、绿涨红跌" in (await reader.taps(charts, "‹ 设置")).text
    await reader.taps(await reader.taps(settings, "图表"), "浅色")
    await reader.taps(settings, "红涨绿跌")
    await reader.taps(settings, "‹ 设置")
    assert "Large moves: ±5%" in (await reader.taps(settings, "English")).text
    assert "There is nothing to cancel" in (await reader.says("/cancel")).text
    assert "✓ 中文" in labels(await reader.taps(settings, "中文"))
    menu = await reader.says("/digest")
    assert "✓ 21:30" in labels(await reader.taps(await reader.taps(menu, "⚙ 收盘日报"), "21:30"))
    assert "早报：07:15" in (await reader.says("/digest 早报 7:15")).text
    assert "（纽约时间）" in (await reader.says("/digest 时区 new york")).text


async def test_deep_links_open_what_they_name(reader: Person) -> None:
    assert "研报 #1" in (await reader.says("/start r_1")).text
    assert "中际旭创 300308" in (await reader.says("/start s_300308SZ")).text


async def test_the_class_of_investor_is_asked_before_anything_of_r4_and_remembered(
    sandbox: Sandbox, bot: BotProcess, confirmed: None
) -> None:
    bob = Person(sandbox, CAUTIOUS)
    for asked in ("/coverage 300308", "/report 1", "/start s_300308SZ", "/subscribe #1"):
        assert "risk level R4" in (await bob.says(asked)).text
    assert "Noted" in (await bob.taps(await bob.says("/report"), "No")).text
    for asked in ("/report 1", "/start r_1", "/subscribe #1"):
        assert "does not suit the investor class you gave" in (await bob.says(asked)).text
    card = await bob.says("/coverage 300308")
    assert "Nothing to show" in card.text
    assert "算力" not in card.text
    assert "There are no reports yet" in (await bob.says("/report")).text

    await bob.taps(await bob.says("/settings"), "I am professional")
    assert "Report #1" in (await bob.says("/report 1")).text


async def test_commands_of_no_language_of_ours_are_answered_in_english(sandbox: Sandbox, bot: BotProcess) -> None:
    sandbox.add_user(2101, "Jürgen", "de")
    assert "Hello Jürgen!" in (await Person(sandbox, 2101).says("/start")).text


async def test_the_menu_of_commands_is_set_in_both_languages(sandbox: Sandbox, bot: BotProcess, editor: Person) -> None:
    await editor.says("/cancel")
    menus = sandbox.state.profile.commands
    assert {language for _, language in menus} == {"zh", "en", ""}
    sizes = {len(COMMANDS if "private" in scope else GROUP_COMMANDS) - len(menu) for (scope, _), menu in menus.items()}
    assert (len(menus), sizes) == (6, {0})
