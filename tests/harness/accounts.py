"""Accounts to work in: people, customers and prices, made through the API."""

import uuid
from dataclasses import dataclass
from typing import Any

from honorar_local import issuer
from honorar_local.demo.account import DemoAccount, realm_of
from honorar_local.demo.client import ApiClient, wait_for
from honorar_local.demo.invoicing import connect_quickbooks
from tests.harness.system import System

AGENTS = 3


@dataclass(frozen=True)
class Assignment:
    """An agent who works on one task of a customer of their own."""

    agent_id: str
    customer_id: str
    task_id: str


@dataclass(frozen=True)
class Account:
    """An account whose agents each have their assignment, and an agent who approves."""

    id: uuid.UUID
    assignments: tuple[Assignment, ...]
    approver_id: str
    in_quickbooks: bool = False

    @property
    def realm(self) -> str:
        """The id of its company in QuickBooks."""
        return realm_of(self.id)

    def token(self, system: System, role: str, agent_id: str | None = None) -> str:
        """A token for somebody of the account, for a day."""
        return issuer.token(
            system.folder,
            system.state.gateway,
            [role],
            account=self.id,
            agent_id=uuid.UUID(agent_id) if agent_id else None,
            subject=f"{role} {agent_id or ''}",
            lifetime_seconds=24 * 3600,
        )


def open_account(
    system: System, number: int, *, in_quickbooks: bool, agents: int = AGENTS
) -> Account:
    """Make an account ready to bill."""
    account = uuid.uuid4()
    owner = system.client("owner", account=account)
    owner.patch(
        "/timer/v1/settings",
        {"time_zone": "Europe/Copenhagen", "currency": "DKK", "language": "en"},
    )
    wait_for(
        "invoicing to know the account's settings",
        lambda: owner.get("/invoicing/v1/settings")["currency"] == "DKK",
    )
    owner.patch("/invoicing/v1/settings", _billing_settings(number))
    price = {"hourly_rate": {"amount": "950.00", "currency": "DKK"}, "valid_from": "2000-01-01"}
    owner.post("/rates/v1/rates", price)
    approver = owner.post("/timer/v1/agents", {"name": "Ida Bech", "email": "ida@studio.example"})
    assignments = tuple(_assignment(owner, place) for place in range(agents))
    if in_quickbooks:
        _connect(system, account, owner)
    return Account(account, assignments, approver["id"], in_quickbooks)


def _billing_settings(number: int) -> dict[str, Any]:
    address = {"lines": ["Kajen 4"], "postal_code": "1400", "city": "København K", "country": "DK"}
    return {
        "seller": {"name": f"Studio {number}", "address": address, "vat_number": "DK87654321"},
        "payment_instructions": "Reg. 1234, account 0001234567",
        "tax": {"category": "standard", "rate": "25"},
    }


def _assignment(owner: ApiClient, place: int) -> Assignment:
    name = f"Customer {place} ApS"
    address = {"address_lines": ["Havnegade 1"], "postal_code": "8000", "city": "Aarhus"}
    customer = owner.post("/timer/v1/organizations", {"name": name, **address, "country": "DK"})
    contact = {"name": "Accounts", "email": f"billing{place}@customer.example", "billing": True}
    owner.post(f"/timer/v1/organizations/{customer['id']}/contacts", contact)
    project = owner.post("/timer/v1/projects", {"name": "P", "organization_id": customer["id"]})
    task = owner.post("/timer/v1/tasks", {"name": "T", "project_id": project["id"]})
    email = f"agent{place}@studio.example"
    agent = owner.post("/timer/v1/agents", {"name": f"Agent {place}", "email": email})
    return Assignment(agent["id"], customer["id"], task["id"])


def _connect(system: System, account: uuid.UUID, owner: ApiClient) -> None:
    """Let the account's invoices be copied to the double, which sends webhooks of its own then."""
    intuit = ApiClient(system.state.intuit_double)
    nothing = system.folder.root / "no file"
    connect_quickbooks(DemoAccount(nothing, b"", account, owner, intuit, intuit), "DKK")


def unproved_series(owner: ApiClient) -> list[dict[str, Any]]:
    """The number series of an account that are not proved: with gaps, a broken chain, or dates out of order."""
    numbering = owner.get("/invoicing/v1/reports/numbering", verify=True)
    return [
        series
        for series in numbering["series"]
        if series["gaps"] or not series["chained"] or not series["dated"]
    ]
