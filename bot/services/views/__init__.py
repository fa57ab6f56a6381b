"""What a person is shown, before any formatting: frozen dataclasses that tg/render turns into text.

A view carries figures with their basis, source and time; it never carries a report's prose, except a draft's evidence
for the one who uploaded it (DESIGN 2). ``page`` and ``segment`` count from 0, ``pages`` says how many there are.
"""

from __future__ import annotations

from bot.services.views.administration import AdministrationViews
from bot.services.views.baskets import BasketCard
from bot.services.views.boards import BoardViews
from bot.services.views.broadcasts import BroadcastViews
from bot.services.views.cards import CardViews
from bot.services.views.channels import ChannelViews
from bot.services.views.charts import Chart
from bot.services.views.digests import DigestViews
from bot.services.views.drafts import DraftViews
from bot.services.views.episodes import StockTimeline
from bot.services.views.exports import ExportViews
from bot.services.views.findings import Findings
from bot.services.views.following import FollowingViews
from bot.services.views.guesses import GuessViews
from bot.services.views.holding import HoldingViews
from bot.services.views.lists import ListViews
from bot.services.views.members import MemberViews
from bot.services.views.news import NewsViews
from bot.services.views.people import PeopleViews
from bot.services.views.pieces import PieceViews
from bot.services.views.queue import QueueView
from bot.services.views.replays import Replay
from bot.services.views.rules import RuleViews
from bot.services.views.settlements import SettlementViews
from bot.services.views.sources import SourcesView

View = (
    AdministrationViews
    | BasketCard
    | BoardViews
    | BroadcastViews
    | CardViews
    | ChannelViews
    | Chart
    | DigestViews
    | DraftViews
    | StockTimeline
    | ExportViews
    | Findings
    | FollowingViews
    | GuessViews
    | HoldingViews
    | ListViews
    | MemberViews
    | NewsViews
    | PeopleViews
    | PieceViews
    | QueueView
    | Replay
    | RuleViews
    | SettlementViews
    | SourcesView
)
