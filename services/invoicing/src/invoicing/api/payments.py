"""`/v1/payments`: what came in, what it settles, and counter-entries."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Query

import web
from invoicing.api.access import Biller, Now, Reader
from invoicing.commands import pay
from invoicing.domain.errors import (
    AllocationRefusedError,
    DifferenceTooLargeError,
    PaymentIsReversalError,
    PaymentRefundedError,
    PaymentReversedError,
    UnknownCustomerError,
)
from invoicing.queries import payments
from invoicing.schemas.payments import (
    AllocationsRequest,
    PaymentFilterRequest,
    PaymentRequest,
    PaymentResponse,
    ReversalRequest,
)

router = web.router(tags=["payments"])

_ALLOCATING = (
    AllocationRefusedError,
    web.Constraint("allocated_within_balance"),
    web.Constraint("allocated_within_payment"),
    web.Constraint("allocated_to_its_payer"),
)


@router.post("/payments", status_code=201)
@web.requires_idempotency_key
@web.refuses(*_ALLOCATING, UnknownCustomerError, DifferenceTooLargeError)
async def create_payment(
    request: PaymentRequest, session: web.Session, caller: Biller, now: Now
) -> PaymentResponse:
    """Record a payment and settle invoices with it; what is left is the customer's credit."""
    small = request.written_off, request.write_off_reason
    payment = await pay.record_with_write_offs(
        session, request.to_domain(), *small, by=caller.subject, now=now
    )
    return PaymentResponse.of(payment)


@router.post("/payments/{payment_id}/allocations")
@web.requires_idempotency_key
@web.refuses(*_ALLOCATING, PaymentReversedError, PaymentIsReversalError)
async def create_allocations(
    payment_id: UUID,
    request: AllocationsRequest,
    session: web.Session,
    caller: Biller,
    now: Now,
) -> PaymentResponse:
    """Settle more invoices with what is left of a payment. Answers the payment."""
    payment = await pay.allocate_payment(session, payment_id, request.amounts, now=now)
    return PaymentResponse.of(payment)


@router.post("/payments/{payment_id}/allocations/{invoice_id}/reverse")
@web.requires_idempotency_key
@web.refuses(PaymentReversedError, PaymentIsReversalError)
async def reverse_allocation(
    payment_id: UUID,
    invoice_id: Annotated[UUID, Path(description="Id of the invoice that it settles.")],
    request: ReversalRequest,
    session: web.Session,
    caller: Biller,
    now: Now,
) -> PaymentResponse:
    """Take back what the payment settles of one invoice: it is the customer's credit again. Answers the payment."""
    payment = await pay.take_allocation_back(
        session, payment_id, invoice_id, request.reason, by=caller.subject, now=now
    )
    return PaymentResponse.of(payment)


@router.post("/payments/{payment_id}/reverse")
@web.refuses(PaymentIsReversalError, PaymentRefundedError)
async def reverse_payment(
    payment_id: UUID, request: ReversalRequest, session: web.Session, caller: Biller, now: Now
) -> PaymentResponse:
    """Undo a payment and everything that it settles by a counter-entry, which is answered.

    A payment is undone once: doing it again answers the counter-entry that is there.
    """
    counter = await pay.reverse_payment(
        session, payment_id, request.reason, by=caller.subject, now=now
    )
    return PaymentResponse.of(counter)


@router.get("/payments")
async def list_payments(
    session: web.Session,
    caller: Reader,
    asked: Annotated[PaymentFilterRequest, Query()],
    paging: web.Paging,
) -> web.Page[PaymentResponse]:
    """Payments and counter-entries in the order in which they were recorded, or the newest first."""
    found = await payments.list_payments(
        session, asked.to_domain(), after=paging.after, limit=paging.limit + 1
    )
    return web.Page[PaymentResponse].of(found, paging, PaymentResponse.of)


@router.get("/payments/{payment_id}")
async def get_payment(payment_id: UUID, session: web.Session, caller: Reader) -> PaymentResponse:
    """One payment or counter-entry, with what it settles."""
    return PaymentResponse.of(await payments.load_payment(session, payment_id))
