import pytest
from hypothesis import given
from hypothesis import strategies as st

from email_addresses import InvalidEmailAddressError, check_email_address, on_the_wire


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("eva@blåbær.dk", "eva@xn--blbr-roah.dk"),
        ("eva@Straße.de", "eva@xn--strae-oqa.de"),
        ("o'hara+faktura@x.example", "o'hara+faktura@x.example"),
        ("åse@x.example", "åse@x.example"),
    ],
)
def test_an_address_is_written_as_mail_servers_and_the_name_system_know_it(
    written: str, sent: str
) -> None:
    assert on_the_wire(written) == sent
    assert check_email_address(written) == written


@pytest.mark.parametrize(
    "text",
    [
        "eva@mail.nordlys.local",
        "eva@nordlys.test",
        "eva@localhost",
        "eva@nordlys.internal",
        "eva@mailhost",
        "eva@x.invalid",
    ],
)
def test_a_network_of_ones_own_has_addresses_too(text: str) -> None:
    assert on_the_wire(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "eva",
        "eva@",
        "@nordlys.example",
        "x@-a.dk",
        "x@a..dk",
        f"{'x' * 65}@a.dk",
        f"x@{'a' * 64}.dk",
        f"x@{'.'.join(['a' * 60] * 5)}.dk",
        "x y@a.dk",
        "x@a b.dk",
        "<a@example.dk>",
        "a@example.dk,",
        "a@exa_mple..dk",
        "Eva <a@example.dk>",
        '"e v a"@a.dk',
        "a@[192.0.2.1]",
        "a@x.example, b@x.example",
        "a@x.example\r\nBcc: b@x.example",
        "a@x.example\x00",
        "a\ud800@x.example",
    ],
)
def test_what_no_mail_server_takes_is_no_address(text: str) -> None:
    with pytest.raises(InvalidEmailAddressError):
        on_the_wire(text)
    with pytest.raises(InvalidEmailAddressError):
        check_email_address(text)


@given(st.text())
def test_any_text_is_an_address_of_one_line_or_refused(text: str) -> None:
    try:
        address = on_the_wire(text)
    except InvalidEmailAddressError:
        return
    assert address.count("@") == 1
    assert address.isprintable()
    assert " " not in address
