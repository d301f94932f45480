"""Open and resolve disputes of an issued invoice. While one is open, whoever reminds customers leaves it alone."""

from datetime import datetime
from uuid import UUID

from database import Session, new_id
from invoicing import events
from invoicing.commands.issued import lock_issued
from invoicing.domain.disputes import Dispute, NewDispute, Resolution, find, open_dispute
from invoicing.domain.errors import DraftNotDisputedError
from invoicing.store import customers, disputes, payments
from messaging import outbox


async def dispute(
    session: Session, invoice_id: UUID, new: NewDispute, *, by: str, now: datetime
) -> Dispute:
    """Note and publish what the customer does not accept.

    Raises `NotFoundError`, `DraftNotDisputedError`, `AlreadyDisputedError`, `InvalidInputError`.
    """
    issued, receivable = await lock_issued(session, invoice_id, DraftNotDisputedError)
    asked = await customers.load_questions(session, invoice_id) if new.question_id else ()
    opened = open_dispute(
        new,
        dispute_id=new_id(),
        invoice_id=invoice_id,
        lines=issued.content.lines,
        questions=[question.id for question in asked],
        known=await disputes.load_disputes(session, invoice_id),
        by=by,
        now=now,
    )
    await disputes.insert_dispute(session, opened)
    version = receivable.version + 1
    await payments.set_version(session, invoice_id, version)
    published = events.invoice_disputed(session, issued.content, opened, version=version)
    await outbox.publish(session, published)
    return opened


async def resolve(
    session: Session, invoice_id: UUID, dispute_id: UUID, resolution: Resolution
) -> Dispute:
    """Note and publish what came of a dispute; the same again changes nothing.

    Raises `NotFoundError`, `DisputeResolvedError` when something else came of it before.
    """
    issued, receivable = await lock_issued(session, invoice_id, DraftNotDisputedError)
    known = await disputes.load_disputes(session, invoice_id)
    found = find(known, dispute_id)
    if found.came_to(resolution):
        return found
    resolved = found.resolve(resolution)
    await disputes.insert_resolution(session, dispute_id, resolution)
    version = receivable.version + 1
    await payments.set_version(session, invoice_id, version)
    others = any(one.is_open for one in known if one.id != dispute_id)
    published = events.dispute_resolved(
        session, issued.content, dispute_id, resolution, disputed=others, version=version
    )
    await outbox.publish(session, published)
    return resolved
