"""Formatted text: entities in UTF-16 units, as the Bot API counts them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html import escape
from typing import Any

MENTION = re.compile(r"(?<![\w/@])@[A-Za-z0-9_]{3,32}(?!\w)")
COMMAND = re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w@])")


@dataclass(frozen=True, slots=True)
class Entity:
    """A stretch of formatted text; ``offset`` and ``length`` in UTF-16 units."""

    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None
    extra: tuple[tuple[str, Any], ...] = ()  # what the other kinds carry: custom_emoji_id, user, unix_time

    def as_json(self) -> dict[str, Any]:
        """The Bot API's MessageEntity."""
        fields: dict[str, Any] = {"type": self.type, "offset": self.offset, "length": self.length}
        if self.url is not None:
            fields["url"] = self.url
        if self.language is not None:
            fields["language"] = self.language
        return fields | dict(self.extra)


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text and its entities, outermost first."""

    text: str
    entities: tuple[Entity, ...] = ()


def units(text: str) -> int:
    """The length of ``text`` in UTF-16 units."""
    return len(text) + sum(character > "\uffff" for character in text)


def trimmed(formatted: Formatted) -> Formatted:
    """Without white space at either end, as Telegram stores it; entities are cut to what is left of the text."""
    text = formatted.text.strip()
    cut = units(formatted.text) - units(formatted.text.lstrip())
    total = units(text)
    kept = []
    for entity in formatted.entities:
        start = min(max(entity.offset - cut, 0), total)
        end = min(max(entity.offset + entity.length - cut, 0), total)
        if end > start:
            kept.append(replace(entity, offset=start, length=end - start))
    kept.sort(key=lambda entity: (entity.offset, -entity.length))
    return Formatted(text, tuple(kept))


def with_commands(text: str) -> Formatted:
    """What a person typed, with the ``bot_command`` and ``mention`` entities that Telegram adds."""
    found = [("bot_command", hit) for hit in COMMAND.finditer(text)]
    found += [("mention", hit) for hit in MENTION.finditer(text)]
    found.sort(key=lambda each: each[1].start())
    return Formatted(text, tuple(Entity(kind, units(text[: hit.start()]), units(hit.group())) for kind, hit in found))


TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "expandable_blockquote": "blockquote",
}


def as_html(formatted: Formatted) -> str:
    """The text as Telegram HTML again; entities that HTML cannot say (commands) are left plain."""
    opening: dict[int, list[str]] = {}
    closing: dict[int, list[str]] = {}
    for entity in formatted.entities:
        pair = _tags(entity)
        if pair:
            opening.setdefault(entity.offset, []).append(pair[0])
            closing.setdefault(entity.offset + entity.length, []).insert(0, pair[1])
    parts: list[str] = []
    position = 0
    for character in formatted.text:
        parts += closing.get(position, [])
        parts += opening.get(position, [])
        parts.append(escape(character, quote=False))
        position += units(character)
    return "".join(parts + closing.get(position, []))


def _tags(entity: Entity) -> tuple[str, str] | None:
    if entity.type == "text_link":
        return f'<a href="{escape(entity.url or "")}">', "</a>"
    if entity.type == "pre" and entity.language:
        return f'<pre><code class="language-{escape(entity.language)}">', "</code></pre>"
    tag = TAGS.get(entity.type)
    if tag is None:
        return None
    return (f"<{tag} expandable>" if entity.type == "expandable_blockquote" else f"<{tag}>"), f"</{tag}>"
