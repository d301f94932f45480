"""Links to issued documents that carry their own permission, for services that an event tells of them."""

import hashlib
import hmac
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class DocumentLinks:
    """Signs and checks links: the key is HMAC-SHA-256 over account and invoice."""

    secret: bytes

    def path(self, account_id: UUID, invoice_id: UUID) -> str:
        """Where the document is, under the service's own address."""
        key = self._key(account_id, invoice_id)
        return f"/documents/{invoice_id}.pdf?account={account_id}&key={key}"

    @staticmethod
    def of_receipt(path: str, receipt_id: UUID) -> str:
        """Where a receipt of the document at this path is; who may have the one may have the other."""
        return path.replace(".pdf?", f"/receipts/{receipt_id}?", 1)

    def permits(self, account_id: UUID, invoice_id: UUID, key: str) -> bool:
        """Whether `key` was given for the document of this invoice; takes the same time for every wrong key."""
        expected = self._key(account_id, invoice_id)
        return hmac.compare_digest(expected.encode(), key.encode())

    def _key(self, account_id: UUID, invoice_id: UUID) -> str:
        message = f"document/{account_id}/{invoice_id}".encode()
        return hmac.new(self.secret, message, hashlib.sha256).hexdigest()
