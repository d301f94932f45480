"""Make a draft: claim time and charges of agreements, and put them on lines."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from database import Session, new_id
from invoicing import events
from invoicing.commands.expenses import NO_EXPENSES, ChosenExpenses, choose_expenses
from invoicing.domain.charges import AgreementCharge, ChargeCandidate, charges_not_ready
from invoicing.domain.draft import Draft, DraftRequest, new_draft
from invoicing.domain.errors import UnknownCustomerError
from invoicing.domain.grouping import Group
from invoicing.domain.left_out import entries_not_ready, nothing_to_bill
from invoicing.queries.views import InvoiceView, view_draft
from invoicing.store import charges, claims, coverage, drafts, expenses
from invoicing.store.accounts import LockedCustomer, lock_customer
from invoicing.store.drafts import OpenDraft
from invoicing.store.left_out import entries_left_out, left_out


async def create_draft(
    session: Session, request: DraftRequest, *, by: str, now: datetime
) -> InvoiceView:
    """Claim the time and the charges that are ready, make the lines, publish that it is drafted.

    Drafts of a customer are made one after the other, so the second gets what the first left.
    """
    empty, found = await begin(session, request, by=by, now=now)
    billed: Mapping[UUID, AgreementCharge] = {}
    if request.charge_ids or (found.has_agreements and empty.last_day):
        today = found.account.settings.today(now)
        billed = await _choose(session, empty, request.charge_ids, today=today)
    spent = NO_EXPENSES
    if request.expense_ids or found.has_expenses:
        asked = request.expense_ids, request.expenses
        spent = await choose_expenses(session, empty, found.account, *asked, now=now)
    groups = await _claim(session, empty, request.entry_ids, alone=not billed and not spent.lines)
    draft = empty.with_time(groups)
    if billed:
        draft = draft.with_charges(billed, await coverage.claim(session, draft, billed))
    drafted = await insert(session, draft, spent, found)
    return await view_draft(session, drafted, now=now)


async def begin(
    session: Session, request: DraftRequest, *, by: str, now: datetime
) -> tuple[Draft, LockedCustomer]:
    """Lock the customer's billable time, and begin a draft without lines. Raises `UnknownCustomerError`."""
    found = await lock_customer(session, request.organization_id)
    if found is None:
        raise UnknownCustomerError
    return new_draft(new_id(), request, found.account, found.customer, by=by, now=now), found


async def insert(
    session: Session, draft: Draft, spent: ChosenExpenses, found: LockedCustomer
) -> OpenDraft:
    """Write a new draft with its lines and expenses, and publish it."""
    drafted = OpenDraft(spent.on(draft), found.account, found.customer)
    published = events.invoice_drafted(session, drafted.draft, drafted.content)
    await drafts.insert_draft(session, drafted.draft, published)
    if spent.claims:
        await expenses.claim(session, draft.id, spent.claims)
    return drafted


async def _choose(
    session: Session, draft: Draft, charge_ids: Sequence[UUID], *, today: date
) -> dict[UUID, AgreementCharge]:
    """The charges that go on the draft, by the id of the line that each is to have. Raises `ChargesNotReadyError`."""
    found = await charges.candidates(session, draft, charge_ids)
    reasons = {one.charge.charge_id: one.reason_against(draft.currency, today) for one in found}
    if error := charges_not_ready(charge_ids, reasons):
        raise error
    return ready_charges(found, draft, today)


def ready_charges(
    found: Sequence[ChargeCandidate], draft: Draft, today: date
) -> dict[UUID, AgreementCharge]:
    """Those that can be on the draft, by the id of the line that each is to have."""
    ready = [one.charge for one in found if one.reason_against(draft.currency, today) is None]
    ready.sort(key=lambda charge: (charge.first_day, charge.name, charge.charge_id))
    return {new_id(): charge for charge in ready}


async def _claim(
    session: Session, draft: Draft, entry_ids: Sequence[UUID], *, alone: bool
) -> list[Group]:
    """Claim time; `alone`: there must be some, since nothing else is billed."""
    if not entry_ids and draft.first_day is None:
        return []
    groups = await claims.claim(session, draft, entry_ids)
    claimed = {entry_id for group in groups for entry_id in group.entry_ids}
    if not claimed.issuperset(entry_ids):
        raise entries_not_ready(entry_ids, await entries_left_out(session, draft, entry_ids))
    if alone and not groups:
        raise nothing_to_bill(draft.currency, await left_out(session, draft))
    return groups
