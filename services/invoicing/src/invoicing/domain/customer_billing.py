"""What holds for the invoices of one customer unless a draft says otherwise."""

from dataclasses import dataclass, replace
from datetime import date

from domain_errors import InvalidInputError
from invoicing.domain.line_texts import NO_TEXTS, LineTexts
from invoicing.domain.terms import Terms


@dataclass(frozen=True)
class PurchaseOrder:
    """The number under which a customer ordered, and the days for which it holds; None: without end."""

    number: str
    valid_from: date | None = None
    valid_until: date | None = None

    def holds(self, first_day: date, last_day: date) -> bool:
        """Whether it covers all of these days."""
        begins = self.valid_from is None or self.valid_from <= first_day
        return begins and (self.valid_until is None or last_day <= self.valid_until)


@dataclass(frozen=True)
class CustomerBilling:
    """What a customer's drafts are proposed; None: as the account has it. Version 0: nothing was said yet.

    A public buyer needs a GLN and says who ordered; None: whoever has a GLN is one.
    """

    version: int = 0
    purchase_order: PurchaseOrder | None = None
    terms: Terms | None = None
    payment_instructions: str | None = None
    public_buyer: bool | None = None
    line_texts: LineTexts = NO_TEXTS

    def check(self) -> None:
        """Refuse what no draft can follow. Raises `InvalidInputError`."""
        if self.terms and self.terms.kind == "fixed-date":
            raise InvalidInputError("terms.kind", "a fixed date belongs to one invoice")
        self.line_texts.check()
        order = self.purchase_order
        if (
            order
            and order.valid_from
            and order.valid_until
            and order.valid_until < order.valid_from
        ):
            raise InvalidInputError("purchase_order.valid_until", "is before valid_from")

    def changed(self, new: "CustomerBilling") -> "CustomerBilling":
        """Replaced by new ones, with the next version."""
        return replace(new, version=self.version + 1)

    def order_for(self, first_day: date, last_day: date) -> str | None:
        """The purchase order that holds for work of these days."""
        order = self.purchase_order
        return order.number if order and order.holds(first_day, last_day) else None

    def is_public(self, gln: str | None) -> bool:
        """Whether the buyer with this GLN is a public one."""
        return bool(gln) if self.public_buyer is None else self.public_buyer


NOTHING_SAID = CustomerBilling()
