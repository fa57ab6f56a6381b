import html as standard

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.entities import Entity, Formatted, as_html, trimmed, units, with_commands
from bot.sandbox.html import TYPES, HtmlError, parse


@pytest.mark.parametrize(
    ("markup", "complaint"),
    [
        ("PE < 20", 'Unsupported start tag "" at byte offset 3'),
        ("市盈率 < 20", 'Unsupported start tag "" at byte offset 10'),  # three bytes a character
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<table>", 'Unsupported start tag "table" at byte offset 0'),
        ("🏟 🏟&lt;<abacaba", "Unclosed start tag at byte offset 13"),
        ("<i =x>", 'Empty attribute name in the tag "i" at byte offset 0'),
        ("<i x = ", 'Unclosed start tag "i" at byte offset 0'),
        ("<a href=a,b>", "Unexpected end of name token at byte offset 8"),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("</b>", "Unexpected end tag at byte offset 0"),
        ("<b>x</b></b>", "Unexpected end tag at byte offset 8"),
        ("<i>a</i   ", "Unclosed end tag at byte offset 4"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_complaints_are_telegrams_word_for_word(markup: str, complaint: str) -> None:
    with pytest.raises(HtmlError) as caught:
        parse(markup)
    assert str(caught.value) == complaint


def test_offsets_of_entities_count_utf16_units() -> None:
    assert parse("🚀 <b>中际旭创</b>") == Formatted("🚀 中际旭创", (Entity("bold", 3, 4),))


@pytest.mark.parametrize(
    ("markup", "entity"),
    [
        ("<strong>x</strong>", Entity("bold", 0, 1)),
        ("<EM>x</>", None),
        ("<blockquote expandable>x</blockquote>", Entity("expandable_blockquote", 0, 1)),
        ("<blockquote>x</blockquote>", Entity("blockquote", 0, 1)),
        ('<span class="tg-spoiler">x</span>', Entity("spoiler", 0, 1)),
        (
            '<a href="https://t.me/bot?start=r_1&amp;x=2">x</a>',
            Entity("text_link", 0, 1, "https://t.me/bot?start=r_1&x=2"),
        ),
        ('<pre><code class="language-python">x</code></pre>', Entity("pre", 0, 1, language="python")),
        ("<pre>x</pre>", Entity("pre", 0, 1)),
        ("<code>x</code>", Entity("code", 0, 1)),
    ],
)
def test_tags_become_entities(markup: str, entity: Entity | None) -> None:
    expected = Entity("italic", 0, 1) if entity is None else entity
    assert parse(markup) == Formatted("x", (expected,))


def test_a_link_without_an_address_is_plain_text() -> None:
    assert parse('<a href="nowhere">x</a>') == Formatted("x")


def test_nested_tags_give_the_outer_entity_first() -> None:
    outer, inner = parse("<b>a<i>b</i></b>").entities
    assert (outer, inner) == (Entity("bold", 0, 2), Entity("italic", 1, 1))


@pytest.mark.parametrize(
    ("markup", "text"),
    [("A&B", "A&B"), ("&foo;", "&foo;"), ("&amp;lt;", "&lt;"), ("&#20013;&#x56fd", "中国"), ("&#0;", "&#0;")],
)
def test_references_that_mean_nothing_stay_as_they_are(markup: str, text: str) -> None:
    assert parse(markup).text == text


def test_white_space_at_the_ends_goes_and_entities_follow() -> None:
    assert trimmed(parse("\n <b> x </b>\n")) == Formatted("x", (Entity("bold", 0, 1),))


def test_half_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(HtmlError, match="UTF-8"):
        parse("\ud83d")


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0")))
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    assert parse(standard.escape(text)).text == text.replace("&#x27;", "'")


PIECES = st.sampled_from(["\ud800", "\0", "\r", "中", "🚀", "</", "&#", *"<>/=\"'&;# \nabx9", *TYPES])


@given(st.lists(PIECES).map("".join))
def test_the_parser_raises_nothing_but_its_own_complaint(markup: str) -> None:
    try:
        formatted = parse(markup)
    except HtmlError:
        return
    assert all(0 < entity.length <= units(formatted.text) - entity.offset for entity in formatted.entities)


def tagged(depth: int) -> st.SearchStrategy[str]:
    plain = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).map(standard.escape)
    if not depth:
        return plain
    tag = st.sampled_from(["b", "i", "u", "s", "code", "blockquote"])
    inside = st.builds(lambda name, body: f"<{name}>{body}</{name}>", tag, tagged(depth - 1))
    return st.lists(st.one_of(plain, inside), min_size=1, max_size=4).map("".join)


@given(tagged(2))
def test_rendering_what_was_parsed_parses_to_the_same(markup: str) -> None:
    once = parse(markup)
    again = parse(as_html(once))
    assert (again.text, sorted(map(repr, again.entities))) == (once.text, sorted(map(repr, once.entities)))


def test_commands_are_found_as_telegram_finds_them() -> None:
    found = with_commands("/coverage 中际旭创 http://x/y a/b /help@pick_bot").entities
    assert [(entity.type, entity.offset, entity.length) for entity in found] == [
        ("bot_command", 0, 9),
        ("bot_command", 30, 14),
    ]


def test_mentions_are_found_as_telegram_finds_them() -> None:
    found = with_commands("@pick_bot 😀 @other a@b.example /help@pick_bot").entities
    assert [(entity.type, entity.offset, entity.length) for entity in found] == [
        ("mention", 0, 9),
        ("mention", 13, 6),
        ("bot_command", 32, 14),
    ]
