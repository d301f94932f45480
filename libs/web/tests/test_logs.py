"""What requests leave in the log: no data of people, no traceback for each refusal, nothing when a caller hangs up."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi import APIRouter, FastAPI

from database import connect
from libs.web.tests.test_problems import NOTE, client_on
from telemetry.logs import JsonFormatter
from telemetry.outages import OutageFilter
from testkit import Served, token
from web import route_table
from web.unexpected_errors import UnexpectedErrors


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What a process would write."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter({}, dict))
    handler.addFilter(OutageFilter())
    root = logging.getLogger()
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)


def lines(written: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


@pytest.mark.parametrize("then", ["error", "sql"])
async def test_an_unexpected_error_is_logged_without_what_the_caller_sent(
    served: Served, written: io.StringIO, then: str
) -> None:
    client = await served.as_("manager")
    response = await client.post(f"/v1/notes?then={then}", json={**NOTE, "text": "ida@example.dk"})
    assert response.status_code == 500
    assert [line for line in lines(written) if line["level"] == "error"]
    assert "ida@example.dk" not in written.getvalue()


async def test_an_unexpected_error_is_logged_without_the_secret_in_an_address(
    written: io.StringIO,
) -> None:
    app, router = FastAPI(), APIRouter()

    @router.get("/v1/calendars/{token}.ics")
    async def read(token: str) -> None:
        raise RuntimeError(token)

    app.add_middleware(UnexpectedErrors)
    route_table.include(app, [router])
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://local"
    ) as client:
        response = await client.get("/v1/calendars/kZ3_vD1p0.ics")
    assert response.status_code == 500
    [line] = lines(written)
    assert line["message"] == "a request failed: GET /v1/calendars/{token}.ics"
    assert "kZ3_vD1p0" not in written.getvalue()


async def test_a_broken_constraint_is_logged_without_the_row(
    served: Served, written: io.StringIO
) -> None:
    client = await served.as_("manager")
    await client.post("/v1/notes", json={**NOTE, "text": "ida@example.dk " * 20})
    [line] = [line for line in lines(written) if line["level"] == "error"]
    assert "short_note" in line["exception"]
    assert "ida@example.dk" not in written.getvalue()


async def test_an_outage_is_one_line_however_many_requests_it_refuses(
    served: Served, written: io.StringIO
) -> None:
    database = connect("postgresql://nobody@127.0.0.1:1/none")
    async with client_on(database) as client:
        for _ in range(20):
            assert (await client.get("/v1/notes")).status_code == 503
    await database.dispose()
    [line] = [line for line in lines(written) if line["level"] in ("warning", "error")]
    assert "exception" not in line


async def test_a_caller_who_hangs_up_in_the_middle_of_a_body_is_no_error(
    served: Served, written: io.StringIO
) -> None:
    messages = iter(
        [
            {"type": "http.request", "body": b'{"text": "half', "more_body": True},
            {"type": "http.disconnect"},
        ]
    )

    async def receive() -> Any:
        return next(messages)

    async def send(message: Any) -> None:
        """Nobody is there."""

    bearer = f"Bearer {token('manager')}".encode()
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/v1/notes",
        "raw_path": b"/v1/notes",
        "query_string": b"",
        "headers": [(b"authorization", bearer), (b"content-type", b"application/json")],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    await served.app(scope, receive, send)
    assert [line for line in lines(written) if line["level"] in ("warning", "error")] == []
