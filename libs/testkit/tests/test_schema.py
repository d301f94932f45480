"""The check finds what migrations and mappings do not have in common."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, MetaData, Table

from database.schema import script
from libs.database.tests.sample_tables import Base
from testkit.schema import compare, differences

MIGRATIONS = Path(__file__).parents[2] / "database" / "tests" / "migrations"


async def differences_of(*tables: MetaData) -> Sequence[str]:
    found = await differences("shelf", MIGRATIONS, tables)
    return [line.split("\n")[0] for line in found]


async def test_mappings_that_agree_differ_only_in_what_they_do_not_map() -> None:
    assert await differences_of(Base.metadata) == ["column secrets.words", "table secrets"]


async def test_a_table_that_no_migration_makes_is_found() -> None:
    more = MetaData()
    Table("drafts", more, Column("n", Integer, primary_key=True))
    found = await differences_of(Base.metadata, more)
    assert {"table drafts", "column drafts.n", "index drafts_pkey"} <= set(found)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("ALTER TABLE notes ALTER weight SET DEFAULT 1", "column notes.weight"),
        ("ALTER TABLE notes ALTER name DROP NOT NULL", "constraint notes.notes_name_not_null"),
        ("ALTER TABLE documents DROP CONSTRAINT documents_amount_check", "constraint documents."),
        ("DROP INDEX documents_account_id_valid_from_idx", "index documents_account_id_valid_from"),
        ("ALTER TABLE notes DISABLE ROW LEVEL SECURITY", "table notes"),
        ("DROP POLICY own_account ON documents", "policy documents.own_account"),
        ("GRANT DELETE ON documents TO {app_role}", "table documents"),
        ("GRANT UPDATE (weight) ON notes TO {app_role}", "column notes.weight"),
        ("DROP FUNCTION one()", "function one"),
    ],
)
async def test_every_kind_of_difference_is_found(change: str, expected: str) -> None:
    changed = MetaData(info={"extra_ddl": [change]})
    [found] = set(await differences_of(Base.metadata, changed)) - {
        "column secrets.words",
        "table secrets",
    }
    assert found.startswith(expected)


def test_a_difference_shows_both_definitions() -> None:
    [line] = compare({"index a": "btree"}, {"index a": "brin"})
    assert line == "index a\n    migrations: btree\n    mappings:   brin"


def test_the_ddl_makes_tables_before_their_walls_and_extra_statements_last() -> None:
    sql = script(Base.metadata)
    order = [
        "CREATE EXTENSION",
        "CREATE TABLE documents",
        "CREATE INDEX documents",
        "CREATE POLICY own_account ON documents",
        "GRANT SELECT, INSERT ON documents",
        "CREATE TABLE notes",
        "CREATE FUNCTION one",
    ]
    places = [sql.index(part) for part in order]
    assert places == sorted(places)
