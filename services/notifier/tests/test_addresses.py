import pytest

from notifier.addresses import InvalidAddressError, checked, on_the_wire
from notifier.deliveries import Recipient, why_undeliverable


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
    assert checked(written) == written


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
        "a@x.example, b@x.example",
        "a@x.example\r\nBcc: b@x.example",
        "a@x.example\x00",
    ],
)
def test_what_no_mail_server_takes_is_no_address(text: str) -> None:
    with pytest.raises(InvalidAddressError):
        on_the_wire(text)
    assert why_undeliverable(Recipient("Eva", text))


def test_only_a_recipient_with_an_address_can_be_written_to() -> None:
    assert why_undeliverable(Recipient("Eva", "eva@x.example")) is None
    assert why_undeliverable(None) == "the customer has no billing contact"
