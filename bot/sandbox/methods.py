"""What a method is: a function of the world and the parameters, whose result goes into the answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.sandbox.parameters import Parameters
from bot.sandbox.state import State

Method = Callable[[State, Parameters], Any]
