"""The array types of scoring, and the number that stands for "no such session"."""

from __future__ import annotations

from typing import Any, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]
Bools: TypeAlias = npt.NDArray[np.bool_]
Days: TypeAlias = npt.NDArray[np.datetime64]

# Later than every session, so that "before the settlement" holds for a settlement nobody can know yet.
UNKNOWN = 1 << 40

_Cell = TypeVar("_Cell", bound=np.generic)


def cells(values: np.ndarray[Any, np.dtype[_Cell]], rows: Ints, columns: Ints) -> np.ndarray[Any, np.dtype[_Cell]]:
    """``values[rows, columns]`` of a matrix that is contiguous in either order, in half the time of that.

    Row -1 is the last one, as everywhere; columns must not be negative.
    """
    rows = rows % values.shape[0]
    if values.flags.f_contiguous:
        values, rows, columns = values.T, columns, rows
    taken: np.ndarray[Any, np.dtype[_Cell]] = values.take(rows * values.shape[1] + columns)
    return taken
