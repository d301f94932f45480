"""An issued invoice, as far as QuickBooks is told of it. Made from the event by attribute, and stored."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from domain_errors import ConflictError


class NotExportableError(ConflictError):
    """QuickBooks cannot hold this invoice."""


class _Content(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)


class Address(_Content):
    """A postal address."""

    lines: tuple[str, ...]
    postal_code: str
    city: str
    country: str


class Buyer(_Content):
    """Who the invoice is for, as printed on it."""

    name: str
    address: Address


class BillingContact(_Content):
    """Whom the invoice is sent to."""

    email: str


class Line(_Content):
    """One invoice line. A time line has seconds and a rate; `tax_rate` is per cent.

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

    @property
    def charged_seconds(self) -> int | None:
        """What is charged of a time line."""
        return self.seconds if self.billed_seconds is None else self.billed_seconds


class IssuedInvoice(_Content):
    """An invoice that got its number and will never change."""

    invoice_id: UUID
    number: str
    organization_id: UUID
    issue_date: date
    due_date: date
    currency: str
    buyer: Buyer
    billing_contact: BillingContact | None
    lines: tuple[Line, ...]
    tax: Decimal
    total: Decimal

    @property
    def marker(self) -> str:
        """What we find our own invoice in QuickBooks by; only the company's staff sees it."""
        return f"honorar:invoice:{self.invoice_id}"

    @property
    def taxes(self) -> set[tuple[str, Decimal]]:
        """The tax categories and rates of its lines."""
        return {(line.tax_category, line.tax_rate) for line in self.lines if line.kind != "text"}
