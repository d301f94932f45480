"""Tables as typed SQLAlchemy mappings: the one definition of columns, constraints, indexes, walls and grants.

A service has one base class and maps each table on it:

    class Base(DeclarativeBase):
        metadata = new_metadata()
        type_annotation_map = TYPES

    class Rate(AccountOwned, Base):
        __tablename__ = "rates"
        rate_id: Mapped[UUID] = mapped_column(primary_key=True, insert_sentinel=True)
        amount: Mapped[Decimal]
        __table_args__ = (
            CheckConstraint("amount >= 0", name="rates_amount_check"),
            grants("SELECT, INSERT, UPDATE (superseded_at)"),
        )

`database.schema` derives the DDL from it, and `make check` compares that with what the migrations make.
`insert_sentinel` on the last client-made key column lets the ORM insert many rows in one statement.
"""

from collections.abc import Callable
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, TypeVar
from uuid import UUID

from sqlalchemy import BigInteger, Date, DateTime, LargeBinary, MetaData, Numeric, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql.elements import TextClause

CURRENT_ACCOUNT = "NULLIF(current_setting('honorar.account', true), '')::uuid"
"""The account that `enter_account` set for the transaction; NULL outside of one."""
ACROSS_ACCOUNTS = "current_setting('honorar.across_accounts', true) = 'on'"
"""Whether the transaction works for no single account (`work_across_accounts`)."""

D = TypeVar("D")

BigInt = Annotated[int, mapped_column(BigInteger)]

TYPES: dict[Any, Any] = {
    str: Text(),
    Decimal: Numeric(),
    datetime: DateTime(timezone=True),
    date: Date(),
    UUID: Uuid(),
    bytes: LargeBinary(),
    dict[str, Any]: JSONB(none_as_null=True),
}
"""Column types by annotation, for `type_annotation_map`."""

_NAMES = {  # those that PostgreSQL gives by itself
    "pk": "%(table_name)s_pkey",
    "uq": "%(table_name)s_%(column_0_N_name)s_key",
    "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
    "ix": "%(table_name)s_%(column_0_N_name)s_idx",
}


def new_metadata(*extra_ddl: str) -> MetaData:
    """Make the collection of a package's tables; `extra_ddl` are statements for what mappings cannot express (triggers)."""
    return MetaData(naming_convention=_NAMES, info={"extra_ddl": extra_ddl})


def notify_on_insert(table: str, *, channel: str, switch: str) -> tuple[str, str]:
    """DDL for `new_metadata`: each statement that inserts into a table notifies who listens on `channel`.

    A notification takes a lock at commit, database-wide. It is only a hint, so it can be switched off:
    ALTER DATABASE … SET <switch> = 'off'. Who listens must look now and then without one.
    """
    function = f"""
CREATE FUNCTION {table}_notify() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('{switch}', true), '') <> 'off' THEN
        PERFORM pg_notify('{channel}', '');
    END IF;
    RETURN NULL;
END $$
""".strip()
    trigger = (
        f"CREATE TRIGGER {table}_notify AFTER INSERT ON {table}\n"
        f"    FOR EACH STATEMENT EXECUTE FUNCTION {table}_notify()"
    )
    return function, trigger


def grants(verbs: str, *, across_accounts: bool = False) -> dict[str, Any]:
    """The last of `__table_args__`: what the service's role may do, as in SQL's GRANT.

    A table with `account_id` is behind row-level security, for its owner too. One that is worked on `across_accounts`
    is as well, with or without that column, and opens in a transaction that called `work_across_accounts`.
    """
    return {"info": {"grants": verbs, "across_accounts": across_accounts}}


def current_account_default() -> TextClause:
    """Server default of a column `account_id`."""
    return text(CURRENT_ACCOUNT)


class AccountOwned:
    """A table whose rows belong to accounts: `account_id` is the first part of its key, filled in by the database."""

    account_id: Mapped[UUID] = mapped_column(
        primary_key=True, server_default=current_account_default(), sort_order=-1
    )


def as_dataclass(cls: type[D], row: object) -> D:
    """Make a dataclass from the attributes of the same names: a mapped row, or a row of a query."""
    return cls(**{name: getattr(row, name) for name in _names(cls)})


def attributes(value: Any) -> dict[str, Any]:
    """The fields of a dataclass by name, as they are: the arguments of a mapped class."""
    return {name: getattr(value, name) for name in _names(type(value))}


def _field_names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


_names: Callable[[type], tuple[str, ...]] = cache(_field_names)
