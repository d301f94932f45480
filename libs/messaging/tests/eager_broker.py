"""A stand-in at the wire for a broker that creates every topic somebody names, as Kafka does by default.

It answers just enough of the protocol to see what is asked of it: it has no topics and creates none.
https://kafka.apache.org/protocol
"""

import asyncio
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

_METADATA, _API_VERSIONS, _INIT_PRODUCER_ID = 3, 18, 22
_VERSIONS = ((_METADATA, 4, 4), (_API_VERSIONS, 0, 0), (_INIT_PRODUCER_ID, 0, 0))


@dataclass
class EagerBroker:
    """`asked`: how often for metadata. `would_create`: the topics named so that a broker may create them."""

    port: int = 0
    asked: int = 0
    would_create: set[str] = field(default_factory=set)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                (length,) = struct.unpack(">i", await reader.readexactly(4))
                request = await reader.readexactly(length)
                answer = request[4:8] + self._answer(request)
                writer.write(struct.pack(">i", len(answer)) + answer)
        except (asyncio.IncompleteReadError, OSError):
            writer.close()

    def _answer(self, request: bytes) -> bytes:
        key, client = struct.unpack_from(">h6xh", request)
        body = request[10 + max(client, 0) :]
        if key == _API_VERSIONS:
            known = b"".join(struct.pack(">hhh", *version) for version in _VERSIONS)
            return struct.pack(">hi", 0, len(_VERSIONS)) + known
        if key == _INIT_PRODUCER_ID:
            return struct.pack(">ihqh", 0, 0, 1, 0)
        return self._metadata(body)

    def _metadata(self, body: bytes) -> bytes:
        self.asked += 1
        (count,), place = struct.unpack_from(">i", body), 4
        named = set()
        for _ in range(count):
            (length,) = struct.unpack_from(">h", body, place)
            named.add(body[place + 2 : place + 2 + length].decode())
            place += 2 + length
        if body[place]:
            self.would_create |= named
        host = b"127.0.0.1"
        one_broker = struct.pack(">iiih", 0, 1, 0, len(host)) + host
        return one_broker + struct.pack(">ihhii", self.port, -1, -1, 0, 0)


@asynccontextmanager
async def eager_broker() -> AsyncIterator[EagerBroker]:
    broker = EagerBroker()
    server = await asyncio.start_server(broker.serve, "127.0.0.1", 0)
    broker.port = server.sockets[0].getsockname()[1]
    try:
        yield broker
    finally:
        server.close()
