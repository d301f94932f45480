"""Change a draft: its texts, add lines and discounts, change them, remove lines, discard it."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from database import Session, new_id
from domain_errors import NotFoundError, check_version
from invoicing.domain.discounts import Discount
from invoicing.domain.draft import DraftTexts, NewLine
from invoicing.domain.errors import InvoiceIssuedError
from invoicing.domain.line_changes import LineChange
from invoicing.domain.line_changes import change_line as changed_line
from invoicing.queries.views import InvoiceView, view_draft
from invoicing.store import drafts, expenses, invoices
from invoicing.store.drafts import OpenDraft


async def change_texts(
    session: Session,
    invoice_id: UUID,
    texts: DraftTexts,
    *,
    expected: int,
    now: datetime,
) -> InvoiceView:
    """Replace what the draft says beside its lines: notes, references, terms, instructions, what is printed of the time."""
    found = await open_draft(session, invoice_id, expected)
    draft = found.draft.with_texts(texts)
    await drafts.update_texts(session, draft)
    return await view_draft(session, replace(found, draft=draft), now=now)


async def add_line(
    session: Session,
    invoice_id: UUID,
    new: NewLine,
    *,
    expected: int,
    now: datetime,
) -> InvoiceView:
    """Put a line after the others, or a discount on one of them or on the whole."""
    found = await open_draft(session, invoice_id, expected)
    if new.tax is not None:
        today = found.account.settings.today(now)
        new = replace(new, tax=found.account.tax_codes.chosen(new.tax, today))
    line = found.draft.make_line(new, new_id())
    draft = found.draft.with_line(line)
    if isinstance(line, Discount):
        await drafts.insert_discount(session, draft.id, found.draft.next_position, line)
    else:
        await drafts.insert_lines(session, draft.id, [line])
    await drafts.raise_versions(session, [draft.id])
    return await view_draft(session, replace(found, draft=draft), now=now)


async def change_line(
    session: Session,
    invoice_id: UUID,
    line_id: UUID,
    change: LineChange,
    *,
    expected: int,
    now: datetime,
) -> InvoiceView:
    """Have a line say or charge something else, or stand elsewhere. Raises `InvalidInputError`, `NotFoundError`."""
    found = await open_draft(session, invoice_id, expected)
    if change.tax is not None:
        today = found.account.settings.today(now)
        change = replace(change, tax=found.account.tax_codes.chosen(change.tax, today))
    if change.amount is not None or change.measures:
        await expenses.check_amount(session, invoice_id, line_id)
    draft = changed_line(found.draft, line_id, change)
    await drafts.rewrite(session, found.draft, draft)
    await drafts.raise_versions(session, [invoice_id])
    return await view_draft(session, replace(found, draft=draft), now=now)


async def remove_line(
    session: Session, invoice_id: UUID, line_id: UUID, *, expected: int, now: datetime
) -> InvoiceView:
    """Take a line off with its discount; its time is ready again. A part of a discount takes the whole discount off."""
    await drafts.lock_customer(session, invoice_id)
    found = await open_draft(session, invoice_id, expected)
    draft, removed = found.draft.without_line(line_id)
    if removed is None:
        raise NotFoundError("line on this draft")
    await drafts.delete_line(session, invoice_id, removed)
    await drafts.raise_versions(session, [invoice_id])
    return await view_draft(session, replace(found, draft=draft), now=now)


async def discard_draft(session: Session, invoice_id: UUID, *, expected: int) -> None:
    """Delete a draft; its time is ready again."""
    await drafts.lock_customer(session, invoice_id)
    await open_draft(session, invoice_id, expected)
    await drafts.delete_draft(session, invoice_id)


async def open_draft(session: Session, invoice_id: UUID, expected: int) -> OpenDraft:
    """Lock a draft to change it. Raises `InvoiceIssuedError`, `NotFoundError`, `StaleVersionError`."""
    found = await drafts.load_draft(session, invoice_id, lock=True)
    if found is None:
        if await invoices.load_issued(session, invoice_id):
            raise InvoiceIssuedError("a mistake on it is cured by a credit note")
        raise NotFoundError("invoice")
    check_version(expected, found.draft.version)
    return found
