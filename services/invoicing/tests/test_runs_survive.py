"""Billing runs with many workers, and killed anywhere: each customer is drafted once, each draft issued once."""

import asyncio
from functools import partial
from typing import Any

import pytest

from contracts.invoicing import InvoiceDrafted, InvoiceIssued
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.run_driver import RunDriver, outcomes
from services.invoicing.tests.test_kills import killed_before
from testkit import until
from testkit.killing import AT_COMMIT

CUSTOMERS = 5


@pytest.fixture
async def runs(driver: Driver) -> RunDriver:
    made = RunDriver(driver)
    for _ in range(CUSTOMERS):
        await made.customer(60)
    return made


async def ended(runs: RunDriver, run_id: str) -> dict[str, Any]:
    """The run when whoever worked on it is gone, and others have had their turns."""

    async def finished() -> dict[str, Any]:
        await runs.driver.tamper(
            "UPDATE scheduled_tasks SET due_at = now(), lease_until = CASE state WHEN 'running' THEN now() END"
            f" WHERE account_id = '{runs.driver.account}' AND state IN ('waiting', 'running')"
            " AND kind LIKE 'billing-run%'"
        )
        run = await runs.done(run_id)
        return run if run["state"] == "finished" else {}

    return await until(finished)


async def is_whole(runs: RunDriver, run: dict[str, Any]) -> None:
    """Each customer has one draft with their minute, and each draft was issued once."""
    run = await ended(runs, run["id"])
    assert (run["state"], outcomes(run)) == ("finished", {"drafted": CUSTOMERS})
    assert run["counts"]["issued"] == CUSTOMERS
    assert len(await runs.driver.published(InvoiceDrafted)) == CUSTOMERS
    issued = await runs.driver.published(InvoiceIssued)
    numbers = sorted(one.number for one in issued)
    year = issued[0].issue_date.year  # a run issues today
    assert numbers == [f"{year}-{n:04}" for n in range(1, CUSTOMERS + 1)]
    assert [len(one["drafts"]) for one in await runs.customers(run["id"])] == [1] * CUSTOMERS
    await runs.driver.invariants_hold()


async def test_workers_side_by_side_draft_no_customer_twice(runs: RunDriver) -> None:
    run = await runs.ask(issue="automatic")
    await runs.driver.served.run_due()
    await asyncio.gather(*(runs.driver.served.run_due() for _ in range(4)))
    await is_whole(runs, run)


async def test_two_runs_at_once_bill_nothing_twice(runs: RunDriver) -> None:
    one, other = await runs.ask(), await runs.ask()
    await runs.driver.served.run_due()
    await asyncio.gather(*(runs.driver.served.run_due() for _ in range(3)))
    found = [await ended(runs, run["id"]) for run in (one, other)]
    drafted = sum(run["counts"]["drafted"] for run in found)
    assert (drafted, {run["state"] for run in found}) == (CUSTOMERS, {"finished"})
    assert len(await runs.driver.published(InvoiceDrafted)) == CUSTOMERS
    await runs.driver.invariants_hold()


@pytest.mark.parametrize("statement", [14, 25, 36, 47, AT_COMMIT])
async def test_a_run_goes_on_wherever_its_connection_was_killed(
    runs: RunDriver, statement: int
) -> None:
    run = await runs.ask(issue="automatic")
    await runs.driver.served.run_due()
    async with killed_before(runs.driver, statement):
        await asyncio.gather(runs.driver.served.run_due(), return_exceptions=True)
    await is_whole(runs, run)


async def test_a_run_goes_on_after_its_worker_was_killed(runs: RunDriver) -> None:
    run = await runs.ask(issue="automatic")
    await runs.driver.served.run_due()
    worker = asyncio.create_task(runs.driver.served.run_due())
    await until(partial(runs.driver.published, InvoiceDrafted))
    worker.cancel()
    await asyncio.gather(worker, return_exceptions=True)
    await is_whole(runs, run)


async def test_cancelling_while_workers_draft_leaves_each_customer_whole(runs: RunDriver) -> None:
    run = await runs.ask()
    await runs.driver.served.run_due()
    worker = asyncio.create_task(runs.driver.served.run_due())
    answer = await runs.try_to(run["id"], "cancel")
    await worker
    run = await runs.done(run["id"])
    counts = run["counts"]
    if answer.status_code == 200:
        assert run["state"] == "cancelled"
    assert (counts["waiting"], counts["drafted"] + counts["cancelled"]) == (0, CUSTOMERS)
    assert len(await runs.driver.published(InvoiceDrafted)) == counts["drafted"]
    run = await runs.act(run["id"], "continue")
    assert outcomes(run) == {"drafted": CUSTOMERS}
    await runs.driver.invariants_hold()


async def test_a_run_whose_workers_always_fail_is_stopped_and_can_be_continued(
    runs: RunDriver,
) -> None:
    run = await runs.ask()
    await runs.driver.served.run_due()
    await runs.driver.tamper(
        "UPDATE scheduled_tasks SET failures = 10 WHERE kind = 'billing-run-work'"
        f" AND account_id = '{runs.driver.account}'"
    )
    run = await runs.done(run["id"])
    assert (run["state"], run["cancelled_by"]) == ("cancelled", "system")
    assert outcomes(run) == {"cancelled": CUSTOMERS}
    run = await runs.act(run["id"], "continue")
    assert (run["state"], outcomes(run)) == ("finished", {"drafted": CUSTOMERS})
