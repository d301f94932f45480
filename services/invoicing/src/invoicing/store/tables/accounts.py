"""Settings and customers, as timer published them and as the account has set them."""

from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, composite, mapped_column

from database.mapping import AccountOwned, grants
from invoicing.domain.appearance import COLOUR
from invoicing.domain.appendix import TimeAppendix
from invoicing.domain.customer_links import CustomerSees
from invoicing.domain.line_texts import LineTexts
from invoicing.domain.parties import Address, Contact, Party
from invoicing.domain.payment_details import PaymentDetails
from invoicing.domain.tax import Tax, TaxCategory
from invoicing.domain.terms import Terms
from invoicing.store.tables.base import Base


class AccountSettingsRow(AccountOwned, Base):
    """The newest that timer published of the account's settings."""

    __tablename__ = "account_settings"

    version: Mapped[int]
    time_zone: Mapped[str]
    currency: Mapped[str]
    language: Mapped[str]

    __table_args__ = (grants("SELECT, INSERT, UPDATE"),)


class BillingSettingsRow(AccountOwned, Base):
    """The account's billing settings."""

    __tablename__ = "billing_settings"

    version: Mapped[int]
    seller: Mapped[Party]
    payment_instructions: Mapped[str]
    terms: Mapped[Terms]
    number_format: Mapped[str]
    credit_note_number_format: Mapped[str]
    quote_number_format: Mapped[str]
    tax_category: Mapped[TaxCategory]
    tax_rate: Mapped[Decimal]
    tax_code: Mapped[str | None]
    tax: Mapped[Tax] = composite("tax_category", "tax_rate", "tax_code")
    customer_sees: Mapped[CustomerSees]
    payment_details: Mapped[PaymentDetails] = mapped_column(server_default=text("'{}'"))
    colour: Mapped[str] = mapped_column(server_default=COLOUR)
    logo: Mapped[str | None]
    time_appendix: Mapped[TimeAppendix] = mapped_column(server_default="none")
    line_texts: Mapped[LineTexts] = mapped_column(server_default=text("'{}'"))
    hour_decimals: Mapped[int | None]

    __table_args__ = (
        CheckConstraint("hour_decimals BETWEEN 2 AND 4", name="billing_settings_hour_decimals"),
        grants("SELECT, INSERT, UPDATE"),
    )


class LogoRow(AccountOwned, Base):
    """A logo that the account has, or had: documents that were issued with it show it for ever."""

    __tablename__ = "logos"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    media_type: Mapped[str]
    content: Mapped[bytes]

    __table_args__ = (grants("SELECT, INSERT"),)


class OrganizationRow(AccountOwned, Base):
    """The newest that timer published of a customer."""

    __tablename__ = "organizations"

    organization_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    name: Mapped[str]
    vat_number: Mapped[str | None]
    registration_number: Mapped[str | None]
    gln: Mapped[str | None]
    address: Mapped[Address | None]
    billing_contact: Mapped[Contact | None]
    language: Mapped[str]
    currency: Mapped[str | None]
    code: Mapped[str | None]
    """Which numbers of invoices can hold."""
    merged_into: Mapped[UUID | None]
    """The customer to whom this one's time is billed, since it is a duplicate of that one."""

    __table_args__ = (
        Index(
            "organizations_merged_into",
            "account_id",
            "merged_into",
            postgresql_where=text("merged_into IS NOT NULL"),
        ),
        grants("SELECT, INSERT, UPDATE"),
    )
