"""Invoicing dies at each place where half of something is done; afterwards all of it is, once."""

import hashlib
from collections.abc import AsyncIterator
from typing import Any

import pytest

from contracts.invoicing import InvoiceIssued, PaymentRecorded
from database import new_id
from invoicing.main import service
from invoicing.settings import Settings
from libs.messaging.tests.kafka import records_on, temporary_topics
from services.invoicing.tests.driver import Driver
from testkit import kafka_bootstrap, serve
from tests.failpoints.steps import batch, killed_and_again, request

SECRET = "a secret for tests only"


@pytest.fixture
async def driver() -> AsyncIterator[Driver]:
    async with serve(service, Settings, document_secret=SECRET) as served:
        yield await Driver.begin(served)


async def step(driver: Driver, name: str, work: Any, failpoint: str) -> None:
    await killed_and_again(driver.served, name, work, failpoint, document_secret=SECRET)


@pytest.mark.parametrize(
    "failpoint", ["number-taken", "request-before-commit", "request-after-commit"]
)
async def test_a_number_is_taken_once(driver: Driver, failpoint: str) -> None:
    await driver.worked()
    draft = await driver.draft()
    path, read = f"/v1/invoices/{draft['id']}/issue", {"If-Match": '"1"'}
    issue = request("POST", path, "billing", account=driver.account, headers=read, json={})
    await step(driver, "request", issue, failpoint)
    assert (await driver.read(f"invoices/{draft['id']}"))["number"].endswith("-0001")
    assert len(await driver.published(InvoiceIssued)) == 1
    await driver.invariants_hold()


@pytest.mark.parametrize("failpoint", ["document-printed", "task-before-commit"])
async def test_an_invoice_whose_printer_died_has_its_document(
    driver: Driver, failpoint: str
) -> None:
    invoice = await driver.invoice()
    await step(driver, "tasks", None, failpoint)
    sha256 = (await driver.read(f"invoices/{invoice['id']}"))["document_sha256"]
    document = await driver.client.get(f"/v1/invoices/{invoice['id']}.pdf")
    assert hashlib.sha256(document.content).hexdigest() == sha256


@pytest.mark.parametrize("failpoint", ["batch-before-commit", "batch-before-offset"])
async def test_a_payment_of_quickbooks_takes_effect_once(driver: Driver, failpoint: str) -> None:
    invoice = await driver.invoice()
    await step(driver, "consume", batch(driver.events.payment_seen(invoice["id"])), failpoint)
    assert len(await driver.published(PaymentRecorded)) == 1
    assert (await driver.read(f"invoices/{invoice['id']}"))["payment"] == "paid"
    await driver.invariants_hold()


async def test_what_was_sent_and_not_marked_is_sent_again_in_order(driver: Driver) -> None:
    await driver.invoice()
    bootstrap, prefix = kafka_bootstrap(), f"{new_id().hex}."
    topics = f"{prefix}invoicing.invoices", f"{prefix}invoicing.seller"
    async with temporary_topics(bootstrap, *topics):
        await step(driver, "relay", {"bootstrap": bootstrap, "prefix": prefix}, "relay-before-mark")
        sent = [
            [dict(one.headers)["ce_id"] for one in await records_on(bootstrap, topic)]
            for topic in topics
        ]
    for ids in sent:
        assert len(ids) == 2 * len(set(ids)) > 0
        assert ids[: len(ids) // 2] == ids[len(ids) // 2 :]
    assert sum(len(set(ids)) for ids in sent) == len(await driver.published())
