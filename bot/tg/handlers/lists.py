"""/list, a list in one line, what is typed or sent as an answer, and the buttons of lists."""

from __future__ import annotations

from telegram import Update

from bot.domain.name_forms import normal, read_code
from bot.domain.watchlists import Move
from bot.services.access.people import Refused, Viewer
from bot.services.house import Services
from bot.services.lists.reading import LARGEST_FILE, read_list
from bot.services.lists.words import read_list_wish
from bot.services.views import View
from bot.services.views.lists import ListForm, ListWord
from bot.tg.actions import lists as actions
from bot.tg.actions.callbacks import decode, encode
from bot.tg.context import Context, reply
from bot.tg.outcomes import patiently

TABLES = (".csv", ".tsv")


async def command(update: Update, context: Context) -> None:
    """``/list [NAME [+ STOCKS | - STOCKS]]``: which lists there are, one of them, or a change in one line."""
    await reply(update, context, await wished(context.argument, context.services, context.viewer))


async def wished(line: str, services: Services, viewer: Viewer) -> View:
    """The answer to what stands behind the word for lists.

    Raises:
        Refused: there is no such list, or nothing can be read of what is to go in or out.
    """
    wish = read_list_wish(line)
    if not wish.name:
        return await services.lists.overview(viewer)
    named = await services.lists.named(viewer, wish.name)
    if wish.members and not wish.out:
        return await services.list_files.as_new(viewer, wish.name, wish.members)
    if named is None:
        raise Refused("list_unknown_named", name=wish.name)
    if not wish.members:
        return await services.lists.show(viewer, named.list_id)
    gone = [symbol for symbol in read_list(wish.members, services.lookup).found if symbol in named.symbols]
    if not gone:
        raise Refused("list_nothing_read")
    for symbol in gone:
        await services.lists.remove(viewer, named.list_id, symbol)
    return await services.lists.show(viewer, named.list_id)


async def named_so(line: str, services: Services, viewer: Viewer) -> View | None:
    """The list that is called exactly like this, if there is one."""
    named = await services.lists.named(viewer, line) if line else None
    return None if named is None else await services.lists.show(viewer, named.list_id)


async def typed(text: str, about: str, services: Services, viewer: Viewer) -> View | None:
    """What a typed answer gives; None where the question was no question about lists, or the text is plainly no answer.

    Raises:
        Refused: it is no answer; the question stands, and another text may be.
    """
    asked = decode(about)
    match asked:
        case actions.AskListName(symbol):
            if read_code(normal(text)) and services.lookup.exact(text) is not None:
                return None  # the code of a stock is no name: somebody has gone on to something else
            view: View = await services.lists.make(viewer, text, [symbol] if symbol else [])
        case actions.AskRename(list_id):
            view = await services.lists.rename(viewer, list_id, text)
        case actions.AskMembers(list_id):
            view = await services.list_files.into(viewer, list_id, text)
        case _:
            return None
    await services.asking.forget(viewer)
    return view


async def file(update: Update, context: Context) -> View | None:
    """What a file gives that answers a question about members, or that is a table, which no report is; None for others.

    Raises:
        Refused: too large, or no text, or nothing in it.
    """
    document = update.effective_message.document if update.effective_message else None
    if document is None:
        return None
    services, viewer = context.services, context.viewer
    asked = decode(await services.asking.waiting(viewer) or "")
    name = document.file_name or ""
    stem, table = name.rpartition(".")[0], name.lower().endswith(TABLES)
    if not (table or isinstance(asked, actions.AskMembers)):
        return None
    if (document.file_size or 0) > LARGEST_FILE:
        raise Refused("list_file_too_large")
    sent = await patiently(document.get_file, services.clock, repeatable=True)
    data = bytes(await patiently(sent.download_as_bytearray, services.clock, repeatable=True))
    text = services.list_files.text_of(data)
    if not isinstance(asked, actions.AskMembers):
        return await services.list_files.as_new(viewer, stem, text)
    view = await services.list_files.into(viewer, asked.list_id, text)
    await services.asking.forget(viewer)
    return view


async def tapped(action: actions.ListAction, services: Services, viewer: Viewer, username: str) -> View:
    """What a button of lists gives; one that asks for a text waits for it, any other ends the waiting.

    Raises:
        Refused: it cannot be done.
    """
    view = await _tapped(action, services, viewer, username)
    if isinstance(action, actions.ListAsks):
        await services.asking.wait_for(viewer, encode(action))
    else:
        await services.asking.forget(viewer)
    return view


async def _tapped(action: actions.ListAction, services: Services, viewer: Viewer, username: str) -> View:
    lists = services.lists
    match action:
        case actions.ShowLists():
            return await lists.overview(viewer)
        case actions.ShowList(list_id, page):
            return await lists.show(viewer, list_id, page)
        case actions.OpenShared(token, page):
            return await lists.opened(viewer, token, page)
        case actions.CopyShared(token):
            return await lists.copy(viewer, token)
        case actions.GetListFile(list_id, form):
            return await services.list_files.file(viewer, list_id, _form(form))
        case actions.AskListName(_):
            return await lists.question(viewer, ListWord.NAME)
        case actions.AskRename(list_id):
            return await lists.question(viewer, ListWord.RENAME, list_id)
        case actions.AskMembers(list_id):
            return await lists.question(viewer, ListWord.MEMBERS, list_id)
        case actions.DeleteList(list_id):
            return await lists.delete(viewer, list_id)
        case actions.RestoreList(list_id):
            return await lists.restore(viewer, list_id)
        case actions.ShareList(list_id):
            return await lists.share(viewer, list_id, username)
        case actions.UnshareList(list_id):
            return await lists.unshare(viewer, list_id)
        case actions.MoveList(list_id, to):
            return await lists.move_list(viewer, list_id, _move(to))
        case _:
            return await _of_member(action, services, viewer)


async def _of_member(action: actions.ListAction, services: Services, viewer: Viewer) -> View:
    lists = services.lists
    match action:
        case actions.PickList(symbol):
            return await lists.picker(viewer, symbol)
        case actions.StartList(symbol):
            return await lists.start(viewer, MAIN[viewer.language != "en"], symbol)
        case actions.ToggleMember(list_id, symbol):
            return await lists.toggle(viewer, list_id, symbol)
        case actions.TakeMember(list_id, symbol):
            return await lists.add(viewer, list_id, symbol)
        case actions.EditList(list_id, page):
            return await lists.editor(viewer, list_id, page)
        case actions.MoveMember(list_id, symbol, to):
            return await lists.move(viewer, list_id, symbol, _move(to))
        case actions.RemoveMember(list_id, symbol, page):
            return await lists.remove(viewer, list_id, symbol, page)
        case actions.PutBack(list_id, symbol, place):
            return await lists.put_back(viewer, list_id, symbol, place)
        case _:
            raise Refused("old_button")


MAIN = ("Watchlist", "自选")


def _move(written: str) -> Move:
    if written not in set(Move):
        raise Refused("old_button")
    return Move(written)


def _form(written: str) -> ListForm:
    if written not in set(ListForm):
        raise Refused("old_button")
    return ListForm(written)
