import asyncio
from typing import Any

import asyncpg
import httpx
import pytest

from libs.web.tests.conftest import notes
from testkit import OTHER_ACCOUNT, Served

NOTE = {"text": "a", "seconds": 1}


def key(name: str = "k1") -> dict[str, str]:
    return {"Idempotency-Key": name}


async def write(
    client: httpx.AsyncClient, name: str = "k1", then: str = "", **changes: Any
) -> httpx.Response:
    return await client.post(
        f"/v1/notes?then={then}" if then else "/v1/notes",
        json={**NOTE, **changes},
        headers=key(name),
    )


async def test_the_same_request_gets_the_same_answer_and_one_effect(served: Served) -> None:
    client = await served.as_("manager")
    first, second = await write(client), await write(client)

    assert (
        (second.status_code, second.content)
        == (first.status_code, first.content)
        == (201, first.content)
    )
    assert second.headers["etag"] == first.headers["etag"] == '"1"'
    assert second.headers["content-type"] == first.headers["content-type"]
    assert second.headers["idempotent-replayed"] == "true"
    assert await notes(served) == ["a"]


async def test_the_same_key_for_another_request_is_refused(served: Served) -> None:
    client = await served.as_("manager")
    made = await write(client)
    other = await write(client, text="b", seconds=2)
    elsewhere = await client.put(f"/v1/notes/{made.json()['id']}", json=NOTE, headers=key())

    for response in (other, elsewhere):
        assert response.status_code == 422
        assert response.json()["type"] == "urn:honorar:problem:idempotency-key-reused"
    assert await notes(served) == ["a"]


async def test_many_at_once_with_one_key_have_one_effect_and_one_answer(served: Served) -> None:
    client = await served.as_("manager")
    responses = await asyncio.gather(*(write(client) for _ in range(10)))

    assert {response.status_code for response in responses} == {201}
    assert len({response.content for response in responses}) == 1
    assert sum("idempotent-replayed" in response.headers for response in responses) == 9
    assert await notes(served) == ["a"]


@pytest.mark.parametrize("then", ["problem", "error", "sql"])
async def test_a_request_that_failed_is_not_kept(served: Served, then: str) -> None:
    client = await served.as_("manager")
    assert (await write(client, then=then)).status_code >= 400
    assert (await write(client)).status_code == 201
    assert await notes(served) == ["a"]


async def test_bad_input_is_not_kept(served: Served) -> None:
    client = await served.as_("manager")
    assert (await write(client, seconds="many")).status_code == 422
    assert (await write(client)).status_code == 201


async def test_keys_belong_to_who_sent_them(served: Served) -> None:
    one = await served.as_("manager", subject="one")
    two = await served.as_("manager", subject="two")
    far = await served.as_("manager", subject="one", account=OTHER_ACCOUNT)
    assert (await write(one)).status_code == 201
    assert (await write(two, text="b", seconds=2)).status_code == 201
    response = await write(far, text="c", seconds=3)

    assert response.status_code == 201
    assert await notes(served) == ["a", "b"]


async def test_a_stored_answer_is_not_for_those_without_a_token(served: Served) -> None:
    manager = await served.as_("manager", subject="one")
    await write(manager)
    stranger = await served.client()
    assert (await write(stranger)).status_code == 401


@pytest.mark.parametrize("name", ["", "x" * 256])
async def test_a_key_must_be_short_and_not_empty(served: Served, name: str) -> None:
    client = await served.as_("manager")
    response = await write(client, name)
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == "Idempotency-Key"
    assert await notes(served) == []


async def test_a_key_of_last_month_is_new_again(served: Served) -> None:
    client = await served.as_("manager")
    await write(client)
    await write(client, "k2", text="b", seconds=2)
    await age(served)

    assert (await write(client, text="c", seconds=3)).status_code == 201
    assert await notes(served) == ["a", "b", "c"]
    assert await keys(served) == ["k1"]


async def age(served: Served) -> None:
    connection = await asyncpg.connect(served.urls.superuser)
    try:
        await connection.execute(
            "UPDATE idempotency_keys SET created_at = now() - interval '30 days'"
        )
    finally:
        await connection.close()


async def keys(served: Served) -> list[str]:
    connection = await asyncpg.connect(served.urls.superuser)
    try:
        return [row["key"] for row in await connection.fetch("SELECT key FROM idempotency_keys")]
    finally:
        await connection.close()
