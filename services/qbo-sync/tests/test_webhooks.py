import json
import time
from collections.abc import AsyncIterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from qbo_driver import REALM, Driver, sign

from qbo_sync.intuit.notifications import is_genuine, parse
from testkit import OTHER_ACCOUNT, count_statements

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


NAMES = st.sampled_from(
    (
        "eventNotifications",
        "dataChangeEvent",
        "entities",
        "realmId",
        "name",
        "id",
        "operation",
        "lastUpdated",
        "type",
        "intuitaccountid",
        "intuitentityid",
    )
)
DOCUMENTS = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(NAMES | st.text(), inner),
    max_leaves=30,
)


async def send(driver: Driver, body: bytes, headers: dict[str, str] | None = None) -> int:
    client = await driver.served.client(headers if headers is not None else sign(body))
    return (await client.post("/webhooks/intuit", content=body)).status_code


def cloud_event(entity_id: str = "1", realm: str = REALM, **changes: str) -> dict[str, object]:
    (cloud,) = json.loads(CLOUD)
    return {**cloud, "intuitentityid": entity_id, "intuitaccountid": realm, **changes}


def test_the_documented_signatures_are_genuine() -> None:
    assert is_genuine(CLOUD, "eijGINARPws+C7os6DTCY5Fu4Ywl0uBn6C+niLgRjkc=", ["other", TOKEN])
    assert is_genuine(LEGACY, "263SXWaOF1BEy8wd1upOQltWGWRmAmgm6UwnNf4oxfA=", [TOKEN])
    assert not is_genuine(LEGACY + b" ", "263SXWaOF1BEy8wd1upOQltWGWRmAmgm6UwnNf4oxfA=", [TOKEN])
    assert not is_genuine(CLOUD, "", [TOKEN])
    assert not is_genuine(CLOUD, "æ", [TOKEN])


def test_both_formats_say_the_same() -> None:
    (cloud,), (legacy,) = parse(CLOUD).notifications, parse(LEGACY).notifications
    parts = [(n.realm_id, n.entity, n.entity_id, n.operation) for n in (cloud, legacy)]
    assert parts == [("310687", "Payment", "163", "created")] * 2
    assert parse(CLOUD).problem is parse(LEGACY).problem is None


async def test_a_wrong_or_missing_signature_is_refused_and_nothing_is_kept(
    connected: Driver,
) -> None:
    body = json.dumps([cloud_event()]).encode()
    assert await send(connected, body, {}) == 401
    assert await send(connected, body, sign(body, "guessed")) == 401
    assert await send(connected, body + b" ", sign(body)) == 401
    assert await connected.count("webhook_events") == 0


async def test_each_verifier_token_of_the_list_is_good(connected: Driver) -> None:
    body = json.dumps([cloud_event()]).encode()
    assert await send(connected, body, sign(body, "an-old-one")) == 200


async def test_what_is_genuine_and_unreadable_is_kept_as_dead_and_swept_for(
    connected: Driver,
) -> None:
    for body in (b"not JSON", b'{"new": "format"}', b"[1]", b'[{"type": "qbo"}]', b"\xff\xfe"):
        assert await send(connected, body) == 200
        assert await send(connected, body) == 200
    assert await connected.count("webhooks WHERE problem IS NOT NULL") == 5
    before = len(await connected.calls("/cdc"))
    await connected.run_tasks()
    assert len(await connected.calls("/cdc")) == before + 1


ODD_BODIES = {
    "NUL in an id": json.dumps([cloud_event("1\0")]).encode(),
    "NUL in the event id": json.dumps([cloud_event(id="1\0", realm="1\0")]).encode(),
    "NUL in the type": json.dumps([cloud_event(type="qbo.inv\0oice.created.v1")]).encode(),
    "lone surrogate": json.dumps([cloud_event("\ud800")]).encode(),
    "lone surrogate as a key": b'{"eventNotifications": [{"\\ud800": 1}]}',
    "deep arrays": b"[" * 100_000,
    "deep closed arrays": b"[" * 100_000 + b"]" * 100_000,
    "deep objects": b'{"a":' * 100_000,
    "long entity id": json.dumps([cloud_event("9" * 9_600)]).encode(),
    "long realm": json.dumps([cloud_event(realm="9" * 9_600)]).encode(),
    "long type": json.dumps([cloud_event(type=f"qbo.{'x' * 9_600}.created.v1")]).encode(),
    "huge exponent": b'[{"id": 1e99999999999999999999}]',
    "NaN": b"[NaN]",
    "strings": b'["a", "b"]',
    "nulls": b"[null]",
    "empty": b"",
    "a number": b"1",
    "UTF-16": "[]x".encode("utf-16"),
    "legacy without entities": b'{"eventNotifications": [{"realmId": "1"}]}',
    "legacy of null": b'{"eventNotifications": null}',
    "legacy with NUL": LEGACY.replace(b"163", b"16\\u0000"),
}


@pytest.mark.parametrize("body", ODD_BODIES.values(), ids=ODD_BODIES.keys())
async def test_whatever_is_signed_is_recorded_as_it_came_and_answered(
    connected: Driver, body: bytes
) -> None:
    assert await send(connected, body) == 200
    assert await send(connected, body) == 200
    kept = "webhooks WHERE problem IS NOT NULL AND body = '\\x{}'"
    assert await connected.count(kept.format(body.hex())) == 1


async def test_what_cannot_be_read_is_swept_for_in_all_companies(connected: Driver) -> None:
    await connected.connect("88", account=OTHER_ACCOUNT)
    await connected.run_tasks()
    before = len(await connected.calls("/cdc"))
    assert await send(connected, json.dumps([cloud_event(), None]).encode()) == 200
    await connected.run_tasks()
    paths = [call["path"] for call in await connected.calls("/cdc")][before:]
    assert sorted(path.split("/")[3] for path in paths) == ["88", REALM]


async def test_a_long_event_id_is_no_obstacle(connected: Driver) -> None:
    event = await connected.export()
    await connected.pay(event)
    body = json.dumps([cloud_event(id="".join(map(str, range(3_000))))]).encode()
    for _ in range(2):
        assert await send(connected, body) == 200
    assert await connected.count("webhook_events WHERE problem IS NULL") == 1
    await connected.run_tasks()
    assert await connected.published_payments() == [("seen", "1250.00")]


async def test_what_can_be_read_beside_what_cannot_is_worked_off(connected: Driver) -> None:
    event = await connected.export()
    await connected.pay(event)
    body = json.dumps([cloud_event("1\0", id="a"), 5, cloud_event(id="b")]).encode()
    before = len(await connected.calls("/cdc"))
    assert await send(connected, body) == 200
    assert await connected.count("webhook_events") == 1
    await connected.run_tasks()
    assert await connected.published_payments() == [("seen", "1250.00")]
    assert len(await connected.calls("/cdc")) == before + 1


@given(DOCUMENTS)
def test_no_json_breaks_the_parser(document: object) -> None:
    found = parse(json.dumps(document).encode())
    for notification in found.notifications:
        assert all(text.isascii() and text.isprintable() for text in vars(notification).values())
    assert found.problem is None or (found.problem.isascii() and found.problem.isprintable())


async def test_events_of_unknown_realms_and_entities_are_answered_and_ignored(
    connected: Driver,
) -> None:
    events = [
        cloud_event(realm="404", id="a"),
        cloud_event(type="qbo.estimate.created.v1", id="b"),
        cloud_event(type="qbo.invoice.mystery.v9", id="c"),
    ]
    assert await send(connected, json.dumps(events).encode()) == 200
    await connected.run_tasks()
    assert await connected.count("webhook_events") == 3
    assert await connected.published_payments() == []


async def test_an_event_is_noted_once(connected: Driver) -> None:
    event = await connected.export()
    await connected.pay(event)
    body = json.dumps([cloud_event()]).encode()
    for _ in range(3):
        assert await send(connected, body) == 200
        await connected.run_tasks()
    assert await connected.count("webhook_events") == 1
    assert await connected.published_payments() == [("seen", "1250.00")]


async def test_a_realm_of_another_account_is_worked_off_as_that_account(connected: Driver) -> None:
    """Mixed batches: each event is treated by its own realm."""
    event = await connected.export()
    await connected.pay(event)
    body = json.dumps([cloud_event(realm="404", id="x"), cloud_event(id="y")]).encode()
    assert await send(connected, body) == 200
    await connected.run_tasks()
    assert await connected.published_payments() == [("seen", "1250.00")]


async def test_the_legacy_format_still_works(connected: Driver) -> None:
    event = await connected.export()
    await connected.receive_webhooks(format="legacy")
    await connected.pay(event)
    await connected.until_webhooks_delivered()
    assert await connected.published_payments() == [("seen", "1250.00")]


async def test_a_body_without_an_announced_length_is_read_up_to_the_limit(
    driver: Driver,
) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(70):
            yield b" " * 65536

    client = await driver.served.client()
    answer = await client.post("/webhooks/intuit", content=endless())
    assert answer.status_code == 413


async def test_many_events_of_one_payment_are_one_reading(connected: Driver) -> None:
    event = await connected.export()
    await connected.pay(event)
    body = json.dumps([cloud_event(id=f"n-{number}") for number in range(20)]).encode()
    assert await send(connected, body) == 200
    assert await connected.count("webhook_events") == 20
    assert await connected.count("scheduled_tasks WHERE kind = 'refresh-payment'") == 1
    await connected.run_tasks()
    assert len(await connected.calls("/payment/")) == 1


async def test_a_webhook_of_3000_entities_is_recorded_in_time(connected: Driver) -> None:
    """Intuit waits 3 s; here it takes some 0.2 s and as many bytes as came."""
    took = list[float]()
    while not took or (took[-1] > 3 and len(took) < 3):  # a machine may stand still meanwhile
        made = range(3_000 * len(took), 3_000 * (len(took) + 1))
        body = json.dumps([cloud_event(str(one), id=f"n-{one}") for one in made]).encode()
        client = await connected.served.client(sign(body))
        begun = time.perf_counter()
        with count_statements(connected.served.database) as statements:
            assert (await client.post("/webhooks/intuit", content=body)).status_code == 200
        took.append(time.perf_counter() - begun)
    assert took[-1] < 3, took
    assert statements.count == 6, statements
    assert await connected.count("webhook_events") == made.stop
    assert await connected.count("webhooks") == len(took)
    assert await connected.count("scheduled_tasks WHERE kind = 'refresh-payment'") == made.stop


async def test_an_event_twice_in_one_webhook_is_recorded_once(connected: Driver) -> None:
    body = json.dumps([cloud_event(id="same"), cloud_event(id="same")]).encode()
    assert await send(connected, body) == 200
    assert await connected.count("webhook_events") == 1


async def test_events_that_come_in_reverse_end_in_the_same_state(connected: Driver) -> None:
    event = await connected.export()
    payment = await connected.pay(event)
    await connected.intuit.control("DELETE", f"qbo/{REALM}/payments/{payment}")
    deleted = cloud_event(payment, id="2", type="qbo.payment.deleted.v1")
    for webhook in (deleted, cloud_event(payment, id="1"), deleted):
        assert await send(connected, json.dumps([webhook]).encode()) == 200
        await connected.run_tasks()
    assert await connected.published_payments() == []
    assert (await connected.state(event))["qbo_balance"]["amount"] == "1250.00"


async def test_an_empty_webhook_is_answered(connected: Driver) -> None:
    assert await send(connected, b"[]") == 200
    assert await connected.count("webhook_events") == 0


async def test_a_webhook_at_an_account_without_a_working_connection_waits_for_the_sweep(
    connected: Driver,
) -> None:
    event = await connected.export()
    await connected.pay(event)
    await connected.execute("UPDATE connections SET state = 'reauth_required'")
    assert await send(connected, json.dumps([cloud_event()]).encode()) == 200
    await connected.run_tasks()
    assert await connected.published_payments() == []
    await connected.connect()
    assert await connected.published_payments() == [("seen", "1250.00")]


@pytest.mark.parametrize(
    ("kind", "operation"),
    [("void", "void"), ("voided", "void"), ("merged", "merged"), ("mystery", "mystery")],
)
def test_operations_have_one_name_each(kind: str, operation: str) -> None:
    body = json.dumps([cloud_event(type=f"qbo.creditmemo.{kind}.v1")]).encode()
    (found,) = parse(body).notifications
    assert (found.entity, found.operation) == ("CreditMemo", operation)


def test_a_legacy_event_has_the_same_key_each_time_and_another_for_another_time() -> None:
    (first,), (again,) = parse(LEGACY).notifications, parse(LEGACY).notifications
    (later,) = parse(LEGACY.replace(b"15:08:12", b"15:08:13")).notifications
    assert first.event_key == again.event_key != later.event_key


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=200) | DOCUMENTS.map(lambda document: json.dumps(document).encode()))
async def test_anything_is_answered_with_200_when_signed_and_401_when_not(
    driver: Driver, body: bytes
) -> None:
    assert await send(driver, body) == 200
    assert await send(driver, body, {}) == 401
    assert await send(driver, body, sign(body, "guessed")) == 401
