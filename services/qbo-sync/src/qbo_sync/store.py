"""The tables. All but the first three hold rows of one account behind row-level security."""

from sqlalchemy import (
    ARRAY,
    Boolean,
    Column,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB

metadata = MetaData()
_time = DateTime(timezone=True)
_money = Numeric(20, 5)

oauth_state = Table(
    "oauth_state",
    metadata,
    Column("state_hash", LargeBinary, primary_key=True),
    Column("account_id", Uuid, nullable=False),
    Column("expires_at", _time, nullable=False),
)

realm_owner = Table(
    "realm_owner",
    metadata,
    Column("realm_id", Text, primary_key=True),
    Column("account_id", Uuid, nullable=False, unique=True),
)

webhook_inbox = Table(
    "webhook_inbox",
    metadata,
    Column("event_key", Text, primary_key=True),
    Column("realm_id", Text),
    Column("entity", Text),
    Column("entity_id", Text),
    Column("operation", Text),
    Column("problem", Text),
    Column("body", LargeBinary, nullable=False),
    Column("received_at", _time),
)

connection = Table(
    "connection",
    metadata,
    Column("account_id", Uuid, primary_key=True),
    Column("realm_id", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("reason", Text),
    Column("company_name", Text),
    Column("country", Text),
    Column("home_currency", Text),
    Column("custom_txn_numbers", Boolean),
    Column("multi_currency", Boolean),
    Column("uses_sales_tax", Boolean),
    Column("income_account_id", Text),
    Column("access_token", LargeBinary),
    Column("refresh_token", LargeBinary),
    Column("access_expires_at", _time),
    Column("refresh_expires_at", _time),
    Column("hard_expires_at", _time),
    Column("token_version", Integer, nullable=False),
    Column("consent", Integer, nullable=False),
    Column("paused_until", _time),
    Column("swept_until", _time),
    Column("connected_at", _time),
)

organization = Table(
    "organization",
    metadata,
    Column("account_id", Uuid, primary_key=True),
    Column("organization_id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("vat_number", Text),
    Column("billing_email", Text),
    Column("address_lines", ARRAY(Text), nullable=False),
    Column("postal_code", Text),
    Column("city", Text),
    Column("country", Text),
)

qbo_reference = Table(
    "qbo_reference",
    metadata,
    Column("account_id", Uuid, primary_key=True),
    Column("realm_id", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("ours", Text, primary_key=True),
    Column("qbo_id", Text, nullable=False),
)

qbo_invoice = Table(
    "qbo_invoice",
    metadata,
    Column("account_id", Uuid, primary_key=True),
    Column("invoice_id", Uuid, primary_key=True),
    Column("number", Text, nullable=False),
    Column("organization_id", Uuid, nullable=False),
    Column("currency", Text, nullable=False),
    Column("total", _money, nullable=False),
    Column("issued", JSONB, nullable=False),
    Column("state", Text, nullable=False),
    Column("reason", Text),
    Column("generation", Integer, nullable=False),
    Column("requestid", Text),
    Column("realm_id", Text),
    Column("qbo_id", Text),
    Column("doc_number", Text),
    Column("sync_token", Text),
    Column("qbo_total", _money),
    Column("qbo_balance", _money),
    Column("qbo_updated_at", _time),
    Column("remote", Text),
    Column("intuit_tid", Text),
    Column("copied_at", _time),
    Column("updated_at", _time),
)

qbo_payment_link = Table(
    "qbo_payment_link",
    metadata,
    Column("account_id", Uuid, nullable=False),
    Column("seen_id", Uuid, primary_key=True),
    Column("realm_id", Text, nullable=False),
    Column("payment_id", Text, nullable=False),
    Column("qbo_invoice_id", Text, nullable=False),
    Column("invoice_id", Uuid),
    Column("amount", _money, nullable=False),
    Column("paid_on", Date, nullable=False),
    Column("reference", Text, nullable=False),
    Column("undone_at", _time),
)
