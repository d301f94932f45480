"""The story that the examples of the API's document are taken from."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from services.notifier.tests.driver import only_message, run_driver
from testkit import Served

BEYOND_SCHEMAS = (
    *("what can be named is", "another step's alone", "each language has one text"),
    *("either an invoice or a customer", "names no invoice", "names no customer"),
    *("must not be in the past", "at least 1 character"),
    *("after the due date may", "at most 3 reminders", "days after another reminder"),
    *("no such currency", "must be an amount above 0", "must be at most 100"),
)
SETTINGS: dict[str, Any] = {
    "invoicing_url": "http://localhost",
    "mail_from": "faktura@lind.example",
    "smtp_host": "localhost",
}


@asynccontextmanager
async def serve_story() -> AsyncIterator[Served]:
    """The notifier, between servers that take an invoice's mail."""
    async with run_driver() as driver:
        await driver.consume_and_send()
        yield driver.served


async def story(served: Served) -> dict[str, str]:
    """The message is looked at, and sent to another person too; notices of timesheets are switched off, reminders on."""
    client = await served.as_("billing", subject="bo@lind.example")
    message = await only_message(client)
    path = f"/v1/messages/{message['id']}"
    etag = (await client.get(path)).headers["etag"]
    to = {"recipient": {"name": "Ida Holm", "email": "ida@nordlys.example"}}
    sent = await client.post(f"{path}/resend", json=to, headers={"If-Match": etag})
    assert sent.status_code == 202, sent.text
    settings = await client.get("/v1/settings")
    chosen = {name: name != "timesheet_missing" for name in settings.json() if name != "version"}
    manager = await served.as_("manager", subject="anna@lind.example")
    read = {"If-Match": settings.headers["etag"]}
    assert (await manager.put("/v1/settings", json=chosen, headers=read)).status_code == 200
    return await _reminders(client, message["invoice_id"])


async def _reminders(client: httpx.AsyncClient, invoice_id: str) -> dict[str, str]:
    """Reminders are switched on with words of one's own; the invoice is reminded at once, and then left alone."""
    settings = await client.get("/v1/reminder-settings")
    steps = [step | {"texts": []} for step in settings.json()["steps"]]
    said = {"subject": "Faktura {number} venter", "text": "Der mangler stadig {balance}."}
    steps[1]["texts"] = [{"language": "da", **said}]
    steps[3]["fee"] = {"amount": "100.00", "currency": "DKK"}
    preview = {"language": "da", "days": 15, "fee": steps[3]["fee"], **said}
    shown = await client.post("/v1/reminder-previews", json=preview)
    assert shown.status_code == 200, shown.text
    chosen = {
        "on": True,
        "due_from": "2026-01-01",
        "hour": 8,
        "workdays_only": True,
        "steps": steps,
    }
    read = {"If-Match": settings.headers["etag"]}
    saved = await client.put("/v1/reminder-settings", json=chosen, headers=read)
    assert saved.status_code == 200, saved.text
    asked = await client.post(f"/v1/invoices/{invoice_id}/reminders")
    assert asked.status_code == 202, asked.text
    assert (await client.get("/v1/reminders/coming")).status_code == 200
    pause = {"invoice_id": invoice_id, "reason": "They pay at the end of the month"}
    paused = await client.post("/v1/reminder-pauses", json=pause)
    assert paused.status_code == 201, paused.text
    for path in (f"/v1/invoices/{invoice_id}/reminders", "/v1/reminders", "/v1/reminder-pauses"):
        assert (await client.get(path)).status_code == 200
    ended = await client.post(f"/v1/reminder-pauses/{paused.json()['id']}/end")
    assert ended.status_code == 200, ended.text
    return {}
