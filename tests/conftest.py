"""The same examples in every run: what hypothesis finds by chance belongs to ``make fuzz``, not to somebody's change."""

import gc

from hypothesis import settings

settings.register_profile("same", derandomize=True, deadline=None)
settings.load_profile("same")

# Going through all that thousands of collected tests and their modules hold, as often as is usual, took a fifth of the time.
gc.set_threshold(20_000, 20, 20)


def pytest_collection_finish() -> None:
    """What was collected stays to the end: nobody need look at it again."""
    gc.collect()
    gc.freeze()
