"""Drafts and invoices at a glance."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from invoicing.domain.attributes import build
from invoicing.domain.invoice import InvoiceContent
from invoicing.domain.states import (
    Balance,
    CopyStatus,
    CreditState,
    DeliveryStatus,
    PaymentState,
)

InvoiceState = Literal["draft", "issued"]


@dataclass(frozen=True, kw_only=True)
class InvoiceSummary:
    """An invoice without its lines, as it stands `today` in the account's zone.

    A draft has a version, and owes nothing yet.
    """

    id: UUID
    state: InvoiceState
    organization_id: UUID
    organization_name: str
    currency: str
    seconds: int
    subtotal: Decimal
    tax: Decimal
    total: Decimal
    first_day: date | None
    last_day: date | None
    created_at: datetime
    today: date
    version: int | None = None
    number: str | None = None
    issue_date: date | None = None
    due_date: date | None = None
    settlement: Balance | None = None
    delivery: DeliveryStatus = field(default_factory=DeliveryStatus)
    quickbooks: CopyStatus = field(default_factory=CopyStatus)
    disputed: bool = False

    @property
    def paid(self) -> Decimal:
        """What money settles of it."""
        return self.settlement.paid if self.settlement else Decimal(0)

    @property
    def differences(self) -> Decimal:
        """What was written off of it as a small difference."""
        return self.settlement.differences if self.settlement else Decimal(0)

    @property
    def credit_applied(self) -> Decimal:
        """What credit that was applied in QuickBooks settles of it."""
        return self.settlement.credit_applied if self.settlement else Decimal(0)

    @property
    def credited(self) -> Decimal:
        """What credit notes took back of it."""
        return self.settlement.credited if self.settlement else Decimal(0)

    @property
    def credit(self) -> CreditState:
        """How much of it credit notes took back."""
        return self.settlement.credit if self.settlement else "none"

    @property
    def balance(self) -> Decimal:
        """What is still owed."""
        return self.settlement.owed if self.settlement else Decimal(0)

    @property
    def payment(self) -> PaymentState:
        """How far it is paid."""
        return self.settlement.payment if self.settlement else "unpaid"

    @property
    def overdue(self) -> bool:
        """Whether something is owed after its due date."""
        if self.settlement is None or self.due_date is None:
            return False
        return self.settlement.overdue(self.due_date, self.today)


def summarize(content: InvoiceContent, **given: Any) -> InvoiceSummary:
    """The summary of a draft or invoice whose content is known; `given` is what the content does not say."""
    name = content.buyer.name
    return build(InvoiceSummary, content, content.totals, organization_name=name, **given)


def summarize_draft(
    content: InvoiceContent, *, version: int, created_at: datetime, today: date
) -> InvoiceSummary:
    """The summary of a draft."""
    return summarize(
        content,
        state="draft",
        version=version,
        created_at=created_at,
        today=today,
        delivery=DeliveryStatus(),
    )
