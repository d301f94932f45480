"""Give billed time back: a credit note releases what lines of an invoice charge."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from database import Session
from domain_errors import NotFoundError
from invoicing import events
from invoicing.commands.billable_time import take_set_aside
from invoicing.domain.errors import TimeNotBilledError
from invoicing.store import claims, payments
from invoicing.store.claims import ClaimedRange
from messaging import outbox


async def release(
    session: Session,
    invoice_id: UUID,
    credit_note_id: UUID,
    ranges: Sequence[ClaimedRange],
    *,
    now: datetime,
) -> None:
    """Release just these claims of an issued invoice; rates prices the time anew, and it can be billed again.

    Newer hours that the invoice stood in the way of take effect.

    Doing it again for the same credit note changes nothing. Raises `NotFoundError`, and `TimeNotBilledError` when a line
    does not charge one of the ranges, or charges it no longer.
    """
    number = await claims.lock_invoice(session, invoice_id)
    if number is None:
        raise NotFoundError("invoice")
    done = await claims.release(session, invoice_id, credit_note_id, ranges)
    if done.before == len(set(ranges)):
        return
    if done.now < len(set(ranges)):
        raise TimeNotBilledError(f"some of the time is not, or no longer, on invoice {number}")
    await take_set_aside(session, {one.entry_id for one in ranges})
    version = await payments.next_version(session, invoice_id)
    released = events.time_released(
        session, invoice_id, credit_note_id, number, ranges, version=version, now=now
    )
    await outbox.publish(session, *released)
