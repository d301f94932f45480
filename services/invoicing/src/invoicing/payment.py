"""Money that a customer paid, or a counter-entry that undoes it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

Method = Literal["bank", "card", "cash", "qbo", "other"]


@dataclass(frozen=True)
class Payment:
    """`amount` is negative in a counter-entry, which names what it `reverses` and the `reason`."""

    id: UUID
    organization_id: UUID
    received_on: date
    amount: Decimal
    currency: str
    method: Method
    reference: str
    recorded_at: datetime
    recorded_by: str
    reverses: UUID | None = None
    reason: str | None = None
    allocated: Decimal = Decimal(0)

    @property
    def credit(self) -> Decimal:
        """What is not allocated to any invoice: the customer's credit."""
        return self.amount - self.allocated
