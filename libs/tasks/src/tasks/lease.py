"""A lease is renewed while its process lives, so it can be short: a killed process is soon replaced."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from background.logs import error_name, outage_of
from background.periodic_task import cancel
from tasks.errors import LeaseLostError
from tasks.task import Task

logger = logging.getLogger(__name__)

_RETRY_SECONDS = 0.5


@asynccontextmanager
async def renewing_lease(task: Task, lease: timedelta) -> AsyncIterator[None]:
    """Renew the task's lease three times in its length, for as long as the block runs."""
    renewing = asyncio.create_task(_renew(task, lease.total_seconds()))
    try:
        yield
    finally:
        await cancel(renewing)


async def _renew(task: Task, lease_seconds: float) -> None:
    pause = lease_seconds / 3
    while True:
        await asyncio.sleep(pause)
        try:
            await task.renew(lease_seconds)
            pause = lease_seconds / 3
        except LeaseLostError:
            logger.warning("the lease was lost; what this attempt finds out will not be written")
            return
        except Exception as error:  # the database may be away; the next renewal may succeed
            logger.warning("cannot renew the lease (%s)", error_name(error), extra=outage_of(error))
            pause = min(_RETRY_SECONDS, lease_seconds / 3)
