"""qbo-sync dies at each place where half of something is done; QuickBooks has one invoice for each of ours."""

import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from contracts.invoicing import InvoiceCredited, SendingRequested
from contracts.qbo_sync import InvoiceCopied, InvoiceSent
from contracts.stored import example
from tests.failpoints.steps import batch, killed_and_again, request

if TYPE_CHECKING:
    from qbo_driver import Driver

# The folder's name has a hyphen, so its modules cannot be imported by a dotted path.
sys.path.insert(0, str(Path(__file__).parents[2] / "services/qbo-sync/tests"))


@pytest.fixture(scope="module")
async def opened() -> AsyncIterator["Driver"]:
    from qbo_driver import open_driver

    async with open_driver() as opened:
        yield opened


@pytest.fixture
async def connected(opened: "Driver") -> "Driver":
    await opened.reset()
    await opened.connect()
    return opened


async def step(driver: "Driver", name: str, work: object, failpoint: str) -> None:
    settings = driver.served.service.state["quickbooks"].settings
    given = {
        name: value.get_secret_value() if hasattr(value, "get_secret_value") else value
        for name, value in settings
        if name.startswith("qbo_")
    }
    await killed_and_again(driver.served, name, work, failpoint, **given)


@pytest.mark.parametrize("failpoint", ["batch-before-commit", "batch-before-offset"])
async def test_an_issued_invoice_is_exported_once(connected: "Driver", failpoint: str) -> None:
    from qbo_driver import invoice_issued

    await step(connected, "consume", batch(invoice_issued()), failpoint)
    await connected.run_tasks()
    assert len(await connected.in_quickbooks()) == 1


@pytest.mark.parametrize(
    "failpoint", ["invoice-in-quickbooks", "task-before-commit", "task-after-commit"]
)
async def test_quickbooks_has_one_invoice_whose_answer_was_never_stored(
    connected: "Driver", failpoint: str
) -> None:
    event = await connected.issue_invoice()
    await step(connected, "tasks", None, failpoint)
    assert len(await connected.in_quickbooks()) == 1
    assert (await connected.state(event))["state"] == "copied"
    assert len(await connected.served.published(InvoiceCopied)) == 1


@pytest.mark.parametrize("failpoint", ["credit-note-in-quickbooks", "credit-note-applied"])
async def test_quickbooks_has_one_credit_memo_applied_once_whose_answer_was_never_stored(
    connected: "Driver", failpoint: str
) -> None:
    """Also where it forgets that it had the request before."""
    event = await connected.export()
    about = {"invoice_id": event.invoice_id}
    await connected.served.consume(example(InvoiceCredited).model_copy(update=about))
    await connected.fault("ignore-requestid", "POST .*/(creditmemo|payment)", times=9)
    await step(connected, "tasks", None, failpoint)
    await connected.run_later()
    [memo] = await connected.in_quickbooks("CreditMemo")
    assert memo["RemainingCredit"] == 0
    assert len(await connected.in_quickbooks("Payment")) == 1
    assert (await connected.state(event))["qbo_balance"]["amount"] == "625.00"


@pytest.mark.parametrize(
    "failpoint",
    ["about-to-be-mailed", "mailed-by-quickbooks", "task-before-commit", "task-after-commit"],
)
async def test_quickbooks_mails_an_invoice_once(connected: "Driver", failpoint: str) -> None:
    """Also where it forgets that it had the request before."""
    from qbo_driver import REALM

    event = await connected.export()
    asked = {"invoice_id": event.invoice_id, "channel": "qbo"}
    await connected.served.consume(example(SendingRequested).model_copy(update=asked))
    await connected.fault("ignore-requestid", "POST .*/send", times=9)
    await step(connected, "tasks", None, failpoint)
    await connected.run_later()
    assert len(await connected.intuit.control("GET", f"qbo/{REALM}/outbox")) == 1
    assert len(await connected.served.published(InvoiceSent)) == 1


@pytest.mark.parametrize("failpoint", ["request-before-commit", "request-after-commit"])
async def test_an_export_is_tried_again_once(connected: "Driver", failpoint: str) -> None:
    event = await connected.export(currency="EUR")
    retry = request("POST", f"/v1/invoices/{event.invoice_id}/retry", "billing")
    await step(connected, "request", retry, failpoint)
    assert (await connected.state(event))["state"] == "queued"
