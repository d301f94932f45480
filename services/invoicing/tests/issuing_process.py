"""A process that issues drafts, and credits some of them, many at a time, until all is done or somebody kills it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any
from uuid import UUID

import httpx

from database import connect, failpoints
from invoicing.main import service
from invoicing.settings import Settings
from testkit.tokens import SelfSignedVerifier, token

AT_ONCE = 4


@dataclass(frozen=True)
class Work:
    """A draft that is to be issued on a day, and perhaps to be credited whole."""

    invoice_id: str
    issue_date: str
    is_credited: bool


def run(url: str, account: UUID, work: Sequence[Work], seed: int, dies_at: str = "") -> None:
    """Do the work in an order that the seed decides. With `dies_at` (`failpoint:n`) the process ends there."""
    failpoints._name, _, times = dies_at.partition(":")
    failpoints._left = int(times or 1)
    asyncio.run(_run(url, account, Random(seed).sample(work, len(work))))


async def _run(url: str, account: UUID, work: Sequence[Work]) -> None:
    settings: dict[str, Any] = {"document_secret": "a secret for tests only"}
    described = service(Settings(database_url=url, **settings))
    database = connect(url, pool_timeout=30)
    app = described.app(database, SelfSignedVerifier())
    app.state.database = database.with_lock_limit(30)
    client = httpx.AsyncClient(
        transport=httpx.ASGITransport(app),
        base_url="http://service",
        headers={"Authorization": f"Bearer {token('billing', account=account)}"},
    )
    left = list(work)

    async def hand() -> None:
        while left:
            await _do(client, left.pop())

    try:
        await asyncio.gather(*(hand() for _ in range(AT_ONCE)))
    finally:
        await database.dispose()


async def _do(client: httpx.AsyncClient, work: Work) -> None:
    """As a client does that may have got no answer: with the key of before."""
    path = f"/v1/invoices/{work.invoice_id}"
    await _post(client, f"{path}/issue", '"1"', {"issue_date": work.issue_date, "delivery": "hand"})
    if work.is_credited:
        await _post(client, f"{path}/credit", '"0"', {"reason": "Wrong", "delivery": "hand"})


async def _post(client: httpx.AsyncClient, path: str, version: str, body: dict[str, str]) -> None:
    headers = {"Idempotency-Key": f"once {path}", "If-Match": version}
    while True:
        answer = await client.post(path, json=body, headers=headers)
        if answer.is_success:
            return
        assert answer.status_code in (409, 503), answer.text
        await asyncio.sleep(0.02)
