"""Payments as JSON."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, model_validator

import web
from invoicing.domain.payment import NewPayment, PaymentMethod, SettlementKind
from invoicing.queries.payments import PaymentFilter
from invoicing.schemas.amounts import AmountOf, AmountsResponse, Day, Positive, PositiveMoney


class AllocationRequest(web.RequestModel):
    """How much of the payment settles one invoice."""

    invoice_id: UUID
    """An issued invoice of the payer, in the payment's currency."""
    amount: Positive
    """In the payment's currency; at most what is owed on the invoice and left of the payment."""


class AllocationsRequest(web.RequestModel):
    """Which invoices the payment settles."""

    allocations: Annotated[tuple[AllocationRequest, ...], Field(max_length=500)]
    """Each invoice once."""

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        if len(self.amounts) != len(self.allocations):
            raise ValueError("an invoice is named twice in allocations")
        return self

    @property
    def amounts(self) -> dict[UUID, Decimal]:
        """How much settles which invoice."""
        return {allocation.invoice_id: allocation.amount for allocation in self.allocations}


class WriteOffPartRequest(web.RequestModel):
    """A small rest that is written off."""

    invoice_id: UUID
    """The invoice."""
    amount: Positive
    """In its currency; at most what is owed then, and what the settings of payments allow."""


class WriteOffsRequest(AllocationsRequest):
    """Which invoices the payment settles, and which small rests are written off with it."""

    write_offs: Annotated[tuple[WriteOffPartRequest, ...], Field(max_length=100)] = ()
    """Small rests that are written off with it: a bank's fee, rounding. Each invoice once."""
    write_off_reason: Annotated[str, Field(max_length=500)] = ""
    """Why they are; needed with `write_offs`."""

    @model_validator(mode="after")
    def _with_a_reason(self) -> Self:
        if len(self.written_off) != len(self.write_offs):
            raise ValueError("an invoice is named twice in write_offs")
        if self.write_offs and not self.write_off_reason.strip():
            raise ValueError("write_offs and write_off_reason belong together")
        return self

    @property
    def written_off(self) -> dict[UUID, Decimal]:
        """How much of which invoice is written off."""
        return {one.invoice_id: one.amount for one in self.write_offs}


class WriteOffRequest(web.RequestModel):
    """A small rest of an invoice that is written off."""

    amount: Positive
    """In the invoice's currency; at most what is owed, and what the settings of payments allow."""
    reason: Annotated[str, Field(min_length=1, max_length=500, pattern=r"\S")]
    """For people who read the books later: a bank's fee, rounding."""


class PaymentRequest(WriteOffsRequest):
    """Money that came in."""

    received_on: Day
    """The day on which it came in, by the account's time zone; not in the future."""
    amount: PositiveMoney
    """How much came in."""
    method: PaymentMethod = "bank"
    """How it came in; `qbo` is one that was entered in QuickBooks."""
    reference: Annotated[str, Field(max_length=200)] = ""
    """What the bank statement says, or a note of your own."""
    organization_id: UUID | None = None
    """The customer who paid. May be left out when the allocations say so."""
    allocations: Annotated[tuple[AllocationRequest, ...], Field(max_length=500)] = ()
    """Which invoices it settles, each once; what is left is the customer's credit."""

    def to_domain(self) -> NewPayment:
        """As the domain has it."""
        return NewPayment(
            received_on=self.received_on,
            amount=self.amount.amount,
            currency=self.amount.currency,
            method=self.method,
            reference=self.reference,
            organization_id=self.organization_id,
            amounts=self.amounts,
        )


class PaymentFilterRequest(web.FilterModel):
    """Which payments are asked for."""

    organization_id: UUID | None = None
    """Only those of this customer, or of one that was merged into it."""
    invoice_id: UUID | None = None
    """Only those that settle, or settled, this invoice."""
    kind: SettlementKind | None = None
    """Only money that came in, only applied credit, or only differences that were written off."""
    newest_first: bool = False
    """What was recorded last comes first; without it last."""

    def to_domain(self) -> PaymentFilter:
        """As the query takes it."""
        return PaymentFilter(**dict(self))


class ReversalRequest(web.RequestModel):
    """Why something is undone."""

    reason: Annotated[str, Field(min_length=1, max_length=500, pattern=r"\S")]
    """For people who read the books later."""


class AllocationResponse(web.ResponseModel):
    """What the payment settles of one invoice."""

    invoice_id: UUID
    """The invoice."""
    number: str
    """Its number."""
    amount: AmountOf
    """How much; negative in a counter-entry."""


class TakenBackResponse(web.ResponseModel):
    """What the payment settled of one invoice until that was taken back."""

    invoice_id: UUID
    """The invoice."""
    number: str
    """Its number."""
    amount: AmountOf
    """How much was taken back."""
    reason: str
    """Why."""
    by: str
    """Who took it back: the subject of their token."""
    at: datetime
    """When (UTC)."""


class PaymentResponse(AmountsResponse):
    """A payment, or the counter-entry that undoes one."""

    id: UUID
    """The payment or counter-entry."""
    organization_id: UUID
    """The customer who paid."""
    received_on: date
    """The day on which it came in; of a counter-entry, that of the payment."""
    amount: AmountOf
    """How much came in; negative in a counter-entry."""
    credit: AmountOf
    """What neither settles an invoice nor was paid back: the customer's credit."""
    refunded: AmountOf
    """How much of it was paid back to the customer."""
    bank_transaction_id: UUID | None
    """The transaction of the bank that it was made of; null for none."""
    written_off_with: UUID | None
    """Of a difference, the payment with which it was written off: it is undone with that. Else null."""
    method: PaymentMethod
    """How it came in."""
    kind: SettlementKind
    """`cash`: money came in. `credit`: none did; a credit memo or another invoice's credit was applied in QuickBooks.
    `difference`: none did either; a small rest of an invoice was written off.
    """
    reference: str
    """What the bank statement says, or a note; may be empty."""
    allocations: list[AllocationResponse]
    """Which invoices it settles."""
    taken_back: list[TakenBackResponse]
    """Which invoices it settled before that was taken back."""
    reverses: UUID | None
    """Of a counter-entry, the payment that it undoes; else null."""
    reversed_by: UUID | None
    """The counter-entry that undid the payment; null while it stands."""
    reason: str | None
    """Of a counter-entry or a difference, why; else null."""
    recorded_at: datetime
    """When it was recorded (UTC)."""
    recorded_by: str
    """Who recorded it: the subject of their token."""
