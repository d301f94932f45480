"""E-mail addresses as they go on the wire (RFC 5321, RFC 6531; domains as A-labels, RFC 5891)."""

import re

import idna

LONGEST = 254
"""RFC 5321 §4.5.3.1.3 leaves this much between the angle brackets."""

_LOCAL = re.compile(r"[^\s\x00-\x1f\x7f-\x9f@<>()\[\]\\,;:\"]{1,64}")


class InvalidAddressError(ValueError):
    """The text is not an address that a mail server would take."""


def objection(text: str) -> str | None:
    """Say what is wrong with an address, or None."""
    try:
        wire(text)
    except InvalidAddressError as error:
        return str(error)
    return None


def checked(text: str) -> str:
    """Give an address back as it came. Raises `InvalidAddressError`."""
    wire(text)
    return text


def wire(text: str) -> str:
    """Write an address for the mail server: `eva@blåbær.dk` is `eva@xn--blbr-roah.dk`. Raises `InvalidAddressError`."""
    local, at, host = text.rpartition("@")
    if not at or not _LOCAL.fullmatch(local):
        raise InvalidAddressError(f"{text[:LONGEST]!r} is not an e-mail address")
    address = f"{local}@{domain(host)}"
    if len(address.encode()) > LONGEST:
        raise InvalidAddressError("the e-mail address is too long")
    return address


def domain(host: str) -> str:
    """Write a domain in ASCII. Raises `InvalidAddressError`."""
    try:
        return idna.encode(host, uts46=True, std3_rules=True).decode()
    except idna.IDNAError as error:
        raise InvalidAddressError(f"{host[:LONGEST]!r} is not a mail domain") from error
