"""Addresses that nobody has: each is an address that can be written on the wire, or refused."""

import pytest

from email_addresses import InvalidEmailAddressError, check_email_address, on_the_wire
from testkit.foreign_input import fuzz, grows_linearly, spoiled_text


@fuzz(
    spoiled_text(
        "eva@nordlys.example",
        "eva@blåbær.dk",
        '"eva lind"@x.example',
        "eva@[192.0.2.1]",
        "xn--@xn--a.xn--",
        "Eva <eva@x.example>",
    )
)
def test_an_address_is_written_or_refused(text: str) -> None:
    try:
        written = on_the_wire(text)
    except InvalidEmailAddressError:
        return
    assert check_email_address(text) == text
    assert written.isprintable()
    assert written.rpartition("@")[2].isascii()
    assert on_the_wire(written) == written


@pytest.mark.parametrize("pump", ["a", ".", "@", "a.", "xn--", "å", '"', "a@", "-", "\u0301", "<"])
@pytest.mark.parametrize("end", ["", "@x.example", ".example", ">"])
def test_an_address_is_checked_in_linear_time(pump: str, end: str) -> None:
    def check_domain(text: str) -> None:
        check_email_address(f"eva@{text}")

    assert grows_linearly(check_email_address, pump, end)
    assert grows_linearly(check_domain, pump, end)
