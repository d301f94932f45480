"""Runs the migrations of a service, unless its database already had exactly these.

A migration run loads the whole service to find that there is nothing to do; five of them are most of a start. So the
database stores, in its comment, a digest of the migration files and the revision that they led to.
"""

import asyncio
import hashlib
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from embedded_servers import PostgresServer
from embedded_servers.provision import connect
from honorar_local.services import ServiceName


def migrate(postgres: PostgresServer, service: ServiceName, run: Callable[[], None]) -> None:
    """Call `run`, which migrates, unless the database is in the state that these migrations left."""
    asyncio.run(_migrate(postgres, service, run))


async def _migrate(postgres: PostgresServer, service: ServiceName, run: Callable[[], None]) -> None:
    database = await connect(postgres.url(service.database))
    try:
        files = digest(migrations_folder(service))
        if await _recorded_state(database) == await _state(database, files):
            return
        run()
        state = (await _state(database, files)).replace("'", "")
        await database.execute(f"COMMENT ON DATABASE {service.database} IS '{state}'")
    finally:
        await database.close()


def migrations_folder(service: ServiceName) -> Path:
    found = find_spec(service.module)
    places = found.submodule_search_locations if found else None
    assert places
    return Path(places[0]) / "migrations"


def digest(folder: Path) -> str:
    """Changes with any source file below the folder: revisions and their SQL."""
    files = sorted(f for f in folder.rglob("*") if f.suffix in (".py", ".sql"))
    whole = b"".join(f"{f.relative_to(folder)}\n".encode() + f.read_bytes() for f in files)
    return hashlib.sha256(whole).hexdigest()[:16]


async def _recorded_state(database: Any) -> str | None:
    comment = await database.fetchval(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database "
        "WHERE datname = current_database()"
    )
    return None if comment is None else str(comment)


async def _state(database: Any, files: str) -> str:
    revision = ""
    if await database.fetchval("SELECT to_regclass('public.alembic_version')"):
        revision = await database.fetchval("SELECT max(version_num) FROM public.alembic_version")
    return f"migrations {files} revision {revision}"
