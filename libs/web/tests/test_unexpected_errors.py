"""After an unexpected error the connection goes on: a gateway may have given it to the next caller."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
import uvicorn

from testkit import Served, token, until

NOTE = {"text": "a", "seconds": 1}


@pytest.fixture
async def address(served: Served) -> AsyncIterator[str]:
    """The sample service behind a real HTTP server."""
    server = uvicorn.Server(uvicorn.Config(served.app, port=0, log_config=None))
    running = asyncio.create_task(server.serve())
    await until(lambda: server.started)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    await running


def local_port(response: httpx.Response) -> int:
    port: int = response.extensions["network_stream"].get_extra_info("client_addr")[1]
    return port


async def test_the_next_request_on_the_connection_is_answered(address: str) -> None:
    headers = {"Authorization": f"Bearer {token('manager')}"}
    async with httpx.AsyncClient(base_url=address, headers=headers, timeout=60) as client:
        ports = set()
        for then, status in [("error", 500), ("", 201), ("sql", 500), ("problem", 409)]:
            note = {**NOTE, "text": f"a{then}", "seconds": len(then)}
            response = await client.post("/v1/notes", params={"then": then}, json=note)
            assert response.status_code == status
            assert "secret" not in response.text
            ports.add(local_port(response))
    assert len(ports) == 1
