"""Runs the double inside another program's event loop: for tests."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn

from intuit_double import world
from intuit_double.app import application
from intuit_double.options import Options
from intuit_double.protocol import DroppableProtocol


def configured(chosen: Options) -> uvicorn.Config:
    """The server's configuration for these options; its state file is read now."""
    return uvicorn.Config(
        application(world.opened(chosen)),
        host=chosen.host,
        port=chosen.port,
        http=DroppableProtocol,
        access_log=False,
        log_level="warning",
        ssl_certfile=chosen.certificate,
        ssl_keyfile=chosen.certificate_key,
        timeout_graceful_shutdown=2,
    )


@asynccontextmanager
async def running(chosen: Options) -> AsyncIterator[str]:
    """Serve until the block ends; gives the base URL, with a free port when `port` is 0."""
    async with listening(configured(chosen)) as port:
        yield f"http://{chosen.host}:{port}"


@asynccontextmanager
async def listening(config: uvicorn.Config) -> AsyncIterator[int]:
    """Run any server in this loop until the block ends; gives its port."""
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
