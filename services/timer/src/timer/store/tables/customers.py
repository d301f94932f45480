"""Customers and the people there."""

from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from timer.store.tables.base import (
    CATALOGUE,
    Base,
    Named,
    Texts,
    Versioned,
    belongs_to,
    flag,
    texts,
)


class Organization(Versioned, Named, Base):
    """A customer."""

    __tablename__ = "organizations"

    address_lines: Mapped[Texts] = texts()
    postal_code: Mapped[str] = mapped_column(server_default="")
    city: Mapped[str] = mapped_column(server_default="")
    country: Mapped[str | None]
    vat_number: Mapped[str | None]
    language: Mapped[str] = mapped_column(server_default="en")
    currency: Mapped[str | None]
    email_domains: Mapped[Texts] = texts()
    archived: Mapped[bool] = flag(False)

    __table_args__ = (
        CheckConstraint("country ~ '^[A-Z]{2}$'", name="organizations_country_check"),
        CheckConstraint("currency ~ '^[A-Z]{3}$'", name="organizations_currency_check"),
        UniqueConstraint("account_id", "folded_name", name="organization_name_taken"),
        CATALOGUE,
    )


class Contact(Versioned, Base):
    """A person at an organization, which has at most one who gets the invoices."""

    __tablename__ = "contacts"

    organization_id: Mapped[UUID]
    name: Mapped[str]
    email: Mapped[str | None]
    phone: Mapped[str] = mapped_column(server_default="")
    billing: Mapped[bool] = flag(False)

    __table_args__ = (
        belongs_to("organizations", "organization_id", name="contact_organization"),
        Index(
            "one_billing_contact",
            "account_id",
            "organization_id",
            unique=True,
            postgresql_where=text("billing"),
        ),
        Index("contact_of_organization", "account_id", "organization_id", "id"),
        CATALOGUE,
    )
