"""Tables of accounts: notes, which may change, and documents, which are only ever added to."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, composite, mapped_column

from database.mapping import TYPES, AccountOwned, grants, new_metadata
from money import Money


class Base(DeclarativeBase):
    metadata = new_metadata(
        "CREATE FUNCTION one() RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT 1 $$"
    )
    type_annotation_map = TYPES


class Note(AccountOwned, Base):
    __tablename__ = "notes"

    note_id: Mapped[UUID] = mapped_column(primary_key=True, insert_sentinel=True)
    name: Mapped[str]
    weight: Mapped[int] = mapped_column(server_default="0")

    __table_args__ = (grants("SELECT, INSERT, UPDATE (name), DELETE"),)


class Document(AccountOwned, Base):
    __tablename__ = "documents"

    document_id: Mapped[UUID] = mapped_column(primary_key=True)
    content: Mapped[str]
    amount: Mapped[Decimal]
    currency: Mapped[str]
    price: Mapped[Money] = composite("amount", "currency")
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    __table_args__ = (
        CheckConstraint("amount >= 0", name="documents_amount_check"),
        ExcludeConstraint(
            ("account_id", "="),
            (text("daterange(valid_from, valid_to, '[]')"), "&&"),
            name="documents_never_overlap",
        ),
        Index(None, "account_id", "valid_from", postgresql_where=text("amount > 0")),
        grants("SELECT, INSERT"),
    )


class Number(Base):
    """Of no account."""

    __tablename__ = "numbers"

    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)

    __table_args__ = (grants("SELECT"),)
