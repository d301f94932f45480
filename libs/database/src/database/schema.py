"""From mappings to DDL, and from a migration's SQL file to the database."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from alembic.operations import Operations
from sqlalchemy import MetaData, Table
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.schema import CreateIndex, CreateTable

from database.mapping import ACROSS_ACCOUNTS, CURRENT_ACCOUNT

APP_ROLE = "{app_role}"
"""Stands in SQL files for the quoted name of the role that the service works with."""

_DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]


def ddl(metadata: MetaData) -> Iterator[str]:
    """The statements that make the tables of `metadata` with their indexes, walls and grants."""
    tables = metadata.sorted_tables
    if any(isinstance(c, ExcludeConstraint) for table in tables for c in table.constraints):
        yield "CREATE EXTENSION IF NOT EXISTS btree_gist"
    for table in tables:
        yield str(CreateTable(table).compile(dialect=_DIALECT)).strip()
        for index in sorted(table.indexes, key=lambda index: str(index.name)):
            yield str(CreateIndex(index).compile(dialect=_DIALECT)).strip()
        yield from _access(table)
    yield from metadata.info.get("extra_ddl", ())


def _access(table: Table) -> Iterator[str]:
    name = _DIALECT.identifier_preparer.quote(table.name)
    of_accounts, across = "account_id" in table.c, table.info.get("across_accounts", False)
    if of_accounts or across:
        yield f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY"
        yield f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY"
    if of_accounts:
        yield f"CREATE POLICY own_account ON {name} USING (account_id = {CURRENT_ACCOUNT})"
    if across:
        yield f"CREATE POLICY across_accounts ON {name} USING ({ACROSS_ACCOUNTS})"
    if verbs := table.info.get("grants"):
        yield f"GRANT {verbs} ON {name} TO {APP_ROLE}"


def script(metadata: MetaData) -> str:
    """The DDL as the text of a migration's SQL file."""
    text = "".join(f"{statement};\n\n" for statement in ddl(metadata))
    return "\n".join(line.rstrip().replace("\t", "    ") for line in text.splitlines()) + "\n"


def execute_file(op: Operations, path: Path) -> None:
    """Run a SQL file in the migration's transaction."""
    execute_script(op.get_bind(), path.read_text(), app_role=_app_role(op))


def execute_script(connection: Any, sql: str, *, app_role: str) -> None:
    """Run many statements at once on a synchronous SQLAlchemy connection over asyncpg."""
    quoted = _DIALECT.identifier_preparer.quote_identifier(app_role)
    filled = sql.replace(APP_ROLE, quoted)
    connection.connection.dbapi_connection.run_async(lambda driver: driver.execute(filled))


def _app_role(op: Operations) -> str:
    config = op.get_context().config
    assert config is not None
    return str(config.attributes["app_role"])
