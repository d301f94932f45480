"""The account's public request form: its address, who may send it how often, and the tokens that it is sent with."""

import hashlib
import hmac
import re
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from domain_errors import ConflictError, DomainError, ForbiddenError
from timer.rate_limit import Limit

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{1,48}[a-z0-9])")
MIN_TIME = timedelta(seconds=3)
"""Nobody fills the form faster."""
TOKEN_LIVES = timedelta(hours=4)
KEPT = timedelta(days=1)
"""For how long requests are remembered, to be counted, and to be known again: longer than tokens live."""

_STAMP = struct.Struct(">16sQ")
_SIGNATURE_BYTES = 16


class FormTokenError(ForbiddenError):
    """The form was not fetched from here."""


class FormTooQuickError(ForbiddenError):
    """The form was sent sooner than anybody can fill it."""


class FormExpiredError(ForbiddenError):
    """The form was open for too long."""


class FormUsedError(ConflictError):
    """The form was sent already, with other content."""


class SlugTakenError(ConflictError):
    """The address is taken."""


class TooManyRequestsError(DomainError):
    """Too many requests were sent by the form."""

    def __init__(self, retry_seconds: int) -> None:
        super().__init__(f"wait {retry_seconds} seconds")
        self.retry_seconds = retry_seconds


@dataclass(frozen=True, slots=True)
class RequestForm:
    """The form of an account, under `/request/<slug>` in the app. `secret` signs its tokens."""

    version: int
    slug: str
    title: str
    introduction: str
    active: bool
    secret: bytes


@dataclass(frozen=True, slots=True)
class FormToken:
    """Given out with the form: good for one request. `nonce` names it."""

    nonce: bytes
    issued_at: datetime

    def check(self, now: datetime) -> None:
        """Raises `FormTooQuickError`, `FormExpiredError`."""
        age = now - self.issued_at
        if age < MIN_TIME:
            raise FormTooQuickError
        if age >= TOKEN_LIVES:
            raise FormExpiredError


def signed(token: FormToken, form: RequestForm) -> str:
    """The token as text: HMAC-SHA-256 over what it says and the form's address, cut to 128 bits (RFC 2104 §5)."""
    said = _STAMP.pack(token.nonce, int(token.issued_at.timestamp() * 1000))
    return urlsafe_b64encode(said + _signature(said, form)).decode()


def read_token(text: str, form: RequestForm) -> FormToken:
    """The token that was given out with this form. Raises `FormTokenError`."""
    try:
        given = urlsafe_b64decode(text)
    except (Base64Error, ValueError):
        raise FormTokenError from None
    said, signature = given[:-_SIGNATURE_BYTES], given[-_SIGNATURE_BYTES:]
    if not hmac.compare_digest(_signature(said, form), signature):
        raise FormTokenError
    nonce, milliseconds = _STAMP.unpack(said)
    return FormToken(nonce, datetime.fromtimestamp(milliseconds / 1000, UTC))


def _signature(said: bytes, form: RequestForm) -> bytes:
    message = b"request-form/" + form.slug.encode() + b"/" + said
    return hmac.new(form.secret, message, hashlib.sha256).digest()[:_SIGNATURE_BYTES]


OF_NETWORK = Limit(5, timedelta(minutes=10))
OF_ACCOUNT = Limit(100, timedelta(hours=1))
