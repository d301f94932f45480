"""Databases and roles of services on a PostgreSQL server."""

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import asyncpg

connect: Callable[..., Any] = asyncpg.connect  # asyncpg has no types


async def provision(
    admin_url: str, services: Iterable[str], password: Callable[[str], str]
) -> None:
    """For each service (`qbo_sync`): roles `qbo_sync_owner` and `qbo_sync_app`, database `qbo_sync`.

    Both may log in and neither is a superuser nor passes row-level security. The owner owns the database and
    runs migrations; the other may only connect. `password` gives a role's password. Harmless when repeated.
    `admin_url` is a superuser's.
    """
    admin = await connect(admin_url)
    try:
        for service in services:
            await _roles(admin, service, password)
            await _database(admin, service)
    finally:
        await admin.close()


def provision_now(admin_url: str, services: Iterable[str], password: Callable[[str], str]) -> None:
    """The same for callers without an event loop, or inside somebody else's."""
    with ThreadPoolExecutor(max_workers=1) as own_loop:
        own_loop.submit(lambda: asyncio.run(provision(admin_url, services, password))).result()


async def _roles(admin: Any, service: str, password: Callable[[str], str]) -> None:
    for role in (f"{service}_owner", f"{service}_app"):
        exists = await admin.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", role)
        verb = "ALTER" if exists else "CREATE"
        secret = await admin.fetchval("SELECT quote_literal($1::text)", password(role))
        await admin.execute(
            f"{verb} ROLE {_name(role)} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE "
            f"PASSWORD {secret}"
        )


async def _database(admin: Any, service: str) -> None:
    database, owner, app = _name(service), _name(f"{service}_owner"), _name(f"{service}_app")
    if not await admin.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", service):
        await admin.execute(f"CREATE DATABASE {database} OWNER {owner}")
    await admin.execute(f"REVOKE ALL ON DATABASE {database} FROM PUBLIC")
    await admin.execute(f"GRANT CONNECT ON DATABASE {database} TO {app}")


def _name(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'
