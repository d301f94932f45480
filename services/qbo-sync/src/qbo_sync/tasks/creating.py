"""Making an invoice or a credit memo in QuickBooks, once, however often it is attempted.

The requestid is stored before the call, so a repeated call is answered and not executed. That is the first
line only: every attempt after the first looks for the document before it creates it again, and only one that
carries our marker is taken for ours.
"""

from dataclasses import dataclass
from datetime import timedelta

from database import failpoint
from qbo_sync.commands import exports, ids
from qbo_sync.commands.exports import Attempt
from qbo_sync.domain import Entity
from qbo_sync.intuit.company import CompanyClient, quoted
from qbo_sync.intuit.faults import BAD_REFERENCE, DUPLICATE_NUMBER, NOT_FOUND, RefusedError
from tasks import RetryError, Task

MOST_LOOK_UPS = 3


@dataclass(frozen=True)
class Request:
    """What is sent to QuickBooks; `id` is stored before."""

    entity: Entity
    id: str


async def find_earlier(company: CompanyClient, attempt: Attempt, entity: Entity) -> Entity | None:
    """What an earlier attempt created: found by number, else among those of its day. QuickBooks may have
    numbered it, whoever numbers now, and its customer may be another by now.
    """
    kind, marker = attempt.document.entity_name, attempt.document.marker
    queries = [f"where TxnDate = {quoted(entity['TxnDate'])}"]
    if "DocNumber" in entity:
        queries.insert(0, f"where DocNumber = {quoted(entity['DocNumber'])}")
    for query in queries:
        for found in await company.query(kind, query):
            if marker in str(found.get("PrivateNote") or ""):
                return await company.read(kind, str(found["Id"]))
    return None


async def create(task: Task, company: CompanyClient, attempt: Attempt, request: Request) -> Entity:
    """Create it. Raises `RetryError` when it is to be tried anew, `RefusedError`."""
    kind, name = attempt.document.entity_name, attempt.document.our_name
    try:
        created = await company.create(kind, request.entity, requestid=request.id)
    except RefusedError as refused:
        return await _after_refusal(task, company, attempt, request.entity, refused)
    failpoint(f"{name}-in-quickbooks")
    if attempt.requestid is None:
        return created
    # The answer may be the replay of an earlier one, which is gone since.
    if (now := await company.read(kind, str(created["Id"]))) is not None:
        return now
    await _discard(task, attempt)
    raise RetryError(
        f"the {name.replace('-', ' ')} was deleted in QuickBooks meanwhile",
        after=timedelta(seconds=1),
    )


async def _after_refusal(
    task: Task, company: CompanyClient, attempt: Attempt, entity: Entity, refused: RefusedError
) -> Entity:
    """A number in use may be our own earlier attempt; a dead reference is looked up anew."""
    number_taken = refused.code == DUPLICATE_NUMBER
    if number_taken and (found := await find_earlier(company, attempt, entity)):
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
