"""The statement of a customer as JSON."""

from datetime import date
from typing import Self
from uuid import UUID

import web
from invoicing.domain.statement import CurrencyStatement, MovementKind, Statement
from invoicing.queries.statement import StatementFilter
from invoicing.schemas.amounts import AmountOf, Day, respond
from invoicing.schemas.receivables import AgeingResponse, Currency


class StatementRequest(web.FilterModel):
    """Which days a statement is of."""

    first_day: Day | None = None
    """Its first day; without it the first of the month two months before the last day."""
    last_day: Day | None = None
    """Its last day; without it today in the account's time zone."""
    currency: Currency | None = None
    """Only what is in this currency."""

    def to_domain(self) -> StatementFilter:
        """As the query takes it."""
        return StatementFilter(self.first_day, self.last_day, self.currency)


class StatementEntryResponse(web.ResponseModel):
    """What changed the amount that is owed, and what is owed after it."""

    day: date
    """The date of the document, or the day on which a payment came in; of a reversal, the day on which it was recorded."""
    kind: MovementKind
    """`credit`: a credit of QuickBooks was applied, `write_off`: a difference was let go, `refund`: credit was paid
    back, or that was undone; `reversal`: a payment, credit or difference was undone; `transfer`: money of another customer
    settles an invoice of this one or was paid out to it, or the other way round, since they were merged then."""
    document_id: UUID
    """The invoice, credit note or payment."""
    number: str | None
    """Its number; of a transfer that of the customer's own invoice. Null for payments."""
    about: str
    """The invoice that a credit note corrects, or for whose reminder an invoice charges a fee; the reference of a payment,
    or why it was undone; may be empty."""
    due_date: date | None
    """Of an invoice, the last day on which payment is in time."""
    amount: AmountOf
    """What was added to what is owed; negative where it was taken off."""
    balance: AmountOf
    """What is owed after it, less the customer's credit."""


class CurrencyStatementResponse(web.ResponseModel):
    """A statement in one currency."""

    currency: str
    """ISO 4217 code of every amount."""
    opening: AmountOf
    """What was owed before the first day, less the customer's credit."""
    entries: list[StatementEntryResponse]
    """By day; on one day invoices come first, payments last."""
    asked: AmountOf
    """What was added in the period."""
    settled: AmountOf
    """What was taken off in the period."""
    closing: AmountOf
    """What is owed after the last day, less the customer's credit."""
    ageing: AgeingResponse | None
    """What is owed after the last day by how late it is then, and the credit beside it; null where there is neither."""


class StatementResponse(web.ResponseModel):
    """The statement of a customer over a period."""

    organization_id: UUID
    """The customer, with those that were merged into it."""
    organization_name: str
    """Their name now."""
    first_day: date
    """The first day of the period."""
    last_day: date
    """The last day of the period."""
    currencies: list[CurrencyStatementResponse]
    """One for each currency that the customer has anything in; currencies are never added up."""

    @classmethod
    def of(cls, statement: Statement) -> Self:
        """From the statement; each part is in its own currency."""
        return cls(
            organization_id=statement.organization_id,
            organization_name=statement.customer.name,
            first_day=statement.first_day,
            last_day=statement.last_day,
            currencies=[_in_currency(one) for one in statement.currencies],
        )


def _in_currency(of: CurrencyStatement) -> CurrencyStatementResponse:
    currency = of.currency
    entries = [
        respond(StatementEntryResponse, one.movement, currency=currency, balance=one.balance)
        for one in of.entries
    ]
    ageing = AgeingResponse.of(of.ageing) if of.ageing else None
    return respond(CurrencyStatementResponse, of, currency=currency, entries=entries, ageing=ageing)
