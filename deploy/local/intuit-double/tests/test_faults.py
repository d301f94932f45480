import asyncio
import json
import time
from functools import partial

import httpx
import pytest

from intuit_double.testing import REALM, AppClient, error_code, invoice_body
from testkit import until


async def count_invoices(intuit: AppClient) -> int:
    return int((await intuit.query("select count(*) from Invoice"))["totalCount"])


async def test_the_answer_can_be_lost_after_the_commit_and_requestid_replays_it(
    intuit: AppClient,
) -> None:
    body = invoice_body(await intuit.customer(), await intuit.item(), "2026-0001", "10")
    await intuit.control("POST", "faults", kind="drop", when="after", match="POST .*/invoice")
    with pytest.raises(httpx.RemoteProtocolError):
        await intuit.call("POST", "invoice", body, requestid="r1")
    assert await count_invoices(intuit) == 1
    replayed = await intuit.create("Invoice", body, requestid="r1")
    assert (replayed["Id"], await count_invoices(intuit)) == ("1", 1)


async def test_a_replay_answers_even_what_was_deleted_since(intuit: AppClient) -> None:
    body = invoice_body(await intuit.customer(), await intuit.item(), "2026-0001", "10")
    await intuit.create("Invoice", body, requestid="r1")
    await intuit.control("DELETE", f"qbo/{REALM}/invoices/2026-0001")
    assert (await intuit.create("Invoice", body, requestid="r1"))["Id"] == "1"
    assert await count_invoices(intuit) == 0


async def test_requestid_can_be_ignored_and_a_refusal_is_not_replayed(intuit: AppClient) -> None:
    refused = await intuit.call("POST", "customer", {}, requestid="r1")
    assert error_code(refused) == "2020"
    await intuit.create("Customer", {"DisplayName": "Acme"}, requestid="r1")
    await intuit.control("POST", "faults", kind="ignore-requestid", match="customer")
    again = await intuit.call("POST", "customer", {"DisplayName": "Acme"}, requestid="r1")
    assert error_code(again) == "6240"


async def test_a_connection_dropped_before_has_changed_nothing(intuit: AppClient) -> None:
    await intuit.control("POST", "faults", kind="drop", match="customer")
    with pytest.raises(httpx.RemoteProtocolError):
        await intuit.customer("Acme")
    assert await intuit.query("select * from Customer") == {}


@pytest.mark.parametrize(
    ("fault", "status", "text"),
    [
        ({"kind": "status", "status": 429}, 429, '"code": "3001"'),
        ({"kind": "status", "status": 503}, 503, '"code": "10000"'),
        ({"kind": "fault-200"}, 200, '"Fault"'),
        ({"kind": "unauthorized"}, 401, 'code="3200"'),
        ({"kind": "in-progress"}, 400, '"code": "600"'),
        ({"kind": "refuse", "code": "4002"}, 400, '"code": "4002"'),
        ({"kind": "refuse", "code": "3100", "status": 403}, 403, '"code": "3100"'),
        ({"kind": "answer", "status": 409, "body": "<html>"}, 409, "<html>"),
    ],
)
async def test_a_fault_applies_as_often_as_injected(
    intuit: AppClient, fault: dict[str, object], status: int, text: str
) -> None:
    await intuit.control("POST", "faults", **fault, match="preferences", skip=1, times=2)
    answers = [await intuit.call("GET", "preferences") for _ in range(4)]
    assert [text in answer.text for answer in answers] == [False, True, True, False]
    assert [answer.status_code for answer in answers] == [200, status, status, 200]


async def test_an_answer_can_be_cut_in_half(intuit: AppClient) -> None:
    await intuit.control("POST", "faults", kind="truncate", match="preferences")
    with pytest.raises(json.JSONDecodeError):
        (await intuit.call("GET", "preferences")).json()


async def test_the_log_has_every_request_and_its_response(intuit: AppClient) -> None:
    headers = {"traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}
    intuit.http.headers.update(headers)
    await intuit.create("Customer", {"DisplayName": "Acme"}, requestid="r9")
    entries = await intuit.control("GET", "requests?path=customer&method=POST")
    assert [(e["body"], e["status"], e["requestid"]) for e in entries] == [
        ({"DisplayName": "Acme"}, 200, "r9")
    ]
    assert entries[0]["traceparent"] == headers["traceparent"]
    tokens = await intuit.control("GET", "requests?path=tokens")
    assert [entry["body"] for entry in tokens] == [None]


async def number_is(intuit: AppClient, name: str, number: int) -> bool:
    """How many customers of a name are there."""
    text = f"select count(*) from Customer where DisplayName = '{name}'"
    return bool((await intuit.query(text))["totalCount"] == number)


async def test_a_delay_comes_before_or_after_the_commit(intuit: AppClient) -> None:
    delay = {"kind": "delay", "match": "POST .*/customer"}
    for when, committed in (("before", 0), ("after", 1)):
        await intuit.control("POST", "faults", **delay, when=when, seconds=3600)
        call = asyncio.create_task(intuit.customer(when))
        await asyncio.sleep(0.25)
        await until(partial(number_is, intuit, when, committed))
        assert not call.done()
        call.cancel()


async def test_a_delayed_call_ends_when_its_time_is_over(intuit: AppClient) -> None:
    for when in ("before", "after"):
        await intuit.control(
            "POST", "faults", kind="delay", when=when, seconds=0.2, match="POST .*/customer"
        )
        began = time.monotonic()
        await intuit.customer(when)
        assert time.monotonic() - began >= 0.2
        assert await number_is(intuit, when, 1)


@pytest.mark.parametrize(("when", "made"), [("before", 0), ("after", 1)])
async def test_any_answer_can_be_given_instead(intuit: AppClient, when: str, made: int) -> None:
    await intuit.control(
        "POST",
        "faults",
        kind="answer",
        when=when,
        status=408,
        body="late",
        match="POST .*/customer",
    )
    answer = await intuit.call("POST", "customer", {"DisplayName": "Acme"})
    assert (answer.status_code, answer.text) == (408, "late")
    assert len((await intuit.query("select * from Customer")).get("Customer", [])) == made


async def test_a_call_is_held_until_the_faults_are_cleared(intuit: AppClient) -> None:
    for when, committed in (("before", 0), ("after", 1)):
        await intuit.control("POST", "faults", kind="hold", when=when, match="POST .*/customer")
        call = asyncio.create_task(intuit.customer(when))
        await asyncio.sleep(0.1)
        await until(partial(number_is, intuit, when, committed))
        assert not call.done()
        await intuit.control("DELETE", "faults")
        assert await call


async def test_faults_are_listed_cleared_and_of_known_kinds(intuit: AppClient) -> None:
    await intuit.control("POST", "faults", kind="drop", match="never", times=3)
    (fault,) = await intuit.control("GET", "faults")
    assert (fault["kind"], fault["times"], fault["when"]) == ("drop", 3, "before")
    await intuit.control("DELETE", "faults")
    assert await intuit.control("GET", "faults") == []
    unknown = await intuit.http.post("/_fake/faults", json={"kind": "earthquake"})
    assert unknown.status_code == 400


async def test_responses_carry_intuit_tid(intuit: AppClient) -> None:
    tids = [(await intuit.call("GET", "preferences")).headers["intuit_tid"] for _ in range(2)]
    assert len(set(tids)) == 2


async def test_an_unknown_resource_or_operation_is_refused(intuit: AppClient) -> None:
    assert error_code(await intuit.call("POST", "bill", {})) == "2030"
    assert error_code(await intuit.call("POST", "account", {"Name": "x"})) == "2030"
    too_long = await intuit.call("POST", "customer", {"DisplayName": "A"}, requestid="r" * 51)
    assert error_code(too_long) == "2050"
