"""`/v1/payments`: what came in, what it settles, and counter-entries."""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, model_validator
from sqlalchemy.ext.asyncio import AsyncSession

import web
from invoicing.allocating import Share
from invoicing.api.access import Biller, Day, Now, Reader, money
from invoicing.commands import paying
from invoicing.money import is_currency, is_payable
from invoicing.payment import Method
from invoicing.queries.payments import PaymentView, list_payments
from invoicing.store.accounts import load_account
from invoicing.terms import local_date

router = web.router(tags=["payments"])
_Positive = Annotated[web.Amount, Field(gt=0, max_digits=15)]


class AllocationBody(web.RequestModel):
    """So much of the payment settles this invoice, in the payment's currency."""

    invoice_id: UUID
    amount: _Positive


class AllocationsBody(web.RequestModel):
    """Which invoices are settled, each once."""

    allocations: Annotated[tuple[AllocationBody, ...], Field(max_length=500)]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        ids = [allocation.invoice_id for allocation in self.allocations]
        if len(set(ids)) != len(ids):
            raise ValueError("an invoice is named twice in allocations")
        return self

    def shares(self, currency: str) -> list[Share]:
        """Read them, or refuse them."""
        for index, allocation in enumerate(self.allocations):
            if not is_payable(allocation.amount, currency):
                raise web.invalid(
                    f"allocations.{index}.amount", f"has more decimals than {currency}"
                )
        return [Share(allocation.invoice_id, allocation.amount) for allocation in self.allocations]


class PaymentBody(AllocationsBody):
    """Money that came in. `organization_id` may be left out when there are allocations."""

    received_on: Day
    amount: web.Money
    method: Method = "bank"
    reference: Annotated[str, Field(max_length=200)] = ""
    organization_id: UUID | None = None
    allocations: Annotated[tuple[AllocationBody, ...], Field(max_length=500)] = ()

    def receipt(self, today: date) -> paying.Receipt:
        """Read it, or refuse it."""
        amount, currency = self.amount.amount, self.amount.currency
        if not is_currency(currency):
            raise web.invalid("amount.currency", "is not an ISO 4217 code")
        if not (0 < amount < 10**13 and is_payable(amount, currency)):
            raise web.invalid("amount.amount", f"must be above 0, with the decimals of {currency}")
        if self.received_on > today:
            raise web.invalid("received_on", f"is in the future; today is {today}")
        return paying.Receipt(
            received_on=self.received_on,
            amount=amount,
            currency=currency,
            method=self.method,
            reference=self.reference,
            shares=self.shares(currency),
            organization_id=self.organization_id,
        )


class ReverseBody(web.RequestModel):
    """Why the payment is undone."""

    reason: Annotated[str, Field(min_length=1, max_length=500)]


class ShareAnswer(web.ResponseModel):
    """What the payment settles of an invoice."""

    invoice_id: UUID
    number: str
    amount: web.Money


class PaymentAnswer(web.ResponseModel):
    """A payment, or a counter-entry with a negative amount; `credit` is what settles nothing yet."""

    id: UUID
    organization_id: UUID
    received_on: date
    amount: web.Money
    credit: web.Money
    method: Method
    reference: str
    allocations: list[ShareAnswer]
    reverses: UUID | None
    reversed_by: UUID | None
    reason: str | None
    recorded_at: datetime
    recorded_by: str

    @classmethod
    def of(cls, payment: PaymentView) -> "PaymentAnswer":
        """Write it."""
        row, currency = payment.row, payment.row.currency
        values = {name: row._mapping[name] for name in cls.model_fields if name in row._mapping}
        return cls(
            **{
                **values,
                "amount": money(row.amount, currency),
                "credit": money(row.amount - row.allocated, currency),
                "allocations": [
                    ShareAnswer(
                        invoice_id=share.invoice_id,
                        number=share.number,
                        amount=money(share.amount, currency),
                    )
                    for share in payment.shares
                ],
            }
        )


async def _answer(session: AsyncSession, payment_id: UUID) -> PaymentAnswer:
    found = await list_payments(session, payment_id=payment_id)
    if not found:
        raise web.not_found("payment")
    return PaymentAnswer.of(found[0])


@router.post("/payments", status_code=201)
async def create_payment(
    body: PaymentBody, session: web.Session, caller: Biller, now: Now
) -> PaymentAnswer:
    """Record a payment and settle invoices with it; what is left is the customer's credit."""
    today = local_date(now, (await load_account(session)).time_zone)
    payment_id = await paying.record_payment(
        session, caller.account_id, body.receipt(today), by=caller.subject, now=now
    )
    return await _answer(session, payment_id)


@router.post("/payments/{payment_id}/allocations")
async def create_allocations(
    payment_id: UUID, body: AllocationsBody, session: web.Session, caller: Biller, now: Now
) -> PaymentAnswer:
    """Settle more invoices with what is left of a payment."""
    before = await _answer(session, payment_id)
    shares = body.shares(before.amount.currency)
    await paying.allocate(session, caller.account_id, payment_id, shares, now=now)
    return await _answer(session, payment_id)


@router.post("/payments/{payment_id}/reverse")
async def reverse_payment(
    payment_id: UUID, body: ReverseBody, session: web.Session, caller: Biller, now: Now
) -> PaymentAnswer:
    """Undo a payment by a counter-entry, which is answered; a payment is undone once."""
    counter_id = await paying.reverse(
        session, caller.account_id, payment_id, body.reason, by=caller.subject, now=now
    )
    return await _answer(session, counter_id)


@router.get("/payments")
async def read_payments(
    session: web.Session,
    caller: Reader,
    paging: web.Paging,
    organization_id: UUID | None = None,
    invoice_id: UUID | None = None,
) -> web.Page[PaymentAnswer]:
    """Payments and counter-entries in the order in which they were recorded."""
    found = await list_payments(
        session,
        organization_id=organization_id,
        invoice_id=invoice_id,
        after=paging.after,
        limit=paging.limit + 1,
    )
    return web.Page[PaymentAnswer].of(found, paging, PaymentAnswer.of)


@router.get("/payments/{payment_id}")
async def read_payment(payment_id: UUID, session: web.Session, caller: Reader) -> PaymentAnswer:
    """One payment or counter-entry."""
    return await _answer(session, payment_id)
