"""Child processes for what would block or bloat the main one: they start when needed and end after idling.

A call past its time limit is killed together with its process, and the next call gets a new one: akshare's default is
no timeout at all, and a PDF comes from strangers.
"""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Callable
from concurrent.futures import BrokenExecutor
from concurrent.futures import TimeoutError as FutureTimeoutError
from typing import TYPE_CHECKING, ParamSpec, Protocol, TypeVar

if TYPE_CHECKING:
    from pebble import ProcessPool

P = ParamSpec("P")
T = TypeVar("T")


class WorkerTimeout(Exception):
    """The call took longer than its limit; the process was killed."""


class WorkerDied(Exception):
    """The process ended in the middle of the call, for example for want of memory."""


class Runner(Protocol):
    """Runs a module-level function on plain values somewhere else; its result or its exception comes back."""

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run ``function`` and wait for it.

        Raises:
            WorkerTimeout: it took longer than the worker allows.
            WorkerDied: its process ended before it answered.
        """
        ...


class Worker:
    """One child process (spawned, so that it inherits no loop and no connection), one call at a time.

    ``limit`` is the wall-clock limit of a call in seconds, ``idle`` the seconds after the last call at which the
    process ends, ``memory`` the address space in bytes it may take, None for no limit.
    """

    def __init__(self, name: str, *, limit: float, idle: float = 60.0, memory: int | None = None) -> None:
        self.name = name
        self._limit = limit
        self._idle = idle
        self._memory = memory
        self._pool: ProcessPool | None = None
        self._busy = 0
        self._ending: asyncio.TimerHandle | None = None

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run ``function`` in the process, starting it where there is none; see `Runner.run`."""
        from pebble import ProcessExpired  # noqa: PLC0415 - no process, no cost

        if self._ending is not None:
            self._ending.cancel()
            self._ending = None
        if self._pool is not None and not self._pool.active:  # its process was killed while it idled
            self._end()
        pool = self._pool = self._pool or self._start()
        self._busy += 1
        try:
            future = pool.schedule(function, args=args, kwargs=kwargs, timeout=self._limit)
            return await asyncio.wrap_future(future)
        except (FutureTimeoutError, TimeoutError) as error:
            raise WorkerTimeout(f"{self.name}: no answer in {self._limit:g} s") from error
        except ProcessExpired as error:
            raise WorkerDied(f"{self.name}: the process ended (exit code {error.exitcode})") from error
        except BrokenExecutor as error:
            raise WorkerDied(
                f"{self.name}: the process could not be started, or ended before the call began"
            ) from error
        finally:
            self._busy -= 1
            if not self._busy:
                self._ending = asyncio.get_running_loop().call_later(self._idle, self._end)

    async def close(self) -> None:
        """End the process now; calls under way are cut off."""
        if self._ending is not None:
            self._ending.cancel()
            self._ending = None
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.stop()
            await asyncio.to_thread(pool.join)

    def _start(self) -> ProcessPool:
        from pebble import ProcessPool  # noqa: PLC0415

        return ProcessPool(
            max_workers=1,
            context=multiprocessing.get_context("spawn"),
            initializer=_limit_memory,
            initargs=(self._memory,),
        )

    def _end(self) -> None:
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.stop()
            asyncio.get_running_loop().run_in_executor(None, pool.join)


class Inline:
    """Runs the function where it stands: where a process of its own is not worth its start."""

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run ``function`` now."""
        return function(*args, **kwargs)


def _limit_memory(memory: int | None) -> None:
    if memory is None:
        return
    import resource  # noqa: PLC0415 - POSIX alone

    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
