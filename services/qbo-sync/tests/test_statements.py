"""How many SQL statements each main command makes; a number that grows needs a reason."""

import json
import re

from qbo_driver import REALM, Driver, invoice_issued, sign

from contracts.invoicing import InvoiceCredited
from contracts.stored import example
from contracts.timer import OrganizationChanged
from database import new_id
from testkit import count_statements

CLAIMING = re.compile(
    r"WITH (due|busy)|'task '|SELECT kind|clock_timestamp|^SET LOCAL (lock_timeout|honorar.across)"
)
"""How messaging finds out what is due, whatever that is."""


async def test_a_webhook_is_recorded_with_few_statements(connected: Driver) -> None:
    for count, expected in ((1, 6), (3, 6)):
        events = [
            {
                "id": f"{count}-{number}",
                "type": "qbo.payment.created.v1",
                "intuitentityid": str(number),
                "intuitaccountid": REALM,
            }
            for number in range(count)
        ]
        body = json.dumps(events).encode()
        client = await connected.served.client(sign(body))
        with count_statements(connected.served.database) as statements:
            await client.post("/webhooks/intuit", content=body)
        assert statements.count == expected, statements


async def test_an_export_to_a_known_customer_takes_few_statements(connected: Driver) -> None:
    await connected.export(number="2026-0001")
    await connected.issue_invoice(number="2026-0002")
    with count_statements(connected.served.database) as statements:
        await connected.served.run_due()
    ours = [text for text in statements.texts if not CLAIMING.search(text)]
    assert len(ours) == 12, (
        ours
    )  # two ask whether the copy is to be mailed, and what of it was credited
    assert len(await connected.in_quickbooks()) == 2


async def test_issued_invoices_are_recorded_with_few_statements_however_many_they_are(
    connected: Driver,
) -> None:
    for number in (1, 20):
        events = [invoice_issued() for _ in range(number)]
        with count_statements(connected.served.database) as statements:
            await connected.served.consume(*events)
        assert statements.count == 7, statements


async def test_changed_customers_are_stored_with_few_statements_however_many_they_are(
    connected: Driver,
) -> None:
    for number in (1, 20):
        changes = {"version": number}
        events = [
            example(OrganizationChanged).model_copy(update={"organization_id": new_id(), **changes})
            for _ in range(number)
        ]
        with count_statements(connected.served.database) as statements:
            await connected.served.consume(*events)
        assert statements.count == 4, statements
    assert await connected.count("organizations") == 21


async def test_a_retry_reads_the_invoice_once(connected: Driver) -> None:
    event = await connected.export(currency="EUR")
    with count_statements(connected.served.database) as statements:
        await connected.billing.post(f"/v1/invoices/{event.invoice_id}/retry")
    assert statements.count == 8, statements


async def test_a_sweep_takes_as_many_statements_however_many_invoices_changed(
    connected: Driver,
) -> None:
    counts = []
    for number in ("1", "2", "3"):
        await connected.export(number=number)
        with count_statements(connected.served.database) as statements:
            await connected.run_later()
        counts.append(statements.count)
    assert counts[1] == counts[2]


async def test_a_credit_note_is_recorded_and_copied_with_few_statements(connected: Driver) -> None:
    event = await connected.export()
    about = {"invoice_id": event.invoice_id, "credit_note_id": new_id()}
    note = example(InvoiceCredited).model_copy(update=about)
    with count_statements(connected.served.database) as statements:
        await connected.served.consume(note)
    assert statements.count == 7, statements
    with count_statements(connected.served.database) as statements:
        await connected.served.run_due()
    ours = [text for text in statements.texts if not CLAIMING.search(text)]
    assert len(ours) == 14, ours
