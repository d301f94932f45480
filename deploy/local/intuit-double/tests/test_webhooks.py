import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from intuit_double.options import Options
from intuit_double.server import listening
from intuit_double.testing import REALM, AppClient
from intuit_double.webhooks import signature


class Subscriber:
    """The app's webhook endpoint: records deliveries; `statuses` are the next responses, then 200."""

    def __init__(self) -> None:
        self.deliveries: list[tuple[bytes, str]] = []
        self.statuses: list[int] = []
        self.received = asyncio.Condition()

    async def receive(self, request: Request) -> Response:
        async with self.received:
            self.deliveries.append((await request.body(), request.headers["intuit-signature"]))
            self.received.notify_all()
        return Response(status_code=self.statuses.pop(0) if self.statuses else 200)

    async def until(self, count: int) -> list[Any]:
        """The bodies, once there are `count` of them."""
        async with asyncio.timeout(60), self.received:
            await self.received.wait_for(lambda: len(self.deliveries) >= count)
        return [json.loads(body) for body, _ in self.deliveries]


@pytest.fixture
async def subscriber(intuit: AppClient) -> AsyncIterator[Subscriber]:
    endpoint = Subscriber()
    app = Starlette(routes=[Route("/hook", endpoint.receive, methods=["POST"])])
    async with listening(uvicorn.Config(app, port=0, log_level="warning")) as port:
        await intuit.control("POST", "webhooks", url=f"http://127.0.0.1:{port}/hook")
        yield endpoint


def types_and_ids(events: list[Any]) -> list[tuple[str, str]]:
    return [(event["type"], event["intuitentityid"]) for event in events]


async def test_changes_are_sent_as_signed_cloud_events(
    intuit: AppClient, subscriber: Subscriber
) -> None:
    await intuit.control("POST", "webhooks", held=True)
    await intuit.invoice()
    await intuit.control("POST", f"qbo/{REALM}/payments", invoice="2026-0001")
    await intuit.control("POST", "webhooks", held=False)
    (events,) = await subscriber.until(1)
    assert types_and_ids(events)[-3:] == [
        ("qbo.invoice.created.v1", "1"),
        ("qbo.payment.created.v1", "1"),
        ("qbo.invoice.updated.v1", "1"),
    ]
    assert {event["intuitaccountid"] for event in events} == {REALM}
    body, signed = subscriber.deliveries[0]
    mac = hmac.new(Options.verifier_token.encode(), body, hashlib.sha256).digest()
    assert signed == base64.b64encode(mac).decode()


def test_the_signature_is_the_documented_one() -> None:
    body = (
        b'[{"specversion":"1.0","id":"88cd52aa-33b6-4351-9aa4-47572edbd068","source":"intuit.test",'
        b'"type":"qbo.payment.created.v1","datacontenttype":"application/json",'
        b'"time":"2026-01-16T23:08:12Z","intuitentityid":"163","intuitaccountid":"310687","data":{}}]'
    )
    token = "11111111-2222-3333-4444-555555555555"
    assert signature(body, token) == "eijGINARPws+C7os6DTCY5Fu4Ywl0uBn6C+niLgRjkc="


async def test_an_unacknowledged_event_is_repeated_and_holds_up_later_ones(
    intuit: AppClient, subscriber: Subscriber
) -> None:
    subscriber.statuses = [500]
    await intuit.customer("First")
    await subscriber.until(1)
    await intuit.customer("Second")
    first, repeated, later = await subscriber.until(3)
    assert first == repeated
    assert types_and_ids(later) == [("qbo.customer.created.v1", "2")]


async def test_the_legacy_format_groups_by_company(
    intuit: AppClient, subscriber: Subscriber
) -> None:
    await intuit.control("POST", "webhooks", format="legacy")
    await intuit.customer()
    (notification,) = await subscriber.until(1)
    (company,) = notification["eventNotifications"]
    (entity,) = company["dataChangeEvent"]["entities"]
    assert (company["realmId"], entity["name"], entity["operation"]) == (
        REALM,
        "Customer",
        "Create",
    )


async def test_deliveries_can_be_doubled_and_lost_and_forged(
    intuit: AppClient, subscriber: Subscriber
) -> None:
    await intuit.control("POST", "faults", kind="webhook-duplicate")
    await intuit.control("POST", "faults", kind="webhook-drop", skip=1)
    await intuit.control("POST", "faults", kind="webhook-bad-signature", skip=2)
    await intuit.customer("Doubled")
    first, second = await subscriber.until(2)
    assert first == second
    await intuit.customer("Lost")
    await until_delivered(intuit)
    await intuit.customer("Forged")
    events = await subscriber.until(3)
    assert types_and_ids(events[2]) == [("qbo.customer.created.v1", "3")]
    assert subscriber.deliveries[2][1] != signature(
        subscriber.deliveries[2][0], Options.verifier_token
    )


async def until_delivered(intuit: AppClient) -> None:
    async with asyncio.timeout(60):
        while any((await intuit.control("GET", "webhooks")).values()):
            pass


async def test_a_company_that_is_not_connected_sends_nothing(
    intuit: AppClient, subscriber: Subscriber
) -> None:
    await intuit.control("POST", "companies", realm="88")
    await intuit.control("POST", "qbo/88/customers", DisplayName="Silent")
    await intuit.customer("Connected")
    (events,) = await subscriber.until(1)
    assert {event["intuitaccountid"] for event in events} == {REALM}


async def test_held_notifications_are_kept_back(intuit: AppClient, subscriber: Subscriber) -> None:
    await intuit.control("POST", "webhooks", held=True)
    await intuit.customer("First")
    await intuit.customer("Second")
    waiting = await intuit.control("GET", "webhooks")
    assert [event["id"] for event in waiting["events"]] == ["1", "2"]
    assert subscriber.deliveries == []
    await intuit.control("POST", "webhooks", held=False)
    (events,) = await subscriber.until(1)
    assert len(events) == 2


async def test_a_repeated_event_has_the_same_id(intuit: AppClient, subscriber: Subscriber) -> None:
    subscriber.statuses = [503]
    await intuit.customer()
    first, repeated = await subscriber.until(2)
    assert first[0]["id"] == repeated[0]["id"]


async def test_the_order_within_a_delivery_can_be_reversed(
    intuit: AppClient, subscriber: Subscriber
) -> None:
    await intuit.control("POST", "webhooks", held=True)
    await intuit.control("POST", "faults", kind="webhook-reverse")
    await intuit.customer("First")
    await intuit.customer("Second")
    await intuit.control("POST", "webhooks", held=False)
    (events,) = await subscriber.until(1)
    assert [event["intuitentityid"] for event in events] == ["2", "1"]


async def test_formats_can_alternate(intuit: AppClient, subscriber: Subscriber) -> None:
    await intuit.control("POST", "webhooks", format="alternating")
    await intuit.customer("First")
    await subscriber.until(1)
    await until_delivered(intuit)
    await intuit.customer("Second")
    legacy, cloud = await subscriber.until(2)
    assert "eventNotifications" in legacy
    assert cloud[0]["specversion"] == "1.0"
