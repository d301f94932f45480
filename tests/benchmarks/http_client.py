"""A client of one connection, which costs next to nothing beside what answers it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.benchmarks.http_load import content_length, request


class HttpClient:
    """Sends a request when the one before it was answered."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, token: str
    ) -> None:
        self._reader, self._writer, self._token = reader, writer, token

    async def post(self, path: str, body: bytes, **headers: str) -> bytes:
        """The body of the response. Raises `RuntimeError` when it is no success."""
        about = {"Authorization": f"Bearer {self._token}", **headers}
        self._writer.write(request("POST", path, body, **about))
        head = await self._reader.readuntil(b"\r\n\r\n")
        answered = await self._reader.readexactly(content_length(head))
        if head[9:10] != b"2":
            raise RuntimeError(f"refused: {(head + answered).decode()}")
        return answered


@asynccontextmanager
async def client(port: int, token: str) -> AsyncIterator[HttpClient]:
    """A client of what listens on a port of this machine."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
    try:
        yield HttpClient(reader, writer, token)
    finally:
        writer.close()
        await writer.wait_closed()
