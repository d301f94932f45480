"""Receivables as JSON."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field

import web
from invoicing.domain.ageing import Age, By
from invoicing.queries.receivables import (
    CustomerPaging,
    CustomerReceivables,
    CustomersAfter,
    OpenInvoices,
    Receivables,
    ReceivablesFilter,
    SortedBy,
)
from invoicing.schemas.amounts import AmountOf, AmountsResponse, Day
from invoicing.schemas.cursors import Cursor, no_cursor, opened, sealed

Currency = Annotated[str, Field(pattern="^[A-Z]{3}$")]


class AsOfRequest(web.FilterModel):
    """Whose receivables are asked for, and on which day."""

    organization_id: UUID | None = None
    """Only those of this customer, or of one that was merged into it."""
    currency: Currency | None = None
    """Only those in this currency."""
    age: Age | None = None
    """Only what is so late."""
    as_of: Day | None = None
    """How it was at the end of this day of the account; without it, how it is now."""
    by: By = "recorded"
    """`recorded`: as it was shown at the end of that day. `dated`: by the dates of invoices, credit notes and payments,
    also of those that were recorded later."""

    def to_domain(self) -> ReceivablesFilter:
        """As the query takes it."""
        return ReceivablesFilter(self.organization_id, self.currency, self.age, self.as_of, self.by)


class ReceivablesRequest(AsOfRequest):
    """Whose receivables are asked for, in what order."""

    sort: SortedBy = "name"
    """By what customers come within their currency."""
    descending: bool = False
    """The last or largest first."""
    cursor: Cursor | None = None
    """`next_cursor` of the page before; the first page without."""
    limit: Annotated[int, Field(ge=1, le=500)] = 100
    """How many items a page has at most."""

    def paging(self) -> CustomerPaging:
        """As the query takes it."""
        after = _after(self.cursor, self.sort) if self.cursor else None
        return CustomerPaging(self.sort, self.descending, self.limit, after)


class OpenInvoicesRequest(AsOfRequest):
    """Which open invoices are asked for."""

    cursor: Cursor | None = None
    """`next_cursor` of the page before; the first page without."""
    limit: Annotated[int, Field(ge=1, le=500)] = 100
    """How many items a page has at most."""

    def after(self) -> tuple[date, UUID] | None:
        """The due date and the id of the last invoice of the page before."""
        if not self.cursor:
            return None
        try:
            due, invoice_id = opened(self.cursor)
            return date.fromisoformat(due), UUID(invoice_id)
        except (TypeError, ValueError) as error:
            raise no_cursor() from error


class AgeingResponse(AmountsResponse):
    """What is owed in one currency, by days after the due date."""

    currency: str
    """ISO 4217 code of every amount."""
    invoices: int
    """How many invoices something is owed of."""
    not_due: AmountOf
    """Owed, and not due before this day."""
    days_1_30: AmountOf
    """Owed, 1 to 30 days late."""
    days_31_60: AmountOf
    """Owed, 31 to 60 days late."""
    days_61_90: AmountOf
    """Owed, 61 to 90 days late."""
    days_over_90: AmountOf
    """Owed, more than 90 days late."""
    overdue: AmountOf
    """Owed, and late at all."""
    total: AmountOf
    """Everything owed."""
    credit: AmountOf
    """What was paid and no invoice is settled with; not taken off `total`."""


class CustomerReceivablesResponse(AgeingResponse):
    """What one customer owes in one currency, by days after the due date."""

    organization_id: UUID
    """The customer, with those that were merged into it."""
    organization_name: str | None
    """Their name now; null when not known here."""
    days_late: int
    """How late the one of their invoices is that was due first; 0 or less where none is late."""


class ReceivablesResponse(web.ResponseModel):
    """Who owes how much."""

    as_of: date
    """The day in the account's time zone."""
    items: list[CustomerReceivablesResponse]
    """By currency and then as it was asked for; currencies are never added up."""
    totals: list[AgeingResponse]
    """All that was asked for together, also what is on other pages; one for each currency."""
    next_cursor: str | None = None
    """Send it as `cursor` to get the next page; null on the last."""

    @classmethod
    def of(cls, found: Receivables, paging: CustomerPaging) -> Self:
        """From the report; each item is in its own currency."""
        shown = found.items[: paging.limit]
        return cls(
            as_of=found.as_of,
            items=[*map(CustomerReceivablesResponse.of, shown)],
            totals=[*map(AgeingResponse.of, found.totals)],
            next_cursor=_behind(shown[-1]) if len(found.items) > paging.limit else None,
        )


class OpenInvoiceResponse(AmountsResponse):
    """An invoice of which something is owed."""

    invoice_id: UUID
    """The invoice."""
    number: str
    """Its number."""
    organization_id: UUID
    """The customer, or the one that theirs was merged into."""
    organization_name: str
    """The customer as printed on the invoice."""
    currency: str
    """ISO 4217 code of every amount."""
    issue_date: date
    """When it was issued."""
    due_date: date
    """The last day on which payment was in time."""
    days_late: int
    """Days after the due date; 0 or less while it is not late."""
    total: AmountOf
    """What the invoice asks for."""
    owed: AmountOf
    """What is still owed of it."""
    disputed: bool
    """Whether the customer does not accept something of it, now."""


class OpenInvoicesResponse(web.ResponseModel):
    """The invoices behind a figure of the receivables."""

    as_of: date
    """The day in the account's time zone."""
    items: list[OpenInvoiceResponse]
    """The one that was due first before the others."""
    totals: list[AgeingResponse]
    """All that was asked for together, also what is on other pages; one for each currency."""
    next_cursor: str | None = None
    """Send it as `cursor` to get the next page; null on the last."""

    @classmethod
    def of(cls, found: OpenInvoices, limit: int) -> Self:
        """From the report; each item is in its own currency."""
        shown = found.items[:limit]
        last = shown[-1] if len(found.items) > limit else None
        return cls(
            as_of=found.as_of,
            items=[*map(OpenInvoiceResponse.of, shown)],
            totals=[*map(AgeingResponse.of, found.totals)],
            next_cursor=sealed(str(last.due_date), str(last.invoice_id)) if last else None,
        )


def _behind(last: CustomerReceivables) -> str:
    return sealed(last.currency, str(last.key), str(last.organization_id))


def _after(cursor: str, sort: SortedBy) -> CustomersAfter:
    try:
        currency, key, organization_id = opened(cursor)
        typed = key if sort == "name" else Decimal(key)
        return CustomersAfter(currency, typed, UUID(organization_id))
    except (TypeError, ValueError, InvalidOperation) as error:
        raise no_cursor() from error
