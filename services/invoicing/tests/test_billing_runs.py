"""A month of all customers is drafted at once, each by itself, and nothing twice."""

from datetime import date, timedelta
from functools import partial
from uuid import UUID

import pytest

from contracts.invoicing import InvoiceDrafted
from database import new_id
from invoicing.commands import billing_runs
from invoicing.domain.billing_runs import Failure
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.factories import PERIOD, TODAY, approved_entry
from services.invoicing.tests.run_driver import RunDriver, outcomes
from services.invoicing.tests.test_merged_customers import merged
from testkit import count_statements

EARLIER = date(2026, 7, 14)


@pytest.fixture
async def runs(driver: Driver) -> RunDriver:
    return RunDriver(driver)


async def test_a_run_drafts_every_customer_with_something_to_bill(runs: RunDriver) -> None:
    one, two = await runs.customer(3600), await runs.customer(1800, 600)
    await runs.customer()
    run = await runs.run()
    assert (run["state"], outcomes(run)) == ("finished", {"drafted": 2})
    assert run["sums"] == [
        {
            "currency": "DKK",
            "drafted": {"amount": "2500.00", "currency": "DKK"},
            "issued": {"amount": "0.00", "currency": "DKK"},
        }
    ]
    assert run["finished_at"]
    assert run["created_by"] == "billing-1"
    shown = await runs.customers(run["id"])
    assert [one["organization_id"] for one in shown] == sorted(map(str, (one, two)))
    [draft] = (await runs.only(run["id"], two))["drafts"]
    assert (draft["state"], draft["total"]["amount"]) == ("draft", "1000.00")
    assert (await runs.driver.read(f"invoices/{draft['invoice_id']}"))["seconds"] == 2400
    await runs.driver.invariants_hold()


async def test_a_run_answers_at_once_and_shows_that_it_waits(runs: RunDriver) -> None:
    await runs.customer(3600)
    asked = await runs.ask()
    assert (asked["state"], asked["counts"]["customers"]) == ("planning", 0)
    [listed] = (await runs.driver.read("billing-runs"))["items"]
    assert listed["id"] == asked["id"]


async def test_running_again_bills_nothing_twice_and_takes_up_what_is_missing(
    runs: RunDriver,
) -> None:
    one = await runs.customer(3600)
    first = await runs.run()
    assert outcomes(await runs.run()) == {}
    await runs.driver.worked(600, organization_id=one)
    second = await runs.run()
    assert outcomes(second) == {"drafted": 1}
    [draft] = (await runs.only(second["id"], one))["drafts"]
    assert draft["total"]["amount"] == "250.00"
    assert len(await runs.driver.published(InvoiceDrafted)) == 2
    assert outcomes(await runs.done(first["id"])) == {"drafted": 1}
    await runs.driver.invariants_hold()


async def test_time_in_two_currencies_gives_a_draft_of_each(runs: RunDriver) -> None:
    one = await runs.customer(3600)
    await runs.driver.worked(3600, "100.00", "EUR", organization_id=one)
    run = await runs.run()
    assert [sum_["currency"] for sum_ in run["sums"]] == ["DKK", "EUR"]
    totals = [d["total"]["amount"] for d in (await runs.only(run["id"], one))["drafts"]]
    assert totals == ["1500.00", "125.00"]
    assert outcomes(await runs.run(currencies=["EUR"])) == {}


async def test_only_the_currencies_and_customers_that_are_named_are_billed(
    runs: RunDriver,
) -> None:
    one, two, idle = await runs.customer(3600), await runs.customer(3600), await runs.customer()
    await runs.driver.worked(3600, "100.00", "EUR", organization_id=one)
    named = [str(one), str(idle)]
    run = await runs.run(organization_ids=named, currencies=["EUR"])
    assert outcomes(run) == {"drafted": 1, "nothing": 1}
    nothing = await runs.only(run["id"], idle)
    assert nothing["failure"]["type"] == "nothing-to-bill"
    ready = (await runs.driver.read("billable-time"))["sums"]["ready"]
    assert ready == 7200
    assert str(two) not in {x["organization_id"] for x in await runs.customers(run["id"])}


async def test_a_customer_that_fails_stands_alone_with_the_way_out(runs: RunDriver) -> None:
    good, bad = await runs.customer(3600), await runs.customer(currency="XXQ")
    made = approved_entry(bad, 3600)
    await runs.driver.served.consume(runs.driver.events.timesheet(made))
    await runs.driver.served.consume(runs.driver.events.no_price(made.entry_id))
    run = await runs.run()
    assert outcomes(run) == {"drafted": 1, "failed": 1}
    [failed] = await runs.customers(run["id"], outcome="failed")
    assert failed["organization_id"] == str(bad)
    assert failed["failure"]["type"] == "unknown-currency"
    assert failed["failure"]["way_out"] == "correct the customer's currency, then continue the run"
    assert (await runs.only(run["id"], good))["outcome"] == "drafted"


async def test_unpriced_time_is_a_failure_and_billed_when_the_run_is_continued(
    runs: RunDriver,
) -> None:
    one = await runs.customer()
    made = approved_entry(one, 3600)
    events = runs.driver.events
    await runs.driver.served.consume(events.timesheet(made), events.no_price(made.entry_id))
    run = await runs.run()
    [failed] = await runs.customers(run["id"], attention=True)
    assert [field["field"] for field in failed["failure"]["fields"]] == ["unpriced"]
    assert "set a rate" in failed["failure"]["fields"][0]["reason"]
    await runs.driver.served.consume(events.price(made, version=2))
    run = await runs.act(run["id"], "continue")
    assert (run["state"], outcomes(run)) == ("finished", {"drafted": 1})
    assert await runs.customers(run["id"], attention=True) == []


async def test_a_continued_run_keeps_its_drafts_and_adds_what_came_since(
    runs: RunDriver,
) -> None:
    one = await runs.customer(3600)
    unpriced = approved_entry(one, 600)
    events = runs.driver.events
    await runs.driver.served.consume(events.timesheet(unpriced), events.no_price(unpriced.entry_id))
    run = await runs.run()
    assert (await runs.only(run["id"], one))["left_out"][0]["reason"] == "unpriced"
    assert run["counts"]["attention"] == 1
    run = await runs.act(run["id"], "continue")
    assert (outcomes(run), run["counts"]["attention"]) == ({"drafted": 1}, 1)
    await runs.driver.served.consume(events.price(unpriced, version=2))
    newcomer = await runs.customer(60)
    run = await runs.act(run["id"], "continue")
    assert (outcomes(run), run["counts"]["attention"]) == ({"drafted": 2}, 0)
    assert [d["total"]["amount"] for d in (await runs.only(run["id"], one))["drafts"]] == [
        "1500.00",
        "250.00",
    ]
    assert (await runs.only(run["id"], newcomer))["drafts"]
    await runs.driver.invariants_hold()


async def test_a_customer_with_only_a_fee_of_an_agreement_is_billed(runs: RunDriver) -> None:
    one = await runs.customer()
    await runs.driver.served.consume(runs.driver.events.charge(one))
    run = await runs.run()
    [draft] = (await runs.only(run["id"], one))["drafts"]
    assert draft["total"]["amount"] == "22500.00"
    assert outcomes(await runs.run()) == {}
    await runs.driver.invariants_hold()


async def test_a_fee_of_another_month_or_that_cannot_be_billed_yet_makes_no_draft(
    runs: RunDriver,
) -> None:
    one = await runs.customer()
    events = runs.driver.events
    await runs.driver.served.consume(events.charge(one, billable_from=None))
    assert outcomes(await runs.run()) == {}


async def test_merged_customers_are_one_in_a_run(runs: RunDriver) -> None:
    one, double = runs.driver.organization_id, await runs.customer(600)
    await runs.driver.worked(3600)
    await runs.driver.served.consume(merged(runs.driver, double), runs.driver.events.charge(double))
    run = await runs.run()
    assert outcomes(run) == {"drafted": 1}
    [draft] = (await runs.only(run["id"], one))["drafts"]
    assert draft["total"]["amount"] == "24250.00"


async def test_discarded_drafts_are_shown_and_count_no_more(runs: RunDriver) -> None:
    one = await runs.customer(3600)
    run = await runs.run()
    [draft] = (await runs.only(run["id"], one))["drafts"]
    path = f"invoices/{draft['invoice_id']}"
    await runs.driver.read(path)
    assert (await runs.driver.client.delete(f"/v1/{path}")).status_code == 204
    assert (await runs.only(run["id"], one))["drafts"][0]["state"] == "discarded"
    run = await runs.done(run["id"])
    assert (run["counts"]["discarded"], run["counts"]["drafts"], run["sums"]) == (1, 0, [])


async def test_customers_come_in_pages(runs: RunDriver) -> None:
    for _ in range(3):
        await runs.customer(60)
    run = await runs.run()
    path = f"billing-runs/{run['id']}/customers"
    first = await runs.driver.read(path, limit=2)
    rest = await runs.driver.read(path, limit=2, cursor=first["next_cursor"])
    assert (len(first["items"]), len(rest["items"]), rest["next_cursor"]) == (2, 1, None)


async def test_statements_of_a_customer_in_a_run(runs: RunDriver) -> None:
    await runs.customer(60)
    run_id = UUID((await runs.ask(issue="automatic"))["id"])
    driver, database = runs.driver, runs.driver.served.database
    begin = partial(database.transaction, driver.account)
    async with begin() as session:
        await billing_runs.plan_run(session, run_id, now=TODAY)
    links = driver.served.app.state.links
    work = await billing_runs.begin_work(begin, run_id, refuse, links, now=TODAY)
    with count_statements(database) as drafting:
        assert await billing_runs.draft_next(work)
    assert drafting.count == 8, str(drafting)
    with count_statements(database) as issuing:
        assert await billing_runs.issue_next(work)
    assert issuing.count == 9, str(issuing)


def refuse(error: Exception) -> Failure:
    """No error is expected."""
    raise error


async def test_a_cancelled_run_begins_nothing_more_and_can_be_continued(runs: RunDriver) -> None:
    await runs.customer(3600)
    asked = await runs.ask()
    run = await runs.act(asked["id"], "cancel")
    assert (run["state"], run["cancelled_by"], outcomes(run)) == ("cancelled", "billing-1", {})
    assert (await runs.try_to(run["id"], "cancel")).json()["type"].endswith(":run-ended")
    run = await runs.act(run["id"], "continue")
    assert (run["state"], outcomes(run)) == ("finished", {"drafted": 1})


async def test_an_act_on_a_run_needs_the_version_that_was_seen(runs: RunDriver) -> None:
    run = await runs.run()
    path = f"/v1/billing-runs/{run['id']}/continue"
    old = {"If-Match": '"7"'}
    assert (await runs.driver.client.post(path, headers=old)).status_code == 412
    unknown = f"/v1/billing-runs/{new_id()}"
    assert (await runs.driver.client.get(unknown)).status_code == 404
    assert (await runs.driver.client.get(f"{unknown}/customers")).status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {"first_day": "2026-09-30", "last_day": "2026-09-01"},
        {"first_day": "2026-09-01"},
        {"currencies": ["QQQ"]},
        {"issue": "maybe"},
    ],
)
async def test_a_run_that_cannot_be_is_refused(runs: RunDriver, body: dict[str, object]) -> None:
    asked = body if "first_day" in body else PERIOD | body
    answer = await runs.driver.client.post("/v1/billing-runs", json=asked)
    assert answer.status_code == 422
    assert (await runs.driver.read("billing-runs"))["items"] == []


ACTS = ("continue", "issue", "cancel")


@pytest.mark.parametrize("role", ["manager", "agent", "client"])
async def test_who_does_not_bill_begins_no_run_and_agents_see_none(
    runs: RunDriver, role: str
) -> None:
    run = await runs.run()
    path = f"/v1/billing-runs/{run['id']}"
    once = {"Idempotency-Key": "1", "If-Match": '"1"'}
    caller = await runs.driver.served.as_(role, account=runs.driver.account)
    refused = [await caller.post(f"{path}/{act}", json={}, headers=once) for act in ACTS]
    refused += [
        await caller.post("/v1/billing-runs", json=PERIOD, headers=once),
        await caller.put("/v1/billing-schedule", json={"day_of_month": 1}, headers=once),
        await caller.put(
            f"/v1/billing-schedule/customers/{runs.driver.organization_id}",
            json={"issue": "automatic"},
            headers=once,
        ),
    ]
    assert {answer.status_code for answer in refused} == {403}
    reads = "/v1/billing-runs", path, f"{path}/customers", "/v1/billing-schedule"
    seen = {(await caller.get(one)).status_code for one in reads}
    assert seen == ({200} if role == "manager" else {403})


async def test_a_run_is_seen_and_touched_by_its_account_alone(runs: RunDriver) -> None:
    run = await runs.run()
    path = f"/v1/billing-runs/{run['id']}"
    stranger = await runs.driver.served.as_("owner", account=new_id())
    assert (await stranger.get("/v1/billing-runs")).json()["items"] == []
    once = {"Idempotency-Key": "1", "If-Match": '"1"'}
    answers = [await stranger.get(path), await stranger.get(f"{path}/customers")]
    answers += [await stranger.post(f"{path}/{act}", json={}, headers=once) for act in ACTS]
    assert {answer.status_code for answer in answers} == {404}


async def test_what_is_open_of_earlier_days_comes_along_where_that_is_asked_for(
    runs: RunDriver,
) -> None:
    late = EARLIER + timedelta(days=7)
    one, two = await runs.customer(3600), await runs.customer()
    held = await runs.driver.worked(1200, organization_id=one, work_date=EARLIER)
    await runs.driver.worked(600, organization_id=one, work_date=late)
    unpriced = approved_entry(two, 1800, work_date=EARLIER)
    await runs.driver.served.consume(
        runs.driver.events.timesheet(unpriced), runs.driver.events.no_price(unpriced.entry_id)
    )
    about = {"organization_id": str(one), "entry_ids": [str(held.entry_id)]}
    await runs.driver.write("held-back-time", {**about, "reason": "Next month"})
    assert outcomes(await runs.run(first_day="2026-10-01", last_day="2026-10-31")) == {}
    run = await runs.run(earlier=True)
    assert (run["earlier"], outcomes(run)) == (True, {"drafted": 1, "failed": 1})
    assert (await runs.only(run["id"], two))["failure"]["fields"][0]["field"] == "unpriced"
    [drafted] = (await runs.only(run["id"], one))["drafts"]
    draft = await runs.driver.read(f"invoices/{drafted['invoice_id']}")
    assert (draft["seconds"], draft["first_day"], draft["last_day"]) == (
        4200,
        str(late),
        PERIOD["last_day"],
    )
    await runs.driver.write("held-back-time/release", about)
    october = {"first_day": "2026-10-01", "last_day": "2026-10-31", "earlier": True}
    [later] = (await runs.only((await runs.run(**october))["id"], one))["drafts"]
    taken = await runs.driver.read(f"invoices/{later['invoice_id']}")
    assert (taken["seconds"], taken["first_day"]) == (1200, str(EARLIER))
    await runs.driver.invariants_hold()
