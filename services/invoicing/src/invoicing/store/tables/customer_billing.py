"""What holds for the invoices of one customer."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from database.mapping import AccountOwned, grants
from invoicing.domain.customer_billing import PurchaseOrder
from invoicing.domain.line_texts import LineTexts
from invoicing.domain.terms import Terms
from invoicing.store.tables.base import Base


class CustomerBillingRow(AccountOwned, Base):
    """What a customer's drafts are proposed; without a row nothing was said of it."""

    __tablename__ = "customer_billing"

    organization_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    purchase_order: Mapped[PurchaseOrder | None]
    terms: Mapped[Terms | None]
    payment_instructions: Mapped[str | None]
    public_buyer: Mapped[bool | None]
    line_texts: Mapped[LineTexts]
    changed_by: Mapped[str]
    changed_at: Mapped[datetime]

    __table_args__ = (grants("SELECT, INSERT, UPDATE"),)
