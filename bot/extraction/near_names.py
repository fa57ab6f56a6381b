"""Near misses: securities whose names a printed one may have meant, offered to a person and never taken.

One letter may be wrong (a misprint, a look-alike that a scan confused, a homophone), missing or too many. Look-alikes and letters
with the same initial sound come before others.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import chain

from bot.domain.name_dates import gone
from bot.domain.name_forms import base_form, normal
from bot.domain.name_neighbours import NameNeighbours
from bot.domain.securities import Security

MOST = 5
_SHORTEST_PART = 2
_LEAST = 3  # letters of a name; two letters are near to everything
_LONG = 5  # letters of a name in which two may differ
_LOOK_ALIKE = (
    "末未 己已巳 日曰 土士 人入八 大太犬天夫夭 千干于 侯候 博搏傅 徽微 戊戌戍 贝见 洲州 晶品 迈近 旭曦 锂理 析折 免兔 刀力 亨享 午牛 田由甲申 "
    "科料 材村 杨扬 鹏朋 环怀 源原 凌陵 治冶 铝铅 钢纲 菱凌 英莱 拓柘 隆降 佳住 普晋 拨拔 泰秦 汇江 斯期 瑞端 胜性 亿忆 尔示 奥澳 华毕 康唐 电申 "
    "技枝 通迪 新斯 光先 信倍 海悔 达迭 兴共 创刨 宏宝 盛威 金全 生主 星皇 能熊 特持 药约 声芦 圆园 丰车 凯剀 立位 联联 药葯 鑫森 晟成 越跃 智知"
)


def near_names(
    printed: str, neighbours: NameNeighbours, on: date | None = None, most: int = MOST
) -> tuple[Security, ...]:
    """Up to ``most`` securities named almost as ``printed``, likeliest first; () where none is near.

    Those delisted before the day ``on`` are left out. An exact name is near too.
    """
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415 - only where a name was not found
    from rapidfuzz.process import extract  # noqa: PLC0415

    text = base_form(normal(printed))
    if len(text) < _LEAST:
        return ()
    allowed = 2 if len(text) >= _LONG else 1
    hits = extract(text, neighbours.forms.keys(), scorer=Levenshtein.distance, score_cutoff=allowed, limit=None)
    near = [(name, distance) for name, distance, _ in hits if abs(len(name) - len(text)) <= 1]
    near.sort(key=lambda hit: (_unlike(text, hit[0], neighbours.sounds), hit[1], hit[0]))
    found = chain.from_iterable(neighbours.forms[name] for name, _ in near)
    return tuple(dict.fromkeys(security for security in found if not gone(security, on)))[:most]


def names_containing(
    printed: str, neighbours: NameNeighbours, on: date | None = None, most: int = MOST
) -> tuple[Security, ...]:
    """Up to ``most`` securities whose names begin or end with ``printed`` (茅台, 旭创), the shortest names first."""
    text = base_form(normal(printed))
    if len(text) < _SHORTEST_PART:
        return ()
    fits = [name for name in neighbours.forms if name != text and (name.startswith(text) or name.endswith(text))]
    found = chain.from_iterable(neighbours.forms[name] for name in sorted(fits, key=lambda name: (len(name), name)))
    return tuple(dict.fromkeys(security for security in found if not gone(security, on)))[:most]


def _unlike(text: str, name: str, sounds: Mapping[str, set[str]]) -> int:
    """How unlike two names are: 0 look-alikes, 1 the same initial sounds, 2 other letters, 3 one missing or too many."""
    if len(text) != len(name):
        return 3
    return max((_letters(one, other, sounds) for one, other in zip(text, name, strict=True) if one != other), default=0)


def _letters(one: str, other: str, sounds: Mapping[str, set[str]]) -> int:
    if any(one in group and other in group for group in _LOOK_ALIKE.split()):
        return 0
    return 1 if sounds.get(one, set()) & sounds.get(other, set()) else 2
