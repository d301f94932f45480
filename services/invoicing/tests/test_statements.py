"""How many SQL statements the main commands execute: nothing is read that the transaction knows."""

from database import new_id
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.factories import approved_entry
from testkit import count_statements


async def test_statements_of_recording_a_payment(driver: Driver) -> None:
    one, two = await driver.invoice(), await driver.invoice()
    with count_statements(driver.served.database) as statements:
        await driver.pay("2000.00", (one["id"], "1250.00"), (two["id"], "500.00"))
    assert statements.count == 8, str(statements)


async def test_statements_of_allocating_credit(driver: Driver) -> None:
    payment = await driver.pay("2000.00", organization_id=str(driver.organization_id))
    invoice = await driver.invoice()
    with count_statements(driver.served.database) as statements:
        await driver.allocate(payment["id"], (invoice["id"], "1250.00"))
    assert statements.count == 9, str(statements)


async def test_statements_of_reversing_a_payment(driver: Driver) -> None:
    invoice = await driver.invoice()
    payment = await driver.pay("1250.00", (invoice["id"], "1250.00"))
    with count_statements(driver.served.database) as statements:
        await driver.reverse(payment["id"])
    assert statements.count == 11, str(statements)


async def test_statements_of_listing_invoices_do_not_grow_with_them(driver: Driver) -> None:
    counts = []
    for _ in range(2):
        await driver.invoice(60)
        made = await driver.worked(60)
        await driver.draft(entry_ids=[str(made.entry_id)])
        with count_statements(driver.served.database) as statements:
            await driver.read("invoices")
        counts.append(statements.count)
    assert counts == [5, 5], str(statements)


async def test_statements_of_the_receivables(driver: Driver) -> None:
    await driver.invoice()
    with count_statements(driver.served.database) as statements:
        await driver.read("reports/receivables")
    assert statements.count == 4, str(statements)


async def test_statements_of_consuming_a_payment_of_quickbooks(driver: Driver) -> None:
    invoice = await driver.invoice()
    with count_statements(driver.served.database) as statements:
        await driver.served.consume(driver.events.payment_seen(invoice["id"]))
    assert statements.count == 8, str(statements)


async def test_statements_of_consuming_hours_and_prices(driver: Driver) -> None:
    made = [approved_entry(driver.organization_id) for _ in range(3)]
    with count_statements(driver.served.database) as hours:
        await driver.served.consume(driver.events.timesheet(*made))
    assert hours.count == 5, str(hours)
    with count_statements(driver.served.database) as price:
        await driver.served.consume(driver.events.price(made[0]))
    assert price.count == 4, str(price)


async def test_statements_of_a_price_that_drafts_follow_do_not_grow_with_their_lines(
    driver: Driver,
) -> None:
    counts = []
    for lines in (1, 5):
        made = [await driver.worked(60, work_item_id=new_id()) for _ in range(lines)]
        await driver.draft(entry_ids=[str(one.entry_id) for one in made])
        with count_statements(driver.served.database) as statements:
            await driver.served.consume(driver.events.price(made[0], "1.00", version=2))
        counts.append(statements.count)
    assert counts == [18, 18], str(statements)


async def test_statements_of_drafting(driver: Driver) -> None:
    made = await driver.worked()
    await driver.worked(60, "100.00")
    with count_statements(driver.served.database) as statements:
        await driver.draft()
    assert statements.count == 7, str(statements)
    with count_statements(driver.served.database) as statements:
        assert (await driver.try_draft(entry_ids=[str(made.entry_id)])).status_code == 409
    assert statements.count == 5, str(statements)


async def test_statements_of_a_draft_do_not_grow_with_its_time(driver: Driver) -> None:
    await driver.worked_much(200)
    with count_statements(driver.served.database) as statements:
        await driver.draft(group_by="entry")
    assert statements.count == 7, str(statements)


async def test_statements_of_changing_a_draft(driver: Driver) -> None:
    await driver.worked()
    draft = await driver.draft()
    with count_statements(driver.served.database) as statements:
        changed = await driver.add_line(draft["id"], kind="fee", amount="1.00")
    assert statements.count == 6, str(statements)
    with count_statements(driver.served.database) as statements:
        await driver.try_remove_line(draft["id"], changed["lines"][-1]["line_id"])
    assert statements.count == 8, str(statements)
    with count_statements(driver.served.database) as statements:
        await driver.client.delete(f"/v1/invoices/{draft['id']}")
    assert statements.count == 6, str(statements)


async def test_statements_of_issuing(driver: Driver) -> None:
    await driver.worked()
    await driver.worked(60, "100.00")
    draft = await driver.draft()
    with count_statements(driver.served.database) as statements:
        await driver.issue(draft["id"])
    assert statements.count == 9, str(statements)
    with count_statements(driver.served.database) as statements:
        await driver.issue(draft["id"])
    assert statements.count == 8, str(statements)


async def test_statements_of_reading_an_invoice(driver: Driver) -> None:
    await driver.worked()
    draft = await driver.draft()
    with count_statements(driver.served.database) as statements:
        await driver.read(f"invoices/{draft['id']}")
    assert statements.count == 4, str(statements)


async def test_statements_of_the_vat_report_and_the_journal_do_not_grow(driver: Driver) -> None:
    ledger = {"receivables": "5600", "revenue": "1000", "vat": "6902", "bank": "5820"}
    await driver.client.put("/v1/ledger-settings", json=ledger, headers={"If-Match": '"0"'})
    period = {"first_day": "2026-10-01", "last_day": "2026-11-10"}
    counts = []
    for invoices in (1, 3):
        for _ in range(invoices):
            await driver.invoice(60)
        with count_statements(driver.served.database) as report:
            await driver.read("reports/vat", **period)
        with count_statements(driver.served.database) as export:
            made = await driver.client.post("/v1/journal-exports", json={"last_day": "2026-11-10"})
            assert made.status_code == 201, made.text
        counts.append((report.count, export.count))
    assert counts == [(4, 7), (4, 7)], f"{report}\n{export}"
