"""Which part of a payment settles which invoice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from invoicing.states import Balance


@dataclass(frozen=True)
class Receivable:
    """An issued invoice as far as payments are concerned."""

    invoice_id: UUID
    organization_id: UUID
    number: str
    due_date: date
    currency: str
    balance: Balance


@dataclass(frozen=True)
class Share:
    """So much of a payment for one invoice; negative when a reversal takes it back."""

    invoice_id: UUID
    amount: Decimal


@dataclass(frozen=True)
class Refusal:
    """What is wrong with one of the shares."""

    index: int
    reason: str


def refusals(
    shares: Sequence[Share],
    receivables: Mapping[UUID, Receivable],
    currency: str,
    left: Decimal,
    payer: UUID | None = None,
) -> list[Refusal]:
    """Say what stands in the way of allocating these shares of the `left` that a payment still has.

    A `payer` settles only its own invoices; None while it is not known who paid.
    """
    found: list[Refusal] = []
    for index, share in enumerate(shares):
        receivable = receivables.get(share.invoice_id)
        if receivable is None:
            found.append(Refusal(index, "there is no such issued invoice"))
        elif payer and receivable.organization_id != payer:
            found.append(Refusal(index, "the invoice is another customer's"))
        elif receivable.currency != currency:
            found.append(Refusal(index, f"the invoice is in {receivable.currency}"))
        elif share.amount > receivable.balance.owed:
            owed = receivable.balance.owed
            found.append(Refusal(index, f"only {owed} is owed on {receivable.number}"))
        left -= share.amount
    if left < 0:
        found.append(Refusal(len(shares) - 1, f"the payment is exceeded by {-left}"))
    return found


def settled(receivable: Receivable, amount: Decimal) -> Receivable:
    """The receivable after `amount` more (or less) was allocated to it."""
    was = receivable.balance
    now = Balance(was.total, was.credited, was.allocated + amount)
    return Receivable(
        receivable.invoice_id,
        receivable.organization_id,
        receivable.number,
        receivable.due_date,
        receivable.currency,
        now,
    )
