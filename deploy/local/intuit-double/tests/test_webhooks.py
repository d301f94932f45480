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
from intuit_double.program import REALM, Program
from intuit_double.serving import listening
from intuit_double.webhooks import signature


class Subscriber:
    """The app's webhook endpoint: remembers what it got and answers as told."""

    def __init__(self) -> None:
        self.got: list[tuple[bytes, str]] = []
        self.answers: list[int] = []
        self.heard = asyncio.Condition()

    async def hear(self, request: Request) -> Response:
        async with self.heard:
            self.got.append((await request.body(), request.headers["intuit-signature"]))
            self.heard.notify_all()
        return Response(status_code=self.answers.pop(0) if self.answers else 200)

    async def until(self, count: int) -> list[Any]:
        async with asyncio.timeout(10), self.heard:
            await self.heard.wait_for(lambda: len(self.got) >= count)
        return [json.loads(body) for body, _ in self.got]


@pytest.fixture
async def subscriber(intuit: Program) -> AsyncIterator[Subscriber]:
    heard = Subscriber()
    app = Starlette(routes=[Route("/hook", heard.hear, methods=["POST"])])
    async with listening(uvicorn.Config(app, port=0, log_level="warning")) as port:
        await intuit.fake("POST", "webhooks", url=f"http://127.0.0.1:{port}/hook")
        yield heard


def named(events: list[Any]) -> list[tuple[str, str]]:
    return [(event["type"], event["intuitentityid"]) for event in events]


async def test_changes_are_told_as_signed_cloud_events(
    intuit: Program, subscriber: Subscriber
) -> None:
    await intuit.fake("POST", "webhooks", held=True)
    await intuit.invoice()
    await intuit.fake("POST", f"qbo/{REALM}/payments", invoice="2026-0001")
    await intuit.fake("POST", "webhooks", held=False)
    (events,) = await subscriber.until(1)
    assert named(events)[-3:] == [
        ("qbo.invoice.created.v1", "1"),
        ("qbo.payment.created.v1", "1"),
        ("qbo.invoice.updated.v1", "1"),
    ]
    assert {event["intuitaccountid"] for event in events} == {REALM}
    body, signed = subscriber.got[0]
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
    intuit: Program, subscriber: Subscriber
) -> None:
    subscriber.answers = [500]
    await intuit.customer("First")
    await subscriber.until(1)
    await intuit.customer("Second")
    first, repeated, later = await subscriber.until(3)
    assert first == repeated
    assert named(later) == [("qbo.customer.created.v1", "2")]


async def test_the_legacy_format_groups_by_company(intuit: Program, subscriber: Subscriber) -> None:
    await intuit.fake("POST", "webhooks", format="legacy")
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
    intuit: Program, subscriber: Subscriber
) -> None:
    await intuit.fake("POST", "faults", kind="webhook-duplicate")
    await intuit.fake("POST", "faults", kind="webhook-drop", skip=1)
    await intuit.fake("POST", "faults", kind="webhook-bad-signature", skip=2)
    await intuit.customer("Doubled")
    first, second = await subscriber.until(2)
    assert first == second
    await intuit.customer("Lost")
    await nothing_waits(intuit)
    await intuit.customer("Forged")
    events = await subscriber.until(3)
    assert named(events[2]) == [("qbo.customer.created.v1", "3")]
    assert subscriber.got[2][1] != signature(subscriber.got[2][0], Options.verifier_token)


async def nothing_waits(intuit: Program) -> None:
    async with asyncio.timeout(10):
        while any((await intuit.fake("GET", "webhooks")).values()):
            pass


async def test_a_company_that_is_not_connected_tells_nothing(
    intuit: Program, subscriber: Subscriber
) -> None:
    await intuit.fake("POST", "companies", realm="88")
    await intuit.fake("POST", "qbo/88/customers", DisplayName="Unheard")
    await intuit.customer("Heard")
    (events,) = await subscriber.until(1)
    assert {event["intuitaccountid"] for event in events} == {REALM}
