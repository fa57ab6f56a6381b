"""What a rule is about: a stock, a list, the picks of a report, all that is followed, or a report's basket as one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_WRITTEN = re.compile(r"(?:(?P<list>l)|(?P<report>r)|(?P<basket>b))(?P<ref>[0-9]{1,9})|(?P<followed>f)")


class Scope(StrEnum):
    """How a rule's securities are found. All but a stock and a basket are watched one by one, each for itself."""

    STOCK = "stock"
    LIST = "list"
    REPORT = "report"
    BASKET = "basket"
    FOLLOWED = "followed"

    @property
    def of_many(self) -> bool:
        """Whether it stands for several securities, which may change."""
        return self in (Scope.LIST, Scope.REPORT, Scope.FOLLOWED)

    @property
    def of_report(self) -> bool:
        """Whether it names a report."""
        return self in (Scope.REPORT, Scope.BASKET)


@dataclass(frozen=True, slots=True)
class RuleTarget:
    """A scope with what it names: a symbol, the number of a list or of a report, or nothing."""

    scope: Scope
    ref: str = ""

    @classmethod
    def stock(cls, symbol: str) -> RuleTarget:
        """One security."""
        return cls(Scope.STOCK, symbol)

    @property
    def symbol(self) -> str:
        """The security, where it is one."""
        return self.ref if self.scope is Scope.STOCK else ""

    @property
    def report_id(self) -> int | None:
        """The report it names, if it names one."""
        return int(self.ref) if self.scope.of_report else None

    @property
    def written(self) -> str:
        """In few characters, for a button: ``300308.SZ``, ``l5``, ``r3``, ``b3``, ``f``."""
        return self.ref if self.scope is Scope.STOCK else f"{self.scope[0]}{self.ref}"


def read_target(written: str) -> RuleTarget:
    """What `RuleTarget.written` wrote; whatever is none of the others is a symbol."""
    found = _WRITTEN.fullmatch(written)
    if found is None:
        return RuleTarget.stock(written)
    scope = next(scope for scope in Scope if scope is not Scope.STOCK and found[scope.value])
    return RuleTarget(scope, found["ref"] or "")
