"""The database's connections die at any moment; numbers stay gapless and nothing is lost."""

import asyncio

from sqlalchemy import text

from contracts.invoicing import InvoiceIssued
from database import connect
from services.invoicing.tests.studio import Studio

INVOICES = 10


async def test_connections_killed_while_issuing_leave_no_gap(studio: Studio) -> None:
    ids = []
    for _ in range(INVOICES):
        made = await studio.worked(60)
        ids.append((await studio.draft(entry_ids=[str(made.entry_id)]))["id"])
    killer = asyncio.create_task(kill_often(studio))
    numbers = await asyncio.gather(*(issued_at_last(studio, invoice_id) for invoice_id in ids))
    killer.cancel()
    assert await asyncio.gather(killer, return_exceptions=True)
    assert sorted(int(number[-4:]) for number in numbers) == list(range(1, INVOICES + 1))
    assert len(await studio.published(InvoiceIssued)) == INVOICES
    await studio.laws_hold()


async def issued_at_last(studio: Studio, invoice_id: str) -> str:
    """Ask again until it is issued, as a client does that got no answer; gives its number."""
    async with asyncio.timeout(60):
        while (answer := await studio.try_issue(invoice_id)).status_code != 200:
            assert answer.status_code >= 500
    return str(answer.json()["number"])


async def kill_often(studio: Studio) -> None:
    """Kill a random busy connection of the service, again and again, for a while."""
    database = connect(studio.served.urls.superuser)
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
