"""How many SQL statements each command makes; a number that grows needs a reason."""

from services.notifier.tests.driver import Driver, only_message
from testkit import count_statements


async def test_issued_invoices_are_queued_with_few_statements_however_many_they_are(
    driver: Driver,
) -> None:
    for number in (1, 20):
        events = [driver.invoice_issued() for _ in range(number)]
        with count_statements(driver.served.database) as statements:
            await driver.served.consume(*events)
        assert statements.count == 7, statements


async def test_resending_reads_the_message_and_its_deliveries_once(driver: Driver) -> None:
    await driver.consume_and_send()
    client = await driver.served.as_("billing")
    path = f"/v1/messages/{(await only_message(client))['id']}/resend"
    with count_statements(driver.served.database) as statements:
        await client.post(path)
    assert statements.count == 6, statements


async def test_a_page_of_messages_takes_as_many_statements_as_one_message(driver: Driver) -> None:
    await driver.consume_and_send()
    await driver.consume_and_send()
    client = await driver.served.as_("billing")
    with count_statements(driver.served.database) as statements:
        await client.get("/v1/messages")
    assert statements.count == 3, statements
