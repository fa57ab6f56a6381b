"""Measure the extractor on ../shared/reports: ``python -m tests.eval [--misses] [WORD…]``.

Prints precision, recall and F1 of each field, for all reports and apart for each form of text, then every miss. With words
only the reports whose names hold one of them are read. Without the folder it says so and ends.
"""

from __future__ import annotations

import sys
from collections import defaultdict

from tests.eval.measures import Tally
from tests.eval.reports import Outcome, evaluate, reports_folder

_FORMS = ("pdf", "dense", "markdown", "layout")


def main(words: list[str]) -> int:
    """Print the table; 1 where nothing could be measured."""
    folder = reports_folder()
    if folder is None:
        print("../shared/reports is not here: nothing to measure.")  # noqa: T201 - this is a command
        return 1
    outcomes = [o for o in evaluate(folder) if not words or any(word in o.file for word in words)]
    print(table(outcomes))  # noqa: T201 - as above
    for outcome in outcomes:
        lines = [f"  {name}: {miss}" for name, tally in outcome.tallies.items() for miss in tally.misses]
        lines += [f"  {outcome.answer}"] if outcome.answer else []
        if lines:
            print(f"\n{outcome.file}", *lines, sep="\n")  # noqa: T201 - as above
    return 0


def table(outcomes: list[Outcome]) -> str:
    """One row a field: precision, recall, F1 and counts over all, then F1 for each form of text."""
    fields = dict.fromkeys(name for outcome in outcomes for name in outcome.tallies)
    rows = [
        f"{'field':<18} precision recall     F1   hits wrong missing   " + " ".join(f"{form:>8}" for form in _FORMS)
    ]
    for name in fields:
        sums: dict[str, Tally] = defaultdict(Tally)
        for outcome in outcomes:
            if name in outcome.tallies:
                sums["all"].add(outcome.tallies[name])
                sums[outcome.form].add(outcome.tallies[name])
        whole = sums["all"]
        figures = "  ".join(_share(value) for value in (whole.precision, whole.recall, whole.f1))
        counts = f"{whole.hits:>6} {whole.wrong:>5} {whole.missing:>7}"
        rows.append(f"{name:<18}   {figures} {counts}   " + " ".join(f"{_share(sums[f].f1):>8}" for f in _FORMS))
    return "\n".join(rows)


def _share(value: float | None) -> str:
    return "     –" if value is None else f"{value:6.3f}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
