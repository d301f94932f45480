"""The base class of the tables, and what their columns hold."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Text
from sqlalchemy.orm import DeclarativeBase, Mapped

from database.mapping import TYPES, new_metadata
from invoicing.domain.customer_links import CustomerSees
from invoicing.domain.grouping import GroupBy
from invoicing.domain.invoice import DeliveryChannel
from invoicing.domain.lines import LineKind
from invoicing.domain.parties import Address, Contact, Party
from invoicing.domain.payment import PaymentMethod, SettlementKind
from invoicing.domain.tax import TaxCategory
from invoicing.domain.terms import Terms
from invoicing.store import triggers
from invoicing.store.mapping import JsonOf


class Base(DeclarativeBase):
    """The tables of this service."""

    metadata = new_metadata(
        *triggers.CLAIMS, *triggers.TOTALS, *triggers.ALLOCATIONS, *triggers.DOCUMENTS
    )
    type_annotation_map = (
        TYPES
        | {kind: JsonOf(kind) for kind in (Address, Contact, Party, Terms)}
        | dict.fromkeys(
            (
                CustomerSees,
                DeliveryChannel,
                GroupBy,
                LineKind,
                PaymentMethod,
                SettlementKind,
                TaxCategory,
            ),
            Text(),
        )
    )


class LineColumns:
    """What lines of drafts and of issued invoices have alike."""

    kind: Mapped[LineKind]
    description: Mapped[str]
    seconds: Mapped[int | None]
    hourly_rate: Mapped[Decimal | None]
    service_type_id: Mapped[UUID | None]
    service_type_name: Mapped[str | None]
    first_day: Mapped[date | None]
    last_day: Mapped[date | None]


def of_issued_invoice() -> ForeignKeyConstraint:
    """The invoice must be there."""
    return ForeignKeyConstraint(
        ["account_id", "invoice_id"], ["invoices.account_id", "invoices.id"]
    )
