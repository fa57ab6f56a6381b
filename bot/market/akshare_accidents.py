"""akshare's failures by name. Its contract is accidental: "none" may be a frame without columns, a TypeError, a KeyError.

Runs in the market worker. Each function there does its work inside `accidents`, so that only the errors of
bot.market.ports come back to the main process.
"""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from typing import Generic, TypeVar

from bot.market.guard import HttpLimits, Refusal, install, installed, reason_of
from bot.market.ports import MarketError, NoData, Reason, SourceChanged, SourceUnavailable

T = TypeVar("T")

AKSHARE = "1.19.5"

# What akshare raises where the answer holds nothing, by the words of the error: `data` is null, or an empty list gets
# sixteen column names.
NOTHING = ("'NoneType' object is not subscriptable", "Expected axis has 0 elements", "If using all scalar values")


@dataclass(frozen=True, slots=True)
class Answered(Generic[T]):
    """What came of a call in the worker, and how many requests it took, by host. Errors carry the count as well."""

    value: T
    requests: Mapping[str, int]


def guarded(limits: HttpLimits | None, call: Callable[[], T]) -> Answered[T]:
    """Make ``call`` behind the guard (None: without, where the HTTP calls are stubbed).

    Raises:
        MarketError: as the call does; with ``requests``, the number of requests by host.
    """
    _require_version()
    if limits is not None:
        install(limits)
    guard = installed()
    before = Counter(guard.requests) if guard is not None else Counter()
    try:
        value = call()
    except MarketError as error:
        error.requests = guard.requests - before if guard is not None else {}
        raise
    return Answered(value, guard.requests - before if guard is not None else {})


@contextmanager
def accidents(asked: str) -> Iterator[None]:
    """Turn whatever goes wrong while asking for ``asked`` into one of the named errors.

    Raises:
        NoData: the answer was the source's way of saying that it has nothing.
        SourceUnavailable: the connection failed, took too long, or was refused.
        SourceChanged: anything else, since akshare checks nothing that it is sent.
    """
    from requests import HTTPError, RequestException  # noqa: PLC0415 - in the worker alone
    from requests.exceptions import ContentDecodingError, InvalidJSONError  # noqa: PLC0415

    try:
        with warnings.catch_warnings():
            _silence()
            yield
    except (MarketError, MemoryError):
        raise
    except Refusal as error:
        raise _refused(asked, error) from error
    except InvalidJSONError as error:  # a RequestException too, but the source did answer
        text = str(getattr(error, "doc", "")).lstrip()
        reason = Reason.PAGE if text.startswith("<") else Reason.GARBLED if text else Reason.EMPTY
        raise SourceChanged(f"{asked}: the answer is no JSON", reason) from error
    except HTTPError as error:  # from a function that looks at the status, where there is no guard
        status = error.response.status_code if error.response is not None else 0
        raise _refused(asked, Refusal(str(error), reason_of(status))) from error
    except ContentDecodingError as error:
        raise SourceChanged(f"{asked}: the answer cannot be unpacked", Reason.GARBLED) from error
    except (RequestException, OSError) as error:
        raise SourceUnavailable(f"{asked}: {_plain(error)}", _reason(error)) from error
    except Exception as error:  # akshare raises what its parsing happens to meet; nothing of it is kept silent
        if any(words in str(error) for words in NOTHING):
            raise NoData(f"{asked}: the source has nothing") from error
        raise SourceChanged(f"{asked}: {type(error).__name__}: {_plain(error)}") from error


def _refused(asked: str, error: Refusal) -> MarketError:
    words = f"{asked}: {error}"
    match error.reason:
        case Reason.NOTHING:
            return NoData(words)
        case Reason.GARBLED | Reason.PAGE | Reason.EMPTY | Reason.HUGE | Reason.MOVED:
            return SourceChanged(words, error.reason)
        case _:
            return SourceUnavailable(words, error.reason)


def _reason(error: Exception) -> Reason:
    from requests import exceptions as of  # noqa: PLC0415 - in the worker alone

    if isinstance(error, of.SSLError):
        return Reason.TLS
    if isinstance(error, (of.Timeout, TimeoutError)):
        return Reason.SILENT
    words = str(error).lower()
    cut = ("reset", "aborted", "remotedisconnected", "remote end closed", "broken", "incomplete")
    return Reason.CUT_OFF if any(each in words for each in cut) else Reason.UNREACHABLE


def _require_version() -> None:
    """The columns of akshare change their meaning in patch releases: only the version that was checked is used.

    Raises:
        SourceChanged: another one is installed.
    """
    found = version("akshare")
    if found != AKSHARE:
        raise SourceChanged(f"akshare {found} is installed; only {AKSHARE} was checked: install from requirements.txt")


def _silence() -> None:
    import pandas as pd  # noqa: PLC0415 - in the worker alone

    # akshare and exchange_calendars call pandas in ways that pandas 4 will refuse; it is kept out by our requirements.
    for name in ("Pandas4Warning", "PandasDeprecationWarning"):
        if (category := getattr(pd.errors, name, None)) is not None:
            warnings.filterwarnings("ignore", category=category, module=r"(akshare|exchange_calendars|pandas)\.")
    # Its Shenwan functions ask without checking the certificate; see akshare_bars.shenwan.
    warnings.filterwarnings("ignore", message="Unverified HTTPS request")


def _plain(error: BaseException) -> str:
    """The first line of the innermost error that others are wrapped around."""
    while True:
        inner = next(
            (each for each in (*error.args, getattr(error, "reason", None)) if isinstance(each, Exception)), None
        )
        if inner is None:
            return (str(error).splitlines() or [type(error).__name__])[0][:200]
        error = inner
