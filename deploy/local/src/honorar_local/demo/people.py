"""Customers as the file names them, with the billing details that a file of time does not have."""

import re
import unicodedata
from dataclasses import dataclass

from honorar_local.demo.stage import Stage


@dataclass(frozen=True)
class Customer:
    """A customer of the demonstration."""

    id: str
    name: str


def complete_customers(stage: Stage, currency: str) -> list[Customer]:
    """Give every customer without one an address and a billing contact; gives all, by name."""
    found = sorted(stage.gateway.pages("/timer/v1/organizations"), key=lambda o: str(o["name"]))
    for number, organization in enumerate(found, start=1):
        path = f"/timer/v1/organizations/{organization['id']}"
        if organization["country"] is None:
            stage.gateway.write("PUT", path, _details(organization["name"], number, currency))
        if not any(contact["billing"] for contact in stage.gateway.pages(f"{path}/contacts")):
            email = f"billing@{_domain(organization['name'])}"
            contact = {"name": "Accounts payable", "email": email, "billing": True}
            stage.gateway.post(f"{path}/contacts", contact, key=f"demo contact {path}")
    return [Customer(o["id"], o["name"]) for o in found]


def _details(name: str, number: int, currency: str) -> dict[str, object]:
    """Made-up details; `.example` is a domain that never receives mail (RFC 2606)."""
    return {
        "name": name,
        "address_lines": [f"Eksempelvej {number}"],
        "postal_code": f"{8000 + number}",
        "city": "Aarhus",
        "country": "DK",
        "vat_number": f"DK{10_000_000 + number}",
        "language": "da" if currency == "DKK" else "en",
        "currency": currency,
    }


def _domain(name: str) -> str:
    latin = name.lower().replace("ø", "o").replace("æ", "ae").replace("ß", "ss")
    plain = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode().lower()
    return (re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "customer") + ".example"
