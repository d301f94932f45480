"""Links by which a customer opens an invoice without logging in: signed, expiring, revocable."""

import hashlib
import hmac
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from uuid import UUID

from invoicing.domain.errors import LinkExpiredError

PREFIX = "cus_"
PAGE = "/customer"
"""Where the app shows an invoice to its customer."""
CustomerSees = Literal["lines", "entries"]
"""What the page shows of the time behind an invoice: its lines alone, or the entries that each charges."""

_VALID_DAYS = 365
_FIELDS = struct.Struct(">16s16sHI")
_SIGNATURE_BYTES = 16


@dataclass(frozen=True)
class CustomerLink:
    """Opens one invoice until `expires_at`. A newer `generation` takes the place of the older ones."""

    account_id: UUID
    invoice_id: UUID
    generation: int
    expires_at: datetime

    def check(self, now: datetime) -> None:
        """Raises `LinkExpiredError` when its time is over."""
        if now >= self.expires_at:
            raise LinkExpiredError


@dataclass(frozen=True)
class CustomerLinks:
    """Signs links and reads them: HMAC-SHA-256 over all that a link says, cut to 128 bits (RFC 2104 §5)."""

    secret: bytes

    def token(self, link: CustomerLink) -> str:
        """The link as text."""
        said = _FIELDS.pack(
            link.account_id.bytes,
            link.invoice_id.bytes,
            link.generation,
            int(link.expires_at.timestamp()),
        )
        return PREFIX + _text(said + self._signature(said))

    def page(self, link: CustomerLink) -> str:
        """The path of the customer's page. The token is behind the #, so no server or proxy logs it."""
        return f"{PAGE}#{self.token(link)}"

    def read(self, token: str) -> CustomerLink | None:
        """The link of a token; None for one that was not signed here."""
        text = token.removeprefix(PREFIX)
        try:
            signed = urlsafe_b64decode(text + "=" * (-len(text) % 4))
        except (Base64Error, ValueError):
            return None
        said, signature = signed[:-_SIGNATURE_BYTES], signed[-_SIGNATURE_BYTES:]
        if not hmac.compare_digest(self._signature(said), signature) or _text(signed) != text:
            return None
        account, invoice, generation, expires = _FIELDS.unpack(said)
        until = datetime.fromtimestamp(expires, UTC)
        return CustomerLink(UUID(bytes=account), UUID(bytes=invoice), generation, until)

    def _signature(self, said: bytes) -> bytes:
        return hmac.new(self.secret, b"customer-link/" + said, hashlib.sha256).digest()[
            :_SIGNATURE_BYTES
        ]


def _text(signed: bytes) -> str:
    """The one way to write these bytes; Python reads others as well."""
    return urlsafe_b64encode(signed).decode().rstrip("=")


def first_expiry(due_date: date) -> datetime:
    """When the link that goes along with an invoice expires: a year after the invoice is due."""
    return datetime(due_date.year, due_date.month, due_date.day, tzinfo=UTC) + timedelta(
        days=_VALID_DAYS
    )


def renewed_expiry(now: datetime) -> datetime:
    """When a link that is made anew expires: in a year."""
    return now.replace(microsecond=0) + timedelta(days=_VALID_DAYS)
