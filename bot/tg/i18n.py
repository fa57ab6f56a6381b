"""Texts in the languages of bot/locales: templates hold the markup, arguments are escaped here and nowhere else."""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Callable, Iterable, Mapping
from importlib import resources

from fluent.runtime import FluentBundle
from fluent.runtime.types import FluentNone, FluentNumber, fluent_number
from fluent.syntax import FluentParser
from fluent.syntax.ast import Junk

from bot.domain.han import to_traditional

_log = logging.getLogger(__name__)

LANGUAGES = ("zh", "en")
TRADITIONAL = "zh-hant"  # the first of them, converted at the very end
FALLBACK = "internal_error"
LONGEST_ARGUMENT = 300  # UTF-16 units; no name is longer, and what is must not crowd out the rest of a message


class Html(str):
    """Text that is Telegram HTML already and is not escaped again."""

    __slots__ = ()


class TextMissing(LookupError):
    """A text or one of its arguments is not there; names the language and the key."""


class Texts:
    """Every text of every language.

    ``strict`` raises `TextMissing` for what is missing; otherwise it is logged and a general sentence stands in, so
    that no reader sees a key or a hole.
    """

    def __init__(self, sources: Mapping[str, str], *, strict: bool = False) -> None:
        """Parse the Fluent source of each language.

        Raises:
            ValueError: a source holds something that is no Fluent.
        """
        self._bundles = {language: _bundle(language, source) for language, source in sources.items()}
        self._strict = strict

    @classmethod
    def load(cls, *, strict: bool = False) -> Texts:
        """The texts that ship with the package."""
        folder = resources.files("bot") / "locales"
        return cls({name: (folder / f"{name}.ftl").read_text("utf-8") for name in LANGUAGES}, strict=strict)

    def text(self, language: str, key: str, **args: str | int) -> Html:
        """A text as Telegram HTML; arguments are escaped unless they are `Html`."""
        return Html(self._format(language, key, args, _escaped))

    def plain(self, language: str, key: str, **args: str | int) -> str:
        """A text for where Telegram takes no markup: buttons, answers to taps, menus."""
        return html.unescape(re.sub(r"<[^>]*>", "", self._format(language, key, args, _escaped)))

    def has(self, key: str) -> bool:
        """Whether there is such a text, in every language."""
        return all(bundle.has_message(key) for bundle in self._bundles.values())

    def _format(self, language: str, key: str, args: Mapping[str, str | int], value: Callable[[str], str]) -> str:
        if language == TRADITIONAL:
            return to_traditional(self._format(LANGUAGES[0], key, args, value))
        try:
            return self._strictly(language, key, args, value)
        except TextMissing:
            if self._strict:
                raise
            _log.exception("a text is missing")
            return self._strictly(language if language in self._bundles else LANGUAGES[0], FALLBACK, {}, value)

    def _strictly(self, language: str, key: str, args: Mapping[str, str | int], value: Callable[[str], str]) -> str:
        bundle = self._bundles.get(language)
        if bundle is None or not bundle.has_message(key):
            raise TextMissing(f"{language}: no text is called {key!r}")
        pattern = bundle.get_message(key).value
        if pattern is None:
            raise TextMissing(f"{language}: {key!r} is empty")
        given = {name: _number(each) if isinstance(each, int) else value(each) for name, each in args.items()}
        result, errors = bundle.format_pattern(pattern, given)
        if errors:
            raise TextMissing(f"{language}: {key}: {'; '.join(str(error) for error in errors)}")
        return str(result)


def escape(text: str) -> Html:
    """Text from outside made safe to stand in a message: one line, nothing invisible, no markup.

    Direction marks and control characters are dropped: in a name they would turn the rest of the line around.
    """
    line = "".join(character for character in " ".join(text.split()) if character.isprintable())
    return Html(html.escape(_clipped(line), quote=False))


def _clipped(line: str) -> str:
    written = line.encode("utf-16-le", "ignore")
    if len(written) <= 2 * LONGEST_ARGUMENT:
        return written.decode("utf-16-le")
    return written[: 2 * (LONGEST_ARGUMENT - 1)].decode("utf-16-le", "ignore") + "…"


def join(separator: str, parts: Iterable[Html]) -> Html:
    """Put pieces together; the separator is ours, so it is not escaped."""
    return Html(separator.join(parts))


def _escaped(value: str) -> str:
    return value if isinstance(value, Html) else escape(value)


def _number(value: int) -> FluentNumber | FluentNone:
    # an int stays a number so that plurals can select on it; ids must not be grouped
    return fluent_number(int(value), useGrouping=False)


def _bundle(language: str, source: str) -> FluentBundle:
    resource = FluentParser(with_spans=False).parse(source)  # nobody asks where in the source a text stands
    if broken := [(entry.content or "").strip() for entry in resource.body if isinstance(entry, Junk)]:
        raise ValueError(f"{language}: this is no Fluent: {broken[0]!r}")
    bundle = FluentBundle([language], use_isolating=False)
    bundle.add_resource(resource)
    return bundle
