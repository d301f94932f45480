"""The tables of qbo-sync.

`OAuthState`, `RealmOwner`, `Webhook` and `WebhookEvent` are read before the account is known: by a browser that comes
back from Intuit, and by Intuit's webhooks. They hold ids and no customer's data, and no endpoint lists them.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    ForeignKey,
    Index,
    Numeric,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from database.mapping import AccountOwned, current_account_default, grants
from qbo_sync.domain.connection import State
from qbo_sync.domain.remote import ExportState, Kind, RemoteState
from qbo_sync.store.base import Base
from qbo_sync.store.credit_tables import CreditNoteRow
from qbo_sync.store.sending_tables import SendingRow

__all__ = [
    "Base",
    "Connection",
    "CreditNoteRow",
    "IdMapping",
    "InvoiceExport",
    "OAuthState",
    "OrganizationRow",
    "PaymentLink",
    "RealmOwner",
    "SendingRow",
    "UnreadableEntity",
    "Webhook",
    "WebhookEvent",
]

Amount = Annotated[Decimal, mapped_column(Numeric(20, 5))]


class OAuthState(Base):
    """An authorization that an account has begun in a browser; its `state` comes back once.

    The state and the secret in the browser's cookie are stored as hashes.
    """

    __tablename__ = "oauth_states"

    state_hash: Mapped[bytes] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(server_default=current_account_default())
    browser_hash: Mapped[bytes]
    expires_at: Mapped[datetime]

    __table_args__ = grants("SELECT, INSERT, UPDATE, DELETE", across_accounts=True)


class RealmOwner(Base):
    """Whose a company is: that account's whose tokens were proved good for it, until it is released."""

    __tablename__ = "realm_owners"

    realm_id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(server_default=current_account_default())

    __table_args__ = (
        UniqueConstraint("account_id", name="one_company_per_account"),
        grants("SELECT, INSERT, DELETE", across_accounts=True),
    )


class Webhook(Base):
    """A genuine webhook as it came, stored once; `problem` says what in it cannot be read."""

    __tablename__ = "webhooks"

    body_hash: Mapped[bytes] = mapped_column(primary_key=True)
    body: Mapped[bytes]
    problem: Mapped[str | None]
    received_at: Mapped[datetime] = mapped_column(server_default=text("now()"))

    __table_args__ = (
        Index("webhooks_received", "received_at"),
        grants("SELECT, INSERT, DELETE", across_accounts=True),
    )


class WebhookEvent(Base):
    """An event of a webhook, stored once; `problem` says why it leads to nothing."""

    __tablename__ = "webhook_events"

    event_key: Mapped[str] = mapped_column(primary_key=True)
    body_hash: Mapped[bytes] = mapped_column(ForeignKey("webhooks.body_hash", ondelete="CASCADE"))
    realm_id: Mapped[str]
    entity: Mapped[str]
    entity_id: Mapped[str]
    operation: Mapped[str]
    problem: Mapped[str | None]

    __table_args__ = (
        Index("webhook_events_of_webhook", "body_hash"),
        grants("SELECT, INSERT", across_accounts=True),
    )


class Connection(AccountOwned, Base):
    """The account's QuickBooks company, what the company says of itself, and the encrypted tokens."""

    __tablename__ = "connections"

    realm_id: Mapped[str]
    state: Mapped[State] = mapped_column(Text)
    reason: Mapped[str | None]
    company_name: Mapped[str | None]
    country: Mapped[str | None]
    home_currency: Mapped[str | None]
    custom_txn_numbers: Mapped[bool | None]
    multi_currency: Mapped[bool | None]
    uses_sales_tax: Mapped[bool | None]
    income_account_id: Mapped[str | None]
    access_token: Mapped[bytes | None]
    refresh_token: Mapped[bytes | None]
    access_expires_at: Mapped[datetime | None]
    refresh_expires_at: Mapped[datetime | None]
    hard_expires_at: Mapped[datetime | None]
    token_version: Mapped[int]
    """Counts the tokens stored, so that who waited for a refresh sees that it was made."""
    consent: Mapped[int]
    """Counts the authorizations by an admin."""
    paused_until: Mapped[datetime | None]
    swept_until: Mapped[datetime | None]
    connected_at: Mapped[datetime | None]
    profile_read_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint(
            "state IN ('connecting', 'connected', 'reauth_required', 'disconnecting', 'disconnected')",
            name="connections_state",
        ),
        grants("SELECT, INSERT, UPDATE"),
    )


class OrganizationRow(AccountOwned, Base):
    """The newest version of an organization: it names the customer in QuickBooks."""

    __tablename__ = "organizations"

    organization_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    name: Mapped[str]
    billing_email: Mapped[str | None]
    address_lines: Mapped[list[str]] = mapped_column(ARRAY(Text))
    postal_code: Mapped[str | None]
    city: Mapped[str | None]
    country: Mapped[str | None]

    __table_args__ = grants("SELECT, INSERT, UPDATE")


class IdMapping(AccountOwned, Base):
    """Which QuickBooks id stands for a thing of ours in a company."""

    __tablename__ = "id_mappings"

    realm_id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    ours: Mapped[str] = mapped_column(primary_key=True)
    qbo_id: Mapped[str]

    __table_args__ = (
        CheckConstraint("kind IN ('customer', 'item', 'tax code')", name="id_mappings_kind"),
        grants("SELECT, INSERT, UPDATE, DELETE"),
    )


class InvoiceExport(AccountOwned, Base):
    """An issued invoice (`content` is an `IssuedInvoice`), how far its export is, and what QuickBooks shows of it.

    `requestid` is that of an attempt whose outcome is not known; `generation` counts what came to nothing for certain.
    `version` counts what was published of the invoice's copy and its payments.
    """

    __tablename__ = "invoice_exports"

    invoice_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str]
    organization_id: Mapped[UUID]
    currency: Mapped[str]
    total: Mapped[Amount]
    content: Mapped[dict[str, Any]]
    state: Mapped[ExportState] = mapped_column(Text)
    reason: Mapped[str | None]
    generation: Mapped[int]
    version: Mapped[int] = mapped_column(server_default=text("0"))
    requestid: Mapped[str | None]
    realm_id: Mapped[str | None]
    qbo_id: Mapped[str | None]
    doc_number: Mapped[str | None]
    sync_token: Mapped[str | None]
    qbo_total: Mapped[Amount | None]
    qbo_balance: Mapped[Amount | None]
    qbo_unapplied: Mapped[Amount | None]
    """What the payments of this invoice hold that pays nothing."""
    qbo_updated_at: Mapped[datetime | None]
    remote: Mapped[RemoteState | None] = mapped_column(Text)
    intuit_tid: Mapped[str | None]
    copied_at: Mapped[datetime | None]
    updated_at: Mapped[datetime] = mapped_column(server_default=text("now()"), onupdate=func.now())

    __table_args__ = (
        CheckConstraint(
            "state IN ('waiting_for_connection', 'queued', 'creating', 'copied', 'variance', 'failed')",
            name="invoice_exports_state",
        ),
        CheckConstraint("remote IN ('voided', 'deleted')", name="invoice_exports_remote"),
        CheckConstraint(
            "(state IN ('copied', 'variance')) = (qbo_id IS NOT NULL)", name="copied_has_an_id"
        ),
        UniqueConstraint("account_id", "realm_id", "qbo_id", name="one_invoice_each"),
        Index(
            "not_exported",
            "account_id",
            "state",
            postgresql_where=text("state NOT IN ('copied', 'variance')"),
        ),
        grants("SELECT, INSERT, UPDATE"),
    )


class UnreadableEntity(AccountOwned, Base):
    """A payment, an invoice or a credit memo that Intuit cannot give; `name` is its id, else says when it changed."""

    __tablename__ = "unreadable_entities"

    realm_id: Mapped[str] = mapped_column(primary_key=True)
    entity: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    reason: Mapped[str]
    seen_at: Mapped[datetime] = mapped_column(server_default=text("now()"))

    __table_args__ = grants("SELECT, INSERT, UPDATE, DELETE")


class PaymentLink(AccountOwned, Base):
    """Which payment pays which invoice, as QuickBooks showed it; undone when it shows it no more.

    `invoice_id` is null while the invoice is not known to be ours.
    """

    __tablename__ = "payment_links"

    seen_id: Mapped[UUID] = mapped_column(primary_key=True)
    realm_id: Mapped[str]
    qbo_payment_id: Mapped[str]
    qbo_invoice_id: Mapped[str]
    invoice_id: Mapped[UUID | None]
    kind: Mapped[Kind] = mapped_column(Text)
    amount: Mapped[Amount]
    paid_on: Mapped[date]
    reference: Mapped[str]
    unapplied: Mapped[Amount]
    """What of the whole payment pays nothing."""
    undone_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("kind IN ('cash', 'credit')", name="payment_links_kind"),
        Index(
            "one_live_link",
            "account_id",
            "realm_id",
            "qbo_payment_id",
            "qbo_invoice_id",
            "kind",
            unique=True,
            postgresql_where=text("undone_at IS NULL"),
        ),
        Index(
            "links_of_invoice",
            "account_id",
            "realm_id",
            "qbo_invoice_id",
            postgresql_where=text("undone_at IS NULL"),
        ),
        grants("SELECT, INSERT, UPDATE (invoice_id, unapplied, undone_at)"),
    )
