"""Credit notes become credit memos in QuickBooks, each one, and are applied to their invoices there."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from database import Session
from messaging import outbox
from qbo_sync import events
from qbo_sync.commands import schedule
from qbo_sync.domain import Entity, brief
from qbo_sync.domain.credit_note import MemoState, RemoteMemo, why_gone, why_unapplied
from qbo_sync.domain.invoice import IssuedCreditNote
from qbo_sync.store import credit_notes, exports
from qbo_sync.store.credit_tables import CreditNoteRow
from qbo_sync.store.tables import InvoiceExport

RETRIED: Sequence[MemoState] = ("failed", "waiting_for_connection")


async def record(session: Session, notes: Sequence[IssuedCreditNote]) -> None:
    """Have credit notes copied once their invoices are; one that is known stays as it is.

    The exports are locked, so that either this sees the copy of the invoice or whoever makes it sees the credit note.
    """
    invoice_ids = {note.invoice_id for note in notes}
    await credit_notes.add(session, notes)
    await exports.lock_exports(session, invoice_ids)
    await export_waiting(session, invoice_ids)


async def export_waiting(session: Session, invoice_ids: Collection[UUID]) -> None:
    """Have those credit notes copied that waited for these invoices, as far as they are in QuickBooks."""
    queued = await credit_notes.queue(session, ["waiting_for_invoice"], invoice_ids)
    await schedule.export_credit_notes(session, queued)


async def export_all_waiting(session: Session) -> None:
    """Have all credit notes copied that waited for a connection."""
    queued = await credit_notes.queue(session, ["waiting_for_connection"])
    await schedule.export_credit_notes(session, queued)


async def retry(session: Session, export: InvoiceExport) -> None:
    """Have what failed of an invoice's credit notes tried again."""
    if export.qbo_id is not None:
        queued = await credit_notes.queue(session, RETRIED, [export.invoice_id])
        await schedule.export_credit_notes(session, queued)


async def record_created(
    session: Session, note: IssuedCreditNote, entity: RemoteMemo, values: dict[str, str | None]
) -> None:
    """The credit memo is in QuickBooks."""
    await credit_notes.update_note(
        session,
        note.credit_note_id,
        state="applying",
        qbo_total=entity.total,
        unapplied=entity.left,
        requestid=None,
        **values,
    )


async def record_applied(
    session: Session, note: IssuedCreditNote, memo: RemoteMemo, differs: str | None, *, at: datetime
) -> None:
    """Record and publish that the credit memo settles what its invoice owed; the rest is the customer's credit there."""
    version = await exports.next_version(session, note.invoice_id)
    row = await credit_notes.update_note(
        session,
        note.credit_note_id,
        state="variance" if differs else "copied",
        reason=differs or why_unapplied(memo.left, note.currency),
        unapplied=memo.left,
        copied_at=at,
    )
    published = events.credit_memo_copied(row, note.currency, version=version)
    await outbox.publish(session, published)


async def changed(session: Session, realm_id: str, memos: Sequence[Entity]) -> list[str]:
    """Ids of ours that are gone, or have more or less left than we know."""
    shown = {str(memo["Id"]): memo for memo in memos}
    known = await credit_notes.copied_memos(session, realm_id, shown)
    return [
        memo_id
        for memo_id, left in known.items()
        if why_gone(shown[memo_id]) or RemoteMemo.of(shown[memo_id]).left != left
    ]


async def record_shown(
    session: Session, realm_id: str, memo_id: str, memo: Entity | None, *, at: datetime
) -> None:
    """Record what QuickBooks shows of a copy. One that is gone is made anew when somebody asks for it, not by itself."""
    row = await credit_notes.find_by_memo(session, realm_id, memo_id)
    if row is None or row.state not in ("copied", "variance"):
        return
    if gone := why_gone(memo):
        forgotten = await forget(session, row.credit_note_id, gone)
        await _publish_failed(session, forgotten, at=at)
    elif memo:
        row.unapplied = RemoteMemo.of(memo).left
        if row.state == "copied":
            row.reason = why_unapplied(row.unapplied, row.content["currency"])


async def forget(session: Session, credit_note_id: UUID, reason: str) -> CreditNoteRow:
    """The credit memo is gone: another attempt makes another one. Returns the credit note as it is now."""
    row = await credit_notes.get(session, credit_note_id)
    values = dict.fromkeys(
        ("realm_id", "qbo_id", "doc_number", "qbo_total", "unapplied", "requestid", "copied_at")
    )
    generation = row.generation + 1
    return await credit_notes.update_note(
        session, credit_note_id, state="failed", reason=reason, generation=generation, **values
    )


async def record_not_applied(session: Session, credit_note_id: UUID) -> None:
    """A payment that came to nothing for certain: the next one is another request."""
    row = await credit_notes.get(session, credit_note_id)
    await credit_notes.update_note(session, credit_note_id, generation=row.generation + 1)


async def record_wait(session: Session, credit_note_id: UUID, reason: str) -> None:
    """Let people see what the copy waits for."""
    await credit_notes.update_note(session, credit_note_id, reason=reason)


async def wait(session: Session, credit_note_id: UUID, state: MemoState, reason: str) -> None:
    """Let what it waits for queue it again, or let it rest for good."""
    await credit_notes.update_note(session, credit_note_id, state=state, reason=reason)


async def record_failed(
    session: Session, credit_note_id: UUID, reason: str, *, at: datetime
) -> None:
    """Record and publish that the copy needs somebody's help."""
    row = await credit_notes.update_note(
        session, credit_note_id, state="failed", reason=brief("", reason)
    )
    await _publish_failed(session, row, at=at)


async def _publish_failed(session: Session, row: CreditNoteRow, *, at: datetime) -> None:
    version = await exports.next_version(session, row.invoice_id)
    await outbox.publish(session, events.credit_memo_failed(row, version=version, at=at))
