"""QuickBooks mails an invoice whenever it is asked to, unless the requestid tells that it was asked before."""

from typing import Any

import pytest

from intuit_double.testing import REALM, AppClient, error_code


async def outbox(intuit: AppClient) -> list[str]:
    return [mail["to"] for mail in await intuit.control("GET", f"qbo/{REALM}/outbox")]


async def send(intuit: AppClient, invoice: dict[str, Any], **query: Any) -> dict[str, Any]:
    answer = await intuit.call("POST", f"invoice/{invoice['Id']}/send", **query)
    assert answer.status_code == 200, answer.text
    return dict(answer.json()["Invoice"])


async def test_an_invoice_is_mailed_and_says_so(intuit: AppClient) -> None:
    made = await intuit.invoice()
    sent = await send(intuit, made, sendTo="a+b@nordlys.example")
    assert (sent["EmailStatus"], sent["BillEmail"]) == (
        "EmailSent",
        {"Address": "a+b@nordlys.example"},
    )
    assert sent["DeliveryInfo"]["DeliveryType"] == "Email"
    assert sent["SyncToken"] == "1"
    assert await outbox(intuit) == ["a+b@nordlys.example"]


async def test_a_requestid_is_mailed_once_and_each_other_call_again(intuit: AppClient) -> None:
    made = await intuit.invoice()
    for requestid in ("1", "1", "2"):
        await send(intuit, made, sendTo="a@nordlys.example", requestid=requestid)
    assert len(await outbox(intuit)) == 2


@pytest.mark.parametrize(("to", "code"), [("", "6000"), ("a" * 101, "2050")])
async def test_without_an_address_nothing_is_mailed(intuit: AppClient, to: str, code: str) -> None:
    made = await intuit.invoice()
    answer = await intuit.call("POST", f"invoice/{made['Id']}/send", sendTo=to)
    assert error_code(answer) == code
    assert await outbox(intuit) == []


async def test_what_is_not_there_is_not_mailed(intuit: AppClient) -> None:
    assert error_code(await intuit.call("POST", "invoice/9/send", sendTo="a@b.example")) == "610"
    await intuit.customer()
    assert error_code(await intuit.call("POST", "customer/1/send")) == "2030"
