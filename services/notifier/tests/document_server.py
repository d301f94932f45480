"""Where issued documents are, for tests: a tiny HTTP server."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

PDF = b"%PDF-1.7 an invoice, with \xff bytes\r\n.\r\n%%EOF"


@dataclass
class DocumentServer:
    """Responds with documents by path; `statuses` are responses to give before that."""

    url: str = ""
    documents: dict[str, bytes] = field(default_factory=dict)
    statuses: list[int] = field(default_factory=list)

    def add(self, path: str, content: bytes) -> str:
        """Put a document there; returns its SHA-256."""
        self.documents[path] = content
        return hashlib.sha256(content).hexdigest()

    async def respond(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Respond to one request and close."""
        path = (await reader.readuntil(b"\r\n\r\n")).split(b" ")[1].decode()
        found = self.documents.get(path)
        status = self.statuses.pop(0) if self.statuses else 200 if found is not None else 404
        body = found or b""
        head = f"HTTP/1.1 {status} so\r\ncontent-length: {len(body)}\r\nconnection: close\r\n\r\n"
        writer.write(head.encode() + body)
        await writer.drain()
        writer.close()


@asynccontextmanager
async def run_document_server() -> AsyncIterator[DocumentServer]:
    """Listen on a free port."""
    server = DocumentServer()
    listener = await asyncio.start_server(server.respond, "127.0.0.1", 0)
    server.url = f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}"
    async with listener:
        yield server
