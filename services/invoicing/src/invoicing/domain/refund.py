"""What customers have to their credit, and what becomes of it: it settles invoices, or is paid back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from domain_errors import InvalidInputError
from invoicing.domain.allocation import Receivable
from invoicing.domain.attributes import build
from invoicing.domain.errors import (
    CreditExceededError,
    DifferenceTooLargeError,
    PaymentIsReversalError,
)
from invoicing.domain.payment import Payment, PaymentMethod
from money import is_payable

_ABOVE_ALL_AMOUNTS = Decimal(10) ** 13


@dataclass(frozen=True)
class PaymentSettings:
    """How the account deals with small rests and with credit. The limit is in an invoice's own currency."""

    version: int = 0
    difference_limit: Decimal = Decimal(10)
    credit_on_issue: bool = False

    def check_difference(self, receivable: Receivable, amount: Decimal) -> None:
        """Refuse to write off more than the limit of an invoice, in all. Raises `DifferenceTooLargeError`."""
        written_off = receivable.balance.differences + amount
        if written_off > self.difference_limit:
            raise DifferenceTooLargeError(
                f"{written_off} of {receivable.number} would be written off; the account allows {self.difference_limit}"
            )


@dataclass(frozen=True)
class RefundPart:
    """How much of a payment was paid back; negative in a counter-entry."""

    payment_id: UUID
    amount: Decimal


@dataclass(frozen=True, kw_only=True)
class NewRefund:
    """Money that went back to a customer."""

    organization_id: UUID
    refunded_on: date
    amount: Decimal
    currency: str
    method: PaymentMethod = "bank"
    reference: str = ""
    bank_transaction_id: UUID | None = None

    def check(self, today: date) -> None:
        """Refuse what is no refund. Raises `InvalidInputError`."""
        if not (0 < self.amount < _ABOVE_ALL_AMOUNTS and is_payable(self.amount, self.currency)):
            reason = f"must be above 0, with the decimals of {self.currency}"
            raise InvalidInputError("amount.amount", reason)
        if self.refunded_on > today:
            raise InvalidInputError("refunded_on", f"is in the future; today is {today}")

    def refund(
        self, refund_id: UUID, payments: Sequence[Payment], *, by: str, now: datetime
    ) -> "Refund":
        """The refund as it is recorded, of the oldest payments with credit. Raises `CreditExceededError`."""
        parts = tuple(_parts(payments, self.amount))
        return build(Refund, self, id=refund_id, parts=parts, recorded_at=now, recorded_by=by)


@dataclass(frozen=True, kw_only=True)
class Refund:
    """`amount` is negative in a counter-entry, which names what it `reverses` and the `reason`."""

    id: UUID
    organization_id: UUID
    refunded_on: date
    amount: Decimal
    currency: str
    method: PaymentMethod
    reference: str
    recorded_at: datetime
    recorded_by: str
    parts: tuple[RefundPart, ...]
    bank_transaction_id: UUID | None = None
    reverses: UUID | None = None
    reversed_by: UUID | None = None
    reason: str | None = None

    def counter_entry(self, counter_id: UUID, *, reason: str, by: str, now: datetime) -> "Refund":
        """What undoes the refund: it is the customer's credit again. Raises `PaymentIsReversalError`."""
        if self.reverses:
            raise PaymentIsReversalError
        return replace(
            self,
            id=counter_id,
            amount=-self.amount,
            parts=tuple(RefundPart(one.payment_id, -one.amount) for one in self.parts),
            bank_transaction_id=None,
            reverses=self.id,
            reason=reason,
            recorded_at=now,
            recorded_by=by,
        )


def draw(
    payments: Sequence[Payment], amounts: Mapping[UUID, Decimal]
) -> Iterator[tuple[Payment, dict[UUID, Decimal]]]:
    """How much of which payment's credit settles which invoice, in the order of the payments.

    Raises `CreditExceededError` before the first.
    """
    credit = {one.id: one.credit for one in payments}
    _check_credit(sum(credit.values(), Decimal(0)), sum(amounts.values(), Decimal(0)))
    left = dict(amounts)
    for payment in payments:
        parts = {}
        for invoice_id, wanted in left.items():
            amount = min(wanted, credit[payment.id])
            if amount > 0:
                parts[invoice_id] = amount
                credit[payment.id] -= amount
        left = {key: wanted - parts.get(key, Decimal(0)) for key, wanted in left.items()}
        if parts:
            yield payment, parts


def _parts(payments: Sequence[Payment], amount: Decimal) -> Iterator[RefundPart]:
    _check_credit(sum((one.credit for one in payments), Decimal(0)), amount)
    for payment in payments:
        part = min(amount, payment.credit)
        if part > 0:
            yield RefundPart(payment.id, part)
            amount -= part


def _check_credit(there: Decimal, wanted: Decimal) -> None:
    if wanted > there:
        raise CreditExceededError(f"the customer has a credit of {there}, not {wanted}")
