"""Allocating payments: which part of a payment settles which invoice."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Self
from uuid import UUID

from domain_errors import FieldError, InvalidInputError
from invoicing.domain.errors import AllocationRefusedError
from invoicing.domain.states import Balance
from money import is_payable


@dataclass(frozen=True)
class Receivable:
    """An issued invoice as far as payments are concerned; `version` is that of the last event of it.

    `merged_into`: the customer whose duplicate its buyer is.
    """

    invoice_id: UUID
    organization_id: UUID
    number: str
    due_date: date
    currency: str
    version: int
    balance: Balance
    merged_into: UUID | None = None

    @property
    def customer(self) -> UUID:
        """Whose money settles it: its buyer's, or of the one that stays."""
        return self.merged_into or self.organization_id

    def after(self, amount: Decimal) -> Self:
        """The receivable when `amount` more (or less) is allocated to it, with the version for the event of that."""
        allocated = self.balance.allocated + amount
        return replace(self.raised(), balance=replace(self.balance, allocated=allocated))

    def credited(self, amount: Decimal) -> Self:
        """The receivable when one more credit note takes `amount` back."""
        balance = replace(
            self.balance,
            credited=self.balance.credited + amount,
            credit_notes=self.balance.credit_notes + 1,
        )
        return replace(self, balance=balance)

    def raised(self) -> Self:
        """With the version for one more event."""
        return replace(self, version=self.version + 1)


@dataclass(frozen=True)
class Allocation:
    """The part of a payment that settles an invoice; negative in a counter-entry, which takes it back."""

    invoice_id: UUID
    number: str
    amount: Decimal


@dataclass(frozen=True)
class TakenBack:
    """The part of a payment that settled an invoice and was taken back, by whom and why."""

    invoice_id: UUID
    number: str
    amount: Decimal
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Funds:
    """What a payment still has to allocate. A `payer` settles only their own invoices; None: not known yet.

    The payer is the one that stays, where a duplicate paid: both are one customer.
    """

    available: Decimal
    currency: str
    payer: UUID | None = None


def check_decimals(amounts: Mapping[UUID, Decimal], currency: str) -> None:
    """Refuse amounts with more decimals than the currency has. Raises `InvalidInputError`."""
    for index, amount in enumerate(amounts.values()):
        if not is_payable(amount, currency):
            raise InvalidInputError(
                f"allocations.{index}.amount", f"has more decimals than {currency}"
            )


def allocate(
    amounts: Mapping[UUID, Decimal], funds: Funds, receivables: Mapping[UUID, Receivable]
) -> tuple[Allocation, ...]:
    """Allocate an amount to each invoice, within the funds and what is owed (domain §5).

    Raises `AllocationRefusedError` with all that stands in the way.
    """
    refused = list(_refusals(amounts, funds, receivables))
    if refused:
        reasons = "; ".join(field.reason for field in refused)
        raise AllocationRefusedError(reasons, fields=refused)
    return tuple(
        Allocation(invoice_id, receivables[invoice_id].number, amount)
        for invoice_id, amount in amounts.items()
    )


def _refusals(
    amounts: Mapping[UUID, Decimal], funds: Funds, receivables: Mapping[UUID, Receivable]
) -> Iterator[FieldError]:
    for index, (invoice_id, amount) in enumerate(amounts.items()):
        reason = _refusal(amount, funds, receivables.get(invoice_id))
        if reason:
            yield FieldError(f"allocations.{index}", reason)
    exceeded = sum(amounts.values()) - funds.available
    if exceeded > 0:
        yield FieldError(
            f"allocations.{len(amounts) - 1}", f"the payment is exceeded by {exceeded}"
        )


def _refusal(amount: Decimal, funds: Funds, receivable: Receivable | None) -> str | None:
    if receivable is None:
        return "there is no such issued invoice"
    if funds.payer and receivable.customer != funds.payer:
        return "the invoice is another customer's"
    if receivable.currency != funds.currency:
        return f"the invoice is in {receivable.currency}"
    if amount > receivable.balance.owed:
        return f"only {receivable.balance.owed} is owed on {receivable.number}"
    return None


def allocation_up_to(amount: Decimal, receivable: Receivable) -> tuple[Allocation, ...]:
    """Allocate as much as is owed; nothing where nothing is."""
    settled = min(amount, receivable.balance.owed)
    if settled <= 0:
        return ()
    return (Allocation(receivable.invoice_id, receivable.number, settled),)
