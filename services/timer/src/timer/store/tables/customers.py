"""Customers and the people there."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Computed,
    ForeignKeyConstraint,
    Index,
    PrimaryKeyConstraint,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from database.mapping import AccountOwned, grants
from timer.store.tables.base import (
    CATALOGUE,
    Base,
    Identified,
    Named,
    Texts,
    Versioned,
    belongs_to,
    flag,
    texts,
)


class Organization(Versioned, Named, Base):
    """A customer: a business, or a private person. Numbers are stored as `company_numbers` writes them."""

    __tablename__ = "organizations"

    address_lines: Mapped[Texts] = texts()
    postal_code: Mapped[str] = mapped_column(server_default="")
    city: Mapped[str] = mapped_column(server_default="")
    country: Mapped[str | None]
    kind: Mapped[str] = mapped_column(server_default="business")
    vat_number: Mapped[str | None]
    registration_number: Mapped[str | None]
    gln: Mapped[str | None]
    code: Mapped[str | None]
    language: Mapped[str] = mapped_column(server_default="en")
    currency: Mapped[str | None]
    billable: Mapped[bool | None]
    email_domains: Mapped[Texts] = texts()
    notes: Mapped[str] = mapped_column(server_default="")
    archived: Mapped[bool] = flag(False)
    merged_into: Mapped[UUID | None]
    """The organization that stays where this one is a duplicate of it; nothing that refers to this one is rewritten."""
    merged_at: Mapped[datetime | None]
    is_merged: Mapped[bool] = mapped_column(Computed("merged_into IS NOT NULL", persisted=True))
    target_is_merged: Mapped[bool | None] = mapped_column(
        Computed("CASE WHEN merged_into IS NOT NULL THEN false END", persisted=True)
    )
    """Refers to `is_merged` of the one that stays, so that there are neither chains nor circles."""

    __table_args__ = (
        CheckConstraint("country ~ '^[A-Z]{2}$'", name="organizations_country_check"),
        CheckConstraint("currency ~ '^[A-Z]{3}$'", name="organizations_currency_check"),
        CheckConstraint("kind IN ('business', 'private')", name="organizations_kind_check"),
        CheckConstraint("code ~ '^[A-Z0-9][A-Z0-9-]{0,7}$'", name="organizations_code_check"),
        CheckConstraint("gln ~ '^[0-9]{13}$'", name="organizations_gln_check"),
        CheckConstraint(
            "(merged_into IS NULL) = (merged_at IS NULL)", name="organizations_merged_check"
        ),
        UniqueConstraint("account_id", "folded_name", name="organization_name_taken"),
        UniqueConstraint("account_id", "id", "is_merged", name="organizations_merge_target"),
        ForeignKeyConstraint(
            ["account_id", "merged_into", "target_is_merged"],
            ["organizations.account_id", "organizations.id", "organizations.is_merged"],
            name="merged_into_one_that_stays",
        ),
        Index(
            "organization_merged_into",
            "account_id",
            "merged_into",
            postgresql_where=text("merged_into IS NOT NULL"),
        ),
        CATALOGUE,
    )


class OrganizationMerge(Identified, Base):
    """That an organization was merged into another, by whom, and by whom it was undone."""

    __tablename__ = "organization_merges"

    organization_id: Mapped[UUID]
    into_id: Mapped[UUID]
    merged_at: Mapped[datetime]
    merged_by: Mapped[str]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str | None]

    __table_args__ = (
        belongs_to("organizations", "organization_id"),
        belongs_to("organizations", "into_id"),
        CheckConstraint(
            "(undone_at IS NULL) = (undone_by IS NULL)", name="organization_merges_undone_check"
        ),
        Index(
            "one_merge_at_a_time",
            "account_id",
            "organization_id",
            unique=True,
            postgresql_where=text("undone_at IS NULL"),
        ),
        grants("SELECT, INSERT, UPDATE (undone_at, undone_by)"),
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
        Index("contact_by_email", "account_id", "email", "id"),
        CATALOGUE,
    )


class OrganizationDomain(AccountOwned, Base):
    """A domain of e-mail addresses, as it is on the wire; it belongs to one organization only."""

    __tablename__ = "organization_domains"

    domain: Mapped[str] = mapped_column(primary_key=True)
    organization_id: Mapped[UUID]

    __table_args__ = (
        PrimaryKeyConstraint("account_id", "domain", name="email_domain_taken"),
        belongs_to("organizations", "organization_id"),
        Index("domain_of_organization", "account_id", "organization_id"),
        grants("SELECT, INSERT, DELETE"),
    )


class OrganizationWord(AccountOwned, Base):
    """A word by which an organization is found, of its name, domains and numbers.

    The index is read by ranges of bytes: the only comparisons that PostgreSQL does by an index behind row-level security.
    """

    __tablename__ = "organization_words"

    organization_id: Mapped[UUID] = mapped_column(primary_key=True)
    word: Mapped[str] = mapped_column(primary_key=True)

    __table_args__ = (
        belongs_to("organizations", "organization_id"),
        Index(
            "organization_by_word",
            "account_id",
            "word",
            "organization_id",
            postgresql_ops={"word": "text_pattern_ops"},
        ),
        grants("SELECT, INSERT, DELETE"),
    )


class ContactWord(AccountOwned, Base):
    """A word by which a contact is found, of their name and e-mail address; as `OrganizationWord`."""

    __tablename__ = "contact_words"

    contact_id: Mapped[UUID] = mapped_column(primary_key=True)
    word: Mapped[str] = mapped_column(primary_key=True)

    __table_args__ = (
        belongs_to("contacts", "contact_id"),
        Index(
            "contact_by_word",
            "account_id",
            "word",
            "contact_id",
            postgresql_ops={"word": "text_pattern_ops"},
        ),
        grants("SELECT, INSERT, DELETE"),
    )
