"""What is logged as failed is kept once for each place, under the reference that the one who met it was told."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator

import pytest

from bot.logs import without_secrets
from bot.services.access.people import Refused, Viewer
from bot.services.messages.codec import load_view
from bot.services.operation.failure_log import FailureLog
from bot.services.operation.failures import Failures, reference_of
from bot.store import Store, StoreBusy
from bot.store.failures import Failure
from tests.integration.services.house import House
from tests.integration.services.parts import SetClock

TOKEN = "123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"


@pytest.fixture
def failures(store: Store, clock: SetClock) -> Failures:
    return Failures(store, clock)


@pytest.fixture
async def log(failures: Failures) -> AsyncIterator[FailureLog]:
    kept = FailureLog(failures, without_secrets)
    logging.getLogger().addHandler(kept)
    yield kept
    logging.getLogger().removeHandler(kept)


def failed(words: str) -> Exception:
    """An error from within the program, always from the same place."""
    try:
        load_view(words)
    except ValueError as error:
        return error
    raise AssertionError("it did not fail")


async def written(log: FailureLog) -> None:
    await asyncio.sleep(0)  # what other threads hand over too arrives by the loop
    await log.write()


async def test_a_place_that_fails_often_is_one_line_with_its_count(
    house: House, failures: Failures, log: FailureLog, owner: Viewer
) -> None:
    first = failed("a")
    for error in (first, failed("b")):
        logging.getLogger("bot.tg").error("an update could not be handled", exc_info=error)
    await written(log)
    await asyncio.to_thread(logging.getLogger("bot.tg").error, "not %s", "again", exc_info=failed("c"))
    logging.getLogger("bot.market").error("%s was not refreshed: %s", "A", "timeout")
    logging.getLogger("bot.market").error("%s was not refreshed: %s", "HK", "no answer")
    logging.getLogger("bot.market").warning("this is no failure")
    await written(log)
    seen = {each.reference: each for each in (await failures.page(owner)).lines}
    told = seen.pop(reference_of(first))
    assert (told.count, told.source, told.summary.split(":")[0]) == (3, "bot.tg", "ValueError")
    (other,) = seen.values()
    assert (other.count, other.summary) == (2, "HK was not refreshed: no answer")


async def test_the_whole_of_a_failure_is_a_file_without_secrets(
    house: House, failures: Failures, log: FailureLog, owner: Viewer
) -> None:
    error = failed(f"https://api.telegram.org/bot{TOKEN}/x,postgresql+asyncpg://me:hunter2@db/pickwatch")
    logging.getLogger("bot").error("no way through", exc_info=error)
    reference = reference_of(error)
    await written(log)
    file = await failures.details(reference, owner)
    assert "Traceback" in file.content
    assert "no way through" in file.content
    assert TOKEN not in file.content
    assert "hunter2" not in file.content
    (line,) = (await failures.page(owner)).lines
    assert line.summary.endswith(
        "https://api.telegram.org/bot<token>/x,postgresql+asyncpg://me:<password>@db/pickwatch'"
    )


async def test_owners_alone_see_failures_and_can_take_them_off_the_list(
    house: House, failures: Failures, owner: Viewer, clock: SetClock
) -> None:
    now = clock.now()
    await failures.note([Failure(f"E{n:06}", "bot", "x", "x", 1, now, now) for n in range(7)])
    page = await failures.page(owner, page=9)
    assert (page.page, page.pages, page.total, len(page.lines)) == (1, 2, 7, 2)
    for _ in range(2):
        assert (await failures.forget("E000006", owner, 1)).total == 6
    with pytest.raises(Refused, match="failure_gone"):
        await failures.details("E000006", owner)
    reader = await house.subscriber()
    with pytest.raises(Refused, match="only_owners"):
        await failures.page(reader)
    with pytest.raises(Refused, match="only_owners"):
        await failures.details("E000005", reader)


async def test_what_cannot_be_written_now_is_written_later(failures: Failures, log: FailureLog) -> None:
    class Busy(Failures):
        async def note(self, found: list[Failure]) -> None:
            raise StoreBusy(f"a backup, for {len(found)} failures")

    log._failures, good = Busy(failures._store, failures._clock), log._failures
    logging.getLogger("bot").error("lost?")
    await written(log)
    log._failures = good
    logging.getLogger("bot").error("lost?")
    await written(log)
    async with failures._store.snapshot() as tx:
        assert [each.count for each in await tx.failures.page(9, 0)] == [2]
