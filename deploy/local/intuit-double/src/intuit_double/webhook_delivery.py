"""Sends the queued notifications: in order, held up by the first that is not acknowledged."""

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass

import httpx

from intuit_double import injected_faults, webhooks
from intuit_double.sandbox import Sandbox
from intuit_double.store import Doc

log = logging.getLogger(__name__)
TIMEOUT_SECONDS = 3.0
AGGREGATION_SECONDS = 0.1
MOST_EVENTS = 100


async def run(sandbox: Sandbox) -> None:
    """Deliver until cancelled. What was not acknowledged is still queued after a kill."""
    async with httpx.AsyncClient(timeout=TIMEOUT_SECONDS) as client:
        while True:
            while not _any_wait(sandbox):
                sandbox.store.changed.clear()
                await sandbox.store.changed.wait()
            await asyncio.sleep(AGGREGATION_SECONDS)
            with suppress(httpx.InvalidURL):
                await deliver_one(sandbox, client)


def _any_wait(sandbox: Sandbox) -> bool:
    """Whether there are notifications and somebody who takes them."""
    settings, store = sandbox.webhook_settings, sandbox.store
    wanted = settings["url"] and not settings["held"]
    return bool(wanted and (store.all("webhook batches") or store.all("webhook events")))


async def deliver_one(sandbox: Sandbox, client: httpx.AsyncClient) -> None:
    """One attempt for the oldest batch, if there is one and it is due."""
    settings = sandbox.webhook_settings
    if settings["held"] or not settings["url"]:
        return
    batch = _oldest_batch(sandbox, settings["format"])
    if batch is None or sandbox.now().timestamp() < float(batch["due"]):
        return
    with sandbox.store.transaction():
        faults = injected_faults.take(sandbox, "webhook", injected_faults.WEBHOOK_KINDS)
    acknowledged = injected_faults.find(faults, "webhook-drop") is not None
    if not acknowledged:
        acknowledged = await _send(client, settings, batch, faults)
    with sandbox.store.transaction():
        if acknowledged:
            sandbox.store.delete("webhook batches", "current")
        else:
            _postpone(sandbox, batch)


def _oldest_batch(sandbox: Sandbox, style: str) -> Doc | None:
    """The batch under way, else a new one of all events that wait."""
    current = sandbox.store.get("webhook batches", "current")
    if current:
        return current
    events = sandbox.store.all("webhook events")[:MOST_EVENTS]
    if not events:
        return None
    with sandbox.store.transaction():
        number = sandbox.store.number("webhook batches")
        if style == "alternating":
            style = "legacy" if number % 2 else "cloudevents"
        batch: Doc = {"events": events, "format": style, "attempts": 0, "due": 0}
        sandbox.store.put("webhook batches", "current", batch)
        for event in events:
            sandbox.store.delete("webhook events", f"{event['number']:09}")
    return batch


async def _send(client: httpx.AsyncClient, settings: Doc, batch: Doc, faults: list[Doc]) -> bool:
    events = batch["events"]
    if injected_faults.find(faults, "webhook-reverse"):
        events = list(reversed(events))
    body = webhooks.body(events, batch["format"]).encode()
    token = settings["verifier_token"]
    if injected_faults.find(faults, "webhook-bad-signature"):
        token += "-wrong"
    message = Message(settings["url"], body, webhooks.signature(body, token))
    if injected_faults.find(faults, "webhook-duplicate"):
        await _post(client, message)
    return await _post(client, message)


@dataclass(frozen=True)
class Message:
    url: str
    body: bytes
    signature: str


async def _post(client: httpx.AsyncClient, message: Message) -> bool:
    headers = {"intuit-signature": message.signature, "content-type": "application/json"}
    try:
        async with asyncio.timeout(TIMEOUT_SECONDS):
            response = await client.post(message.url, content=message.body, headers=headers)
    except (httpx.HTTPError, TimeoutError) as error:
        log.warning("webhook not delivered: %r", error)
        return False
    if not response.is_success:
        log.warning("webhook answered %s", response.status_code)
    return response.is_success


def _postpone(sandbox: Sandbox, batch: Doc) -> None:
    pauses = sandbox.options.webhook_retry_seconds
    pause = pauses[min(int(batch["attempts"]), len(pauses) - 1)]
    due = sandbox.now().timestamp() + pause
    again = {**batch, "attempts": batch["attempts"] + 1, "due": due}
    sandbox.store.put("webhook batches", "current", again)
