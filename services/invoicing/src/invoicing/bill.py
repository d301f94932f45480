"""An invoice as a whole: everything that is printed, before and after it gets its number."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from contracts.invoicing import DeliveryChannel
from invoicing.lines import Line, added_up
from invoicing.parties import Contact, Party
from invoicing.tax import Totals


@dataclass(frozen=True)
class Bill:
    """Seller, buyer, lines and totals; a draft has no number, nor dates."""

    invoice_id: UUID
    organization_id: UUID
    currency: str
    language: str
    seller: Party
    buyer: Party
    lines: tuple[Line, ...]
    totals: Totals = field(init=False)
    billing_contact: Contact | None = None
    first_day: date | None = None
    last_day: date | None = None
    notes: str = ""
    reference: str = ""
    payment_instructions: str = ""
    number: str | None = None
    issue_date: date | None = None
    due_date: date | None = None
    delivery: DeliveryChannel | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "totals", added_up(self.lines, self.currency))

    @property
    def seconds(self) -> int:
        """The time that the lines bill."""
        return sum(line.seconds or 0 for line in self.lines)

    @property
    def file_name(self) -> str:
        """What the document is called when it is saved."""
        return f"{(self.number or 'draft').replace('/', '-').replace(' ', '-')}.pdf"
