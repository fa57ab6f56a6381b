"""Channels: which there are, what each is sent, each choice a button."""

from __future__ import annotations

from bot.services.views.channels import ChannelCard, ChannelLine, ChannelList, ChannelQuestion, ChannelRemoval
from bot.tg import numbers
from bot.tg.actions.callbacks import fits
from bot.tg.actions.channels import (
    AskChannelFollow,
    ChannelFollows,
    CopyToChannel,
    EndChannelFollow,
    QualifyChannel,
    RemoveChannel,
    SetChannelLanguage,
    ShowChannel,
    ShowChannels,
)
from bot.tg.actions.digests import ShowDigests, ShowZones
from bot.tg.i18n import Html, join
from bot.tg.keyboards import Button, button, in_rows, stack
from bot.tg.render.digest_choices import zone_label
from bot.tg.render.dispatch import page
from bot.tg.render.following import target_name
from bot.tg.render.message import Page
from bot.tg.render.voice import Voice


@page.register
def _(view: ChannelList, voice: Voice) -> Page:
    if not view.lines:
        return Page((voice.say("channels-none"),))
    lines = [join("\n", [voice.say("channel-name", title=each.title), _state(each, voice)]) for each in view.lines]
    keys = [button(each.title, ShowChannel(str(each.channel_id))) for each in view.lines]
    return Page((voice.say("channels-title"), *lines, voice.say("channels-more")), in_rows(keys[:50], 1))


@page.register
def _(view: ChannelCard, voice: Voice) -> Page:
    chat = str(view.line.channel_id)
    off = voice.label("setting-off")
    morning, close, weekly = (off if at is None else numbers.clock(at) for at in view.digests)
    names = voice.listing(target_name(each.target, voice) for each in view.follows)
    about = [
        voice.say("channel-name", title=view.line.title),
        _state(view.line, voice),
        voice.say("channel-follows", names=names) if names else voice.say("channel-follows-nothing"),
        voice.say("channel-digests", morning=morning, close=close, weekly=weekly, zone=zone_label(view.zone, voice)),
        voice.say("channel-restricted" if view.qualified else "channel-unrestricted"),
    ]
    keys = [button(voice.label("button-channel-follow"), AskChannelFollow(chat))]
    everything = ChannelFollows(chat, "everything", "")
    keys.append(button(voice.label("button-channel-everything"), everything))
    if view.copies:
        keys.append(button(voice.label("button-channel-copy"), CopyToChannel(chat)))
    ends = [
        button(
            voice.label("button-channel-end", name=target_name(each.target, voice)),
            EndChannelFollow(chat, each.follow_id),
        )
        for each in view.follows
    ]
    languages = [
        button(f"✓ {label}" if code == view.language else label, SetChannelLanguage(chat, code))
        for code, label in ((code, voice.label(f"language-{code}")) for code in ("zh", "en"))
    ]
    owner: tuple[Button, ...] = ()
    if view.owner:
        key = "button-channel-close" if view.qualified else "button-channel-open"
        owner = (button(voice.label(key), QualifyChannel(chat, not view.qualified)),)
    return Page(
        (join("\n", about),),
        stack(
            in_rows(keys, 2),
            in_rows(ends, 2),
            (
                (
                    button(voice.label("button-digests"), ShowDigests(chat)),
                    button(voice.label("button-zone"), ShowZones(chat)),
                ),
            ),
            (tuple(languages),),
            (owner,),
            (
                (
                    button(voice.label("button-channel-remove"), RemoveChannel(chat, sure=False)),
                    button(voice.label("button-channels"), ShowChannels()),
                ),
            ),
        ),
    )


@page.register
def _(view: ChannelQuestion, voice: Voice) -> Page:
    chat = str(view.channel_id)
    wanted = [(each, ChannelFollows(chat, each.kind, each.ref)) for each in view.choices]
    keys = [button(target_name(each, voice), action) for each, action in wanted if fits(action)]
    said = voice.say("channel-follow-what", title=view.title)
    if view.query:
        said = voice.say("channel-follow-which", query=view.query)
    back = button(voice.label("button-channel-back"), ShowChannel(chat))
    return Page((said,), stack(in_rows(keys, 1), ((back,),)))


@page.register
def _(view: ChannelRemoval, voice: Voice) -> Page:
    chat = str(view.channel_id)
    keys = (
        button(voice.label("button-channel-remove-sure"), RemoveChannel(chat, sure=True), "danger"),
        button(voice.label("button-channel-back"), ShowChannel(chat)),
    )
    return Page((voice.say("channel-remove-question", title=view.title),), (keys,))


def _state(line: ChannelLine, voice: Voice) -> Html:
    if not line.there:
        return voice.say("channel-left")
    return voice.say("channel-there", n=line.followed) if line.may_post else voice.say("channel-mute")
