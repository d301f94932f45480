"""What the notifier hears."""

from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.invoicing import InvoiceIssued
from messaging import Handlers
from notifier import commands


async def on_invoice_issued(session: AsyncSession, fact: InvoiceIssued) -> None:
    """Mail the invoice, when e-mail is the way that was chosen at issue."""
    if fact.delivery == "email":
        await commands.mail_invoice(session, fact, at=datetime.now(UTC))


HANDLERS: Handlers = {InvoiceIssued: on_invoice_issued}
