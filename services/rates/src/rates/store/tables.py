"""The tables as queries see them; migrations say how they are made and who may do what."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Integer,
    MetaData,
    Numeric,
    Table,
    Text,
    Uuid,
)

metadata = MetaData()

rates = Table(
    "rates",
    metadata,
    Column("account_id", Uuid),
    Column("rule_id", Uuid),
    Column("version", Integer),
    Column("project_id", Uuid),
    Column("organization_id", Uuid),
    Column("agent_id", Uuid),
    Column("service_type_id", Uuid),
    Column("weight", Integer),
    Column("amount", Numeric),
    Column("currency", Text),
    Column("valid_from", Date),
    Column("valid_to", Date),
    Column("recorded_at", DateTime(timezone=True)),
    Column("recorded_by", Text),
    Column("superseded_at", DateTime(timezone=True)),
    Column("superseded_by", Text),
)

time_entries = Table(
    "time_entries",
    metadata,
    Column("account_id", Uuid),
    Column("entry_id", Uuid),
    Column("version", Integer),
    Column("live", Boolean),
    Column("project_id", Uuid),
    Column("organization_id", Uuid),
    Column("agent_id", Uuid),
    Column("service_type_id", Uuid),
    Column("work_date", Date),
    Column("seconds", Integer),
    Column("billable", Boolean),
    Column("billed_at", DateTime(timezone=True)),
    Column("billed_price_version", Integer),
    Column("billed_rate", Numeric),
    Column("billed_currency", Text),
    Column("price_version", Integer),
    Column("priced_entry_version", Integer),
    Column("rule_id", Uuid),
    Column("hourly_rate", Numeric),
    Column("currency", Text),
    Column("unpriced_reason", Text),
)

prices = Table(
    "prices",
    metadata,
    Column("account_id", Uuid),
    Column("entry_id", Uuid),
    Column("price_version", Integer),
    Column("entry_version", Integer),
    Column("seconds", Integer),
    Column("rule_id", Uuid),
    Column("hourly_rate", Numeric),
    Column("currency", Text),
    Column("unpriced_reason", Text),
    Column("priced_at", DateTime(timezone=True)),
    Column("rules_as_of", DateTime(timezone=True)),
)
