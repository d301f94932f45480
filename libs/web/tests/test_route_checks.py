"""What is refused before a request's body is read or a stored response is sent again."""

from collections.abc import AsyncIterator
from typing import Annotated, Any
from uuid import uuid4

import httpx
import pytest
from fastapi import Depends

import web
from libs.web.tests.conftest import notes
from testkit import Served

NOTE = {"text": "a", "seconds": 1}
KEY = {"Idempotency-Key": "k1"}


def slug(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.json()["type"].rsplit(":")[-1]


async def test_a_parameter_that_nobody_reads_is_refused_by_name(served: Served) -> None:
    client = await served.as_("manager")
    response = await client.get("/v1/notes", params={"organisation_id": "x", "limit": 1, "q": ""})
    assert slug(response) == (422, "invalid-input")
    assert [error["field"] for error in response.json()["errors"]] == ["organisation_id", "q"]
    refused = await client.post("/v1/notes?dry_run=true", json=NOTE)
    assert slug(refused) == (422, "invalid-input")
    assert await notes(served) == []


async def test_who_lost_the_role_gets_no_stored_response(served: Served) -> None:
    manager = await served.as_("manager", subject="mette")
    assert (await manager.post("/v1/notes", json=NOTE, headers=KEY)).status_code == 201
    former = await served.as_("billing", subject="mette")
    assert slug(await former.post("/v1/notes", json=NOTE, headers=KEY)) == (403, "not-allowed")


async def test_a_caller_without_the_role_sends_no_body_for_nothing(served: Served) -> None:
    client = await served.as_("billing")

    sent = 0

    async def body() -> AsyncIterator[bytes]:
        nonlocal sent
        for _ in range(100):
            sent += 1
            yield b"["

    response = await client.post("/v1/notes", content=body())
    assert slug(response) == (403, "not-allowed")
    assert sent <= 1


async def test_a_request_that_must_not_be_repeated_needs_a_key(served: Served) -> None:
    client = await served.as_("manager")
    note = (await client.post("/v1/notes", json=NOTE)).json()
    path = f"/v1/notes/{note['id']}/approval"
    match = {"If-Match": '"1"'}
    assert slug(await client.put(path, headers=match)) == (400, "idempotency-key-missing")
    assert (await client.put(path, headers=match | KEY)).json()["version"] == 2


@pytest.mark.parametrize("header", [{}, {"If-Match": "*"}])
async def test_a_change_that_must_not_be_lost_needs_the_version_that_was_read(
    served: Served, header: dict[str, str]
) -> None:
    client = await served.as_("manager")
    note = (await client.post("/v1/notes", json=NOTE)).json()
    path = f"/v1/notes/{note['id']}/approval"
    assert slug(await client.put(path, headers=header | KEY)) == (428, "precondition-required")
    stale = await client.put(path, headers={"If-Match": '"7"'} | KEY)
    assert slug(stale) == (412, "changed-meanwhile")


async def test_an_upload_repeated_with_another_boundary_is_the_same_request(
    served: Served,
) -> None:
    client = await served.as_("manager")
    file = {"file": ("a.csv", b"content", "text/csv")}
    first = await client.post("/v1/files", files=file, data={"mark": "!"}, headers=KEY)
    again = await client.post("/v1/files", files=file, data={"mark": "!"}, headers=KEY)
    assert first.request.headers["content-type"] != again.request.headers["content-type"]
    assert (again.status_code, again.json()) == (200, first.json())
    others: list[dict[str, Any]] = [
        {"files": {"file": ("a.csv", b"other", "text/csv")}, "data": {"mark": "!"}},
        {"files": {"file": ("b.csv", b"content", "text/csv")}, "data": {"mark": "!"}},
        {"files": file, "data": {"mark": "?"}},
    ]
    for other in others:
        refused = await client.post("/v1/files", headers=KEY, **other)
        assert slug(refused) == (422, "idempotency-key-reused")
    assert await notes(served) == ["content!"]


@pytest.mark.parametrize(
    "day",
    ["0", "20261125", "1700000000", "2026-1-5", "\u0662\u0660\u0662\u0666-01-01", "2026-02-30"],
)
async def test_a_day_is_written_in_one_way(served: Served, day: str) -> None:
    client = await served.as_("manager")
    assert slug(await client.get("/v1/days", params={"day": day})) == (422, "invalid-input")
    assert (await client.get("/v1/days", params={"day": "2026-11-25"})).json() == {
        "day": "2026-11-25"
    }


@pytest.mark.parametrize(
    "amount", ["1_000", "\uff11\uff12", "\u0663", " 1", "1e3", "+1", ".5", "5.", "NaN", ""]
)
async def test_an_amount_is_digits_and_a_point(served: Served, amount: str) -> None:
    client = await served.as_("manager")
    price = {"amount": amount, "currency": "DKK"}
    response = await client.post("/v1/notes", json={**NOTE, "price": price})
    assert [error["field"] for error in response.json()["errors"]] == ["price.amount"]


@pytest.mark.parametrize("currency", ["XXX", "XAU", "DEM", "dkk", "kr"])
async def test_a_currency_is_one_that_money_is_in(served: Served, currency: str) -> None:
    client = await served.as_("manager")
    price = {"amount": "1", "currency": currency}
    response = await client.post("/v1/notes", json={**NOTE, "price": price})
    assert [error["field"] for error in response.json()["errors"]] == ["price.currency"]


async def test_private_responses_and_refusals_are_not_kept_by_caches(served: Served) -> None:
    client = await served.as_("manager")
    for path in ("/v1/notes", "/v1/nothing", f"/v1/notes/{uuid4()}"):
        assert (await client.get(path)).headers["cache-control"] == "no-store"


async def test_a_trailing_slash_is_another_path_and_leads_nowhere_else(served: Served) -> None:
    client = await served.as_("manager")
    response = await client.get("/v1/notes/", headers={"Host": "elsewhere.example"})
    assert response.status_code == 404


def test_an_endpoint_or_dependency_that_would_hop_to_a_thread_is_refused_when_it_is_made() -> None:
    def blocking() -> int:
        return 1

    with pytest.raises(TypeError, match="blocking must be async"):
        web.router().get("/x")(blocking)

    async def endpoint(number: Annotated[int, Depends(blocking)]) -> int:
        return number

    with pytest.raises(TypeError, match="blocking must be async"):
        web.router().get("/x")(endpoint)
