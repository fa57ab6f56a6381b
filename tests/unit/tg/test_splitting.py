"""Pages become messages that Telegram takes, whatever stands in them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.entities import units
from bot.sandbox.html import parse
from bot.tg.i18n import Html, escape
from bot.tg.render.message import ENTITIES, TEXT_UNITS, Page, measure, messages

LINES = st.text(min_size=1, max_size=140).map(escape).filter(bool)
BOLD = LINES.map(lambda line: Html(f"<b>{line}</b>"))
BLOCKS = st.lists(st.lists(LINES | BOLD, min_size=1, max_size=150).map("\n".join).map(Html), min_size=1, max_size=6)


@given(BLOCKS)
def test_no_part_is_too_long_and_nothing_is_lost(blocks: list[Html]) -> None:
    parts = messages(Page(tuple(blocks)))
    for part in parts:
        formatted = parse(part.html)
        assert units(formatted.text) <= TEXT_UNITS
        assert len(formatted.entities) <= ENTITIES
        assert measure(part.html)[0] == units(formatted.text)
    bodies = [part.html.partition("\n")[2] for part in parts] if len(parts) > 1 else [parts[0].html]
    assert "".join("".join(bodies).split("\n")) == "".join("".join(blocks).split("\n"))


def test_blocks_that_fit_together_stay_together() -> None:
    (only,) = messages(Page((Html("一"), Html("二"))))
    assert only.html == "一\n\n二"


def test_a_message_is_cut_between_blocks_and_says_which_part_it_is() -> None:
    first, second = messages(Page((Html("一" * 3000), Html("二" * 3000))))
    assert first.html == "(1/2)\n" + "一" * 3000
    assert second.html == "(2/2)\n" + "二" * 3000


def test_a_character_beyond_the_basic_plane_counts_twice() -> None:
    assert measure(Html("<b>😀</b>&amp;")) == (3, 1)
