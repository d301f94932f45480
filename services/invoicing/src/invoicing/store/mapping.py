"""What the mappings share: columns that hold domain objects, and rows made by attribute."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

import pydantic_core
from pydantic import TypeAdapter
from sqlalchemy import Dialect, Select, Table
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from database import Session, Statement
from invoicing.domain.attributes import attributes

T = TypeVar("T")
_DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]
_NAMED = postgresql.dialect(paramstyle="named")  # type: ignore[no-untyped-call]


class JsonOf(TypeDecorator[Any]):
    """A `jsonb` column that holds a dataclass of the domain; NULL is None."""

    impl = JSONB(none_as_null=True)
    cache_ok = True

    def __init__(self, kind: type[Any]) -> None:
        super().__init__()
        self.kind, self._adapter = kind, TypeAdapter[Any](kind)

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """To JSON."""
        return self.as_json(value)

    def as_json(self, value: Any) -> Any:
        """The dataclass as JSON."""
        return None if value is None else self._adapter.dump_python(value, mode="json")

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """From JSON."""
        return None if value is None else self._adapter.validate_python(value)


def to_values(row: type[DeclarativeBase], /, *sources: object, **given: Any) -> dict[str, Any]:
    """The column values of a row from attributes of the sources and what is `given`; the database fills the rest."""
    return attributes(column_names(row), *sources) | given


def insert_sql(row: type[DeclarativeBase], name: str, **same: str) -> str:
    """INSERT of any number of rows, which the parameter `name` holds as a JSON array (`to_json`).

    One plan, however many rows. `same` is SQL for columns that are alike in all of them; the database fills the account.
    """
    table = row.__table__
    assert isinstance(table, Table)
    columns = [column for column in table.columns if column.name not in {"account_id", *same}]
    names = [column.name for column in columns]
    typed = ", ".join(f"{column.name} {column.type.compile(_DIALECT)}" for column in columns)
    return f"""
        INSERT INTO {table.name} ({", ".join([*names, *same])}) SELECT {", ".join([*names, *same.values()])}
        FROM jsonb_to_recordset(CAST(:{name} AS jsonb)) AS new_row({typed})
    """


def to_json(rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows as `insert_sql` takes them: numbers and times as text, dataclasses as objects."""
    return pydantic_core.to_json(rows).decode()


def all_to_json(names: Sequence[str], objects: Iterable[object]) -> str:
    """Objects as rows that `insert_sql` takes, each with these attributes."""
    values_of = attrgetter(*names)
    return to_json([dict(zip(names, values_of(one), strict=True)) for one in objects])


def json_object(kind: type[Any], table: str, **given: str) -> str:
    """SQL of a dataclass as JSON: columns of the table that are called as its fields, and what is `given` as SQL.

    A `TypeAdapter` reads it, as text, much cheaper than the mapping makes objects of rows.
    """
    columns = {field.name: f"{table}.{field.name}" for field in fields(kind)} | given
    pairs = ", ".join(f"'{name}', {sql}" for name, sql in columns.items())
    return f"json_build_object({pairs})"


def prepared(query: Select[*tuple[Any, ...]]) -> Statement:
    """A query that is asked often; its parameters are made by `bindparam`."""
    return Statement(str(query.compile(dialect=_NAMED)))


@cache
def column_names(row: type[DeclarativeBase]) -> frozenset[str]:
    """The names of a table's columns."""
    return frozenset(row.__table__.columns.keys())


async def load_all(session: Session, query: Select[T]) -> Sequence[T]:
    """Rows as they are now, also those that the session has seen before."""
    return (await session.scalars(query, execution_options={"populate_existing": True})).all()
