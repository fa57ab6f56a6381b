"""Views as Telegram HTML: `render` turns a view into messages within Telegram's limits."""

# Importing a module of this folder registers what it renders.
from bot.tg.render import (
    alerts,
    baskets,
    boards,
    charts,
    corrections,
    coverage,
    digests,
    draft_items,
    drafts,
    exports,
    findings,
    notices,
    replays,
    reports,
    settings,
    settlements,
    sources,
    timelines,
    watchlists,
)
from bot.tg.render.dispatch import marked_as_repeat, page, render
from bot.tg.render.message import Message, Page

__all__ = [
    "Message",
    "Page",
    "alerts",
    "baskets",
    "boards",
    "charts",
    "corrections",
    "coverage",
    "digests",
    "draft_items",
    "drafts",
    "exports",
    "findings",
    "marked_as_repeat",
    "notices",
    "page",
    "render",
    "replays",
    "reports",
    "settings",
    "settlements",
    "sources",
    "timelines",
    "watchlists",
]
