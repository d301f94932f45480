"""Each event consumed twice, late and out of order."""

from typing import Any

from qbo_driver import Driver, invoice_issued
from sqlalchemy import select

from contracts.qbo_sync import InvoiceCopied
from contracts.stored import example
from contracts.timer import OrganizationChanged, OrganizationMerged
from qbo_sync.store.tables import OrganizationRow
from testkit import ACCOUNT


def organization(version: int, **changes: Any) -> OrganizationChanged:
    return example(OrganizationChanged).model_copy(update={"version": version, **changes})


async def stored(driver: Driver) -> OrganizationRow:
    async with driver.served.database.transaction(ACCOUNT) as session:
        return (await session.scalars(select(OrganizationRow))).one()


async def test_the_newest_version_of_an_organization_stays_in_whatever_order(
    driver: Driver,
) -> None:
    old, new = organization(2, name="Old"), organization(3, name="New", address=None)
    for order in ([old, new], [new, old], [new, new, old, old]):
        await driver.reset()
        records = await driver.served.consume(*order)
        await driver.served.process(records)
        row = await stored(driver)
        assert (row.version, row.name, row.address_lines, row.city) == (3, "New", [], None)


async def test_a_merged_organization_keeps_its_customer_in_whatever_order(driver: Driver) -> None:
    changed = organization(2, name="Nordlys Aps.")
    about = {"organization_id": changed.organization_id, "version": 3, "name": changed.name}
    merged = example(OrganizationMerged).model_copy(update=about)
    undone = organization(4, name="Nordlys Aps.")
    for order in ([changed, merged, undone], [undone, merged, changed], [merged, merged]):
        await driver.reset()
        await driver.served.process(await driver.served.consume(*order))
        row = await stored(driver)
        newest = max(event.version for event in order)
        assert (row.version, row.name) == (newest, "Nordlys Aps.")


async def test_an_organization_is_stored_with_address_and_contact(driver: Driver) -> None:
    await driver.served.consume(organization(1))
    row = await stored(driver)
    assert row.billing_email == "faktura@nordlys.example"
    assert (row.city, row.country) == ("Aarhus C", "DK")


async def test_an_invoice_consumed_twice_and_again_when_exported_is_one(connected: Driver) -> None:
    event = invoice_issued()
    records = await connected.served.consume(event, event)
    await connected.served.process(records)
    await connected.run_tasks()
    await connected.served.consume(event)
    await connected.run_tasks()

    assert len(await connected.in_quickbooks()) == 1
    assert len(await connected.served.published(InvoiceCopied)) == 1
    assert await connected.count("invoice_exports") == 1


async def test_messages_twice_and_in_another_order_end_the_same(connected: Driver) -> None:
    event, named = invoice_issued(), organization(3)
    older = organization(2, name="Old name")
    records = await connected.served.consume(event, named, older)
    await connected.served.process(records)
    await connected.served.consume(older, named, event)
    await connected.run_tasks()

    assert len(await connected.in_quickbooks()) == 1
    (customer,) = await connected.in_quickbooks("Customer")
    assert customer["DisplayName"] == "Nordlys ApS"


async def test_what_is_stored_of_an_invoice_is_what_the_event_said(driver: Driver) -> None:
    event = await driver.issue_invoice(number="2026-0007", billing_contact=None)
    state = await driver.state(event)
    assert (state["number"], state["state"]) == ("2026-0007", "waiting_for_connection")
    assert state["total"] == {"amount": "1250.00", "currency": "DKK"}
    assert state["organization_id"] == str(event.organization_id)
    for unknown in ("reason", "realm_id", "qbo_id", "qbo_total", "qbo_balance", "copied_at"):
        assert state[unknown] is None
    assert await driver.served.dead_letters() == []
