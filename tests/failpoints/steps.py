"""A step of a service in a process that a failpoint ends, and the same step again in one that lives."""

import asyncio
import json
import os
import sys
from base64 import b64encode
from collections.abc import Sequence
from typing import Any

from sqlalchemy import text

from contracts import Event
from database.failpoints import KILLED
from messaging import Record
from testkit import ACCOUNT, Served, record

_DUE = text(
    "UPDATE scheduled_tasks SET due_at = least(due_at, now()), lease_until = lease_until - interval '1 h'"
)


async def killed_and_again(
    served: Served, step: str, work: Any, failpoint: str, **settings: object
) -> None:
    """Let the process of a step die at the failpoint, then let another one do the same step to its end."""
    assert await _run(served, step, work, settings, HONORAR_FAILPOINT=failpoint) == KILLED
    assert await _run(served, step, work, settings) == 0


def request(
    method: str, path: str, *roles: str, key: str = "once", account: object = ACCOUNT, **more: Any
) -> dict[str, Any]:
    """A request as somebody with these roles sends it, and sends it again when no answer came."""
    headers = {"Idempotency-Key": key, **more.pop("headers", {})}
    about = {"method": method, "path": path, "roles": roles, "account": str(account)}
    return {**about, "headers": headers, **more}


def batch(*events: Event) -> list[dict[str, Any]]:
    """Records of these events, with the ids that they have whenever they are delivered."""
    return [_as_json(record(event)) for event in events]


def _as_json(one: Record) -> dict[str, Any]:
    def text(value: bytes | None) -> str:
        return b64encode(value or b"").decode()

    about = {"topic": one.topic, "partition": one.partition, "offset": one.offset}
    headers: Sequence[Any] = [(name, text(value)) for name, value in one.headers]
    return {**about, "key": text(one.key), "value": text(one.value), "headers": headers}


async def _make_due(served: Served) -> None:
    """Let the time pass that tasks wait for, and the leases of processes that died run out."""
    async with served.database.transaction(across_accounts=True) as session:
        await session.execute(_DUE)


async def _run(
    served: Served, step: str, work: Any, settings: dict[str, object], **more: str
) -> int:
    if step == "tasks":
        await _make_due(served)
    package = served.service.name.replace("-", "_")
    environment = {name.upper(): str(value) for name, value in settings.items()}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.failpoints.one_step", package, step),
        stdin=asyncio.subprocess.PIPE,
        env={"PATH": os.environ["PATH"], "DATABASE_URL": served.urls.app, **environment, **more},
    )
    await process.communicate(json.dumps(work).encode())
    assert process.returncode is not None
    return process.returncode
