"""What is asked of exports."""

from uuid import UUID

import web
from invoicing.domain.payment import SettlementKind
from invoicing.domain.states import PaymentState
from invoicing.queries.exports import ExportFilter
from invoicing.queries.payments import PaymentFilter
from invoicing.schemas.amounts import Day
from invoicing.schemas.receivables import Currency


class ExportRequest(web.FilterModel):
    """Which rows are asked for."""

    organization_id: UUID | None = None
    """Only those of this customer, or of one that was merged into it."""
    currency: Currency | None = None
    """Only those in this currency."""
    first_day: Day | None = None
    """Only those of this day or later."""
    last_day: Day | None = None
    """Only those of this day or earlier."""

    def rows(self) -> ExportFilter:
        """As the query takes it."""
        return ExportFilter(self.organization_id, self.currency, self.first_day, self.last_day)


class InvoicesExportRequest(ExportRequest):
    """Which invoices are asked for, by their issue dates."""

    payment: PaymentState | None = None
    """Only those that are paid so far."""
    overdue: bool | None = None
    """Only those with something owed after the due date, or only the others."""


class PaymentsExportRequest(ExportRequest):
    """Which payments are asked for, by the days on which they came in."""

    invoice_id: UUID | None = None
    """Only those that settle something of this invoice, or did."""
    kind: SettlementKind | None = None
    """Only those of this kind."""

    def payments(self) -> PaymentFilter:
        """What is asked of payments alone."""
        return PaymentFilter(invoice_id=self.invoice_id, kind=self.kind)
