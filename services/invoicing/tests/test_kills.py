"""The database's connections die at any moment; numbers stay gapless and nothing is lost."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import httpx
import pytest
from sqlalchemy import text

from contracts.invoicing import (
    InvoiceCredited,
    InvoiceDrafted,
    InvoiceIssued,
    PaymentRecorded,
    TimeReleased,
)
from database import connect
from services.invoicing.tests.driver import Driver
from testkit.killing import AT_COMMIT, killed_at

INVOICES = 10


@asynccontextmanager
async def killed_before(driver: Driver, statement: int) -> AsyncIterator[list[str]]:
    """Kill the service's connection right before its `statement`, counted from 1; yields the statements seen."""
    served = driver.served
    async with killed_at(served.database, served.urls.superuser, statement) as killing:
        yield killing.statements


async def survives(
    driver: Driver, ask: Callable[[], Awaitable[httpx.Response]], statement: int
) -> httpx.Response:
    """Ask while the connection is killed, expect a refusal that may be tried again, and ask again."""
    async with killed_before(driver, statement) as seen:
        killed = await ask()
    assert statement in (len(seen), AT_COMMIT), seen
    assert killed.status_code == 503, killed.text
    assert killed.headers["retry-after"]
    return await ask()


@pytest.mark.parametrize("statement", [*range(2, 10), AT_COMMIT])
async def test_a_number_is_given_back_whenever_issuing_is_killed(
    driver: Driver, statement: int
) -> None:
    await driver.worked()
    draft = await driver.draft()
    answer = await survives(driver, lambda: driver.try_issue(draft["id"]), statement)
    assert answer.status_code == 200
    assert answer.json()["number"].endswith("-0001")
    assert len(await driver.published(InvoiceIssued)) == 1
    await driver.invariants_hold()


@pytest.mark.parametrize("statement", [*range(2, 8), AT_COMMIT])
async def test_nothing_stays_claimed_whenever_drafting_is_killed(
    driver: Driver, statement: int
) -> None:
    await driver.worked()
    answer = await survives(driver, driver.try_draft, statement)
    assert (answer.status_code, answer.json()["seconds"]) == (201, 3000)
    assert len(await driver.published(InvoiceDrafted)) == 1
    await driver.invariants_hold()


@pytest.mark.parametrize("statement", [*range(2, 9), AT_COMMIT])
async def test_a_line_stays_whole_whenever_its_removal_is_killed(
    driver: Driver, statement: int
) -> None:
    await driver.worked()
    draft = await driver.draft()
    line_id = draft["lines"][0]["line_id"]
    answer = await survives(driver, lambda: driver.try_remove_line(draft["id"], line_id), statement)
    assert (answer.status_code, answer.json()["lines"]) == (200, [])
    await driver.invariants_hold()


@pytest.mark.parametrize("statement", [*range(2, 9), AT_COMMIT])
async def test_a_payment_is_recorded_whole_or_not_at_all(driver: Driver, statement: int) -> None:
    invoice = await driver.invoice()
    body = {
        "received_on": "2026-11-09",
        "amount": {"amount": "1250.00", "currency": "DKK"},
        "allocations": [{"invoice_id": invoice["id"], "amount": "1250.00"}],
    }
    answer = await survives(
        driver, lambda: driver.client.post("/v1/payments", json=body), statement
    )
    assert answer.status_code == 201
    assert len((await driver.read("payments"))["items"]) == 1
    assert len(await driver.published(PaymentRecorded)) == 1
    await driver.invariants_hold()


@pytest.mark.parametrize("statement", [*range(2, 27, 3), AT_COMMIT])
async def test_a_credit_note_is_issued_whole_or_not_at_all(driver: Driver, statement: int) -> None:
    made = await driver.worked()
    invoice = await driver.issue((await driver.draft())["id"])
    part = {"entry_id": str(made.entry_id), "start": 600, "end": 1200}
    lines = [{"line_id": invoice["lines"][0]["line_id"], "entries": [part]}]
    path, body = f"/v1/invoices/{invoice['id']}/credit", {"reason": "Wrong", "lines": lines}
    answer = await survives(driver, lambda: driver.client.post(path, json=body), statement)
    assert (answer.status_code, answer.json()["number"]) == (201, "CN-2026-0001")
    assert len(await driver.published(InvoiceCredited)) == 1
    assert len(await driver.published(TimeReleased)) == 1
    await driver.invariants_hold()


async def test_an_idempotency_key_issues_once_although_the_answer_was_lost(driver: Driver) -> None:
    await driver.worked()
    draft = await driver.draft()
    driver.client.headers["Idempotency-Key"] = "issue-1"
    answer = await survives(driver, lambda: driver.try_issue(draft["id"]), AT_COMMIT)
    again = await driver.try_issue(draft["id"])
    assert again.headers["idempotent-replayed"] == "true"
    assert again.json() == answer.json()


async def test_connections_killed_while_issuing_leave_no_gap(driver: Driver) -> None:
    ids = []
    for _ in range(INVOICES):
        made = await driver.worked(60)
        ids.append((await driver.draft(entry_ids=[str(made.entry_id)]))["id"])
    killer = asyncio.create_task(kill_often(driver))
    numbers = await asyncio.gather(*(issued_at_last(driver, invoice_id) for invoice_id in ids))
    killer.cancel()
    assert await asyncio.gather(killer, return_exceptions=True)
    assert sorted(int(number[-4:]) for number in numbers) == list(range(1, INVOICES + 1))
    assert len(await driver.published(InvoiceIssued)) == INVOICES
    await driver.invariants_hold()


async def issued_at_last(driver: Driver, invoice_id: str) -> str:
    """Ask again until it is issued, as a client does that got no answer; returns its number."""
    async with asyncio.timeout(60):
        while (answer := await driver.try_issue(invoice_id)).status_code != 200:
            assert answer.status_code >= 500
    return str(answer.json()["number"])


async def kill_often(driver: Driver) -> None:
    """Kill a random busy connection of the service, again and again, for a while."""
    database = connect(driver.served.urls.superuser)
    kill = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
        " AND usename LIKE '%_app' AND xact_start IS NOT NULL ORDER BY random() LIMIT 1"
    )
    try:
        for _ in range(60):
            async with database.transaction() as session:
                await session.execute(kill)
            await asyncio.sleep(0.01)
    finally:
        await database.dispose()
