"""Sends the queued notifications: in order, held up by the first that is not acknowledged."""

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass

import httpx

from intuit_double import faults, webhooks
from intuit_double.store import Doc
from intuit_double.world import World

log = logging.getLogger(__name__)
TIMEOUT = 3.0
AGGREGATION = 0.1
MOST_EVENTS = 100


async def run(world: World) -> None:
    """Deliver until cancelled. What was not acknowledged is still queued after a kill."""
    async with httpx.AsyncClient(timeout=TIMEOUT) as client:
        while True:
            await asyncio.sleep(AGGREGATION)
            with suppress(httpx.InvalidURL):
                await deliver_one(world, client)


async def deliver_one(world: World, client: httpx.AsyncClient) -> None:
    """One attempt for the oldest batch, if there is one and it is due."""
    settings = webhooks.settings(world)
    if settings["held"] or not settings["url"]:
        return
    batch = _oldest_batch(world, settings["format"])
    if batch is None or world.now().timestamp() < float(batch["due"]):
        return
    with world.store.transaction():
        befalling = faults.taken(world, "webhook", faults.OF_WEBHOOKS)
    acknowledged = faults.one(befalling, "webhook-drop") is not None
    if not acknowledged:
        acknowledged = await _sent(client, settings, batch, befalling)
    with world.store.transaction():
        if acknowledged:
            world.store.delete("webhook batches", "current")
        else:
            _postpone(world, batch)


def _oldest_batch(world: World, style: str) -> Doc | None:
    """The batch under way, else a new one of all events that wait."""
    current = world.store.get("webhook batches", "current")
    if current:
        return current
    events = world.store.all("webhook events")[:MOST_EVENTS]
    if not events:
        return None
    with world.store.transaction():
        number = world.store.number("webhook batches")
        if style == "alternating":
            style = "legacy" if number % 2 else "cloudevents"
        batch: Doc = {"events": events, "format": style, "attempts": 0, "due": 0}
        world.store.put("webhook batches", "current", batch)
        for event in events:
            world.store.delete("webhook events", f"{event['number']:09}")
    return batch


async def _sent(client: httpx.AsyncClient, settings: Doc, batch: Doc, befalling: list[Doc]) -> bool:
    events = batch["events"]
    if faults.one(befalling, "webhook-reverse"):
        events = list(reversed(events))
    body = webhooks.body(events, batch["format"]).encode()
    token = settings["verifier_token"]
    if faults.one(befalling, "webhook-bad-signature"):
        token += "-wrong"
    message = Message(settings["url"], body, webhooks.signature(body, token))
    if faults.one(befalling, "webhook-duplicate"):
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
        async with asyncio.timeout(TIMEOUT):
            answer = await client.post(message.url, content=message.body, headers=headers)
    except (httpx.HTTPError, TimeoutError) as error:
        log.warning("webhook not delivered: %r", error)
        return False
    if not answer.is_success:
        log.warning("webhook answered %s", answer.status_code)
    return answer.is_success


def _postpone(world: World, batch: Doc) -> None:
    waits = world.options.retries
    wait = waits[min(int(batch["attempts"]), len(waits) - 1)]
    due = world.now().timestamp() + wait
    again = {**batch, "attempts": batch["attempts"] + 1, "due": due}
    world.store.put("webhook batches", "current", again)
