"""Which tax a draft gets unless a person chooses another: it follows from seller and buyer (domain §5)."""

from decimal import Decimal
from typing import Any

import pytest

from contracts import Address
from invoicing.domain.account import BillingSettings
from invoicing.domain.parties import Address as PostalAddress
from invoicing.domain.parties import Party
from invoicing.domain.tax import Tax
from invoicing.domain.tax_proposal import propose_tax
from services.invoicing.tests.driver import Driver

STANDARD = Tax("standard", Decimal(25))


def party(country: str | None, vat_number: str | None = None) -> Party:
    address = country and PostalAddress(("Street 1",), "1000", "City", country)
    return Party("Somebody", address or None, vat_number)


@pytest.mark.parametrize(
    ("seller", "buyer", "vat_number", "category"),
    [
        ("DK", "DK", "DK12345678", "standard"),
        ("DK", "DK", None, "standard"),
        ("DK", "DE", "DE123456789", "reverse-charge"),
        ("DK", "DE", "123456789", "reverse-charge"),
        ("DK", "GR", "EL123456789", "reverse-charge"),
        ("GR", "DK", "el123456789", "standard"),
        ("DK", "DE", "DK12345678", "standard"),
        ("DK", "DE", None, "standard"),
        ("DK", "DE", " ", "standard"),
        ("DK", "NO", "NO123456789MVA", "outside-scope"),
        ("DK", "US", None, "outside-scope"),
        ("DK", "GB", "GB123456789", "outside-scope"),
        ("NO", "DE", "DE123456789", "outside-scope"),
        ("NO", "NO", None, "standard"),
        ("DK", None, "DE123456789", "standard"),
        (None, "DE", "DE123456789", "standard"),
    ],
)
def test_the_tax_follows_from_seller_and_buyer(
    seller: str | None, buyer: str | None, vat_number: str | None, category: str
) -> None:
    settings = BillingSettings(seller=party(seller), tax=STANDARD)
    assert propose_tax(settings, party(buyer, vat_number)).category == category


def test_a_seller_who_charges_no_vat_charges_none_anywhere() -> None:
    exempt = Tax("exempt", Decimal(0))
    settings = BillingSettings(seller=party("DK"), tax=exempt)
    for buyer in (party("DK"), party("DE", "DE123456789"), party("US")):
        assert propose_tax(settings, buyer) == exempt


@pytest.mark.parametrize(
    ("country", "vat_number", "asked", "taxes"),
    [
        ("DE", "DE123456789", {}, [("reverse-charge", "0", "0.00")]),
        ("US", None, {}, [("outside-scope", "0", "0.00")]),
        ("DE", None, {}, [("standard", "25", "250.00")]),
        (
            "DE",
            "DE123456789",
            {"tax": {"category": "standard", "rate": "19"}},
            [("standard", "19", "190.00")],
        ),
    ],
)
async def test_a_draft_gets_the_tax_that_follows_unless_one_is_chosen(
    driver: Driver,
    country: str,
    vat_number: str | None,
    asked: dict[str, Any],
    taxes: list[tuple[str, str, str]],
) -> None:
    address = Address(lines=("Street 1",), postal_code="1000", city="City", country=country)
    buyer = driver.events.organization(vat_number=vat_number, address=address)
    await driver.served.consume(buyer)
    await driver.worked(organization_id=buyer.organization_id)
    draft = await driver.draft(organization_id=str(buyer.organization_id), **asked)
    found = [(t["category"], t["rate"], t["tax"]["amount"]) for t in draft["tax_totals"]]
    assert found == taxes
    assert await driver.issue(draft["id"])
