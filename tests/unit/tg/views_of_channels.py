"""Channels looked after from a private chat."""

from __future__ import annotations

from datetime import time

from bot.domain.following import TargetKind
from bot.services.views import View
from bot.services.views.channels import (
    ChannelCard,
    ChannelFollow,
    ChannelLine,
    ChannelList,
    ChannelQuestion,
    ChannelRemoval,
)
from bot.services.views.pieces import Target

ID = -1_001_234_567_890
LINE = ChannelLine(ID, "研报早知道", there=True, may_post=True, followed=2)
STOCK = Target(TargetKind.STOCK, "300308.SZ", "中际旭创 300308")
FOLLOWS = (ChannelFollow(7, STOCK), ChannelFollow(8, Target(TargetKind.BROKER, "开源证券", "开源证券")))
TIMES = (time(8, 30), time(20, 45), None)

VIEWS_OF_CHANNELS: dict[str, View] = {
    "channels": ChannelList(
        (
            LINE,
            ChannelLine(ID - 1, "没有权限", there=True, may_post=False, followed=0),
            ChannelLine(ID - 2, "离开了", there=False, may_post=True, followed=1),
        )
    ),
    "no channels": ChannelList(()),
    "a channel": ChannelCard(LINE, "zh", FOLLOWS, TIMES, "Asia/Shanghai", qualified=False, owner=True, copies=True),
    "a channel of an editor, new": ChannelCard(
        ChannelLine(ID, "New", there=True, may_post=False, followed=0),
        "en",
        (),
        (None, None, None),
        "Europe/Berlin",
        qualified=True,
        owner=False,
        copies=False,
    ),
    "what is the channel to follow": ChannelQuestion(ID, "研报早知道"),
    "which is the channel to follow": ChannelQuestion(ID, "研报早知道", "旭创", (STOCK,)),
    "whether a channel is to be removed": ChannelRemoval(ID, "研报早知道"),
}
