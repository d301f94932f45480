"""Make a draft: claim time and put it on lines."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from database import Session, lock_exclusive, new_id
from domain_errors import FieldError, NotFoundError
from invoicing import events
from invoicing.domain.draft import Draft, DraftRequest, new_draft
from invoicing.domain.errors import EntriesNotReadyError, NothingToBillError
from invoicing.domain.grouping import Group
from invoicing.domain.wording import hours
from invoicing.queries.views import InvoiceView, view_draft
from invoicing.store import claims, drafts
from invoicing.store.accounts import load_account_and_customer
from invoicing.store.claims import BILLABLE_TIME
from invoicing.store.drafts import OpenDraft
from messaging import outbox


async def create_draft(
    session: Session, request: DraftRequest, *, by: str, now: datetime
) -> InvoiceView:
    """Claim the time that is ready, make the lines, publish that it is drafted.

    Drafts of an account are made one after the other, so the second gets what the first left.
    """
    await lock_exclusive(session, BILLABLE_TIME)
    found = await load_account_and_customer(session, request.organization_id)
    if found is None:
        raise NotFoundError("organization")
    account, customer = found
    empty = new_draft(new_id(), request, account, customer, by=by, now=now)
    draft = empty.with_time(await _claim(session, empty, request.entry_ids))
    await drafts.insert_draft(session, draft)
    drafted = OpenDraft(draft, account, customer)
    await outbox.publish(session, events.invoice_drafted(session, draft, drafted.content))
    return view_draft(drafted, now=now)


async def _claim(session: Session, draft: Draft, entry_ids: Collection[UUID]) -> list[Group]:
    if not entry_ids and draft.first_day is None:
        return []
    groups = await claims.claim(session, draft, entry_ids)
    if not groups:
        raise await _nothing_to_bill(session, draft, entry_ids)
    if sum(group.entries for group in groups) < len(set(entry_ids)):
        raise await _entries_not_ready(session, draft, entry_ids)
    return groups


async def _nothing_to_bill(
    session: Session, draft: Draft, entry_ids: Collection[UUID]
) -> NothingToBillError:
    found = await claims.in_the_way(session, draft, entry_ids)
    there = "; ".join(f"{hours(seconds)} {why}" for why, seconds, _ in found)
    return NothingToBillError(
        f"of what you asked for, in {draft.currency}, there is {there or 'no approved time'}",
        fields=[
            FieldError(why, f"{entries} entries, {seconds} seconds")
            for why, seconds, entries in found
        ],
    )


async def _entries_not_ready(
    session: Session, draft: Draft, entry_ids: Collection[UUID]
) -> EntriesNotReadyError:
    claimed = await claims.claimed_by(session, draft.id)
    left = [entry_id for entry_id in entry_ids if entry_id not in claimed]
    return EntriesNotReadyError(
        f"they are not approved and priced in {draft.currency} for this customer, or are billed already",
        fields=[FieldError("entry_ids", str(entry_id)) for entry_id in left[:100]],
    )
