"""The task that has QuickBooks mail an invoice: one request after the other, each at most once.

Before QuickBooks is asked it is stored what it says of mails already sent. After a lost answer the invoice is read
first: when it says something else now, the mail went out. Else the call is repeated with the same requestid, which
QuickBooks executes once.
"""

from datetime import UTC, datetime
from uuid import UUID

from database import Session, failpoint
from qbo_sync.commands import sendings
from qbo_sync.commands.sendings import Attempt
from qbo_sync.domain import Entity
from qbo_sync.domain.connection import ReconnectNeededError
from qbo_sync.domain.remote import RemoteInvoice
from qbo_sync.domain.sending import Mailed, NotSendableError, mailable
from qbo_sync.intuit.company import CompanyClient
from qbo_sync.intuit.faults import RefusedError
from qbo_sync.quickbooks import QuickBooks
from qbo_sync.tasks import retrying
from tasks import AbortError, Task


async def send_invoice(quickbooks: QuickBooks, task: Task) -> None:
    """Do the oldest request for the invoice that the task's key names."""
    try:
        await _send(quickbooks, task)
    except NotSendableError as never:
        raise AbortError(str(never)) from never
    except ReconnectNeededError:
        return  # the next connection has it done


async def sending_failed(session: Session, task: Task, reason: str) -> None:
    """The request needs somebody's help."""
    await sendings.record_failed(session, UUID(task.key), reason, at=datetime.now(UTC))


async def _send(quickbooks: QuickBooks, task: Task) -> None:
    async with task.transaction() as session:
        attempt = await sendings.begin_attempt(session, UUID(task.key), at=datetime.now(UTC))
    if attempt is None:
        return
    opened = quickbooks.company(task.account_id, attempt.realm_id, attempt.connection)
    async with retrying(task), opened as company:
        now = Mailed.of(await _shown(company, attempt))
        mailed = now if attempt.was_mailed(now) else await _mail(task, company, attempt, now)
    async with task.finish() as session:
        recipient = attempt.sending.recipient or mailed.address
        await sendings.record_sent(session, attempt, recipient, at=datetime.now(UTC))


async def _shown(company: CompanyClient, attempt: Attempt) -> Entity:
    """The invoice as it is in QuickBooks now. Raises `NotSendableError` when it is not to be mailed."""
    shown = await company.read("Invoice", attempt.qbo_id)
    voided = shown is not None and RemoteInvoice.of(shown).remote == "voided"
    return mailable(shown, voided=voided, to=attempt.sending.recipient)


async def _mail(task: Task, company: CompanyClient, attempt: Attempt, now: Mailed) -> Mailed:
    if attempt.mark is None:
        async with task.transaction() as session:
            await sendings.record_asked(session, attempt, now)
    failpoint("about-to-be-mailed")
    to, requestid = attempt.sending.recipient, attempt.requestid
    try:
        sent = await company.send_invoice(attempt.qbo_id, to=to, requestid=requestid)
    except RefusedError:
        async with task.transaction() as session:
            await sendings.record_not_executed(session, attempt)
        raise
    failpoint("mailed-by-quickbooks")
    return Mailed.of(sent)
