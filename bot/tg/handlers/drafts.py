"""What editors tap and type about a report: drafts and confirmed ones alike."""

from __future__ import annotations

from datetime import date

from bot.domain.days import typed_day
from bot.domain.names import Found, Unclear
from bot.domain.reports import PickKind
from bot.services.access.people import Refused, Viewer
from bot.services.house import Services
from bot.services.views import View
from bot.services.views.drafts import DraftCard, DraftItemCard, DraftName
from bot.tg.actions import drafts as actions
from bot.tg.actions.callbacks import decode, encode
from bot.tg.actions.drafts import DraftAction

GONE = ("pick_gone", "name_gone")  # a second tap, or somebody was faster: the card shows how it stands
NEW_PRICES = (
    actions.SetSecurity
    | actions.SetDate
    | actions.AddPick
    | actions.DropPick
    | actions.ResolveName
    | actions.Undo
    | actions.Merge
)


async def tapped(action: DraftAction, services: Services, viewer: Viewer) -> View:
    """What a button of a draft gives; one that asks for a text waits for it, any other ends the waiting.

    Raises:
        Refused: it cannot be done.
    """
    if not viewer.may_edit:
        raise Refused("only_editors")
    try:
        view = await _changed(action, services, viewer)
    except Refused as refused:
        if refused.notice.key not in GONE:
            raise
        view = await services.drafts.card(action.draft_id, viewer)
    if (asked := _asked(action, view)) is not None:
        await services.asking.wait_for(viewer, encode(asked))
    else:
        await services.asking.forget(viewer)
    return view


def _asked(action: DraftAction, view: View) -> actions.Asks | None:
    """What the next text in the chat answers: a name that is open, however it was come to, or the question asked for."""
    if isinstance(view, DraftItemCard):
        item = view.draft.items[view.position]
        return actions.ShowName(view.draft.draft_id, item.unresolved_id) if isinstance(item, DraftName) else None
    return action if isinstance(action, actions.Asks) and not isinstance(view, DraftCard) else None


def needs_prices(action: object, view: View) -> int | None:
    """The number of the confirmed report for which a tap has made other prices necessary."""
    card = view.draft if isinstance(view, DraftItemCard) else view
    changed = isinstance(action, NEW_PRICES) and isinstance(card, DraftCard) and card.confirmed
    return card.draft_id if changed and isinstance(card, DraftCard) else None


async def _changed(action: DraftAction, services: Services, viewer: Viewer) -> View:
    corrections, drafts = services.corrections, services.drafts
    match action:
        case actions.SetRating(draft_id, pick_id, rating):
            await corrections.set_rating(draft_id, pick_id, rating or None, viewer)
            return await drafts.item(draft_id, viewer, pick_id=pick_id)
        case actions.SetKind(draft_id, pick_id, kind):
            await corrections.set_kind(draft_id, pick_id, _kind(kind), viewer)
            return await drafts.item(draft_id, viewer, pick_id=pick_id)
        case actions.SetSecurity(draft_id, pick_id, symbol):
            await corrections.set_security(draft_id, pick_id, symbol, viewer)
            return await drafts.item(draft_id, viewer, pick_id=pick_id)
        case actions.CheckPick(draft_id, pick_id):
            return await _next(await corrections.check(draft_id, pick_id, viewer), services, viewer)
        case actions.ResolveName(draft_id, unresolved_id, symbol):
            return await _next(await corrections.resolve(draft_id, unresolved_id, symbol, viewer), services, viewer)
        case actions.DropPick(draft_id, pick_id, dropped):
            await corrections.drop(draft_id, pick_id, viewer, dropped=dropped)
            return (await drafts.item(draft_id, viewer, pick_id=pick_id)).draft
        case actions.AddPick(draft_id, symbol, kind):
            return await corrections.add(draft_id, symbol, _kind(kind), viewer)
        case actions.SetDate(draft_id, day):
            return await corrections.set_date(draft_id, _day(day), viewer)
        case actions.SetBroker(draft_id, broker):
            return await corrections.set_broker(draft_id, broker, viewer)
        case actions.Undo(draft_id, step):
            return await services.undoing.undo(draft_id, step, viewer)
        case actions.Merge(draft_id, into):
            return await services.merging.merge(draft_id, into, viewer)
        case actions.KeepApart(draft_id):
            return await services.merging.keep_apart(draft_id, viewer)
        case actions.ConfirmDraft(draft_id):
            return await drafts.confirm(draft_id, viewer)
        case actions.DiscardDraft(draft_id):
            return await drafts.discard(draft_id, viewer)
        case _:
            return await _shown(action, services, viewer)


async def _shown(action: DraftAction, services: Services, viewer: Viewer) -> View:
    """The buttons that change nothing."""
    asking, drafts = services.asking, services.drafts
    match action:
        case actions.ShowDraft(draft_id, page):
            return await drafts.card(draft_id, viewer, page)
        case actions.ShowPick(draft_id, pick_id):
            return await drafts.item(draft_id, viewer, pick_id=pick_id)
        case actions.ShowName(draft_id, unresolved_id):
            return await drafts.item(draft_id, viewer, unresolved_id=unresolved_id)
        case actions.ShowHistory(draft_id, page):
            return await services.corrections.history(draft_id, viewer, page)
        case actions.AskSecurity(draft_id, pick_id):
            return await asking.stock(draft_id, viewer, pick_id=pick_id)
        case actions.AskPick(draft_id):
            return await asking.stock(draft_id, viewer)
        case actions.AskKind(draft_id, symbol):
            return await asking.kind_of(draft_id, symbol, viewer)
        case actions.AskDate(draft_id):
            return await asking.date(draft_id, viewer)
        case actions.AskBroker(draft_id):
            return await asking.broker(draft_id, viewer)
        case _:
            raise Refused("old_button")


async def typed(text: str, about: str, services: Services, viewer: Viewer) -> tuple[View, int | None]:
    """What a typed answer gives, and the confirmed report that needs other prices for it, if any.

    Raises:
        Refused: it is no answer; the question stands, and another text may be.
    """
    text = text.strip()
    match decode(about):
        case actions.AskDate(draft_id):
            if (day := typed_day(text)) is None:
                raise Refused("date_not_understood")
            return await _answered(actions.SetDate(draft_id, day.isoformat()), services, viewer)
        case actions.AskBroker(draft_id):
            if (known := services.asking.known_broker(text)) is not None:
                return await _answered(actions.SetBroker(draft_id, known), services, viewer)
            return await services.asking.broker(draft_id, viewer, text), None
        case actions.AskSecurity(draft_id, pick_id):
            if (symbol := _symbol(text, services)) is not None:
                return await _answered(actions.SetSecurity(draft_id, pick_id, symbol), services, viewer)
            return await services.asking.stock(draft_id, viewer, pick_id=pick_id, typed=text), None
        case actions.ShowName(draft_id, unresolved_id):
            if (symbol := _symbol(text, services)) is not None:
                return await _answered(actions.ResolveName(draft_id, unresolved_id, symbol), services, viewer)
            return await services.asking.stock(draft_id, viewer, unresolved_id=unresolved_id, typed=text), None
        case actions.AskPick(draft_id):
            if (symbol := _symbol(text, services)) is not None:
                return await _answered(actions.AskKind(draft_id, symbol), services, viewer)
            return await services.asking.stock(draft_id, viewer, typed=text), None
        case _:  # asked by another version
            raise Refused("old_button")


async def _answered(action: DraftAction, services: Services, viewer: Viewer) -> tuple[View, int | None]:
    view = await tapped(action, services, viewer)
    return view, needs_prices(action, view)


async def _next(card: DraftCard, services: Services, viewer: Viewer) -> View:
    """The next item that a person should look at, or the card where none is left."""
    place = card.next_doubt()
    if place is None:
        return card
    item = card.items[place]
    if isinstance(item, DraftName):
        return await services.drafts.item(card.draft_id, viewer, unresolved_id=item.unresolved_id)
    return await services.drafts.item(card.draft_id, viewer, pick_id=item.pick_id)


def _symbol(text: str, services: Services) -> str | None:
    """The one security that a text means; None where several answer.

    Raises:
        Refused: none answers.
    """
    match services.reference.names.find(text):
        case Found(security):
            return security.symbol
        case Unclear():
            return None
        case _:
            raise Refused("answer_unknown", query=text)


def _kind(written: str) -> PickKind:
    try:
        return PickKind(written)
    except ValueError:
        raise Refused("old_button") from None


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise Refused("old_button") from None
