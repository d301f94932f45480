"""Time of a customer who is another one's duplicate is billed to the other, until that is undone; invoices stay."""

from decimal import Decimal
from itertools import permutations
from typing import Any
from uuid import UUID

import pytest

from contracts import Event
from contracts.timer import ApprovedEntry, OrganizationMerged
from database import new_id
from services.invoicing.tests.adding_up import adds_up
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.factories import NOW, approved_entry
from services.invoicing.tests.test_refunds import refund


def merged(driver: Driver, double: UUID, *, version: int = 2) -> OrganizationMerged:
    shown = driver.events.organization(double, version=version, name="Nordlys Aps.")
    return OrganizationMerged(
        **dict(shown), into_organization_id=driver.organization_id, merged_at=NOW
    )


def undone(driver: Driver, double: UUID, *, version: int = 3) -> Event:
    return driver.events.organization(double, version=version, name="Nordlys Aps.")


async def hours_of(driver: Driver, organization_id: UUID, seconds: int) -> ApprovedEntry:
    """Approved and priced time of this customer."""
    worked = approved_entry(organization_id, seconds)
    events = driver.events
    await driver.served.consume(events.timesheet(worked), events.price(worked))
    return worked


async def ready(driver: Driver, organization_id: UUID) -> int:
    """Seconds that can be billed to this customer."""
    found = await driver.read("billable-time", organization_id=str(organization_id), state="ready")
    return sum(one["seconds"] for one in found["items"])


@pytest.fixture
async def double(driver: Driver) -> UUID:
    """The same customer again."""
    organization_id = new_id()
    shown = driver.events.organization(organization_id, name="Nordlys Aps.")
    await driver.served.consume(shown)
    return organization_id


async def test_time_of_both_is_billed_to_the_one_that_stays(driver: Driver, double: UUID) -> None:
    await hours_of(driver, double, 600)
    await hours_of(driver, driver.organization_id, 60)
    await driver.served.consume(merged(driver, double))
    await hours_of(driver, double, 6)
    assert (await ready(driver, driver.organization_id), await ready(driver, double)) == (666, 0)
    draft = await driver.draft()
    assert sum(line["seconds"] for line in draft["lines"]) == 666
    invoice = await driver.issue(draft["id"])
    assert invoice["buyer"]["name"] == "Nordlys ApS"
    await driver.invariants_hold()


async def test_undoing_gives_open_time_back_also_from_drafts(driver: Driver, double: UUID) -> None:
    await hours_of(driver, double, 600)
    await hours_of(driver, driver.organization_id, 60)
    await driver.served.consume(merged(driver, double))
    draft = await driver.draft()
    await driver.served.consume(undone(driver, double))
    assert (await ready(driver, driver.organization_id), await ready(driver, double)) == (0, 600)
    shown = await driver.read(f"invoices/{draft['id']}")
    assert sum(line["seconds"] for line in shown["lines"]) == 60
    await driver.invariants_hold()


async def test_what_is_issued_keeps_its_buyer_and_its_time(driver: Driver, double: UUID) -> None:
    await hours_of(driver, double, 600)
    draft = await driver.draft(organization_id=str(double))
    invoice = await driver.issue(draft["id"])
    await driver.served.consume(merged(driver, double))
    shown = await driver.read(f"invoices/{invoice['id']}")
    assert shown["buyer"]["name"] == "Nordlys Aps."
    found = await driver.read("billable-time", organization_id=str(double), state="billed")
    assert sum(one["seconds"] for one in found["items"]) == 600
    await driver.invariants_hold()


async def test_a_draft_of_the_merged_one_loses_its_time(driver: Driver, double: UUID) -> None:
    await hours_of(driver, double, 600)
    await driver.draft(organization_id=str(double))
    await driver.served.consume(merged(driver, double))
    assert await ready(driver, driver.organization_id) == 600
    await driver.invariants_hold()


async def test_what_a_credit_note_gives_back_is_the_one_that_stays(
    driver: Driver, double: UUID
) -> None:
    worked = await hours_of(driver, double, 600)
    draft = await driver.draft(organization_id=str(double))
    invoice = await driver.issue(draft["id"])
    await driver.served.consume(merged(driver, double))
    await driver.credit(invoice["id"])
    await driver.served.consume(driver.events.price(worked, version=2))
    again = await driver.draft()
    assert sum(line["seconds"] for line in again["lines"]) == 600
    await driver.invariants_hold()


@pytest.mark.parametrize("merged_first", [False, True])
async def test_what_is_open_of_a_partly_billed_entry_is_the_one_that_stays(
    driver: Driver, double: UUID, *, merged_first: bool
) -> None:
    worked = await hours_of(driver, double, 3600)
    invoice = await driver.issue((await driver.draft(organization_id=str(double)))["id"])
    half = {
        "line_id": invoice["lines"][0]["line_id"],
        "entries": [{"entry_id": str(worked.entry_id), "start": 0, "end": 1800}],
    }
    if merged_first:
        await driver.served.consume(merged(driver, double))
        note = await driver.credit(invoice["id"], half, draft_correction=True)
        draft = await driver.read(f"invoices/{note['correction_id']}")
    else:
        await driver.credit(invoice["id"], half)
        await driver.served.consume(merged(driver, double))
        draft = await driver.draft()
    assert draft["organization_id"] == str(driver.organization_id)
    assert sum(line["seconds"] for line in draft["lines"]) == 1800
    await driver.invariants_hold()


async def test_undoing_gives_the_open_rest_of_a_partly_billed_entry_back(
    driver: Driver, double: UUID
) -> None:
    worked = await hours_of(driver, double, 3600)
    part = [{"entry_id": str(worked.entry_id), "seconds": 600}]
    body = {"organization_id": str(double), "reason": "A favour", "entries": part}
    assert (await driver.write("write-offs", body)).status_code == 201
    await driver.served.consume(merged(driver, double))
    await driver.draft()
    await driver.served.consume(undone(driver, double))
    assert (await driver.try_draft()).status_code == 409
    [line] = (await driver.draft(organization_id=str(double)))["lines"]
    assert line["seconds"] == 3000
    await driver.invariants_hold()


async def test_time_that_the_one_that_stays_wrote_off_in_part_stays_there(
    driver: Driver, double: UUID
) -> None:
    worked = await hours_of(driver, double, 3600)
    await driver.served.consume(merged(driver, double))
    part = [{"entry_id": str(worked.entry_id), "seconds": 600}]
    body = {"organization_id": str(driver.organization_id), "reason": "A favour", "entries": part}
    assert (await driver.write("write-offs", body)).status_code == 201
    await driver.served.consume(undone(driver, double))
    assert (await ready(driver, driver.organization_id), await ready(driver, double)) == (3600, 0)
    await driver.invariants_hold()


async def test_lists_and_reports_of_the_one_that_stays_have_what_is_of_both(
    driver: Driver, double: UUID
) -> None:
    for one, seconds in ((double, 600), (driver.organization_id, 60)):
        await hours_of(driver, one, seconds)
        await driver.issue((await driver.draft(organization_id=str(one)))["id"])
    apart = [await seen(driver, one) for one in (driver.organization_id, double)]
    await driver.served.consume(merged(driver, double))
    both, duplicate = [await seen(driver, one) for one in (driver.organization_id, double)]
    assert both[:3] == tuple(sum(of) for of in zip(*(one[:3] for one in apart), strict=True))
    assert duplicate[1:3] == (0, 0), "what is owed and billed stands under the one that stays"
    await driver.served.consume(undone(driver, double))
    assert [await seen(driver, one) for one in (driver.organization_id, double)] == apart
    await driver.invariants_hold()


async def test_credit_of_both_is_one_and_settles_invoices_of_both(
    driver: Driver, double: UUID
) -> None:
    mine = await driver.invoice()
    await hours_of(driver, double, 3000)
    theirs = await driver.issue((await driver.draft(organization_id=str(double)))["id"])
    old = await driver.pay("700.00", organization_id=str(double))
    await driver.pay("10.00", organization_id=str(driver.organization_id))
    refused = await try_use_credit(driver, double, (mine["id"], "600.00"))
    assert refused.status_code == 422, "two customers, as long as nobody merges them"
    await driver.served.consume(merged(driver, double))
    assert await credits_of(driver) == [(str(driver.organization_id), "710.00")]
    used = await try_use_credit(driver, driver.organization_id, (mine["id"], "600.00"))
    assert used.status_code == 200, used.text
    assert used.json()["items"][0]["credit"]["amount"] == "110.00"
    await driver.allocate(old["id"], (mine["id"], "50.00"))
    both = (mine["id"], "100.00"), (theirs["id"], "100.00")
    together = await driver.pay("200.00", *both, organization_id=str(double))
    assert together["organization_id"] == str(driver.organization_id)
    assert (await driver.pay("1.00", (theirs["id"], "1.00")))["organization_id"] == str(double)
    back = await refund(driver, "55.00")
    assert {one["payment_id"] for one in back["parts"]} > {old["id"]}
    assert await credits_of(driver) == [(str(driver.organization_id), "5.00")]
    closing = await driver.read(f"customers/{driver.organization_id}/statement")
    [owing] = (await driver.read("reports/receivables"))["items"]
    [account] = closing["currencies"]
    left = Decimal(owing["total"]["amount"]) - Decimal(owing["credit"]["amount"])
    assert Decimal(account["closing"]["amount"]) == left
    await driver.invariants_hold()


async def test_what_was_settled_across_can_be_undone_when_the_merging_was(
    driver: Driver, double: UUID
) -> None:
    invoice = await driver.invoice()
    old = await driver.pay("700.00", organization_id=str(double))
    await driver.served.consume(merged(driver, double))
    await driver.allocate(old["id"], (invoice["id"], "600.00"))
    back = await refund(driver, "100.00")
    await driver.served.consume(undone(driver, double))
    refused = await try_use_credit(driver, double, (invoice["id"], "1.00"))
    assert refused.status_code in (409, 422)
    answer = await driver.client.post(f"/v1/refunds/{back['id']}/reverse", json={"reason": "Wrong"})
    assert answer.status_code == 200, answer.text
    await driver.take_back(old["id"], invoice["id"])
    assert await credits_of(driver) == [(str(double), "700.00")]
    assert (await driver.reverse(old["id"]))["reverses"] == old["id"]
    await driver.invariants_hold()


async def test_what_crossed_is_shown_where_it_stays_and_goes_back_in_one_act(
    driver: Driver, double: UUID
) -> None:
    invoices = [await driver.invoice() for _ in range(2)]
    old = await driver.pay("1700.00", organization_id=str(double))
    await driver.served.consume(merged(driver, double))
    await driver.allocate(old["id"], *((one["id"], "600.00") for one in invoices))
    back = await refund(driver, "100.00")
    assert (await transfers_of(driver, driver.organization_id))["items"] == [], "they are one"
    await driver.served.consume(undone(driver, double))
    for one in (driver.organization_id, double):
        found = await transfers_of(driver, one)
        said = [(x["number"], x["refund_id"], x["amount"]["amount"]) for x in found["items"]]
        assert sorted(said[:2]) == [(one["number"], None, "600.00") for one in invoices]
        assert (said[2:], found["in_all"]) == ([(None, back["id"], "100.00")], 3)
        assert {(x["from_name"], x["to_name"]) for x in found["items"]} == {
            ("Nordlys Aps.", "Nordlys ApS")
        }
    await adds_up(driver)
    kinds = [one["kind"] for one in await entries_of(driver, double)]
    assert kinds == ["payment", *["transfer"] * 3]
    assert "Nordlys ApS" not in str(await entries_of(driver, double)), "nothing of the other"
    path = f"customers/{double}/transfers/reverse"
    after = await driver.write(path, {"reason": "They are two"})
    assert after.status_code == 200, after.text
    assert [one["refund_id"] for one in after.json()["items"]] == [back["id"]]
    assert await credits_of(driver) == [(str(double), "1600.00")]
    again = await driver.write(path, {"reason": "They are two"})
    assert (again.status_code, again.json()) == (200, after.json())
    await driver.invariants_hold()


async def test_who_may_read_payments_sees_what_crossed_and_billing_takes_it_back(
    driver: Driver,
) -> None:
    path = f"/v1/customers/{driver.organization_id}/transfers"
    for role, reads, writes in (("agent", 403, 403), ("manager", 200, 403), ("billing", 200, 200)):
        client = await driver.served.as_(role, account=driver.account)
        assert (await client.get(path)).status_code == reads, role
        once = {"Idempotency-Key": str(new_id())}
        asked = {"reason": "They are two"}
        tried = await client.post(f"{path}/reverse", json=asked, headers=once)
        assert tried.status_code == writes, role


async def transfers_of(driver: Driver, organization_id: UUID) -> Any:
    return await driver.read(f"customers/{organization_id}/transfers")


async def entries_of(driver: Driver, organization_id: UUID) -> list[dict[str, Any]]:
    """What the statement of a customer says."""
    [one] = (await driver.read(f"customers/{organization_id}/statement"))["currencies"]
    entries: list[dict[str, Any]] = one["entries"]
    return entries


async def try_use_credit(driver: Driver, organization_id: UUID, *parts: tuple[str, str]) -> Any:
    of = [{"invoice_id": one, "amount": amount} for one, amount in parts]
    body = {"organization_id": str(organization_id), "currency": "DKK", "allocations": of}
    return await driver.client.post("/v1/credits/use", json=body)


async def credits_of(driver: Driver) -> list[tuple[str, str]]:
    """Whose credit there is, and how much."""
    found = (await driver.read("credits"))["items"]
    return [(one["organization_id"], one["credit"]["amount"]) for one in found]


async def seen(driver: Driver, organization_id: UUID) -> tuple[int, int, int, list[str]]:
    """Invoices, what is owed (in hundredths), seconds billed by the books, and the numbers of a customer."""
    query = {"organization_id": str(organization_id)}
    invoices = (await driver.read("invoices", **query))["items"]
    owed = (await driver.read("reports/receivables"))["items"]
    books = (await driver.read("reports/conservation"))["organizations"]
    mine = [one for one in owed if one["organization_id"] == str(organization_id)]
    of_books = [one for one in books if one["organization_id"] == str(organization_id)]
    time = await driver.read("billable-time", **query, state="billed")
    assert time["sums"]["billed"] == sum(one["seconds"] for one in time["items"])
    return (
        len(invoices),
        sum(int(Decimal(one["total"]["amount"]) * 100) for one in mine),
        sum(one["billed"] for one in of_books),
        sorted(one["number"] for one in invoices),
    )


async def test_any_order_ends_the_same_also_twice(driver: Driver) -> None:
    for order in permutations(range(3)):
        double = new_id()
        worked = approved_entry(double, 600)
        created: Any = driver.events.organization(double, name=f"Double {double}")
        steps = [created, merged(driver, double), driver.events.timesheet(worked)]
        for step in (*order, *order):
            await driver.served.consume(steps[step])
        await driver.served.consume(driver.events.price(worked))
        found = await driver.read("billable-time", organization_id=str(double))
        assert found["items"] == [], order
        await driver.served.consume(undone(driver, double), merged(driver, double))
        assert await ready(driver, double) == 600, order
    await driver.invariants_hold()
