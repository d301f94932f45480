"""Payments as JSON."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, model_validator

import web
from invoicing.domain.payment import NewPayment, Payment, PaymentMethod, SettlementKind
from invoicing.schemas.amounts import AmountOf, Day, Positive


class AllocationRequest(web.RequestModel):
    """So much of the payment settles this invoice, in the payment's currency."""

    invoice_id: UUID
    amount: Positive


class AllocationsRequest(web.RequestModel):
    """Which invoices are settled, each once."""

    allocations: Annotated[tuple[AllocationRequest, ...], Field(max_length=500)]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        if len(self.amounts) != len(self.allocations):
            raise ValueError("an invoice is named twice in allocations")
        return self

    @property
    def amounts(self) -> dict[UUID, Decimal]:
        """How much settles which invoice."""
        return {allocation.invoice_id: allocation.amount for allocation in self.allocations}


class PaymentRequest(AllocationsRequest):
    """Money that came in. `organization_id` may be left out when there are allocations."""

    received_on: Day
    amount: web.Money
    method: PaymentMethod = "bank"
    reference: Annotated[str, Field(max_length=200)] = ""
    organization_id: UUID | None = None
    allocations: Annotated[tuple[AllocationRequest, ...], Field(max_length=500)] = ()

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


class ReversalRequest(web.RequestModel):
    """Why the payment, or one allocation of it, is undone."""

    reason: Annotated[str, Field(min_length=1, max_length=500)]


class AllocationResponse(web.ResponseModel):
    """What the payment settles of an invoice."""

    invoice_id: UUID
    number: str
    amount: AmountOf


class TakenBackResponse(web.ResponseModel):
    """What the payment settled of an invoice until it was taken back."""

    invoice_id: UUID
    number: str
    amount: AmountOf
    reason: str
    by: str
    at: datetime


class PaymentResponse(web.ResponseModel):
    """A payment, or a counter-entry with a negative amount; `credit` is what settles nothing yet.

    Of the kind `credit`, no money came in: a credit memo, or another invoice's credit, was applied in QuickBooks.
    """

    id: UUID
    organization_id: UUID
    received_on: date
    amount: AmountOf
    credit: AmountOf
    method: PaymentMethod
    kind: SettlementKind
    reference: str
    allocations: list[AllocationResponse]
    taken_back: list[TakenBackResponse]
    reverses: UUID | None
    reversed_by: UUID | None
    reason: str | None
    recorded_at: datetime
    recorded_by: str

    @classmethod
    def of(cls, payment: Payment) -> Self:
        """From a payment."""
        return cls.model_validate(payment, context=payment.currency)
