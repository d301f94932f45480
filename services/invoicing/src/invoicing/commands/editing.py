"""Change a draft: add lines and discounts, remove lines, throw it away."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from invoicing.commands.drafting import too_many_lines
from invoicing.discounts import Discount, behind
from invoicing.draft import Draft
from invoicing.lines import MOST_LINES, Line
from invoicing.store import drafts, invoices, turns
from web import ProblemError, check_version, not_found


async def open_draft(session: AsyncSession, invoice_id: UUID, expected: int | None) -> Draft:
    """Lock a draft to change it. An issued invoice refuses: it is cured by a credit note."""
    draft = await drafts.load_draft(session, invoice_id, lock=True)
    if draft is None:
        if await invoices.load_issued(session, invoice_id):
            raise ProblemError(
                409,
                "invoice-issued",
                "An issued invoice never changes",
                detail="a mistake on it is cured by a credit note",
            )
        raise not_found("invoice")
    check_version(expected, draft.version)
    return draft


async def add_line(
    session: AsyncSession, account_id: UUID, draft: Draft, line: Line | Discount
) -> None:
    """Put a line, or a discount on the whole, after the others of a locked draft."""
    count = len(draft.lines) + len(draft.discounts) + 1
    if count > MOST_LINES:
        raise too_many_lines(count)
    if isinstance(line, Discount):
        await drafts.insert_discount(session, account_id, draft.id, _last(draft) + 1, line)
    else:
        await drafts.insert_lines(session, account_id, draft.id, [_placed(line, draft)])
    await drafts.touch(session, [draft.id])


async def remove_line(
    session: AsyncSession,
    account_id: UUID,
    invoice_id: UUID,
    line_id: UUID,
    *,
    expected: int | None,
) -> None:
    """Take a line off; its time is ready again. A part of a discount takes the whole discount off."""
    await turns.alone(session, account_id)
    draft = await open_draft(session, invoice_id, expected)
    whole = behind(line_id, draft.discounts, {line.tax for line in draft.lines})
    if not await drafts.delete_line(session, invoice_id, whole or line_id):
        raise not_found("line on this draft")
    await drafts.touch(session, [invoice_id])


async def discard_draft(
    session: AsyncSession, account_id: UUID, invoice_id: UUID, *, expected: int | None
) -> None:
    """Throw a draft away; its time is ready again."""
    await turns.alone(session, account_id)
    await open_draft(session, invoice_id, expected)
    await drafts.delete_draft(session, invoice_id, free=True)


def _placed(line: Line, draft: Draft) -> Line:
    return replace(line, position=_last(draft) + 1)


def _last(draft: Draft) -> int:
    return max((line.position for line in draft.lines), default=0) + len(draft.discounts)
