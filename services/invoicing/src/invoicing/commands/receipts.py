"""Add receipts to expenses, and take them away until they are on an issued invoice."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from database import Session
from domain_errors import NotFoundError
from invoicing.domain.errors import ExpenseBilledError, ReceiptsFullError
from invoicing.domain.expenses import MOST_RECEIPTS, Actor, Expense
from invoicing.domain.invoice import InvoiceContent
from invoicing.domain.receipts import AttachedReceipts, Receipt
from invoicing.store import expenses, receipts


async def add_receipt(
    session: Session,
    expense_id: UUID,
    receipt_id: UUID,
    file: Receipt,
    actor: Actor,
    *,
    now: datetime,
) -> Expense:
    """Keep a receipt of an expense. Raises `ReceiptsFullError`, `ExpenseBilledError`."""
    found = await _lock(session, expense_id, actor)
    if await receipts.count(session, expense_id) >= MOST_RECEIPTS:
        raise ReceiptsFullError(f"at most {MOST_RECEIPTS}")
    await receipts.insert_receipt(session, receipt_id, expense_id, file, by=actor.subject, now=now)
    await expenses.note(
        session, expense_id, "receipt-added", file.file_name, by=actor.subject, now=now
    )
    return found


async def remove_receipt(
    session: Session, expense_id: UUID, receipt_id: UUID, actor: Actor, *, now: datetime
) -> None:
    """Take a receipt away. Raises `ExpenseBilledError`, `NotFoundError`."""
    await _lock(session, expense_id, actor)
    if not await receipts.delete_receipt(session, expense_id, receipt_id):
        raise NotFoundError("receipt")
    await expenses.note(session, expense_id, "receipt-removed", by=actor.subject, now=now)


async def _lock(session: Session, expense_id: UUID, actor: Actor) -> Expense:
    found = await expenses.load_expense(session, expense_id, lock=True)
    if found is None:
        raise NotFoundError("expense")
    actor.check_sees(found)
    actor.check_changes(found)
    if await expenses.was_billed(session, expense_id):
        billed = (await expenses.billed(session, [expense_id])).get(expense_id)
        if billed is None or billed.number:
            raise ExpenseBilledError("it was on an issued invoice, which keeps its receipts")
    return found


async def freeze_receipts(
    session: Session, content: InvoiceContent, *, mailed: bool
) -> InvoiceContent:
    """The content of a draft that is being issued, with the receipts behind its lines, in their order."""
    if not any(line.kind == "expense" for line in content.lines):
        return content
    order = {line.line_id: place for place, line in enumerate(content.lines)}
    found = await receipts.behind(session, content.id)
    files = sorted(found, key=lambda one: (order[one.line_id], one.receipt_id))
    return replace(content, receipts=AttachedReceipts(tuple(files), mailed)) if files else content
