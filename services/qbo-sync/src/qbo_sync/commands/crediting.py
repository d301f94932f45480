"""What an attempt at copying a credit note needs."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from database import Session
from qbo_sync import queries
from qbo_sync.commands.exports import Attempt, attempt_of
from qbo_sync.domain.credit_note import needless
from qbo_sync.domain.invoice import IssuedCreditNote
from qbo_sync.store import credit_notes


@dataclass(frozen=True)
class Crediting:
    """One attempt, the ids of the invoice and, when it is known, of the credit memo, and why none may be needed."""

    attempt: Attempt
    note: IssuedCreditNote
    qbo_invoice_id: str
    memo_id: str | None
    generation: int
    needless: str | None


async def begin_crediting(
    session: Session, credit_note_id: UUID, *, at: datetime
) -> Crediting | None:
    """Load what an attempt needs; None when there is nothing to do, or the invoice is not in QuickBooks.

    Raises `EnteredByHandError`, `NotExportableError`, `ReconnectNeededError`, `RetryError`.
    """
    row = await credit_notes.get(session, credit_note_id)
    export = await queries.get_invoice(session, row.invoice_id)
    done = row.state in ("copied", "variance", "not_needed")
    if done or export.qbo_id is None or export.realm_id is None:
        return None
    connection = await queries.usable_connection(session, export.realm_id, at=at)
    note = IssuedCreditNote.model_validate(row.content)
    attempt = await attempt_of(session, note, None, row, connection, at=at)
    why = None
    if not attempt.attempted:
        credit = await queries.credit_of(session, row.invoice_id)
        this = next(one for one in credit.notes if one.credit_note_id == credit_note_id)
        why = needless(this, credit, export.remote)
    return Crediting(attempt, note, export.qbo_id, row.qbo_id, row.generation, why)
