"""Fetching the bytes of an issued document, and making sure that they came whole."""

import base64
import hashlib
import re

import httpx

from notifier.deliveries import PermanentDeliveryError, TransientDeliveryError
from notifier.invoice_email import Document
from notifier.mime import Attachment

_SHA256 = re.compile(r"(?:^|[,\s])sha-256=:([A-Za-z0-9+/=]+):")


class DocumentClient:
    """Documents under the invoicing service at `base_url`. `timeout` in seconds, `largest` in bytes."""

    def __init__(self, base_url: str, *, timeout: float, largest: int) -> None:
        self._base, self._timeout, self._largest = base_url.rstrip("/"), timeout, largest

    async def fetch(self, document: Document) -> Attachment:
        """Fetch a document. Raises `TransientDeliveryError`, or `PermanentDeliveryError` when it can never be mailed."""
        if not document.path.startswith("/"):
            raise PermanentDeliveryError("the document's path does not begin with /")
        try:
            content, digest = await self._download(self._base + document.path)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            reason = str(error) or type(error).__name__
            raise TransientDeliveryError(f"the document cannot be fetched: {reason}") from error
        _verify(content, digest)
        return Attachment(document.file_name, document.media_type, content)

    async def _download(self, url: str) -> tuple[bytes, str]:
        """The bytes, and what `Repr-Digest` says of them."""
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
        return bytes(content), response.headers.get("repr-digest", "")


def _verify(content: bytes, digest: str) -> None:
    """Compare with the SHA-256 of `Repr-Digest` (RFC 9530), which is made of what is stored.

    Raises `TransientDeliveryError`: what was spoilt on its way comes whole the next time.
    """
    stored = _SHA256.search(digest)
    if stored is None:
        raise TransientDeliveryError("the document came without its SHA-256")
    if base64.b64encode(hashlib.sha256(content).digest()).decode() != stored[1]:
        raise TransientDeliveryError(
            "the document is not the one that was issued: its SHA-256 differs"
        )
