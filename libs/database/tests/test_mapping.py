"""Rows by attribute, and what the database fills in."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import DBAPIError, IntegrityError

from database import Database, new_id
from database.mapping import as_dataclass, attributes
from libs.database.tests.sample_tables import Document, Note
from money import Money


@dataclass(frozen=True)
class Price:
    document_id: UUID
    price: Money
    valid_from: date


def document(first: date, last: date | None = None) -> Document:
    return Document(
        document_id=new_id(),
        content="x",
        price=Money(Decimal("12.50"), "DKK"),
        valid_from=first,
        valid_to=last,
    )


async def test_the_database_fills_in_the_account(database: Database) -> None:
    account = new_id()
    async with database.transaction(account) as session:
        note = Note(note_id=new_id(), name="ours")
        session.add(note)
        await session.flush()
        assert note.account_id == account


async def test_no_row_is_inserted_outside_of_an_account(database: Database) -> None:
    with pytest.raises(DBAPIError, match="row-level security"):
        async with database.transaction() as session:
            session.add(Note(note_id=new_id(), name="nobody's"))


async def test_many_rows_are_inserted_in_one_statement(database: Database) -> None:
    statements: list[str] = []

    def note(*arguments: object) -> None:
        statements.append(str(arguments[2]))

    async with database.transaction(new_id()) as session:
        event.listen(database.engine.sync_engine, "before_cursor_execute", note)
        session.add_all(Note(note_id=new_id(), name=str(number)) for number in range(50))
        await session.flush()
        event.remove(database.engine.sync_engine, "before_cursor_execute", note)
    assert len(statements) == 1


async def test_value_objects_and_dataclasses_map_by_attribute(database: Database) -> None:
    async with database.transaction(new_id()) as session:
        stored = document(date(2026, 1, 1))
        session.add(stored)
        await session.flush()
        session.expunge_all()
        row = (await session.scalars(select(Document))).one()
        price = as_dataclass(Price, row)
    assert price == Price(stored.document_id, Money(Decimal("12.50"), "DKK"), date(2026, 1, 1))
    assert attributes(price) == {
        "document_id": stored.document_id,
        "price": price.price,
        "valid_from": price.valid_from,
    }


async def test_constraints_of_the_mapping_hold(database: Database) -> None:
    with pytest.raises(IntegrityError, match="documents_never_overlap"):
        async with database.transaction(new_id()) as session:
            session.add_all([document(date(2026, 1, 1)), document(date(2026, 6, 1))])
