import asyncio
from uuid import UUID

import httpx
import pytest

from contracts.notifier import DeliveryFailed, DeliverySent
from database import new_id
from services.notifier.tests.conftest import Desk
from testkit import OTHER_ACCOUNT


async def only_message(client: httpx.AsyncClient) -> dict[str, object]:
    [message] = (await client.get("/v1/messages")).json()["items"]
    assert isinstance(message, dict)
    return message


async def test_a_message_shows_what_became_of_it(desk: Desk) -> None:
    fact = await desk.hear_and_send()
    client = await desk.served.as_("billing")
    message = await only_message(client)

    assert message["state"] == "sent"
    assert message["invoice_id"] == str(fact.invoice_id)
    assert message["recipient"] == {"name": "Eva Holm", "email": "faktura@nordlys.example"}
    answer = await client.get(f"/v1/messages/{message['id']}")
    [delivery] = answer.json()["deliveries"]
    assert (delivery["state"], delivery["requested_by"]) == ("sent", None)
    assert answer.headers["etag"] == '"2"'
    assert "key=abc" not in answer.text


async def test_messages_are_filtered_by_invoice_and_state_and_come_in_pages(desk: Desk) -> None:
    sent = [await desk.hear_and_send() for _ in range(3)]
    failed = await desk.hear_and_send(billing_contact=None)
    client = await desk.served.as_("manager")

    async def invoices(query: str) -> list[UUID]:
        items = (await client.get(f"/v1/messages?{query}")).json()["items"]
        return [UUID(item["invoice_id"]) for item in items]

    assert await invoices("state=failed") == [failed.invoice_id]
    assert await invoices("state=sent") == [fact.invoice_id for fact in sent]
    assert await invoices(f"invoice_id={sent[1].invoice_id}") == [sent[1].invoice_id]
    assert await invoices(f"invoice_id={sent[1].invoice_id}&state=failed") == []
    page = (await client.get("/v1/messages?limit=2")).json()
    rest = (await client.get(f"/v1/messages?cursor={page['next_cursor']}")).json()
    assert [item["invoice_id"] for item in page["items"] + rest["items"]] == [
        str(fact.invoice_id) for fact in (*sent, failed)
    ]
    assert rest["next_cursor"] is None


async def test_sending_again_is_a_new_delivery_with_a_mail_of_its_own(desk: Desk) -> None:
    await desk.hear_and_send()
    client = await desk.served.as_("billing", subject="bo")
    message = await only_message(client)

    answer = await client.post(f"/v1/messages/{message['id']}/resend")
    assert answer.status_code == 202
    assert [d["state"] for d in answer.json()["deliveries"]] == ["sent", "queued"]
    assert answer.json()["deliveries"][1]["requested_by"] == "bo"
    await desk.served.run_due()

    first, second = desk.mailbox.mails
    assert first["Message-ID"] != second["Message-ID"]
    assert desk.mailbox.recipients == [["faktura@nordlys.example"]] * 2
    said = await desk.served.published(DeliverySent)
    assert [fact.message_id for fact in said] == [first["Message-ID"], second["Message-ID"]]


async def test_a_message_without_contact_is_sent_to_the_one_who_is_named_later(desk: Desk) -> None:
    await desk.hear_and_send(billing_contact=None)
    client = await desk.served.as_("owner")
    path = f"/v1/messages/{(await only_message(client))['id']}/resend"

    refused = await client.post(path)
    assert refused.status_code == 409
    assert refused.json()["type"] == "urn:honorar:problem:no-recipient"
    to = {"recipient": {"name": "Eva", "email": "eva@nordlys.example"}}
    assert (await client.post(path, json=to)).status_code == 202
    await desk.served.run_due()

    assert desk.mailbox.recipients == [["eva@nordlys.example"]]
    assert len(await desk.served.published(DeliveryFailed)) == 1
    assert len(await desk.served.published(DeliverySent)) == 1
    assert (await only_message(client))["state"] == "sent"


@pytest.mark.parametrize(
    "body",
    [
        {"recipient": {"name": "Eva", "email": "eva"}},
        {"recipient": {"name": "", "email": "eva@x.example"}},
        {"recipient": {"name": "Eva"}},
        {"to": "eva@x.example"},
    ],
)
async def test_a_bad_recipient_is_refused_and_nothing_is_queued(
    desk: Desk, body: dict[str, object]
) -> None:
    await desk.hear_and_send()
    client = await desk.served.as_("billing")
    message = await only_message(client)

    answer = await client.post(f"/v1/messages/{message['id']}/resend", json=body)
    assert answer.status_code == 422
    assert answer.json()["errors"]
    assert await only_message(client) == message


async def test_what_is_about_to_be_sent_is_not_sent_again(desk: Desk) -> None:
    await desk.served.consume(desk.issued())
    client = await desk.served.as_("billing")
    answer = await client.post(f"/v1/messages/{(await only_message(client))['id']}/resend")

    assert answer.status_code == 409
    assert answer.json()["type"] == "urn:honorar:problem:delivery-still-queued"


async def test_of_many_who_send_again_at_once_one_does(desk: Desk) -> None:
    await desk.hear_and_send()
    client = await desk.served.as_("billing")
    path = f"/v1/messages/{(await only_message(client))['id']}/resend"

    answers = await asyncio.gather(*(client.post(path) for _ in range(8)))
    await desk.served.run_due()

    assert sorted(answer.status_code for answer in answers) == [202] + [409] * 7
    assert len(desk.mailbox.mails) == 2


async def test_sending_again_after_somebody_else_did_is_refused_by_version(desk: Desk) -> None:
    await desk.hear_and_send()
    client = await desk.served.as_("billing")
    path = f"/v1/messages/{(await only_message(client))['id']}"
    seen = (await client.get(path)).headers["etag"]
    assert (await client.post(f"{path}/resend", headers={"If-Match": seen})).status_code == 202
    await desk.served.run_due()

    again = await client.post(f"{path}/resend", headers={"If-Match": seen})
    assert again.status_code == 412


async def test_managers_read_but_do_not_send_and_others_do_neither(desk: Desk) -> None:
    await desk.hear_and_send()
    message = await only_message(await desk.served.as_("billing"))
    path = f"/v1/messages/{message['id']}"
    manager = await desk.served.as_("manager")
    assert (await manager.get(path)).status_code == 200
    assert (await manager.post(f"{path}/resend")).status_code == 403
    for role in ("agent", "client"):
        other = await desk.served.as_(role)
        assert (await other.get("/v1/messages")).status_code == 403
        assert (await other.get(path)).status_code == 403
        assert (await other.post(f"{path}/resend")).status_code == 403
    assert (await (await desk.served.client()).get("/v1/messages")).status_code == 401


async def test_another_account_sees_no_message_and_sends_none(desk: Desk) -> None:
    await desk.hear_and_send()
    path = f"/v1/messages/{(await only_message(await desk.served.as_('owner')))['id']}"
    stranger = await desk.served.as_("owner", account=OTHER_ACCOUNT)

    assert (await stranger.get("/v1/messages")).json()["items"] == []
    assert (await stranger.get(path)).status_code == 404
    assert (await stranger.post(f"{path}/resend")).status_code == 404
    assert (await stranger.get(f"/v1/messages/{new_id()}")).status_code == 404
