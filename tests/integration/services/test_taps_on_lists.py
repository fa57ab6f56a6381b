"""Lists as somebody keeps them with his thumb: two taps from a stock's card, and everything after it with buttons."""

from __future__ import annotations

import re
from typing import cast

import pytest

from bot.services.access.people import Refused, Viewer
from bot.services.house import Services
from bot.services.views import View
from bot.services.views.lists import (
    ListEditor,
    ListImport,
    ListLink,
    ListOverview,
    ListPicker,
    ListQuestion,
    WatchTable,
)
from bot.store.records import Role
from bot.tg.actions.callbacks import decode
from bot.tg.handlers.buttons import answer
from bot.tg.handlers.lists import typed, wished
from bot.tg.links import open_link
from bot.tg.render import render
from tests.integration.services.house import House
from tests.integration.services.parts import report
from tests.texts import shipped

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
INNOLIGHT, ZTE, MOUTAI = "300308.SZ", "000063.SZ", "600519.SH"
ANN = Viewer(7, 7, "Ann", "zh", Role.SUBSCRIBER)


async def tap(house: House, view: View, label: str, viewer: Viewer = ANN, language: str = "zh") -> View:
    """Tap the button that says this under a view as it is rendered."""
    texts = shipped()
    buttons = [each for message in render(view, texts, language) for row in message.keyboard for each in row]
    data = next(each.data for each in buttons if label in each.label)
    return await answer(decode(data), cast("Services", house), viewer, "pickwatch_bot")


async def say(house: House, text: str, viewer: Viewer = ANN) -> View | None:
    """Send a text where something was asked."""
    about = await house.asking.waiting(viewer)
    return None if about is None else await typed(text, about, cast("Services", house), viewer)


@pytest.mark.parametrize(("language", "taps"), [("zh", ("加入清单", "自选")), ("en", ("Add to a list", "Watchlist"))])
async def test_two_taps_from_a_stocks_card_put_it_into_a_list(
    house: House, language: str, taps: tuple[str, ...]
) -> None:
    await house.confirmed(report())
    ann = Viewer(7, 7, "Ann", language, Role.SUBSCRIBER)
    view: View = await house.research.coverage(INNOLIGHT, ann)
    for label in taps:
        view = await tap(house, view, label, ann, language)
    assert isinstance(view, ListPicker)
    assert [each.name for each in view.lists] == [taps[1]]
    assert view.within == {each.list_id for each in view.lists}
    again = await tap(house, view, taps[1], ann, language)
    assert isinstance(again, ListPicker)
    assert again.within == frozenset()


async def test_a_list_is_made_filled_arranged_renamed_deleted_and_brought_back(house: House) -> None:
    view: View = await wished("", cast("Services", house), ANN)
    assert isinstance(view, ListOverview)
    assert isinstance(await tap(house, view, "新建清单"), ListQuestion)
    table = await say(house, "光模块")
    assert isinstance(table, WatchTable)
    assert await house.asking.waiting(ANN) is None, "an answered question is over"
    assert isinstance(await tap(house, table, "添加"), ListQuestion)
    read = await say(house, "300308\nZTE，茅苔")
    assert isinstance(read, ListImport)
    assert (len(read.taken), [each.typed for each in read.unclear]) == (2, ["茅苔"])
    await tap(house, read, "贵州茅台")
    editor = await tap(house, await tap(house, read, "返回清单"), "整理")
    assert isinstance(editor, ListEditor)
    assert [each.symbol for each in editor.members] == [INNOLIGHT, ZTE, MOUTAI]
    up = await answer(decode(f"1:lm:{editor.head.list_id}:{MOUTAI}:top"), cast("Services", house), ANN)
    assert isinstance(up, ListEditor)
    gone = await answer(decode(f"1:lx:{editor.head.list_id}:{ZTE}:0"), cast("Services", house), ANN)
    back = await tap(house, gone, "放回")
    assert isinstance(back, ListEditor)
    assert [each.symbol for each in back.members] == [MOUTAI, INNOLIGHT, ZTE]
    await tap(house, back, "重命名")
    renamed = await say(house, "算力")
    assert isinstance(renamed, WatchTable)
    assert renamed.head.name == "算力"
    deleted = await tap(house, back, "删除清单")
    restored = await tap(house, deleted, "恢复")
    assert isinstance(restored, WatchTable)
    assert [row.security.symbol for row in restored.rows] == [MOUTAI, INNOLIGHT, ZTE]


async def test_a_shared_list_is_opened_by_its_link_and_copied(house: House) -> None:
    bob = Viewer(8, 8, "Bob", "en", Role.SUBSCRIBER)
    made = await wished("光模块 + 300308 新易盛", cast("Services", house), ANN)
    assert isinstance(made, ListImport)
    link = await tap(house, await tap(house, made, "返回清单"), "分享")
    assert isinstance(link, ListLink)
    (shown,) = render(link, shipped(), "zh")
    found = re.search(r"https://t\.me/pickwatch_bot\?start=(w_[A-Za-z0-9_-]{22})\b", shown.html)
    assert found is not None
    opened = await answer(open_link(found[1]), cast("Services", house), bob)
    assert isinstance(opened, WatchTable)
    copied = await tap(house, opened, "Copy to my lists", bob, "en")
    assert isinstance(copied, WatchTable)
    assert (copied.head.name, copied.head.count, copied.token) == ("光模块", 2, "")
    await tap(house, link, "停止分享")
    with pytest.raises(Refused, match="list_link_gone"):
        await answer(open_link(found[1]), cast("Services", house), bob)


async def test_one_line_makes_shows_and_empties_a_list(house: House) -> None:
    services = cast("Services", house)
    made = await wished("光模块 + 300308, 茅台", services, ANN)
    assert isinstance(made, ListImport)
    assert made.head.count == 2
    shown = await wished("光模块", services, ANN)
    assert isinstance(shown, WatchTable)
    less = await wished("光模块 - 茅台 ZTE", services, ANN)
    assert isinstance(less, WatchTable)
    assert [row.security.symbol for row in less.rows] == [INNOLIGHT]
    with pytest.raises(Refused, match="list_unknown_named"):
        await wished("不存在", services, ANN)
    with pytest.raises(Refused, match="list_nothing_read"):
        await wished("光模块 - 茅台", services, ANN)


async def test_a_code_typed_where_a_name_was_asked_for_is_no_name(house: House) -> None:
    await tap(house, await wished("", cast("Services", house), ANN), "新建清单")
    assert await say(house, "300308") is None
    assert await house.lists.of_chat(ANN) == ()


@pytest.mark.parametrize("data", ["1:lm:1:300308.SZ:sideways", "1:lo:1:", "1:lf:1:exe", "1:lt:99:0", "1:lw:none:0"])
async def test_buttons_that_nobody_made_are_refused(house: House, data: str) -> None:
    await house.lists.make(ANN, "A")
    with pytest.raises(Refused):
        await answer(decode(data), cast("Services", house), ANN)
