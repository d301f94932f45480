"""Drives the service through its API, as a person with the billing role and the other services do."""

import re
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

import httpx
from sqlalchemy import text

from contracts import Event
from contracts.timer import ApprovedEntry
from database import connect, new_id
from invoicing.api.access import current_time
from services.invoicing.tests.factories import PERIOD, SETTINGS, EventFactory, approved_entry
from testkit import Served

E = TypeVar("E", bound=Event)
_VERBS = (
    *("invoices", "issue", "send", "disputes", "credit", "take-back"),
    *("billing-runs", "continue", "cancel"),
    *("recurring-invoices", "pause", "resume", "make", "reminder-fees/[^/]+/draft"),
    *("quotes", "answer", "journal-exports"),
    *("expenses", "expenses/approve"),
    *("payments", "allocations", "allocations/[^/]+/reverse"),
    *("refunds", "credits/use", "transfers/reverse", "write-offs?", "take"),
    *("take-certain", "undo", "move"),
)
_NEED_A_KEY = re.compile(rf"/({'|'.join(_VERBS)})$")


@dataclass
class Driver:
    """The service, a client with the billing role, and a customer."""

    served: Served
    account: UUID
    client: httpx.AsyncClient
    organization_id: UUID
    entries: list[ApprovedEntry] = field(default_factory=list)

    @property
    def events(self) -> EventFactory:
        """Builds what other services publish in this account."""
        return EventFactory(self.account)

    @classmethod
    async def begin(cls, served: Served) -> "Driver":
        """Set a new account up."""
        account = new_id()
        client = await served.as_("billing", account=account, subject="billing-1")
        remember_etags(client)
        assert (await client.put("/v1/settings", json=SETTINGS)).status_code == 200
        driver = cls(served, account, client, new_id())
        await served.consume(
            driver.events.account_settings(),
            driver.events.organization(driver.organization_id),
        )
        return driver

    async def worked(
        self, seconds: int = 3000, rate: str = "1200.00", currency: str = "DKK", **changed: Any
    ) -> ApprovedEntry:
        """Have an entry approved and priced."""
        made = approved_entry(
            changed.pop("organization_id", self.organization_id), seconds, **changed
        )
        self.entries.append(made)
        await self.served.consume(
            self.events.timesheet(made), self.events.price(made, rate, currency)
        )
        return made

    async def worked_much(self, count: int, seconds: int = 60) -> list[ApprovedEntry]:
        """Have many entries approved and priced."""
        made = [approved_entry(self.organization_id, seconds) for _ in range(count)]
        for start in range(0, count, 500):
            part = made[start : start + 500]
            await self.served.consume(
                self.events.timesheet(*part), *(self.events.price(one) for one in part)
            )
        return made

    async def published(self, *types: type[E]) -> list[E]:
        """Read the account's events of these types in the outbox, oldest first."""
        return [e for e in await self.served.published(*types) if e.account_id == self.account]

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

    async def try_add_line(self, invoice_id: str, **line: Any) -> httpx.Response:
        """Ask for a line to be added."""
        body = {"description": "Something", **line}
        return await self.client.post(f"/v1/invoices/{invoice_id}/lines", json=body)

    async def add_line(self, invoice_id: str, **line: Any) -> dict[str, Any]:
        """Add a line to a draft."""
        answer = await self.try_add_line(invoice_id, **line)
        assert answer.status_code == 201, answer.text
        changed: dict[str, Any] = answer.json()
        return changed

    async def try_remove_line(self, invoice_id: str, line_id: str) -> httpx.Response:
        """Ask for a line to be removed."""
        return await self.client.delete(f"/v1/invoices/{invoice_id}/lines/{line_id}")

    async def invoice(self, seconds: int = 3000, **issue: Any) -> dict[str, Any]:
        """Work, draft and issue."""
        made = await self.worked(seconds)
        drafted = await self.draft(entry_ids=[str(made.entry_id)])
        return await self.issue(drafted["id"], **issue)

    async def try_pay(
        self, amount: str, *allocations: tuple[str, str], currency: str = "DKK", **more: Any
    ) -> httpx.Response:
        """Ask for a payment to be recorded, with allocations of (invoice, amount)."""
        body = {
            "received_on": "2026-10-01",
            "amount": {"amount": amount, "currency": currency},
            **_allocations(allocations),
            **more,
        }
        return await self.client.post("/v1/payments", json=body)

    async def pay(self, amount: str, *allocations: tuple[str, str], **more: Any) -> dict[str, Any]:
        """Record a payment."""
        answer = await self.try_pay(amount, *allocations, **more)
        assert answer.status_code == 201, answer.text
        paid: dict[str, Any] = answer.json()
        return paid

    async def try_allocate(self, payment_id: str, *allocations: tuple[str, str]) -> httpx.Response:
        """Ask for more of a payment to be allocated."""
        path = f"/v1/payments/{payment_id}/allocations"
        return await self.client.post(path, json=_allocations(allocations))

    async def allocate(self, payment_id: str, *allocations: tuple[str, str]) -> dict[str, Any]:
        """Allocate more of a payment."""
        answer = await self.try_allocate(payment_id, *allocations)
        assert answer.status_code == 200, answer.text
        allocated: dict[str, Any] = answer.json()
        return allocated

    async def try_take_back(
        self, payment_id: str, invoice_id: str, reason: str = "wrong invoice"
    ) -> httpx.Response:
        """Ask for one allocation of a payment to be taken back."""
        path = f"/v1/payments/{payment_id}/allocations/{invoice_id}/reverse"
        return await self.client.post(path, json={"reason": reason})

    async def take_back(
        self, payment_id: str, invoice_id: str, reason: str = "wrong invoice"
    ) -> dict[str, Any]:
        """Take one allocation of a payment back."""
        answer = await self.try_take_back(payment_id, invoice_id, reason)
        assert answer.status_code == 200, answer.text
        payment: dict[str, Any] = answer.json()
        return payment

    async def try_reverse(self, payment_id: str, reason: str = "bounced") -> httpx.Response:
        """Ask for a payment to be reversed."""
        path = f"/v1/payments/{payment_id}/reverse"
        return await self.client.post(path, json={"reason": reason})

    async def reverse(self, payment_id: str, reason: str = "bounced") -> dict[str, Any]:
        """Reverse a payment; returns the counter-entry."""
        answer = await self.try_reverse(payment_id, reason)
        assert answer.status_code == 200, answer.text
        counter: dict[str, Any] = answer.json()
        return counter

    async def try_credit(
        self, invoice_id: str, *lines: dict[str, Any], reason: str = "It was wrong", **more: Any
    ) -> httpx.Response:
        """Ask for an invoice, or lines of it, to be credited."""
        await self.client.get(f"/v1/invoices/{invoice_id}")
        body = {"reason": reason, "lines": list(lines), **more}
        return await self.client.post(f"/v1/invoices/{invoice_id}/credit", json=body)

    async def credit(self, invoice_id: str, *lines: dict[str, Any], **more: Any) -> dict[str, Any]:
        """Credit an invoice, or lines of it."""
        answer = await self.try_credit(invoice_id, *lines, **more)
        assert answer.status_code == 201, answer.text
        note: dict[str, Any] = answer.json()
        return note

    @contextmanager
    def at(self, moment: datetime) -> Iterator[None]:
        """Let requests be made at this moment."""
        overrides = self.served.app.dependency_overrides
        before = overrides[current_time]
        overrides[current_time] = lambda: moment
        try:
            yield
        finally:
            overrides[current_time] = before

    async def write(self, path: str, body: Any = None) -> httpx.Response:
        """POST something, once."""
        once = {"Idempotency-Key": str(new_id())}
        return await self.client.post(f"/v1/{path}", json=body, headers=once)

    async def read(self, path: str, **query: Any) -> Any:
        """GET something that is there."""
        answer = await self.client.get(f"/v1/{path}", params=query or None)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def invariants_hold(self) -> None:
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

    async def as_superuser(self, *statements: str) -> None:
        """Change the database past its grants, but not past its triggers."""
        await self._run(self.served.urls.superuser, *statements)

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


def remember_etags(client: httpx.AsyncClient) -> None:
    """Let a client send with each change the ETag that it saw last, and a new Idempotency-Key, as good clients do."""
    seen: dict[str, str] = {}

    async def before(request: httpx.Request) -> None:
        if request.method == "GET":
            return
        if _NEED_A_KEY.search(request.url.path):
            request.headers.setdefault("Idempotency-Key", str(new_id()))
        request.headers.setdefault("If-Match", seen.get(_resource(request.url.path), '"0"'))

    async def after(response: httpx.Response) -> None:
        if "etag" in response.headers:
            path = response.headers.get("location") or response.request.url.path
            seen[_resource(path)] = response.headers["etag"]

    client.event_hooks["request"].append(before)
    client.event_hooks["response"].append(after)


def _resource(path: str) -> str:
    """The resource whose version a path is about: `/v1/invoices/7` of `/v1/invoices/7/lines`."""
    return "/".join(path.removesuffix("/logo").split("/")[:4])


def _allocations(allocations: Sequence[tuple[str, str]]) -> dict[str, Any]:
    return {"allocations": [{"invoice_id": i, "amount": amount} for i, amount in allocations]}
