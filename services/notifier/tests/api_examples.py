"""The story that the examples of the API's document are taken from."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from services.notifier.tests.driver import only_message, run_driver
from testkit import Served

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
    """The message is looked at, and sent to another person too; reminders of timesheets are switched off."""
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
    return {}
