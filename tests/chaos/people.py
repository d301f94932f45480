"""What the people of an account do while everything around them is killed."""

import asyncio
import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from tests.chaos.client import ChaosClient, RefusedError
from tests.harness.accounts import Assignment

LAST_MONDAY = date(2026, 11, 9)
ENTRIES = 4
_WEEKS_OF_AN_INVOICE = 4
_INVOICES = "/invoicing/v1/invoices"
Going = Callable[[], bool]
"""Whether there is still time to begin something."""


@dataclass
class Week:
    """A week of one agent: what was recorded, as the last answer said, and whether it is approved."""

    first_day: date
    bodies: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Of each entry what was sent last."""
    sheet: str = ""
    approved: bool = False

    @property
    def seconds(self) -> int:
        """What is to be billed of it."""
        return sum(body["seconds"] for body in self.bodies.values())

    @property
    def period(self) -> dict[str, str]:
        """Its first and last day as the API takes them."""
        last = self.first_day + timedelta(days=6)
        return {"first_day": self.first_day.isoformat(), "last_day": last.isoformat()}


@dataclass
class Team:
    """An agent, the manager who approves their weeks, and who bills their customer."""

    assignment: Assignment
    worker: ChaosClient
    approver: ChaosClient
    biller: ChaosClient
    dice: random.Random
    seconds_per_week: float
    weeks: list[Week] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    """What was refused that should not have been."""

    async def work(self, going: Going) -> None:
        """Record and hand in week after week, each before the last one; some time runs on a timer as well."""
        while going():
            begun = asyncio.get_running_loop().time()
            week = Week(LAST_MONDAY - timedelta(weeks=len(self.weeks)))
            try:
                await self._fill(week)
            except RefusedError as error:
                self.faults.append(str(error))
            self.weeks.append(week)
            rest = self.seconds_per_week - (asyncio.get_running_loop().time() - begun)
            await asyncio.sleep(max(0.0, rest))

    async def bill(self, going: Going) -> None:
        """Bill four approved weeks at a time, paid whole, in part or not; go on until all that were approved are billed."""
        billed = 0
        while going() or billed < len(self.weeks):
            ready = self.weeks[billed : billed + _WEEKS_OF_AN_INVOICE]
            if len(ready) < _WEEKS_OF_AN_INVOICE and going():
                await asyncio.sleep(0.2)
                continue
            billed += len(ready)
            if expected := sum(week.seconds for week in ready if week.approved):
                try:
                    await self._bill(ready, expected)
                except RefusedError as error:
                    self.faults.append(str(error))

    async def _fill(self, week: Week) -> None:
        for number in range(ENTRIES):
            week.sheet = await self._record(week, number)
        if self.dice.random() < 0.2:
            await self._run_a_timer()
        await self._approve(week.sheet)
        week.approved = True

    async def _record(self, week: Week, number: int) -> str:
        """Record an entry; some are corrected, some discarded. Returns the sheet's id."""
        entry_id = str(uuid.UUID(int=self.dice.getrandbits(128), version=4))
        path = f"/timer/v1/time-entries/{entry_id}"
        begins = datetime.combine(week.first_day + timedelta(days=number), datetime.min.time(), UTC)
        body: dict[str, Any] = {
            "agent_id": self.assignment.agent_id,
            "task_id": self.task_id(),
            "started_at": (begins + timedelta(hours=9)).isoformat(),
            "seconds": self.dice.randrange(600, 8 * 3600),
            "description": f"Entry {number}",
        }
        recorded = await self.worker.write("record", "PUT", path, body, subject=entry_id)
        week.bodies[entry_id] = body
        chance = self.dice.random()
        if chance < 0.2:
            await self.correct(week, entry_id, recorded.headers["ETag"])
        elif chance < 0.3 and number:
            etag = recorded.headers["ETag"]
            await self.worker.write("discard", "DELETE", path, subject=entry_id, etag=etag)
            del week.bodies[entry_id]
        return str(recorded.json()["timesheet_id"])

    def task_id(self) -> str:
        """What the next entry is on."""
        return self.assignment.task_id

    async def correct(self, week: Week, entry_id: str, etag: str, more: int = 60) -> None:
        """Change how long an entry took."""
        body = week.bodies[entry_id]
        body = {**body, "seconds": body["seconds"] + more}
        path = f"/timer/v1/time-entries/{entry_id}"
        await self.worker.write("correct", "PUT", path, body, subject=entry_id, etag=etag)
        week.bodies[entry_id] = body

    async def _run_a_timer(self) -> None:
        work = {"task_id": self.assignment.task_id, "billable": False, "description": "Timer"}
        await self.worker.write("start", "POST", "/timer/v1/timer/start", work)
        await self.worker.write("stop", "POST", "/timer/v1/timer/stop")

    async def _approve(self, sheet: str) -> None:
        path = f"/timer/v1/timesheets/{sheet}"
        etag = await self.worker.etag(path)
        submitted = await self.worker.write("submit", "POST", f"{path}/submit", etag=etag)
        etag = submitted.headers["ETag"]
        await self.approver.write("approve", "POST", f"{path}/approve", subject=sheet, etag=etag)

    async def _bill(self, weeks: list[Week], seconds: int) -> None:
        """Draft, twice at once: only one draft can get the time. Then issue, and take some money."""
        days = [day for week in weeks for day in week.period.values()]
        period = {
            "organization_id": self.assignment.customer_id,
            "first_day": min(days),
            "last_day": max(days),
        }
        await self._wait_until_ready(period, seconds)
        draft = await self._draft(period)
        if self.dice.random() < 0.2:
            path = f"{_INVOICES}/{draft['id']}"
            etag = await self.biller.etag(path)
            await self.biller.write("discard a draft", "DELETE", path, etag=etag)
            draft = await self._draft(period)
        invoice = await self._issue(draft)
        if (chance := self.dice.random()) < 0.5:
            await self._pay(invoice, whole=chance < 0.25)

    async def _wait_until_ready(self, period: dict[str, str], seconds: int) -> None:
        deadline = asyncio.get_running_loop().time() + 150
        while asyncio.get_running_loop().time() < deadline:
            found = await self.biller.get("/invoicing/v1/billable-time", limit=1, **period)
            if found["sums"]["ready"] >= seconds:
                return
            await asyncio.sleep(0.5)
        raise RefusedError(f"not ready: {period} {seconds} {found['sums']}")

    async def _draft(self, period: dict[str, str]) -> dict[str, Any]:
        both = await asyncio.gather(
            *(self.biller.write("draft", "POST", _INVOICES, period) for _ in range(2)),
            return_exceptions=True,
        )
        made = [draft.json() for draft in both if not isinstance(draft, BaseException)]
        if len(made) != 1:
            raise RefusedError(f"of two drafts of the same time {len(made)} were made: {both}")
        return dict(made[0])

    async def _issue(self, draft: dict[str, Any], etag: str = "") -> dict[str, Any]:
        path = f"{_INVOICES}/{draft['id']}"
        etag = etag or await self.biller.etag(path)
        options = {"delivery": "email"}
        issued = await self.biller.write(
            "issue", "POST", f"{path}/issue", options, subject=draft["id"], etag=etag
        )
        return dict(issued.json())

    async def _pay(self, invoice: dict[str, Any], *, whole: bool) -> None:
        total = Decimal(invoice["total"]["amount"])
        amount = str(total if whole else (total / 3).quantize(total))
        payment = {
            "received_on": invoice["issue_date"],
            "amount": {"amount": amount, "currency": invoice["total"]["currency"]},
            "method": "bank",
            "allocations": [{"invoice_id": invoice["id"], "amount": amount}],
        }
        paid = await self.biller.write(
            "pay", "POST", "/invoicing/v1/payments", payment, subject=invoice["id"]
        )
        if self.dice.random() < 0.3:
            path = f"/invoicing/v1/payments/{paid.json()['id']}/reverse"
            await self.biller.write("reverse", "POST", path, {"reason": "returned"})
