"""What is done about and by customers who have a link to an invoice."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from database import Session, new_id
from invoicing import events
from invoicing.domain.customer_links import CustomerLink, renewed_expiry
from invoicing.domain.questions import DAY, Question, check_room
from invoicing.queries.customers import LinkStatus, get_link, open_link
from invoicing.queries.views import get_issued
from invoicing.store import customers, payments
from messaging import outbox


async def renew_link(session: Session, invoice_id: UUID, *, by: str, now: datetime) -> LinkStatus:
    """Make a new link to an invoice; the one before opens it no more. Raises `NotFoundError`."""
    link = replace((await get_link(session, invoice_id)).link, expires_at=renewed_expiry(now))
    generation = await customers.renew_link(session, invoice_id, expires_at=link.expires_at, by=by)
    return LinkStatus(replace(link, generation=generation))


async def revoke_link(session: Session, invoice_id: UUID, *, by: str, now: datetime) -> None:
    """Let no link open the invoice any more. Revoking again changes nothing. Raises `NotFoundError`."""
    status = await get_link(session, invoice_id)
    if status.revoked_at is None:
        await customers.revoke_link(
            session, invoice_id, expires_at=status.link.expires_at, at=now, by=by
        )


async def ask(
    session: Session, link: CustomerLink, *, name: str, text: str, now: datetime
) -> Question:
    """Store and publish a customer's question. Raises `LinkExpiredError` or `TooManyQuestionsError`."""
    await open_link(session, link, now=now)
    version = await payments.next_version(session, link.invoice_id)
    check_room(await customers.count_questions(session, link.invoice_id, since=now - DAY))
    content = (await get_issued(session, link.invoice_id, now=now)).content
    question = Question(new_id(), link.invoice_id, now, name, text)
    await customers.insert_question(session, question)
    await outbox.publish(
        session, events.customer_asked(session, content, question, version=version)
    )
    return question
