"""Named lists: each chat its own, in its order, as a table, shared by a link, imported and exported."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.domain.watchlists import MOST_LISTS, Move
from bot.market.ports import SourceUnavailable
from bot.services.access.people import Refused, Viewer
from bot.services.views.lists import ListForm, ListHead, ListWord
from bot.services.views.pieces import Notice
from bot.store.records import Role
from tests.integration.services.house import House, refreshed
from tests.integration.services.parts import DictMarket, report

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ZTE, INNOLIGHT, EOPTOLINK, MOUTAI = "000063.SZ", "300308.SZ", "300502.SZ", "600519.SH"


def person(user_id: int = 7, *, qualified: bool | None = None) -> Viewer:
    return Viewer(user_id, user_id, f"user {user_id}", "zh", Role.SUBSCRIBER, qualified)


async def filled(house: House, viewer: Viewer, *symbols: str, name: str = "光模块") -> int:
    return (await house.lists.make(viewer, name, symbols)).head.list_id


async def order(house: House, viewer: Viewer, list_id: int) -> tuple[str, ...]:
    return (await house.lists.members_of(viewer, list_id)).symbols


async def test_a_stock_goes_into_a_list_and_out_of_it_by_the_same_tap(house: House) -> None:
    ann = person()
    first = await house.lists.start(ann, "自选", INNOLIGHT)
    (made,) = first.lists
    assert (made.name, made.count, set(first.within)) == ("自选", 1, {made.list_id})
    assert await house.lists.start(ann, "自选", INNOLIGHT) == first, (
        "a second tap on the same button makes no second list"
    )
    out = await house.lists.toggle(ann, made.list_id, INNOLIGHT)
    assert (out.within, out.lists[0].count) == (frozenset(), 0)
    again = await house.lists.toggle(ann, made.list_id, INNOLIGHT)
    assert again.within == {made.list_id}
    with pytest.raises(Refused, match="stock_unknown"):
        await house.lists.toggle(ann, made.list_id, "999999.SZ")


async def test_lists_are_unknown_to_every_other_chat(house: House) -> None:
    ann, bob = person(7), person(8)
    list_id = await filled(house, ann, ZTE)
    assert await house.lists.of_chat(bob) == ()
    for act in (
        house.lists.show(bob, list_id),
        house.lists.rename(bob, list_id, "x"),
        house.lists.delete(bob, list_id),
        house.lists.restore(bob, list_id),
        house.lists.add(bob, list_id, ZTE),
        house.lists.remove(bob, list_id, ZTE),
        house.lists.move(bob, list_id, ZTE, Move.TOP),
        house.lists.move_list(bob, list_id, Move.TOP),
        house.lists.share(bob, list_id, "b"),
        house.lists.unshare(bob, list_id),
        house.lists.question(bob, ListWord.RENAME, list_id),
        house.list_files.file(bob, list_id, ListForm.TEXT),
        house.list_files.into(bob, list_id, "300308"),
    ):
        with pytest.raises(Refused, match="list_unknown"):
            await act
    assert await order(house, ann, list_id) == (ZTE,)


async def test_members_move_go_and_come_back_where_they_stood(house: House) -> None:
    ann = person()
    list_id = await filled(house, ann, ZTE, INNOLIGHT, MOUTAI)
    editor = await house.lists.move(ann, list_id, MOUTAI, Move.TOP)
    assert [each.symbol for each in editor.members] == [MOUTAI, ZTE, INNOLIGHT]
    gone = await house.lists.remove(ann, list_id, ZTE)
    assert gone.removed is not None
    assert (gone.removed.symbol, gone.place) == (ZTE, 1)
    assert await order(house, ann, list_id) == (MOUTAI, INNOLIGHT)
    await house.lists.put_back(ann, list_id, ZTE, gone.place)
    assert await order(house, ann, list_id) == (MOUTAI, ZTE, INNOLIGHT)
    await house.lists.remove(ann, list_id, EOPTOLINK)
    assert await order(house, ann, list_id) == (MOUTAI, ZTE, INNOLIGHT), "what is not in it is taken out of nothing"


async def test_lists_bear_names_of_their_own_and_stand_in_an_order_of_their_own(house: House) -> None:
    ann = person()
    first, second = [await filled(house, ann, name="光模块") for _ in range(2)]
    assert [each.name for each in await house.lists.of_chat(ann)] == ["光模块", "光模块 2"]
    with pytest.raises(Refused, match="list_name_taken"):
        await house.lists.rename(ann, second, " 光模块 ")
    with pytest.raises(Refused, match="list_name_empty"):
        await house.lists.rename(ann, second, "\u200e \n")
    assert (await house.lists.rename(ann, second, "算力")).head.name == "算力"
    overview = await house.lists.move_list(ann, second, Move.UP)
    assert [each.list_id for each in overview.lists] == [second, first]
    found = await house.lists.named(ann, "算力")
    assert found is not None
    assert found.list_id == second
    for _ in range(MOST_LISTS - 2):  # of twenty
        await filled(house, ann)
    with pytest.raises(Refused, match="lists_too_many"):
        await filled(house, ann)


async def test_a_deleted_list_comes_back_for_a_week(house: House) -> None:
    ann = person()
    list_id = await filled(house, ann, ZTE)
    deleted = await house.lists.delete(ann, list_id)
    assert (deleted.list_id, deleted.name) == (list_id, "光模块")
    with pytest.raises(Refused, match="list_unknown"):
        await house.lists.show(ann, list_id)
    assert (await house.lists.restore(ann, list_id)).head.count == 1
    assert (await house.lists.restore(ann, list_id)).head.count == 1, "a second tap shows it"
    await house.lists.delete(ann, list_id)
    house.clock.set("2025-01-06T09:00")
    await house.lists.delete(ann, await filled(house, ann))
    with pytest.raises(Refused, match="list_unknown"):
        await house.lists.restore(ann, list_id)


async def test_a_link_opens_a_list_until_it_is_taken_back_and_a_copy_is_ones_own(house: House) -> None:
    ann, bob = person(7), person(8)
    list_id = await filled(house, ann, ZTE, MOUTAI)
    link = await house.lists.share(ann, list_id, "pickwatch_bot")
    token = link.start.removeprefix("w_")
    assert len(link.start) <= 64
    assert len(token) >= 22, "128 bits cannot be guessed"
    assert await house.lists.share(ann, list_id, "pickwatch_bot") == link, "what was sent around stays true"
    seen = await house.lists.opened(bob, token)
    assert (seen.token, [row.security.symbol for row in seen.rows]) == (token, [ZTE, MOUTAI])
    assert (await house.lists.opened(ann, token)).token == "", "one's own list needs no copy"
    copied = await house.lists.copy(bob, token)
    await house.lists.add(ann, list_id, INNOLIGHT)
    assert await order(house, bob, copied.head.list_id) == (ZTE, MOUTAI)
    assert await house.lists.unshare(ann, list_id) == Notice("list_unshared", {"name": "光模块"})
    for use in (house.lists.opened(bob, token), house.lists.copy(bob, token), house.lists.opened(bob, "")):
        with pytest.raises(Refused, match="list_link_gone"):
            await use
    assert (await house.lists.share(ann, list_id, "b")).start != link.start


async def test_a_table_shows_closes_day_changes_and_the_newest_coverage(house: House, market: DictMarket) -> None:
    ann = person()
    await house.confirmed(report(title="first"))
    await refreshed(house, "2024-12-27T20:30")
    house.clock.set("2024-12-28T10:00")
    list_id = await filled(house, ann, ZTE, INNOLIGHT)
    table = await house.lists.show(ann, list_id)
    uncovered, covered = table.rows
    assert (uncovered.price, uncovered.change, uncovered.score) == (None, None, None)
    assert (covered.price, covered.change, covered.live) == (Decimal(100), Decimal(0), False)
    assert covered.score is not None
    assert covered.score.excess == pytest.approx(0)
    assert (table.live, table.source.as_of) == (None, covered.session)


async def test_coverage_that_is_not_for_the_viewer_is_not_in_the_table(house: House) -> None:
    await house.confirmed(report(title="R4", risk_level="R4"))
    list_id = await filled(house, person(), INNOLIGHT)
    assert (await house.lists.show(person(), list_id)).rows[0].score is None
    assert (await house.lists.show(person(qualified=True), list_id)).rows[0].score is not None


async def test_in_session_a_table_shows_quotes_and_whose_they_are(house: House, market: DictMarket) -> None:
    list_id = await filled(house, person(), INNOLIGHT)
    house.clock.set("2024-12-27T10:00")
    market.quote(INNOLIGHT, "0.03")
    (row,) = (table := await house.lists.show(person(), list_id)).rows
    assert (row.price, row.change, row.live) == (Decimal(103), Decimal("0.03"), True)
    assert table.live is not None
    market.failing["quotes"] = SourceUnavailable("away")
    (row,) = (await house.lists.show(person(), list_id)).rows
    assert row.live is False


async def test_a_pasted_text_goes_in_and_what_is_doubtful_is_asked(house: House) -> None:
    ann = person()
    list_id = await filled(house, ann, ZTE)
    text = "代码,名称\n300308,中际旭创\n600519,贵州茅台\n000063,中兴通讯\n,茅苔\n,平安\n,没有这家公司\n"
    read = await house.list_files.into(ann, list_id, text)
    assert read.head == ListHead(list_id, "光模块", 3)
    assert [each.symbol for each in read.taken] == [INNOLIGHT, MOUTAI, ZTE]
    assert (read.known, read.dropped, read.unknown) == (1, 0, ("没有这家公司",))
    assert [each.typed for each in read.unclear] == ["茅苔", "平安"]
    assert [each.symbol for each in read.unclear[0].candidates] == [MOUTAI]
    assert await order(house, ann, list_id) == (ZTE, INNOLIGHT, MOUTAI)
    with pytest.raises(Refused, match="list_nothing_read"):
        await house.list_files.into(ann, list_id, " \n,,\n")


async def test_what_is_handed_out_comes_in_again_as_it_was(house: House) -> None:
    ann = person()
    list_id = await filled(house, ann, MOUTAI, "00700.HK", ZTE)
    for form in ListForm:
        file = await house.list_files.file(ann, list_id, form)
        assert file.name == f"pickwatch-list-20241226.{form}"
        text = house.list_files.text_of(file.content.encode())
        read = await house.list_files.as_new(ann, f"copy {form}", text)
        assert await order(house, ann, read.head.list_id) == (MOUTAI, "00700.HK", ZTE)
    again = await house.list_files.as_new(ann, "COPY csv", "300308")
    assert again.head.count == 4, "the name was there"
    with pytest.raises(Refused, match="list_empty"):
        await house.list_files.file(ann, await filled(house, ann), ListForm.TEXT)


def test_files_are_read_as_spreadsheets_write_them(house: House) -> None:
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        assert house.list_files.text_of("贵州茅台,600519".encode(encoding)) == "贵州茅台,600519"
    with pytest.raises(Refused, match="list_file_unreadable"):
        house.list_files.text_of(b"\x89PNG\r\n\x1a\n\xff\xff\xff")
