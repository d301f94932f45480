"""What can be said of an invoice from facts that are stored; none of these words is stored itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from contracts.invoicing import DeliveryChannel

PaymentState = Literal["unpaid", "partial", "paid", "overpaid"]
DeliveryState = Literal["not-sent", "queued", "sent", "failed"]
CopyState = Literal["not-copied", "copied", "variance", "failed"]


@dataclass(frozen=True)
class Balance:
    """What was asked for, taken back by credit notes, and paid."""

    total: Decimal
    credited: Decimal
    allocated: Decimal

    @property
    def owed(self) -> Decimal:
        """What is still owed; negative when more was paid than is asked for."""
        return self.total - self.credited - self.allocated

    @property
    def payment(self) -> PaymentState:
        """Say how far the invoice is paid."""
        if self.owed < 0:
            return "overpaid"
        if self.owed == 0:
            return "paid"
        return "partial" if self.allocated else "unpaid"

    def overdue(self, due_date: date, today: date) -> bool:
        """Say whether something is owed after the due date, by the account's local date."""
        return self.owed > 0 and today > due_date


@dataclass(frozen=True)
class Report:
    """What another service said of the invoice, and when."""

    outcome: str
    at: datetime
    detail: str | None = None


def newest(reports: Sequence[Report]) -> Report | None:
    """The report that holds: the last one; of two at the same instant, not the failure."""
    return max(reports, key=lambda r: (r.at, r.outcome != "failed"), default=None)


def delivery_state(channel: DeliveryChannel | None, last: Report | None) -> DeliveryState:
    """Say where the invoice is on its way to the customer. Without a channel it is a draft."""
    if last is not None:
        return "sent" if last.outcome == "sent" else "failed"
    return "not-sent" if channel in (None, "hand") else "queued"


def copy_state(last: Report | None) -> CopyState:
    """Say how the copy in QuickBooks is; the detail of a copied one is what differs from ours."""
    if last is None:
        return "not-copied"
    if last.outcome == "failed":
        return "failed"
    return "variance" if last.detail else "copied"
