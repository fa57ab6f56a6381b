"""The bot killed at random points: ``python -m tests.chaos [KILLS] [CUTS] [SEED]``, as ``make chaos`` does with 200 and 50.

Prints a table for each database; 1 where anything was lost, doubled unmarked, or got stuck, and then what the run left
(the SQLite file, what each process wrote, every message and update of the database) is kept in ``chaos-output/``.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
import tempfile
from itertools import product
from pathlib import Path

from tests.chaos.crossing import Crossings
from tests.chaos.databases import postgresql, sqlite
from tests.chaos.playing import Play, Tally

KEPT = Path("chaos-output")


def table(tally: Tally) -> str:
    """The counts of one database, and whatever went wrong by name."""
    lines = [tally.database, *(f"{count:>8}  {what}" for what, count in tally.rows())]
    return "\n".join([*lines, *(f"    {each}" for each in (*tally.lost, *tally.doubled, *tally.stuck))])


def main(kills: int = 200, cuts: int = 50, seed: int = 1) -> int:
    """Play reports and then rules, on both databases."""
    wrong = 0
    for database, kind in product((sqlite, postgresql), (Play, Crossings)):
        with tempfile.TemporaryDirectory() as name, database(Path(name)) as ready:
            play = kind(ready, Path(name), seed, lambda line: print(line, file=sys.stderr))  # noqa: T201 - a command
            tally = asyncio.run(play.run(kills, cuts))
            if tally.wrong:
                shutil.copytree(name, KEPT / tally.database, dirs_exist_ok=True)
        print(table(tally))  # noqa: T201 - as above
        wrong += tally.wrong
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
