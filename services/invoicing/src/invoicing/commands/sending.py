"""Send an issued invoice once more, or note that it was handed over. Each is an act of its own, with its own outcome."""

from datetime import datetime
from uuid import UUID

from database import Session, current_account, new_id
from invoicing import events
from invoicing.commands.issued import lock_issued
from invoicing.domain.errors import DraftNotSentError
from invoicing.domain.invoice import InvoiceContent
from invoicing.domain.links import Links
from invoicing.domain.sending import Attempt, Sending, SendRequest, sending
from invoicing.queries.customers import link_to
from invoicing.store import payments
from invoicing.store.accounts import load_account
from invoicing.store.sending import insert_sending, load_attempts
from messaging import outbox


async def send(
    session: Session,
    invoice_id: UUID,
    request: SendRequest,
    links: Links,
    *,
    by: str,
    now: datetime,
) -> Attempt:
    """Ask for the invoice to be sent, or note that it was handed over.

    Raises `NotFoundError`, `DraftNotSentError` and what `domain.sending` refuses.
    """
    issued, receivable = await lock_issued(session, invoice_id, DraftNotSentError)
    content = issued.content
    assert content.issue_date
    today = (await load_account(session)).settings.today(now)
    request.check(today=today, issue_date=content.issue_date)
    before = await load_attempts(session, invoice_id)
    new = sending(
        request,
        content,
        receivable,
        sending_id=new_id(),
        is_queued=any(one.state == "queued" and one.channel == request.channel for one in before),
        by=by,
        now=now,
        today=today,
    )
    await insert_sending(session, new)
    version = receivable.version + 1
    if new.channel == "hand":
        await payments.set_version(session, invoice_id, version)
        noted = events.invoice_handed_over(session, new, content, version=version)
        await outbox.publish(session, noted)
    else:
        await _publish(session, new, content, links, version=version, now=now)
    return new.attempt()


async def _publish(
    session: Session,
    new: Sending,
    content: InvoiceContent,
    links: Links,
    *,
    version: int,
    now: datetime,
) -> None:
    path = links.documents.path(current_account(session), content.id)
    page = await _customer_page(session, content, links, now=now)
    await payments.set_version(session, content.id, version)
    asked = events.sending_requested(session, new, content, path, page, version=version)
    await outbox.publish(session, asked)


async def _customer_page(
    session: Session, content: InvoiceContent, links: Links, *, now: datetime
) -> str:
    """The page that the customer's link opens; nothing while none does."""
    status = await link_to(session, content)
    is_open = status.revoked_at is None and now < status.link.expires_at
    return links.customers.page(status.link) if is_open else ""
