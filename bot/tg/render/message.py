"""A message as it will be sent, and how a page of blocks becomes one or several of them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.services.views.charts import Chart
from bot.tg.i18n import Html, join
from bot.tg.keyboards import Keyboard

TEXT_UNITS = 4096  # UTF-16 units after parsing (Bot API: sendMessage)
CAPTION_UNITS = 1024
ENTITIES = 100
RESERVE_UNITS, RESERVE_ENTITIES = 64, 2  # for "(1/2)" and the mark of a repeated message
NOTHING = Html("")
_TAG = re.compile(r"<(/?)[^>]*>")


@dataclass(frozen=True, slots=True)
class Document:
    """A file that is handed out."""

    name: str
    content: bytes


def text_file(name: str, content: str) -> Document:
    """A file of words; half a character that somebody sent becomes a question mark."""
    return Document(name, content.encode("utf-8", "replace"))


@dataclass(frozen=True, slots=True)
class Message:
    """One message: a text, or with a chart or a document the caption of that."""

    html: Html
    keyboard: Keyboard = ()
    chart: Chart | None = None
    document: Document | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """What a view says, before it is cut to size: blocks that a blank line separates.

    ``caption`` stands under the chart where the blocks do not fit there.
    """

    blocks: tuple[Html, ...]
    keyboard: Keyboard = ()
    chart: Chart | None = None
    caption: Html = NOTHING
    document: Document | None = None


def measure(text: Html) -> tuple[int, int]:
    """The UTF-16 units that Telegram counts after parsing, and the entities."""
    entities = sum(1 for tag in _TAG.finditer(text) if not tag.group(1))
    return len(html.unescape(_TAG.sub("", text)).encode("utf-16-le")) // 2, entities


def messages(page: Page) -> tuple[Message, ...]:
    """The messages of a page, split at block borders; buttons stand under the last one."""
    if page.document is not None:  # whose blocks are a caption, a sentence or two
        return (Message(join("\n\n", page.blocks), page.keyboard, document=page.document),)
    if page.chart is not None:
        whole = join("\n\n", page.blocks)
        if _fits(whole, CAPTION_UNITS):
            return (Message(whole, page.keyboard, page.chart),)
        return (Message(page.caption, (), page.chart), *messages(Page(page.blocks, page.keyboard)))
    parts = _parts(page.blocks)
    texts = parts if len(parts) == 1 else [Html(f"({n}/{len(parts)})\n{part}") for n, part in enumerate(parts, 1)]
    return (*(Message(text) for text in texts[:-1]), Message(texts[-1], page.keyboard))


def _parts(blocks: Iterable[Html]) -> list[Html]:
    parts: list[Html] = []
    for piece, glue in _pieces(blocks):
        longer = Html(parts[-1] + glue + piece) if parts else piece
        if parts and _fits(longer, TEXT_UNITS):
            parts[-1] = longer
        else:
            parts.append(piece)
    return parts


def _pieces(blocks: Iterable[Html]) -> Iterable[tuple[Html, str]]:
    """Blocks, or the lines of one that is too long, each with what joins it to the piece before."""
    for block in blocks:
        if _fits(block, TEXT_UNITS):
            yield block, "\n\n"
        else:
            for n, line in enumerate(block.split("\n")):
                yield Html(line), "\n" if n else "\n\n"


def _fits(text: Html, limit: int) -> bool:
    units, entities = measure(text)
    return units <= limit - RESERVE_UNITS and entities <= ENTITIES - RESERVE_ENTITIES
