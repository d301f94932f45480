"""How documents look and how they are to be paid."""

import base64
import binascii
from typing import Annotated

from pydantic import Field

import web
from domain_errors import InvalidInputError
from invoicing.domain.appendix import TimeAppendix
from invoicing.domain.logos import MOST_BYTES
from invoicing.domain.payment_details import FikKind, PaymentDetails

_BASE64_LENGTH = (MOST_BYTES + 2) // 3 * 4

Colour = Annotated[str, Field(pattern="^#[0-9a-f]{6}$")]


class PaymentDetailsRequest(web.RequestModel):
    """Accounts that customers pay to. They are printed where they can take the invoice's currency; empty for none."""

    iban: Annotated[str, Field(max_length=42, pattern="^[A-Za-z0-9 ]*$")] = ""
    """International account number, with its check digits. For euro the invoice has a QR code that banks' apps read."""
    bic: Annotated[str, Field(max_length=11, pattern="^[A-Za-z0-9]*$")] = ""
    """Of the IBAN's bank; needs `iban`."""
    registration_number: Annotated[str, Field(pattern="^([0-9]{4})?$")] = ""
    """Of a Danish bank's branch; with `account_number`."""
    account_number: Annotated[str, Field(pattern="^([0-9]{4,10})?$")] = ""
    """Danish account number, for DKK; with `registration_number`."""
    fik_creditor: Annotated[str, Field(pattern="^([0-9]{8})?$")] = ""
    """Danish creditor number (FI-kreditornummer), for the line that banks read on invoices in DKK."""
    fik_kind: FikKind = "71"
    """Kind of Danish payment line: 71 and 75 carry a reference of 15 or 16 digits, 73 none."""
    bankgiro: Annotated[str, Field(pattern="^([0-9]{7,8})?$")] = ""
    """Swedish Bankgiro number, without its dash, for SEK. Invoices then have an OCR reference."""
    kid: bool = False
    """Whether invoices in NOK have a KID number, as agreed with the Norwegian bank: digits and one of modulus 10."""

    def to_domain(self) -> PaymentDetails:
        """As banks write them."""
        iban = "".join(self.iban.split()).upper()
        return PaymentDetails(**{**dict(self), "iban": iban, "bic": self.bic.upper()})


class PaymentDetailsResponse(web.ResponseModel):
    """Accounts that customers pay to; empty for none."""

    iban: str
    """International account number, without spaces."""
    bic: str
    """Of the IBAN's bank."""
    registration_number: str
    """Of a Danish bank's branch."""
    account_number: str
    """Danish account number."""
    fik_creditor: str
    """Danish creditor number."""
    fik_kind: FikKind
    """Kind of Danish payment line."""
    bankgiro: str
    """Swedish Bankgiro number."""
    kid: bool
    """Whether invoices in NOK have a KID number."""


class LogoRequest(web.RequestModel):
    """A logo."""

    content: Annotated[
        str, Field(min_length=4, max_length=_BASE64_LENGTH, pattern="^[A-Za-z0-9+/]+={0,2}$")
    ]
    """The file in Base64: PNG, JPEG or SVG of at most 256 KiB. What it is is told by its content; of an SVG only shapes are
    taken.
    """

    def to_bytes(self) -> bytes:
        """The file. Raises `InvalidInputError`."""
        try:
            return base64.b64decode(self.content, validate=True)
        except binascii.Error as error:
            raise InvalidInputError("content", "is no Base64") from error


class SampleRequest(web.FilterModel):
    """How a sample looks; what is not given is as the account has it."""

    colour: Colour | None = None
    """Of titles and lines."""
    language: Annotated[str, Field(max_length=20)] | None = None
    """BCP 47 tag; one that is not printed is the account's."""
    time_appendix: TimeAppendix | None = None
    """What of the time is printed on further pages."""
    page: Annotated[int, Field(ge=1, le=2)] = 1
    """Which page; the second is that of the time."""
