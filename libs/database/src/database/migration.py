"""Bringing a service's database to the newest revision, also when several start at once."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, make_url, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

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
    finally:
        await engine.dispose()
