"""Runs the migrations of a service, unless its database already had exactly these.

A migration run loads the whole service to find that there is nothing to do; five of them are most of a start. So the
database stores, in its comment, a digest of each file that made it. More files are to be run; one that has changed
since made other tables than it would make now, and only its own version can work with them.
"""

import ast
import asyncio
import hashlib
import json
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from embedded_servers import PostgresServer
from embedded_servers.provision import connect
from honorar_local import LocalError
from honorar_local.services import ServiceName

LIBRARIES = ("messaging", "tasks", "web")
"""Their tables are in every service's database."""
BEGINNING = "honorar migrations "

Files = dict[str, str]
"""A digest of each file, by its name."""


class OtherVersionError(LocalError):
    """The data was made by a version of Honorar whose tables this one cannot work with."""


def migrate(postgres: PostgresServer, service: ServiceName, run: Callable[[], None]) -> None:
    """Call `run`, which migrates, unless the database was made by these migrations. Raises OtherVersionError."""
    asyncio.run(_migrate(postgres, service, run))


async def _migrate(postgres: PostgresServer, service: ServiceName, run: Callable[[], None]) -> None:
    database = await connect(postgres.url(service.database))
    try:
        made_by, files = await _made_by(database), migration_files(service)
        if made_by == files:
            return
        if made_by is None or any(files.get(name) != made_by[name] for name in made_by):
            raise OtherVersionError(
                f"The data in {postgres.data_dir.parent} was made by an older version of Honorar, whose tables this one "
                "cannot work with. Delete the folder, or name another one with --data-dir or HONORAR_DATA."
            )
        await _record(
            database, service, made_by
        )  # tells tables of a run that is killed from those of a stranger
        run()
        await _record(database, service, files)
    finally:
        await database.close()


def migration_files(service: ServiceName) -> Files:
    """The migrations of a service, and the tables that they take from libraries."""
    own = (migrations_folder(service) / "versions").glob("*")
    shared = (file for library in LIBRARIES for file in _package(library).glob("*tables_v*.sql"))
    files = sorted(f for f in (*own, *shared) if f.suffix in (".py", ".sql"))
    return {f"{file.parent.name}/{file.name}": digest(file) for file in files}


def digest(file: Path) -> str:
    """Changes with what the file does, not with its layout."""
    text = file.read_text()
    content = ast.dump(ast.parse(text)) if file.suffix == ".py" else " ".join(text.split())
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def migrations_folder(service: ServiceName) -> Path:
    return _package(service.module) / "migrations"


def _package(name: str) -> Path:
    found = find_spec(name)
    places = found.submodule_search_locations if found else None
    assert places
    return Path(places[0])


async def _made_by(database: Any) -> Files | None:
    """What made the tables: nothing when there are none, None when they are a stranger's."""
    comment = await database.fetchval(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database "
        "WHERE datname = current_database()"
    )
    if comment and str(comment).startswith(BEGINNING + "{"):
        return dict(json.loads(str(comment).removeprefix(BEGINNING)))
    empty = await database.fetchval("SELECT to_regclass('public.alembic_version') IS NULL")
    return {} if empty else None


async def _record(database: Any, service: ServiceName, files: Files) -> None:
    comment = (BEGINNING + json.dumps(files)).replace("'", "''")
    await database.execute(f"COMMENT ON DATABASE {service.database} IS '{comment}'")
