"""What holds for the invoices of one customer."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field

import web
from invoicing.domain.customer_billing import CustomerBilling, PurchaseOrder
from invoicing.schemas.amounts import Day
from invoicing.schemas.invoices import PurchaseOrderNumber
from invoicing.schemas.line_texts import LineTextResponse, LineTextsRequest, to_line_texts
from invoicing.schemas.settings import TermsRequest, TermsResponse


class PurchaseOrderRequest(web.RequestModel):
    """Under which number a customer ordered."""

    number: Annotated[PurchaseOrderNumber, Field(min_length=1, pattern=r"\S")]
    """As the customer gave it."""
    valid_from: Day | None = None
    """First day of work that it covers; null: without beginning."""
    valid_until: Day | None = None
    """Last day of work that it covers, included; null: without end."""


class CustomerBillingRequest(web.RequestModel):
    """All that holds for a customer's invoices unless a draft says otherwise."""

    purchase_order: PurchaseOrderRequest | None
    """Put on drafts whose period it covers, or that are made while it holds; null for none."""
    terms: TermsRequest | None
    """When invoices are due, not `fixed-date`; null: as the account has it."""
    payment_instructions: Annotated[str, Field(max_length=1000)] | None
    """How to pay, printed under the total; null: as the account has it."""
    public_buyer: bool | None
    """Whether it is a public buyer, whose invoices need a GLN and a purchase order number or reference. Null: it is one when
    it has a GLN.
    """
    line_texts: LineTextsRequest = ()
    """What lines of time say, before the account's texts. Drafts that are there keep theirs."""

    def to_domain(self) -> CustomerBilling:
        """Raises `InvalidInputError` for terms that cannot be."""
        order = self.purchase_order
        return CustomerBilling(
            purchase_order=PurchaseOrder(**dict(order)) if order else None,
            terms=self.terms.to_domain() if self.terms else None,
            payment_instructions=self.payment_instructions,
            public_buyer=self.public_buyer,
            line_texts=to_line_texts(self.line_texts),
        )


class PurchaseOrderResponse(web.ResponseModel):
    """Under which number a customer ordered."""

    number: str
    """As the customer gave it."""
    valid_from: date | None
    """First day of work that it covers; null: without beginning."""
    valid_until: date | None
    """Last day of work that it covers, included; null: without end."""


class CustomerBillingResponse(web.ResponseModel):
    """All that holds for a customer's invoices unless a draft says otherwise."""

    purchase_order: PurchaseOrderResponse | None
    """Put on drafts whose period it covers, or that are made while it holds; null for none."""
    terms: TermsResponse | None
    """When invoices are due; null: as the account has it."""
    payment_instructions: str | None
    """How to pay, printed under the total; null: as the account has it."""
    public_buyer: bool | None
    """Whether it is a public buyer; null: it is one when it has a GLN."""
    line_texts: list[LineTextResponse]
    """What lines of time say, before the account's texts."""

    @classmethod
    def of(cls, billing: CustomerBilling) -> Self:
        """From what holds for a customer."""
        found = {name: getattr(billing, name) for name in cls.model_fields}
        found["line_texts"] = billing.line_texts.texts
        return cls.model_validate(found, from_attributes=True)
