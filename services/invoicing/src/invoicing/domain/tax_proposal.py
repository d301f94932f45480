"""Which tax is proposed for a draft: it follows from the seller, and from where and what the buyer is (domain §5)."""

from decimal import Decimal
from typing import Literal, Protocol

from invoicing.domain.parties import Party
from invoicing.domain.tax import Tax


class Seller(Protocol):
    """Who sells, and how that is taxed at home."""

    @property
    def seller(self) -> Party: ...
    @property
    def tax(self) -> Tax: ...


# fmt: off
EU = frozenset({
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU",
    "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
})
# fmt: on
"""ISO 3166-1 codes of the member states."""
VAT_PREFIXES = {"GR": "EL"}
"""Where VAT numbers begin otherwise than with the country's code."""
_REVERSE_CHARGE = Tax("reverse-charge", Decimal(0))
_OUTSIDE_SCOPE = Tax("outside-scope", Decimal(0))


_ABROAD = {"business-in-eu": _REVERSE_CHARGE, "outside-eu": _OUTSIDE_SCOPE}
TaxReason = Literal[
    "own-tax", "country-unknown", "at-home", "business-in-eu", "private-in-eu", "outside-eu"
]
"""Why a tax is proposed."""


def propose_tax(billing: Seller, buyer: Party) -> Tax:
    """The tax of services to this buyer, unless a person chooses another (Directive 2006/112 art. 44, 45, 59, 196).

    At home, and for private customers in the EU: the account's own. Businesses in another member state: reverse charge.
    Abroad otherwise: outside the scope. Where the account charges no standard tax, or a country is not known, the
    account's own holds.
    """
    return _ABROAD.get(tax_reason(billing, buyer), billing.tax)


def tax_reason(billing: Seller, buyer: Party) -> TaxReason:
    """Why just this tax is proposed."""
    home, abroad = billing.seller.country, buyer.country
    if billing.tax.category != "standard":
        return "own-tax"
    if not home or not abroad:
        return "country-unknown"
    if home == abroad:
        return "at-home"
    if not {home, abroad} <= EU:
        return "outside-eu"
    return "business-in-eu" if _is_registered_abroad(buyer, home) else "private-in-eu"


def _is_registered_abroad(buyer: Party, home: str) -> bool:
    """Whether the buyer is a business: registered for VAT, and not in the seller's own country."""
    number = (buyer.vat_number or "").strip().upper()
    return bool(number) and not number.startswith(VAT_PREFIXES.get(home, home))
