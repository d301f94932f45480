"""Make a draft: claim time and put it on lines."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from database import Session, new_id
from invoicing import events
from invoicing.domain.draft import Draft, DraftRequest, new_draft
from invoicing.domain.errors import UnknownCustomerError
from invoicing.domain.grouping import Group
from invoicing.domain.left_out import entries_not_ready, nothing_to_bill
from invoicing.queries.views import InvoiceView, view_draft
from invoicing.store import claims, drafts
from invoicing.store.accounts import lock_customer
from invoicing.store.drafts import OpenDraft
from invoicing.store.left_out import entries_left_out, left_out
from messaging import outbox


async def create_draft(
    session: Session, request: DraftRequest, *, by: str, now: datetime
) -> InvoiceView:
    """Claim the time that is ready, make the lines, publish that it is drafted.

    Drafts of a customer are made one after the other, so the second gets what the first left.
    """
    found = await lock_customer(session, request.organization_id)
    if found is None:
        raise UnknownCustomerError
    account, customer = found
    empty = new_draft(new_id(), request, account, customer, by=by, now=now)
    draft = empty.with_time(await _claim(session, empty, request.entry_ids))
    await drafts.insert_draft(session, draft)
    drafted = OpenDraft(draft, account, customer)
    await outbox.publish(session, events.invoice_drafted(session, draft, drafted.content))
    return await view_draft(session, drafted, now=now)


async def _claim(session: Session, draft: Draft, entry_ids: Sequence[UUID]) -> list[Group]:
    if not entry_ids and draft.first_day is None:
        return []
    groups = await claims.claim(session, draft, entry_ids)
    claimed = {entry_id for group in groups for entry_id in group.entry_ids}
    if not claimed.issuperset(entry_ids):
        raise entries_not_ready(entry_ids, await entries_left_out(session, draft, entry_ids))
    if not groups:
        raise nothing_to_bill(draft.currency, await left_out(session, draft))
    return groups
