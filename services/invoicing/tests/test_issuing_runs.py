"""What a run drafted is issued as a job, each draft by itself; by itself where the account wants it."""

from typing import Any
from uuid import UUID

import pytest

from contracts.invoicing import InvoiceIssued
from contracts.timer import ApprovedEntry
from database import new_id
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.factories import approved_entry
from services.invoicing.tests.run_driver import RunDriver, outcomes

SCHEDULE = {"day_of_month": None, "issue": "automatic"}


@pytest.fixture
async def runs(driver: Driver) -> RunDriver:
    return RunDriver(driver)


async def unpriced(runs: RunDriver, organization_id: UUID) -> ApprovedEntry:
    made = approved_entry(organization_id, 600)
    events = runs.driver.events
    await runs.driver.served.consume(events.timesheet(made), events.no_price(made.entry_id))
    return made


async def drafts_of(runs: RunDriver, run: dict[str, Any]) -> list[dict[str, Any]]:
    return [draft for one in await runs.customers(run["id"]) for draft in one["drafts"]]


async def test_all_drafts_of_a_run_are_issued_with_numbers_in_order(runs: RunDriver) -> None:
    for _ in range(3):
        await runs.customer(3600)
    run = await runs.run()
    run = await runs.act(run["id"], "issue", delivery="hand")
    assert (run["state"], run["counts"]["issued"], run["counts"]["drafts"]) == ("finished", 3, 0)
    assert run["sums"][0]["issued"]["amount"] == "4500.00"
    numbers = [draft["number"] for draft in await drafts_of(runs, run)]
    assert sorted(numbers) == ["2026-0001", "2026-0002", "2026-0003"]
    issued = await runs.driver.published(InvoiceIssued)
    assert {one.delivery for one in issued} == {"hand"}
    await runs.driver.invariants_hold()


async def test_only_the_drafts_that_were_chosen_are_issued(runs: RunDriver) -> None:
    one, two = await runs.customer(3600), await runs.customer(3600)
    run = await runs.run()
    [chosen] = (await runs.only(run["id"], one))["drafts"]
    named = {"invoice_id": chosen["invoice_id"], "version": chosen["version"]}
    run = await runs.act(run["id"], "issue", drafts=[named], issue_date="2026-10-01")
    assert (run["counts"]["issued"], run["counts"]["drafts"]) == (1, 1)
    assert (await runs.only(run["id"], two))["drafts"][0]["state"] == "draft"
    assert (await runs.driver.read(f"invoices/{chosen['invoice_id']}"))[
        "issue_date"
    ] == "2026-10-01"


async def test_what_cannot_be_issued_stays_a_draft_with_the_reason(runs: RunDriver) -> None:
    good, nameless, odd = [
        await runs.customer(3600, name=name) for name in ("Good", "", "Odd \x07")
    ]
    run = await runs.run()
    run = await runs.act(run["id"], "issue")
    assert (run["counts"]["issued"], run["counts"]["refused"]) == (1, 2)
    assert (await runs.only(run["id"], good))["drafts"][0]["state"] == "issued"
    [incomplete] = (await runs.only(run["id"], nameless))["drafts"]
    assert (incomplete["state"], incomplete["failure"]["type"]) == ("failed", "invoice-incomplete")
    assert incomplete["failure"]["fields"][0]["field"] == "buyer.name"
    assert incomplete["failure"]["way_out"] == "add what is missing, then issue it again"
    [unprintable] = (await runs.only(run["id"], odd))["drafts"]
    assert unprintable["failure"]["type"] == "text-not-printable"
    assert {one["organization_id"] for one in await runs.customers(run["id"], attention=True)} == {
        str(nameless),
        str(odd),
    }


async def test_what_was_refused_is_issued_when_it_is_mended(runs: RunDriver) -> None:
    one = await runs.customer(3600, name="")
    run = await runs.run()
    await runs.act(run["id"], "issue")
    await runs.driver.served.consume(runs.driver.events.organization(one, version=2, name="Sydlys"))
    run = await runs.act(run["id"], "issue")
    assert (run["counts"]["issued"], run["counts"]["refused"]) == (1, 0)
    [draft] = (await runs.only(run["id"], one))["drafts"]
    assert (draft["state"], draft["failure"]) == ("issued", None)
    assert draft["number"] == "2026-0001"


async def test_a_draft_that_changed_since_it_was_seen_is_not_issued(runs: RunDriver) -> None:
    one = await runs.customer(3600)
    run = await runs.run()
    [draft] = (await runs.only(run["id"], one))["drafts"]
    await runs.driver.read(f"invoices/{draft['invoice_id']}")
    await runs.driver.add_line(draft["invoice_id"], kind="fee", amount="1.00")
    named = {"invoice_id": draft["invoice_id"], "version": draft["version"]}
    run = await runs.act(run["id"], "issue", drafts=[named])
    [stale] = (await runs.only(run["id"], one))["drafts"]
    assert (stale["state"], stale["failure"]["type"]) == ("failed", "changed-meanwhile")
    assert stale["total"]["amount"] == "1501.25"
    run = await runs.act(run["id"], "issue")
    assert run["counts"]["issued"] == 1


async def test_a_draft_that_changes_while_it_waits_is_not_issued(runs: RunDriver) -> None:
    one = await runs.customer(3600)
    run = await runs.run()
    [draft] = (await runs.only(run["id"], one))["drafts"]
    await runs.driver.read(f"invoices/{draft['invoice_id']}")
    assert (await runs.try_to(run["id"], "issue")).status_code == 202
    await runs.driver.add_line(draft["invoice_id"], kind="fee", amount="1.00")
    run = await runs.done(run["id"])
    assert (run["state"], run["counts"]["refused"]) == ("finished", 1)


async def test_one_that_was_discarded_or_issued_by_hand_meanwhile_is_no_trouble(
    runs: RunDriver,
) -> None:
    one, two = await runs.customer(3600), await runs.customer(3600)
    run = await runs.run()
    [first], [second] = [(await runs.only(run["id"], x))["drafts"] for x in (one, two)]
    for draft in (first, second):
        await runs.driver.read(f"invoices/{draft['invoice_id']}")
    assert (await runs.try_to(run["id"], "issue")).status_code == 202
    await runs.driver.issue(first["invoice_id"])
    await runs.driver.client.delete(f"/v1/invoices/{second['invoice_id']}")
    run = await runs.done(run["id"])
    counts = run["counts"]
    assert (run["state"], counts["issued"], counts["discarded"]) == ("finished", 1, 1)
    assert counts["issuing"] == 0
    assert len(await runs.driver.published(InvoiceIssued)) == 1


async def test_issuing_can_be_cancelled_and_what_is_issued_stays(runs: RunDriver) -> None:
    await runs.customer(3600)
    run = await runs.run()
    assert (await runs.try_to(run["id"], "issue")).json()["counts"]["issuing"] == 1
    run = await runs.act(run["id"], "cancel")
    assert (run["state"], run["counts"]["drafts"], run["counts"]["issuing"]) == ("cancelled", 1, 0)
    run = await runs.act(run["id"], "issue")
    assert run["counts"]["issued"] == 1


async def test_what_would_be_refused_for_each_is_refused_at_once(runs: RunDriver) -> None:
    one = await runs.customer(3600)
    run = await runs.run()
    late = await runs.try_to(run["id"], "issue", issue_date="2026-11-11")
    assert (late.status_code, late.json()["errors"][0]["field"]) == (422, "issue_date")
    strange = await runs.try_to(run["id"], "issue", drafts=[{"invoice_id": str(new_id())}])
    assert strange.json()["errors"][0]["field"] == "drafts.0.invoice_id"
    assert (await runs.only(run["id"], one))["drafts"][0]["state"] == "draft"
    empty = await runs.run()
    answer = await runs.try_to(empty["id"], "issue")
    assert answer.json()["type"].endswith(":nothing-to-issue")


async def test_a_run_issues_at_once_only_what_lacks_nothing(runs: RunDriver) -> None:
    good, nameless, waits = [await runs.customer(3600, name=name) for name in ("Good", "", "Waits")]
    await unpriced(runs, waits)
    run = await runs.run(issue="automatic")
    assert (run["counts"]["issued"], run["counts"]["drafts"]) == (1, 2)
    assert (await runs.only(run["id"], good))["drafts"][0]["number"] == "2026-0001"
    held = {one: (await runs.only(run["id"], one))["drafts"][0] for one in (nameless, waits)}
    assert held[nameless]["held_back"] == ["missing:buyer.name"]
    assert held[waits]["held_back"] == ["left-out:unpriced"]
    assert {one["state"] for one in held.values()} == {"draft"}
    attention = await runs.customers(run["id"], attention=True)
    assert {one["organization_id"] for one in attention} == {str(nameless), str(waits)}
    await runs.driver.invariants_hold()


async def test_the_accounts_choice_holds_unless_run_or_customer_say_otherwise(
    runs: RunDriver,
) -> None:
    plain, careful = await runs.customer(3600), await runs.customer(3600)
    await runs.driver.read("billing-schedule")
    saved = await runs.driver.client.put("/v1/billing-schedule", json=SCHEDULE)
    assert saved.status_code == 200, saved.text
    path = f"billing-schedule/customers/{careful}"
    unread = {"If-Match": '"7"'}
    stale = await runs.driver.client.put(f"/v1/{path}", json={"issue": "none"}, headers=unread)
    assert stale.status_code == 412
    await runs.driver.read(path)
    chosen = await runs.driver.client.put(f"/v1/{path}", json={"issue": "none"})
    assert chosen.json() == {"organization_id": str(careful), "issue": "none", "version": 1}
    run = await runs.run()
    assert (await runs.only(run["id"], plain))["drafts"][0]["state"] == "issued"
    assert (await runs.only(run["id"], careful))["drafts"][0]["state"] == "draft"
    await runs.driver.read(path)
    freed = await runs.driver.client.put(f"/v1/{path}", json={"issue": None})
    assert (freed.json()["issue"], freed.json()["version"]) == (None, 2)
    assert (await runs.driver.read(path))["issue"] is None
    await runs.driver.worked(3600, organization_id=careful)
    run = await runs.run(issue="none")
    assert run["counts"]["issued"] == 0
    await runs.driver.worked(3600, organization_id=careful)
    assert (await runs.run())["counts"]["issued"] == 1


async def test_nobody_is_issued_at_once_by_default(runs: RunDriver) -> None:
    await runs.customer(3600)
    run = await runs.run()
    assert (outcomes(run), run["counts"]["issued"]) == ({"drafted": 1}, 0)


async def test_time_in_two_currencies_does_not_keep_drafts_from_being_issued(
    runs: RunDriver,
) -> None:
    one = await runs.customer(3600)
    await runs.driver.worked(3600, "100.00", "EUR", organization_id=one)
    assert (await runs.run(issue="automatic"))["counts"]["issued"] == 2
