import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from libs.web.tests.conftest import notes
from testkit import ACCOUNT, OTHER_ACCOUNT, Served, token
from web.app import LOCK_SECONDS


async def test_the_change_is_committed_before_the_answer_begins(served: Served) -> None:
    body = b'{"text": "a", "seconds": 1}'
    seen: list[list[str]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            assert message["status"] == 201
            seen.append(await notes(served))

    await served.app(
        {
            "type": "http",
            "method": "POST",
            "path": "/v1/notes",
            "query_string": b"",
            "headers": [
                (b"authorization", f"Bearer {token('manager')}".encode()),
                (b"content-type", b"application/json"),
            ],
        },
        receive,
        send,
    )
    assert seen == [["a"]]


async def test_a_slow_sender_holds_no_connection(served: Served) -> None:
    connected: list[int] = []

    async def receive() -> dict[str, Any]:
        connected.append(served.database.engine.pool.checkedout())  # type: ignore[attr-defined]
        return {"type": "http.request", "body": b"{}", "more_body": False}

    async def send(message: Any) -> None:
        pass

    bearer = (b"authorization", f"Bearer {token('manager')}".encode())
    scope = {"type": "http", "method": "POST", "path": "/v1/notes", "query_string": b"", "headers": [bearer]}  # fmt: skip
    await served.app(scope, receive, send)
    assert connected[0] == 0


@pytest.mark.parametrize("then", ["problem", "error", "sql"])
async def test_what_ends_in_an_error_leaves_nothing_behind(served: Served, then: str) -> None:
    client = await served.as_("manager")
    response = await client.post(f"/v1/notes?then={then}", json={"text": "a", "seconds": 1})
    assert response.status_code >= 400
    assert await notes(served) == []


async def test_a_query_that_forgets_the_account_sees_its_own_only(served: Served) -> None:
    ours, theirs = await served.as_("manager"), await served.as_("manager", account=OTHER_ACCOUNT)
    await ours.post("/v1/notes", json={"text": "ours", "seconds": 1})
    await theirs.post("/v1/notes", json={"text": "theirs", "seconds": 1})

    def texts(response: Any) -> list[str]:
        return [note["text"] for note in response.json()["items"]]

    assert texts(await ours.get("/v1/notes")) == ["ours"]
    assert texts(await theirs.get("/v1/notes")) == ["theirs"]
    async with served.database.transaction() as session:
        assert (await session.execute(text("SELECT * FROM notes"))).all() == []


async def test_nothing_can_be_changed_in_another_account(served: Served) -> None:
    ours, theirs = await served.as_("manager"), await served.as_("manager", account=OTHER_ACCOUNT)
    note = (await ours.post("/v1/notes", json={"text": "ours", "seconds": 1})).json()
    response = await theirs.put(f"/v1/notes/{note['id']}", json={"text": "mine", "seconds": 1})
    assert response.status_code == 404
    assert await notes(served) == ["ours"]


async def test_only_the_named_roles_and_the_owner_may(served: Served) -> None:
    for seconds, role in enumerate(("manager", "agent", "owner")):
        client = await served.as_(role)
        response = await client.post("/v1/notes", json={"text": role, "seconds": seconds})
        assert response.status_code == 201
    for role in ("billing", "client"):
        response = await (await served.as_(role)).post(
            "/v1/notes", json={"text": "x", "seconds": 9}
        )
        assert response.status_code == 403
        assert response.json()["type"] == "urn:honorar:problem:not-allowed"
    assert await notes(served) == ["manager", "agent", "owner"]


async def test_a_role_that_we_do_not_know_is_no_role(served: Served) -> None:
    client = await served.as_("root", "admin")
    assert (await client.get("/v1/me")).json()["roles"] == []
    assert (await client.post("/v1/notes", json={"text": "x", "seconds": 1})).status_code == 403


async def test_without_a_token_nothing_is_done(served: Served) -> None:
    for headers in ({}, {"Authorization": "Basic eDp5"}, {"Authorization": "Bearer"}):
        client = await served.client(headers)
        response = await client.post("/v1/notes", json={"text": "x", "seconds": 1})
        assert response.status_code == 401
        assert response.headers["www-authenticate"] == "Bearer"
        assert response.json()["type"] == "urn:honorar:problem:not-authenticated"
    assert await notes(served) == []


async def test_a_change_to_a_version_that_is_gone_is_refused(served: Served) -> None:
    client = await served.as_("manager")
    made = await client.post("/v1/notes", json={"text": "a", "seconds": 1})
    assert made.headers["etag"] == '"1"'
    path = f"/v1/notes/{made.json()['id']}"

    async def rewrite(new: str, **headers: str) -> int:
        response = await client.put(path, json={"text": new, "seconds": 1}, headers=headers)
        return response.status_code

    assert await rewrite("b", **{"If-Match": '"1"'}) == 200
    assert await rewrite("c", **{"If-Match": '"1"'}) == 412
    assert await rewrite("d", **{"If-Match": 'W/"2"'}) == 200
    assert await rewrite("e", **{"If-Match": "*"}) == 200
    assert await rewrite("f") == 200
    assert await rewrite("g", **{"If-Match": "yesterday"}) == 422
    assert await notes(served) == ["f"]


async def test_cursors_lead_through_the_whole_list_once(served: Served) -> None:
    client = await served.as_("manager")
    for number in range(5):
        await client.post("/v1/notes", json={"text": str(number), "seconds": number})

    read: list[str] = []
    query = "limit=2"
    while query:
        page = (await client.get(f"/v1/notes?{query}")).json()
        read += [note["text"] for note in page["items"]]
        query = f"limit=2&cursor={page['next_cursor']}" if page["next_cursor"] else ""
    assert read == ["0", "1", "2", "3", "4"]


@pytest.mark.parametrize(
    "query", ["cursor=x", "cursor=%C3%A6", "cursor=AAAA", "limit=0", "limit=501"]
)
async def test_a_page_that_cannot_be_is_bad_input(served: Served, query: str) -> None:
    client = await served.as_("manager")
    response = await client.get(f"/v1/notes?{query}")
    assert response.status_code == 422
    [error] = response.json()["errors"]
    assert error["field"] == query.split("=")[0]


async def test_the_account_is_forgotten_when_a_connection_goes_back(served: Served) -> None:
    async with served.database.transaction(ACCOUNT) as session:
        await session.execute(text("SELECT 1"))
    async with served.database.transaction() as session:
        shown = await session.scalar(text("SELECT current_setting('honorar.account', true)"))
        assert not shown


async def test_a_body_is_refused_as_soon_as_it_is_too_large(served: Served) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += 64 * 1024
            yield b"[" * 64 * 1024

    client = await served.as_("manager")
    response = await client.post("/v1/notes", content=endless())
    assert (response.status_code, response.json()["type"]) == (413, "urn:honorar:problem:too-large")
    assert sent <= 1024 * 1024 + 2 * 64 * 1024
    assert await notes(served) == []


async def test_a_request_that_reads_sees_one_moment_and_can_change_nothing(served: Served) -> None:
    async with served.database.transaction(ACCOUNT, reads_only=True) as session:
        assert (await session.scalars(text("SELECT text FROM notes"))).all() == []
        client = await served.as_("manager")
        await client.post("/v1/notes", json={"text": "later", "seconds": 1})
        assert (await session.scalars(text("SELECT text FROM notes"))).all() == []
    with pytest.raises(DBAPIError, match="read-only"):
        async with served.database.transaction(ACCOUNT, reads_only=True) as session:
            await session.execute(text("DELETE FROM notes"))
    assert await notes(served) == ["later"]


@pytest.fixture
def impatient(served: Served) -> Iterator[None]:
    """The service waits for a lock as long as it does elsewhere. (pytest would take away what it puts back.)"""
    state = served.app.state
    patient, state.database = state.database, served.database.with_lock_limit(LOCK_SECONDS)
    yield
    state.database = patient


@pytest.mark.usefixtures("impatient")
async def test_who_waits_long_for_a_lock_is_asked_to_come_again(served: Served) -> None:
    client = await served.as_("manager")
    note = (await client.post("/v1/notes", json={"text": "a", "seconds": 1})).json()
    change = {"text": "b", "seconds": 2}
    async with served.database.transaction(ACCOUNT) as session:
        await session.execute(text("UPDATE notes SET text = 'b'"))
        async with asyncio.timeout(20):
            responses = await asyncio.gather(
                client.put(f"/v1/notes/{note['id']}", json=change),
                client.post("/v1/notes", json=change, headers={"Idempotency-Key": "b"}),
            )
    for response in responses:
        assert response.status_code == 503
        assert response.json()["type"] == "urn:honorar:problem:temporarily-unavailable"
        assert int(response.headers["Retry-After"]) > 0
    again = await client.put(f"/v1/notes/{note['id']}", json=change)
    assert again.status_code == 200
