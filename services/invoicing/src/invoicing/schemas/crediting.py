"""What can be credited, what a credit note would come to, and what would be owed then."""

from datetime import date
from typing import Self
from uuid import UUID

import web
from invoicing.domain.states import Balance, CreditState, PaymentState
from invoicing.queries.credit_notes import CreditableInvoice, CreditableLine, Preview
from invoicing.schemas.amounts import AmountOf, AmountsResponse, respond
from invoicing.schemas.credit_notes import CreditedAmountsResponse
from invoicing.schemas.invoices import TaxTotalResponse
from invoicing.schemas.lines import LineResponse


class CreditableEntryResponse(web.ResponseModel):
    """Seconds of a time entry, from `start` to `end`, that a line charges still."""

    entry_id: UUID
    """Timer's id of the entry."""
    start: int
    """The first of its seconds, counted from 0."""
    end: int
    """The second before which they end."""
    seconds: int
    """How many they are."""
    billed_seconds: int
    """What the line charges of them, after rounding."""
    work_date: date
    """The agent's local date on which the work started."""
    agent_name: str
    """Who did the work."""
    project_name: str | None
    """The project; null for work outside projects."""
    work_item_name: str | None
    """The ticket or task; null where none was named."""
    description: str
    """What was done, in the agent's words; may be empty."""


class CreditableLineResponse(LineResponse):
    """A line of an invoice, and what of it can still be credited."""

    credited: AmountOf
    """What credit notes took back of it, before tax."""
    left: AmountOf
    """What can still be credited of it, before tax."""
    is_open: bool
    """Whether something of it can still be credited: money, or time that costs nothing."""
    entries: list[CreditableEntryResponse]
    """The time that it charges still; empty for other lines."""

    @classmethod
    def of(cls, found: CreditableLine, currency: str) -> Self:
        """From a line."""
        return respond(cls, found, found.line, currency=currency)


class BalanceResponse(AmountsResponse):
    """What is owed on an invoice."""

    total: AmountOf
    """Of the invoice, with tax."""
    credited: AmountOf
    """What credit notes took back, with tax."""
    paid: AmountOf
    """What money settles."""
    credit_applied: AmountOf
    """What credit settles that was applied in QuickBooks."""
    differences: AmountOf
    """What was written off as a small difference."""
    balance: AmountOf
    """What is owed still."""
    payment: PaymentState
    """How far it is paid."""
    credit: CreditState
    """How much credit notes took back."""


class CreditableResponse(web.ResponseModel):
    """What of an invoice can still be credited."""

    invoice_id: UUID
    """The invoice."""
    number: str
    """Its number."""
    currency: str
    """ISO 4217 code of every amount."""
    balance: BalanceResponse
    """What is owed on it now."""
    lines: list[CreditableLineResponse]
    """Its lines, without texts, which charge nothing, and discounts, which follow the lines that they were taken off."""

    @classmethod
    def of(cls, found: CreditableInvoice) -> Self:
        """From what can be credited."""
        lines = [CreditableLineResponse.of(line, found.currency) for line in found.lines]
        balance = _balance(found.balance, found.currency)
        return cls(
            invoice_id=found.invoice_id,
            number=found.number,
            currency=found.currency,
            balance=balance,
            lines=lines,
        )


class CreditPreviewResponse(CreditedAmountsResponse):
    """What a credit note would take back, and what would be owed then."""

    lines: list[LineResponse]
    """What is taken back of which line; a discount's part is negative."""
    tax_totals: list[TaxTotalResponse]
    """VAT by category and rate."""
    before: BalanceResponse
    """What is owed now."""
    after: BalanceResponse
    """What would be owed."""
    customer_credit: AmountOf
    """What was paid beyond what would be asked for still: it would be the customer's credit."""

    @classmethod
    def of_preview(cls, found: Preview) -> Self:
        """From a preview."""
        lines = [LineResponse.of_line(line, found.currency) for line in found.credit.lines]
        return respond(
            cls,
            found,
            found.credit.totals,
            currency=found.currency,
            seconds=sum(line.seconds or 0 for line in found.credit.lines),
            lines=lines,
            before=_balance(found.before, found.currency),
            after=_balance(found.after, found.currency),
        )


def _balance(balance: Balance, currency: str) -> BalanceResponse:
    return respond(BalanceResponse, balance, currency=currency, balance=balance.owed)
