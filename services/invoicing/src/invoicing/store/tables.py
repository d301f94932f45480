"""The tables that are written row by row; the migrations make them, and some more that only SQL reads."""

from typing import Any

from sqlalchemy import (
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
from sqlalchemy.types import TypeEngine

metadata = MetaData()
_TIME = DateTime(timezone=True)


def _table(table: str, /, **types: TypeEngine[Any] | type[TypeEngine[Any]]) -> Table:
    columns = [Column(name, kind) for name, kind in types.items()]
    return Table(table, metadata, Column("account_id", Uuid), *columns)


account_settings = _table(
    "account_settings",
    version=Integer,
    seller=JSONB,
    payment_instructions=Text,
    currency=Text,
    time_zone=Text,
    terms=JSONB,
    number_format=Text,
    tax_category=Text,
    tax_rate=Numeric,
    language=Text,
)
organization = _table(
    "organization",
    organization_id=Uuid,
    version=Integer,
    name=Text,
    vat_number=Text,
    address=JSONB(none_as_null=True),
    billing_contact=JSONB(none_as_null=True),
    language=Text,
    currency=Text,
)
draft = _table(
    "draft",
    id=Uuid,
    version=Integer,
    organization_id=Uuid,
    first_day=Date,
    last_day=Date,
    group_by=Text,
    currency=Text,
    language=Text,
    notes=Text,
    reference=Text,
    tax_category=Text,
    tax_rate=Numeric,
    created_at=_TIME,
    created_by=Text,
)
_LINE = {
    "line_id": Uuid,
    "position": Integer,
    "kind": Text,
    "description": Text,
    "amount": Numeric,
    "tax_category": Text,
    "tax_rate": Numeric,
    "seconds": Integer,
    "hourly_rate": Numeric,
    "service_type_id": Uuid,
    "service_type_name": Text,
    "first_day": Date,
    "last_day": Date,
}
draft_line = _table("draft_line", draft_id=Uuid, percent=Numeric, **_LINE)
invoice_line = _table("invoice_line", invoice_id=Uuid, **_LINE)
invoice = _table(
    "invoice",
    id=Uuid,
    number=Text,
    series=Text,
    sequence=Integer,
    organization_id=Uuid,
    issue_date=Date,
    due_date=Date,
    first_day=Date,
    last_day=Date,
    currency=Text,
    language=Text,
    seller=JSONB,
    buyer=JSONB,
    billing_contact=JSONB(none_as_null=True),
    delivery=Text,
    notes=Text,
    reference=Text,
    payment_instructions=Text,
    seconds=Integer,
    subtotal=Numeric,
    tax=Numeric,
    total=Numeric,
    previous_hash=Text,
    hash=Text,
    issued_at=_TIME,
    issued_by=Text,
)
invoice_tax = _table(
    "invoice_tax", invoice_id=Uuid, category=Text, rate=Numeric, base=Numeric, tax=Numeric
)
document = _table(
    "document",
    invoice_id=Uuid,
    media_type=Text,
    file_name=Text,
    sha256=Text,
    content=LargeBinary,
)
number_series = _table(
    "number_series", series=Text, last_sequence=Integer, last_issue_date=Date, last_hash=Text
)
balance = _table(
    "balance", invoice_id=Uuid, currency=Text, total=Numeric, credited=Numeric, allocated=Numeric
)
payment = _table(
    "payment",
    id=Uuid,
    organization_id=Uuid,
    received_on=Date,
    amount=Numeric,
    currency=Text,
    method=Text,
    reference=Text,
    reverses=Uuid,
    reason=Text,
    recorded_at=_TIME,
    recorded_by=Text,
    allocated=Numeric,
)
allocation = _table(
    "allocation", id=Uuid, payment_id=Uuid, invoice_id=Uuid, amount=Numeric, allocated_at=_TIME
)
