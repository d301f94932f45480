"""The task that exports one invoice. Tried any number of times, it leaves one invoice in QuickBooks.

The requestid is stored before the call, so a repeated call is answered and not executed. That is the first
line only: every attempt after the first looks for the invoice before it creates it again, and only one that
carries our marker is taken for ours.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from database import Session, failpoint
from qbo_sync.commands import exports, ids
from qbo_sync.commands.exports import Attempt
from qbo_sync.domain import Entity
from qbo_sync.domain.connection import ReconnectNeededError
from qbo_sync.domain.invoice import NotExportableError
from qbo_sync.domain.invoice_entity import invoice_entity
from qbo_sync.intuit.company import CompanyClient, quoted
from qbo_sync.intuit.faults import BAD_REFERENCE, DUPLICATE_NUMBER, NOT_FOUND, RefusedError
from qbo_sync.quickbooks import QuickBooks
from qbo_sync.tasks import retrying
from qbo_sync.tasks.references import ReferenceResolver, known_references
from tasks import AbortError, RetryError, Task

MOST_LOOK_UPS = 3


async def export_invoice(quickbooks: QuickBooks, task: Task) -> None:
    """Export the invoice that the task's key names, if it is not exported yet."""
    try:
        await _export(quickbooks, task)
    except NotExportableError as never:
        raise AbortError(str(never)) from never
    except RetryError as waiting:
        async with task.transaction() as session:
            await exports.record_wait(session, UUID(task.key), waiting.reason)
        raise
    except ReconnectNeededError:
        async with task.finish() as session:
            await exports.wait_for_connection(session, UUID(task.key))


async def export_failed(session: Session, task: Task, reason: str) -> None:
    """The invoice needs somebody's help."""
    await exports.record_failed(session, UUID(task.key), reason, at=datetime.now(UTC))


async def _export(quickbooks: QuickBooks, task: Task) -> None:
    async with task.transaction() as session:
        attempt = await exports.begin_attempt(session, UUID(task.key), at=datetime.now(UTC))
        if attempt is None:
            return
        request = await _known_request(session, attempt)
    opened = quickbooks.company(task.account_id, attempt.realm_id, attempt.connection)
    async with retrying(task), opened as company:
        entity = request.entity if request else await _entity(task, company, attempt)
        created = await _find_earlier(company, attempt, entity) if attempt.attempted else None
        if created is None:
            request = request or await _request(task, attempt, entity)
            created = await _create(task, company, attempt, request)
    async with task.finish() as session:
        await exports.record_exported(
            session, attempt.invoice, entity, created, company.tid, at=datetime.now(UTC)
        )


@dataclass(frozen=True)
class _Request:
    """What is sent to QuickBooks; `id` is stored before."""

    entity: Entity
    id: str


async def _known_request(session: Session, attempt: Attempt) -> _Request | None:
    """The request of a first attempt that needs to look nothing up: made at once, which spares a transaction."""
    references = None if attempt.attempted else known_references(attempt)
    if references is None:
        return None
    entity = invoice_entity(attempt.invoice, attempt.company, references, attempt.customer.email)
    return _Request(entity, await exports.record_request(session, attempt, entity))


async def _entity(task: Task, company: CompanyClient, attempt: Attempt) -> Entity:
    references = await ReferenceResolver(task, company, attempt).resolve()
    return invoice_entity(attempt.invoice, attempt.company, references, attempt.customer.email)


async def _request(task: Task, attempt: Attempt, entity: Entity) -> _Request:
    async with task.transaction() as session:
        return _Request(entity, await exports.record_request(session, attempt, entity))


async def _find_earlier(company: CompanyClient, attempt: Attempt, entity: Entity) -> Entity | None:
    """What an earlier attempt created: found by number, else among the invoices of its day. QuickBooks may have
    numbered it, whoever numbers now, and its customer may be another by now.
    """
    queries = [f"where TxnDate = {quoted(entity['TxnDate'])}"]
    if "DocNumber" in entity:
        queries.insert(0, f"where DocNumber = {quoted(entity['DocNumber'])}")
    for query in queries:
        for found in await company.query("Invoice", query):
            if attempt.invoice.marker in str(found.get("PrivateNote") or ""):
                return await company.read("Invoice", str(found["Id"]))
    return None


async def _create(
    task: Task, company: CompanyClient, attempt: Attempt, request: _Request
) -> Entity:
    try:
        created = await company.create("Invoice", request.entity, requestid=request.id)
    except RefusedError as refused:
        return await _after_refusal(task, company, attempt, request.entity, refused)
    failpoint("invoice-in-quickbooks")
    if attempt.requestid is None:
        return created
    # The answer may be the replay of an earlier one, whose invoice is gone since.
    if (now := await company.read("Invoice", str(created["Id"]))) is not None:
        return now
    await _discard(task, attempt)
    raise RetryError("the invoice was deleted in QuickBooks meanwhile", after=timedelta(seconds=1))


async def _after_refusal(
    task: Task, company: CompanyClient, attempt: Attempt, entity: Entity, refused: RefusedError
) -> Entity:
    """A number in use may be our own earlier attempt; a dead reference is looked up anew."""
    number_taken = refused.code == DUPLICATE_NUMBER
    if number_taken and (found := await _find_earlier(company, attempt, entity)):
        return found
    await _discard(task, attempt)
    if refused.code in (BAD_REFERENCE, NOT_FOUND) and task.attempts <= MOST_LOOK_UPS:
        async with task.transaction() as session:
            await ids.forget(session, company.realm_id, (ids.CUSTOMER, ids.ITEM, ids.TAX_CODE))
        raise RetryError(str(refused), after=timedelta(seconds=1)) from refused
    raise refused


async def _discard(task: Task, attempt: Attempt) -> None:
    async with task.transaction() as session:
        await exports.discard_request(session, attempt)
