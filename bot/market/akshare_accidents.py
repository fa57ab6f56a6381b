"""akshare's failures by name. Its contract is accidental: "none" may be a frame without columns, a TypeError, a KeyError.

Runs in the market worker. Each function there does its work inside `accidents`, so that only the errors of
bot.market.ports come back to the main process.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from bot.market.guard import HttpLimits, install
from bot.market.ports import MarketError, NoData, SourceChanged, SourceUnavailable

T = TypeVar("T")

# What akshare raises where the answer holds nothing, by the words of the error: `data` is null, or an empty list gets
# sixteen column names.
NOTHING = ("'NoneType' object is not subscriptable", "Expected axis has 0 elements", "If using all scalar values")
GONE = (404, 410)


def guarded(limits: HttpLimits | None, call: Callable[[], T]) -> T:
    """Make ``call`` behind the guard (None: without, where the HTTP calls are stubbed)."""
    if limits is not None:
        install(limits)
    return call()


@contextmanager
def accidents(asked: str) -> Iterator[None]:
    """Turn whatever goes wrong while asking for ``asked`` into one of the named errors.

    Raises:
        NoData: the answer was the source's way of saying that it has nothing.
        SourceUnavailable: the connection failed, took too long, or was refused.
        SourceChanged: anything else, since akshare checks nothing that it is sent.
    """
    from requests import HTTPError, RequestException  # noqa: PLC0415 - in the worker alone
    from requests.exceptions import InvalidJSONError  # noqa: PLC0415

    try:
        with warnings.catch_warnings():
            _silence()
            yield
    except (MarketError, MemoryError):
        raise
    except InvalidJSONError as error:  # a RequestException too, but the source did answer
        raise SourceChanged(f"{asked}: the answer is no JSON") from error
    except HTTPError as error:
        if error.response is not None and error.response.status_code in GONE:
            raise NoData(f"{asked}: {error}") from error
        raise SourceUnavailable(f"{asked}: {error}") from error
    except (RequestException, OSError) as error:
        raise SourceUnavailable(f"{asked}: {_plain(error)}") from error
    except Exception as error:  # akshare raises what its parsing happens to meet; nothing of it is kept silent
        if any(words in str(error) for words in NOTHING):
            raise NoData(f"{asked}: the source has nothing") from error
        raise SourceChanged(f"{asked}: {type(error).__name__}: {_plain(error)}") from error


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
