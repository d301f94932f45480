import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator

from qbo_desk import REALM, Desk

from intuit_double.options import Options
from qbo_sync.intuit.notifications import is_genuine, read

TOKEN = "11111111-2222-3333-4444-555555555555"
CLOUD = (
    b'[{"specversion":"1.0","id":"88cd52aa-33b6-4351-9aa4-47572edbd068","source":"intuit.test",'
    b'"type":"qbo.payment.created.v1","datacontenttype":"application/json",'
    b'"time":"2026-01-16T23:08:12Z","intuitentityid":"163","intuitaccountid":"310687","data":{}}]'
)
LEGACY = (
    b'{"eventNotifications":[{"realmId":"310687","dataChangeEvent":{"entities":[{"name":"Payment",'
    b'"id":"163","operation":"Create","lastUpdated":"2026-01-16T15:08:12-08:00"}]}}]}'
)


def signed(body: bytes, token: str = Options.verifier_token) -> dict[str, str]:
    mac = hmac.new(token.encode(), body, hashlib.sha256).digest()
    return {"intuit-signature": base64.b64encode(mac).decode()}


async def send(desk: Desk, body: bytes, headers: dict[str, str] | None = None) -> int:
    client = await desk.served.client(headers if headers is not None else signed(body))
    return (await client.post("/webhooks/intuit", content=body)).status_code


def event(entity_id: str = "1", realm: str = REALM, **changes: str) -> dict[str, object]:
    (cloud,) = json.loads(CLOUD)
    return {**cloud, "intuitentityid": entity_id, "intuitaccountid": realm, **changes}


def test_the_documented_signatures_are_genuine() -> None:
    assert is_genuine(CLOUD, "eijGINARPws+C7os6DTCY5Fu4Ywl0uBn6C+niLgRjkc=", ["other", TOKEN])
    assert is_genuine(LEGACY, "263SXWaOF1BEy8wd1upOQltWGWRmAmgm6UwnNf4oxfA=", [TOKEN])
    assert not is_genuine(LEGACY + b" ", "263SXWaOF1BEy8wd1upOQltWGWRmAmgm6UwnNf4oxfA=", [TOKEN])
    assert not is_genuine(CLOUD, "", [TOKEN])
    assert not is_genuine(CLOUD, "æ", [TOKEN])


def test_both_formats_say_the_same() -> None:
    (cloud,), (legacy,) = read(CLOUD), read(LEGACY)
    parts = [(n.realm_id, n.entity, n.entity_id, n.operation) for n in (cloud, legacy)]
    assert parts == [("310687", "Payment", "163", "created")] * 2
    assert read(LEGACY) == [legacy]


async def test_a_wrong_or_missing_signature_is_refused_and_nothing_is_kept(connected: Desk) -> None:
    body = json.dumps([event()]).encode()
    assert await send(connected, body, {}) == 401
    assert await send(connected, body, signed(body, "guessed")) == 401
    assert await send(connected, body + b" ", signed(body)) == 401
    assert await connected.count("webhook_inbox") == 0


async def test_each_verifier_token_of_the_list_is_good(connected: Desk) -> None:
    body = json.dumps([event()]).encode()
    assert await send(connected, body, signed(body, "an-old-one")) == 200


async def test_what_is_genuine_and_unreadable_is_kept_as_dead_and_swept_for(
    connected: Desk,
) -> None:
    for body in (b"not JSON", b'{"new": "format"}', b"[1]", b'[{"type": "qbo"}]', b"\xff\xfe"):
        assert await send(connected, body) == 200
        assert await send(connected, body) == 200
    assert await connected.count("webhook_inbox WHERE problem IS NOT NULL") == 5
    before = len(await connected.calls("/cdc"))
    await connected.work()
    assert len(await connected.calls("/cdc")) == before + 1


async def test_events_of_unknown_realms_and_entities_are_answered_and_ignored(
    connected: Desk,
) -> None:
    events = [
        event(realm="404", id="a"),
        event(type="qbo.estimate.created.v1", id="b"),
        event(type="qbo.invoice.mystery.v9", id="c"),
    ]
    assert await send(connected, json.dumps(events).encode()) == 200
    await connected.work()
    assert await connected.count("webhook_inbox") == 3
    assert await connected.payments() == []


async def test_an_event_is_noted_once(connected: Desk) -> None:
    fact = await connected.copy()
    await connected.pay(fact)
    body = json.dumps([event()]).encode()
    for _ in range(3):
        assert await send(connected, body) == 200
        await connected.work()
    assert await connected.count("webhook_inbox") == 1
    assert await connected.payments() == [("seen", "1250.00")]


async def test_a_realm_of_another_account_is_worked_off_as_that_account(connected: Desk) -> None:
    """Mixed batches: each event is treated by its own realm."""
    fact = await connected.copy()
    await connected.pay(fact)
    body = json.dumps([event(realm="404", id="x"), event(id="y")]).encode()
    assert await send(connected, body) == 200
    await connected.work()
    assert await connected.payments() == [("seen", "1250.00")]


async def test_the_legacy_format_still_works(connected: Desk) -> None:
    fact = await connected.copy()
    await connected.hear_webhooks(format="legacy")
    await connected.pay(fact)
    await connected.until_told()
    assert await connected.payments() == [("seen", "1250.00")]


async def test_a_body_without_an_announced_length_is_read_up_to_one_mebibyte(desk: Desk) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b" " * 65536

    client = await desk.served.client()
    answer = await client.post("/webhooks/intuit", content=endless())
    assert answer.status_code == 413
