"""A lease is renewed while its process lives, so it can be short: a killed process is soon replaced."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

from messaging.failures import name_of
from messaging.tasks.task import LeaseLostError, Task

logger = logging.getLogger(__name__)

_AGAIN = 0.5
"""Seconds after which a renewal that failed is tried again."""


@asynccontextmanager
async def renewed(task: Task, lease: timedelta) -> AsyncIterator[None]:
    """Renew the task's lease three times in its length, for as long as the block runs."""
    renewing = asyncio.create_task(_renew(task, lease.total_seconds()))
    try:
        yield
    finally:
        renewing.cancel()
        with suppress(asyncio.CancelledError):
            await renewing


async def _renew(task: Task, seconds: float) -> None:
    pause = seconds / 3
    while True:
        await asyncio.sleep(pause)
        try:
            await task.renew(seconds)
            pause = seconds / 3
        except LeaseLostError:
            logger.warning("the lease was lost; what this attempt finds out will not be written")
            return
        except Exception as error:  # the database may be away; the next renewal may succeed
            logger.warning("cannot renew the lease (%s)", name_of(error))
            pause = min(_AGAIN, seconds / 3)
