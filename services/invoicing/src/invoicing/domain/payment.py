"""Money that a customer paid, and counter-entries that undo it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, Self
from uuid import UUID

from domain_errors import InvalidInputError, NotFoundError
from invoicing.domain.allocation import Allocation, Funds, Receivable, TakenBack, check_decimals
from invoicing.domain.attributes import build
from invoicing.domain.errors import (
    PaymentIsReversalError,
    PaymentRefundedError,
    PaymentReversedError,
)
from money import is_payable

PaymentMethod = Literal["bank", "card", "cash", "qbo", "other"]
SettlementKind = Literal["cash", "credit", "difference"]
"""Whether money came in, a credit memo or another invoice's credit was applied, or a small rest was written off."""
_ABOVE_ALL_AMOUNTS = Decimal(10) ** 13


@dataclass(frozen=True, kw_only=True)
class NewPayment:
    """Money that came in, and how much of it settles which invoice.

    The organization may be left out when invoices name it.
    """

    received_on: date
    amount: Decimal
    currency: str
    method: PaymentMethod = "bank"
    kind: SettlementKind = "cash"
    reference: str = ""
    organization_id: UUID | None = None
    amounts: Mapping[UUID, Decimal] = field(default_factory=dict)
    bank_transaction_id: UUID | None = None
    written_off_with: UUID | None = None
    reason: str | None = None

    def check(self, today: date) -> None:
        """Refuse what is no payment. Raises `InvalidInputError`."""
        if not (0 < self.amount < _ABOVE_ALL_AMOUNTS and is_payable(self.amount, self.currency)):
            reason = f"must be above 0, with the decimals of {self.currency}"
            raise InvalidInputError("amount.amount", reason)
        if self.received_on > today:
            raise InvalidInputError("received_on", f"is in the future; today is {today}")
        check_decimals(self.amounts, self.currency)

    def payer(self, receivables: Collection[Receivable], merged_into: UUID | None = None) -> UUID:
        """Who paid: the organization that is named, and whose the invoices are. Raises `InvalidInputError`.

        The one that stays, where they are invoices of duplicates; `merged_into`: whose the one that is named is.
        """
        buyers = {receivable.organization_id for receivable in receivables}
        owners = {receivable.customer for receivable in receivables}
        named = {merged_into or self.organization_id} if self.organization_id else set()
        if len(owners | named) != 1:
            reason = (
                "are of several customers" if owners else "or organization_id must say who paid"
            )
            raise InvalidInputError("allocations", reason)
        if not buyers:
            assert self.organization_id
            return self.organization_id
        return buyers.pop() if len(buyers) == 1 else owners.pop()

    def payment(
        self,
        payment_id: UUID,
        payer: UUID,
        allocations: Collection[Allocation],
        *,
        by: str,
        now: datetime,
    ) -> "Payment":
        """The payment as it is recorded."""
        payment = build(
            Payment, self, id=payment_id, organization_id=payer, recorded_at=now, recorded_by=by
        )
        return payment.with_allocations(allocations)


@dataclass(frozen=True, kw_only=True)
class Payment:
    """`amount` is negative in a counter-entry, which names what it `reverses`; it has a `reason`, as a difference has.

    A difference that was `written_off_with` a payment is undone with that.
    """

    id: UUID
    organization_id: UUID
    received_on: date
    amount: Decimal
    currency: str
    method: PaymentMethod
    reference: str
    recorded_at: datetime
    recorded_by: str
    kind: SettlementKind = "cash"
    allocations: tuple[Allocation, ...] = ()
    taken_back: tuple[TakenBack, ...] = ()
    refunded: Decimal = Decimal(0)
    bank_transaction_id: UUID | None = None
    written_off_with: UUID | None = None
    reverses: UUID | None = None
    reversed_by: UUID | None = None
    reason: str | None = None
    merged_into: UUID | None = None

    @property
    def customer(self) -> UUID:
        """Whose credit it is: the payer's, or of the one that stays where the payer is a duplicate."""
        return self.merged_into or self.organization_id

    @property
    def credit(self) -> Decimal:
        """What is neither allocated to an invoice nor paid back: the customer's credit."""
        settled = sum((one.amount for one in self.allocations), Decimal(0))
        return self.amount - settled - self.refunded

    def settles(self, invoice_id: UUID) -> Decimal:
        """How much of an invoice it settles."""
        return sum((a.amount for a in self.allocations if a.invoice_id == invoice_id), Decimal(0))

    def funds(self) -> Funds:
        """What may still be allocated. Raises `PaymentIsReversalError`, `PaymentReversedError`."""
        self.check_reversible()
        if self.reversed_by:
            raise PaymentReversedError
        return Funds(self.credit, self.currency, self.customer)

    def check_reversible(self) -> None:
        """Refuse to reverse a reversal. Raises `PaymentIsReversalError`."""
        if self.reverses:
            raise PaymentIsReversalError

    def check_kept(self) -> None:
        """Refuse to undo what was paid back: the refund comes first. Raises `PaymentRefundedError`."""
        if self.refunded:
            raise PaymentRefundedError(
                f"{self.refunded} of it was paid back; reverse the refund first"
            )

    def with_allocations(self, added: Collection[Allocation]) -> Self:
        """The payment when it settles more, or less; what settles one invoice is one allocation."""
        merged = {allocation.invoice_id: allocation for allocation in self.allocations}
        for allocation in added:
            known = merged.get(allocation.invoice_id)
            amount = allocation.amount + (known.amount if known else 0)
            merged[allocation.invoice_id] = replace(allocation, amount=amount)
        left = (merged[key] for key in sorted(merged) if merged[key].amount)
        return replace(self, allocations=tuple(left))

    def take_back(
        self,
        invoice_id: UUID,
        *,
        reason: str,
        by: str,
        now: datetime,
        amount: Decimal | None = None,
    ) -> tuple["Payment", Allocation]:
        """The payment when what settles this invoice, or an `amount` of it, is credit again, and the counter-entry of that.

        Raises `NotFoundError` when nothing settles the invoice, `PaymentIsReversalError`, `PaymentReversedError`.
        """
        self.funds()
        found = next((a for a in self.allocations if a.invoice_id == invoice_id), None)
        if found is None:
            raise NotFoundError("allocation of this payment to this invoice")
        counter = replace(found, amount=-(found.amount if amount is None else amount))
        back = TakenBack(invoice_id, found.number, -counter.amount, reason, by, now)
        return replace(
            self.with_allocations([counter]), taken_back=(*self.taken_back, back)
        ), counter

    def counter_entry(self, counter_id: UUID, *, reason: str, by: str, now: datetime) -> "Payment":
        """What undoes the payment, with everything that it settled."""
        return replace(
            self,
            id=counter_id,
            amount=-self.amount,
            allocations=tuple(replace(a, amount=-a.amount) for a in self.allocations),
            taken_back=(),
            refunded=Decimal(0),
            bank_transaction_id=None,
            written_off_with=None,
            recorded_at=now,
            recorded_by=by,
            reverses=self.id,
            reason=reason,
        )


def given_back(
    settling: Collection[Payment], invoice_id: UUID, excess: Decimal
) -> list[tuple[Payment, Decimal]]:
    """Which payment gives back how much of what it settles of an invoice, when so much of that is not asked for any more.

    The newest gives first. A difference gives all of itself, or nothing: then a rest of it is owed again.
    """
    found = []
    for payment in sorted(settling, key=lambda one: one.id, reverse=True):
        settles = payment.settles(invoice_id)
        amount = min(excess, settles)
        if amount > 0:
            amount = settles if payment.kind == "difference" else amount
            found.append((payment, amount))
            excess -= amount
    return found
