"""Where issued documents are, for tests: a tiny HTTP server."""

import asyncio
import base64
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

PDF = b"%PDF-1.7 an invoice, with \xff bytes\r\n.\r\n%%EOF"


@dataclass
class DocumentServer:
    """Responds with documents by path; `statuses` and `digests` are responses to give before the right ones."""

    url: str = ""
    documents: dict[str, bytes] = field(default_factory=dict)
    statuses: list[int] = field(default_factory=list)
    digests: list[str] = field(default_factory=list)
    answers: dict[str, int] = field(default_factory=dict)
    """Statuses by path, as long as they are there."""

    def add(self, path: str, content: bytes) -> None:
        """Put a document there."""
        self.documents[path] = content

    async def respond(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Respond to one request and close."""
        path = (await reader.readuntil(b"\r\n\r\n")).split(b" ")[1].decode()
        found = self.documents.get(path)
        usual = 200 if found is not None else 404
        status = self.statuses.pop(0) if self.statuses else self.answers.get(path, usual)
        body = found or b""
        digest = self.digests.pop(0) if self.digests else digest_of(body)
        headers = f"content-length: {len(body)}\r\nrepr-digest: {digest}\r\nconnection: close"
        writer.write(f"HTTP/1.1 {status} so\r\n{headers}\r\n\r\n".encode() + body)
        await writer.drain()
        writer.close()


def digest_of(content: bytes) -> str:
    """The `Repr-Digest` of a document (RFC 9530)."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(content).digest()).decode()}:"


@asynccontextmanager
async def run_document_server() -> AsyncIterator[DocumentServer]:
    """Listen on a free port."""
    server = DocumentServer()
    listener = await asyncio.start_server(server.respond, "127.0.0.1", 0)
    server.url = f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}"
    async with listener:
        yield server
