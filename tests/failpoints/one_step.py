"""`python -m tests.failpoints.one_step PACKAGE STEP`: a step of a service in a process of its own, that a failpoint may end.

Settings come from the environment, what to do from standard input as JSON. `request`: send a request as a caller; `consume`:
process records as one batch; `tasks`: do what is due; `relay`: send the outbox to Kafka.
"""

import asyncio
import importlib
import json
import sys
from base64 import b64decode
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import text

from database import connect
from messaging import Record
from messaging.relay import Relay
from testkit import Served, until
from testkit.databases import Urls
from testkit.tokens import SelfSignedVerifier

_UNPUBLISHED = text("SELECT count(*) FROM outbox_messages WHERE published_at IS NULL")


async def main(package: str, step: str, work: Any) -> None:
    """Do the step. Whatever is refused ends the process with 1."""
    settings = importlib.import_module(f"{package}.settings").Settings()
    service = importlib.import_module(f"{package}.main").service(settings)
    database = connect(settings.database_url)
    app = service.app(database, SelfSignedVerifier())
    served = Served(service, app, database, Urls(settings.database_url, "", ""))
    try:
        match step:
            case "request":
                await request(served, **work)
            case "consume":
                await served.process([record(**one) for one in work])
            case "tasks":
                await served.run_due()
            case "relay":
                await relay(served, **work)
    finally:
        await database.dispose()


async def request(
    served: Served,
    roles: list[str],
    account: str,
    method: str,
    path: str,
    **more: Any,
) -> None:
    """Send one request."""
    client = await served.as_(*roles, account=UUID(account))
    (await client.request(method, path, **more)).raise_for_status()


def record(value: str, key: str, headers: list[list[str]], **more: Any) -> Record:
    """A record from its JSON."""
    decoded = tuple((name, b64decode(text)) for name, text in headers)
    return Record(value=b64decode(value), key=b64decode(key), headers=decoded, **more)


async def relay(served: Served, bootstrap: str, prefix: str) -> None:
    """Relay until the outbox is empty."""
    relaying = Relay(served.urls.app, bootstrap=bootstrap, prefix=prefix)
    running = asyncio.create_task(relaying.run())
    try:
        await until(partial(_all_published, served))
    finally:
        await relaying.stop()
        await running


async def _all_published(served: Served) -> bool:
    async with served.database.transaction(across_accounts=True) as session:
        return not await session.scalar(_UNPUBLISHED)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], json.load(sys.stdin)))
