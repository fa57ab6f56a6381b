"""The indices that reports measure by, from config/benchmarks.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.domain.securities import Market

FILE = "benchmarks.toml"


class BadBenchmarks(Exception):
    """config/benchmarks.toml cannot be read; names the entry."""


@dataclass(frozen=True, slots=True)
class BenchmarkIndex:
    """An index. ``sessions`` is the market whose trading days it has; ``source`` its symbol at each kind of source."""

    code: str
    zh: str
    en: str
    sessions: Market
    total_return: str | None = None
    source: Mapping[str, str] = field(default_factory=dict)

    def name(self, language: str) -> str:
        """Its name in Chinese for ``zh``, else in English."""
        return self.zh if language == "zh" else self.en


class Benchmarks:
    """The known indices and the default of each market. Immutable."""

    def __init__(self, indices: Iterable[BenchmarkIndex], defaults: Mapping[Market, str]) -> None:
        """Check and hold them.

        Raises:
            BadBenchmarks: a code that is referred to is missing, or a market has no default.
        """
        self._by_code = {index.code: index for index in indices}
        for index in self:
            if index.total_return is not None and index.total_return not in self._by_code:
                raise BadBenchmarks(f"{index.code}: its total_return {index.total_return} is no index")
        if missing := [market.value for market in Market if defaults.get(market) not in self._by_code]:
            raise BadBenchmarks(f"no default index for {', '.join(missing)}")
        self._defaults = {market: self._by_code[code] for market, code in defaults.items()}

    def __iter__(self) -> Iterator[BenchmarkIndex]:
        return iter(self._by_code.values())

    def default(self, market: Market) -> BenchmarkIndex:
        """The index for a pick of ``market`` whose report names none."""
        return self._defaults[market]

    def total_return_of(self, code: str) -> str | None:
        """The code of the same index with dividends; None where there is none or the code is unknown."""
        index = self._by_code.get(code)
        return index.total_return if index is not None else None


def load_benchmarks(config_dir: Path) -> Benchmarks:
    """The indices of config/benchmarks.toml.

    Raises:
        BadBenchmarks: the file is missing or an entry cannot be read.
    """
    path = config_dir / FILE
    try:
        with path.open("rb") as file:
            read = tomllib.load(file)
        indices = [_index(code, entry) for code, entry in read["index"].items()]
        defaults = {Market(market): str(code) for market, code in read["default"].items()}
        return Benchmarks(indices, defaults)
    except OSError as error:
        raise BadBenchmarks(f"{path}: {error.strerror}") from error
    except KeyError as error:
        raise BadBenchmarks(f"{path}: there is no {error}") from error
    except (ValueError, TypeError, AttributeError, BadBenchmarks) as error:
        raise BadBenchmarks(f"{path}: {error}") from error


def _index(code: str, entry: Mapping[str, Any]) -> BenchmarkIndex:
    try:
        return BenchmarkIndex(
            code=code,
            zh=entry["zh"],
            en=entry["en"],
            sessions=Market(entry["sessions"]),
            total_return=entry.get("total_return"),
            source=dict(entry.get("source", {})),
        )
    except KeyError as error:
        raise BadBenchmarks(f"[index.{code}] lacks {error}") from error
    except ValueError as error:
        raise BadBenchmarks(f"[index.{code}]: {error}") from error
