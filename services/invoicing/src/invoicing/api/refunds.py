"""`/v1/refunds`, `/v1/credits`: customers' credit, which settles invoices or is paid back; and what is written off."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

import web
from invoicing.api.access import Biller, Now, Reader
from invoicing.commands import pay
from invoicing.commands import refunds as commands
from invoicing.domain.errors import (
    AllocationRefusedError,
    CreditExceededError,
    DifferenceTooLargeError,
    PaymentIsReversalError,
    UnknownCustomerError,
)
from invoicing.queries import refunds
from invoicing.queries.bank import list_credits
from invoicing.schemas.payments import PaymentResponse, ReversalRequest, WriteOffRequest
from invoicing.schemas.refunds import (
    CreditFilterRequest,
    CreditResponse,
    CreditsResponse,
    CreditUseRequest,
    PaymentSettingsRequest,
    PaymentSettingsResponse,
    RefundFilterRequest,
    RefundRequest,
    RefundResponse,
)

router = web.router(tags=["payments"])
_WITHIN_PAYMENT = web.Constraint("allocated_within_payment")


@router.post("/refunds", status_code=201)
@web.requires_idempotency_key
@web.refuses(CreditExceededError, UnknownCustomerError, _WITHIN_PAYMENT)
async def create_refund(
    request: RefundRequest, session: web.Session, caller: Biller, now: Now
) -> RefundResponse:
    """Record that credit of a customer was paid back; the oldest payments with credit give it."""
    new = request.to_domain()
    refund = await commands.record_refund(session, new, by=caller.subject, now=now)
    return RefundResponse.of(refund)


@router.get("/refunds")
async def list_refunds(
    session: web.Session,
    caller: Reader,
    asked: Annotated[RefundFilterRequest, Query()],
    paging: web.Paging,
) -> web.Page[RefundResponse]:
    """Refunds and counter-entries in the order in which they were recorded."""
    found = await refunds.list_refunds(
        session, asked.organization_id, after=paging.after, limit=paging.limit + 1
    )
    return web.Page[RefundResponse].of(found, paging, RefundResponse.of)


@router.get("/refunds/{refund_id}")
async def get_refund(refund_id: UUID, session: web.Session, caller: Reader) -> RefundResponse:
    """One refund or counter-entry."""
    return RefundResponse.of(await refunds.load_refund(session, refund_id))


@router.post("/refunds/{refund_id}/reverse")
@web.refuses(PaymentIsReversalError)
async def reverse_refund(
    refund_id: UUID, request: ReversalRequest, session: web.Session, caller: Biller, now: Now
) -> RefundResponse:
    """Undo a refund by a counter-entry, which is answered: it is the customer's credit again.

    A refund is undone once: doing it again answers the counter-entry that is there.
    """
    counter = await commands.reverse_refund(
        session, refund_id, request.reason, by=caller.subject, now=now
    )
    return RefundResponse.of(counter)


@router.get("/credits")
async def list_customer_credit(
    session: web.Session, caller: Reader, asked: Annotated[CreditFilterRequest, Query()]
) -> CreditsResponse:
    """Which customers have credit, by name and currency."""
    found = await list_credits(
        session, asked.organization_id, after=asked.after(), limit=asked.limit + 1
    )
    return CreditsResponse(**asked.page(found, CreditResponse.of))


@router.post("/credits/use")
@web.requires_idempotency_key
@web.refuses(
    AllocationRefusedError,
    CreditExceededError,
    _WITHIN_PAYMENT,
    web.Constraint("allocated_within_balance"),
)
async def use_credit(
    request: CreditUseRequest, session: web.Session, caller: Biller, now: Now
) -> CreditsResponse:
    """Settle invoices with a customer's credit, the oldest payments first. Answers the credit that is left."""
    await pay.use_credit(
        session, request.organization_id, request.currency, request.amounts, now=now
    )
    found = await list_credits(session, request.organization_id)
    return CreditsResponse(items=[CreditResponse.of(one) for one in found])


@router.post("/invoices/{invoice_id}/write-off", status_code=201)
@web.requires_idempotency_key
@web.refuses(
    AllocationRefusedError, DifferenceTooLargeError, web.Constraint("allocated_within_balance")
)
async def write_off_difference(
    invoice_id: UUID, request: WriteOffRequest, session: web.Session, caller: Biller, now: Now
) -> PaymentResponse:
    """Write a small rest of an issued invoice off: a bank's fee, rounding. It settles the invoice without being money.

    It is undone as a payment is, by `POST /v1/payments/{payment_id}/reverse`.
    """
    [made] = await pay.write_off(
        session, {invoice_id: request.amount}, request.reason, by=caller.subject, now=now
    )
    return PaymentResponse.of(made)


@router.get("/payment-settings")
async def get_payment_settings(
    session: web.Session, caller: Reader, response: Response
) -> PaymentSettingsResponse:
    """How the account deals with small rests and with credit; defaults where nothing was set yet."""
    chosen = await refunds.load_settings(session)
    response.headers["ETag"] = web.etag(chosen.version)
    return PaymentSettingsResponse.model_validate(chosen)


@router.put("/payment-settings")
async def replace_payment_settings(
    request: PaymentSettingsRequest,
    session: web.Session,
    caller: Biller,
    expected: web.RequiredIfMatch,
    response: Response,
) -> PaymentSettingsResponse:
    """Replace how the account deals with small rests and with credit. What was written off stays."""
    chosen = await commands.update_payment_settings(session, request.to_domain(), expected=expected)
    response.headers["ETag"] = web.etag(chosen.version)
    return PaymentSettingsResponse.model_validate(chosen)
