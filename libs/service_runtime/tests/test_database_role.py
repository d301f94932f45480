"""A process does not work with a role that could pass the walls between accounts."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import pytest
from sqlalchemy import make_url

from libs.service_runtime.tests.driver import allow_connections, environment, run, start
from testkit import Urls


@asynccontextmanager
async def another_role(urls: Urls, attributes: str) -> AsyncIterator[str]:
    """URL for a role of its own with these attributes."""
    role, password = f"r{secrets.token_hex(4)}", secrets.token_hex(8)
    app, owner = make_url(urls.app).username, make_url(urls.owner).username
    admin = await asyncpg.connect(urls.superuser)
    await admin.execute(
        f"CREATE ROLE {role} LOGIN PASSWORD '{password}' {attributes.format(app=app, owner=owner)};"
        f'GRANT CONNECT ON DATABASE "{make_url(urls.app).database}" TO {role}'
    )
    try:
        url = make_url(urls.app).set(username=role, password=password)
        yield url.render_as_string(hide_password=False)
    finally:
        await admin.execute(f"DROP OWNED BY {role}; DROP ROLE {role}")
        await admin.close()


async def refusal(role: str, urls: Urls, url: str) -> tuple[int | None, str]:
    """Exit status and standard error of a process that is given this `DATABASE_URL`."""
    process = await start(*role.split(), env=environment(urls, DATABASE_URL=url))
    try:
        _, err = await asyncio.wait_for(process.communicate(), 60)
    finally:
        if process.returncode is None:
            process.kill()
    return process.returncode, err.decode()


@pytest.mark.parametrize("role", ["api", "worker", "relay", "all", "dlq list"])
async def test_no_process_starts_as_the_owner_of_the_tables(urls: Urls, role: str) -> None:
    status, err = await refusal(role, urls, urls.owner)
    assert status == 2
    assert err.startswith("setting DATABASE_URL: the role")
    assert "owns the database or its tables" in err
    assert err.count("\n") == 1


async def test_no_process_starts_as_a_superuser(urls: Urls) -> None:
    status, err = await refusal("api", urls, urls.superuser)
    assert (status, "is a superuser" in err) == (2, True)


@pytest.mark.parametrize(
    ("attributes", "reason"),
    [
        ("BYPASSRLS", "bypasses row-level security"),
        ('IN ROLE "{owner}"', "owns the database or its tables"),
    ],
)
async def test_no_process_starts_with_a_role_that_passes_the_walls_another_way(
    urls: Urls, attributes: str, reason: str
) -> None:
    async with another_role(urls, attributes) as url:
        status, err = await refusal("api", urls, url)
    assert (status, reason in err) == (2, True)


async def test_a_member_of_the_applications_role_may_work(urls: Urls) -> None:
    async with (
        another_role(urls, 'IN ROLE "{app}"') as url,
        run("api", urls, DATABASE_URL=url) as api,
    ):
        await api.wait_until_ready()
        assert (await api.end())[0] == 0


async def test_a_role_that_could_not_be_checked_at_the_start_is_checked_later(urls: Urls) -> None:
    await allow_connections(urls, False)
    async with run("api", urls, DATABASE_URL=urls.owner) as api:
        try:
            await api.wait_until_alive()
        finally:
            await allow_connections(urls, True)
        _, err = await asyncio.wait_for(api.process.communicate(), 60)
    assert api.process.returncode == 2
    assert b"owns the database" in err
