"""Time that agreements cover is held until the line of its charge claims it, and in no other bucket meanwhile."""

from datetime import date
from uuid import UUID

import pytest

from contracts.invoicing import ReopeningRefused, TimeBilled
from contracts.timer import OrganizationMerged
from database import new_id
from services.invoicing.tests.agreement_driver import agreed, covered, lines_of, sums
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.factories import NOW, approved_entry
from testkit import count_statements


async def test_held_time_is_listed_with_the_charge_that_holds_it(driver: Driver) -> None:
    charge = await agreed(driver, billable_from=None)
    whole = await covered(driver, charge)
    parted = await covered(driver, charge, 3600, (600, "prepaid"), (3600, "overage"))
    found = (await driver.read("billable-time", state="held"))["items"]
    assert {one["entry_id"]: (one["charge_id"], one["charge_name"]) for one in found} == {
        str(one.entry_id): (str(charge.charge_id), charge.name) for one in (whole, parted)
    }
    assert {one["hourly_rate"] for one in found} == {None}
    by_id = {one["entry_id"]: one for one in (await driver.read("billable-time"))["items"]}
    assert by_id[str(whole.entry_id)]["state"] == "held"
    assert by_id[str(parted.entry_id)]["state"] == "ready"
    assert by_id[str(parted.entry_id)]["hourly_rate"]["amount"] == "1200.00"
    [ready] = (await driver.read("billable-time", state="ready"))["items"]
    assert ready["entry_id"] == str(parted.entry_id)
    report = (await driver.read("reports/conservation"))["seconds"]
    assert (report["held"], report["ready"], report["approved"]) == (4200, 3000, 7200)


@pytest.mark.parametrize("order", ["charge first", "time first", "price first"])
async def test_time_and_its_charge_may_come_in_any_order(driver: Driver, order: str) -> None:
    charge = driver.events.charge(driver.organization_id)
    made = approved_entry(driver.organization_id, 3600)
    hours = driver.events.timesheet(made)
    price = driver.events.covered_price(made, charge.charge_id)
    events = {
        "charge first": (charge, hours, price),
        "time first": (hours, price, charge),
        "price first": (price, charge, hours),
    }[order]
    for event in events:
        records = await driver.served.consume(event)
        await driver.served.process(records)
    assert lines_of(await driver.draft()) == [("agreement", 3600, "18000.00")]
    await driver.invariants_hold()


async def test_time_approved_while_the_line_is_on_a_draft_joins_it(driver: Driver) -> None:
    charge = await agreed(driver)
    draft = await driver.draft()
    made = approved_entry(driver.organization_id, 3600)
    price = driver.events.covered_price(made, charge.charge_id)
    await driver.served.consume(price, driver.events.timesheet(made))
    other = await covered(driver, charge, 1800)
    found = await driver.read(f"invoices/{draft['id']}")
    assert lines_of(found) == [("agreement", 5400, "18000.00")]
    assert await sums(driver) == {"claimed": 5400}
    issued = await driver.issue(draft["id"])
    assert issued["seconds"] == 5400
    [event] = await driver.published(TimeBilled)
    assert {one.entry_id for one in event.ranges} == {made.entry_id, other.entry_id}
    await driver.invariants_hold()


async def test_time_approved_after_the_line_was_issued_is_billed_by_that_and_changes_no_invoice(
    driver: Driver,
) -> None:
    charge = await agreed(driver, in_advance=True, first_day=date(2026, 9, 1))
    issued = await driver.issue((await driver.draft())["id"])
    pdf = (await driver.client.get(f"/v1/invoices/{issued['id']}.pdf")).content
    made = await covered(driver, charge)
    assert await sums(driver) == {"billed": 3600}
    [event] = await driver.published(TimeBilled)
    [range_] = event.ranges
    assert (range_.entry_id, range_.charge_id, range_.hourly_rate) == (
        made.entry_id,
        charge.charge_id,
        None,
    )
    assert (event.number, event.currency, event.version) == (issued["number"], "DKK", 4)
    now = await driver.read(f"invoices/{issued['id']}")
    assert (now["lines"], now["hash"]) == (issued["lines"], issued["hash"])
    assert (await driver.client.get(f"/v1/invoices/{issued['id']}.pdf")).content == pdf
    [line] = (await driver.read(f"invoices/{issued['id']}/explain"))["lines"]
    assert [(one["entry_id"], one["late"]) for one in line["entries"]] == [
        (str(made.entry_id), True)
    ]
    await driver.invariants_hold()


async def test_a_draft_keeps_time_that_is_still_covered_when_its_price_changes(
    driver: Driver,
) -> None:
    charge = await agreed(driver)
    made = await covered(driver, charge, 3600)
    draft = await driver.draft()
    parted = driver.events.covered_price(
        made, charge.charge_id, (1800, "included"), (3600, "overage"), version=2
    )
    await driver.served.consume(parted)
    found = await driver.read(f"invoices/{draft['id']}")
    assert lines_of(found) == [("agreement", 1800, "18000.00")]
    assert await sums(driver) == {"claimed": 1800, "ready": 1800}
    [lost] = (await driver.read(f"invoices/{draft['id']}/lost-time"))["items"]
    assert (lost["seconds"], lost["reason"]) == (1800, "price-changed")
    whole = driver.events.covered_price(made, charge.charge_id, version=3)
    await driver.served.consume(whole)
    assert await sums(driver) == {"claimed": 3600}
    await driver.served.consume(driver.events.price(made, version=4))
    found = await driver.read(f"invoices/{draft['id']}")
    assert lines_of(found) == [("agreement", None, "18000.00")]
    assert await sums(driver) == {"ready": 3600}
    await driver.invariants_hold()


async def test_time_that_another_charge_covers_now_goes_to_its_line(driver: Driver) -> None:
    fee, block = await agreed(driver), await agreed(driver, kind="block", last_day=None)
    made = await covered(driver, fee)
    draft = await driver.draft()
    await driver.served.consume(driver.events.covered_price(made, block.charge_id, version=2))
    found = await driver.read(f"invoices/{draft['id']}")
    by_charge = {line["charge_id"]: line["seconds"] for line in found["lines"]}
    assert by_charge == {str(fee.charge_id): None, str(block.charge_id): 3600}
    await driver.invariants_hold()


async def test_hours_that_change_leave_the_draft_until_they_are_priced_anew(
    driver: Driver,
) -> None:
    charge = await agreed(driver)
    made = await covered(driver, charge, 3600)
    draft = await driver.draft()
    longer = made.model_copy(update={"version": 2, "seconds": 7200})
    await driver.served.consume(driver.events.timesheet(longer))
    assert await sums(driver) == {"unpriced": 7200}
    assert (await driver.read(f"invoices/{draft['id']}"))["lines"][0]["seconds"] is None
    await driver.served.consume(driver.events.covered_price(longer, charge.charge_id))
    assert (await driver.read(f"invoices/{draft['id']}"))["lines"][0]["seconds"] == 7200
    await driver.invariants_hold()


async def test_a_sheet_with_held_time_can_be_reopened_until_an_invoice_bills_it(
    driver: Driver,
) -> None:
    charge, sheet_id = await agreed(driver), new_id()
    made = approved_entry(driver.organization_id, 3600)
    price = driver.events.covered_price(made, charge.charge_id)
    await driver.served.consume(driver.events.timesheet(made, timesheet_id=sheet_id), price)
    draft = await driver.draft()
    await driver.served.consume(driver.events.reopening_asked(sheet_id))
    assert await sums(driver) == {}
    assert lines_of(await driver.read(f"invoices/{draft['id']}")) == [
        ("agreement", None, "18000.00")
    ]
    await driver.invariants_hold()
    again = driver.events.timesheet(made, timesheet_id=sheet_id, version=3)
    await driver.served.consume(again)
    assert await sums(driver) == {"claimed": 3600}
    await driver.read(f"invoices/{draft['id']}")
    await driver.issue(draft["id"])
    await driver.served.consume(driver.events.reopening_asked(sheet_id, 4))
    [refused] = await driver.published(ReopeningRefused)
    assert [one.invoice_id for one in refused.invoices] == [UUID(draft["id"])]
    await driver.invariants_hold()


async def test_time_billed_by_its_approval_keeps_its_sheet_closed(driver: Driver) -> None:
    charge, sheet_id = await agreed(driver), new_id()
    await driver.issue((await driver.draft())["id"])
    made = approved_entry(driver.organization_id, 3600)
    price = driver.events.covered_price(made, charge.charge_id)
    await driver.served.consume(driver.events.timesheet(made, timesheet_id=sheet_id), price)
    await driver.served.consume(driver.events.reopening_asked(sheet_id))
    assert len(await driver.published(ReopeningRefused)) == 1


async def test_a_merged_customers_charge_is_billed_to_the_one_that_stays(driver: Driver) -> None:
    charge = await agreed(driver)
    await covered(driver, charge)
    stays = driver.events.organization(name="Sydlys ApS")
    drafted = await driver.draft()
    shown = driver.events.organization(driver.organization_id, version=2)
    into = {"into_organization_id": stays.organization_id, "merged_at": NOW}
    await driver.served.consume(stays, OrganizationMerged(**dict(shown), **into))
    assert lines_of(await driver.read(f"invoices/{drafted['id']}")) == lines_of(drafted)
    assert (await driver.read(f"invoices/{drafted['id']}/lost-time"))["items"] == []
    await driver.invariants_hold()
    await driver.client.delete(f"/v1/invoices/{drafted['id']}")
    draft = await driver.draft(organization_id=str(stays.organization_id))
    assert lines_of(draft) == [("agreement", 3600, "18000.00")]
    await driver.invariants_hold()


async def test_statements_of_covered_prices_do_not_grow_with_them(driver: Driver) -> None:
    charge = await agreed(driver)
    counts = []
    for number in (1, 20):
        made = [approved_entry(driver.organization_id, 60) for _ in range(number)]
        await driver.served.consume(driver.events.timesheet(*made))
        prices = [driver.events.covered_price(one, charge.charge_id) for one in made]
        with count_statements(driver.served.database) as statements:
            await driver.served.consume(*prices)
        counts.append(statements.count)
    assert counts == [6, 6], str(statements)
