"""Drives recurring invoices through the API, and has workers make what is due at a moment."""

from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import text

from database import Session
from invoicing.commands import recurring
from invoicing.domain.links import Links
from invoicing.tasks import _told
from services.invoicing.tests.driver import Driver

HOSTING: dict[str, Any] = {"kind": "fee", "description": "Hosting, {month} {year}", "price": "250"}
MONTHLY: dict[str, Any] = {"starts_on": "2026-12-01"}


class RecurringDriver:
    """Recurring invoices of an account."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self._links: Links = driver.served.app.state.links

    def body(self, *lines: dict[str, Any], **changed: Any) -> dict[str, Any]:
        """What a recurring invoice says: hosting, monthly from December on, unless something else is said."""
        recurrence = {**MONTHLY, **changed.pop("recurrence", {})}
        given = list(lines) or [HOSTING]
        return {"name": "Hosting", "lines": given, "recurrence": recurrence, **changed}

    async def try_make(self, *lines: dict[str, Any], **changed: Any) -> Any:
        """Ask for one."""
        about = {"organization_id": str(self.driver.organization_id)}
        body = {**about, **self.body(*lines, **changed)}
        return await self.driver.client.post("/v1/recurring-invoices", json=body)

    async def make(self, *lines: dict[str, Any], **changed: Any) -> dict[str, Any]:
        """Set one up."""
        answer = await self.try_make(*lines, **changed)
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made

    async def try_to(self, recurring_id: str, verb: str, **body: Any) -> Any:
        """Pause or resume it, as it is now."""
        await self.read(recurring_id)
        path = f"/v1/recurring-invoices/{recurring_id}/{verb}"
        return await self.driver.client.post(path, json=body or None)

    async def act(self, recurring_id: str, verb: str, **body: Any) -> dict[str, Any]:
        """Pause or resume it."""
        answer = await self.try_to(recurring_id, verb, **body)
        assert answer.is_success, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def try_change(self, recurring_id: str, *lines: dict[str, Any], **changed: Any) -> Any:
        """Replace all that it says."""
        await self.read(recurring_id)
        path = f"/v1/recurring-invoices/{recurring_id}"
        return await self.driver.client.put(path, json=self.body(*lines, **changed))

    async def read(self, recurring_id: str) -> dict[str, Any]:
        """One, as it is now."""
        found: dict[str, Any] = await self.driver.read(f"recurring-invoices/{recurring_id}")
        return found

    async def periods(self, recurring_id: str) -> list[dict[str, Any]]:
        """What came of its periods, the oldest first."""
        found = await self.driver.read(f"recurring-invoices/{recurring_id}/periods")
        return list(reversed(found["items"]))

    def work(self, recurring_id: str, day: date | str) -> recurring.Work:
        """What a worker has to know at the account's midnight of a day."""
        local = datetime.combine(
            date.fromisoformat(str(day)), time(), ZoneInfo("Europe/Copenhagen")
        )
        return recurring.Work(
            UUID(recurring_id), self.begin, _told, self._links, local.astimezone(UTC)
        )

    def begin(self) -> Any:
        """A transaction for the account, as a task has it."""
        return self.driver.served.database.transaction(self.driver.account)

    async def day(self, recurring_id: str, day: date | str) -> list[dict[str, Any]]:
        """Have a worker make and issue what is due on a day; returns what came of all periods, the oldest first."""
        work = self.work(recurring_id, day)
        for do_next in (recurring.make_next, recurring.issue_next):
            while await do_next(work):
                pass
        return await self.periods(recurring_id)

    async def waits(self, recurring_id: str) -> list[datetime]:
        """When its task looks again."""
        query = text(
            "SELECT due_at FROM scheduled_tasks WHERE kind = 'recurring-invoice' AND state = 'waiting' AND key = :key"
        )
        session: Session
        async with self.begin() as session:
            return list(await session.scalars(query, {"key": recurring_id}))


def states(periods: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Which periods there are, and what came of each."""
    return [(one["first_day"], one["state"]) for one in periods]
