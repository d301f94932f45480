"""Have QuickBooks mail its copies of invoices: each sending once, whatever happens in between."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from database import Session
from database.mapping import as_dataclass
from messaging import outbox
from qbo_sync import events
from qbo_sync.commands import schedule
from qbo_sync.domain import brief
from qbo_sync.domain.sending import (
    Mailed,
    NewSending,
    NotSendableError,
    SendingState,
    why_not_copied,
)
from qbo_sync.queries import usable_connection
from qbo_sync.store import exports, sendings
from qbo_sync.store.tables import Connection, SendingRow

REQUESTS = UUID("b7d1f4c2-6e39-4f0a-9f0b-0c1c5d8e2a77")


@dataclass(frozen=True)
class Attempt:
    """One attempt at a sending. `mark`: what QuickBooks said of mails before it was asked; None: it was not asked yet."""

    sending: NewSending
    connection: Connection
    realm_id: str
    qbo_id: str
    mark: str | None

    @property
    def requestid(self) -> str:
        """The same in every attempt: QuickBooks executes it once."""
        return str(uuid5(REQUESTS, f"{self.realm_id}/Invoice/{self.qbo_id}/send/{self.sending.id}"))

    def was_mailed(self, now: Mailed) -> bool:
        """Whether what QuickBooks says now is this sending done: by an earlier attempt whose answer was lost, or by hand,
        before the invoice's first mail was asked for.
        """
        if self.mark is None:
            return self.sending.is_of_issue and now.sent
        return now.sent and now.mark != self.mark


async def request(session: Session, asked: Sequence[NewSending]) -> None:
    """Have invoices mailed, each as soon as its copy is there; one that is known stays as it is."""
    if asked:
        await schedule.send_invoices(session, set(await sendings.add(session, asked)))


async def begin_attempt(session: Session, invoice_id: UUID, *, at: datetime) -> Attempt | None:
    """Load what an attempt needs; None when nothing is to be mailed, or the copy is not there yet.

    The export is locked, so that either this sees the copy or whoever makes it sees the sending. Raises `NotSendableError`
    when the copy is not to be mailed, `ReconnectNeededError` or `RetryError` when nobody can be asked now.
    """
    export = await exports.lock_export(session, invoice_id)
    row = await sendings.oldest_open(session, invoice_id)
    if export is None or row is None:
        return None
    if row.state == "queued" and (why := why_not_copied(export.state, export.reason)):
        raise NotSendableError(why)
    if export.qbo_id is None or export.realm_id is None:
        return None
    connection = await usable_connection(session, export.realm_id, at=at)
    sending = as_dataclass(NewSending, row)
    mark = row.mark if row.state == "asked" else None
    return Attempt(sending, connection, export.realm_id, export.qbo_id, mark)


async def record_asked(session: Session, attempt: Attempt, mailed: Mailed) -> None:
    """Note, before the call, what QuickBooks says of mails."""
    row = await _row(session, attempt.sending.invoice_id)
    row.state, row.requestid, row.mark = "asked", attempt.requestid, mailed.mark


async def record_not_executed(session: Session, attempt: Attempt) -> None:
    """QuickBooks said itself that it mailed nothing."""
    (await _row(session, attempt.sending.invoice_id)).state = "queued"


async def record_sent(
    session: Session, attempt: Attempt, recipient: str | None, *, at: datetime
) -> None:
    """Record and publish that QuickBooks mailed the invoice."""
    row = await _row(session, attempt.sending.invoice_id)
    await _end(session, row, "sent", None, at=at)
    version = await exports.next_version(session, row.invoice_id)
    sent = events.invoice_sent(row, recipient, version=version)
    await outbox.publish(session, sent)


async def record_failed(session: Session, invoice_id: UUID, reason: str, *, at: datetime) -> None:
    """Record and publish that somebody has to help; QuickBooks may have mailed it if it was asked."""
    row = await sendings.oldest_open(session, invoice_id)
    if row is None:
        return
    state: SendingState = "unknown" if row.state == "asked" else "failed"
    if state == "unknown":
        reason = f"QuickBooks may have mailed it; look there before it is sent again ({reason})"
    await _end(session, row, state, brief("", reason), at=at)
    version = await exports.next_version(session, invoice_id)
    await outbox.publish(session, events.sending_failed(row, version=version))


async def _row(session: Session, invoice_id: UUID) -> SendingRow:
    row = await sendings.oldest_open(session, invoice_id)
    assert row is not None, "only the task of the invoice ends its sendings"
    return row


async def _end(
    session: Session, row: SendingRow, state: SendingState, reason: str | None, *, at: datetime
) -> None:
    """End a sending; the invoice's next one follows."""
    row.state, row.reason, row.ended_at = state, reason, at
    await session.flush()
    if await sendings.is_open(session, row.invoice_id):
        await schedule.send_invoices(session, [row.invoice_id])
