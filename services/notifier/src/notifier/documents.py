"""Fetching the bytes of an issued document, and making sure that they are the issued ones."""

import hashlib

import httpx

from notifier.deliveries import PermanentDeliveryError, TransientDeliveryError
from notifier.invoice_email import Document
from notifier.mime import Attachment


class DocumentClient:
    """Documents under the invoicing service at `base_url`. `timeout` in seconds, `largest` in bytes."""

    def __init__(self, base_url: str, *, timeout: float, largest: int) -> None:
        self._base, self._timeout, self._largest = base_url.rstrip("/"), timeout, largest

    async def fetch(self, document: Document) -> Attachment:
        """Fetch a document. Raises `TransientDeliveryError`, or `PermanentDeliveryError` when it is not the issued one."""
        if not document.path.startswith("/"):
            raise PermanentDeliveryError("the document's path does not begin with /")
        try:
            content = await self._download(self._base + document.path)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            reason = str(error) or type(error).__name__
            raise TransientDeliveryError(f"the document cannot be fetched: {reason}") from error
        if hashlib.sha256(content).hexdigest() != document.sha256.lower():
            raise PermanentDeliveryError(
                "the document is not the one that was issued: its SHA-256 differs"
            )
        return Attachment(document.file_name, document.media_type, content)

    async def _download(self, url: str) -> bytes:
        content = bytearray()
        async with (
            httpx.AsyncClient(timeout=self._timeout) as client,
            client.stream("GET", url) as response,
        ):
            if response.status_code != 200:
                raise TransientDeliveryError(
                    f"the document cannot be fetched: HTTP {response.status_code}"
                )
            async for chunk in response.aiter_bytes():
                content += chunk
                if len(content) > self._largest:
                    raise PermanentDeliveryError(
                        f"the document is larger than {self._largest} bytes"
                    )
        return bytes(content)
