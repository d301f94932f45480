"""E-mail addresses as they go on the wire (RFC 5321, RFC 6531; domains as A-labels, RFC 5891)."""

from email_validator import EmailNotValidError, validate_email


class InvalidAddressError(ValueError):
    """The text is not an address that a mail server would take."""


def on_the_wire(text: str) -> str:
    """Write an address for the mail server: `eva@blåbær.dk` is `eva@xn--blbr-roah.dk`. Raises `InvalidAddressError`.

    Only the syntax is checked; nobody is asked whether the domain exists.
    """
    try:
        valid = validate_email(text, check_deliverability=False, strict=True)
    except EmailNotValidError as error:
        raise InvalidAddressError(str(error)) from error
    return f"{valid.local_part}@{valid.ascii_domain}"


def checked(text: str) -> str:
    """Return an address as it came. Raises `InvalidAddressError`."""
    on_the_wire(text)
    return text
