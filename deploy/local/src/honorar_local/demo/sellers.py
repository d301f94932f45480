"""Who sends the invoices of the demonstration."""

from honorar_local.demo.stage import Stage


def introduce_seller(stage: Stage, currency: str) -> None:
    """Say once who the seller is and where to pay; the law wants it on every invoice."""
    settings = stage.gateway.get("/invoicing/v1/settings")
    if settings["seller"]["name"]:
        return
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
            "currency": currency,
            "time_zone": "Europe/Copenhagen",
        },
    )
