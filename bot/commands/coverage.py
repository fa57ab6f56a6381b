"""``bot coverage``: who covers a stock, in the words of the chat."""

from __future__ import annotations

from bot.commands.console import opened, operator, out_view
from bot.domain.names import Found, Unclear
from bot.services.views import View
from bot.services.views.pieces import Notice, SecurityChoices, SecurityRef


async def show_coverage(name: str) -> bool:
    """Print the card; whether there was nothing to show."""
    async with opened() as (settings, services):
        view: View
        match services.reference.names.find(name):
            case Found(security):
                view = await services.research.coverage(security.symbol, operator(settings))
            case Unclear(candidates):
                refs = tuple(SecurityRef(each.symbol, each.name) for each in candidates)
                view = SecurityChoices(name, refs, "coverage")
                out_view(view, settings.language)
                for ref in refs:
                    out_view(Notice("choice", {"name": ref.name, "symbol": ref.symbol}), settings.language)
                return True
            case _:
                view = Notice("stock_unknown", {"query": name})
        out_view(view, settings.language)
        return isinstance(view, Notice)
