"""The story that the examples of the API's document are taken from."""

import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

# The folder's name has a hyphen, so its modules cannot be imported by a dotted path.
sys.path.insert(0, str(Path(__file__).parent))

from qbo_driver import REALM, Driver, open_driver, sign

from contracts.invoicing import InvoiceCredited
from contracts.stored import example
from intuit_double.testing import AppClient
from testkit import Served

SETTINGS: dict[str, Any] = {}


@asynccontextmanager
async def serve_story() -> AsyncIterator[Served]:
    """qbo-sync, beside a double of QuickBooks."""
    async with open_driver() as driver:
        yield driver.served


async def story(served: Served) -> dict[str, str]:
    """A company is connected, an invoice exported, credited in part and paid in part, and the company disconnected."""
    url = served.app.state.quickbooks.settings.qbo_api_base_url
    async with AppClient(url) as intuit:
        billing, browser = await served.as_("billing"), await served.client()
        driver = Driver(served, intuit, billing, browser, "")
        shown = {url: "https://appcenter.intuit.com"}
        await intuit.control("POST", "companies", realm=REALM)
        reply = parse_qs(urlsplit(await driver.redirect()).query)
        state, code = reply["state"][0], reply["code"][0]
        shown |= {state: "kH3n0yIzqPmVb6sW9tLx4RcEaDfGjUoQ2i7Z1vBpN5M", code: "AB11762000000abcdef"}
        completion = {"state": state, "code": code, "realm_id": REALM}
        connected = await billing.post("/v1/connection/completion", json=completion)
        assert connected.status_code == 200, connected.text
        await driver.run_tasks()
        connection = await driver.connection()
        shown |= {connection["reconnect_by"]: "2031-03-01T09:00:00Z"}

        event = await driver.export()
        credited = example(InvoiceCredited).model_copy(update={"invoice_id": event.invoice_id})
        await served.consume(credited)
        await driver.run_tasks()
        payment_id = await driver.pay(event, "500.00")
        [invoice] = await driver.in_quickbooks()
        changed = [
            _event("qbo.payment.created.v1", payment_id),
            _event("qbo.invoice.updated.v1", invoice["Id"]),
        ]
        body = json.dumps(changed).encode()
        headers = {**sign(body), "content-type": "application/json"}
        told = await browser.post("/webhooks/intuit", content=body, headers=headers)
        assert told.status_code == 200
        await driver.run_tasks()
        await driver.state(event)
        await billing.get("/v1/invoices", params={"state": "copied"})
        await billing.post(f"/v1/invoices/{event.invoice_id}/retry")
        await billing.delete("/v1/connection")
    return shown


def _event(kind: str, entity_id: str) -> dict[str, Any]:
    """Intuit's event of something that changed."""
    return {
        "specversion": "1.0",
        "id": str(uuid4()),
        "source": "intuit.test",
        "type": kind,
        "time": "2025-01-16T23:08:12Z",
        "intuitentityid": entity_id,
        "intuitaccountid": REALM,
        "data": {},
    }
