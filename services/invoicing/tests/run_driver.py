"""Drives billing runs through the API, with the workers' tasks run at once."""

from typing import Any
from uuid import UUID

from services.invoicing.tests.driver import Driver
from services.invoicing.tests.factories import PERIOD


class RunDriver:
    """Billing runs of an account."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver

    async def customer(self, *seconds: int, **changed: Any) -> UUID:
        """A customer with approved and priced time, an entry for each of `seconds`."""
        made = self.driver.events.organization(**changed)
        await self.driver.served.consume(made)
        for one in seconds:
            await self.driver.worked(one, organization_id=made.organization_id)
        return made.organization_id

    async def ask(self, **body: Any) -> dict[str, Any]:
        """Ask for a run of September; no worker does it yet."""
        answer = await self.driver.client.post("/v1/billing-runs", json={**PERIOD, **body})
        assert answer.status_code == 202, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def run(self, **body: Any) -> dict[str, Any]:
        """A run of September, done."""
        return await self.done((await self.ask(**body))["id"])

    async def draft(self, organization_id: UUID) -> dict[str, Any]:
        """A draft of September, made by hand."""
        return await self.driver.draft(organization_id=str(organization_id))

    async def try_to_issue(self, *drafts: dict[str, Any], **body: Any) -> Any:
        """Ask for these drafts to be issued, as they were seen."""
        named = [{"invoice_id": one["id"], "version": one["version"]} for one in drafts]
        return await self.driver.client.post("/v1/invoices/issue", json={"drafts": named, **body})

    async def issue(self, *drafts: dict[str, Any], **body: Any) -> dict[str, Any]:
        """Issue these drafts at once; returns the run, done."""
        answer = await self.try_to_issue(*drafts, **body)
        assert answer.status_code == 202, answer.text
        return await self.done(answer.json()["id"])

    async def act(self, run_id: str, verb: str, **body: Any) -> dict[str, Any]:
        """Continue, issue or cancel, and have workers do it."""
        answer = await self.try_to(run_id, verb, **body)
        assert answer.is_success, answer.text
        return await self.done(run_id)

    async def try_to(self, run_id: str, verb: str, **body: Any) -> Any:
        """Ask for the run to be continued, issued or cancelled, as it is now."""
        await self.driver.read(f"billing-runs/{run_id}")
        path = f"/v1/billing-runs/{run_id}/{verb}"
        return await self.driver.client.post(path, json=body if verb == "issue" else None)

    async def done(self, run_id: str) -> dict[str, Any]:
        """Have workers do what waits; returns the run."""
        await self.work()
        found: dict[str, Any] = await self.driver.read(f"billing-runs/{run_id}")
        return found

    async def work(self) -> None:
        """Plan what was asked for, then do it."""
        await self.driver.served.run_due()
        await self.driver.served.run_due()

    async def customers(self, run_id: str, **query: Any) -> list[dict[str, Any]]:
        """What came of the run's customers."""
        found = await self.driver.read(f"billing-runs/{run_id}/customers", **query)
        items: list[dict[str, Any]] = found["items"]
        return items

    async def only(self, run_id: str, organization_id: UUID) -> dict[str, Any]:
        """What came of one customer."""
        [found] = [
            one
            for one in await self.customers(run_id)
            if one["organization_id"] == str(organization_id)
        ]
        return found


def outcomes(run: dict[str, Any]) -> dict[str, int]:
    """How many customers of a run are where, without zeros."""
    names = "waiting", "drafted", "nothing", "failed", "cancelled"
    return {name: run["counts"][name] for name in names if run["counts"][name]}
