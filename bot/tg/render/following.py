"""Subscriptions: the list, one with its options, choices, the parts of a report, and why a message came."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot.domain.following import DigestSlot, Loudness, TargetKind, Topic
from bot.services.follows.subscriptions import MuteFor
from bot.services.follows.why import WhyDo
from bot.services.messages.codec import load_view
from bot.services.views.following import (
    FollowChange,
    FollowChanged,
    FollowChoices,
    FollowParts,
    Pushed,
    SubscriptionCard,
    SubscriptionLine,
    SubscriptionList,
    WhyCard,
)
from bot.services.views.pieces import Target
from bot.tg.actions.callbacks import ShowSettings, Subscribe, Unsubscribe, fits
from bot.tg.actions.following import (
    ChangeWhy,
    EndFollow,
    FollowPart,
    MuteFollow,
    PauseFollow,
    SetLoudness,
    SetSlot,
    SetTopic,
    ShowPushed,
    ShowSubscription,
    ShowSubscriptions,
    ShowWhy,
    StopDigest,
    UndoEnd,
)
from bot.tg.actions.views import ShowReport
from bot.tg.i18n import Html, escape, join
from bot.tg.keyboards import Button, Keyboard, button, in_rows, pager, stack
from bot.tg.render.digest_choices import zone_label
from bot.tg.render.dispatch import page
from bot.tg.render.message import Page
from bot.tg.render.pieces import SEP, facts, title
from bot.tg.render.voice import Voice

MOST_REASONS = 4  # with buttons of their own; the others are in the list of all
MOST_PARTS = 40


@page.register
def _(view: FollowChanged, voice: Voice) -> Page:
    keys: list[Button] = []
    if view.follow_id is not None and view.change is FollowChange.UNSUBSCRIBED:
        keys.append(button(voice.label("button-follow-undo"), UndoEnd(view.follow_id)))
    elif view.follow_id is not None:
        keys.append(button(voice.label("button-follow-options"), ShowSubscription(view.follow_id)))
    titled = view.target.kind is TargetKind.REPORT and view.target.label != f"#{view.target.ref}"
    if titled and view.change in (FollowChange.SUBSCRIBED, FollowChange.ALREADY):
        keys.append(button(voice.label("button-show-report"), ShowReport(int(view.target.ref))))
    keys.append(button(voice.label("button-subscriptions"), ShowSubscriptions()))
    return Page((voice.say(view.change, label=target_name(view.target, voice)),), in_rows(keys, 2))


@page.register
def _(view: SubscriptionList, voice: Voice) -> Page:
    heading = voice.say("unsubscribe_from_what") if view.stopping else voice.say("subscriptions-title", n=view.total)
    lines = [join("\n", [_bold(each, voice), _in_short(each, voice)]) for each in view.lines]
    open_ = EndFollow if view.stopping else ShowSubscription
    keys = [button(target_name(each.target, voice), open_(each.follow_id)) for each in view.lines]
    turn = pager(view.page, view.pages, view.total, lambda to: ShowSubscriptions(to, view.stopping))
    return Page((heading, *lines), stack(in_rows(keys, 1), turn))


@page.register
def _(view: SubscriptionCard, voice: Voice) -> Page:
    line = view.line
    topics = [voice.label(f"topic-{each}") for each in Topic if each in line.topics]
    slots = [voice.label(f"slot-{each}") for each in DigestSlot if each in line.digest_slots]
    nothing = voice.label("follow-nothing")
    about = [
        _bold(line, voice),
        voice.say("follow-since", day=voice.day(line.since)),
        _standing(line, voice),
        voice.say("follow-topics", topics=voice.listing(topics) or nothing),
        voice.say("follow-slots", slots=voice.listing(slots) or nothing),
    ]
    return Page((join("\n", about), voice.say("follow-explained")), _options(line, voice))


@page.register
def _(view: FollowChoices, voice: Voice) -> Page:
    verb = Subscribe if view.verb == "subscribe" else Unsubscribe
    wanted = [(each, verb(each.kind, each.ref)) for each in view.choices]
    keys = [button(target_name(each, voice), action) for each, action in wanted if fits(action)]
    said = [voice.say("follow-choices" if view.choices else "follow-none-yet", query=view.query)]
    if view.anyway is not None and fits(verb(view.anyway.kind, view.anyway.ref)):
        said.append(voice.say("follow-anyway"))
        label = voice.label("button-follow-anyway", label=target_name(view.anyway, voice))
        keys.append(button(label, verb(view.anyway.kind, view.anyway.ref)))
    return Page((join("\n", said),), in_rows(keys, 1))


@page.register
def _(view: FollowParts, voice: Voice) -> Page:
    head = view.head
    shown = view.parts[:MOST_PARTS]
    keys = [
        button(
            voice.label("chosen", label=_part_name(each.target, voice))
            if each.followed
            else _part_name(each.target, voice),
            FollowPart(head.report_id, each.target.kind, each.mark, wanted=not each.followed),
        )
        for each in shown
    ]
    more = [button(voice.label("button-show-report"), ShowReport(head.report_id))]
    more.append(button(voice.label("button-subscriptions"), ShowSubscriptions()))
    blocks = (join("\n", [title(head, voice), facts(head, voice)]), voice.say("follow-parts"))
    return Page(blocks, stack(in_rows(keys, 1), in_rows(more, 2)))


@page.register
def _(view: WhyCard, voice: Voice) -> Page:
    blocks = [voice.say("why-title")]
    if view.slot is not None:
        blocks.append(voice.say("why-digest" if view.on else "why-digest-off", slot=voice.label(f"slot-{view.slot}")))
    shown = view.lines[:MOST_REASONS]
    several = len(shown) > 1
    for number, each in enumerate(shown, 1):
        reason = voice.say("why-ended" if each.ended else "why-follow", label=_bold(each, voice))
        lead = Html(f"{number}. {reason}") if several else reason
        blocks.append(join("\n", [lead] if each.ended else [lead, _standing(each, voice)]))
    if more := len(view.lines) - len(shown):
        blocks.append(voice.say("why-more", n=more))
    if view.slot is None and not view.lines:
        blocks.append(voice.say("why-told-before"))
    return Page(tuple(blocks), _why_keyboard(view, voice))


@page.register
def _(view: Pushed, voice: Voice) -> Page:
    try:
        whole = page(load_view(view.payload), voice)
    except ValueError:  # written by a version with other views
        whole = Page((voice.say("held-unreadable"),))
    return Page(whole.blocks, stack(whole.keyboard, why_row(view.number, voice)))


def why_row(number: int, voice: Voice) -> Keyboard:
    """The button that stands under every message which somebody may not want again."""
    return ((button(voice.label("button-why"), ShowWhy(number)),),)


def target_name(target: Target, voice: Voice) -> str:
    """What is followed, in words."""
    if target.kind is TargetKind.EVERYTHING:
        return voice.label("everything")
    return voice.label(f"target-{target.kind}", label=target.label or target.ref)


def _part_name(target: Target, voice: Voice) -> str:
    return voice.label("follow-whole-report") if target.kind is TargetKind.REPORT else target_name(target, voice)


def _bold(line: SubscriptionLine, voice: Voice) -> Html:
    return Html(f"<b>{escape(target_name(line.target, voice))}</b>")


def _standing(line: SubscriptionLine, voice: Voice) -> Html:
    """How it is told just now."""
    if line.paused:
        return voice.say("follow-is-paused")
    said = [voice.say(f"follow-is-{line.loudness}")]
    if line.muted_until is not None:
        until = f"{line.muted_until.astimezone(ZoneInfo(line.zone)):%m-%d %H:%M}"
        said.append(voice.say("follow-is-muted", until=until, zone=zone_label(line.zone, voice)))
    return join(SEP, said)


def _in_short(line: SubscriptionLine, voice: Voice) -> Html:
    """As `_standing`, where there is no room for the topics."""
    if line.paused or line.topics == frozenset(Topic):
        return _standing(line, voice)
    few = voice.say("follow-some-topics", n=len(line.topics), of=len(Topic))
    return join(SEP, [_standing(line, voice), few])


def _options(line: SubscriptionLine, voice: Voice) -> Keyboard:
    number = line.follow_id
    topics = [
        _choice(voice.label(f"topic-short-{each}"), SetTopic(number, each, wanted=each not in line.topics), voice, on)
        for each in Topic
        for on in (each in line.topics,)
    ]
    loud = [
        _choice(voice.label(f"loudness-{each}"), SetLoudness(number, each), voice, each is line.loudness)
        for each in Loudness
    ]
    slots = [
        _choice(
            voice.label(f"slot-short-{each}"), SetSlot(number, each, wanted=each not in line.digest_slots), voice, on
        )
        for each in DigestSlot
        for on in (each in line.digest_slots,)
    ]
    mutes = [each for each in MuteFor if (each is MuteFor.NOT) == (line.muted_until is not None)]
    rest = (
        button(voice.label("button-follow-resume" if line.paused else "button-follow-pause"), _paused(line)),
        button(voice.label("button-follow-end"), EndFollow(number), "danger"),
    )
    return stack(
        (tuple(loud),),
        in_rows(topics, 3),
        (tuple(slots),),
        in_rows([button(voice.label(f"button-mute-{each}"), MuteFollow(number, each)) for each in mutes], 3),
        (rest,),
        ((button(voice.label("button-subscriptions"), ShowSubscriptions()),),),
    )


def _paused(line: SubscriptionLine) -> PauseFollow:
    return PauseFollow(line.follow_id, paused=not line.paused)


def _choice(label: str, action: SetTopic | SetLoudness | SetSlot, voice: Voice, on: bool) -> Button:  # noqa: FBT001 - what the tick says
    """A choice; one that holds bears a tick."""
    return button(voice.label("chosen", label=label) if on else label, action)


def _why_keyboard(view: WhyCard, voice: Voice) -> Keyboard:
    shown = view.lines[:MOST_REASONS]
    several = len(shown) > 1
    rows = [
        tuple(
            button(
                f"{place} {voice.label(key)}" if several else voice.label(key),
                ChangeWhy(view.number, each.follow_id, what),
            )
            for key, what in _remedies(each)
        )
        for place, each in enumerate(shown, 1)
    ]
    digest: Keyboard = ()
    if view.slot is not None:
        stop = button(voice.label("button-stop-digest"), StopDigest(view.number), "danger")
        settings = button(voice.label("button-settings"), ShowSettings())
        digest = ((stop, settings),) if view.on else ((settings,),)
    back = button(voice.label("button-why-back"), ShowPushed(view.number))
    mine = button(voice.label("button-subscriptions"), ShowSubscriptions())
    return stack(tuple(rows), digest, ((back, mine),))


def _remedies(line: SubscriptionLine) -> tuple[tuple[str, WhyDo], ...]:
    if line.ended:
        return (("button-follow-undo", WhyDo.UNDO),)
    silent = ("loudness-on", WhyDo.ON) if line.loudness is not Loudness.ON else ("loudness-silent", WhyDo.SILENT)
    muted = line.muted_until is not None
    mute = ("button-mute-not", WhyDo.UNMUTE) if muted else ("button-mute-week", WhyDo.MUTE)
    return (silent, mute, ("button-follow-end-short", WhyDo.END))
