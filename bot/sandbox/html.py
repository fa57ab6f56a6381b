"""Telegram's HTML: text with entities, and its complaints word for word, with byte offsets (TDLib, MessageEntity.cpp)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import parse_qs, urlsplit

from bot.sandbox.entities import Entity, Formatted, units

TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "u": "underline",
    "ins": "underline",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "blockquote": "blockquote",
    "a": "text_link",
    "pre": "pre",
    "code": "code",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
REFERENCES = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"'}
SPACE = b" \t\r\n\0\x0b"  # TDLib's is_space; the terminating zero is tested for first
LETTERS = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIGITS = b"0123456789"
HEX = DIGITS + b"abcdefABCDEF"
LAST_CODE_POINT = 0x10FFFF
LONGEST_REFERENCE = 10
SURROGATES = range(0xD800, 0xE000)


class HtmlError(Exception):
    """The text is no HTML that Telegram accepts; the message is what follows "can't parse entities: "."""


@dataclass(slots=True)
class _Open:
    tag: str
    argument: str
    offset: int
    position: int


def parse(html: str) -> Formatted:
    """Text and entities of ``html``; not trimmed.

    Raises:
        HtmlError: with Telegram's own words.
    """
    try:
        source = html.replace("\r", "").replace("\0", " ").encode()
    except UnicodeEncodeError as error:
        raise HtmlError("Text must be encoded in UTF-8") from error
    return _Parser(source).run()


class _Parser:
    """One pass over the bytes; a zero byte marks the end, as in TDLib, and tells the same errors apart."""

    def __init__(self, source: bytes) -> None:
        self._source = source + b"\0"
        self._at = 0
        self._out = bytearray()
        self._offset = 0  # UTF-16 units written
        self._open: list[_Open] = []
        self._entities: list[Entity] = []

    def run(self) -> Formatted:
        while self._at < len(self._source) - 1:
            if self._peek() == b"<":
                if self._source[self._at + 1 : self._at + 2] == b"/":
                    self._end_tag()
                else:
                    self._start_tag()
            elif (character := self._reference()) is not None:
                self._write(character)
            else:
                self._plain()
        if self._open:
            raise HtmlError(f'Can\'t find end tag corresponding to start tag "{self._open[-1].tag}"')
        self._entities.sort(key=lambda entity: (entity.offset, -entity.length))
        return Formatted(self._out.decode(), tuple(self._entities))

    def _peek(self) -> bytes:
        return self._source[self._at : self._at + 1]

    def _is_end(self) -> bool:
        return self._at >= len(self._source) - 1

    def _skip(self, characters: bytes) -> bytes:
        """Go past a run of ``characters`` and return it."""
        start = self._at
        while not self._is_end() and self._source[self._at] in characters:
            self._at += 1
        return self._source[start : self._at]

    def _until(self, characters: bytes) -> bytes:
        start = self._at
        while not self._is_end() and self._source[self._at] not in characters:
            self._at += 1
        return self._source[start : self._at]

    def _write(self, character: str) -> None:
        self._out += character.encode()
        self._offset += units(character)

    def _plain(self) -> None:
        start = self._at
        self._at += 1
        self._until(b"<&")
        self._write(self._source[start : self._at].decode())

    def _reference(self) -> str | None:
        """The character that a reference stands for, gone past; None, and nothing moved, where there is none."""
        if self._peek() != b"&":
            return None
        start = self._at
        self._at += 1
        character = self._numeric(start) if self._peek() == b"#" else REFERENCES.get(self._skip(LETTERS))
        if character is None:
            self._at = start
            return None
        if self._peek() == b";":
            self._at += 1
        return character

    def _numeric(self, start: int) -> str | None:
        self._at += 1
        if self._peek() == b"x":
            self._at += 1
            digits, base = self._skip(HEX), 16
        else:
            digits, base = self._skip(DIGITS), 10
        if not digits or self._at - start >= LONGEST_REFERENCE:
            return None
        code = int(digits, base)
        if code in SURROGATES:
            raise HtmlError(
                "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units"
            )
        return chr(code) if 0 < code < LAST_CODE_POINT else None

    def _start_tag(self) -> None:
        begin = self._at
        self._at += 1
        name = self._until(SPACE + b">")
        if self._is_end():
            raise HtmlError(f"Unclosed start tag at byte offset {begin}")
        tag = name.lower().decode()
        if tag not in TYPES:
            raise HtmlError(f'Unsupported start tag "{tag}" at byte offset {begin}')
        argument = self._attributes(tag, begin)
        self._at += 1
        if tag == "span" and argument != "spoiler":
            raise HtmlError(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self._open.append(_Open(tag, argument, self._offset, len(self._out)))

    def _attributes(self, tag: str, begin: int) -> str:
        """Go to the closing ``>``; the one attribute that means something for the tag, or ""."""
        argument = ""
        while self._peek() != b">":
            self._skip(SPACE)
            if self._peek() == b">":
                break
            name = self._until(SPACE + b"=>/\"'")
            if not name:
                raise HtmlError(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
            self._skip(SPACE)
            if self._is_end():
                raise HtmlError(f'Unclosed start tag "{tag}" at byte offset {begin}')
            value = ""
            if self._peek() == b"=":
                self._at += 1
                self._skip(SPACE)
                if self._is_end():
                    raise HtmlError(f'Unclosed start tag "{tag}" at byte offset {begin}')
                value = self._value()
            if self._is_end():
                raise HtmlError(f"Unclosed start tag at byte offset {begin}")
            argument = _meaning(tag, name.lower().decode(), value) or argument
        return argument

    def _value(self) -> str:
        quote = self._peek()
        if quote not in (b'"', b"'"):
            begin = self._at
            token = self._skip(LETTERS + DIGITS + b".-")
            if not self._is_end() and self._source[self._at] not in SPACE + b">":
                raise HtmlError(f"Unexpected end of name token at byte offset {begin}")
            return token.decode().lower()
        self._at += 1
        value = bytearray()
        while not self._is_end() and self._peek() != quote:
            character = self._reference()
            if character is None:
                value += self._peek()
                self._at += 1
            else:
                value += character.encode()
        if not self._is_end():
            self._at += 1
        return value.decode()

    def _end_tag(self) -> None:
        begin = self._at
        if not self._open:
            raise HtmlError(f"Unexpected end tag at byte offset {begin}")
        self._at += 2
        name = self._until(SPACE + b">").decode()
        self._skip(SPACE)
        if self._peek() != b">":
            raise HtmlError(f"Unclosed end tag at byte offset {begin}")
        self._at += 1
        opened = self._open.pop()
        if name and name != opened.tag:
            raise HtmlError(f'Unmatched end tag at byte offset {begin}, expected "</{opened.tag}>", found "</{name}>"')
        if self._offset > opened.offset:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        entity = Entity(TYPES[opened.tag], opened.offset, self._offset - opened.offset)
        match opened.tag:
            case "a":
                linked = _link(entity, opened.argument or self._out[opened.position :].decode())
                if linked is None:  # an address that Telegram does not take leaves the words plain
                    return
                entity = linked
            case "code" | "pre":
                if self._joins_code(entity):
                    return
                entity = replace(entity, language=opened.argument or None)
            case "blockquote" if opened.argument:
                entity = replace(entity, type="expandable_blockquote")
            case "tg-emoji":
                entity = replace(entity, extra=(("custom_emoji_id", opened.argument),))
            case "tg-time":
                entity = replace(entity, extra=(("unix_time", int(opened.argument or 0)),))
            case _:
                pass
        self._entities.append(entity)

    def _joins_code(self, entity: Entity) -> bool:
        """``<pre><code class="language-x">`` is one entity: whether the one before covers the same and was it."""
        last = self._entities[-1] if self._entities else None
        if last is None or (last.offset, last.length) != (entity.offset, entity.length):
            return False
        if {last.type, entity.type} != {"pre", "code"} or not last.language:
            return False
        self._entities[-1] = replace(last, type="pre")
        return True


def _meaning(tag: str, name: str, value: str) -> str:
    match tag, name:
        case ("a", "href") | ("tg-emoji", "emoji-id"):
            return value
        case "code", "class":
            return value.removeprefix("language-") if value.startswith("language-") else ""
        case "span", "class":
            return value.removeprefix("tg-") if value.startswith("tg-") else ""
        case "blockquote", "expandable":
            return "1"
        case "tg-time", "unix":
            return value if value.isascii() and value.isdigit() and len(value) <= LONGEST_REFERENCE else ""
        case _:
            return ""


def _link(entity: Entity, url: str) -> Entity | None:
    """The link as Telegram keeps it: with a scheme and a path; None where the address is none."""
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme == "tg":
        identity = parse_qs(parts.query).get("id", [""])[0]
        if host == "user" and identity.isascii() and identity.isdigit():
            user = {"id": int(identity), "is_bot": False, "first_name": identity}
            return replace(entity, type="text_mention", extra=(("user", user),))
        return replace(entity, url=url)
    if parts.scheme not in {"http", "https", "ton", "tonsite"} or not host or ("." not in host and host != "localhost"):
        return None
    return replace(entity, url=parts._replace(path=parts.path or "/").geturl())
