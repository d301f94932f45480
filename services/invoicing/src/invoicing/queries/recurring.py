"""Recurring invoices: how they stand, what came of their periods, and what is to be made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, exists

from database import Session, new_id
from domain_errors import InvalidInputError, NotFoundError
from invoicing.domain.account import Account
from invoicing.domain.errors import UnknownCustomerError
from invoicing.domain.parties import Customer
from invoicing.domain.recurring import (
    ForecastMonth,
    MonthlySum,
    RecurringInvoice,
    RecurringRequest,
    RecurringState,
    RecurringTerms,
    ShownPeriod,
    draw_up,
    forecast,
    monthly,
    monthly_sums,
)
from invoicing.domain.recurring_draft import UpcomingInvoice, upcoming
from invoicing.store import accounts
from invoicing.store import recurring as store
from invoicing.store.merged_time import is_customer
from invoicing.store.tables.recurring import RecurringInvoiceRow, RecurringPeriodRow

_UPCOMING = 3
"""How many are shown before they are made."""


@dataclass(frozen=True)
class RecurringFilter:
    """Which are asked for; None is any. `attention`: those that a person has to look at; `invoice_id`: what made it."""

    organization_id: UUID | None = None
    state: RecurringState | None = None
    attention: bool | None = None
    invoice_id: UUID | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """The filter as SQL."""
        row, found = RecurringInvoiceRow, list[ColumnElement[bool]]()
        if self.organization_id:
            found.append(is_customer(row.organization_id, self.organization_id))
        if self.state:
            found += _in_state(self.state)
        if self.attention is not None:
            troubled = store.needs_attention()
            found.append(troubled if self.attention else ~troubled)
        if self.invoice_id:
            period = RecurringPeriodRow
            made = exists().where(
                period.recurring_id == row.id, period.invoice_id == self.invoice_id
            )
            found.append(made)
        return found


@dataclass(frozen=True)
class RecurringSummary:
    """One, what it charges, and what of it somebody has to look at. `amount` is that of the next, before tax."""

    recurring: RecurringInvoice
    organization_name: str
    amount: Decimal
    monthly: Decimal
    attention: tuple[ShownPeriod, ...]

    @property
    def id(self) -> UUID:
        """Its id."""
        return self.recurring.id

    @property
    def currency(self) -> str:
        """Of every amount."""
        return self.recurring.currency


@dataclass(frozen=True)
class RecurringView(RecurringSummary):
    """One with the next that are to be made; they lack where none can be made, for the reason that it is told."""

    upcoming: tuple[UpcomingInvoice, ...] = ()


async def list_recurring(
    session: Session, filters: RecurringFilter, *, after: UUID | None, limit: int
) -> list[RecurringSummary]:
    """In the order in which they were set up."""
    conditions = filters.conditions()
    if after:
        conditions.append(RecurringInvoiceRow.id > after)
    found = await store.load_all_recurring(session, *conditions, limit=limit)
    customers = await accounts.load_customers(session, {one.organization_id for one in found})
    troubled = await store.periods_to_look_at(session, [one.id for one in found])
    return [
        _summary(one, customers.get(one.organization_id), troubled.get(one.id, ())) for one in found
    ]


async def get_recurring(session: Session, recurring_id: UUID, *, now: datetime) -> RecurringView:
    """One with the next that are to be made. Raises `NotFoundError`."""
    found = await store.load_recurring(session, recurring_id)
    if found is None:
        raise NotFoundError("recurring invoice")
    parties = await accounts.load_customer(session, found.organization_id)
    assert parties
    troubled = await store.periods_to_look_at(session, [recurring_id])
    try:
        return view_recurring(found, *parties, troubled.get(recurring_id, ()), now=now)
    except InvalidInputError:  # a tax code that was retired since
        return RecurringView(**vars(_summary(found, parties[1], troubled.get(recurring_id, ()))))


def view_recurring(
    found: RecurringInvoice,
    account: Account,
    customer: Customer,
    troubled: Sequence[ShownPeriod] = (),
    *,
    now: datetime,
) -> RecurringView:
    """One that is known already, with the next that are to be made."""
    summary = _summary(found, customer, troubled)
    coming = upcoming(found, account, customer, new_id, count=_UPCOMING, now=now)
    return RecurringView(**vars(summary), upcoming=tuple(coming))


async def preview(
    session: Session, request: RecurringRequest, *, now: datetime
) -> tuple[RecurringView, int]:
    """One that is not kept, and how many would be made at once. Raises what making it raises."""
    parties = await accounts.load_customer(session, request.organization_id)
    if parties is None:
        raise UnknownCustomerError
    account, customer = parties
    found = draw_up(new_id(), request, account, customer, by="", now=now)
    due = found.due(account.settings.today(now))
    return view_recurring(found, account, customer, now=now), len(due)


async def preview_change(
    session: Session, recurring_id: UUID, terms: RecurringTerms, *, now: datetime
) -> tuple[RecurringView, int]:
    """One as it would be with other terms, and how many would be made at once. Raises what changing it raises."""
    found = await store.load_recurring(session, recurring_id)
    if found is None:
        raise NotFoundError("recurring invoice")
    parties = await accounts.load_customer(session, found.organization_id)
    assert parties
    today = parties[0].settings.today(now)
    terms.check_codes(parties[0].tax_codes, today)
    changed = found.with_terms(terms)
    return view_recurring(changed, *parties, now=now), len(changed.due(today))


async def list_periods(
    session: Session, recurring_id: UUID, *, before: UUID | None, limit: int
) -> tuple[str, list[ShownPeriod]]:
    """The currency, and what came of its periods, the newest first. Raises `NotFoundError`."""
    found = await store.load_recurring(session, recurring_id)
    if found is None:
        raise NotFoundError("recurring invoice")
    return found.currency, await store.list_periods(
        session, recurring_id, before=before, limit=limit
    )


@dataclass(frozen=True)
class Forecast:
    """What is to be made by month and currency, and what all that is active charges in a month on average."""

    months: list[ForecastMonth]
    monthly: list[MonthlySum]


async def get_forecast(session: Session, *, months: int, now: datetime) -> Forecast:
    """From what is active now, without time that goes on the invoices."""
    today = (await accounts.load_account(session)).settings.today(now)
    found = await store.load_all_recurring(session, *_in_state("active"))
    return Forecast(forecast(found, today, months), monthly_sums(found))


def _in_state(state: RecurringState) -> list[ColumnElement[bool]]:
    row = RecurringInvoiceRow
    if state == "ended":
        return [row.next_on.is_(None)]
    paused = row.paused_at.is_not(None)
    return [row.next_on.is_not(None), paused if state == "paused" else ~paused]


def _summary(
    found: RecurringInvoice, customer: Customer | None, troubled: Sequence[ShownPeriod]
) -> RecurringSummary:
    day = found.recurrence.first_day(found.place)
    return RecurringSummary(
        found,
        customer.party.name if customer else "",
        found.terms.amount(day, found.currency),
        monthly(found),
        tuple(troubled),
    )
