"""A Danish seller with customers at home, in the EU and outside it, whose time is approved month by month."""

import uuid
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from honorar_local.demo.client import ApiClient, wait_for
from tests.harness.session import Member
from tests.harness.system import System

HOUR = 3600
_SELLER = {"lines": ["Kajen 4"], "postal_code": "1400", "city": "København K", "country": "DK"}
_SETTINGS = {
    "seller": {"name": "Studio Holm", "address": _SELLER, "vat_number": "DK87654321"},
    "payment_instructions": "Reg. 1234, account 0001234567",
    "terms": {"kind": "net-days", "days": 14},
}
_CUSTOMERS: dict[str, dict[str, Any]] = {
    "Nordlys ApS": {
        "address_lines": ["Havnen 1"],
        "postal_code": "8000",
        "city": "Aarhus",
        "country": "DK",
    },
    "Rheinwerk GmbH": {
        "address_lines": ["Rheinufer 7"],
        "postal_code": "50668",
        "city": "Köln",
        "country": "DE",
        "vat_number": "DE136695976",
    },
    "Harbor Fox Inc.": {
        "address_lines": ["12 Pier Street"],
        "postal_code": "02110",
        "city": "Boston",
        "country": "US",
    },
}
_RATES = {"Rheinwerk GmbH": "120.00", "Harbor Fox Inc.": "120.00"}
"""Prices in euros; whoever is not named pays 1,000 kroner."""


@dataclass(frozen=True)
class Quarter:
    """The last whole one, of an account of its own."""

    api: ApiClient
    bookkeeper: Member
    domain: str
    months: tuple[date, date, date]
    projects: dict[str, str] = field(default_factory=dict)
    """By customer."""

    @property
    def last_day(self) -> date:
        """Of the quarter."""
        return _next_month(self.months[2]) - timedelta(days=1)

    def email(self, customer: str) -> str:
        """Where a customer reads."""
        return f"{customer.split()[0].lower()}@{self.domain}"

    def end_of(self, month: int) -> date:
        """The last day of one of its months."""
        return _next_month(self.months[month]) - timedelta(days=1)

    def approve(self, day: date, worked: dict[str, dict[str, int]]) -> None:
        """Log seconds by customer and what was done, and approve the week; wait until they can be billed.

        The first customer's are of this day, the others' of the days after it.
        """
        before = self.ready()
        for later, (customer, entries) in enumerate(worked.items()):
            for description, seconds in entries.items():
                entry = {
                    "project_id": self.projects[customer],
                    "seconds": seconds,
                    "description": description,
                    "work_date": str(day + timedelta(days=later)),
                }
                self.api.create(f"/timer/v1/time-entries/{uuid.uuid4()}", entry)
        for state, verb in (("draft", "submit"), ("submitted", "approve")):
            [sheet] = self.api.pages("/timer/v1/timesheets", state=state)
            path = f"/timer/v1/timesheets/{sheet['id']}"
            self.api.post(f"{path}/{verb}", etag=self.api.etag(path))
        more = sum(sum(entries.values()) for entries in worked.values())
        wait_for("what was approved to be ready", lambda: self.ready() == before + more)

    def ready(self) -> int:
        """Seconds that could be billed."""
        return int(self.api.get("/invoicing/v1/billable-time")["sums"]["ready"])


def quarter(system: System) -> Quarter:
    """An account with its customers and their prices, and no time yet."""
    account = uuid.uuid4()
    owner = system.client("owner", account=account)
    owner.patch(
        "/timer/v1/settings",
        {"time_zone": "Europe/Copenhagen", "currency": "DKK", "allow_self_approval": True},
    )
    owner.patch("/invoicing/v1/settings", _SETTINGS)
    agent = owner.post("/timer/v1/agents", {"name": "Ida Holm"})
    api = system.client("owner", account=account, agent_id=uuid.UUID(agent["id"]))
    made = Quarter(
        api, Member("Bente Krog", ("billing",), account), f"{account.hex[:12]}.example", _months()
    )
    rate = {"hourly_rate": {"amount": "1000.00", "currency": "DKK"}, "valid_from": "2020-01-01"}
    api.post("/rates/v1/rates", rate)
    for name, about in _CUSTOMERS.items():
        made.projects[name] = _customer(made, name, about)
    return made


def _customer(made: Quarter, name: str, about: dict[str, Any]) -> str:
    """A customer with a project, which is returned."""
    api = made.api
    customer = api.post("/timer/v1/organizations", {"name": name, **about})
    contact = {"name": "Accounts", "email": made.email(name), "billing": True}
    api.post(f"/timer/v1/organizations/{customer['id']}/contacts", contact)
    if name in _RATES:
        rate = {"amount": _RATES[name], "currency": "EUR"}
        about = {"organization_id": customer["id"], "hourly_rate": rate}
        api.post("/rates/v1/rates", {**about, "valid_from": "2020-01-01"})
    project = {"name": f"Work for {name}", "organization_id": customer["id"]}
    return str(api.post("/timer/v1/projects", project)["id"])


def _months() -> tuple[date, date, date]:
    today = datetime.now(UTC).date()
    this = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
    before = this - timedelta(days=1)
    third = before.replace(day=1)
    second = (third - timedelta(days=1)).replace(day=1)
    return (second - timedelta(days=1)).replace(day=1), second, third


def _next_month(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)
