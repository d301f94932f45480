"""Expenses, their categories and receipts, as JSON."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, model_validator

import web
from invoicing.domain.expenses import (
    Actor,
    ExpenseAct,
    ExpenseBilling,
    ExpenseCategory,
    ExpenseFacts,
    ExpenseLines,
    ExpenseState,
    ReadyExpenses,
)
from invoicing.domain.lines import MOST_LINES
from invoicing.queries.expenses import ExpenseFilter, ExpenseView
from invoicing.schemas.amounts import (
    Day,
    Positive,
    amount_of,
    number_text,
    price_of,
    respond,
    written,
)
from invoicing.schemas.write_offs import Reason

_MARK_UP = r"(0|[1-9][0-9]{0,2})(\.[0-9]{1,4})?"
_KILOMETRES = r"([1-9][0-9]{0,5}(\.[0-9]{1,2})?|0\.([1-9][0-9]?|0[1-9]))"
_EXCHANGE = r"([1-9][0-9]{0,7}(\.[0-9]{1,8})?|0\.[0-9]{0,7}[1-9][0-9]{0,7})"


MarkUp = Annotated[
    web.Amount,
    written(_MARK_UP, "must be at least 0 and below 1000, with at most 4 decimals"),
    number_text(_MARK_UP, "10"),
]
"""What is added, in per cent."""
Kilometres = Annotated[
    web.Amount,
    written(_KILOMETRES, "must be above 0 and below 1000000, with at most two decimals"),
    number_text(_KILOMETRES, "42.5"),
]
"""A distance that somebody drove."""
ExchangeRate = Annotated[
    web.Amount,
    written(_EXCHANGE, "must be above 0, with at most 8 digits and 8 decimals"),
    number_text(_EXCHANGE, "7.4604"),
]
"""How many of one currency one of another is."""


class CategoryRequest(web.RequestModel):
    """A kind of expense, with what is proposed for it."""

    name: Annotated[str, Field(min_length=1, max_length=100, pattern=r"\S")]
    """What it is called; on invoices too, where expenses are grouped by it."""
    tax_code: Annotated[str, Field(max_length=20)] | None = None
    """The tax code of lines with such expenses (`/v1/tax-codes`); null: as the draft's other lines. A code with VAT
    gives way on drafts without: to customers abroad.
    """
    mark_up: MarkUp = Decimal(0)
    """What is added to what was spent when it is billed, in per cent. Expenses keep what was proposed when they were
    recorded."""
    retired: bool = False
    """Whether new expenses can no longer have it."""

    def to_domain(self, category_id: UUID) -> ExpenseCategory:
        """As the command takes it."""
        return ExpenseCategory(category_id, 1, **{**dict(self), "name": self.name.strip()})


class CategoryResponse(web.ResponseModel):
    """A kind of expense."""

    id: UUID
    """Its id, a UUIDv7."""
    version: int
    """Grows with every change."""
    name: str
    """What it is called."""
    tax_code: str | None
    """The tax code of lines with such expenses; null: as the draft's other lines, and for who only records."""
    mark_up: Decimal | None
    """What is added when it is billed, in per cent; null for who only records."""
    retired: bool
    """Whether new expenses can no longer have it."""

    @classmethod
    def of(cls, category: ExpenseCategory, actor: Actor) -> Self:
        """From a category; who only records learns nothing of how it is billed."""
        hidden = {"tax_code": None, "mark_up": None} if actor.only_own else {}
        return cls(**{**vars(category), **hidden})


class CategoriesResponse(web.ResponseModel):
    """All categories."""

    items: list[CategoryResponse]
    """By name."""


class ExpenseRequest(web.RequestModel):
    """What somebody spent: an `amount`, or a distance with its rate."""

    organization_id: UUID
    """For which customer, by timer's id."""
    spent_on: Day
    """When."""
    description: Annotated[str, Field(min_length=1, max_length=1000, pattern=r"\S")]
    """What for; printed on the invoice unless expenses are grouped by category."""
    currency: web.CurrencyCode
    """ISO 4217 code of what was spent."""
    amount: Positive | None = None
    """How much, without the VAT that you deduct; null with a distance."""
    distance_km: Kilometres | None = None
    """How far somebody drove, with at most two decimals; needs `rate_per_km`."""
    rate_per_km: Positive | None = None
    """What a kilometre costs; the amount is `distance_km` × `rate_per_km`, rounded once."""
    project_id: UUID | None = None
    """On which project, by timer's id."""
    category_id: UUID | None = None
    """Its category."""
    agent_id: UUID | None = None
    """Who spent it, by timer's id; null: the caller. Who only records names nobody else."""
    billable: bool = True
    """Whether the customer pays it."""

    @model_validator(mode="after")
    def _one_measure(self) -> Self:
        if (self.distance_km is None) != (self.rate_per_km is None):
            raise ValueError("distance_km and rate_per_km belong together")
        if (self.amount is None) == (self.distance_km is None):
            raise ValueError("give an amount, or a distance with its rate")
        return self

    def to_domain(self) -> ExpenseFacts:
        """As the command takes it."""
        return ExpenseFacts(**{**dict(self), "description": self.description.strip()})


class ExpenseBillingRequest(web.RequestModel):
    """How an expense is billed."""

    billable: bool
    """Whether the customer pays it."""
    mark_up: MarkUp
    """What is added to what was spent, in per cent."""
    billed_currency: web.CurrencyCode | None = None
    """In which other currency it is billed; needs `exchange_rate`. Null: in the one that it was spent in."""
    exchange_rate: ExchangeRate | None = None
    """How many of `billed_currency` one of the currency is that it was spent in; kept with the expense."""

    @model_validator(mode="after")
    def _rate_and_currency(self) -> Self:
        if (self.billed_currency is None) != (self.exchange_rate is None):
            raise ValueError("billed_currency and exchange_rate belong together")
        return self

    def to_domain(self) -> ExpenseBilling:
        """As the command takes it."""
        return ExpenseBilling(**dict(self))


class RejectExpenseRequest(web.RequestModel):
    """Why an expense is rejected."""

    reason: Reason
    """For who recorded it."""


class ReadExpense(web.RequestModel):
    """An expense as it was read."""

    id: UUID
    """Which one."""
    version: Annotated[int, Field(ge=1)]
    """Its version when it was read: one that was changed since is not approved."""


class ApproveExpensesRequest(web.RequestModel):
    """Expenses to be approved, all or none."""

    expenses: Annotated[tuple[ReadExpense, ...], Field(min_length=1, max_length=200)]
    """Each as it was read."""

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        if len({one.id for one in self.expenses}) < len(self.expenses):
            raise ValueError("an expense is named twice")
        return self


class AddExpensesRequest(web.RequestModel):
    """Expenses to go on a draft."""

    expense_ids: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=MOST_LINES)]
    """Ready ones of the draft's customer, billed in its currency."""
    group_by: Annotated[ExpenseLines, Field(json_schema_extra={"enum": ["entry", "category"]})] = (
        "entry"
    )
    """A line for each expense, or for those of a category that are taxed alike."""

    @model_validator(mode="after")
    def _taken(self) -> Self:
        if self.group_by == "none":
            raise ValueError("group by entry or category")
        return self


class ExpenseFilterRequest(web.FilterModel):
    """Which expenses are asked for."""

    state: ExpenseState | None = None
    """Only those that are so far."""
    organization_id: UUID | None = None
    """Only those of this customer, or of one that was merged into it."""
    agent_id: UUID | None = None
    """Only those of this agent."""
    category_id: UUID | None = None
    """Only those of this category."""
    first_day: Day | None = None
    """Only those that were spent on this day or later."""
    last_day: Day | None = None
    """Only those that were spent on this day or before."""
    newest_first: bool = False
    """What was recorded last comes first; without it last."""

    def to_domain(self) -> ExpenseFilter:
        """As the query takes it."""
        return ExpenseFilter(**dict(self))


class ReceiptQuery(web.FilterModel):
    """What the file is called."""

    file_name: Annotated[str, Field(min_length=1, max_length=200)] = "receipt"
    """Its name; it gets an ending that fits its content."""


class ReceiptResponse(web.ResponseModel):
    """A receipt, without its content."""

    id: UUID
    """Its id, a UUIDv7."""
    file_name: str
    """What it is called."""
    media_type: str
    """What it is by its content: PDF, PNG, JPEG or WebP."""
    size: int
    """In bytes."""
    sha256: str
    """SHA-256 of its content, in hexadecimal."""
    added_at: datetime
    """When it was added (UTC)."""


class DeedResponse(web.ResponseModel):
    """Something that was done with an expense."""

    act: ExpenseAct
    """What."""
    detail: str
    """Why it was rejected, or which file was added; else empty."""
    at: datetime
    """When (UTC)."""
    by: str
    """The subject of who did it."""


class ExpenseResponse(web.ResponseModel):
    """An expense. Who only records learns how far it is, and nothing of how it is billed."""

    id: UUID
    """Its id, a UUIDv7."""
    version: int
    """Grows with every change, and when it goes on a draft or comes off."""
    state: ExpenseState
    """`submitted` waits for a manager, `rejected` for who recorded it; `approved` is not billable; `ready` can be billed;
    `drafted` is on a draft, `billed` on an issued invoice. A credit note of the whole line makes it ready again.
    """
    organization_id: UUID
    """For which customer, by timer's id."""
    organization_name: str
    """The customer's name."""
    project_id: UUID | None
    """On which project, by timer's id."""
    category_id: UUID | None
    """Its category."""
    category_name: str | None
    """What that is called."""
    agent_id: UUID | None
    """Who spent it, by timer's id; null where nobody said."""
    spent_on: date
    """When."""
    description: str
    """What for."""
    amount: web.Money
    """What was spent."""
    distance_km: Decimal | None
    """How far somebody drove; null of others."""
    rate_per_km: web.Money | None
    """What a kilometre costs; null of others."""
    billable: bool
    """Whether the customer pays it."""
    mark_up: Decimal | None
    """What is added when it is billed, in per cent; null for who only records."""
    billed_currency: str | None
    """In which other currency it is billed; null: in its own."""
    exchange_rate: Decimal | None
    """How many of that one of its own currency is; null: it is billed in its own."""
    charged: web.Money | None
    """What a line charges of it, before tax: amount × `exchange_rate` × (100 + `mark_up`) ÷ 100, rounded half up once;
    null for who only records.
    """
    reason: str | None
    """Why it was rejected; else null."""
    invoice_id: UUID | None
    """The draft or invoice that charges it; null for none, and for who only records."""
    invoice_number: str | None
    """Its number; null for a draft or none."""
    receipts: list[ReceiptResponse]
    """Oldest first."""
    created_at: datetime
    """When it was recorded (UTC)."""
    created_by: str
    """The subject of who recorded it."""

    @classmethod
    def of(cls, view: ExpenseView, actor: Actor) -> Self:
        """From a view, as this caller may see it."""
        return cls.model_validate(_values(cls, view, actor), from_attributes=True)


class ExpenseWithDeedsResponse(ExpenseResponse):
    """An expense, and what was done with it."""

    deeds: list[DeedResponse]
    """Oldest first."""


class ApprovedExpensesResponse(web.ResponseModel):
    """What was approved."""

    items: list[ExpenseResponse]
    """In the order in which they were named."""


def _values(cls: type[ExpenseResponse], view: ExpenseView, actor: Actor) -> dict[str, object]:
    expense, billed = view.expense, view.billed
    rate = expense.rate_per_km
    values: dict[str, object] = {name: getattr(expense, name, None) for name in cls.model_fields}
    values |= {
        "state": view.state,
        "organization_name": view.organization_name,
        "category_name": view.category_name,
        "amount": amount_of(expense.amount, expense.currency),
        "rate_per_km": None if rate is None else price_of(rate, expense.currency),
        "charged": amount_of(expense.charged, expense.charged_in),
        "reason": expense.reason or None,
        "invoice_id": billed and billed.invoice_id,
        "invoice_number": billed and billed.number,
        "receipts": view.receipts,
        "deeds": view.deeds,
    }
    if actor.only_own:
        values |= dict.fromkeys(_OF_BILLING)
    return values


_OF_BILLING = (
    *("mark_up", "billed_currency", "exchange_rate", "charged", "invoice_id", "invoice_number"),
)


class ReadyExpensesResponse(web.ResponseModel):
    """What can be billed of a customer in one currency."""

    organization_id: UUID
    """The customer, by timer's id."""
    organization_name: str
    """Its name."""
    count: int
    """How many expenses."""
    amount: web.Money
    """What they would be charged, before tax."""
    first_day: date
    """When the oldest of them was spent."""
    needs_rate: bool
    """Whether the customer's invoices are in another currency: give the expenses a rate, or draft in this one."""

    @classmethod
    def of(cls, ready: ReadyExpenses) -> Self:
        """From what is ready."""
        return respond(
            cls, ready, currency=ready.currency, amount=amount_of(ready.amount, ready.currency)
        )


class AllReadyExpensesResponse(web.ResponseModel):
    """What can be billed of all customers."""

    items: list[ReadyExpensesResponse]
    """By customer's name and currency; currencies are never added up."""
    next_cursor: str | None = None
    """Send it as `cursor` to get the next page; null on the last."""
