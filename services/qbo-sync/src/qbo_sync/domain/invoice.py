"""Issued invoices and credit notes, as far as QuickBooks is told of them. Made from the events, and stored."""

from datetime import date
from decimal import Decimal
from typing import ClassVar, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from domain_errors import ConflictError

EntityName = Literal["Invoice", "CreditMemo"]
"""What a document becomes in QuickBooks."""


class NotExportableError(ConflictError):
    """QuickBooks cannot hold this invoice or credit note."""


class _Content(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)


class Address(_Content):
    """A postal address."""

    lines: tuple[str, ...]
    postal_code: str
    city: str
    country: str


class Buyer(_Content):
    """Who it is for, as printed on it."""

    name: str
    address: Address


class BillingContact(_Content):
    """Whom it is sent to."""

    email: str


class Line(_Content):
    """One line. A time line has seconds and a rate, another may have a quantity and its price; `tax_rate` is per cent.

    `billed_seconds`: what is charged, after rounding; None: all seconds.
    """

    kind: str
    description: str
    seconds: int | None
    hourly_rate: Decimal | None
    amount: Decimal
    tax_category: str
    tax_rate: Decimal
    last_day: date | None
    billed_seconds: int | None = None
    quantity: Decimal | None = None
    unit: str | None = None
    unit_price: Decimal | None = None

    @property
    def charged_seconds(self) -> int | None:
        """What is charged of a time line."""
        return self.seconds if self.billed_seconds is None else self.billed_seconds


class Document(_Content):
    """What got its number and will never change: all that QuickBooks is told of an invoice and of a credit note."""

    entity_name: ClassVar[EntityName]
    our_name: ClassVar[str]

    number: str
    organization_id: UUID
    issue_date: date
    currency: str
    buyer: Buyer
    billing_contact: BillingContact | None
    lines: tuple[Line, ...]
    tax: Decimal
    total: Decimal
    reference: str = ""
    purchase_order: str | None = None

    @property
    def id(self) -> UUID:
        """Ours."""
        raise NotImplementedError

    @property
    def marker(self) -> str:
        """What we find our own document in QuickBooks by; only the company's staff sees it."""
        return f"honorar:{self.our_name}:{self.id}"

    @property
    def taxes(self) -> set[tuple[str, Decimal]]:
        """The tax categories and rates of its lines."""
        return {(line.tax_category, line.tax_rate) for line in self.lines if line.kind != "text"}


class IssuedInvoice(Document):
    """An invoice."""

    entity_name = "Invoice"
    our_name = "invoice"

    invoice_id: UUID
    due_date: date

    @property
    def id(self) -> UUID:
        """Ours."""
        return self.invoice_id


class IssuedCreditNote(Document):
    """A credit note of an invoice; its amounts are positive."""

    entity_name = "CreditMemo"
    our_name = "credit-note"

    credit_note_id: UUID
    invoice_id: UUID
    reason: str

    @property
    def id(self) -> UUID:
        """Ours."""
        return self.credit_note_id
