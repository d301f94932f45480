"""An invoice that can still be changed."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from invoicing.account import Account
from invoicing.bill import Bill
from invoicing.customer import Customer
from invoicing.discounts import Discount, with_discounts
from invoicing.grouping import GroupBy
from invoicing.lines import Line, added_up
from invoicing.tax import Tax, Totals


@dataclass(frozen=True)
class Draft:
    """What the caller chose, the lines, and the discounts on the whole."""

    id: UUID
    version: int
    organization_id: UUID
    group_by: GroupBy
    currency: str
    language: str
    tax: Tax
    created_at: datetime
    created_by: str
    first_day: date | None = None
    last_day: date | None = None
    notes: str = ""
    reference: str = ""
    lines: tuple[Line, ...] = ()
    discounts: tuple[Discount, ...] = ()

    def totals(self) -> Totals:
        """What the draft adds up to."""
        return added_up(self.settled_lines(), self.currency)

    def settled_lines(self) -> tuple[Line, ...]:
        """The lines as they are printed, with the discounts spread over the taxes."""
        return with_discounts(self.lines, self.discounts, self.currency)

    @property
    def days(self) -> tuple[date | None, date | None]:
        """The period that was asked for, else the days on which something on the lines was done."""
        if self.first_day and self.last_day:
            return self.first_day, self.last_day
        first = min((line.first_day for line in self.lines if line.first_day), default=None)
        return first, max((line.last_day for line in self.lines if line.last_day), default=None)

    def bill(self, account: Account, customer: Customer) -> Bill:
        """Add up the draft as it would be issued now."""
        first_day, last_day = self.days
        return Bill(
            invoice_id=self.id,
            organization_id=self.organization_id,
            currency=self.currency,
            language=self.language,
            seller=account.seller,
            buyer=customer.party,
            billing_contact=customer.billing_contact,
            lines=self.settled_lines(),
            first_day=first_day,
            last_day=last_day,
            notes=self.notes,
            reference=self.reference,
            payment_instructions=account.payment_instructions,
        )
