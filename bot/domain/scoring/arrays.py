"""The array types of scoring, and the number that stands for "no such session"."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]
Bools: TypeAlias = npt.NDArray[np.bool_]
Days: TypeAlias = npt.NDArray[np.datetime64]

# Later than every session, so that "before the settlement" holds for a settlement nobody can know yet.
UNKNOWN = 1 << 40
