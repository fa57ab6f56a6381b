"""The bot killed at random points: ``python -m tests.chaos [KILLS] [CUTS] [SEED]``, as ``make chaos`` does with 200 and 50.

Prints a table for each database; 1 where anything was lost, doubled unmarked, or got stuck.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from tests.chaos.databases import postgresql, sqlite
from tests.chaos.playing import Play, Tally


def table(tally: Tally) -> str:
    """The counts of one database, and whatever went wrong by name."""
    lines = [tally.database, *(f"{count:>8}  {what}" for what, count in tally.rows())]
    return "\n".join([*lines, *(f"    {each}" for each in (*tally.lost, *tally.doubled, *tally.stuck))])


def main(kills: int = 200, cuts: int = 50, seed: int = 1) -> int:
    """Play on both databases."""
    wrong = 0
    for database in (sqlite, postgresql):
        with tempfile.TemporaryDirectory() as name, database(Path(name)) as ready:
            play = Play(ready, Path(name), seed, lambda line: print(line, file=sys.stderr))  # noqa: T201 - a command
            tally = asyncio.run(play.run(kills, cuts))
        print(table(tally))  # noqa: T201 - as above
        wrong += len(tally.lost) + len(tally.doubled) + len(tally.stuck)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
