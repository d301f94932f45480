"""Billing runs of a random life: begun, worked on by several, continued, issued, cancelled; chosen drafts issued."""

from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from services.invoicing.tests.driver import Driver

Json = dict[str, Any]
Step = Callable[[], Coroutine[Any, Any, None]]


class NoRunError(Exception):
    """There is no billing run of which this could be asked."""


@dataclass
class RandomRuns:
    """What an account does with billing runs."""

    driver: Driver
    chance: Random
    customers: Sequence[object]
    periods: Sequence[tuple[str, str]]
    run_due: Callable[[int], Awaitable[int]]
    """Lets so many workers do what is due."""

    def steps(self) -> list[Step]:
        """Everything that can happen to runs."""
        return [
            self.begin_run,
            self.work_on_runs,
            self.continue_run,
            self.issue_run,
            self.issue_chosen,
        ]

    async def begin_run(self) -> None:
        """Bill a period of all customers, or of one; perhaps several people do at once."""
        first, last = self.chance.choice(self.periods)
        body = {
            "first_day": first,
            "last_day": last,
            "organization_ids": self.chance.choice(
                [[], [], [str(self.chance.choice(self.customers))]]
            ),
            "group_by": self.chance.choice(["entry", "work_item", "project", "day", "all"]),
            "issue": self.chance.choice(["none", "none", "automatic"]),
        }
        for _ in range(self.chance.choice([1, 1, 2])):
            answer = await self.driver.write("billing-runs", body)
            assert answer.status_code == 202, answer.text
        if self.chance.random() < 0.7:
            await self.work_on_runs()

    async def work_on_runs(self) -> None:
        """Several workers do what waits."""
        await self.run_due(1)
        await self.run_due(self.chance.choice([1, 2, 3]))

    async def continue_run(self) -> None:
        """Draft what could not be drafted before, or what came since."""
        run = await self._some_run()
        path = f"billing-runs/{run['id']}"
        await self.driver.read(path)
        answer = await self.driver.write(f"{path}/continue")
        assert answer.status_code == (202 if run["first_day"] else 409), answer.text

    async def issue_run(self) -> None:
        """Issue all that a run drafted, or some of it as somebody saw it."""
        run = await self._some_run()
        path = f"billing-runs/{run['id']}"
        found = (await self.driver.read(f"{path}/customers"))["items"]
        drafts = [
            one for customer in found for one in customer["drafts"] if one["state"] == "draft"
        ]
        chosen = self.chance.sample(drafts, self.chance.randint(0, len(drafts)))
        named = [{"invoice_id": x["invoice_id"], "version": x["version"]} for x in chosen]
        await self.driver.read(path)
        answer = await self.driver.write(f"{path}/issue", {"drafts": named, "delivery": "hand"})
        assert answer.status_code in (202, 409), answer.text
        if self.chance.random() < 0.7:
            await self.work_on_runs()

    async def issue_chosen(self) -> None:
        """Issue some drafts, whoever made them, as somebody saw them; perhaps they ask again."""
        drafts = (await self.driver.read("invoices", state="draft"))["items"]
        if not drafts:
            raise NoRunError
        chosen = self.chance.sample(drafts, self.chance.randint(1, len(drafts)))
        named = [{"invoice_id": x["id"], "version": x["version"]} for x in chosen]
        for _ in range(self.chance.choice([1, 1, 2])):
            answer = await self.driver.write(
                "invoices/issue", {"drafts": named, "delivery": "hand"}
            )
            assert answer.status_code == 202, answer.text
        if self.chance.random() < 0.7:
            await self.work_on_runs()

    async def cancel_run(self) -> None:
        """Let a run end where it is."""
        path = f"billing-runs/{(await self._some_run())['id']}"
        await self.driver.read(path)
        answer = await self.driver.write(f"{path}/cancel")
        assert answer.status_code in (200, 409), answer.text

    async def check(self) -> None:
        """Fail unless each run has ended and says of each customer and draft what became of it."""
        drafts: set[str] = set()
        for run in (await self.driver.read("billing-runs"))["items"]:
            assert run["state"] in ("finished", "cancelled"), run
            counts = run["counts"]
            outcomes = ("waiting", "drafted", "nothing", "failed", "cancelled")
            assert counts["waiting"] == counts["issuing"] == 0, run
            assert counts["customers"] == sum(counts[name] for name in outcomes), run
            customers = (await self.driver.read(f"billing-runs/{run['id']}/customers"))["items"]
            for customer in customers:
                told = customer["outcome"] in ("failed", "nothing")
                assert bool(customer["failure"]) == told, customer
                assert bool(customer["drafts"]) or customer["outcome"] != "drafted", customer
                for draft in customer["drafts"]:
                    if run["first_day"]:
                        assert draft["invoice_id"] not in drafts, "two runs made one draft"
                        drafts.add(draft["invoice_id"])
                    await self._is_as_told(draft)

    async def _is_as_told(self, draft: Json) -> None:
        answer = await self.driver.client.get(f"/v1/invoices/{draft['invoice_id']}")
        if draft["state"] == "discarded":
            assert answer.status_code == 404, draft
        else:
            state = "issued" if draft["state"] == "issued" else "draft"
            assert (answer.json()["state"], answer.json()["number"]) == (state, draft["number"])

    async def _some_run(self) -> Json:
        runs = (await self.driver.read("billing-runs"))["items"]
        if not runs:
            raise NoRunError
        return dict(self.chance.choice(runs))
