"""Refunds, credit and how the account deals with them, as JSON."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

import web
from invoicing.domain.payment import PaymentMethod
from invoicing.domain.refund import NewRefund, PaymentSettings
from invoicing.schemas.amounts import AmountOf, AmountsResponse, Day, Limit, PositiveMoney
from invoicing.schemas.cursors import CustomersPageRequest
from invoicing.schemas.payments import AllocationsRequest


class RefundRequest(web.RequestModel):
    """Credit of a customer that was paid back."""

    organization_id: UUID
    """Whose credit it was."""
    refunded_on: Day
    """The day on which it went out, by the account's time zone; not in the future."""
    amount: PositiveMoney
    """At most the customer's credit in this currency; the oldest payments give it."""
    method: PaymentMethod = "bank"
    """How it went out."""
    reference: Annotated[str, Field(max_length=200)] = ""
    """What the bank statement will say, or a note of your own."""

    def to_domain(self) -> NewRefund:
        """As the domain has it."""
        return NewRefund(
            organization_id=self.organization_id,
            refunded_on=self.refunded_on,
            amount=self.amount.amount,
            currency=self.amount.currency,
            method=self.method,
            reference=self.reference,
        )


class RefundFilterRequest(web.FilterModel):
    """Which refunds are asked for."""

    organization_id: UUID | None = None
    """Only those of this customer, or of one that was merged into it."""


class RefundPartResponse(web.ResponseModel):
    """How much of a payment was paid back."""

    payment_id: UUID
    """The payment."""
    amount: AmountOf
    """How much; negative in a counter-entry."""


class RefundResponse(AmountsResponse):
    """A refund, or the counter-entry that undoes one."""

    id: UUID
    """The refund or counter-entry."""
    organization_id: UUID
    """The customer who got it."""
    refunded_on: date
    """The day on which it went out; of a counter-entry, that of the refund."""
    amount: AmountOf
    """How much went out; negative in a counter-entry."""
    method: PaymentMethod
    """How it went out."""
    reference: str
    """What the bank statement says, or a note; may be empty."""
    parts: list[RefundPartResponse]
    """The payments whose credit it was."""
    reverses: UUID | None
    """Of a counter-entry, the refund that it undoes; else null."""
    reversed_by: UUID | None
    """The counter-entry that undid the refund; null while it stands."""
    reason: str | None
    """Of a counter-entry, why; else null."""
    recorded_at: datetime
    """When it was recorded (UTC)."""
    recorded_by: str
    """Who recorded it: the subject of their token."""


class CreditUseRequest(AllocationsRequest):
    """Which invoices a customer's credit settles."""

    organization_id: UUID
    """Whose credit it is; the invoices are theirs."""
    currency: web.CurrencyCode
    """ISO 4217 code of the credit and the invoices."""


class CreditFilterRequest(CustomersPageRequest):
    """Whose credit is asked for."""

    organization_id: UUID | None = None
    """Only that of this customer."""


class CreditResponse(AmountsResponse):
    """What a customer has to their credit in one currency."""

    organization_id: UUID
    """The customer."""
    organization_name: str
    """Their name; empty when it is not known here yet."""
    credit: AmountOf
    """What payments brought that neither settles an invoice nor was paid back."""


class CreditsResponse(web.ResponseModel):
    """Who has credit."""

    items: list[CreditResponse]
    """By customer's name and currency."""
    next_cursor: str | None = None
    """Send it as `cursor` to get the next page; null on the last."""


class PaymentSettingsRequest(web.RequestModel):
    """How the account deals with small rests and with its customers' credit."""

    difference_limit: Limit
    """How much of an invoice may be written off as a difference in all, in the invoice's own currency; 0: nothing."""
    credit_on_issue: bool
    """Whether a customer's credit settles their next invoice when it is issued."""

    def to_domain(self) -> PaymentSettings:
        """As the domain has it."""
        return PaymentSettings(0, self.difference_limit, self.credit_on_issue)


class PaymentSettingsResponse(web.ResponseModel):
    """How the account deals with small rests and with its customers' credit."""

    difference_limit: web.Amount
    """How much of an invoice may be written off as a difference in all, in the invoice's own currency; 0: nothing."""
    credit_on_issue: bool
    """Whether a customer's credit settles their next invoice when it is issued."""
