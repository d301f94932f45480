"""The events of an invoice are counted, without a gap, from its draft to its last payment."""

from contracts import Event
from contracts.invoicing import InvoiceIssued, SellerChanged
from services.invoicing.tests.driver import Driver


async def versions(driver: Driver) -> list[tuple[str, int]]:
    """The versions of all events of the one invoice, in the order in which they are published."""
    published: list[Event] = await driver.published()
    return [
        (event.type.split(".")[1], event.version)
        for event in published
        if not isinstance(event, SellerChanged)
    ]


async def test_events_follow_the_last_change_of_the_draft(driver: Driver) -> None:
    await driver.worked()
    draft = await driver.draft()
    changed = await driver.client.patch(f"/v1/invoices/{draft['id']}", json={"notes": "Thanks"})
    assert changed.headers["etag"] == '"2"'
    await driver.issue(draft["id"])
    assert await versions(driver) == [
        ("invoice-drafted", 1),
        ("invoice-issued", 3),
        ("time-billed", 4),
    ]


async def test_payments_questions_and_reversals_go_on_counting(driver: Driver) -> None:
    invoice = await driver.invoice()
    payment = await driver.pay("1250.00", (invoice["id"], "1250.00"))
    [issued] = await driver.published(InvoiceIssued)
    link = issued.customer_page.partition("#")[2]
    customer = await driver.served.client({"Authorization": f"Bearer {link}"})
    key = {"Idempotency-Key": "why"}
    body = {"text": "Why?"}
    asked = await customer.post("/v1/customer-page/questions", json=body, headers=key)
    assert asked.status_code == 201, asked.text
    await driver.reverse(payment["id"])
    assert await versions(driver) == [
        ("invoice-drafted", 1),
        ("invoice-issued", 2),
        ("time-billed", 3),
        ("payment-recorded", 4),
        ("invoice-paid", 5),
        ("customer-asked", 6),
        ("payment-reversed", 7),
    ]


async def test_the_parts_of_billed_time_share_a_version(driver: Driver) -> None:
    await driver.worked_much(2001)
    draft = await driver.draft(group_by="all")
    await driver.issue(draft["id"])
    assert [version for _, version in await versions(driver)] == [1, 2, 3, 3]
