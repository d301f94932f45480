"""Which topics exist.

aiokafka asks for metadata in a way that lets the broker create what it does not know, with one partition, when the
broker allows that. So relay and worker look first: they ask about all topics, which creates none.
"""

import logging
from collections.abc import Iterable
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient

logger = logging.getLogger(__name__)

_REQUEST_TIMEOUT_MS = 15_000


async def topics_exist(bootstrap: str, names: Iterable[str], *, group: str) -> bool:
    """Whether a group can read these topics; logs which it waits for. Raises as `missing_topics`."""
    if missing := await missing_topics(bootstrap, names):
        logger.warning(
            "%s waits for topics: %s",
            *(group, ", ".join(sorted(missing))),
            extra={"outage": "topics"},
        )
    return not missing


async def missing_topics(bootstrap: str, names: Iterable[str]) -> set[str]:
    """Which of these topics do not exist. Raises aiokafka's `KafkaError` when the broker is away."""
    admin: Any = AIOKafkaAdminClient(
        bootstrap_servers=bootstrap, request_timeout_ms=_REQUEST_TIMEOUT_MS
    )
    try:
        await admin.start()
        return set(names) - set(await admin.list_topics())
    finally:
        await admin.close()
