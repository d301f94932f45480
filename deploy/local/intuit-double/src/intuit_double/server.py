"""Serves the double: as a program of its own, or inside another program's event loop for tests."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from intuit_double.options import Options
from intuit_double.routes import application
from intuit_double.sandbox import Sandbox


class DroppableProtocol(H11Protocol):
    """Puts a function into each request's scope that closes its connection at once: no server offers that."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        application = self.app

        async def droppable(scope: Scope, receive: Receive, send: Send) -> None:
            scope["drop"] = self.transport.abort
            await application(scope, receive, send)

        self.app = droppable


def configuration(options: Options) -> uvicorn.Config:
    """The server's configuration for these options; reads the state file."""
    return uvicorn.Config(
        application(Sandbox.open(options)),
        host=options.host,
        port=options.port,
        http=DroppableProtocol,
        access_log=False,
        log_level="warning",
        ssl_certfile=options.certificate,
        ssl_keyfile=options.certificate_key,
        timeout_keep_alive=75,  # seconds; longer than clients keep a connection
        timeout_graceful_shutdown=2,
    )


@asynccontextmanager
async def running(options: Options) -> AsyncIterator[str]:
    """Serve until the block ends; yields the base URL, with a free port when `port` is 0."""
    async with listening(configuration(options)) as port:
        yield f"http://{options.host}:{port}"


@asynccontextmanager
async def listening(config: uvicorn.Config) -> AsyncIterator[int]:
    """Run any server in this event loop until the block ends; yields its port."""
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server._serve())
    while not server.started:
        await asyncio.wait({serving}, timeout=0.01)
        if serving.done():
            serving.result()
    try:
        yield int(server.servers[0].sockets[0].getsockname()[1])
    finally:
        server.should_exit = True
        await serving
