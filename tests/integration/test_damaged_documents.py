"""PDFs from strangers in the reading worker: one typed answer each, and the worker goes on. ``make fuzz`` tries a thousand."""

from __future__ import annotations

from collections import Counter

from bot.extraction.documents import read_document
from tests.fuzz.documents import TRAPS, cases, originals
from tests.fuzz.reading import outcomes, reading_worker

SLOW = {
    "form_that_draws_itself",
    "two_thousand_million_spaces",
    "three_million_letters_on_a_page",
}  # they end with their worker, one is enough
DAMAGED = 30


async def test_each_trap_and_each_damaged_document_has_one_typed_answer() -> None:
    worker = reading_worker(20.0)
    chosen = [case for case in cases(len(TRAPS) + DAMAGED, seed=7) if case.name not in SLOW]
    try:
        found = [outcome async for outcome in outcomes(worker, chosen)]
    finally:
        await worker.close()
    assert [(outcome.case.name, outcome.wrong) for outcome in found if outcome.wrong] == []
    answers = {outcome.case.name: outcome.answer for outcome in found}
    assert answers["line_of_one_page"] == "NotAReport"
    assert Counter(answers.values())["DamagedDocument"] > 5


async def test_a_bomb_ends_its_worker_and_the_next_document_is_read() -> None:
    worker = reading_worker(20.0)
    [bomb] = [case for case in cases(len(TRAPS), seed=7) if case.name == "two_thousand_million_spaces"]
    try:
        [outcome] = [each async for each in outcomes(worker, [bomb])]
        assert outcome.answer in {"WorkerDied", "MemoryError"}
        assert (await worker.run(read_document, originals()[0], "report.pdf")).pages == 3
    finally:
        await worker.close()
