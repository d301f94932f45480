import asyncio
import secrets
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest
from sqlalchemy import make_url

from database.migration import migrate
from embedded_servers.provision import provision
from libs.database.tests.conftest import MIGRATIONS
from testkit import postgres_url


@pytest.fixture
async def empty() -> AsyncIterator[str]:
    """Name of a service whose database has nothing in it yet; roles are `name_owner` and `name_app`."""
    name = f"t{secrets.token_hex(4)}_empty"
    await provision(postgres_url(), [name], lambda role: "secret")
    yield name
    admin = await asyncpg.connect(postgres_url())
    await admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    await admin.execute(f'DROP ROLE "{name}_app", "{name}_owner"')
    await admin.close()


def owner_of(name: str) -> str:
    url = make_url(postgres_url()).set(username=f"{name}_owner", password="secret", database=name)
    return url.render_as_string(hide_password=False)


async def fetch(name: str, query: str) -> list[Any]:
    connection = await asyncpg.connect(owner_of(name))
    try:
        return [tuple(row) for row in await connection.fetch(query)]
    finally:
        await connection.close()


async def test_several_that_migrate_at_once_do_it_once(empty: str) -> None:
    await asyncio.gather(
        *(migrate(MIGRATIONS, owner_of(empty), app_role=f"{empty}_app") for _ in range(4))
    )
    assert await fetch(empty, "SELECT n FROM numbers") == [(1,)]
    assert await fetch(empty, "SELECT version_num FROM alembic_version") == [("0002",)]


async def test_migrating_again_changes_nothing(empty: str) -> None:
    for _ in range(2):
        await migrate(MIGRATIONS, owner_of(empty), app_role=f"{empty}_app")
    assert await fetch(empty, "SELECT n FROM numbers") == [(1,)]


async def test_nobody_but_its_owner_makes_temporary_tables(empty: str) -> None:
    """Triggers would read one in place of the table whose name it has."""
    admin = await asyncpg.connect(postgres_url())
    await admin.execute(f'GRANT TEMPORARY ON DATABASE "{empty}" TO PUBLIC')
    await admin.close()
    await migrate(MIGRATIONS, owner_of(empty), app_role=f"{empty}_app")
    asked = f"SELECT has_database_privilege('{empty}_app', '{empty}', 'TEMPORARY')"
    assert await fetch(empty, asked) == [(False,)]


async def test_a_migration_that_fails_leaves_nothing_of_any(empty: str) -> None:
    admin = await asyncpg.connect(owner_of(empty))
    await admin.execute("CREATE TABLE numbers (m int)")
    await admin.close()

    with pytest.raises(Exception, match="already exists"):
        await migrate(MIGRATIONS, owner_of(empty), app_role=f"{empty}_app")

    tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    assert await fetch(empty, tables) == [("numbers",)]


async def test_every_table_with_an_account_is_walled_off(empty: str) -> None:
    await migrate(MIGRATIONS, owner_of(empty), app_role=f"{empty}_app")
    query = """
        SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
        WHERE attname = 'account_id' AND relkind = 'r' ORDER BY relname
    """
    assert await fetch(empty, query) == [
        ("documents", True, True),
        ("notes", True, True),
    ]


async def test_a_table_is_believed_to_have_few_accounts_until_it_is_counted(empty: str) -> None:
    server = make_url(postgres_url()).set(database=empty).render_as_string(hide_password=False)

    async def believed(before: str = "SELECT") -> dict[str, float]:
        query = "SELECT tablename, n_distinct FROM pg_stats WHERE attname = 'account_id'"
        superuser = await asyncpg.connect(server)
        try:
            await superuser.execute(before)
            return dict(await superuser.fetch(query))
        finally:
            await superuser.close()

    await migrate(MIGRATIONS, owner_of(empty), app_role=f"{empty}_app")
    assert await believed() == {"documents": 10, "notes": 10}
    counted = "INSERT INTO notes SELECT gen_random_uuid(), gen_random_uuid(), ''; ANALYZE notes"
    assert await believed(counted) == {"documents": 10, "notes": -1}
    await migrate(MIGRATIONS, owner_of(empty), app_role=f"{empty}_app")
    assert await believed() == {"documents": 10, "notes": -1}
