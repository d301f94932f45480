"""Who sends the invoices of the demonstration."""

from honorar_local.demo.calls import wait_for
from honorar_local.demo.stage import Stage

_ZONE = "Europe/Copenhagen"


def introduce_seller(stage: Stage, currency: str) -> None:
    """Say once who the seller is and where to pay; the law wants it on every invoice."""
    settings = stage.gateway.get("/invoicing/v1/settings")
    if settings["seller"]["name"]:
        return
    _choose_account_settings(stage, currency)
    stage.gateway.write(
        "PUT",
        "/invoicing/v1/settings",
        {
            "seller": {
                "name": "Studio Lind ApS",
                "address": {
                    "lines": ["Kajen 4"],
                    "postal_code": "1400",
                    "city": "København K",
                    "country": "DK",
                },
                "vat_number": "DK87654321",
            },
            "payment_instructions": "Reg. 1234, konto 0001234567",
        },
    )


def _choose_account_settings(stage: Stage, currency: str) -> None:
    """Choose time zone, currency and language in timer, and wait until invoicing follows them."""
    chosen = {
        "time_zone": _ZONE,
        "currency": currency,
        "language": "da" if currency == "DKK" else "en",
    }
    settings = stage.gateway.get("/timer/v1/settings")
    del settings["version"]
    stage.gateway.write("PUT", "/timer/v1/settings", {**settings, **chosen})
    wait_for(
        "invoicing to know the account's settings",
        lambda: chosen.items() <= stage.gateway.get("/invoicing/v1/settings").items(),
    )
