"""Drafts that somebody chose are issued as a job, whoever made them: each by itself, none twice."""

import asyncio
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from contracts.invoicing import InvoiceIssued
from database import new_id
from invoicing.commands.issue_drafts import issue_drafts
from invoicing.domain.billing_runs import IssueDrafts, NamedDraft
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.factories import TODAY
from services.invoicing.tests.run_driver import RunDriver
from services.invoicing.tests.test_kills import killed_before
from services.invoicing.tests.test_runs_survive import ended
from testkit import count_statements, until
from testkit.killing import AT_COMMIT


@pytest.fixture
async def runs(driver: Driver) -> RunDriver:
    return RunDriver(driver)


async def drafted(runs: RunDriver, *names: str) -> list[dict[str, Any]]:
    """A draft of an hour for each customer, made by hand."""
    return [await runs.draft(await runs.customer(3600, name=name)) for name in names]


async def numbers(runs: RunDriver) -> list[str]:
    """Those of the year in which each was issued, without it."""
    issued = await runs.driver.published(InvoiceIssued)
    assert all(one.number.startswith(f"{one.issue_date.year}-") for one in issued)
    return sorted(one.number[-4:] for one in issued)


async def test_chosen_drafts_are_issued_and_others_stay(runs: RunDriver) -> None:
    one, two, other = await drafted(runs, "One", "Two", "Other")
    run = await runs.issue(one, two, delivery="hand", issue_date="2026-10-01")
    counts = run["counts"]
    assert (run["state"], run["first_day"], run["last_day"]) == ("finished", None, None)
    assert (counts["customers"], counts["issued"], counts["drafts"]) == (2, 2, 0)
    assert [one["issued"]["amount"] for one in run["sums"]] == ["3000.00"]
    issued = await runs.driver.published(InvoiceIssued)
    assert {(one.delivery, str(one.issue_date)) for one in issued} == {("hand", "2026-10-01")}
    assert {str(one.invoice_id) for one in issued} == {one["id"], two["id"]}
    assert (await runs.driver.read(f"invoices/{other['id']}"))["state"] == "draft"
    await runs.driver.invariants_hold()


async def test_whoever_made_them_and_several_of_a_customer(runs: RunDriver) -> None:
    customer = await runs.customer(3600)
    by_hand = await runs.draft(customer)
    await runs.driver.worked(3600, organization_id=customer)
    [of_a_run] = (await runs.only((await runs.run())["id"], customer))["drafts"]
    seen = {"id": of_a_run["invoice_id"], "version": of_a_run["version"]}
    run = await runs.issue(by_hand, seen)
    assert (run["counts"]["customers"], run["counts"]["issued"]) == (1, 2)
    shown = (await runs.only(run["id"], customer))["drafts"]
    assert {(one["invoice_id"], one["state"]) for one in shown} == {
        (by_hand["id"], "issued"),
        (of_a_run["invoice_id"], "issued"),
    }


async def test_what_is_refused_stands_alone_and_is_issued_when_it_is_mended(
    runs: RunDriver,
) -> None:
    good, nameless = await drafted(runs, "Good", "")
    run = await runs.issue(good, nameless)
    assert (run["state"], run["counts"]["issued"], run["counts"]["refused"]) == ("finished", 1, 1)
    [to_look_at] = await runs.customers(run["id"], attention=True)
    [refused] = to_look_at["drafts"]
    assert (refused["invoice_id"], refused["failure"]["type"]) == (
        nameless["id"],
        "invoice-incomplete",
    )
    assert refused["failure"]["way_out"] == "add what is missing, then issue it again"
    named = {"organization_id": to_look_at["organization_id"], "version": 2, "name": "Sydlys"}
    await runs.driver.served.consume(runs.driver.events.organization(**named))
    run = await runs.act(run["id"], "issue")
    assert (run["state"], run["counts"]["issued"], run["counts"]["refused"]) == ("finished", 2, 0)
    assert await numbers(runs) == ["0001", "0002"]


async def test_a_draft_that_changed_since_it_was_seen_is_not_issued(runs: RunDriver) -> None:
    [draft] = await drafted(runs, "One")
    await runs.driver.read(f"invoices/{draft['id']}")
    await runs.driver.add_line(draft["id"], kind="fee", amount="1.00")
    run = await runs.issue(draft)
    [told] = (await runs.customers(run["id"]))[0]["drafts"]
    assert (told["state"], told["failure"]["type"]) == ("failed", "changed-meanwhile")
    assert (await runs.issue({**draft, "version": None}))["counts"]["issued"] == 1


async def test_asked_twice_nothing_is_issued_twice(runs: RunDriver) -> None:
    one, two = await drafted(runs, "One", "Two")
    body = {"drafts": [{"invoice_id": draft["id"]} for draft in (one, two, one)]}
    ask = partial(runs.driver.client.post, "/v1/invoices/issue", json=body)
    first, again = [await ask(headers={"Idempotency-Key": "all of them"}) for _ in range(2)]
    other = await ask()
    assert again.json() == first.json()
    assert other.json()["id"] != first.json()["id"]
    found = [await ended(runs, asked.json()["id"]) for asked in (first, other)]
    assert [(run["counts"]["issued"], run["counts"]["refused"]) for run in found] == [(2, 0)] * 2
    assert await numbers(runs) == ["0001", "0002"]
    late = await ask()
    assert (late.status_code, late.json()["errors"][0]["field"]) == (422, "drafts.0.invoice_id")
    await runs.driver.invariants_hold()


async def test_what_would_be_refused_for_each_is_refused_at_once(runs: RunDriver) -> None:
    [draft] = await drafted(runs, "One")
    strange = {"id": str(new_id()), "version": 1}
    late = await runs.try_to_issue(draft, issue_date="2026-11-11")
    unknown = await runs.try_to_issue(draft, strange)
    nothing = await runs.try_to_issue()
    assert {answer.status_code for answer in (late, unknown, nothing)} == {422}
    assert late.json()["errors"][0]["field"] == "issue_date"
    assert unknown.json()["errors"][0]["field"] == "drafts.1.invoice_id"
    assert (await runs.driver.read("billing-runs"))["items"] == []
    assert (await runs.driver.read(f"invoices/{draft['id']}"))["state"] == "draft"


async def test_it_drafts_nothing_when_it_is_continued(runs: RunDriver) -> None:
    [draft] = await drafted(runs, "One")
    run = await runs.issue(draft)
    answer = await runs.try_to(run["id"], "continue")
    assert (answer.status_code, answer.json()["type"]) == (
        409,
        "urn:honorar:problem:nothing-to-draft",
    )


async def test_it_can_be_stopped_and_issued_later(runs: RunDriver) -> None:
    [draft] = await drafted(runs, "One")
    asked = (await runs.try_to_issue(draft)).json()
    assert (asked["state"], asked["counts"]["issuing"]) == ("issuing", 1)
    run = await runs.act(asked["id"], "cancel")
    assert (run["state"], run["counts"]["issued"]) == ("cancelled", 0)
    assert (await runs.act(run["id"], "issue"))["counts"]["issued"] == 1


async def test_it_can_be_stopped_in_the_middle(runs: RunDriver) -> None:
    drafts = await drafted(runs, *("One", "Two", "Three", "Four", "Five", "Six"))
    asked = (await runs.try_to_issue(*drafts)).json()
    working = asyncio.create_task(runs.driver.served.run_due())
    await until(partial(runs.driver.published, InvoiceIssued))
    stopped = await runs.try_to(asked["id"], "cancel")
    assert stopped.status_code in (200, 202, 409), "refused when all was done before"
    await working
    counts = (await runs.done(asked["id"]))["counts"]
    assert counts["issued"] == len(await numbers(runs)) >= 1
    assert counts["issued"] + counts["drafts"] == 6, "what was not issued stays a draft"
    if counts["drafts"]:
        assert (await runs.act(asked["id"], "issue"))["counts"]["issued"] == 6
    assert await numbers(runs) == [f"000{n}" for n in range(1, 7)]
    await runs.driver.invariants_hold()


async def test_asking_for_many_takes_as_many_statements_as_asking_for_one(runs: RunDriver) -> None:
    one, *more = await drafted(runs, *("One", "Two", "Three", "Four", "Five", "Six"))
    found = []
    for chosen in ([one], more):
        named = tuple(NamedDraft(UUID(draft["id"]), draft["version"]) for draft in chosen)
        async with runs.driver.served.database.transaction(runs.driver.account) as session:
            with count_statements(runs.driver.served.database) as asking:
                await issue_drafts(session, IssueDrafts(named), by="eva", now=TODAY)
        found.append(asking.count)
    assert found == [6, 6]


@pytest.mark.parametrize("statement", [3, 9, 15, 21, AT_COMMIT])
async def test_each_is_issued_once_wherever_the_connection_was_killed(
    runs: RunDriver, statement: int
) -> None:
    drafts = await drafted(runs, "One", "Two", "Three")
    asked = (await runs.try_to_issue(*drafts)).json()
    async with killed_before(runs.driver, statement):
        await asyncio.gather(runs.driver.served.run_due(), return_exceptions=True)
    run = await ended(runs, asked["id"])
    assert (run["state"], run["counts"]["issued"]) == ("finished", 3)
    assert await numbers(runs) == ["0001", "0002", "0003"]
    await runs.driver.invariants_hold()


async def test_each_is_issued_once_by_many_workers_of_whom_one_is_killed(runs: RunDriver) -> None:
    drafts = await drafted(runs, "One", "Two", "Three")
    asked = [(await runs.try_to_issue(*drafts)).json() for _ in range(2)]
    killed, *others = [asyncio.create_task(runs.driver.served.run_due()) for _ in range(3)]
    await until(partial(runs.driver.published, InvoiceIssued))
    killed.cancel()
    await asyncio.gather(killed, *others, return_exceptions=True)
    for one in asked:
        assert (await ended(runs, one["id"]))["counts"]["issued"] == 3
    assert await numbers(runs) == ["0001", "0002", "0003"]
    await runs.driver.invariants_hold()


@pytest.mark.parametrize("role", ["manager", "agent", "client"])
async def test_who_does_not_bill_issues_nothing(runs: RunDriver, role: str) -> None:
    [draft] = await drafted(runs, "One")
    caller = await runs.driver.served.as_(role, account=runs.driver.account)
    body = {"drafts": [{"invoice_id": draft["id"]}]}
    answer = await caller.post("/v1/invoices/issue", json=body, headers={"Idempotency-Key": "1"})
    assert answer.status_code == 403


async def test_a_strangers_draft_is_none(runs: RunDriver) -> None:
    [draft] = await drafted(runs, "One")
    stranger = await runs.driver.served.as_("owner", account=new_id())
    body = {"drafts": [{"invoice_id": draft["id"]}]}
    answer = await stranger.post("/v1/invoices/issue", json=body, headers={"Idempotency-Key": "1"})
    assert answer.status_code == 422
    assert (await stranger.get("/v1/billing-runs")).json()["items"] == []
