"""The people who sign a report, their roles, and their licences, in whatever order the three are printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from bot.domain.reports import Analyst, AnalystRole
from bot.extraction.industries import INDUSTRIES
from bot.extraction.layout import CJK
from bot.extraction.surnames import COMPOUND, SINGLE

# House, 1 or 5, year, month, number; what follows may be glued to it (a telephone number, a date)
LICENCE = re.compile(r"(?<![A-Z])(?:CFA)?([SA]\d{7}(?:0[1-9]|1[0-2])\d{4})(?![A-Z])|(?<=[:号码])\s?([SA]\d{12})(?!\d)")
_TITLE = r"(?:证券|首席|资深|高级|联席|执业)*(?:分析师|研究员|分析员)|联系人|(?:研究|分析师?)助理|研究支持|助理分析师|助理研究员"
_LOOSE = rf"[{CJK}]{{2,4}}"
_PERSON = rf"(?:(?:{'|'.join(COMPOUND)})[{CJK}]{{1,2}}|[{SINGLE}][{CJK}]{{1,2}})"
_BRANCH = rf"(?:(?:{'|'.join(sorted(INDUSTRIES, key=len, reverse=True))})(?:行业)?)?"
# What may follow a name that no white space parts from it
_LABELS = "投资咨询|执业|证券执业|证书|登记|资格|电话|手机|邮箱|邮件|微信|传真|地址|证券分析师|分析师|联系人|研究助理|研究员|研究支持|首席|资深|高级|SAC|SFC|香港"
_AFTER = rf"(?=\s*(?:$|[^{CJK}\s]|{_LABELS})|\s*\n|\s)"
_LICENCE_LABEL = r"(?:SAC|SFC|执业|证券执业|登记编|证书编|投资咨询|资格编)"
# a name on a line of its own, then its post, telephone and e-mail, then its number
_CONTACTS = r"(?:[^\n]{0,40}@[^\n]*\n|[\d\-+() ]{7,24}\n|[^\n]{0,12}(?:分析师|首席|研究员|分析员)[^\n]{0,8}\n)"
_SIGNED = re.compile(
    rf"(?P<bracketed>{_LOOSE})\s?\((?P<title1>{_TITLE})\)"
    rf"|(?<![及与和])(?P<title3>{_TITLE})[::\s]?\s?(?P<glued>{_PERSON}(?:[\s、,/|]+{_PERSON})*){_AFTER}"
    rf"|(?<![{CJK}(])(?P<title2>{_TITLE})(?P<labelled>[::\s]\s*)(?P<names>{_LOOSE}(?:[\s、,/|]+{_LOOSE})*)(?![{CJK}])"
    rf"|(?:(?<![{CJK}])|(?<=作者|信息|公司|院所|究所|中心))(?P<before>{_PERSON})[\s|]*{_BRANCH}(?P<title4>(?:行业)?(?:{_TITLE}))(?=\s*(?:$|[^{CJK}\s:]|{_LABELS})|\n)"
    rf"|(?:^|(?<=[\n心所院部者息人]))(?P<alone>{_PERSON})(?=\s?(?:{_LICENCE_LABEL}|S\d{{7}}|\n(?:SAC|S\d{{6}}|{_TITLE}:|执业|登记)))"
    rf"|(?<![{CJK}])(?P<numbered>{_PERSON})(?=[SA]\d{{13}})"
    rf"|^\W*(?P<apart>{_PERSON})(?:,\s?CFA)?[\t ]*(?:[\d\-+() ]{{7,24}})?(?=\n{_CONTACTS}{{0,4}}[^\n]{{0,16}}?[SA]\d{{12,13}})"
    r"|(?P<licence>(?<![A-Z])(?:CFA)?(?:[SA]\d{7}(?:0[1-9]|1[0-2])\d{4}|(?<=[:号码])[SA]\d{12}(?!\d)))"
    rf"|^\W*(?P<heading>分析师[及与和]联系人|{_TITLE})\W*$",
    re.MULTILINE,
)
_NAMES_ALONE = re.compile(rf"\s*({_PERSON}(?:[\s、/|]+{_PERSON})*)[^\S\n]*(?=\n|$)")
_BROKEN_HEADING = re.compile(r"(分析师[及与和])\n联系人")
# Words that stand where a name could: a person's name does not hold them.
_NO_NAME = re.compile(
    "研究|分析|证券|证书|编号|登记|执业|承诺|声明|介绍|邮箱|电话|资格|团队|报告|公司|行业|评级|走势|相关|数据|图表|要点|摘要|核心|观点|事件|市场|风险|股价"
    "|联系|首席|助理|资深|职务|姓名|作者|手机|认为|简介|投资|信息|组$"
)


@dataclass(frozen=True, slots=True)
class _Signer:
    name: str
    role: AnalystRole


def licences(text: str) -> tuple[str, ...]:
    """The licence numbers (S or A and 13 digits, or 12 where one is lost) in a text."""
    return tuple(match[1] or match[2] for match in LICENCE.finditer(text))


def analysts(lines: Iterable[str]) -> tuple[Analyst, ...]:
    """Everybody who signs, in printed order, each once.

    Names and licences come one by one (name, number, name, number) or in columns (all names, all e-mails, all
    numbers): each run of names takes the run of numbers behind it in order.
    """
    found: list[Analyst] = []
    open_from = 0
    text = _BROKEN_HEADING.sub(r"\1联系人", "\n".join(lines))
    for is_signer, run in groupby(_marks(text), lambda mark: isinstance(mark, _Signer)):
        if is_signer:
            open_from = len(found)
            found += [Analyst(mark.name, mark.role, None) for mark in run if isinstance(mark, _Signer)]
        else:
            numbers = [mark for mark in run if isinstance(mark, str)]
            for index, licence in zip(range(open_from, len(found)), numbers, strict=False):
                found[index] = replace(found[index], licence=licence)
    return _each_once(found)


def _marks(text: str) -> Iterator[_Signer | str]:
    """Signers and licence numbers in printed order."""
    role = AnalystRole.ANALYST
    position = 0
    while match := _SIGNED.search(text, position):
        position = match.end()
        if licence := match["licence"]:
            yield licence.removeprefix("CFA")
            continue
        if match["heading"]:
            role = _role(match["heading"])
            if below := _NAMES_ALONE.match(text, position):
                yield from (_Signer(name, role) for name in _names(below[1]))
                position = below.end()
            continue
        title = match["title1"] or match["title2"] or match["title3"] or match["title4"]
        role = _role(title) if title else role
        printed = (
            match["bracketed"]
            or match["names"]
            or match["glued"]
            or match["before"]
            or match["alone"]
            or match["apart"]
            or match["numbered"]
        )
        names = _names(printed)
        yield from (_Signer(name, role) for name in names)
        if title and not names:  # a label whose name comes later: look again behind the label
            position = match.start() + max(1, len(title))


def _names(text: str) -> list[str]:
    return [
        name for run in re.findall(_LOOSE, text) if (name := _without_what_ran_in(run)) and not _NO_NAME.search(name)
    ]


def _without_what_ran_in(run: str) -> str | None:
    """A name of two or three letters, or four with a compound surname; 周报林示例 is 林示例."""
    if len(run) < 4 or run.startswith(COMPOUND):  # noqa: PLR2004 - a long name has a compound surname
        return run
    return next((run[start:] for start in (1, 2) if re.fullmatch(_PERSON, run[start:])), None)


def _role(title: str) -> AnalystRole:
    contact = title.startswith("联系人") or "助理" in title or title.endswith("支持")
    return AnalystRole.CONTACT if contact else AnalystRole.ANALYST


def _each_once(people: list[Analyst]) -> tuple[Analyst, ...]:
    known: dict[str, Analyst] = {}
    for person in people:
        before = known.get(person.name)
        if before is None or (before.licence is None and person.licence):
            known[person.name] = person if before is None else replace(before, licence=person.licence)
    return tuple(known.values())
