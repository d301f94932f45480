"""What customers do with the links that they got."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from database.mapping import AccountOwned, grants
from invoicing.store.tables.base import Base, of_issued_invoice


class CustomerLinkRow(AccountOwned, Base):
    """The newest link to an invoice; without a row the one that went along with it holds."""

    __tablename__ = "customer_links"

    invoice_id: Mapped[UUID] = mapped_column(primary_key=True)
    generation: Mapped[int]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    changed_by: Mapped[str]

    __table_args__ = (of_issued_invoice(), grants("SELECT, INSERT, UPDATE"))


class CustomerQuestionRow(AccountOwned, Base):
    """What a customer asked about an invoice."""

    __tablename__ = "customer_questions"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    invoice_id: Mapped[UUID]
    asked_at: Mapped[datetime]
    name: Mapped[str]
    text: Mapped[str]

    __table_args__ = (
        of_issued_invoice(),
        Index("customer_questions_of_invoice", "account_id", "invoice_id", "asked_at"),
        grants("SELECT, INSERT"),
    )
