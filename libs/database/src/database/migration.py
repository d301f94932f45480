"""Bringing a service's database to the newest revision, also when several start at once."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, make_url, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

# A table that was never analyzed is believed to have another account in each row, so that the index of any column of
# an account seems as good as the primary key. Its plans would read all that one account has, until it is analyzed.
_ASSUME_TEN_ACCOUNTS = text("""
SELECT pg_restore_attribute_stats(
    'schemaname', 'public', 'relname', c.relname::text, 'attname', 'account_id', 'inherited', false,
    'null_frac', 0::real, 'avg_width', 16, 'n_distinct', 10::real)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'account_id'
WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.reltuples < 0
""")
# A temporary table goes before those of the same name: triggers would read it in their place.
_NO_TEMPORARY_TABLES = text("""
DO $$ BEGIN
    IF has_database_privilege('public', current_database(), 'TEMPORARY') THEN
        EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
    END IF;
END $$
""")
_LOCK = text("SELECT pg_advisory_xact_lock(hashtext('honorar migrations'))")


def _config(migrations: Path) -> Config:
    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


async def migrate(migrations: Path, url: str, *, app_role: str) -> None:
    """Apply what is missing from `migrations` to the database at `url` (its owner's URL), in one transaction.

    `app_role` is the role that the service works with; migrations grant it what it may do.
    """
    engine = create_async_engine(
        make_url(url).set(drivername="postgresql+asyncpg"), poolclass=NullPool
    )

    def upgrade(connection: Connection) -> None:
        config = _config(migrations)
        config.attributes.update(connection=connection, app_role=app_role)
        command.upgrade(config, "head")

    try:
        async with engine.begin() as connection:
            await connection.execute(_LOCK)
            await connection.run_sync(upgrade)
            await connection.execute(_ASSUME_TEN_ACCOUNTS)
            await connection.execute(_NO_TEMPORARY_TABLES)
    finally:
        await engine.dispose()
