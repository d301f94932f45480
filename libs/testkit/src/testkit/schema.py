"""`python -m testkit.schema check | ddl [service …]`: whether migrations make just what the mappings say.

`check` builds one database by the migrations and one from the mappings, and compares their catalogs: columns, types,
defaults, constraints, indexes, row-level security, grants, triggers, functions. `ddl` prints the statements that a
service's own mappings stand for, to write a migration from.
"""

import asyncio
import importlib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType

from sqlalchemy import Connection, MetaData, make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

import messaging.tables
import tasks.tables
import web.tables
from database.schema import execute_script, script
from testkit.databases import Urls, empty_database, fresh_database

SERVICES = ("timer", "rates", "invoicing", "notifier", "identity", "qbo_sync")


_CATALOG: Sequence[tuple[str, str]] = (
    (
        "column",
        """
        SELECT c.relname || '.' || a.attname, concat_ws(' ', format_type(a.atttypid, a.atttypmod),
            'default ' || pg_get_expr(d.adbin, d.adrelid), nullif(a.attidentity, ''), nullif(a.attgenerated, ''),
            'acl ' || a.attacl::text)
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
        """,
    ),
    (
        "constraint",
        """
        SELECT conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid <> 0
        """,
    ),
    (
        "index",
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    ),
    (
        "table",
        """
        SELECT relname, concat_ws(' ', 'rls', relrowsecurity, relforcerowsecurity, relacl::text, reloptions::text)
        FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
        """,
    ),
    (
        "policy",
        """
        SELECT tablename || '.' || policyname, concat_ws(' ', permissive, roles::text, cmd, qual, with_check)
        FROM pg_policies WHERE schemaname = 'public'
        """,
    ),
    (
        "trigger",
        "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    ),
    (
        "function",
        """
        SELECT p.proname, pg_get_functiondef(p.oid) FROM pg_proc p
        WHERE p.pronamespace = 'public'::regnamespace AND p.prokind = 'f' AND NOT EXISTS (
            SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
        """,
    ),
)
"""What makes two schemas the same: kind, and a query of name and definition."""

Catalog = dict[str, str]


def tables_of(package: str) -> MetaData | None:
    """The mappings that a service declares in `store.tables`, `store` or `tables`; None when it has none yet."""
    for name in (f"{package}.store.tables", f"{package}.store", f"{package}.tables"):
        try:
            module = importlib.import_module(name)
        except ModuleNotFoundError as error:
            if not (error.name or "").startswith(package):
                raise
            continue
        if hasattr(module, "Base"):
            found: MetaData = module.Base.metadata
            return found
    return None


def compare(migrated: Catalog, mapped: Catalog) -> Iterator[str]:
    """Name each difference between two catalogs."""
    for name in sorted(migrated.keys() | mapped.keys()):
        if migrated.get(name) != mapped.get(name):
            yield f"{name}\n    migrations: {migrated.get(name, '–')}\n    mappings:   {mapped.get(name, '–')}"


async def differences(service: str, migrations: Path, tables: Sequence[MetaData]) -> list[str]:
    """Build both databases of a service and compare them."""
    async with fresh_database(service, migrations) as migrated:
        before = await _catalog(migrated.owner)
    async with empty_database(service, migrations) as mapped:
        sql = "".join(script(metadata) for metadata in tables)
        after = await _catalog(mapped.owner, sql, _role(mapped))
    return list(compare(before, after))


def _role(urls: Urls) -> str:
    return make_url(urls.app).username or ""


async def _catalog(url: str, sql: str = "", app_role: str = "") -> Catalog:
    engine = create_async_engine(make_url(url).set(drivername="postgresql+asyncpg"))
    try:
        async with engine.begin() as connection:
            return await connection.run_sync(_read, sql, app_role)
    finally:
        await engine.dispose()


def _read(connection: Connection, sql: str, app_role: str) -> Catalog:
    if sql:
        connection.execute(text("SELECT 1"))  # begins the transaction
        execute_script(connection, sql, app_role=app_role)
    return {
        f"{kind} {name}": " ".join(definition.split())
        for kind, query in _CATALOG
        for name, definition in connection.execute(text(query))
        if not name.startswith("alembic_version")
    }


def _shared_tables() -> list[MetaData]:
    shared: list[ModuleType] = [messaging.tables, tasks.tables, web.tables]
    return [module.Base.metadata for module in shared]


async def check(packages: Sequence[str]) -> int:
    """Print every difference; 0 when there is none."""
    found = 0
    for package in packages:
        main = importlib.import_module(f"{package}.main")
        tables = tables_of(package)
        if tables is None:
            continue
        migrations = Path(main.__file__ or "").parent / "migrations"
        for difference in await differences(package, migrations, [*_shared_tables(), tables]):
            found += 1
            print(f"{package}: {difference}")
    print("schema: migrations and mappings agree" if not found else f"schema: {found} differences")
    return 1 if found else 0


def main(argv: Sequence[str]) -> int:
    """Run a command; returns the exit status."""
    command, packages = argv[0], [name.replace("-", "_") for name in argv[1:]] or SERVICES
    if command == "ddl":
        for package in packages:
            importlib.import_module(
                f"{package}.main"
            )  # maps the tables that stand in files of their own
        for tables in filter(None, map(tables_of, packages)):
            print(script(tables), end="")
        return 0
    return asyncio.run(check(packages))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["check"]))
