"""An invoice is overdue when the local day after its due date has come."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from contracts.invoicing import InvoiceOverdue
from invoicing.commands.overdue import publish_overdue
from services.invoicing.tests.driver import Driver

LATE: dict[str, Any] = {"issue_date": "2026-01-05", "due_date": "2026-01-20"}


async def publish(driver: Driver, invoice_id: str, now: datetime) -> datetime | None:
    """Run the command as the task does, at a moment of the test's own."""
    async with driver.served.database.transaction(driver.account) as session:
        return await publish_overdue(session, UUID(invoice_id), now=now)


async def test_an_invoice_whose_due_date_has_passed_becomes_overdue_once(driver: Driver) -> None:
    invoice = await driver.invoice(**LATE)
    assert invoice["overdue"] is True
    await driver.served.run_due()
    await driver.served.run_due()
    [overdue] = await driver.published(InvoiceOverdue)
    assert (str(overdue.invoice_id), str(overdue.balance.amount)) == (invoice["id"], "1250.00")


@pytest.mark.parametrize(
    ("zone", "begins"),
    [
        ("Europe/Copenhagen", datetime(2026, 1, 20, 23, tzinfo=UTC)),
        ("UTC", datetime(2026, 1, 21, tzinfo=UTC)),
        ("Pacific/Kiritimati", datetime(2026, 1, 20, 10, tzinfo=UTC)),
        ("Pacific/Niue", datetime(2026, 1, 21, 11, tzinfo=UTC)),
    ],
)
async def test_overdue_begins_with_the_local_day_after_the_due_date(
    driver: Driver, zone: str, begins: datetime
) -> None:
    await driver.served.consume(driver.events.account_settings(version=2, time_zone=zone))
    invoice = await driver.invoice(**LATE)
    before = begins - timedelta(seconds=1)
    assert await publish(driver, invoice["id"], before) == begins
    assert await driver.published(InvoiceOverdue) == []
    assert await publish(driver, invoice["id"], begins) is None
    assert len(await driver.published(InvoiceOverdue)) == 1
    for moment, overdue in ((before, False), (begins, True)):
        with driver.at(moment):
            assert (await driver.read(f"invoices/{invoice['id']}"))["overdue"] is overdue
            listed = (await driver.read("invoices", overdue=overdue))["items"]
            assert [one["id"] for one in listed] == [invoice["id"]]


async def test_a_paid_invoice_is_never_overdue(driver: Driver) -> None:
    invoice = await driver.invoice(**LATE)
    await driver.pay("1250.00", (invoice["id"], "1250.00"))
    await driver.served.run_due()
    assert await driver.published(InvoiceOverdue) == []
    assert (await driver.read(f"invoices/{invoice['id']}"))["overdue"] is False


async def test_an_invoice_that_is_credited_whole_is_never_overdue(driver: Driver) -> None:
    invoice = await driver.invoice(**LATE)
    await driver.credit(invoice["id"])
    await driver.served.run_due()
    assert await driver.published(InvoiceOverdue) == []
    shown = await driver.read(f"invoices/{invoice['id']}")
    assert (shown["overdue"], shown["payment"], shown["credit"]) == (False, "paid", "full")


async def test_a_part_paid_invoice_is_overdue_with_what_is_left(driver: Driver) -> None:
    invoice = await driver.invoice(**LATE)
    await driver.pay("1000.00", (invoice["id"], "1000.00"))
    await driver.served.run_due()
    [overdue] = await driver.published(InvoiceOverdue)
    assert str(overdue.balance.amount) == "250.00"
    shown = await driver.read(f"invoices/{invoice['id']}")
    assert (shown["overdue"], shown["payment"]) == (True, "partial")


async def test_a_reversed_payment_makes_a_late_invoice_overdue_after_all(driver: Driver) -> None:
    invoice = await driver.invoice(**LATE)
    payment = await driver.pay("1250.00", (invoice["id"], "1250.00"))
    await driver.served.run_due()
    assert await driver.published(InvoiceOverdue) == []
    await driver.reverse(payment["id"])
    await driver.served.run_due()
    assert len(await driver.published(InvoiceOverdue)) == 1


async def test_an_account_that_moved_west_waits_for_its_own_midnight(driver: Driver) -> None:
    """The task was scheduled for a midnight further east; it puts itself off."""
    noon = datetime.now(UTC).replace(hour=12, minute=0)
    await driver.served.consume(
        driver.events.account_settings(version=2, time_zone="Pacific/Kiritimati"),
    )
    with driver.at(noon):
        today = (await driver.read("reports/receivables"))["as_of"]
        yesterday = str(datetime.fromisoformat(today).date() - timedelta(days=1))
        invoice = await driver.invoice(issue_date=yesterday, due_date=yesterday)
    await driver.served.consume(driver.events.account_settings(version=3, time_zone="Pacific/Niue"))
    midnight = await publish(driver, invoice["id"], noon)
    assert midnight is not None
    assert noon < midnight < noon + timedelta(days=2)


async def test_the_task_waits_when_the_day_has_not_come(driver: Driver) -> None:
    """It is run too early here, by hand; it asks to be run again."""
    today = datetime.now(UTC).date()
    with driver.at(datetime.now(UTC)):
        invoice = await driver.invoice(
            issue_date=str(today - timedelta(days=3)), due_date=str(today + timedelta(days=5))
        )
    early = f"UPDATE scheduled_tasks SET due_at = now() - interval '1 hour' WHERE key = '{invoice['id']}'"
    await driver.tamper(early)
    await driver.served.run_due()
    assert await driver.published(InvoiceOverdue) == []
    waits = f"SELECT due_at > now() FROM scheduled_tasks WHERE key = '{invoice['id']}' AND state = 'waiting'"
    async with driver.served.database.transaction(driver.account) as session:
        assert await session.scalar(text(waits))


async def overdue_task(driver: Driver, invoice_id: str) -> tuple[str, datetime]:
    """State of the invoice's task, and when it is due."""
    query = "SELECT state, due_at FROM scheduled_tasks WHERE kind = 'overdue' AND key = :key"
    async with driver.served.database.transaction(driver.account) as session:
        row = (await session.execute(text(query), {"key": invoice_id})).one()
    return row.state, row.due_at


async def test_an_account_that_moves_east_is_told_at_its_own_earlier_midnight(
    driver: Driver,
) -> None:
    await driver.served.consume(driver.events.account_settings(version=2, time_zone="Pacific/Niue"))
    today = datetime.now(UTC).date()
    with driver.at(datetime.now(UTC)):
        invoice = await driver.invoice(
            issue_date=str(today - timedelta(days=2)), due_date=str(today)
        )
    _, before = await overdue_task(driver, invoice["id"])
    moved = driver.events.account_settings(version=3, time_zone="Pacific/Kiritimati")
    await driver.served.consume(moved)
    state, after = await overdue_task(driver, invoice["id"])
    assert (state, before - after) == ("waiting", timedelta(hours=25))


async def test_what_was_told_before_the_account_moved_is_not_told_again(driver: Driver) -> None:
    east, west = "Pacific/Kiritimati", "Pacific/Niue"
    await driver.served.consume(driver.events.account_settings(version=2, time_zone=east))
    yesterday = str(datetime.now(UTC).date() - timedelta(days=1))
    invoice = await driver.invoice(issue_date="2026-01-05", due_date=yesterday)
    await driver.served.run_due()
    assert len(await driver.published(InvoiceOverdue)) == 1
    for version, zone in ((3, west), (4, east)):
        await driver.served.consume(driver.events.account_settings(version=version, time_zone=zone))
    assert (await overdue_task(driver, invoice["id"]))[0] == "done"
    await driver.served.run_due()
    assert len(await driver.published(InvoiceOverdue)) == 1


async def test_two_workers_tell_it_once(driver: Driver) -> None:
    await driver.invoice(**LATE)
    await asyncio.gather(driver.served.run_due(), driver.served.run_due())
    assert len(await driver.published(InvoiceOverdue)) == 1


@pytest.mark.parametrize(
    ("due_date", "begins"),
    [
        ("2026-03-28", datetime(2026, 3, 28, 23, tzinfo=UTC)),
        ("2026-03-29", datetime(2026, 3, 29, 22, tzinfo=UTC)),
        ("2026-10-24", datetime(2026, 10, 24, 22, tzinfo=UTC)),
        ("2026-10-25", datetime(2026, 10, 25, 23, tzinfo=UTC)),
    ],
    ids=["before-spring", "in-spring", "before-autumn", "in-autumn"],
)
async def test_days_of_23_and_25_hours_end_at_their_own_midnight(
    driver: Driver, due_date: str, begins: datetime
) -> None:
    invoice = await driver.invoice(issue_date="2026-01-05", due_date=due_date)
    assert await publish(driver, invoice["id"], begins - timedelta(seconds=1)) == begins
    assert await driver.published(InvoiceOverdue) == []
    assert await publish(driver, invoice["id"], begins) is None
    assert len(await driver.published(InvoiceOverdue)) == 1
