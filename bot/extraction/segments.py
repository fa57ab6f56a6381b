"""The segments that a report prints before its picks: 【液冷】, 1)光模块:, 主线一:高端白酒, 白酒方面,, 在铜连接环节,.

A segment stays as printed; only words that do not belong to its name (在…环节, …方面) are left off.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.extraction.branches import BRANCHES
from bot.extraction.layout import CJK

_NAME = rf"[{CJK}A-Za-z0-9/+&\-\"“”·]"
_POINT = r"(?:\(?\d{1,2}(?:\.\d{1,2})*[)、.](?!\d)|\([一二三四五六七八九十]{1,2}\)|[一二三四五六七八九十]{1,2}[、.]|[1-9](?=[^\d\W]{2})(?![年月日季家只个条大]))"
_LINE = r"(?:投资)?(?:主线|方向|逻辑|机会|线索|策略|维度|链条|领域|板块|赛道)[一二三四五六1-9][:、,]?"
_BULLETS = "●■◆►▶➢⚫◼•▪□✓✅☑★"
_MARK = re.compile(
    rf"[【〖](?P<bracket>[^【】〖〗]{{1,20}})[】〗]"
    rf"|(?:(?<=^)|(?<=[。;:,\n)!{_BULLETS}]))\s?{_POINT}\s?(?P<numbered>{_NAME}{{2,16}}?)(?:\([^()]{{1,16}}\))?(?=:|(?<=[板领赛产][块域道业]|行业|业链|方面)[,。])"
    rf"|(?<=[{CJK}])[1-9]、(?P<glued>{_NAME}{{2,12}}?):"
    rf"|(?:(?<=^)|(?<=[。;\n!{_BULLETS}]))\s?{_LINE}(?P<line>{_NAME}{{2,16}}?)(?=[:,。])"
    rf"|(?:(?<=^)|(?<=[。;\n!{_BULLETS}]))\s?(?P<headed>{_NAME}{{2,14}}):(?=[^:。;]{{0,24}}(?:标的|推荐|关注|看好))"
    rf"|(?:(?<=^)|(?<=[。;\n\d{_BULLETS}]))\s?(?P<named>{_NAME}{{2,12}}(?:板块|行业|领域|产业链|赛道|方面)):"
    rf"|(?<=[。;\n])\s?(?=\(?\d{{1,2}}[)、])(?P<point>\(?\d{{1,2}}[)、])"
    rf"|(?:(?<=^)|(?<=[。\n{_BULLETS}]))\s?(?P<opening>{_NAME}{{1,10}}):"
)
_NO_SEGMENT = re.compile(
    "投资|建议|观点|策略|风险|点评|事件|报告|周报|行情|公告|要闻|数据|标的|推荐|关注|看好|我们|认为|展望|总结|核心|摘要|来源|组合|行业新闻|证券|资料|图表|^表|^图"
    "|公示|提升|影响|根据|通过|由于|目前|受.{1,3}影响|进入|截至|截止|同比|环比|公司$|股份$|药业$|制药$|医药$|回顾|逻辑|催化|动态|个股|重点|附录|目录|说明|声明|联系|电话|邮箱|预测|估值|本周|上周|近期|方向|^\\d"
)
_SECTION = re.compile("投资建议|风险|事件|点评|行情|盈利预测|本周|上周")
_LED_BY = re.compile(
    rf"^(?:在|从|对于|其中|此外|同时|另外|而|港股|A股)?(?P<name>{_NAME}{{1,14}}?)(?P<kind>行业|板块|产业链|赛道|领域|环节|方面|端|侧|上)?(?:中|里|内)?(?:我们|,|短期|长期|中长期|可以?|建议)*$"
)
_KEPT = frozenset(("行业", "板块", "产业链", "赛道"))
_SENTENCE_BACK = 90
_REACH = 900  # letters behind its head
_LONGEST_HEADING = 40
_HEADING = re.compile(rf"^\W{{0,3}}(?P<point>{_POINT}|{_LINE})?\s?(?P<name>{_NAME}{{2,16}}?)(?:$|[:,—])")


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a segment begins; ``name`` is None where a heading of another sort ends the one before."""

    end: int
    name: str | None
    bracketed: bool


def marks(text: str) -> list[Mark]:
    """The segments that a paragraph marks, in printed order."""
    found: list[Mark] = []
    style = ""
    for match in _MARK.finditer(text):
        printed = _style(match)
        if match["point"] is not None and printed != style:
            continue  # the reasons within a point are numbered too
        mark = Mark(match.end(), _name(match), match["bracket"] is not None)
        if mark.name or not _verbal(match):
            found.append(mark)
            style = printed if mark.name and printed else style
    return found


def _style(match: re.Match[str]) -> str:
    """How a point is numbered, without its number: "()", ")" or "、"; "" where it is not."""
    number = re.match(r"\s?(\(?)\d{1,2}([)、.])", match[0])
    return number[1] + number[2] if number else ""


def _verbal(match: re.Match[str]) -> bool:
    """Whether a head is only words of advice (建议关注:), which end no segment."""
    return match["opening"] is not None and not _SECTION.match(match["opening"])


def segment_at(text: str, position: int, marked: list[Mark]) -> str | None:
    """The segment in which a verb at ``position`` stands: the sentence's own, or that of the last mark."""
    last = next((mark for mark in reversed(marked) if mark.end <= position + 1), None)
    if last is not None and position - last.end > _REACH:
        last = None
    if last is not None and last.bracketed:
        return last.name
    led = _led_by(text, position, last.end if last else 0)
    return led or (last.name if last else None)


def heading(text: str) -> tuple[bool, str | None]:
    """Whether a paragraph opens a section, and the segment that the section is about."""
    if len(text) > _LONGEST_HEADING or text.endswith(("。", ";")):
        match = re.match(rf"(?P<name>{_NAME}{{2,10}}):", text)
        return (True, match["name"]) if match and match["name"] in BRANCHES else (False, None)
    match = _HEADING.match(text)
    if not match or _NO_SEGMENT.search(match["name"]):
        return bool(match and match["point"]), None
    name = match["name"].strip()
    if match["point"] is None and not (name in BRANCHES and text[match.end("name") :].startswith(":")):
        return False, None  # 医药生物 alone is the report's own industry
    return True, name if name in BRANCHES or re.search("(?:行业|板块|产业链|赛道|领域)$", name) else None


def _name(match: re.Match[str]) -> str | None:
    if match["point"] is not None:
        return None
    if opening := match["opening"]:  # 医疗器械:… opens a section on a branch, 投资建议:… one on none
        return opening if opening in BRANCHES else None
    name = (
        match["bracket"] or match["numbered"] or match["glued"] or match["line"] or match["headed"] or match["named"]
    ).strip()
    if match["bracket"] is None:
        name = re.sub("(?:方面|环节)$", "", name)
    return None if _NO_SEGMENT.search(name) else name


def _led_by(text: str, position: int, floor: int) -> str | None:
    """The branch that the sentence before a verb is about: 白酒方面,推荐; 面板行业重点推荐; 零部件端关注."""
    start = max(floor, position - _SENTENCE_BACK)
    before = re.split(r"[。;:\n!?)】〗]", text[start:position])[-1]
    pieces = [piece for piece in re.split(",|(?=我们)|(?:持续|重点|继续)?推荐|关注", before) if piece]
    for piece in reversed(pieces):
        match = _LED_BY.match(piece.strip()) or _LED_BY.match(piece.rpartition("的")[2].strip())
        if not match:
            continue
        name, kind = match["name"], match["kind"] or ""
        if name + kind in BRANCHES:
            return name + kind
        if _NO_SEGMENT.search(name):
            continue
        if name in BRANCHES or (kind and kind != "上" and len(name) <= _LONGEST_LED):
            return name + kind if kind in _KEPT else name
    return None


_LONGEST_LED = 8
