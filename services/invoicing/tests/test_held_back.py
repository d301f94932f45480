"""Ready time that no draft takes, until a day or until it is let go."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from contracts.timer import ApprovedEntry
from database import new_id
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.factories import approved_entry
from testkit import count_statements

TODAY = datetime.now(UTC).date()
REASON = "They check it first"


async def hold_back(driver: Driver, *entries: ApprovedEntry, **more: Any) -> httpx.Response:
    body = {**about(driver, *entries), "reason": REASON, **more}
    return await driver.write("held-back-time", body)


async def let_go(driver: Driver, *entries: ApprovedEntry) -> None:
    answer = await driver.write("held-back-time/release", about(driver, *entries))
    assert answer.status_code == 204, answer.text


def about(driver: Driver, *entries: ApprovedEntry) -> dict[str, Any]:
    ids = [str(one.entry_id) for one in entries]
    return {"organization_id": str(driver.organization_id), "entry_ids": ids}


async def test_a_draft_of_a_period_leaves_it_and_says_why(driver: Driver) -> None:
    waits, _ = await driver.worked(3000), await driver.worked(1800)
    assert (await hold_back(driver, waits)).status_code == 204
    sums = (await driver.read("billable-time"))["sums"]
    assert (sums["ready"], sums["held_back"]) == (4800, 3000)
    [buckets] = (await driver.read("reports/conservation"))["organizations"]
    assert (buckets["ready"], buckets["held_back"], buckets["total"]) == (4800, 3000, 4800)
    draft = await driver.draft()
    assert draft["seconds"] == 1800
    [left] = draft["left_out"]
    assert (left["reason"], left["detail"], left["seconds"]) == ("held-back", REASON, 3000)
    [shown] = (await driver.read("billable-time", state="ready", held_back="true"))["items"]
    assert (shown["entry_id"], shown["held_back"]["reason"]) == (str(waits.entry_id), REASON)
    assert (await driver.read("billable-time", state="ready", held_back="false"))["items"] == []
    await driver.invariants_hold()


async def test_an_entry_that_is_named_twice_is_held_back_once(driver: Driver) -> None:
    waits = await driver.worked(3000)
    assert (await hold_back(driver, waits, waits)).status_code == 204
    assert (await driver.read("billable-time"))["sums"]["held_back"] == 3000


async def test_naming_it_is_refused_until_it_is_let_go(driver: Driver) -> None:
    waits = await driver.worked()
    await hold_back(driver, waits)
    refused = await driver.try_draft(entry_ids=[str(waits.entry_id)])
    assert (refused.status_code, REASON in refused.text) == (409, True)
    assert (await driver.try_draft()).status_code == 409
    await let_go(driver, waits)
    await let_go(driver, waits)
    assert (await driver.draft(entry_ids=[str(waits.entry_id)]))["seconds"] == 3000
    await driver.invariants_hold()


async def test_from_its_day_on_drafts_take_it_again(driver: Driver) -> None:
    waits = await driver.worked()
    await hold_back(driver, waits, until=str(TODAY + timedelta(days=2)))
    assert (await driver.try_draft()).status_code == 409
    await hold_back(driver, waits, until=str(TODAY - timedelta(days=2)), reason="Until then")
    assert (await driver.read("billable-time"))["sums"]["held_back"] == 0
    assert (await driver.draft())["seconds"] == 3000


async def test_only_ready_time_of_the_customer_is_held_back(driver: Driver) -> None:
    ready, unpriced = await driver.worked(), approved_entry(driver.organization_id)
    await driver.served.consume(driver.events.timesheet(unpriced))
    elsewhere = await driver.worked(organization_id=new_id())
    for other in (unpriced, elsewhere, approved_entry(driver.organization_id)):
        assert (await hold_back(driver, ready, other)).status_code == 409
    assert (await hold_back(driver, ready, reason="")).status_code == 422
    assert (await hold_back(driver)).status_code == 422
    assert (await hold_back(driver, ready, organization_id=str(new_id()))).status_code == 422
    assert (await driver.read("billable-time"))["sums"]["held_back"] == 0


async def test_what_is_written_off_of_it_is_not_held_back(driver: Driver) -> None:
    waits = await driver.worked(3000)
    await hold_back(driver, waits)
    part = {"entry_id": str(waits.entry_id), "seconds": 1000}
    body = {"organization_id": str(driver.organization_id), "reason": "x", "entries": [part]}
    assert (await driver.write("write-offs", body)).status_code == 201
    sums = (await driver.read("billable-time"))["sums"]
    assert (sums["ready"], sums["held_back"], sums["written_off"]) == (2000, 2000, 1000)


async def test_who_only_reads_holds_nothing_back(driver: Driver) -> None:
    waits = await driver.worked()
    for role in ("manager", "agent"):
        client = await driver.served.as_(role, account=driver.account)
        client.headers["Idempotency-Key"] = str(new_id())
        body = {**about(driver, waits), "reason": REASON}
        assert (await client.post("/v1/held-back-time", json=body)).status_code == 403
        path = "/v1/held-back-time/release"
        assert (await client.post(path, json=about(driver, waits))).status_code == 403


async def test_another_account_lets_nothing_go(driver: Driver) -> None:
    waits = await driver.worked()
    await hold_back(driver, waits)
    other = await Driver.begin(driver.served)
    await let_go(other, waits)
    assert (await driver.read("billable-time"))["sums"]["held_back"] == 3000


async def test_statements_of_holding_back_do_not_grow_with_the_entries(driver: Driver) -> None:
    counts = []
    for number in (1, 50):
        made = await driver.worked_much(number)
        with count_statements(driver.served.database) as statements:
            assert (await hold_back(driver, *made)).status_code == 204
        counts.append(statements.count)
    assert counts[0] == counts[1] <= 6, str(statements)
