"""A fresh, migrated database of a service for each test that asks, copied from a template made once."""

import asyncio
import atexit
import itertools
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import asyncpg
from sqlalchemy import make_url

from database.migration import migrate
from embedded_servers.provision import provision
from testkit.servers import postgres_url

_numbers = itertools.count(1)
_templates: dict[str, "_Template"] = {}


@dataclass(frozen=True)
class Urls:
    """URLs of one database for its three roles: the application, the owner, a superuser."""

    app: str
    owner: str
    superuser: str


@dataclass(frozen=True)
class _Template:
    name: str
    password: str

    def url(self, role: str, database: str) -> str:
        url = make_url(postgres_url()).set(
            username=f"{self.name}_{role}", password=self.password, database=database
        )
        return url.render_as_string(hide_password=False)


@asynccontextmanager
async def fresh_database(service: str, migrations: Path) -> AsyncIterator[Urls]:
    """Make a database of `service` with all migrations applied; drop it at the end.

    The migrations run once per test session, on a template; a copy takes some 60 ms.
    """
    template = await _template(service, migrations)
    async with _database(template, f'TEMPLATE "{template.name}"') as urls:
        yield urls


@asynccontextmanager
async def empty_database(service: str, migrations: Path) -> AsyncIterator[Urls]:
    """A database with the roles of `fresh_database` and no tables; dropped afterwards."""
    async with _database(await _template(service, migrations), "TEMPLATE template0") as urls:
        yield urls


@asynccontextmanager
async def _database(template: "_Template", source: str) -> AsyncIterator[Urls]:
    name = f"{template.name}_{next(_numbers)}"
    await _admin(
        f'CREATE DATABASE "{name}" {source} OWNER "{template.name}_owner"',
        f'REVOKE TEMPORARY ON DATABASE "{name}" FROM PUBLIC',  # a copy has the rights of a new one
    )
    try:
        superuser = make_url(postgres_url()).set(database=name)
        yield Urls(
            template.url("app", name),
            template.url("owner", name),
            superuser.render_as_string(hide_password=False),
        )
    finally:
        await _admin(f'DROP DATABASE "{name}" WITH (FORCE)')


async def _template(service: str, migrations: Path) -> _Template:
    if service not in _templates:
        name = f"t{secrets.token_hex(4)}_{service.replace('-', '_')}"
        template = _Template(name, secrets.token_hex(8))
        await provision(postgres_url(), [name], lambda role: template.password)
        await migrate(migrations, template.url("owner", name), app_role=f"{name}_app")
        _templates[service] = template
        atexit.register(_forget, template)
    return _templates[service]


async def _admin(*statements: str) -> None:
    connection = await asyncpg.connect(postgres_url())
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


def _forget(template: _Template) -> None:
    with suppress(OSError):  # a server that was stopped keeps nothing
        asyncio.run(
            _admin(
                f'DROP DATABASE IF EXISTS "{template.name}" WITH (FORCE)',
                f'DROP ROLE IF EXISTS "{template.name}_app"',
                f'DROP ROLE IF EXISTS "{template.name}_owner"',
            )
        )
