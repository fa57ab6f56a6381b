"""Both languages say the same things, and everything the code can say has its words."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax.ast import Message, VariableReference
from fluent.syntax.visitor import Visitor

import bot
from bot.domain.confidence import Sign
from bot.services.views.pieces import Notice
from bot.tg.i18n import LANGUAGES, Html, TextMissing, Texts, escape
from bot.tg.render import render

PACKAGE = Path(bot.__file__).parent


class _Variables(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: VariableReference) -> None:  # noqa: N802 - the visitor's own naming
        self.names.add(node.id.name)


def variables(language: str) -> dict[str, set[str]]:
    source = (resources.files("bot") / "locales" / f"{language}.ftl").read_text("utf-8")
    found: dict[str, set[str]] = {}
    for entry in FluentParser().parse(source).body:
        if isinstance(entry, Message):
            assert entry.id.name not in found, f"{language}: {entry.id.name} stands there twice"
            visitor = _Variables()
            visitor.visit(entry)
            found[entry.id.name] = visitor.names
    return found


def keys_in(tree: ast.AST) -> Iterator[str]:
    """The keys of sentences that a module can say: Notice("…"), Refused("…"), ``key = "…"`` of an exception."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="Notice" | "Refused"), args=[ast.Constant(value=str(key)), *_]):
                yield key
            case ast.Call(func=ast.Name(id="Notice" | "Refused"), args=[ast.IfExp() as choice, *_]):
                for each in (choice.body, choice.orelse):
                    if isinstance(each, ast.Constant) and isinstance(each.value, str):
                        yield each.value
            case ast.ClassDef(body=body):
                for statement in body:
                    match statement:
                        case ast.AnnAssign(target=ast.Name(id="key"), value=ast.Constant(value=str(key))):
                            yield key
                        case ast.Assign(targets=[ast.Name(id="key")], value=ast.Constant(value=str(key))):
                            yield key


def modules() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path, ast.parse(path.read_text("utf-8"))


def test_both_languages_have_the_same_keys_with_the_same_arguments() -> None:
    assert variables("zh") == variables("en")


def test_every_sentence_that_the_code_can_say_exists() -> None:
    known = variables("zh")
    said = {key: path.name for path, tree in modules() for key in keys_in(tree)}
    assert "no_access" in said, "the search itself works"
    assert {key: path for key, path in said.items() if key not in known} == {}


def test_every_text_that_rendering_asks_for_exists_and_is_given_its_arguments() -> None:
    known = variables("zh")
    for path, tree in modules():
        if PACKAGE / "tg" not in path.parents:
            continue
        for node in ast.walk(tree):
            match node:
                case ast.Call(
                    func=ast.Attribute(attr="say" | "label"), args=[ast.Constant(value=str(key))], keywords=given
                ):
                    assert key in known, f"{path.name}: {key}"
                    assert known[key] <= {each.arg for each in given}, f"{path.name}: {key}"
                case ast.Call(
                    func=ast.Attribute(attr="text" | "plain"), args=[_, ast.Constant(value=str(key))], keywords=given
                ):
                    assert key in known, f"{path.name}: {key}"
                    assert known[key] <= {each.arg for each in given}, f"{path.name}: {key}"


def test_every_notice_with_literal_arguments_gives_what_its_sentence_needs() -> None:
    known = variables("zh")
    for path, tree in modules():
        for node in ast.walk(tree):
            match node:
                case ast.Call(func=ast.Name(id="Refused"), args=[ast.Constant(value=str(key))], keywords=given):
                    if all(each.arg for each in given):
                        assert known[key] <= {each.arg for each in given}, f"{path.name}: {key}"
                case ast.Call(func=ast.Name(id="Notice"), args=[ast.Constant(value=str(key)), ast.Dict(keys=names)]):
                    names_given = {each.value for each in names if isinstance(each, ast.Constant)}
                    assert known[key] <= names_given, f"{path.name}: {key}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_can_be_said(language: str, texts: Texts) -> None:
    for key, names in variables(language).items():
        for figure in (0, 1, 2):
            said = texts.text(language, key, **dict.fromkeys(names, figure))
            assert said.strip()
            assert not re.search(r"[{}]", said), f"{key}: {said}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_of_a_pick_has_its_words(language: str, texts: Texts) -> None:
    for sign in Sign:
        assert texts.plain(language, f"reason-{sign.value}", words="300308.SZ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_indices_are_called_as_the_configuration_calls_them(language: str, texts: Texts) -> None:
    indices = tomllib.loads((PACKAGE.parent / "config" / "benchmarks.toml").read_text("utf-8"))["index"]
    assert {code: texts.plain(language, f"index-{code}") for code in indices} == {
        code: index[language] for code, index in indices.items()
    }


def test_arguments_are_escaped_once_and_markup_is_not(texts: Texts) -> None:
    assert texts.text("zh", "stock_unknown", query="<b>A&B</b>").startswith("没有找到“&lt;b&gt;A&amp;B&lt;/b&gt;”")
    assert "<b>1</b>" in texts.text("zh", "draft-reason", reason=Html("<b>1</b>"))
    assert texts.plain("zh", "button-undo", change="<b>A&B") == "↩ 撤销：<b>A&B"


def test_an_id_is_not_grouped_like_an_amount(texts: Texts) -> None:
    assert "<code>1234567890</code>" in texts.text("en", "no_access", id=1234567890)


def test_what_a_stranger_writes_cannot_turn_a_line_around() -> None:
    assert escape("中际\u202e旭创\x00\n  第二行") == "中际旭创 第二行"
    assert len(escape("长" * 5000)) == 300
    assert escape("😀" * 200) == "😀" * 149 + "…", "a character of two units is not cut through"
    assert escape("中\ud83d旭") == "中旭", "half a character cannot be sent"


def test_a_missing_text_or_argument_is_an_error_where_that_is_wanted(texts: Texts) -> None:
    with pytest.raises(TextMissing, match="no_such_key"):
        texts.text("zh", "no_such_key")
    with pytest.raises(TextMissing, match="no_access"):
        texts.text("zh", "no_access")


def test_a_reader_never_sees_a_key_or_a_hole(caplog: pytest.LogCaptureFixture) -> None:
    lenient = Texts.load()
    for notice in (Notice("no_such_key"), Notice("no_access"), Notice("report_known")):
        assert render(notice, lenient, "en")[0].html.startswith("Something went wrong")
    assert len(caplog.records) == 3


def test_a_broken_source_stops_the_start() -> None:
    with pytest.raises(ValueError, match="no Fluent"):
        Texts({"zh": "good = 好\nbad = { $x"})
