"""Make a draft: claim time and put it on lines."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from database import new_id
from domain_errors import FieldError
from invoicing import announcements
from invoicing.account import Account
from invoicing.customer import Customer
from invoicing.draft import Draft
from invoicing.grouping import Group, GroupBy, line_of
from invoicing.lines import MOST_LINES
from invoicing.money import is_currency
from invoicing.store import accounts, claims, drafts, turns
from invoicing.tax import Tax
from invoicing.wording import hours, language_of, wording
from messaging import outbox
from web import ProblemError, not_found


@dataclass(frozen=True)
class Order:
    """What the caller wants billed. Neither a period nor entries: a draft without time, for other lines."""

    organization_id: UUID
    first_day: date | None = None
    last_day: date | None = None
    entry_ids: tuple[UUID, ...] = ()
    group_by: GroupBy = "work_item"
    currency: str | None = None
    tax: Tax | None = None
    notes: str = ""
    reference: str = ""


async def make_draft(
    session: AsyncSession, account_id: UUID, order: Order, *, by: str, now: datetime
) -> UUID:
    """Claim the time that is ready, make the lines, say that it is drafted; gives the invoice's id.

    Drafts of an account are made one after the other, so the second gets what the first left.
    """
    await turns.alone(session, account_id)
    account = await accounts.load_account(session)
    customer = await accounts.load_customer(session, order.organization_id)
    if customer is None:
        raise not_found("organization")
    empty = _empty(account, customer, order, by, now)
    check_currency(empty.currency)
    groups = await _claimed(session, empty, order)
    draft = _with_lines(empty, groups)
    await drafts.insert_draft(session, account_id, draft)
    bill = draft.bill(account, customer)
    await outbox.publish(session, announcements.drafted(account_id, draft, bill))
    return draft.id


def _empty(account: Account, customer: Customer, order: Order, by: str, now: datetime) -> Draft:
    return Draft(
        id=new_id(),
        version=1,
        organization_id=order.organization_id,
        group_by=order.group_by,
        currency=order.currency or customer.currency or account.currency,
        language=language_of(customer.language, account.language),
        tax=order.tax or account.tax,
        created_at=now,
        created_by=by,
        first_day=order.first_day,
        last_day=order.last_day,
        notes=order.notes,
        reference=order.reference,
    )


async def _claimed(session: AsyncSession, draft: Draft, order: Order) -> list[Group]:
    if not order.entry_ids and order.first_day is None:
        return []
    wanted = claims.Wanted(
        order.organization_id, draft.currency, order.first_day, order.last_day, order.entry_ids
    )
    groups = await claims.claim(session, draft.id, order.group_by, wanted)
    if not groups:
        raise await _nothing(session, wanted)
    if len(groups) > MOST_LINES:
        raise too_many_lines(len(groups))
    if order.entry_ids:
        await _check_all_claimed(session, draft.id, wanted)
    return groups


async def _nothing(session: AsyncSession, wanted: claims.Wanted) -> ProblemError:
    found = await claims.in_the_way(session, wanted)
    there = "; ".join(f"{hours(seconds)} {why}" for why, seconds, _ in found)
    return ProblemError(
        409,
        "nothing-to-bill",
        "There is no time that could be billed",
        detail=f"of what you asked for, in {wanted.currency}, there is {there or 'no approved time'}",
        fields=[
            FieldError(why, f"{entries} entries, {seconds} seconds")
            for why, seconds, entries in found
        ],
    )


async def _check_all_claimed(session: AsyncSession, draft_id: UUID, wanted: claims.Wanted) -> None:
    got = await claims.claimed_by(session, draft_id)
    left = [entry_id for entry_id in wanted.entry_ids if entry_id not in got]
    if left:
        raise ProblemError(
            409,
            "entries-not-ready",
            "Some of these entries cannot be billed",
            detail=f"they are not approved and priced in {wanted.currency} for this customer, or are billed already",
            fields=[FieldError("entry_ids", str(entry_id)) for entry_id in left[:100]],
        )


def check_currency(currency: str) -> None:
    """Refuse to bill in what is no currency; a customer can be heard of with any three letters."""
    if not is_currency(currency):
        raise ProblemError(
            422,
            "unknown-currency",
            "The customer's currency is not an ISO 4217 code",
            detail=f"{currency} is none; correct the customer, or draft in another currency",
            fields=[FieldError("currency", "is not an ISO 4217 code")],
        )


def too_many_lines(count: int) -> ProblemError:
    """Refuse an invoice that is too long."""
    return ProblemError(
        422,
        "too-many-lines",
        f"An invoice has at most {MOST_LINES} lines",
        detail=f"this would have {count}: group more coarsely, or bill a shorter period",
    )


def _with_lines(draft: Draft, groups: list[Group]) -> Draft:
    words = wording(draft.language)
    lines = (
        line_of(group, place, draft.group_by, draft.tax, draft.currency, words)
        for place, group in enumerate(groups, 1)
    )
    return replace(draft, lines=tuple(lines))
