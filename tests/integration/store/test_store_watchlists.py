"""Named lists in the store: members in order, links, and what happens to them with their chat."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import text

from bot.store import Store

ZTE, INNOLIGHT, MOUTAI = "000063.SZ", "300308.SZ", "600519.SH"


async def test_members_keep_the_order_they_are_given_and_since_when_they_are_there(store: Store, now: datetime) -> None:
    later = now + timedelta(days=1)
    async with store.transaction() as tx:
        list_id = await tx.watchlists.add(5, "光模块", [INNOLIGHT, ZTE], now)
        other = await tx.watchlists.add(5, "白酒", [MOUTAI], now)
        await tx.watchlists.lock(5)
        await tx.watchlists.write(list_id, [MOUTAI, ZTE], later)
        assert await tx.watchlists.members([list_id, other, 99]) == {list_id: (MOUTAI, ZTE), other: (MOUTAI,)}
    async with store.snapshot() as tx:
        first, second = await tx.watchlists.of(5)
        assert (first.name, first.symbols, first.made_at) == ("光模块", (MOUTAI, ZTE), now)
        assert second.name == "白酒"
        kept = {row["symbol"]: row["added_at"] for row in (await tx.forgetting.all_of(5))["watchlist_members"][:2]}
        assert kept == {MOUTAI: later, ZTE: now}
        assert await tx.watchlists.of(6) == []


async def test_a_deleted_list_is_gone_with_its_link_and_comes_back_to_its_own_chat_alone(
    store: Store, now: datetime
) -> None:
    async with store.transaction() as tx:
        list_id = await tx.watchlists.add(5, "A", [ZTE], now)
        await tx.watchlists.share(list_id, "secret")
        shared = await tx.watchlists.shared("secret")
        assert shared is not None
        assert (shared.list_id, shared.token) == (list_id, "secret")
        await tx.watchlists.delete(list_id, now)
        assert await tx.watchlists.get(list_id) is None
        assert await tx.watchlists.members([list_id]) == {}
        assert not await tx.watchlists.restore(list_id, 6)
        assert await tx.watchlists.restore(list_id, 5)
        assert not await tx.watchlists.restore(list_id, 5)
        back = await tx.watchlists.get(list_id)
        assert back is not None
        assert (back.symbols, back.token) == ((ZTE,), None)
        await tx.watchlists.delete(list_id, now)
        await tx.watchlists.drop_deleted(5, now)
        await tx.watchlists.drop_deleted(6, now + timedelta(days=1))
        assert await tx.watchlists.restore(list_id, 5)
        await tx.watchlists.delete(list_id, now)
        await tx.watchlists.drop_deleted(5, now + timedelta(seconds=1))
        assert not await tx.watchlists.restore(list_id, 5)


async def test_lists_are_put_in_order_renamed_and_move_with_a_group(store: Store, now: datetime) -> None:
    async with store.transaction() as tx:
        first, second = [await tx.watchlists.add(-5, name, [], now) for name in ("A", "B")]
        await tx.watchlists.rename(first, "C")
        await tx.watchlists.order([second, first])
        await tx.watchlists.move_chat(-5, -100)
        await tx.watchlists.move_chat(-5, -100)
        assert [each.name for each in await tx.watchlists.of(-100)] == ["B", "C"]
        assert await tx.watchlists.of(-5) == []


async def test_who_is_forgotten_leaves_no_member_of_a_list_behind(store: Store, now: datetime) -> None:
    async with store.transaction() as tx:
        kept = await tx.watchlists.add(6, "mine", [ZTE], now)
        gone = await tx.watchlists.add(5, "A", [ZTE, MOUTAI], now)
        await tx.watchlists.delete(gone, now)
        await tx.forgetting.forget(5, now)
        assert (await tx.forgetting.all_of(5))["watchlists"] == []
        members = await tx.forgetting._connection.execute(text("SELECT list_id FROM watchlist_members"))
        assert list(members.scalars()) == [kept]
