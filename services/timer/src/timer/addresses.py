"""E-mail addresses: one rule for all that are typed, sent or imported, that of the mail servers which get them."""

from functools import lru_cache

from email_validator import EmailNotValidError, validate_email


@lru_cache(maxsize=4096)
def checked(address: str) -> str:
    """The address as it came (RFC 5321, 6531). Raises ValueError; whether it exists is not looked up."""
    try:
        validate_email(address, check_deliverability=False, strict=True)
    except EmailNotValidError as error:
        raise ValueError(f"not an e-mail address: {error}") from error
    return address


def checked_domain(domain: str) -> str:
    """The part of an address behind the @. Raises ValueError."""
    try:
        checked(f"a@{domain}")
    except ValueError:
        raise ValueError("not a domain of e-mail addresses") from None
    return domain
