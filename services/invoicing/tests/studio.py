"""A small account to bill from: its settings, customers, hours and prices."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

import httpx
from sqlalchemy import text

from contracts import Address, Contact, Event, Money
from contracts.rates import TimePriced
from contracts.timer import ApprovedEntry, OrganizationChanged, TimesheetApproved
from database import connect, new_id
from testkit import Served

DAY = date(2026, 9, 28)
NOW = datetime(2026, 10, 5, 9, 30, tzinfo=UTC)
HARBOUR = Address(lines=("Havnegade 1, 2. tv",), postal_code="8000", city="Aarhus C", country="DK")
F = TypeVar("F", bound=Event)
SETTINGS: dict[str, Any] = {
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
    "payment_instructions": "Reg. 1234 Konto 0001234567",
}
PERIOD = {"first_day": "2026-09-01", "last_day": "2026-09-30"}


def entry(organization_id: UUID | None, seconds: int = 3000, **changed: Any) -> ApprovedEntry:
    """An approved hour or so of development on the webshop, with what is `changed`."""
    values: dict[str, Any] = {
        "entry_id": new_id(),
        "version": 1,
        "agent_id": UUID(int=20),
        "agent_name": "Mette Friis",
        "project_id": UUID(int=30),
        "project_name": "Webshop",
        "work_item_id": UUID(int=80),
        "work_item_kind": "task",
        "work_item_name": "Checkout",
        "service_type_id": UUID(int=40),
        "service_type_name": "Development",
        "work_date": DAY,
        "billable": True,
        "description": "Fix the pay button",
    }
    return ApprovedEntry(
        **{**values, "organization_id": organization_id, "seconds": seconds, **changed}
    )


@dataclass
class Studio:
    """The service, a client with the billing role, and a customer."""

    served: Served
    account: UUID
    client: httpx.AsyncClient
    organization_id: UUID
    entries: list[ApprovedEntry] = field(default_factory=list)

    @classmethod
    async def begin(cls, served: Served) -> "Studio":
        """Set a new account up."""
        account = new_id()
        client = await served.as_("billing", account=account, subject="billing-1")
        assert (await client.put("/v1/settings", json=SETTINGS)).status_code == 200
        studio = cls(served, account, client, new_id())
        await served.consume(studio.customer(studio.organization_id))
        return studio

    def customer(
        self, organization_id: UUID | None = None, *, version: int = 1, **changed: Any
    ) -> OrganizationChanged:
        """Say that there is a Danish customer, with what is `changed`."""
        values: dict[str, Any] = {
            "name": "Nordlys ApS",
            "vat_number": "DK12345678",
            "address": HARBOUR,
            "billing_contact": Contact(name="Eva Holm", email="faktura@nordlys.example"),
            "language": "da",
            "currency": "DKK",
        }
        about = {
            "account_id": self.account,
            "organization_id": organization_id or new_id(),
            "version": version,
        }
        return OrganizationChanged(**{**about, **values, **changed})

    def approved(self, *entries: ApprovedEntry, version: int = 1) -> TimesheetApproved:
        """Say that a sheet with these entries is approved."""
        return TimesheetApproved(
            account_id=self.account,
            timesheet_id=new_id(),
            version=version,
            agent_id=UUID(int=20),
            first_day=DAY,
            last_day=DAY,
            approved_at=NOW,
            approved_by="manager-1",
            part=1,
            parts=1,
            entries=entries,
        )

    def priced(
        self, of: ApprovedEntry, rate: str = "1200.00", currency: str = "DKK", *, version: int = 1
    ) -> TimePriced:
        """Say the price of an entry."""
        return TimePriced(
            account_id=self.account,
            entry_id=of.entry_id,
            entry_version=of.version,
            price_version=version,
            seconds=of.seconds,
            hourly_rate=Money(amount=Decimal(rate), currency=currency),
            rule_id=UUID(int=90),
            priced_at=NOW,
        )

    async def worked(
        self, seconds: int = 3000, rate: str = "1200.00", currency: str = "DKK", **changed: Any
    ) -> ApprovedEntry:
        """Have an entry approved and priced."""
        made = entry(changed.pop("organization_id", self.organization_id), seconds, **changed)
        self.entries.append(made)
        await self.served.consume(self.approved(made), self.priced(made, rate, currency))
        return made

    async def worked_much(self, count: int, seconds: int = 60) -> list[ApprovedEntry]:
        """Have many entries approved and priced."""
        made = [entry(self.organization_id, seconds) for _ in range(count)]
        for start in range(0, count, 500):
            part = made[start : start + 500]
            await self.served.consume(self.approved(*part), *(self.priced(one) for one in part))
        return made

    async def published(self, fact: type[F]) -> list[F]:
        """Read what this account's outbox says of a kind, oldest first."""
        return [f for f in await self.served.published(fact) if f.account_id == self.account]

    async def draft(self, **body: Any) -> dict[str, Any]:
        """Draft September, or what `body` says."""
        answer = await self.try_draft(**body)
        assert answer.status_code == 201, answer.text
        drafted: dict[str, Any] = answer.json()
        return drafted

    async def try_draft(self, **body: Any) -> httpx.Response:
        """Ask for a draft."""
        whole = {"organization_id": str(self.organization_id), **body}
        if "entry_ids" not in body and "first_day" not in body:
            whole |= PERIOD
        return await self.client.post("/v1/invoices", json=whole)

    async def try_issue(self, invoice_id: str, **body: Any) -> httpx.Response:
        """Ask for an invoice to be issued."""
        return await self.client.post(f"/v1/invoices/{invoice_id}/issue", json=body)

    async def issue(self, invoice_id: str, **body: Any) -> dict[str, Any]:
        """Issue a draft."""
        answer = await self.try_issue(invoice_id, **body)
        assert answer.status_code == 200, answer.text
        issued: dict[str, Any] = answer.json()
        return issued

    async def invoice(self, seconds: int = 3000, **issue: Any) -> dict[str, Any]:
        """Work, draft and issue."""
        made = await self.worked(seconds)
        drafted = await self.draft(entry_ids=[str(made.entry_id)])
        return await self.issue(drafted["id"], **issue)

    async def read(self, path: str, **query: Any) -> Any:
        """GET something that is there."""
        answer = await self.client.get(f"/v1/{path}", params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def laws_hold(self) -> None:
        """Fail unless every conservation law holds."""
        found = await self.read("reports/conservation")
        assert found["holds"], found

    @asynccontextmanager
    async def dying_at(self, table: str) -> AsyncIterator[None]:
        """Let the database shut down, as seen from the service, whenever something is written to `table`."""
        await self.as_owner(
            """
            CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION 'shutting down' USING ERRCODE = 'admin_shutdown'; END $$
            """,
            f"CREATE TRIGGER die BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION die()",
        )
        yield
        await self.as_owner(f"DROP TRIGGER die ON {table}", "DROP FUNCTION die")

    async def as_owner(self, *statements: str) -> None:
        """Change the database as its owner may."""
        await self._run(self.served.urls.owner, *statements)

    async def tamper(self, *statements: str) -> None:
        """Change the database as nobody should: past its triggers and constraints between tables."""
        past = "SET LOCAL session_replication_role = replica"
        await self._run(self.served.urls.superuser, past, *statements)

    async def _run(self, url: str, *statements: str) -> None:
        database = connect(url)
        async with database.transaction() as session:
            for statement in statements:
                await session.execute(text(statement))
        await database.dispose()
