"""What a file of time does not have: billing details of customers, the seller, and rates. All of it is made up."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from operator import mul
from typing import Any

from honorar_local.demo.account import DemoAccount
from honorar_local.demo.client import wait_for

RATE_FACTORS = (Decimal("1.30"), Decimal("1.15"), Decimal("0.90"))
SELLER = {
    "name": "Studio Lind ApS",
    "address": {
        "lines": ["Kajen 4"],
        "postal_code": "1400",
        "city": "København K",
        "country": "DK",
    },
    "vat_number": "DK87654321",
}
_SCOPES = ("agent_id", "organization_id", "project_id", "service_type_id")


@dataclass(frozen=True)
class Customer:
    """A customer of the demonstration."""

    id: str
    name: str


def complete_customers(account: DemoAccount, currency: str) -> list[Customer]:
    """Add an address and a billing contact to every customer without one. Returns all customers, by name."""
    found = sorted(account.gateway.pages("/timer/v1/organizations"), key=lambda o: str(o["name"]))
    for number, organization in enumerate(found, start=1):
        path = f"/timer/v1/organizations/{organization['id']}"
        if organization["country"] is None:
            account.gateway.patch(path, _details(organization["name"], number, currency))
        if not any(contact["billing"] for contact in account.gateway.pages(f"{path}/contacts")):
            email = f"billing@{_domain(organization['name'])}"
            contact = {"name": "Accounts payable", "email": email, "billing": True}
            account.gateway.post(f"{path}/contacts", contact, key=f"demo contact {path}")
    return [Customer(o["id"], o["name"]) for o in found]


def _details(name: str, number: int, currency: str) -> dict[str, object]:
    return {
        "name": name,
        "address_lines": [f"Eksempelvej {number}"],
        "postal_code": f"{8000 + number}",
        "city": "Aarhus",
        "country": "DK",
        "vat_number": f"DK{_business_number(number)}",
        "language": "da" if currency == "DKK" else "en",
        "currency": currency,
    }


def _business_number(number: int) -> int:
    """A Danish one: eight digits whose sum by these weights is a multiple of 11."""
    for candidate in range(10_000_000 + 20 * number, 99_999_999):
        digits = (int(digit) for digit in str(candidate))
        if sum(map(mul, (2, 7, 6, 5, 4, 3, 2, 1), digits)) % 11 == 0:
            return candidate
    raise ValueError(number)


def _domain(name: str) -> str:
    """A domain that never receives mail (`.example`, RFC 2606)."""
    latin = name.lower().replace("ø", "o").replace("æ", "ae").replace("ß", "ss")
    plain = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode().lower()
    return (re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "customer") + ".example"


def set_seller(account: DemoAccount, currency: str) -> None:
    """Set once who the seller is and where to pay; the law requires it on every invoice."""
    if account.gateway.get("/invoicing/v1/settings")["seller"]["name"]:
        return
    settings = {
        "seller": SELLER,
        "payment_instructions": "Reg. 1234, konto 0001234567",
        "customer_sees": "entries",
    }
    account.gateway.patch("/invoicing/v1/settings", settings)


def set_account_settings(account: DemoAccount, currency: str) -> None:
    """Set time zone, currency and language in timer, and wait until invoicing follows them.

    Before the import: the times of a file are local times of the account's zone.
    """
    chosen = {
        "time_zone": "Europe/Copenhagen",
        "currency": currency,
        "language": "da" if currency == "DKK" else "en",
    }
    if account.gateway.get("/timer/v1/settings")["version"] == 0:
        alone = {"allow_self_approval": True}  # one person does everything here
        account.gateway.patch("/timer/v1/settings", {**chosen, **alone})
    wait_for(
        "invoicing to know the account's settings",
        lambda: chosen.items() <= account.gateway.get("/invoicing/v1/settings").items(),
    )


def set_rates(account: DemoAccount, currency: str, first_day: str) -> str:
    """Set the account's default rate and some agents' own, from `first_day` on. Returns a description."""
    default = Decimal(950) if currency in ("DKK", "SEK", "NOK") else Decimal(120)
    rate = {"currency": currency, "valid_from": first_day}
    _set_rate(account, "default", {}, default, **rate)
    described = [f"{default:.2f} for everybody"]
    agents = sorted(account.gateway.pages("/timer/v1/agents"), key=lambda agent: str(agent["name"]))
    for agent, factor in zip(agents, RATE_FACTORS, strict=False):
        own = default * factor
        _set_rate(account, agent["id"], {"agent_id": agent["id"]}, own, **rate)
        described.append(f"{own:.2f} for {agent['name']}")
    return ", ".join(described)


def _set_rate(
    account: DemoAccount,
    name: str,
    scope: dict[str, str],
    amount: Decimal,
    *,
    currency: str,
    valid_from: str,
) -> None:
    existing = account.gateway.pages("/rates/v1/rates", **scope)
    if any(_scope(rate) == scope for rate in existing):
        return
    hourly_rate = {"amount": f"{amount:.2f}", "currency": currency}
    body = {**scope, "hourly_rate": hourly_rate, "valid_from": valid_from}
    account.gateway.post("/rates/v1/rates", body, key=f"demo rate {name}")


def _scope(rate: dict[str, Any]) -> dict[str, str]:
    return {name: rate[name] for name in _SCOPES if rate[name] is not None}
