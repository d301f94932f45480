"""Give billed time back: a credit note releases what lines of an invoice charge."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from database import Session
from domain_errors import NotFoundError
from invoicing import events
from invoicing.commands.billable_time import take_set_aside
from invoicing.domain.errors import TimeNotBilledError
from invoicing.events import CreditNote
from invoicing.store import charges, claims, coverage, merged_time, payments
from invoicing.store.claims import ClaimedRange
from messaging import outbox


async def release(
    session: Session,
    invoice_id: UUID,
    credit_note_id: UUID,
    ranges: Sequence[ClaimedRange],
    *,
    charge_lines: Collection[UUID] = (),
    now: datetime,
) -> None:
    """Release just these claims of an issued invoice; rates prices the time anew, and it can be billed again.

    Of agreements whole lines are released: their charges, and all the time that these cover. Newer hours that the invoice
    stood in the way of take effect. Of a customer that was merged since, it is the time of the one that stays.

    Doing it again for the same credit note changes nothing. Raises `NotFoundError`, and `TimeNotBilledError` when a line
    does not charge one of the ranges, or charges it no longer, or is an agreement's and not among `charge_lines`.
    """
    number = await claims.lock_invoice(session, invoice_id)
    if number is None:
        raise NotFoundError("invoice")
    note = CreditNote(invoice_id, credit_note_id, number, now)
    ranges = [*ranges, *await _release_charges(session, note, charge_lines)]
    done = await claims.release(session, invoice_id, credit_note_id, ranges, charge_lines)
    if done.before == len(set(ranges)):
        return
    if done.now < len(set(ranges)):
        raise TimeNotBilledError(f"some of the time is not, or no longer, on invoice {number}")
    freed = {one.entry_id for one in ranges}
    await merged_time.move_released(session, freed)
    await take_set_aside(session, freed)
    version = await payments.next_version(session, invoice_id)
    released = events.time_released(session, note, ranges, version=version)
    await outbox.publish(session, *released)


async def _release_charges(
    session: Session, note: CreditNote, line_ids: Collection[UUID]
) -> list[ClaimedRange]:
    """Give the charges of these lines back; returns the time that they cover, which is still to be given back."""
    if not line_ids:
        return []
    found = await charges.release(session, note.invoice_id, note.credit_note_id, line_ids)
    if len(found) < len(set(line_ids)):
        raise TimeNotBilledError(
            f"some of the lines charge nothing of an agreement, or no longer, on invoice {note.number}"
        )
    released = [one for one in found if one.now]
    if released:
        version = await payments.next_version(session, note.invoice_id)
        event = events.agreement_released(session, note, released, version=version)
        await outbox.publish(session, event)
    return await coverage.claims_of(session, note.invoice_id, [one.line_id for one in released])
