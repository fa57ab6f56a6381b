"""The people who sign a report, their roles, and their licences, in whatever order the three are printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from bot.domain.reports import Analyst, AnalystRole
from bot.extraction.layout import CJK

LICENCE = re.compile(r"(?<![A-Z0-9])(?:CFA)?([SA]\d{13})(?!\d)")
_TITLE = r"(?:证券|首席|资深|高级|联席|行业|执业)*(?:分析师|研究员)|联系人|(?:研究|分析师?)助理"
_NAME = rf"[{CJK}]{{2,4}}"
_NAME_THEN_ROLE = re.compile(rf"({_NAME})\s?\(({_TITLE})\)")
_ROLE_THEN_NAMES = re.compile(rf"(?<![{CJK}(])({_TITLE})[::\s]+((?:{_NAME})(?:[\s、,/|]+{_NAME})*)(?![{CJK}])")
# 林示例 通信行业首席分析师
_NAME_BEFORE_ROLE = re.compile(rf"^({_NAME})[\s|]+[{CJK}]{{0,8}}?({_TITLE})(?![{CJK}])")
_GLUED = re.compile(rf"({_TITLE}):({_NAME}?)(?=[A-Z\d]|执业|证书|登记|邮箱|电话|SAC)")
_ROLE_ALONE = re.compile(rf"\W*({_TITLE})\W*")
_NAMES_ALONE = re.compile(rf"{_NAME}(?:[\s、/|]+{_NAME})*")
# Words that stand where a name could: a person's name does not hold them.
_NO_NAME = re.compile(
    "研究|分析|证券|证书|编号|登记|执业|承诺|声明|介绍|邮箱|电话|资格|团队|报告|公司|行业|评级|走势|相关|数据|图表|要点|摘要|核心|观点|事件|市场|风险|股价"
)


@dataclass(frozen=True, slots=True)
class _Signer:
    name: str
    role: AnalystRole


def licences(text: str) -> tuple[str, ...]:
    """The licence numbers (S or A and 13 digits) in a text."""
    return tuple(match[1] for match in LICENCE.finditer(text))


def analysts(lines: Iterable[str]) -> tuple[Analyst, ...]:
    """Everybody who signs, in printed order, each once.

    Names and licences come one by one (name, number, name, number) or in columns (all names, all e-mails, all
    numbers): each run of names takes the run of numbers behind it in order.
    """
    found: list[Analyst] = []
    open_from = 0
    for is_signer, run in groupby(_marks(lines), lambda mark: isinstance(mark, _Signer)):
        if is_signer:
            open_from = len(found)
            found += [Analyst(mark.name, mark.role, None) for mark in run if isinstance(mark, _Signer)]
        else:
            numbers = [mark for mark in run if isinstance(mark, str)]
            for index, licence in zip(range(open_from, len(found)), numbers, strict=False):
                found[index] = replace(found[index], licence=licence)
    return _each_once(found)


def _marks(lines: Iterable[str]) -> Iterator[_Signer | str]:
    """Signers and licence numbers in printed order."""
    role_above: AnalystRole | None = None
    for line in lines:
        if alone := _ROLE_ALONE.fullmatch(line):
            role_above = _role(alone[1])
            continue
        marks = sorted(_marks_of(line), key=lambda mark: mark[0])
        yield from (mark for _, mark in marks)
        if marks and isinstance(marks[0][1], _Signer):
            role_above = None
        elif role_above and _NAMES_ALONE.fullmatch(line):
            yield from (_Signer(name, role_above) for name in _names(line))


def _marks_of(line: str) -> Iterator[tuple[int, _Signer | str]]:
    named = [(match.start(), match[1], match[2]) for match in _NAME_THEN_ROLE.finditer(line)]
    if match := _NAME_BEFORE_ROLE.match(line):
        named.append((match.start(), match[1], match[2]))
    if not named:
        named = [
            (match.start(), match[2], match[1]) for match in (*_ROLE_THEN_NAMES.finditer(line), *_GLUED.finditer(line))
        ]
    for start, text, title in named:
        yield from ((start, _Signer(name, _role(title))) for name in _names(text))
    yield from ((match.start(), match[1]) for match in LICENCE.finditer(line))


def _names(text: str) -> list[str]:
    return [name for name in re.findall(_NAME, text) if not _NO_NAME.search(name)]


def _role(title: str) -> AnalystRole:
    return AnalystRole.CONTACT if title.startswith("联系人") or title.endswith("助理") else AnalystRole.ANALYST


def _each_once(people: list[Analyst]) -> tuple[Analyst, ...]:
    known: dict[str, Analyst] = {}
    for person in people:
        before = known.get(person.name)
        if before is None or (before.licence is None and person.licence):
            known[person.name] = person if before is None else replace(before, licence=person.licence)
    return tuple(known.values())
