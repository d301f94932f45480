"""The VAT ledger."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from database.mapping import AccountOwned, grants
from invoicing.domain.tax import TaxCategory
from invoicing.domain.vat import TaxedDocument
from invoicing.store.tables.base import Base


class VatEntryRow(AccountOwned, Base):
    """Base and tax of one code, category and rate on an issued document; negative on a credit note.

    Written with the document. `tax_code` is empty where lines name none.
    """

    __tablename__ = "vat_entries"

    document_id: Mapped[UUID] = mapped_column(primary_key=True)
    category: Mapped[TaxCategory] = mapped_column(primary_key=True)
    rate: Mapped[Decimal] = mapped_column(primary_key=True)
    tax_code: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[TaxedDocument]
    issue_date: Mapped[date]
    currency: Mapped[str]
    organization_id: Mapped[UUID]
    base: Mapped[Decimal]
    tax: Mapped[Decimal]
    vat_country: Mapped[str | None]
    vat_number: Mapped[str | None]

    __table_args__ = (
        CheckConstraint("kind IN ('invoice', 'credit-note')", name="vat_entries_kind_check"),
        Index(
            "vat_entries_by_day",
            "account_id",
            "issue_date",
            postgresql_include=["kind", "currency", "tax_code", "category", "rate", "base", "tax"],
        ),
        Index(
            "vat_entries_reverse_charged",
            "account_id",
            "issue_date",
            postgresql_where=text("category = 'reverse-charge'"),
        ),
        grants("SELECT, INSERT"),
    )
