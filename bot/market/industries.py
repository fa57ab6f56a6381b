"""The indices that ratings of industries are scored on, from config/industries.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.domain.name_forms import normal

FILE = "industries.toml"
_ENDINGS = ("行业", "板块")


class BadIndustries(Exception):
    """config/industries.toml cannot be read; names the entry."""


@dataclass(frozen=True, slots=True)
class IndustryIndex:
    """An industry's price index, and what reports call the industry."""

    code: str
    zh: str
    en: str
    names: tuple[str, ...]

    def name(self, language: str) -> str:
        """Its name in Chinese for ``zh``, else in English."""
        return self.zh if language == "zh" else self.en


class Industries:
    """The known industries. Immutable."""

    def __init__(self, indices: Iterable[IndustryIndex]) -> None:
        """Check and hold them.

        Raises:
            BadIndustries: a name stands for two.
        """
        self._by_code: dict[str, IndustryIndex] = {}
        self._by_name: dict[str, IndustryIndex] = {}
        for index in indices:
            self._by_code[index.code] = index
            for name in index.names:
                other = self._by_name.setdefault(normal(name), index)
                if other is not index:
                    raise BadIndustries(f"{name} stands for {other.code} and for {index.code}")

    def __iter__(self) -> Iterator[IndustryIndex]:
        return iter(self._by_code.values())

    def of(self, printed: str | None) -> IndustryIndex | None:
        """The index of an industry as a report prints it; of 电子/半导体 the last part that is known, being the narrower."""
        for part in reversed((printed or "").replace("—", "/").replace("-", "/").split("/")):
            name = normal(part)
            for ending in _ENDINGS:
                name = name.removesuffix(ending) or name
            if name in self._by_name:
                return self._by_name[name]
        return None


def load_industries(config_dir: Path) -> Industries:
    """The indices of config/industries.toml.

    Raises:
        BadIndustries: the file is missing or an entry cannot be read.
    """
    path = config_dir / FILE
    try:
        with path.open("rb") as file:
            read = tomllib.load(file)
        return Industries(
            IndustryIndex(code, entry["zh"], entry["en"], tuple(entry["names"])) for code, entry in read.items()
        )
    except OSError as error:
        raise BadIndustries(f"{path}: {error.strerror}") from error
    except KeyError as error:
        raise BadIndustries(f"{path}: an entry lacks {error}") from error
    except (ValueError, TypeError, AttributeError, BadIndustries) as error:
        raise BadIndustries(f"{path}: {error}") from error
