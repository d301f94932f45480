"""E-mail addresses that are typed or imported: the one rule of `email_addresses`, remembered for the rows of a file."""

from functools import lru_cache

from email_addresses import InvalidEmailAddressError, check_email_address


@lru_cache(maxsize=4096)
def checked(address: str) -> str:
    """The address as it came. Raises `InvalidEmailAddressError`, a ValueError; whether it exists is not looked up."""
    return check_email_address(address)


def checked_domain(domain: str) -> str:
    """The part of an address behind the @. Raises ValueError."""
    try:
        checked(f"a@{domain}")
    except InvalidEmailAddressError:
        raise ValueError("not a domain of e-mail addresses") from None
    return domain
