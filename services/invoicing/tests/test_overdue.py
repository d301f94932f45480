"""An invoice is overdue when the local day after its due date has come."""

from datetime import date, timedelta

from sqlalchemy import text

from contracts.invoicing import InvoiceOverdue
from services.invoicing.tests.studio import SETTINGS, Studio


async def test_an_invoice_whose_due_date_has_passed_becomes_overdue_once(studio: Studio) -> None:
    invoice = await studio.invoice(issue_date="2026-01-05", due_date="2026-01-20")
    assert invoice["overdue"] is True
    await studio.served.run_due()
    await studio.served.run_due()
    [overdue] = await studio.published(InvoiceOverdue)
    assert (str(overdue.invoice_id), str(overdue.balance.amount)) == (invoice["id"], "1250.00")


async def test_an_invoice_is_not_overdue_on_its_due_date(studio: Studio) -> None:
    today = (await studio.read("reports/receivables"))["as_of"]
    invoice = await studio.invoice(due_date=today)
    assert invoice["overdue"] is False
    await studio.served.run_due()
    assert await studio.published(InvoiceOverdue) == []


async def test_an_invoice_is_not_overdue_before_its_day_ends_where_the_account_now_is(
    studio: Studio,
) -> None:
    east, west = (
        {**SETTINGS, "time_zone": zone} for zone in ("Pacific/Kiritimati", "Pacific/Niue")
    )
    await studio.client.put("/v1/settings", json=east)
    today = (await studio.read("reports/receivables"))["as_of"]
    yesterday = str(date.fromisoformat(today) - timedelta(days=1))
    invoice = await studio.invoice(issue_date=yesterday, due_date=yesterday)
    await studio.client.put("/v1/settings", json=west)
    await studio.served.run_due()
    assert await studio.published(InvoiceOverdue) == []
    wait = f"SELECT due_at > now() FROM scheduled_tasks WHERE key = '{invoice['id']}' AND state = 'waiting'"
    async with studio.served.database.transaction() as session:
        assert await session.scalar(text(wait))
