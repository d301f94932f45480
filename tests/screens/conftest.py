"""An office with the demonstration's data, for everything that is looked at."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import pytest

from honorar_local.demo.account import SAMPLE
from honorar_local.demo.client import ApiClient
from tests.harness.demo import run_demo
from tests.harness.session import Member
from tests.harness.system import System, excerpt
from tests.screens.screens import Screen


@dataclass(frozen=True)
class Office:
    """The system, its owner, and ids for addresses."""

    system: System
    owner: Member
    ids: dict[str, str] = field(default_factory=dict)

    @property
    def gateway(self) -> str:
        return self.system.state.gateway

    @property
    def client(self) -> ApiClient:
        """The owner's."""
        return self.system.client("owner", account=self.owner.account)

    def path(self, screen: Screen) -> str:
        """The address of a screen, with the ids of what it shows."""
        return screen.path.format(**self.ids)


@pytest.fixture(scope="session")
async def office(system: System, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Two customers' months, taken to paid invoices; its owner is one of the agents."""
    file = Path(tmp_path_factory.mktemp("office")) / "export.csv"
    excerpt(file, customers=2, since="2026-08-01", name="the office")
    await asyncio.to_thread(run_demo, system, file)
    demonstrated = office_of(system, file)
    for add in (_draft, _run, _plan, _ask, _agree, _quote, _recur, _spend, _bank, _credit):
        await asyncio.to_thread(add, demonstrated)
    return office_of(system, file)


def _draft(office: Office) -> None:
    """Leave a draft of some days open."""
    days = {"first_day": "2026-08-01", "last_day": "2026-08-14"}
    office.client.post(
        "/invoicing/v1/invoices",
        {"organization_id": office.ids["customer"], **days},
        key=f"draft {office.owner.account}",
    )


def _run(office: Office) -> None:
    """Bill a month in which a customer has nothing."""
    month = {"first_day": "2020-01-01", "last_day": "2020-01-31"}
    asked = {**month, "organization_ids": [office.ids["customer"]]}
    office.client.post("/invoicing/v1/billing-runs", asked, key=f"run {office.owner.account}")


def _plan(office: Office) -> None:
    """Give a project a budget, and tasks that are planned and wait for each other."""
    client = office.client
    path = f"/timer/v1/projects/{office.ids['project']}"
    budget = {"budget_seconds": 360_000, "overspend": "warn"}
    client.patch(path, {**budget, "budget_money": {"amount": "90000.00", "currency": "DKK"}})
    before: list[str] = []
    for number, name in enumerate(
        ("Design of the shop", "Build of the shop", "Launch of the shop")
    ):
        days = {
            "planned_start": f"2026-11-{16 + 5 * number}",
            "planned_finish": f"2026-11-{20 + 4 * number}",
        }
        work = {"estimate_seconds": 180_000, "assignee_ids": [str(office.owner.agent_id)]}
        made = client.post(
            "/timer/v1/tasks",
            {
                "name": name,
                "project_id": office.ids["project"],
                "depends_on": before,
                "percent_done": 40,
                **days,
                **work,
            },
            key=f"{name} {office.owner.account}",
        )
        before = [made["id"]]


def _ask(office: Office) -> None:
    """Let somebody ask for something, and open the public form."""
    client = office.client
    ticket = {
        "name": "Checkout fails on phones",
        "description": "Since this morning.",
        "requester": {"name": "Ida Holt", "email": "ida@nordlys.example"},
        "priority": "high",
    }
    client.post("/timer/v1/tickets", ticket, key=f"ticket {office.owner.account}")
    form = {"slug": _form_of(office.owner.account), "title": "Nordlys Studio"}
    body = {**form, "introduction": "Tell us what does not work.", "active": True}
    client.create("/timer/v1/request-form", body, etag='"0"')


def _agree(office: Office) -> None:
    """Agree a monthly fee and prepaid hours with a customer of their own, of which a block is sold."""
    client, account = office.client, office.owner.account
    customer = client.post("/timer/v1/organizations", {"name": "Havn ApS"}, key=f"agrees {account}")
    who = {"organization_id": customer["id"], "currency": "DKK", "first_day": _MONTH}
    terms = {"valid_from": _MONTH, "amount": "18000.00", "included_seconds": 72_000}
    fee = {**who, "name": "Support", "kind": "monthly-minimum", "terms": [terms]}
    rollover = {"mode": "capped", "cap_seconds": 36_000, "expiry_months": 3}
    client.post("/rates/v1/agreements", {**fee, "rollover": rollover}, key=f"fee {account}")
    hours = {**who, "name": "Design", "kind": "prepaid-hours"}
    prepaid = client.post("/rates/v1/agreements", hours, key=f"hours {account}")
    block = {"bought_on": _MONTH, "price": "9000.00", "seconds": 36_000}
    path = f"/rates/v1/agreements/{prepaid['id']}/blocks"
    client.post(path, block, key=f"block {account}", etag='"1"')


def _quote(office: Office) -> None:
    """Quote hours and a fixed price with a discount."""
    design = {"kind": "time", "description": "Design", "seconds": 36_000, "hourly_rate": "1200.00"}
    set_up = {"kind": "fixed", "description": "Set up of the shop", "amount": "5000.00"}
    welcome = {"kind": "discount", "description": "Welcome", "percent": "10"}
    asked = {
        "title": "New webshop",
        "valid_until": "2026-12-31",
        "lines": [design, set_up, welcome],
    }
    about = {"organization_id": office.ids["customer"], **asked}
    office.client.post("/invoicing/v1/quotes", about, key=f"quote {office.owner.account}")


def _recur(office: Office) -> None:
    """Bill hosting each quarter: what is due already is made, and the next ones are waited for."""
    hosting = {"kind": "fee", "description": "Hosting, {quarter} {year}", "price": "1250.00"}
    about = {
        "organization_id": office.ids["customer"],
        "name": "Hosting of the webshop",
        "recurrence": {"starts_on": "2026-10-01", "unit": "quarter", "times": 8},
        "lines": [hosting],
        "indexing": {"percent": "3", "starts_on": "2027-01-01"},
    }
    key = f"recurring {office.owner.account}"
    office.client.post("/invoicing/v1/recurring-invoices", about, key=key)


def _spend(office: Office) -> None:
    """Travel for the customer, with a receipt; one is approved."""
    client, account = office.client, office.owner.account
    category = client.post(
        "/invoicing/v1/expense-categories", {"name": "Travel"}, key=f"travel {account}"
    )
    for name, amount in (("Train to Aarhus", "320.00"), ("Hotel in Aarhus", "1150.00")):
        said = {"description": name, "spent_on": "2026-09-12", "currency": "DKK", "amount": amount}
        about = {"organization_id": office.ids["customer"], "category_id": category["id"]}
        made = client.post("/invoicing/v1/expenses", {**about, **said}, key=f"{name} {account}")
        path = f"/invoicing/v1/expenses/{made['id']}"
        client.post_bytes(
            f"{path}/receipts",
            b"%PDF-1.7 %%EOF",
            "application/octet-stream",
            file_name="ticket.pdf",
        )
    client.post(f"{path}/approve", None, key=f"approved {account}", etag='"1"')


def _bank(office: Office) -> None:
    """Let the bank say that something came in and went out."""
    rows = (
        "Bogføringsdato;Beløb;Afsender;Modtager;Navn;Beskrivelse;Saldo;Valuta\n"
        "2026/10/01;1250,00;DK2000400440999999;;Nordlys ApS;Faktura 2026-0001;10577,22;DKK\n"
        "2026/10/02;-300,00;;;Udlejeren A/S;Husleje;10277,22;DKK\n"
    )
    path = "/invoicing/v1/bank-files"
    body = rows.encode()
    office.client.post_bytes(path, body, "text/csv", name="oktober.csv", bank_account="4720 123")


def _credit(office: Office) -> None:
    """Take a line of an invoice back."""
    client, path = office.client, f"/invoicing/v1/invoices/{office.ids['invoice']}/credit"
    line = client.get(path)["lines"][0]["line_id"]
    asked = {"reason": "As agreed", "delivery": "hand", "lines": [{"line_id": line}]}
    client.post(path, asked, key=f"credit {office.owner.account}", etag=client.etag(path))


_MONTH = "2026-09-01"


def _form_of(account: UUID) -> str:
    """The slug of the account's public form."""
    return f"office-{account.hex[-12:]}"


def office_of(system: System, file: Path = SAMPLE) -> Office:
    """The office whose data came from a file."""
    account = system.demo_account(file)
    client = account.gateway
    agent = client.get("/timer/v1/agents")["items"][0]
    [invoice] = client.get("/invoicing/v1/invoices", limit=1)["items"]
    [customer] = client.get("/timer/v1/organizations", limit=1)["items"]
    [sheet] = client.get("/timer/v1/timesheets", limit=1)["items"]
    [payment] = client.get("/invoicing/v1/payments", limit=1)["items"]
    owner = Member("Mette Holm", ("owner",), account.id, UUID(agent["id"]))
    [project] = client.get("/timer/v1/projects", limit=1)["items"]
    ids = {
        "project": project["id"],
        "invoice": invoice["id"],
        "customer": customer["id"],
        "sheet": sheet["id"],
        "payment": payment["id"],
        "payer": payment["organization_id"],
    }
    for draft in client.get("/invoicing/v1/invoices", limit=1, state="draft")["items"]:
        ids["draft"] = draft["id"]
    for quote in client.get("/invoicing/v1/quotes", limit=1)["items"]:
        ids["quote"] = quote["id"]
    for recurring in client.get("/invoicing/v1/recurring-invoices", limit=1)["items"]:
        ids["recurring"] = recurring["id"]
    for expense in client.get("/invoicing/v1/expenses", limit=1)["items"]:
        ids["expense"] = expense["id"]
    for note in client.get("/invoicing/v1/credit-notes", limit=1)["items"]:
        ids["credit_note"] = note["id"]
    for run in client.get("/invoicing/v1/billing-runs", limit=1)["items"]:
        ids["run"] = run["id"]
    for kind, name in (("monthly-minimum", "agreement"), ("prepaid-hours", "prepaid")):
        for one in client.get("/rates/v1/agreements", limit=1, kind=kind)["items"]:
            ids |= {name: one["id"], "month": _MONTH}
    for transaction in client.get("/invoicing/v1/bank-transactions", limit=1)["items"]:
        ids["transaction"] = transaction["id"]
    for ticket in client.get("/timer/v1/tickets", limit=1)["items"]:
        ids |= {"ticket": ticket["id"], "form": _form_of(account.id)}
    return Office(system, owner, ids)
