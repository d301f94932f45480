from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import asyncpg
import pytest
from sqlalchemy import text

from contracts.invoicing import Document, InvoiceIssued
from contracts.stored import example
from database import new_id
from notifier.main import service
from notifier.settings import Settings
from services.notifier.tests.archive import PDF, Archive, open_archive
from services.notifier.tests.mailbox import Mailbox, open_mailbox
from testkit import Served, serve

LARGEST = 100_000


@dataclass
class Desk:
    """The notifier between an archive of documents and a mail server."""

    served: Served
    mailbox: Mailbox
    archive: Archive

    def issued(self, **changes: Any) -> InvoiceIssued:
        """A fact about an invoice whose document lies in the archive."""
        invoice_id = new_id()
        path = f"/documents/{invoice_id}.pdf?key=abc"
        document = Document(
            path=path,
            file_name="2026-0001.pdf",
            media_type="application/pdf",
            sha256=self.archive.keep(path, PDF),
        )
        return example(InvoiceIssued).model_copy(
            update={"invoice_id": invoice_id, "document": document, **changes}
        )

    async def hear_and_send(self, **changes: Any) -> InvoiceIssued:
        """Hear of an invoice and do what is due."""
        fact = self.issued(**changes)
        await self.served.consume(fact)
        await self.served.run_due()
        return fact

    @property
    def largest_document(self) -> int:
        """Bytes that the notifier would still attach."""
        return LARGEST

    async def pass_time(self, time: timedelta) -> None:
        """Make everything in the database that much older."""
        connection = await asyncpg.connect(self.served.urls.superuser)
        try:
            await connection.execute(
                "UPDATE deliveries SET requested_at = requested_at - $1::interval", time
            )
        finally:
            await connection.close()

    async def try_again(self) -> int:
        """Do what waits for a later time, or for a lease that has run out."""
        async with self.served.database.transaction() as session:
            await session.execute(
                text(
                    "UPDATE scheduled_tasks SET due_at = now(), lease_until = lease_until - interval '1 h'"
                )
            )
        return await self.served.run_due()


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with (
        open_mailbox() as mailbox,
        open_archive() as archive,
        serve(
            service,
            Settings,
            invoicing_url=archive.url,
            mail_from="faktura@lind.example",
            smtp_host="127.0.0.1",
            smtp_port=mailbox.port,
            smtp_tls="none",
            largest_document=LARGEST,
        ) as served,
    ):
        yield Desk(served, mailbox, archive)
