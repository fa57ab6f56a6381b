"""Damaged PDFs through the reading worker: ``python -m tests.fuzz [CASES] [SEED]``, as ``make fuzz`` does with a thousand.

Prints how often each answer came, and every case that came to anything else. 1 where there was one.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.fuzz.documents import cases
from tests.fuzz.reading import Outcome, outcomes, reading_worker

SECONDS = 15.0


async def run(count: int, seed: int) -> list[Outcome]:
    """All cases, one after the other."""
    worker = reading_worker(SECONDS)
    try:
        found = []
        async for outcome in outcomes(worker, cases(count, seed)):
            found.append(outcome)
            if len(found) % 100 == 0:
                print(f"{len(found)} of {count}", file=sys.stderr)  # noqa: T201 - this is a command
        return found
    finally:
        await worker.close()


def main(count: int = 1000, seed: int = 1) -> int:
    """Print the table and keep each wrong case as a file."""
    found = asyncio.run(run(count, seed))
    for answer, times in Counter(outcome.answer for outcome in found).most_common():
        print(f"{times:>6}  {answer}")  # noqa: T201 - as above
    slowest = max(found, key=lambda outcome: outcome.seconds)
    print(f"slowest: {slowest.seconds:.1f} s, {slowest.case.name}: {slowest.answer}")  # noqa: T201 - as above
    wrong = [outcome for outcome in found if outcome.wrong or outcome.seconds > 2 * SECONDS]
    for outcome in wrong:
        path = Path(tempfile.mkdtemp(prefix="fuzz-")) / "case.pdf"
        path.write_bytes(outcome.case.data)
        print(f"WRONG {outcome.case.name}: {outcome.wrong or 'took too long'}: {path}")  # noqa: T201 - as above
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
