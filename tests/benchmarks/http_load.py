"""Load over HTTP/1.1: clients that each keep a connection and send their next request when the last was answered."""

import asyncio
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import cast

NextRequest = Callable[[], bytes]


@dataclass
class Load:
    """What came of it: seconds of each request, and the responses that were no success."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    refused: list[bytes] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        """Successful requests per second."""
        return len(self.latencies) / self.seconds

    def percentile(self, percent: int) -> float:
        """Of the latencies, in milliseconds."""
        return statistics.quantiles(self.latencies, n=100)[percent - 1] * 1000


async def load(
    host: str, port: int, clients: Sequence[NextRequest], *, seconds: float, warm_up: float = 2.0
) -> Load:
    """Send requests for so many seconds, after some that do not count. Raises `RuntimeError` when one is refused."""
    await _run(host, port, clients, Load(), warm_up)
    measured = Load()
    began = time.perf_counter()
    await _run(host, port, clients, measured, seconds)
    measured.seconds = time.perf_counter() - began
    if measured.refused:
        raise RuntimeError(f"{len(measured.refused)} refused: {measured.refused[0].decode()}")
    return measured


async def _run(
    host: str, port: int, clients: Sequence[NextRequest], into: Load, seconds: float
) -> None:
    loop = asyncio.get_running_loop()
    until = time.perf_counter() + seconds
    protocols = [_Client(next_request, into, until) for next_request in clients]
    for protocol in protocols:
        await loop.create_connection(partial(_same, protocol), host, port)
    await asyncio.gather(*(protocol.done for protocol in protocols))


def _same(protocol: "_Client") -> "_Client":
    return protocol


class _Client(asyncio.Protocol):
    """One connection: parses just what it needs, so that the load costs little beside what it measures."""

    def __init__(self, next_request: NextRequest, into: Load, until: float) -> None:
        self._next, self._into, self._until = next_request, into, until
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transport is no subclass of asyncio's.
        self._transport = cast("asyncio.Transport", transport)
        self._send()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, found, body = self._buffer.partition(b"\r\n\r\n")
        if not found or len(body) < content_length(head):
            return
        self._take(head, body)
        self._buffer = b""
        if time.perf_counter() < self._until:
            self._send()
        else:
            self._transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._buffer or time.perf_counter() < self._until:
            self.done.set_exception(exc or ConnectionError("the server hung up"))
        else:
            self.done.set_result(None)

    def _send(self) -> None:
        self._began = time.perf_counter()
        self._transport.write(self._next())

    def _take(self, head: bytes, body: bytes) -> None:
        if head[9:10] == b"2":
            self._into.latencies.append(time.perf_counter() - self._began)
        else:
            self._into.refused.append(head + b"\r\n\r\n" + body)


def content_length(head: bytes) -> int:
    """How long the body after these headers is."""
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


def request(method: str, path: str, body: bytes, **headers: str) -> bytes:
    """A request as it goes over the wire."""
    lines = [
        f"{method} {path} HTTP/1.1",
        "Host: 127.0.0.1",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items()),
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
