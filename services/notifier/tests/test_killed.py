"""The notifier's process killed with SIGKILL while the mail server has the mail and nothing is recorded."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import pytest

from contracts.notifier import DeliveryFailed
from embedded_servers import free_port
from services.notifier.tests.driver import Driver, only_message
from testkit import until

WAIT_SECONDS = 60
"""Processes start slowly on a busy machine."""


@asynccontextmanager
async def worker(driver: Driver) -> AsyncIterator[asyncio.subprocess.Process]:
    """A worker on the driver's database and mail server; Kafka is away."""
    nowhere = "127.0.0.1:1"
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "notifier",
        "worker",
        env={
            "PATH": os.environ["PATH"],
            "PORT": str(free_port()),
            "DATABASE_URL": driver.served.urls.app,
            "KAFKA_BOOTSTRAP": nowhere,
            "INVOICING_URL": driver.documents.url,
            "MAIL_FROM": "faktura@lind.example",
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": str(driver.smtp.port),
            "SMTP_TLS": "none",
        },
        stdout=asyncio.subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def waits_for_lock(connection: asyncpg.Connection) -> bool:
    """Whether somebody waits for a lock in this database."""
    return bool(
        await connection.fetchval(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
    )


@pytest.mark.parametrize("moment", ["before the reply", "between reply and commit"])
async def test_a_process_killed_with_the_mail_at_the_server_leaves_one_mail_and_a_visible_outcome(
    driver: Driver, moment: str
) -> None:
    taken, reply = asyncio.Event(), asyncio.Event()
    driver.smtp.on_mail, driver.smtp.hold_reply = taken.set, reply
    await driver.served.consume(driver.invoice_issued())
    database = await asyncpg.connect(driver.served.urls.superuser)
    try:
        async with worker(driver) as process:
            await asyncio.wait_for(taken.wait(), WAIT_SECONDS)
            async with database.transaction():
                if moment == "between reply and commit":
                    await database.execute("SELECT * FROM deliveries FOR UPDATE")
                    reply.set()
                    await until(lambda: waits_for_lock(database), within=WAIT_SECONDS)
                process.kill()
                await process.wait()
    finally:
        await database.close()
    reply.set()

    await driver.retry()
    await driver.retry()

    assert len(driver.smtp.mails) == 1
    [published] = await driver.served.published(DeliveryFailed)
    assert published.may_have_arrived
    message = await only_message(await driver.served.as_("billing"))
    assert (message["state"], message["reason"]) == ("unknown", published.reason)
