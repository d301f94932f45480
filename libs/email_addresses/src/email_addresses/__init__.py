"""E-mail addresses: one check of their syntax, for those who take addresses and for those who send to them.

Addresses are as RFC 5321 and 6531 have them, without the forms that nobody has: quoted local parts, IP addresses as
domains. Names such as `.local` and hosts without a dot are addresses too: they may be somebody's own, inside their network.
"""

from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email

SPECIAL_USE_DOMAIN_NAMES.clear()


class InvalidEmailAddressError(ValueError):
    """The text is not an address that a mail server would take."""


def on_the_wire(text: str) -> str:
    """Write an address for the mail server: `eva@blåbær.dk` is `eva@xn--blbr-roah.dk` (RFC 5891).

    Raises `InvalidEmailAddressError`. Only the syntax is checked; nobody is asked whether the domain exists.
    """
    try:
        valid = validate_email(
            text, check_deliverability=False, globally_deliverable=False, strict=True
        )
    except EmailNotValidError as error:
        raise InvalidEmailAddressError(f"not an e-mail address: {error}") from error
    return f"{valid.local_part}@{valid.ascii_domain}"


def check_email_address(text: str) -> str:
    """Return an address as it came, or raise `InvalidEmailAddressError`: a ValueError, so also a pydantic validator."""
    on_the_wire(text)
    return text
