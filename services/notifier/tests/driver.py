"""The notifier under test, between a server of documents and a mail server."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import asyncpg
import httpx
from sqlalchemy import text

from contracts.invoicing import Document, InvoiceIssued
from contracts.stored import example
from database import new_id
from notifier.main import service
from notifier.settings import Settings
from services.notifier.tests.document_server import PDF, DocumentServer, run_document_server
from services.notifier.tests.smtp_server import SmtpServer, run_smtp_server
from testkit import Served, serve

LARGEST_DOCUMENT = 100_000


@dataclass
class Driver:
    """Publishes invoices to the notifier and lets time pass."""

    served: Served
    smtp: SmtpServer
    documents: DocumentServer

    def invoice_issued(self, **changes: Any) -> InvoiceIssued:
        """Make the event of an invoice whose document can be fetched."""
        invoice_id = new_id()
        path = f"/documents/{invoice_id}.pdf?key=abc"
        self.documents.add(path, PDF)
        document = Document(path=path, file_name="2026-0001.pdf", media_type="application/pdf")
        return example(InvoiceIssued).model_copy(
            update={"invoice_id": invoice_id, "document": document, **changes}
        )

    async def consume_and_send(self, **changes: Any) -> InvoiceIssued:
        """Let the notifier consume an issued invoice and do what is due."""
        event = self.invoice_issued(**changes)
        await self.served.consume(event)
        await self.served.run_due()
        return event

    async def pass_time(self, time: timedelta) -> None:
        """Make all deliveries that much older."""
        connection = await asyncpg.connect(self.served.urls.superuser)
        try:
            await connection.execute(
                "UPDATE deliveries SET requested_at = requested_at - $1::interval", time
            )
        finally:
            await connection.close()

    async def retry(self) -> int:
        """Do what waits for a later time, or for a lease that has run out."""
        async with self.served.database.transaction(across_accounts=True) as session:
            await session.execute(
                text(
                    "UPDATE scheduled_tasks SET due_at = now(), lease_until = lease_until - interval '1 h'"
                )
            )
        return await self.served.run_due()


@asynccontextmanager
async def run_driver() -> AsyncIterator[Driver]:
    """The notifier with servers of documents and of mail."""
    async with (
        run_smtp_server() as smtp,
        run_document_server() as documents,
        serve(
            service,
            Settings,
            invoicing_url=documents.url,
            mail_from="faktura@lind.example",
            public_url="https://honorar.example",
            smtp_host="127.0.0.1",
            smtp_port=smtp.port,
            smtp_tls="none",
            largest_document=LARGEST_DOCUMENT,
        ) as served,
    ):
        yield Driver(served, smtp, documents)


async def only_message(client: httpx.AsyncClient) -> dict[str, Any]:
    """Get the one message that the caller can see."""
    [message] = (await client.get("/v1/messages")).json()["items"]
    assert isinstance(message, dict)
    return message
