"""Programs that a benchmark runs beside it."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


@asynccontextmanager
async def running(module: str, *arguments: str, port: int, **settings: str) -> AsyncIterator[int]:
    """A Python program that listens on `port`; its process id."""
    program = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, *arguments),
        env={**os.environ, **settings},
        stdout=asyncio.subprocess.DEVNULL,
    )
    try:
        await _listening(port)
        yield program.pid
    finally:
        program.terminate()
        await program.wait()


async def _listening(port: int) -> None:
    for _ in range(1800):  # a busy machine takes a minute to start one
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.1)
        else:
            writer.close()
            return
    raise RuntimeError("the program does not listen")
