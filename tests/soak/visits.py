"""What visitors do over and over: the trade's whole way, and what goes wrong on it."""

import asyncio
import base64
import hashlib
import hmac
import json
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import httpx

from tests.harness.accounts import Assignment
from tests.soak.traffic import Visitor

LAST_MONDAY = date(2026, 11, 9)
"""Each visit of an agent works in the week before the last one's."""
DAYS, HOURS_SECONDS = 5, 4 * 3600
Headers = dict[str, str]
Sleep = Callable[[float], Awaitable[None]]


def once() -> Headers:
    """A key for a request that must have its effect once."""
    return {"Idempotency-Key": str(uuid4())}


def as_read(response: httpx.Response) -> Headers:
    """The version that was read."""
    return {"If-Match": response.headers["ETag"]}


@dataclass(frozen=True)
class Team:
    """Those who take an agent's week from the first entry to the payment."""

    worker: Visitor
    approver: Visitor
    biller: Visitor
    assignment: Assignment

    async def bill_a_week(self, number: int) -> None:
        """Record, approve, draft, issue and settle one week."""
        first_day = LAST_MONDAY - timedelta(weeks=number)
        sheet = await self._record(first_day)
        await self._approve(sheet)
        period = {
            "organization_id": self.assignment.customer_id,
            "first_day": first_day.isoformat(),
            "last_day": (first_day + timedelta(days=6)).isoformat(),
        }
        await self._wait_until_ready(period)
        await self._settle(await self._issue(period))

    async def _record(self, first_day: date) -> str:
        """Record a week; each entry is sent again, and one is corrected."""
        for day in range(DAYS):
            path = f"/timer/v1/time-entries/{uuid4()}"
            begins = datetime.combine(first_day + timedelta(days=day), datetime.min.time(), UTC)
            body = {
                "agent_id": self.assignment.agent_id,
                "task_id": self.assignment.task_id,
                "started_at": (begins + timedelta(hours=9)).isoformat(),
                "seconds": HOURS_SECONDS - random.randrange(1800),
                "description": f"Day {day}: smørrebrød & 上海",
                "tags": ["soak"],
            }
            recorded = await self.worker.send("record", "PUT", path, 200, json=body)
            await self.worker.send("record again", "PUT", path, 200, json=body)
        body["description"] = "Corrected"
        await self.worker.send("correct", "PUT", path, 200, json=body, headers=as_read(recorded))
        await self.worker.send("list", "GET", "/timer/v1/time-entries?limit=20", 200)
        return str(recorded.json()["timesheet_id"])

    async def _approve(self, sheet: str) -> None:
        path = f"/timer/v1/timesheets/{sheet}"
        read = await self.worker.send("read", "GET", path, 200)
        submitted = await self.worker.send(
            "submit", "POST", f"{path}/submit", 200, headers=as_read(read) | once()
        )
        await self.approver.send("list", "GET", "/timer/v1/timesheets?state=submitted", 200)
        stale = {"If-Match": '"0"'}
        await self.approver.send("stale", "POST", f"{path}/approve", 412, headers=stale)
        await self.approver.send(
            "approve", "POST", f"{path}/approve", 200, headers=as_read(submitted) | once()
        )

    async def _wait_until_ready(self, period: dict[str, str]) -> None:
        """Ask, with patience, until the whole week can be billed."""
        query = {**period, "state": "ready"}
        for _ in range(200):
            found = await self.biller.send(
                "list", "GET", "/invoicing/v1/billable-time", 200, params=query
            )
            if len(found.json()["items"]) == DAYS:
                return
            await asyncio.sleep(0.5)
        raise TimeoutError(f"the week is not ready: {found.text[:500]}")

    async def _issue(self, period: dict[str, str]) -> dict[str, Any]:
        invoices, key = "/invoicing/v1/invoices", once()
        drafted = await self.biller.send("draft", "POST", invoices, 201, json=period, headers=key)
        await self.biller.send("draft again", "POST", invoices, 201, json=period, headers=key)
        path = f"{invoices}/{drafted.json()['id']}"
        fee = {"kind": "fee", "description": "Travel", "amount": "120.50"}
        changed = await self.biller.send(
            "add line", "POST", f"{path}/lines", 201, json=fee, headers=as_read(drafted) | once()
        )
        issued = await self.biller.send(
            *("issue", "POST", f"{path}/issue", 200),
            json={"delivery": random.choice(("email", "hand"))},
            headers=as_read(changed) | once(),
        )
        await self.biller.send("pdf", "GET", f"{path}.pdf", 200)
        await self.biller.send("explain", "GET", f"{path}/explain", 200)
        await self.biller.send("list", "GET", f"{invoices}?limit=20", 200)
        return dict(issued.json())

    async def _settle(self, invoice: dict[str, Any]) -> None:
        """Take the money in two parts."""
        total = Decimal(invoice["total"]["amount"])
        half = (total / 2).quantize(total)
        for part in (half, total - half):
            payment = {
                "received_on": invoice["issue_date"],
                "amount": {"amount": str(part), "currency": invoice["total"]["currency"]},
                "method": "bank",
                "reference": invoice["number"],
                "allocations": [{"invoice_id": invoice["id"], "amount": str(part)}],
            }
            await self.biller.send(
                "pay", "POST", "/invoicing/v1/payments", 201, json=payment, headers=once()
            )
        await self.biller.send("report", "GET", "/invoicing/v1/reports/receivables", 200)


async def run_a_timer(worker: Visitor, assignment: Assignment, sleep: Sleep) -> None:
    """Start, look, stop; and throw one away."""
    work = {"task_id": assignment.task_id, "description": "Timer", "billable": False}
    await worker.send("start", "POST", "/timer/v1/timer/start", 200, json=work, headers=once())
    await worker.send("running", "GET", "/timer/v1/timer", 200)
    await sleep(1.2)
    stopped = await worker.send("stop", "POST", "/timer/v1/timer/stop", 200, headers=once())
    if entry := stopped.json()["entry"]:
        path = f"/timer/v1/time-entries/{entry['id']}"
        await worker.send("delete", "DELETE", path, 204, headers=as_read_version(entry))
    await worker.send("start", "POST", "/timer/v1/timer/start", 200, json=work)
    await worker.send("discard", "DELETE", "/timer/v1/timer", 204)


def as_read_version(resource: dict[str, Any]) -> Headers:
    return {"If-Match": f'"{resource["version"]}"'}


async def make_mistakes(owner: Visitor, stranger: Visitor) -> None:
    """Send what is wrong in many ways."""
    entry, invoices = f"/timer/v1/time-entries/{uuid4()}", "/invoicing/v1/invoices"
    wrong: list[tuple[str, str, tuple[int, ...], dict[str, Any]]] = [
        ("PUT", entry, (422,), {"json": {"seconds": -1}}),
        ("PUT", entry, (422,), {"content": b"{" * 5000}),
        ("PUT", entry, (422,), {"content": b"\xff\x00"}),
        ("POST", invoices, (400,), {"json": {"organization_id": str(uuid4())}}),
        ("POST", invoices, (404, 422), {"json": {"organization_id": str(uuid4())}, "headers": once()}),
        ("POST", "/invoicing/v1/payments", (422,), {"json": {"amount": 1}, "headers": once()}),
        ("GET", f"{invoices}?cursor=%00", (422,), {}),
        ("GET", f"{invoices}?unknown=1", (422,), {}),
        ("GET", f"{invoices}/{uuid4()}", (404,), {}),
        ("GET", "/rates/v1/nothing", (404,), {}),
        ("PATCH", "/timer/v1/timer", (405,), {}),
        ("POST", "/timer/v1/imports/preview", (422, 429), {"content": b"a,b\n1,2\n"}),
    ]  # fmt: skip
    for method, path, statuses, request in wrong:
        await owner.send("wrong", method, path, *statuses, **request)
    await stranger.send("wrong", "GET", invoices, 401)
    await stranger.send("wrong", "GET", invoices, 401, headers={"Authorization": "Bearer a.b.c"})


async def preview_an_import(manager: Visitor, sample: bytes) -> None:
    """Let a file be read, and create nothing."""
    path = "/timer/v1/imports/preview?create_agents=true&date_format=YYYY-MM-DD"
    await manager.send("import", "POST", path, 200, 429, content=sample)


async def deliver_webhooks(intuit: Visitor, secret: str) -> None:
    """Send notifications as Intuit does, in both formats, and forged and broken ones."""
    realm, now = str(random.randrange(10**15)), datetime.now(UTC).isoformat()
    entities = [
        {"name": "Payment", "id": str(number), "operation": "Update", "lastUpdated": now}
        for number in range(random.randrange(1, 30))
    ]
    legacy = {"realmId": realm, "dataChangeEvent": {"entities": entities}}
    event = {
        "specversion": "1.0",
        "id": str(uuid4()),
        "source": "intuit",
        "type": "qbo.invoice.updated.v1",
        "time": now,
        "intuitentityid": "17",
        "intuitaccountid": realm,
        "data": {},
    }
    path = "/qbo-sync/webhooks/intuit"
    for body in (
        json.dumps({"eventNotifications": [legacy]}).encode(),
        json.dumps([event]).encode(),
        json.dumps([{**event, "intuitentityid": "\0"}]).encode(),
        b"\xff\0[",
    ):
        digest = hmac.new(secret.encode(), body, hashlib.sha256).digest()
        signed = {"intuit-signature": base64.b64encode(digest).decode()}
        await intuit.send("webhook", "POST", path, 200, content=body, headers=signed)
        forged = {"intuit-signature": "c29ycnk="}
        await intuit.send("webhook", "POST", path, 401, content=body, headers=forged)


async def come_back_after_a_pause(worker: Visitor, assignment: Assignment, sleep: Sleep) -> None:
    """Write on a connection that was idle: for a moment, about as long as servers keep one, and longer."""
    body = {
        "agent_id": assignment.agent_id,
        "task_id": assignment.task_id,
        "work_date": "2026-11-17",
        "seconds": 60,
        "billable": False,
    }
    await sleep(random.choice((1, 4.9, 5, 5.1, 30, 74.9, 75.1, 119.9)))
    path = f"/timer/v1/time-entries/{uuid4()}"
    recorded = await worker.send("after a pause", "PUT", path, 200, json=body)
    await worker.send("delete", "DELETE", path, 204, headers=as_read(recorded))
