"""How an account bills: who it is, and what holds unless an invoice says otherwise."""

from dataclasses import dataclass
from decimal import Decimal

from invoicing.numbering import NumberFormat
from invoicing.parties import Party
from invoicing.tax import Tax
from invoicing.terms import Terms

_NOBODY = Party(name="")
_NET_30 = Terms("net-days", days=30)
_YEARLY = NumberFormat("{year}-{seq:04}")
_DANISH_VAT = Tax("standard", Decimal(25))


@dataclass(frozen=True)
class Account:
    """The billing settings of an account; version 0 are those of one that has set nothing yet."""

    version: int = 0
    seller: Party = _NOBODY
    payment_instructions: str = ""
    currency: str = "DKK"
    time_zone: str = "Europe/Copenhagen"
    terms: Terms = _NET_30
    number_format: NumberFormat = _YEARLY
    tax: Tax = _DANISH_VAT
    language: str = "da"
