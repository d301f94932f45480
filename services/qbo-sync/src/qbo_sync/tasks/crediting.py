"""The task that copies one credit note: a credit memo (see `creating`), and a payment of 0 that applies it to the invoice.

Before each payment both are read anew, and no more is applied than both have left: what an earlier attempt, the
company's own preference or a person has applied already leaves nothing to apply.
"""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from database import Session, failpoint
from qbo_sync.commands import credit_memos, exports, schedule
from qbo_sync.commands.crediting import Crediting, begin_crediting
from qbo_sync.domain import Entity
from qbo_sync.domain.connection import ReconnectNeededError
from qbo_sync.domain.credit_note import EnteredByHandError, RemoteMemo, application, why_gone
from qbo_sync.domain.invoice import IssuedCreditNote, NotExportableError
from qbo_sync.domain.invoice_entity import credit_memo_entity
from qbo_sync.domain.remote import RemoteInvoice, variance
from qbo_sync.intuit.company import CompanyClient
from qbo_sync.intuit.faults import RefusedError
from qbo_sync.quickbooks import QuickBooks
from qbo_sync.tasks import retrying
from qbo_sync.tasks.creating import MOST_LOOK_UPS, Request, create, find_earlier
from qbo_sync.tasks.references import ReferenceResolver
from tasks import AbortError, RetryError, Task

REQUESTS = UUID("3f0a6c1e-52c7-4f7c-9a58-7f2a3e0cf0b4")
NOT_CONNECTED = "QuickBooks is not connected"


async def export_credit_note(quickbooks: QuickBooks, task: Task) -> None:
    """Copy the credit note that the task's key names, if it is not copied yet."""
    note_id = UUID(task.key)
    try:
        await _export(quickbooks, task)
    except (NotExportableError, EnteredByHandError) as never:
        raise AbortError(str(never)) from never
    except RetryError as waiting:
        async with task.transaction() as session:
            await credit_memos.record_wait(session, note_id, waiting.reason)
        raise
    except ReconnectNeededError:
        async with task.finish() as session:
            await credit_memos.wait(session, note_id, "waiting_for_connection", NOT_CONNECTED)


async def credit_note_failed(session: Session, task: Task, reason: str) -> None:
    """The credit note needs somebody's help."""
    await credit_memos.record_failed(session, UUID(task.key), reason, at=datetime.now(UTC))


async def _export(quickbooks: QuickBooks, task: Task) -> None:
    async with task.transaction() as session:
        crediting = await begin_crediting(session, UUID(task.key), at=datetime.now(UTC))
    if crediting is None:
        return
    opened = quickbooks.company(
        task.account_id, crediting.attempt.realm_id, crediting.attempt.connection
    )
    async with retrying(task), opened as company:
        invoice = await company.read("Invoice", crediting.qbo_invoice_id)
        customer = str(invoice["CustomerRef"]["value"]) if invoice else ""
        references = await ReferenceResolver(task, company, crediting.attempt).resolve(customer)
        sent = credit_memo_entity(crediting.note, crediting.attempt.company, references)
        memo = await _known_memo(task, company, crediting, sent)
        if memo is None and (why := crediting.needless or _why_needless(invoice)):
            await _rest(task, crediting.note, why)
            return
        memo = await _noted(task, company, crediting, memo, sent)
        payment_id, memo = await _apply(task, company, crediting, memo)
    await _finish(task, crediting, sent, memo, payment_id)


def _why_needless(invoice: Entity | None) -> str | None:
    if invoice is None:
        return "the invoice was deleted in QuickBooks"
    if RemoteInvoice.of(invoice).remote == "voided":
        return "the invoice was voided in QuickBooks"
    return None


async def _rest(task: Task, note: IssuedCreditNote, why: str) -> None:
    async with task.finish() as session:
        await credit_memos.wait(session, note.credit_note_id, "not_needed", why)


async def _known_memo(
    task: Task, company: CompanyClient, crediting: Crediting, sent: Entity
) -> Entity | None:
    """The credit memo that an earlier attempt made, as it is now."""
    if crediting.memo_id is not None:
        memo = await company.read("CreditMemo", crediting.memo_id)
        if gone := why_gone(memo):
            async with task.transaction() as session:
                await credit_memos.forget(session, crediting.note.credit_note_id, gone)
            raise AbortError(gone)
        return memo
    attempt = crediting.attempt
    return await find_earlier(company, attempt, sent) if attempt.attempted else None


async def _noted(
    task: Task, company: CompanyClient, crediting: Crediting, memo: Entity | None, sent: Entity
) -> Entity:
    """The credit memo, created where there is none, with its id stored."""
    if memo is None:
        async with task.transaction() as session:
            request = Request(sent, await exports.record_request(session, crediting.attempt, sent))
        memo = await create(task, company, crediting.attempt, request)
    values = {
        "qbo_id": str(memo["Id"]),
        "doc_number": memo.get("DocNumber"),
        "intuit_tid": company.tid,
        "realm_id": company.realm_id,
    }
    async with task.transaction() as session:
        await credit_memos.record_created(session, crediting.note, RemoteMemo.of(memo), values)
    return memo


async def _finish(
    task: Task, crediting: Crediting, sent: Entity, memo: Entity, payment_id: str | None
) -> None:
    realm_id, note = crediting.attempt.realm_id, crediting.note
    differs, now = variance(note, sent, memo), datetime.now(UTC)
    async with task.finish() as session:
        await credit_memos.record_applied(session, note, RemoteMemo.of(memo), differs, at=now)
        if payment_id:
            await schedule.refresh(session, schedule.REFRESH_PAYMENT, realm_id, payment_id)
        invoice_id = crediting.qbo_invoice_id
        await schedule.refresh(session, schedule.REFRESH_INVOICE, realm_id, invoice_id)


async def _apply(
    task: Task, company: CompanyClient, crediting: Crediting, memo: Entity
) -> tuple[str | None, Entity]:
    """Apply what the memo and the invoice have left; returns the payment's id, if it took one, and the memo after it."""
    note = crediting.note
    invoice = await company.read("Invoice", crediting.qbo_invoice_id) or {}
    currency = note.currency if crediting.attempt.company.multi_currency else None
    payment, amount = application(memo, invoice, note.issue_date, currency=currency)
    if not amount:
        return None, memo
    name = f"{company.realm_id}/CreditMemo/{memo['Id']}/apply/{amount}/{crediting.generation}"
    requestid = str(uuid5(REQUESTS, name))
    try:
        paid = await company.create("Payment", payment, requestid=requestid)
    except RefusedError as refused:
        await _discard(task, note)
        if task.attempts >= MOST_LOOK_UPS:
            raise
        raise RetryError(str(refused), after=timedelta(seconds=1)) from refused
    failpoint("credit-note-applied")
    after = await company.read("CreditMemo", str(memo["Id"]))
    if after is None or RemoteMemo.of(after).left >= RemoteMemo.of(memo).left:
        # The answer may be the replay of an earlier one, whose payment is gone since.
        await _discard(task, note)
        raise RetryError(
            "the payment was deleted in QuickBooks meanwhile", after=timedelta(seconds=1)
        )
    return str(paid["Id"]), after


async def _discard(task: Task, note: IssuedCreditNote) -> None:
    async with task.transaction() as session:
        await credit_memos.record_not_applied(session, note.credit_note_id)
