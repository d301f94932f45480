"""How long a piece of work takes."""

import statistics
import time
from collections.abc import Awaitable, Callable


async def milliseconds(
    work: Callable[[], Awaitable[object]], times: int, *, warm_up: int = 0
) -> float:
    """The median of some times that it takes; those of the warm-up are not counted."""
    took = []
    for _ in range(warm_up + times):
        began = time.perf_counter()
        await work()
        took.append(time.perf_counter() - began)
    return statistics.median(took[warm_up:]) * 1000
