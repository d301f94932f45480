"""Invoice the fees that reminders charged, each once, on an invoice of its own.

What cannot be issued by itself stays a draft that waits for a person, with the reason; so does what cannot be drafted. The
invoice that was reminded may be paid, credited or disputed by then: its customer was told of the fee.
"""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import tasks
from contracts.notifier import ReminderFeeCharged
from database import Session, new_id
from domain_errors import NotFoundError
from invoicing import events
from invoicing.commands.issue import issue
from invoicing.domain.billing_runs import Failure
from invoicing.domain.errors import UnknownCustomerError
from invoicing.domain.invoice import InvoiceContent
from invoicing.domain.issuing import IssueOptions
from invoicing.domain.links import Links
from invoicing.domain.reminder_fees import FeeInvoicedError, ReminderFee, channel_of, fee_draft
from invoicing.queries.views import InvoiceView, view_draft
from invoicing.store import accounts, drafts, invoices
from invoicing.store import reminder_fees as store
from invoicing.store.drafts import OpenDraft

CHARGE = "reminder-fee"
"""The task that invoices a fee; its key is the reminder's id."""
MADE_BY = "reminder-fee"
"""Who drafted and issued it, where nobody asked for it."""
_AS_DRAFTED = 1
"""The version of a draft that nobody changed."""


@dataclass(frozen=True)
class Work:
    """A fee that a worker looks after: in which transactions, and how errors are told."""

    reminder_id: UUID
    begin: Callable[[], AbstractAsyncContextManager[Session]]
    explain: Callable[[Exception], Failure]
    links: Links
    now: datetime


async def record_fee(session: Session, event: ReminderFeeCharged) -> None:
    """A reminder charged a fee; the same again changes nothing."""
    values = event.model_dump(
        include={"reminder_id", "invoice_id", "days", "charged_on", "charged_at"}
    )
    values |= {"amount": event.fee.amount, "currency": event.fee.currency}
    if await store.insert_fee(session, values):
        await tasks.schedule(session, CHARGE, key=str(event.reminder_id))


async def invoice_fee(work: Work) -> bool:
    """Draft a fee's invoice and issue it, unless that was done; False: the reminded invoice is not known yet."""
    reminded: InvoiceContent | None = None
    draft_id: UUID | None = None
    try:
        async with work.begin() as session:
            fee = await store.lock_fee(session, work.reminder_id)
            if fee is None or fee.failure:
                return True
            reminded = await _reminded(session, fee)
            if reminded is None:
                return False
            draft_id = fee.fee_invoice_id
            if draft_id is None:
                drafted = await _draft(session, fee, reminded, by=MADE_BY, now=work.now)
                draft_id = drafted.content.id
        async with work.begin() as session:
            await _issue(session, work, draft_id, reminded)
    except Exception as error:
        failure = work.explain(error)
        async with work.begin() as session:
            await store.note_failure(session, work.reminder_id, failure)
    return True


async def draft_again(
    session: Session, reminder_id: UUID, *, by: str, now: datetime
) -> InvoiceView:
    """Draft a fee that could not be drafted, or whose draft was deleted, because somebody asked for it.

    Raises `FeeInvoicedError`, `NotFoundError`, and what keeps a draft from being made.
    """
    fee = await store.lock_fee(session, reminder_id)
    if fee is None:
        raise NotFoundError("reminder fee")
    if fee.fee_invoice_id and await _is_there(session, fee.fee_invoice_id):
        raise FeeInvoicedError("look at the draft or invoice that there is")
    if fee.fee_invoice_id is None and fee.failure is None:
        raise FeeInvoicedError("it is about to be drafted")
    reminded = await _reminded(session, fee)
    if reminded is None:
        raise NotFoundError("invoice")
    return await _draft(session, fee, reminded, by=by, now=now)


async def _reminded(session: Session, fee: ReminderFee) -> InvoiceContent | None:
    found = await invoices.load_issued(session, fee.invoice_id)
    return found.content if found else None


async def _draft(
    session: Session, fee: ReminderFee, reminded: InvoiceContent, *, by: str, now: datetime
) -> InvoiceView:
    merged = await accounts.merged_into(session, reminded.organization_id)
    found = await accounts.load_customer(session, merged or reminded.organization_id)
    if found is None:
        raise UnknownCustomerError
    account, customer = found
    draft = fee_draft(fee, reminded, account, customer, new_id, by=by, now=now)
    published = events.invoice_drafted(session, draft, draft.content(account, customer))
    await drafts.insert_draft(session, draft, published)
    await store.note_draft(session, fee.reminder_id, draft.id)
    return await view_draft(session, OpenDraft(draft, account, customer), now=now)


async def _issue(session: Session, work: Work, draft_id: UUID, reminded: InvoiceContent) -> None:
    """Issue the draft, unless somebody changed it or did so before."""
    await issue(
        session,
        draft_id,
        IssueOptions(channel_of(reminded)),
        work.links,
        expected=_AS_DRAFTED,
        by=MADE_BY,
        now=work.now,
    )


async def _is_there(session: Session, invoice_id: UUID) -> bool:
    if await drafts.load_draft(session, invoice_id):
        return True
    return await invoices.load_issued(session, invoice_id) is not None
