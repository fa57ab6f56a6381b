"""Named lists: which there are, one as a table, and the screens on which they are changed."""

from __future__ import annotations

from bot.domain.watchlists import Move
from bot.services.views.lists import (
    ListDeleted,
    ListEditor,
    ListFile,
    ListForm,
    ListHead,
    ListImport,
    ListLink,
    ListOverview,
    ListPicker,
    ListQuestion,
    ListWord,
    WatchRow,
    WatchTable,
)
from bot.services.views.pieces import SecurityRef
from bot.tg import numbers
from bot.tg.actions import lists as actions
from bot.tg.actions.callbacks import Action
from bot.tg.actions.rules import AskRule
from bot.tg.actions.views import ShowCoverage, ShowWatchlist
from bot.tg.i18n import Html, escape, join
from bot.tg.keyboards import Button, Keyboard, button, in_rows, pager, stack
from bot.tg.render.dispatch import page
from bot.tg.render.message import Document, Page
from bot.tg.render.pieces import SEP, basis, excess, kind, live_source, name, short_symbol, source
from bot.tg.render.voice import Voice

MOST_TAKEN = 12  # names in the answer to an import
MOST_UNCLEAR, MOST_CANDIDATES = 8, 4
MOST_UNKNOWN = 10
MOVES = ((Move.TOP, "⤒"), (Move.UP, "↑"), (Move.DOWN, "↓"))


@page.register
def _(view: ListOverview, voice: Voice) -> Page:
    new = button(voice.label("button-list-new"), actions.AskListName(), "primary")
    followed = button(voice.label("button-watchlist"), ShowWatchlist())
    if not view.lists:
        return Page((voice.say("lists-none"),), ((new, followed),))
    lines = [voice.say("lists-title", n=len(view.lists)), *(_line(each, voice) for each in view.lists)]
    opening = [button(f"{each.name} ({each.count})", actions.ShowList(each.list_id)) for each in view.lists]
    return Page((join("\n", lines),), stack(in_rows(opening, 2), ((new, followed),)))


@page.register
def _(view: WatchTable, voice: Voice) -> Page:
    title = voice.say("list-title-shared" if view.token else "list-title", name=view.head.name, n=view.head.count)
    blocks = [title, *(watch_row(row, view, voice) for row in view.rows)]
    if not view.rows:
        blocks.append(voice.say("list-nothing-in-it"))
    return Page((*blocks, watch_footer(view, voice)), _under_table(view, voice))


def watch_row(row: WatchRow, table: WatchTable, voice: Voice) -> Html:
    """Two lines: the security with its price and the day's change; its newest coverage with the excess since."""
    first = [name(row.security), *_price(row, table, voice)]
    score = row.score
    if score is None:
        return join("\n", [join(" ", first), voice.say("list-uncovered")])
    words = [excess(score, voice), voice.say(f"phase-{score.phase}"), escape(kind(score.kind, score.rating, voice))]
    return join("\n", [join(" ", first), join(SEP, words)])


def watch_footer(table: WatchTable, voice: Voice) -> Html:
    """Whose quotes and closes these are and of when, what the figures are measured by, and the risk warning."""
    scores = [row.score for row in table.rows if row.score is not None]
    lines = [live_source(table.live, voice)] if table.live is not None else []
    lines += [source(table.source, voice), *basis(scores, voice)]
    return join("\n", [*lines, voice.say("footer-risk")])


@page.register
def _(view: ListEditor, voice: Voice) -> Page:
    numbered = [Html(f"{place} {name(each)}") for place, each in enumerate(view.members, 1)]
    blocks = [voice.say("list-title", name=view.head.name, n=view.head.count), join("\n", numbered)]
    blocks.append(voice.say("list-legend"))
    undo: Keyboard = ()
    if view.removed is not None:
        blocks.append(voice.say("list-removed", stock=_named(view.removed)))
        back = actions.PutBack(view.head.list_id, view.removed.symbol, view.place)
        undo = ((button(voice.label("button-put-back", stock=view.removed.name), back),),)
    rows = tuple(_member(place, each, view) for place, each in enumerate(view.members, 1))
    turning = pager(view.page, view.pages, view.head.count, lambda to: actions.EditList(view.head.list_id, to))
    return Page(tuple(blocks), stack(undo, rows, turning, _of_list(view.head, voice)))


@page.register
def _(view: ListPicker, voice: Voice) -> Page:
    symbol = view.security.symbol
    choices = [
        button(f"✓ {each.name}" if each.list_id in view.within else each.name, _toggle(each, symbol))
        for each in view.lists
    ]
    if not view.lists:
        choices = [button(voice.label("list-first-name"), actions.StartList(symbol), "primary")]
    new = button(voice.label("button-list-new"), actions.AskListName(symbol))
    back = button(voice.label("button-coverage"), ShowCoverage(symbol))
    key = "list-pick-within" if view.within else "list-pick"
    return Page((voice.say(key, stock=_named(view.security)),), stack(in_rows(choices, 2), ((new, back),)))


@page.register
def _(view: ListQuestion, voice: Voice) -> Page:
    if view.head is None:
        return Page((voice.say("list-ask-name"),))
    back = button(voice.label("button-back-to-list"), actions.ShowList(view.head.list_id))
    key = "list-ask-rename" if view.word is ListWord.RENAME else "list-ask-members"
    return Page((voice.say(key, name=view.head.name),), ((back,),))


@page.register
def _(view: ListDeleted, voice: Voice) -> Page:
    undo = button(voice.label("button-list-restore"), actions.RestoreList(view.list_id))
    lists = button(voice.label("button-lists"), actions.ShowLists())
    return Page((voice.say("list-deleted", name=view.name),), ((undo, lists),))


@page.register
def _(view: ListLink, voice: Voice) -> Page:
    link = f"https://t.me/{view.username}?start={view.start}"
    text = voice.say("list-link", name=view.head.name, link=link)
    stop = button(voice.label("button-list-unshare"), actions.UnshareList(view.head.list_id))
    back = button(voice.label("button-back-to-list"), actions.ShowList(view.head.list_id))
    return Page((text,), ((stop, back),))


@page.register
def _(view: ListFile, voice: Voice) -> Page:
    caption = voice.say("list-file", name=view.head.name, n=view.head.count)
    return Page((caption,), document=Document(view.name, view.content.encode()))


@page.register
def _(view: ListImport, voice: Voice) -> Page:
    blocks = [join("\n", [voice.say("list-title", name=view.head.name, n=view.head.count), *_taken(view, voice)])]
    if view.unknown:
        shown = voice.listing(each[:20] for each in view.unknown[:MOST_UNKNOWN])
        blocks.append(voice.say("list-import-unknown", n=len(view.unknown), names=shown))
    choices: list[Keyboard] = []
    if view.unclear:
        doubts = view.unclear[:MOST_UNCLEAR]
        words = voice.listing(each.typed for each in doubts)
        blocks.append(voice.say("list-import-unclear", n=len(view.unclear), names=words))
        choices = [
            in_rows([_candidate(each, view.head, voice) for each in doubt.candidates[:MOST_CANDIDATES]], 2)
            for doubt in doubts
        ]
    show = button(voice.label("button-back-to-list"), actions.ShowList(view.head.list_id))
    more = button(voice.label("button-list-add"), actions.AskMembers(view.head.list_id))
    return Page(tuple(blocks), stack(*choices, ((show, more),)))


def _taken(view: ListImport, voice: Voice) -> list[Html]:
    new = len(view.taken) - view.known - view.dropped
    lines = [voice.say("list-import-taken", n=new)]
    if view.taken:
        more = "…" if len(view.taken) > MOST_TAKEN else ""
        lines.append(escape(voice.listing(each.name for each in view.taken[:MOST_TAKEN]) + more))
    if view.known:
        lines.append(voice.say("list-import-known", n=view.known))
    if view.dropped:
        lines.append(voice.say("list-import-dropped", n=view.dropped))
    return lines


def _price(row: WatchRow, table: WatchTable, voice: Voice) -> list[Html]:
    if row.price is None:
        return []
    words = [escape(voice.price(row.price, row.security.symbol))]
    if row.change is not None:
        words.append(escape(numbers.moved(float(row.change))))
    if not row.live and row.session is not None and row.session != table.source.as_of:
        words.append(voice.say("list-close-of", day=voice.day(row.session)))
    return words


def _line(head: ListHead, voice: Voice) -> Html:
    return voice.say("list-line", name=head.name, n=head.count)


def _named(security: SecurityRef) -> str:
    return f"{security.name} {short_symbol(security.symbol)}"


def _toggle(head: ListHead, symbol: str) -> Action:
    return actions.ToggleMember(head.list_id, symbol)


def _candidate(security: SecurityRef, head: ListHead, voice: Voice) -> Button:
    label = voice.label("button-list-take", stock=_named(security))
    return button(label, actions.TakeMember(head.list_id, security.symbol))


def _member(place: int, security: SecurityRef, view: ListEditor) -> tuple[Button, ...]:
    """By its number on the page: beside four signs a phone would cut the name."""
    list_id, symbol = view.head.list_id, security.symbol
    moves = (button(sign, actions.MoveMember(list_id, symbol, to)) for to, sign in MOVES)
    out = button("✕", actions.RemoveMember(list_id, symbol, view.page))
    return (button(str(place), ShowCoverage(symbol)), *moves, out)


def _under_table(view: WatchTable, voice: Voice) -> Keyboard:
    list_id = view.head.list_id
    stocks = [button(row.security.name, ShowCoverage(row.security.symbol)) for row in view.rows]
    every = button(voice.label("button-lists"), actions.ShowLists())
    if view.token:
        turning = pager(view.page, view.pages, view.head.count, lambda to: actions.OpenShared(view.token, to))
        copy = button(voice.label("button-list-copy"), actions.CopyShared(view.token), "primary")
        return stack(in_rows(stocks, 3), turning, ((copy, every),))
    turning = pager(view.page, view.pages, view.head.count, lambda to: actions.ShowList(list_id, to))
    changing = (
        button(voice.label("button-list-add"), actions.AskMembers(list_id)),
        button(voice.label("button-list-edit"), actions.EditList(list_id)),
        button(voice.label("button-list-share"), actions.ShareList(list_id)),
    )
    again = button(voice.label("button-refresh"), actions.ShowList(list_id, view.page))
    alert = button(voice.label("button-rule-new"), AskRule(f"l{list_id}"))
    return stack(in_rows(stocks, 3), turning, (changing, (again, alert, every)))


def _of_list(head: ListHead, voice: Voice) -> Keyboard:
    """What can be done with a list as a whole."""
    list_id = head.list_id
    files = (button(voice.label(f"button-list-{form}"), actions.GetListFile(list_id, form)) for form in ListForm)
    return (
        (
            button(voice.label("button-list-up"), actions.MoveList(list_id, Move.UP)),
            button(voice.label("button-list-down"), actions.MoveList(list_id, Move.DOWN)),
        ),
        tuple(files),
        (
            button(voice.label("button-list-rename"), actions.AskRename(list_id)),
            button(voice.label("button-list-delete"), actions.DeleteList(list_id), "danger"),
        ),
        (button(voice.label("button-back-to-list"), actions.ShowList(list_id)),),
    )
