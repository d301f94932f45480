"""How fast customers pay, as JSON."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field

import web
from invoicing.queries.collection import Collection, CurrencyCollection
from invoicing.schemas.amounts import AmountOf, AmountsResponse, respond


class CollectionRequest(web.FilterModel):
    """Whose payments are asked for, and how far back."""

    organization_id: UUID | None = None
    """Only those of this customer, or of one that was merged into it."""
    months: Annotated[int, Field(ge=1, le=36)] = 12
    """How many months back, this one included."""


class MonthEndResponse(AmountsResponse):
    """How things stood at the end of a month, or today, in one currency."""

    month: date
    """Its first day."""
    day: date
    """Its last day, or today."""
    receivables: AmountOf
    """What was owed at the end of that day by the dates of documents and payments, less the credit of customers."""
    billed: AmountOf
    """What was invoiced in the 90 days up to that day, with tax, less what was credited."""
    days_sales_outstanding: float | None
    """`receivables` ÷ `billed` × 90; 0 when customers' credit is more than what is owed, null when nothing was billed."""
    invoiced: AmountOf
    """What was invoiced in the month, with tax, less what was credited."""
    received: AmountOf
    """Payments of the month, with credits and differences that settled something, less what was undone or paid back."""


class PaidResponse(web.ResponseModel):
    """The invoices that are paid and whose last payment came in within the last 90 days."""

    invoices: int
    """How many."""
    days_to_pay: float | None
    """Days from issue date to last payment, on average; null when none was paid."""
    days_late: float | None
    """Days from due date to last payment, on average; negative when they were early, null when none was paid."""


class SentResponse(web.ResponseModel):
    """The invoices of this month."""

    issued: int
    """How many were issued."""
    issued_amount: AmountOf
    """What they ask for, with tax."""
    sent: int
    """How many of them were sent to the customer; those given by hand are not known to be."""
    sent_amount: AmountOf
    """What these ask for, with tax."""


class CurrencyCollectionResponse(web.ResponseModel):
    """How fast invoices in one currency are paid."""

    currency: str
    """ISO 4217 code of every amount."""
    owed: AmountOf
    """What is owed today."""
    overdue: AmountOf
    """What of it is late."""
    days_sales_outstanding: float | None
    """Today's, as in the last of `months`."""
    paid: PaidResponse
    """What was paid lately, and how long it took."""
    sent: SentResponse
    """What was issued and sent this month."""
    months: list[MonthEndResponse]
    """The earliest first."""


class CollectionResponse(web.ResponseModel):
    """How fast customers pay."""

    as_of: date
    """Today in the account's time zone."""
    currencies: list[CurrencyCollectionResponse]
    """By currency; currencies are never added up."""

    @classmethod
    def of(cls, found: Collection) -> Self:
        """From the report; each part is in its own currency."""
        return cls(as_of=found.as_of, currencies=[*map(_in_currency, found.currencies)])


def _in_currency(of: CurrencyCollection) -> CurrencyCollectionResponse:
    currency = of.currency
    return respond(
        CurrencyCollectionResponse,
        of,
        currency=currency,
        days_sales_outstanding=of.months[-1].days_sales_outstanding,
        sent=respond(SentResponse, of.sent, currency=currency),
        months=[respond(MonthEndResponse, one, currency=currency) for one in of.months],
    )
