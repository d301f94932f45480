import json

import httpx
import pytest

from intuit_double.program import REALM, Program, an_invoice, code_of


async def invoices(intuit: Program) -> int:
    return int((await intuit.query("select count(*) from Invoice"))["totalCount"])


async def test_the_answer_can_be_lost_after_the_commit_and_requestid_replays_it(
    intuit: Program,
) -> None:
    body = an_invoice(await intuit.customer(), await intuit.item(), "2026-0001", "10")
    await intuit.fake("POST", "faults", kind="drop", when="after", match="POST .*/invoice")
    with pytest.raises(httpx.RemoteProtocolError):
        await intuit.call("POST", "invoice", body, requestid="r1")
    assert await invoices(intuit) == 1
    replayed = await intuit.create("Invoice", body, requestid="r1")
    assert (replayed["Id"], await invoices(intuit)) == ("1", 1)


async def test_a_replay_answers_even_what_was_deleted_since(intuit: Program) -> None:
    body = an_invoice(await intuit.customer(), await intuit.item(), "2026-0001", "10")
    await intuit.create("Invoice", body, requestid="r1")
    await intuit.fake("DELETE", f"qbo/{REALM}/invoices/2026-0001")
    assert (await intuit.create("Invoice", body, requestid="r1"))["Id"] == "1"
    assert await invoices(intuit) == 0


async def test_requestid_can_be_ignored_and_a_refusal_is_not_replayed(intuit: Program) -> None:
    refused = await intuit.call("POST", "customer", {}, requestid="r1")
    assert code_of(refused) == "2020"
    await intuit.create("Customer", {"DisplayName": "Acme"}, requestid="r1")
    await intuit.fake("POST", "faults", kind="ignore-requestid", match="customer")
    again = await intuit.call("POST", "customer", {"DisplayName": "Acme"}, requestid="r1")
    assert code_of(again) == "6240"


async def test_a_connection_dropped_before_has_changed_nothing(intuit: Program) -> None:
    await intuit.fake("POST", "faults", kind="drop", match="customer")
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
    ],
)
async def test_a_fault_befalls_as_often_as_ordered(
    intuit: Program, fault: dict[str, object], status: int, text: str
) -> None:
    await intuit.fake("POST", "faults", **fault, match="preferences", skip=1, times=2)
    answers = [await intuit.call("GET", "preferences") for _ in range(4)]
    assert [text in answer.text for answer in answers] == [False, True, True, False]
    assert [answer.status_code for answer in answers] == [200, status, status, 200]


async def test_an_answer_can_be_cut_in_half(intuit: Program) -> None:
    await intuit.fake("POST", "faults", kind="truncate", match="preferences")
    with pytest.raises(json.JSONDecodeError):
        (await intuit.call("GET", "preferences")).json()


async def test_the_journal_tells_what_came_and_what_was_answered(intuit: Program) -> None:
    headers = {"traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}
    intuit.http.headers.update(headers)
    await intuit.create("Customer", {"DisplayName": "Acme"}, requestid="r9")
    entries = await intuit.fake("GET", "requests?path=customer&method=POST")
    assert [(e["body"], e["status"], e["requestid"]) for e in entries] == [
        ({"DisplayName": "Acme"}, 200, "r9")
    ]
    assert entries[0]["traceparent"] == headers["traceparent"]
    tokens = await intuit.fake("GET", "requests?path=tokens")
    assert [entry["body"] for entry in tokens] == [None]
