"""Fetching the bytes of an issued document, and making sure that they are the issued ones."""

import hashlib

import httpx

from contracts.invoicing import Document
from notifier.mail import Attachment
from notifier.outside import RejectedError, UnavailableError


class Documents:
    """Documents under the invoicing service at `base_url`. `timeout` in seconds, `largest` in bytes."""

    def __init__(self, base_url: str, *, timeout: float, largest: int) -> None:
        self._base, self._timeout, self._largest = base_url.rstrip("/"), timeout, largest

    async def fetch(self, document: Document) -> Attachment:
        """Fetch a document. Raises `UnavailableError`, or `RejectedError` when it is not the one that was issued."""
        if not document.path.startswith("/"):
            raise RejectedError("the document's path does not begin with /")
        try:
            content = await self._download(self._base + document.path)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise UnavailableError(f"the document cannot be fetched: {_say(error)}") from error
        if hashlib.sha256(content).hexdigest() != document.sha256.lower():
            raise RejectedError("the document is not the one that was issued: its SHA-256 differs")
        return Attachment(document.file_name, document.media_type, content)

    async def _download(self, url: str) -> bytes:
        content = bytearray()
        async with (
            httpx.AsyncClient(timeout=self._timeout) as client,
            client.stream("GET", url) as answer,
        ):
            if answer.status_code != 200:
                raise UnavailableError(f"the document cannot be fetched: HTTP {answer.status_code}")
            async for piece in answer.aiter_bytes():
                content += piece
                if len(content) > self._largest:
                    raise RejectedError(f"the document is larger than {self._largest} bytes")
        return bytes(content)


def _say(error: Exception) -> str:
    return str(error) or type(error).__name__
