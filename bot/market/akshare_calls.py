"""Calls into the market worker: whatever ends them, and however many requests they took, is known afterwards."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ParamSpec, TypeVar

from bot.market.akshare_accidents import guarded
from bot.market.guard import HttpLimits
from bot.market.ports import MarketError, Reason, SourceUnavailable
from bot.market.sources import Sources
from bot.workers import Runner, WorkerDied, WorkerTimeout

P = ParamSpec("P")
T = TypeVar("T")


class AkshareCalls:
    """Runs the functions of the worker's modules behind the guard. ``limits`` is None where HTTP is stubbed."""

    def __init__(self, runner: Runner, sources: Sources, limits: HttpLimits | None) -> None:
        self._runner = runner
        self._sources = sources
        self._limits = limits

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run ``function`` in the worker.

        Raises:
            MarketError: as the function does, or because the worker was killed or died.
        """
        try:
            answered = await self._runner.run(guarded, self._limits, partial(function, *args, **kwargs))
        except WorkerTimeout as error:
            raise SourceUnavailable(str(error), Reason.SLOW) from error
        except WorkerDied as error:
            raise SourceUnavailable(str(error), Reason.WORKER) from error
        except MarketError as error:
            self._sources.spent(error.requests)
            raise
        self._sources.spent(answered.requests)
        return answered.value
