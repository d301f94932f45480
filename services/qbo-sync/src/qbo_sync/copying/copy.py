"""The task that copies one invoice. Tried any number of times, it leaves one invoice in QuickBooks.

The requestid is stored before the call, so a repeated call is answered and not executed. That is the first
line only: while the outcome of an attempt is not known, the invoice is looked for before it is made again,
and only one that carries our marker is taken for ours.
"""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from messaging.tasks import AbortError, RetryError, Task
from qbo_sync.books import Books
from qbo_sync.copying import intent as intents
from qbo_sync.copying import outcome
from qbo_sync.copying.body import NotCopyableError, Target, invoice_body, marker
from qbo_sync.copying.customer import customer_id
from qbo_sync.copying.intent import Intent
from qbo_sync.copying.item import item_id
from qbo_sync.copying.tax_codes import tax_codes
from qbo_sync.intuit.company import Company, quoted
from qbo_sync.intuit.faults import BAD_REFERENCE, DUPLICATE_NUMBER, NOT_FOUND, RefusedError
from qbo_sync.intuit.numbers import Doc
from qbo_sync.patience import patient
from qbo_sync.references import forget
from qbo_sync.tokens import ReconnectNeededError

LOOK_UPS = 3


async def copy_invoice(books: Books, task: Task) -> None:
    """Copy the invoice that the task's key names, if it is not copied yet."""
    try:
        await _copy(books, task)
    except NotCopyableError as never:
        raise AbortError(str(never)) from never
    except RetryError as waiting:
        async with task.transaction() as session:
            await intents.note(session, UUID(task.key), waiting.reason)
        raise
    except ReconnectNeededError:
        async with task.finish() as session:
            await intents.wait_for_connection(session, task.account_id, UUID(task.key))


async def give_up(session: AsyncSession, task: Task, reason: str) -> None:
    """The invoice needs somebody's help."""
    await outcome.failed(session, task.account_id, UUID(task.key), reason)


async def _copy(books: Books, task: Task) -> None:
    async with task.transaction() as session:
        intent = await intents.intent_of(session, UUID(task.key))
    if intent is None:
        return
    realm_id = intent.company.realm_id
    async with patient(task), books.company(task.account_id, realm_id) as company:
        body = invoice_body(
            intent.invoice, await _target(task, company, intent), intent.buyer.email
        )
        made = await _earlier(company, intent, body) if intent.unresolved else None
        made = made or await _made(task, company, intent, body)
    async with task.finish() as session:
        await outcome.copied(session, intent.invoice, made, company.tid)


async def _target(task: Task, company: Company, intent: Intent) -> Target:
    its = intent.company
    multi_currency, is_us = bool(its.multi_currency), its.country == "US"
    uses_tax = bool(its.uses_sales_tax)
    named = uses_tax and not is_us
    return Target(
        await customer_id(task, company, intent.buyer, multi_currency=multi_currency),
        await item_id(task, company, its.income_account_id),
        await tax_codes(task, company, intent.invoice) if named else {},
        ours_is_the_number=bool(its.custom_txn_numbers),
        multi_currency=multi_currency,
        is_us=is_us,
        uses_tax=uses_tax,
    )


async def _earlier(company: Company, intent: Intent, body: Doc) -> Doc | None:
    """What an earlier attempt made: found by number, or by customer and date where QuickBooks numbers."""
    if "DocNumber" in body:
        rest = f"where DocNumber = {quoted(body['DocNumber'])}"
    else:
        customer, day = body["CustomerRef"]["value"], body["TxnDate"]
        rest = f"where CustomerRef = {quoted(customer)} and TxnDate = {quoted(day)} maxresults 1000"
    ours = marker(intent.invoice)
    for found in await company.query("Invoice", rest):
        if ours in str(found.get("PrivateNote") or ""):
            return await company.read("Invoice", str(found["Id"]))
    return None


async def _made(task: Task, company: Company, intent: Intent, body: Doc) -> Doc:
    async with task.transaction() as session:
        requestid = await intents.begin(session, intent, body)
    try:
        made = await company.create("Invoice", body, requestid=requestid)
    except RefusedError as refused:
        return await _after_refusal(task, company, intent, body, refused)
    if not intent.unresolved:
        return made
    # The answer may be the replay of an earlier one, whose invoice is gone since.
    if (now := await company.read("Invoice", str(made["Id"]))) is not None:
        return now
    await _new_intent(task, intent)
    raise RetryError("the invoice was deleted in QuickBooks meanwhile", after=timedelta(seconds=1))


async def _after_refusal(
    task: Task, company: Company, intent: Intent, body: Doc, refused: RefusedError
) -> Doc:
    """A number in use may be our own earlier attempt; a dead reference is looked up anew."""
    if refused.code == DUPLICATE_NUMBER and (found := await _earlier(company, intent, body)):
        return found
    await _new_intent(task, intent)
    if refused.code in (BAD_REFERENCE, NOT_FOUND) and task.attempts <= LOOK_UPS:
        async with task.transaction() as session:
            await forget(session, company.realm_id, kinds=("customer", "item", "tax code"))
        raise RetryError(str(refused), after=timedelta(seconds=1)) from refused
    raise refused


async def _new_intent(task: Task, intent: Intent) -> None:
    async with task.transaction() as session:
        await intents.next_generation(session, intent.invoice.invoice_id)
