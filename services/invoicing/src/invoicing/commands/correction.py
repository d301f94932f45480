"""Draft what a credit note gave back, as the invoice had it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from database import Session, new_id
from invoicing.commands.draft import begin, insert, ready_charges
from invoicing.commands.expenses import NO_EXPENSES, ChosenExpenses, choose_expenses
from invoicing.domain.correction import Corrected, as_billed, time_as_billed
from invoicing.domain.draft import Draft
from invoicing.domain.expenses import ExpenseLines
from invoicing.store import (
    accounts,
    charges,
    claims,
    coverage,
    drafts,
    expenses,
    held_back,
    line_time,
    quotes,
)
from invoicing.store.accounts import LockedCustomer


async def draft_correction(
    session: Session,
    corrected: Corrected,
    note_id: UUID,
    charge_ids: Sequence[UUID],
    *,
    with_ready: bool = False,
    by: str,
    now: datetime,
) -> UUID:
    """Draft what is ready of what a credit note gave back; returns the draft's id.

    `with_ready`: and all else of the customer that is.

    It is billed to the customer who stands for the invoice's by now. Perhaps nothing of it is ready.
    """
    content = corrected.content
    account = await accounts.load_account(session)
    today = account.settings.today(now)
    merged = await accounts.merged_into(session, content.organization_id)
    request = corrected.request(merged or content.organization_id, today)
    empty, found = await begin(session, request, by=by, now=now)
    draft, stands_for = await _with_time(session, corrected, empty, with_ready=with_ready)
    draft = await _with_charges(session, corrected, draft, charge_ids, stands_for, found, now=now)
    charged = await expenses.charged_by(session, content.id)
    lines = {one.expense_id: one.line_id for one in charged}
    spent = await _expenses(session, note_id, draft, lines, found, now=now)
    stands_for |= {one.line_id: lines[one.expense_id] for one in spent.claims}
    about = corrected, stands_for, set(lines.values())
    draft, stands_for = as_billed(spent.on(draft), *about, empty.tax, new_id)
    await insert(session, draft, ChosenExpenses(claims=spent.claims), found)
    for place, discount in enumerate(draft.discounts, len(draft.lines) + 1):
        await drafts.insert_discount(session, draft.id, place, discount)
    await quotes.claim_again(session, note_id, draft.id, stands_for)
    return draft.id


async def _with_time(
    session: Session, corrected: Corrected, empty: Draft, *, with_ready: bool
) -> tuple[Draft, dict[UUID, UUID]]:
    """Claim the time that is ready; also returns which line of the invoice each line of it stands for."""
    draft = corrected.begun(empty)
    entry_ids: Collection[UUID] = {one.entry_id for one in corrected.released}
    if with_ready:
        more = await held_back.draftable(session, empty.organization_id, empty.currency)
        entry_ids = {*entry_ids, *more}
    if not entry_ids:
        return draft, {}
    groups = await claims.claim(session, draft, sorted(entry_ids))
    time = await line_time.drafted_time(session, draft.id, draft.group_by)
    made = time_as_billed(draft, corrected, time, new_id)
    await line_time.have(session, draft.id, [one.line_id for one in groups], made.pieces)
    return made.draft, made.stands_for


async def _with_charges(
    session: Session,
    corrected: Corrected,
    draft: Draft,
    charge_ids: Sequence[UUID],
    stands_for: dict[UUID, UUID],
    found: LockedCustomer,
    *,
    now: datetime,
) -> Draft:
    """The draft with the charges of agreements that can be billed again."""
    if not charge_ids:
        return draft
    today = found.account.settings.today(now)
    billed = ready_charges(await charges.candidates(session, draft, charge_ids), draft, today)
    lines = {one.charge_id: one.line_id for one in corrected.content.lines if one.charge_id}
    stands_for |= {line_id: lines[one.charge_id] for line_id, one in billed.items()}
    return draft.with_charges(billed, await coverage.claim(session, draft, billed))


async def _expenses(
    session: Session,
    note_id: UUID,
    draft: Draft,
    lines: Mapping[UUID, UUID],
    found: LockedCustomer,
    *,
    now: datetime,
) -> ChosenExpenses:
    """The expenses that were given back; where a line charged several, by category again."""
    released = await expenses.released_by(session, note_id)
    if not released:
        return NO_EXPENSES
    how: ExpenseLines = "entry" if len(set(lines.values())) == len(lines) else "category"
    return await choose_expenses(session, draft, found.account, released, how, now=now)
