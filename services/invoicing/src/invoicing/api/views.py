"""One draft or invoice, as JSON."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import web
from contracts.invoicing import TaxCategory
from invoicing.api.access import money, price
from invoicing.api.parties import ContactAnswer, PartyAnswer
from invoicing.api.summaries import SummaryAnswer, summary_fields
from invoicing.grouping import GroupBy
from invoicing.lines import Kind, Line
from invoicing.queries.views import View
from invoicing.tax import TaxTotal


class LineAnswer(web.ResponseModel):
    """A line. Time has seconds and a price per hour: amount = seconds × hourly_rate ÷ 3600, rounded half-up once."""

    line_id: UUID
    position: int
    kind: Kind
    description: str
    seconds: int | None
    hourly_rate: web.Money | None
    amount: web.Money
    tax_category: TaxCategory
    tax_rate: Decimal
    service_type_id: UUID | None
    service_type_name: str | None
    first_day: date | None
    last_day: date | None

    @classmethod
    def of(cls, line: Line, currency: str) -> "LineAnswer":
        """Write it."""
        return cls(
            line_id=line.line_id,
            position=line.position,
            kind=line.kind,
            description=line.description,
            seconds=line.seconds,
            hourly_rate=None if line.hourly_rate is None else price(line.hourly_rate, currency),
            amount=money(line.amount, currency),
            tax_category=line.tax.category,
            tax_rate=line.tax.rate,
            service_type_id=line.service_type_id,
            service_type_name=line.service_type_name,
            first_day=line.first_day,
            last_day=line.last_day,
        )


class TaxTotalAnswer(web.ResponseModel):
    """Tax of one category and rate, on the sum of its lines."""

    category: TaxCategory
    rate: Decimal
    base: web.Money
    tax: web.Money

    @classmethod
    def of(cls, total: TaxTotal, currency: str) -> "TaxTotalAnswer":
        """Write it."""
        return cls(
            category=total.tax.category,
            rate=total.tax.rate,
            base=money(total.base, currency),
            tax=money(total.amount, currency),
        )


class InvoiceAnswer(SummaryAnswer):
    """A draft or invoice with everything on it. The hashes are those of an issued one."""

    group_by: GroupBy | None
    language: str
    seller: PartyAnswer
    buyer: PartyAnswer
    billing_contact: ContactAnswer | None
    lines: list[LineAnswer]
    tax_totals: list[TaxTotalAnswer]
    notes: str
    reference: str
    payment_instructions: str
    document_sha256: str | None
    previous_hash: str | None
    hash: str | None

    @classmethod
    def from_view(cls, view: View) -> "InvoiceAnswer":
        """Write it."""
        bill, issued = view.bill, view.issued
        return cls(
            **summary_fields(view.summary, view.today),
            group_by=view.draft and view.draft.group_by,
            language=bill.language,
            seller=PartyAnswer.model_validate(bill.seller),
            buyer=PartyAnswer.model_validate(bill.buyer),
            billing_contact=bill.billing_contact
            and ContactAnswer.model_validate(bill.billing_contact),
            lines=[LineAnswer.of(line, bill.currency) for line in bill.lines],
            tax_totals=[TaxTotalAnswer.of(t, bill.currency) for t in bill.totals.taxes],
            notes=bill.notes,
            reference=bill.reference,
            payment_instructions=bill.payment_instructions,
            document_sha256=issued and issued.sha256,
            previous_hash=issued and issued.previous_hash,
            hash=issued and issued.hash,
        )
