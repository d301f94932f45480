"""What is derived of an invoice from stored facts; none of these states is stored itself."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from invoicing.domain.invoice import DeliveryChannel

PaymentState = Literal["unpaid", "partial", "paid", "overpaid"]
DeliveryState = Literal["not-sent", "queued", "sent", "failed", "unknown"]
"""`unknown`: the mail may have arrived, or not; a person may send it again."""
DeliveryOutcome = Literal["sent", "failed", "unknown"]
CreditState = Literal["none", "partial", "full"]
CopyState = Literal["not-copied", "copied", "variance", "failed"]


@dataclass(frozen=True)
class Balance:
    """What was asked for, taken back by credit notes, and settled.

    The total is what was credited, written off, paid and applied as credit, and what is owed: whoever shows one of them
    shows all that are not 0.
    """

    total: Decimal
    credited: Decimal
    allocated: Decimal
    credit_notes: int = 0
    differences: Decimal = Decimal(0)
    """Of what is allocated: small rests that were written off, which nobody paid."""
    credit_applied: Decimal = Decimal(0)
    """Of what is allocated: credit that was applied in QuickBooks, which is no money."""

    @property
    def paid(self) -> Decimal:
        """What money settles of it."""
        return self.allocated - self.differences - self.credit_applied

    @property
    def credit(self) -> CreditState:
        """How much of it credit notes took back."""
        if not self.credit_notes:
            return "none"
        return "full" if self.credited == self.total else "partial"

    @property
    def owed(self) -> Decimal:
        """What is still owed; negative when more was paid than is asked for."""
        return self.total - self.credited - self.allocated

    @property
    def payment(self) -> PaymentState:
        """How far the invoice is paid."""
        if self.owed < 0:
            return "overpaid"
        if self.owed == 0:
            return "paid"
        return "partial" if self.allocated else "unpaid"

    def overdue(self, due_date: date, today: date) -> bool:
        """Whether something is owed after the due date, by the account's local date."""
        return self.owed > 0 and today > due_date


@dataclass(frozen=True)
class DeliveryStatus:
    """Where the invoice is on its way to the customer, by the newest report; without a channel it is a draft."""

    channel: DeliveryChannel | None = None
    outcome: DeliveryOutcome | None = None
    recipient: str | None = None
    reason: str | None = None
    at: datetime | None = None

    @property
    def state(self) -> DeliveryState:
        """Not sent, on its way, or as it was reported."""
        if self.outcome is not None:
            return self.outcome
        return "not-sent" if self.channel in (None, "hand") else "queued"


@dataclass(frozen=True)
class CopyStatus:
    """How the copy in QuickBooks is, by the newest report; the reason of a copied one is what differs from ours."""

    outcome: str | None = None
    qbo_id: str | None = None
    reason: str | None = None
    at: datetime | None = None

    @property
    def state(self) -> CopyState:
        """Not copied, copied, copied with a difference, or failed."""
        if self.outcome is None:
            return "not-copied"
        if self.outcome == "failed":
            return "failed"
        return "variance" if self.reason else "copied"
