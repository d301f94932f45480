"""E-mail addresses that are typed or imported: the one rule of `email_addresses`, remembered for the rows of a file."""

from functools import lru_cache

from email_addresses import InvalidEmailAddressError, check_email_address, on_the_wire


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


@lru_cache(maxsize=4096)
def domain_on_the_wire(domain: str) -> str:
    """The one spelling by which domains are compared: `blåbær.dk` is `xn--blbr-roah.dk`. Raises ValueError."""
    return on_the_wire(f"a@{domain}").partition("@")[2].lower()


def domain_of(address: str) -> str:
    """The domain of an e-mail address, as domains are compared. Raises ValueError."""
    return domain_on_the_wire(address.rpartition("@")[2])
