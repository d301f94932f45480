"""What the tables share. Rows belong to accounts; ids are made by us or by clients (UUIDv7)."""

from typing import Any, get_args
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKeyConstraint, Integer, Text, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, validates

from database.mapping import TYPES, AccountOwned, grants, new_metadata
from timer.budget import BudgetPeriod, Overspend
from timer.capacity import Week
from timer.names import folded
from timer.store.triggers import LOGGED_SUMS
from timer.store.worked_triggers import WORKED
from timer.task import TaskStatus

CATALOGUE = grants("SELECT, INSERT, UPDATE")
Texts = tuple[str, ...]


class Base(DeclarativeBase):
    """The tables of this service."""

    metadata = new_metadata(*LOGGED_SUMS, *WORKED.triggers())
    type_annotation_map = (
        TYPES
        | {Texts: ARRAY(Text, as_tuple=True), Week: ARRAY(Integer, as_tuple=True)}
        | dict.fromkeys((BudgetPeriod, Overspend, TaskStatus), Text())
    )


def texts() -> Mapped[Texts]:
    """A column of texts, none unless given."""
    return mapped_column(server_default=text("'{}'"))


def flag(default: bool) -> Mapped[bool]:
    """A column that is true or false."""
    return mapped_column(server_default=text(str(default).lower()))


def one_of(column: str, words: Any, *, name: str) -> CheckConstraint:
    """`column` holds one of the words of a `Literal`."""
    listed = ", ".join(f"'{word}'" for word in get_args(words))
    return CheckConstraint(f"{column} IN ({listed})", name=name)


def belongs_to(table: str, column: str, *, name: str | None = None) -> ForeignKeyConstraint:
    """`column` holds the id of a row of `table` in the same account."""
    target = [f"{table}.account_id", f"{table}.id"]
    return ForeignKeyConstraint(["account_id", column], target, name=name)


class Identified(AccountOwned):
    """A row with an id of its own."""

    id: Mapped[UUID] = mapped_column(primary_key=True, insert_sentinel=True)


class Versioned(Identified):
    """A row that changes; each change gives it the next version, from 1."""

    version: Mapped[int] = mapped_column(server_default=text("1"))


class Named:
    """A thing whose name is taken once, where names that differ only in case or spaces are one name."""

    name: Mapped[str]
    folded_name: Mapped[str]

    @validates("name")
    def _fold(self, _key: str, name: str) -> str:
        self.folded_name = folded(name)
        return name
