"""The task that exports one invoice. Tried any number of times, it leaves one invoice in QuickBooks (see `creating`)."""

from datetime import UTC, datetime
from uuid import UUID

from database import Session
from qbo_sync.commands import exports
from qbo_sync.commands.exports import Attempt
from qbo_sync.domain import Entity
from qbo_sync.domain.connection import ReconnectNeededError
from qbo_sync.domain.invoice import IssuedInvoice, NotExportableError
from qbo_sync.domain.invoice_entity import invoice_entity
from qbo_sync.intuit.company import CompanyClient
from qbo_sync.quickbooks import QuickBooks
from qbo_sync.tasks import retrying
from qbo_sync.tasks.creating import Request, create, find_earlier
from qbo_sync.tasks.references import ReferenceResolver, known_references
from tasks import AbortError, RetryError, Task


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
        created = await find_earlier(company, attempt, entity) if attempt.attempted else None
        if created is None:
            request = request or await _request(task, attempt, entity)
            created = await create(task, company, attempt, request)
    async with task.finish() as session:
        await exports.record_exported(
            session, _invoice(attempt), entity, created, company.tid, at=datetime.now(UTC)
        )


async def _known_request(session: Session, attempt: Attempt) -> Request | None:
    """The request of a first attempt that needs to look nothing up: made at once, which spares a transaction."""
    references = None if attempt.attempted else known_references(attempt)
    if references is None:
        return None
    entity = invoice_entity(_invoice(attempt), attempt.company, references, attempt.customer.email)
    return Request(entity, await exports.record_request(session, attempt, entity))


async def _entity(task: Task, company: CompanyClient, attempt: Attempt) -> Entity:
    references = await ReferenceResolver(task, company, attempt).resolve()
    return invoice_entity(_invoice(attempt), attempt.company, references, attempt.customer.email)


async def _request(task: Task, attempt: Attempt, entity: Entity) -> Request:
    async with task.transaction() as session:
        return Request(entity, await exports.record_request(session, attempt, entity))


def _invoice(attempt: Attempt) -> IssuedInvoice:
    assert isinstance(attempt.document, IssuedInvoice)
    return attempt.document
