"""People who change their minds while their time is billed: they reopen weeks, and merge customers and undo it."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass, field
from typing import Any

from tests.chaos.client import RefusedError
from tests.chaos.people import LAST_MONDAY, Going, Team, Week

_LATEST = 6
"""Weeks among which people find something to correct: some approved, some on drafts, some billed."""
_LATER = {404, 409, 412, 422}
"""Somebody else was faster: what they read is there no longer, changed, or without the time that they saw."""
_ADDRESS = {
    "address_lines": ["Havnegade 1"],
    "postal_code": "8000",
    "city": "Aarhus",
    "country": "DK",
}
_PATIENCE_SECONDS = 150.0
Period = dict[str, str]


@dataclass
class Double:
    """The team's customer again, with a task of its own."""

    customer_id: str
    task_id: str


@dataclass
class UnsettledTeam(Team):
    """A team whose time does not stay as it was approved, and whose customer comes again and again."""

    doubles: list[Double] = field(default_factory=list)
    working: int = 0
    """How many still make or change time."""

    async def work(self, going: Going) -> None:
        """Record and hand in; meanwhile reopen what was approved, and merge customers."""
        self.working = 3
        acts = (super().work(going), self._correct_weeks(going), self._merge_customers(going))
        await asyncio.gather(*(self._until_done(act) for act in acts))

    async def bill(self, going: Going) -> None:
        """Bill what is there, whoever changes it; at last all of it."""
        while self.working or going():
            await asyncio.sleep(self.dice.uniform(2, 6))
            await self._noted(self._bill_what_is_ready())
        await self._noted(self._bill_the_rest())

    def task_id(self) -> str:
        """A third of the time is recorded for the newest double."""
        mine = self.dice.random() < 0.67 or not self.doubles
        return self.assignment.task_id if mine else self.doubles[-1].task_id

    async def _until_done(self, act: Awaitable[None]) -> None:
        try:
            await act
        finally:
            self.working -= 1

    async def _noted(self, act: Awaitable[None]) -> None:
        try:
            await act
        except RefusedError as error:
            self.faults.append(str(error))

    async def _correct_weeks(self, going: Going) -> None:
        while going():
            await asyncio.sleep(self.dice.uniform(0.3, 1.5))
            if approved := [week for week in self.weeks[-_LATEST:] if week.approved]:
                await self._noted(self._reopen(self.dice.choice(approved)))

    async def _reopen(self, week: Week) -> None:
        """Ask for a week to be opened again; once it is, correct something and hand it in again."""
        path = f"/timer/v1/timesheets/{week.sheet}"
        asker = self.dice.choice([self.worker, self.approver])
        etag = await asker.etag(path)
        reason = {"reason": "Something was forgotten"}
        await asker.write("reopen", "POST", f"{path}/reopen", reason, subject=week.sheet, etag=etag)
        if await self._answer(path) == "approved":
            return
        week.approved = False
        for entry_id in self.dice.sample(sorted(week.bodies), self.dice.choice([0, 1, 2])):
            etag = await self.worker.etag(f"/timer/v1/time-entries/{entry_id}")
            await self.correct(week, entry_id, etag, self.dice.choice([-60, 60, 120]))
        await self._approve(week.sheet)
        week.approved = True

    async def _answer(self, path: str) -> str:
        """What became of the question. A sheet for which no answer comes is found afterwards, in the tables."""
        deadline = asyncio.get_running_loop().time() + _PATIENCE_SECONDS
        while (state := (await self.worker.get(path))["state"]) == "reopening":
            if asyncio.get_running_loop().time() > deadline:
                raise RefusedError(f"reopen: {path} is not answered")
            await asyncio.sleep(0.2)
        return str(state)

    async def _merge_customers(self, going: Going) -> None:
        while going():
            if not self.doubles or self.dice.random() < 0.15:
                await self._noted(self._make_double())
            await asyncio.sleep(self.dice.uniform(0.5, 3))
            await self._noted(self._merge_or_undo(self.dice.choice(self.doubles[-2:])))

    async def _make_double(self) -> None:
        """The customer as somebody typed it in once more, some with a rate of their own."""
        number = len(self.doubles) + 1
        name = f"{self.assignment.agent_id[-6:]} again {number}"
        customer = await self._make("organizations", name=name, **_ADDRESS)
        contact = {"name": "Accounts", "email": f"again{number}@customer.example", "billing": True}
        await self._make(f"organizations/{customer}/contacts", **contact)
        project = await self._make("projects", name=f"P {customer[-6:]}", organization_id=customer)
        task = await self._make("tasks", name="T", project_id=project)
        if self.dice.random() < 0.3:
            rate = {
                "hourly_rate": {"amount": "1100.00", "currency": "DKK"},
                "valid_from": "2000-01-01",
            }
            body = {**rate, "organization_id": customer}
            await self.biller.write("set a rate", "POST", "/rates/v1/rates", body)
        self.doubles.append(Double(customer, task))

    async def _make(self, noun: str, **body: Any) -> str:
        made = await self.approver.write(f"make {noun}", "POST", f"/timer/v1/{noun}", body)
        return str(made.json()["id"])

    async def _merge_or_undo(self, double: Double) -> None:
        path = f"/timer/v1/organizations/{double.customer_id}"
        merged = (await self.approver.get(path))["merged_into"]
        act, body = (
            ("unmerge", None) if merged else ("merge", {"into_id": self.assignment.customer_id})
        )
        try:
            await self.approver.write(
                act, "POST", f"{path}/{act}", body, subject=double.customer_id
            )
        except RefusedError as error:
            if error.status not in _LATER:
                raise  # an undoing may come too late, when an invoice bills the time

    def _periods(self) -> list[Period]:
        """All that was worked, for the customer and for each double."""
        first = self.weeks[-1].first_day if self.weeks else LAST_MONDAY
        days = {"first_day": first.isoformat(), "last_day": Week(LAST_MONDAY).period["last_day"]}
        customers = [self.assignment.customer_id, *(double.customer_id for double in self.doubles)]
        return [{"organization_id": customer, **days} for customer in customers]

    async def _bill_what_is_ready(self) -> None:
        for period in self._periods():
            found = await self.biller.get("/invoicing/v1/billable-time", limit=1, **period)
            if found["sums"]["ready"] and (draft := await self._draft_or_none(period)):
                await asyncio.sleep(self.dice.choice([0.0, 1.0, 3.0]))  # somebody reads it
                await self._issue_or_discard(draft)

    async def _draft_or_none(self, period: Period) -> str | None:
        try:
            made = await self.biller.write("draft", "POST", "/invoicing/v1/invoices", period)
        except RefusedError as error:
            if error.status not in _LATER:
                raise
            return None
        return str(made.json()["id"])

    async def _issue_or_discard(self, draft_id: str) -> None:
        """Issue a draft as it is by now; one that lost all its time is discarded."""
        path = f"/invoicing/v1/invoices/{draft_id}"
        for _ in range(10):
            draft = await self.biller.get(path)
            etag = await self.biller.etag(path)
            try:
                if not draft["lines"]:
                    await self.biller.write("discard a draft", "DELETE", path, etag=etag)
                    return
                invoice = await self._issue({"id": draft_id}, etag)
                if self.dice.random() < 0.3:
                    await self._pay(invoice, whole=self.dice.random() < 0.5)
                return
            except RefusedError as error:
                if error.status not in _LATER:
                    raise
        raise RefusedError(f"draft {draft_id} could not be issued")

    async def _bill_the_rest(self) -> None:
        """Until everything that is approved is billed, as it was approved last."""
        expected = sum(week.seconds for week in self.weeks if week.approved)
        deadline = asyncio.get_running_loop().time() + _PATIENCE_SECONDS
        while asyncio.get_running_loop().time() < deadline:
            await self._bill_what_is_ready()
            if await self._billed() == expected:
                return
            await asyncio.sleep(0.5)
        raise RefusedError(
            f"{await self._billed()} s are billed of {expected} s: {self._periods()}"
        )

    async def _billed(self) -> int:
        """Seconds on invoices to the customer, by the books, whichever of its names they bear."""
        report = await self.biller.get("/invoicing/v1/reports/conservation")
        names = {period["organization_id"] for period in self._periods()}
        parts = report["organizations"]
        return sum(int(part["billed"]) for part in parts if part["organization_id"] in names)
