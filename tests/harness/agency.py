"""A small agency: who leads, who works, for whom, and at which price; made through the API."""

import uuid
from dataclasses import dataclass
from typing import Any

from honorar_local.demo.client import ApiClient
from tests.harness.session import Member
from tests.harness.system import System

RATE = "1000.00"
_ADDRESS = {"lines": ["Kajen 4"], "postal_code": "1400", "city": "København K", "country": "DK"}
_BILLING = {
    "seller": {"name": "Studio Holm", "address": _ADDRESS, "vat_number": "DK87654321"},
    "payment_instructions": "Reg. 1234, account 0001234567",
}
_WHERE = {"address_lines": ["Havnen 1"], "postal_code": "8000", "city": "Aarhus", "country": "DK"}


@dataclass(frozen=True)
class Agency:
    """Mette leads and bills, Ida works; their customer is Nordlys, whose people write from `domain`."""

    mette: Member
    ida: Member
    owner: ApiClient
    domain: str
    form: str
    """The path of its public request form."""

    def sheet(self) -> dict[str, Any]:
        """Ida's timesheet."""
        agent = str(self.ida.agent_id)
        [sheet] = self.owner.get("/timer/v1/timesheets", agent_id=agent)["items"]
        return dict(sheet)

    def entries(self) -> list[dict[str, Any]]:
        """All time of everybody."""
        return list(self.owner.pages("/timer/v1/time-entries"))

    def seconds_to_bill(self) -> int:
        """What invoicing could put on a draft now."""
        return int(self.owner.get("/invoicing/v1/billable-time")["sums"]["ready"])


def agency(system: System) -> Agency:
    """Make one that has a customer, a price for every hour and a request form, and no project yet."""
    account = uuid.uuid4()
    domain, slug = f"{account.hex[:12]}.example", f"holm-{account.hex[:12]}"
    owner = system.client("owner", account=account)
    owner.patch("/timer/v1/settings", {"time_zone": "Europe/Copenhagen", "currency": "DKK"})
    owner.patch("/invoicing/v1/settings", _BILLING)
    rate = {"hourly_rate": {"amount": RATE, "currency": "DKK"}, "valid_from": "2020-01-01"}
    owner.post("/rates/v1/rates", rate)
    customer = owner.post(
        "/timer/v1/organizations", {"name": "Nordlys ApS", "email_domains": [domain], **_WHERE}
    )
    contact = {"name": "Accounts", "email": f"billing@{domain}", "billing": True}
    owner.post(f"/timer/v1/organizations/{customer['id']}/contacts", contact)
    form = {"slug": slug, "title": "Studio Holm", "introduction": "", "active": True}
    owner.create("/timer/v1/request-form", form, etag='"0"')
    mette, ida = (owner.post("/timer/v1/agents", {"name": n}) for n in ("Mette Holm", "Ida Bech"))
    leads = Member("Mette Holm", ("manager", "billing"), account, uuid.UUID(mette["id"]))
    works = Member("Ida Bech", ("agent",), account, uuid.UUID(ida["id"]))
    return Agency(leads, works, owner, domain, f"/request/{slug}")
