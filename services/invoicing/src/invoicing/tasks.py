"""What invoicing does when its time has come."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from invoicing.commands import statements
from invoicing.commands.credit import PRINT_CREDIT_NOTE
from invoicing.commands.documents import get_credit_note_document, get_issued_document
from invoicing.commands.issue import PRINT
from invoicing.commands.overdue import publish_overdue
from tasks import RetryError, Task, TaskKind

_LONGEST_WAIT = timedelta(days=1)


async def note_overdue(task: Task) -> None:
    """The task of an issued invoice; its key is the invoice's id."""
    now = datetime.now(UTC)
    async with task.finish() as session:
        begins = await publish_overdue(session, UUID(task.key), now=now)
        if begins:
            reason = f"the invoice is not overdue before {begins}"
            raise RetryError(reason, after=min(begins - now, _LONGEST_WAIT))


async def print_invoice(task: Task) -> None:
    """The task of an invoice whose PDF nobody asked for yet; its key is the invoice's id."""
    await get_issued_document(task.transaction, UUID(task.key))


async def print_credit_note(task: Task) -> None:
    """The task of a credit note whose PDF nobody asked for yet; its key is the credit note's id."""
    await get_credit_note_document(task.transaction, UUID(task.key))


async def state_charged_time(task: Task) -> None:
    """The task of a question of rates about the books."""
    async with task.finish() as session:
        await statements.answer(session, task.payload, datetime.now(UTC))


TASKS = {
    "overdue": TaskKind(note_overdue, limit=timedelta(minutes=1)),
    PRINT: TaskKind(print_invoice, limit=timedelta(minutes=1), concurrency=2),
    PRINT_CREDIT_NOTE: TaskKind(print_credit_note, limit=timedelta(minutes=1)),
    statements.KIND: TaskKind(state_charged_time, limit=timedelta(minutes=15), per_account=1),
}
