"""Requests that never arrive whole: their senders hang up, or wait for what the gateway says."""

import asyncio
import random
import time
from urllib.parse import urlsplit

from tests.soak.traffic import Tally

PATIENCE_SECONDS = 150.0
"""Longer than the gateway lets a request take to arrive."""
CLOSED = 0
"""Shown as the status of a half-sent request whose connection was closed without an answer."""
_HEAD = "{method} {path} HTTP/1.1\r\nHost: soak\r\nContent-Type: application/json\r\nContent-Length: 400\r\n\r\n{{"
_TARGETS = (
    ("POST", "/invoicing/v1/payments"),
    ("PUT", "/timer/v1/time-entries/1"),
    ("POST", "/qbo-sync/webhooks/intuit"),
)


async def hang_up(gateway: str) -> None:
    """Send half a body, and go."""
    _, writer = await _begin(gateway)
    await asyncio.sleep(random.uniform(0, 3))
    writer.transport.abort()


async def wait_for_the_end(gateway: str, tally: Tally) -> None:
    """Send half a body, and see that the gateway ends it within its two minutes.

    It answers 408, or what the service said without reading; or it only closes the connection.
    """
    reader, writer = await _begin(gateway)
    began = time.monotonic()
    try:
        line = await asyncio.wait_for(reader.readline(), PATIENCE_SECONDS)
        status = int(line.split()[1]) if line else CLOSED
        tally.add("half-sent", status, time.monotonic() - began)
    except (TimeoutError, OSError, IndexError, ValueError) as error:
        tally.drop("half-sent", repr(error))
    finally:
        writer.close()


async def _begin(gateway: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    address = urlsplit(gateway)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    method, path = random.choice(_TARGETS)
    writer.write(_HEAD.format(method=method, path=path).encode())
    await writer.drain()
    return reader, writer
