import asyncio
from typing import Any

import asyncpg
import httpx
import pytest
from sqlalchemy import text

import service_runtime
from database import Database, connect
from libs.web.tests.conftest import notes
from libs.web.tests.sample_service import service
from testkit import SelfSignedVerifier, Served, token

NOTE = {"text": "a", "seconds": 1}


def problem(response: httpx.Response, status: int, slug: str) -> dict[str, Any]:
    """The response's problem details, which must be complete (RFC 9457)."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert isinstance(body, dict)
    assert (body["type"], body["status"]) == (f"urn:honorar:problem:{slug}", status)
    assert body["title"]
    return body


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ('{"text": "a", "seconds": 1, "sceonds": 2}', "sceonds"),
        ('{"text": "a"}', "seconds"),
        ('{"text": "a", "seconds": "many"}', "seconds"),
        ('{"text": "", "seconds": 1}', "text"),
        ('{"text": "a", "seconds": 1, "price": {"amount": 1.5, "currency": "DKK"}}', "price.amount"),
        ('{"text": "a", "seconds": 1, "price": {"amount": "NaN", "currency": "DKK"}}', "price.amount"),
        ('{"text": "a", "seconds": 1, "price": {"amount": "1", "currency": "kr"}}', "price.currency"),
        ('{"text": "a", "seconds": 1, "price": {"amount": "1"}}', "price.currency"),
        ('{"text": "a", ', "body"),
        ("", "body"),
        ("[]", "body"),
        ("null", "body"),
        ('{"text": "\\ud800", "seconds": 1}', "text"),
    ],
)  # fmt: skip
async def test_bad_input_names_the_field_and_changes_nothing(
    served: Served, content: str, field: str
) -> None:
    client = await served.as_("manager")
    json = {"content-type": "application/json"}
    response = await client.post("/v1/notes", content=content, headers=json)

    [error] = problem(response, 422, "invalid-input")["errors"]
    assert error["field"] == field
    assert error["reason"]
    assert await notes(served) == []


async def test_a_day_that_is_too_early_is_told_as_people_write_days(served: Served) -> None:
    client = await served.as_("manager")
    response = await client.post("/v1/notes", json={**NOTE, "day": "1900-01-01"})
    [error] = problem(response, 422, "invalid-input")["errors"]
    assert error == {
        "field": "day",
        "reason": "Input should be greater than or equal to 1970-01-01",
    }


async def test_several_bad_fields_are_all_named(served: Served) -> None:
    client = await served.as_("manager")
    response = await client.post("/v1/notes?then=", json={"seconds": [], "x": 1})

    errors = problem(response, 422, "invalid-input")["errors"]
    assert {error["field"] for error in errors} == {"text", "seconds", "x"}


@pytest.mark.parametrize(
    ("bad", "name"),
    [("a\x00b", "U+0000"), ("\x07", "U+0007"), ("a\x85", "U+0085"), ("\u2028", "U+2028")],
)
async def test_a_control_character_is_refused_by_field_and_name(
    served: Served, bad: str, name: str
) -> None:
    client = await served.as_("manager")
    response = await client.post("/v1/notes", json={**NOTE, "text": f"x{bad}x"})
    [error] = problem(response, 422, "invalid-input")["errors"]
    assert error["field"] == "text"
    assert name in error["reason"]


async def test_tabs_and_line_ends_are_text(served: Served) -> None:
    client = await served.as_("manager")
    response = await client.post("/v1/notes", json={**NOTE, "text": "a\tb\r\nc"})
    assert response.json()["text"] == "a\tb\r\nc"


async def test_a_number_that_the_database_cannot_hold_is_bad_input(served: Served) -> None:
    client = await served.as_("manager")
    response = await client.post("/v1/notes", json={**NOTE, "seconds": 2**40})
    problem(response, 422, "invalid-input")


async def test_an_unknown_path_and_a_wrong_method_are_problems(served: Served) -> None:
    client = await served.as_("manager")
    problem(await client.get("/v1/nothing"), 404, "not-found")
    response = await client.delete("/v1/me")
    problem(response, 405, "method-not-allowed")
    assert response.headers["allow"] == "GET"


async def test_a_path_that_is_no_id_is_bad_input(served: Served) -> None:
    client = await served.as_("manager")
    response = await client.put("/v1/notes/7", json=NOTE)
    assert problem(response, 422, "invalid-input")["errors"][0]["field"] == "note_id"


async def test_a_refusal_says_what_its_author_wrote(served: Served) -> None:
    client = await served.as_("manager")
    response = await client.post("/v1/notes?then=problem", json=NOTE)
    assert problem(response, 409, "note-refused")["detail"] == "because"


async def test_a_broken_constraint_is_the_problem_that_it_stands_for(served: Served) -> None:
    client = await served.as_("manager")
    await client.post("/v1/notes", json=NOTE)
    response = await client.post("/v1/notes", json={**NOTE, "seconds": 2})
    problem(response, 409, "note-known")


async def test_a_constraint_that_breaks_at_commit_is_a_problem_too(served: Served) -> None:
    client = await served.as_("manager")
    await client.post("/v1/notes", json=NOTE)
    response = await client.post("/v1/notes", json={**NOTE, "text": "b"})
    problem(response, 409, "length-known")
    assert await notes(served) == ["a"]


async def test_a_constraint_without_a_problem_of_its_own_is_a_conflict(served: Served) -> None:
    client = await served.as_("manager")
    response = await client.post("/v1/notes", json={**NOTE, "text": "long" * 50})
    assert problem(response, 409, "conflict")["detail"] == "short_note"


@pytest.mark.parametrize("then", ["error", "sql"])
async def test_an_error_of_ours_tells_nothing_of_our_insides(served: Served, then: str) -> None:
    client = await served.as_("manager")
    response = await client.post(f"/v1/notes?then={then}", json=NOTE)

    problem(response, 500, "internal-error")
    assert "secret" not in response.text
    assert "nonsense" not in response.text
    assert await notes(served) == []


def client_on(database: Database) -> httpx.AsyncClient:
    app = service(service_runtime.Settings(database_url="postgresql://x@y/z")).app(
        database, SelfSignedVerifier()
    )
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app, raise_app_exceptions=False),
        base_url="http://service",
        headers={"Authorization": f"Bearer {token('manager')}"},
    )


@pytest.mark.parametrize("url", ["postgresql://nobody@127.0.0.1:1/none", "{app}_that_is_not_there"])
async def test_a_database_that_is_away_asks_the_caller_to_come_again(
    served: Served, url: str
) -> None:
    database = connect(url.format(app=served.urls.app))
    async with client_on(database) as client:
        response = await client.get("/v1/notes")

    problem(response, 503, "temporarily-unavailable")
    assert response.headers["retry-after"]
    await database.dispose()


async def test_a_database_that_refuses_connections_asks_the_caller_to_come_again(
    served: Served,
) -> None:
    database = connect(served.urls.app)
    admin = await asyncpg.connect(served.urls.superuser)
    name = await admin.fetchval("SELECT current_database()")
    await admin.execute(f'ALTER DATABASE "{name}" CONNECTION LIMIT 0')
    try:
        async with client_on(database) as client:
            response = await client.get("/v1/notes")
    finally:
        await admin.execute(f'ALTER DATABASE "{name}" CONNECTION LIMIT -1')
        await admin.close()
        await database.dispose()

    problem(response, 503, "temporarily-unavailable")
    assert response.headers["retry-after"]


@pytest.mark.parametrize("greeting", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"E\0\0"])
async def test_a_server_that_hangs_up_or_is_no_postgresql_asks_the_caller_to_come_again(
    served: Served, greeting: bytes
) -> None:
    def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(greeting)
        writer.close()

    async with await asyncio.start_server(greet, "127.0.0.1", 0) as server:
        database = connect(f"postgresql://x:y@127.0.0.1:{server.sockets[0].getsockname()[1]}/z")
        async with client_on(database) as client:
            response = await client.get("/v1/notes")
        await database.dispose()
    problem(response, 503, "temporarily-unavailable")


async def test_overload_is_answered_within_seconds(served: Served) -> None:
    database = connect(served.urls.app, pool_size=1)
    async with client_on(database) as client, database.transaction() as session:
        await session.execute(text("SELECT 1"))
        async with asyncio.timeout(15):
            response = await client.get("/v1/notes")

    problem(response, 503, "temporarily-unavailable")
    await database.dispose()


async def test_no_connection_free_asks_the_caller_to_come_again(served: Served) -> None:
    database = connect(served.urls.app, pool_size=1, pool_timeout=0.1)
    async with client_on(database) as client, database.transaction() as session:
        await session.execute(text("SELECT 1"))
        response = await client.get("/v1/notes")

    problem(response, 503, "temporarily-unavailable")
    await database.dispose()


async def test_connections_that_the_server_closed_are_opened_anew(served: Served) -> None:
    client = await served.as_("manager")
    assert (await client.get("/v1/notes")).status_code == 200
    connection = await asyncpg.connect(served.urls.superuser)
    try:
        await connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE pid <> pg_backend_pid() AND datname = current_database()"
        )
    finally:
        await connection.close()

    assert (await client.get("/v1/notes")).status_code == 200


async def test_a_wrong_method_is_told_all_the_right_ones(served: Served) -> None:
    client = await served.as_("agent")
    response = await client.request("OPTIONS", "/v1/notes")
    assert response.status_code == 405
    assert response.headers["allow"] == "GET, POST"
