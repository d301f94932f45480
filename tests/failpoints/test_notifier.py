"""The notifier dies at each place where half of something is done; nobody gets a second mail, and nothing is silent."""

from collections.abc import AsyncIterator

import pytest

from contracts.notifier import DeliveryFailed, DeliverySent
from services.notifier.tests.driver import LARGEST_DOCUMENT, Driver, only_message, run_driver
from tests.failpoints.steps import batch, killed_and_again, request


@pytest.fixture
async def driver() -> AsyncIterator[Driver]:
    async with run_driver() as driver:
        yield driver


async def step(driver: Driver, name: str, work: object, failpoint: str) -> None:
    await killed_and_again(
        driver.served,
        name,
        work,
        failpoint,
        invoicing_url=driver.documents.url,
        mail_from="faktura@lind.example",
        smtp_host="127.0.0.1",
        smtp_port=driver.smtp.port,
        smtp_tls="none",
        largest_document=LARGEST_DOCUMENT,
    )


@pytest.mark.parametrize("failpoint", ["batch-before-commit", "batch-before-offset"])
async def test_an_issued_invoice_is_mailed_once(driver: Driver, failpoint: str) -> None:
    await step(driver, "consume", batch(driver.invoice_issued()), failpoint)
    await driver.served.run_due()
    assert len(driver.smtp.mails) == 1
    assert len(await driver.served.published(DeliverySent)) == 1


async def test_a_mail_that_was_taken_is_not_sent_again(driver: Driver) -> None:
    await driver.served.consume(driver.invoice_issued())
    await step(driver, "tasks", None, "mail-taken")
    assert len(driver.smtp.mails) == 1
    [failed] = await driver.served.published(DeliveryFailed)
    assert failed.may_have_arrived


@pytest.mark.parametrize("failpoint", ["task-before-commit", "task-after-commit"])
async def test_a_delivery_ends_once(driver: Driver, failpoint: str) -> None:
    await driver.served.consume(driver.invoice_issued())
    await step(driver, "tasks", None, failpoint)
    assert len(driver.smtp.mails) == 1
    assert len(await driver.served.published()) == 1


@pytest.mark.parametrize("failpoint", ["request-before-commit", "request-after-commit"])
async def test_a_message_is_sent_again_once(driver: Driver, failpoint: str) -> None:
    await driver.consume_and_send()
    message = await only_message(await driver.served.as_("billing"))
    resend = request("POST", f"/v1/messages/{message['id']}/resend", "billing")
    await step(driver, "request", resend, failpoint)
    await driver.served.run_due()
    assert len(driver.smtp.mails) == 2
    assert len(await driver.served.published(DeliverySent)) == 2
