"""The forms in which a name or a code of a security is written, brought to one."""

from __future__ import annotations

import re
import unicodedata

_PLAIN = re.compile(r"[\u4e00-\u9fff]+")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))

# What exchanges hang on a name and reports leave off: -U (no profit yet), -W (weighted votes), -V, -WD, Hong Kong's -B, -S, -SW
_MARK = re.compile(r"-[A-Z]{1,3}$")
# A class letter counts behind a Chinese character only (京东方A, not 360A); B is another security, so only A falls
_CLASS_A = re.compile(r"(?<=[\u4e00-\u9fff])A$")
_WARNED = re.compile(r"^(?:S\*ST|SST|\*ST|ST)(?=[\u4e00-\u9fff])")
_EX_DATE = re.compile(r"^(?:XD|XR|DR)(?=[\u4e00-\u9fff])")

_MAINLAND = re.compile(r"(?P<code>\d{6})[. ]?(?P<place>SH|SS|SSE|SZ|SZSE|BJ|BSE|CH|NQ)")
_MAINLAND_PREFIXED = re.compile(r"(?P<place>SH|SS|SZ|BJ|NQ)[.:]?(?P<code>\d{6})")
_HONG_KONG = re.compile(r"(?P<code>\d{1,5})[.:]?HK")
_HONG_KONG_PREFIXED = re.compile(r"(?:HK|HKEX|SEHK)[.:]?(?P<code>\d{1,5})")
_AMERICAN = re.compile(r"(?P<code>[A-Z]{1,5})\.(?:US|O|N|OQ|NASDAQ|NYSE)")
_AMERICAN_PREFIXED = re.compile(r"(?:US|NASDAQ|NYSE)[.:](?P<code>[A-Z]{1,5})")
_AMERICAN_SPACED = re.compile(r"(?P<code>[A-Z]{2,5})US")
_BARE = re.compile(r"\d{5,6}|[A-Z]{2,5}")
_PLACES = {"SH": ".SH", "SS": ".SH", "SSE": ".SH", "SZ": ".SZ", "SZSE": ".SZ", "BJ": ".BJ", "BSE": ".BJ", "NQ": ".NQ"}


def normal(text: str) -> str:
    """``text`` in NFKC, upper case, without white space and with one kind of dash: what names are compared by."""
    if _PLAIN.fullmatch(text):
        return text
    return "".join(unicodedata.normalize("NFKC", text).translate(_DASHES).upper().split())


def base_form(name: str) -> str:
    """A `normal` name without what an exchange adds: -U and its like, the class letter A, ST, XD.

    The two characters that stay of an ST name (*ST国华) are no name by themselves, so there only ST and *ST become
    one.
    """
    name = _CLASS_A.sub("", _MARK.sub("", _EX_DATE.sub("", name)))
    bare = _WARNED.sub("", name)
    if bare == name:
        return name
    return bare if len(bare) > 2 else f"ST{bare}"  # noqa: PLR2004 - two characters


def without_mark(name: str) -> str:
    """A `normal` name without -U, -W and their like, which lists of names show or leave out as they please."""
    return _MARK.sub("", name)


def read_code(text: str) -> tuple[str, ...]:
    """The symbols or bare codes that a `normal` text may stand for; none where it has no form of a code.

    603259.CH and 603259 name no exchange, so the bare code stands for whichever has it.
    """
    if text[:1] > "Z" or not text.isascii():
        return ()
    if match := _MAINLAND.fullmatch(text) or _MAINLAND_PREFIXED.fullmatch(text):
        place = _PLACES.get(match["place"], "")
        return (match["code"] + place,)
    if match := _HONG_KONG.fullmatch(text) or _HONG_KONG_PREFIXED.fullmatch(text):
        return (f"{match['code']:0>5}.HK",)
    if match := _AMERICAN.fullmatch(text) or _AMERICAN_PREFIXED.fullmatch(text):
        return (f"{match['code']}.US",)
    if match := _AMERICAN_SPACED.fullmatch(text):
        return (f"{match['code']}.US", text)
    return (text,) if _BARE.fullmatch(text) else ()
