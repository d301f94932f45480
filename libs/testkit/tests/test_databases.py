"""Databases for tests: fresh, migrated, apart from each other and gone afterwards."""

import asyncpg
import pytest

from libs.service_runtime.tests.sample_service import MIGRATIONS
from testkit import Urls, fresh_database, postgres_url
from testkit.databases import empty_database

TABLES = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"


async def fetch_value(url: str, sql: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(sql)
    finally:
        await connection.close()


async def exists(urls: Urls) -> bool:
    name = urls.superuser.rpartition("/")[2]
    sql = f"SELECT count(*) FROM pg_database WHERE datname = '{name}'"
    return bool(await fetch_value(postgres_url(), sql))


async def test_a_fresh_database_is_migrated_and_empty() -> None:
    async with fresh_database("sample", MIGRATIONS) as urls:
        assert await fetch_value(urls.owner, "SELECT count(*) FROM effects") == 0


async def test_the_roles_are_those_of_a_real_installation() -> None:
    async with fresh_database("sample", MIGRATIONS) as urls:
        superuser = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
        assert await fetch_value(urls.superuser, superuser) is True
        assert await fetch_value(urls.owner, superuser) is False
        assert await fetch_value(urls.app, superuser) is False
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await fetch_value(urls.app, "DROP TABLE effects")
        await fetch_value(urls.owner, "DROP TABLE effects")


async def test_databases_at_the_same_time_do_not_see_each_other() -> None:
    async with (
        fresh_database("sample", MIGRATIONS) as one,
        fresh_database("sample", MIGRATIONS) as two,
    ):
        await fetch_value(one.superuser, "INSERT INTO effects VALUES (gen_random_uuid(), 'one')")
        assert await fetch_value(two.superuser, "SELECT count(*) FROM effects") == 0


async def test_a_database_is_gone_afterwards_even_if_somebody_is_connected() -> None:
    async with fresh_database("sample", MIGRATIONS) as urls:
        forgotten = await asyncpg.connect(urls.app)
        assert await exists(urls)
    assert not await exists(urls)
    forgotten.terminate()


async def test_a_database_is_gone_after_a_test_that_fails() -> None:
    with pytest.raises(LookupError):
        async with fresh_database("sample", MIGRATIONS) as urls:
            raise LookupError
    assert not await exists(urls)


async def test_an_empty_database_has_the_roles_and_no_tables() -> None:
    async with empty_database("sample", MIGRATIONS) as urls:
        assert await fetch_value(urls.superuser, TABLES) == 0
        await fetch_value(urls.owner, "CREATE TABLE things (id int)")
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await fetch_value(urls.app, "SELECT * FROM things")


async def test_the_migrations_of_a_service_run_once_and_are_copied_afterwards() -> None:
    async with fresh_database("sample", MIGRATIONS) as one:
        pass
    async with fresh_database("sample", MIGRATIONS / "not needed any more") as two:
        assert await fetch_value(two.owner, "SELECT count(*) FROM effects") == 0
    assert one.app != two.app
