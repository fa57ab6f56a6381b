"""Cards in other people's chats: what the list of results shows, and what is sent."""

from __future__ import annotations

import dataclasses

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.sandbox.entities import units
from bot.sandbox.html import parse
from bot.services.views.cards import CoverageCard, ReportCard, Tally
from bot.services.views.sharing import SharedCard
from bot.tg.i18n import Texts
from bot.tg.links import open_link
from bot.tg.render.inline import DESCRIPTION, LONGEST, inline_card
from tests.unit.tg.test_rendered_views import HOSTILE, LONG, hostile
from tests.unit.tg.views import AT_THE_END, COMPANY, HALF_WAY, HEAD, PICKS, RATED, SETTLED, ZHONGJI, coverage_line

OPEN = dataclasses.replace(HEAD, risk_level="R3")
SHARED = {
    "stock": SharedCard(
        CoverageCard(
            ZHONGJI,
            (coverage_line(RATED, COMPANY), coverage_line(AT_THE_END, OPEN)),
            0,
            following=False,
            chart=None,
            source=HALF_WAY,
        ),
        more=3,
    ),
    "report": SharedCard(
        ReportCard(COMPANY, PICKS[:4], 0, 1, 9, 9, following=False, source=SETTLED, tally=Tally(6, 4, 0, 0)), more=5
    ),
}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", SHARED)
def test_a_result_reads_like_this(name: str, language: str, texts: Texts, snapshot: SnapshotAssertion) -> None:
    card = inline_card(SHARED[name], texts, language)
    assert "\n".join((card.title, card.description, "---", card.html, f"[{card.label}] {card.start}")) == snapshot


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("text", [HOSTILE, LONG, HOSTILE * 40, "😀" * 300])
@pytest.mark.parametrize("name", SHARED)
def test_no_name_or_title_breaks_a_result(name: str, text: str, language: str, texts: Texts) -> None:
    card = inline_card(hostile(SHARED[name], text), texts, language)
    formatted = parse(card.html)
    assert 0 < units(formatted.text) <= LONGEST + 1000, "the head of one report and the foot may be long, never a list"
    assert len(formatted.entities) <= 100
    assert 0 < len(card.title) <= DESCRIPTION
    assert 0 < len(card.description) <= DESCRIPTION


def test_what_does_not_fit_is_counted_with_the_rest(texts: Texts) -> None:
    lines = tuple(coverage_line(AT_THE_END, OPEN) for _ in range(12))
    card = inline_card(SharedCard(CoverageCard(ZHONGJI, lines, 0, False, None, SETTLED), more=8), texts, "zh")
    shown = card.html.count("开源证券")
    assert 0 < shown < 12
    assert f"另有 {20 - shown} 条" in card.html
    assert "20 条覆盖" in card.html
    assert units(parse(card.html).text) <= LONGEST


def test_the_button_opens_the_same_in_the_bot(texts: Texts) -> None:
    for shared in SHARED.values():
        card = inline_card(shared, texts, "en")
        assert type(open_link(card.start)).__name__ in ("ShowCoverage", "ShowReport")
