import asyncio
from uuid import UUID

import pytest

from contracts.notifier import DeliveryFailed, DeliverySent
from database import new_id
from services.notifier.tests.driver import Driver, only_message
from testkit import OTHER_ACCOUNT


async def test_a_message_shows_what_became_of_it(driver: Driver) -> None:
    event = await driver.consume_and_send()
    client = await driver.served.as_("billing")
    message = await only_message(client)

    assert message["state"] == "sent"
    assert message["invoice_id"] == str(event.invoice_id)
    assert message["recipient"] == {"name": "Eva Holm", "email": "faktura@nordlys.example"}
    response = await client.get(f"/v1/messages/{message['id']}")
    [delivery] = response.json()["deliveries"]
    assert (delivery["state"], delivery["requested_by"]) == ("sent", None)
    assert response.headers["etag"] == '"2"'
    assert "key=abc" not in response.text


async def test_messages_are_filtered_by_invoice_and_state_and_come_in_pages(driver: Driver) -> None:
    sent = [await driver.consume_and_send() for _ in range(3)]
    failed = await driver.consume_and_send(billing_contact=None)
    client = await driver.served.as_("manager")

    async def invoices(query: str) -> list[UUID]:
        items = (await client.get(f"/v1/messages?{query}")).json()["items"]
        return [UUID(item["invoice_id"]) for item in items]

    assert await invoices("state=failed") == [failed.invoice_id]
    assert await invoices("state=sent") == [event.invoice_id for event in sent]
    assert await invoices(f"invoice_id={sent[1].invoice_id}") == [sent[1].invoice_id]
    assert await invoices(f"invoice_id={sent[1].invoice_id}&state=failed") == []
    page = (await client.get("/v1/messages?limit=2")).json()
    rest = (await client.get(f"/v1/messages?cursor={page['next_cursor']}")).json()
    assert [item["invoice_id"] for item in page["items"] + rest["items"]] == [
        str(event.invoice_id) for event in (*sent, failed)
    ]
    assert rest["next_cursor"] is None


async def test_sending_again_is_a_new_delivery_with_a_mail_of_its_own(driver: Driver) -> None:
    await driver.consume_and_send()
    client = await driver.served.as_("billing", subject="bo")
    message = await only_message(client)

    response = await client.post(f"/v1/messages/{message['id']}/resend")
    assert response.status_code == 202
    assert [d["state"] for d in response.json()["deliveries"]] == ["sent", "queued"]
    assert response.json()["deliveries"][1]["requested_by"] == "bo"
    await driver.served.run_due()

    first, second = driver.smtp.mails
    assert first["Message-ID"] != second["Message-ID"]
    assert driver.smtp.recipients == [["faktura@nordlys.example"]] * 2
    published = await driver.served.published(DeliverySent)
    assert [event.message_id for event in published] == [first["Message-ID"], second["Message-ID"]]


async def test_a_message_without_contact_is_sent_to_the_one_who_is_named_later(
    driver: Driver,
) -> None:
    await driver.consume_and_send(billing_contact=None)
    client = await driver.served.as_("owner")
    path = f"/v1/messages/{(await only_message(client))['id']}/resend"

    refused = await client.post(path)
    assert refused.status_code == 409
    assert refused.json()["type"] == "urn:honorar:problem:no-recipient"
    to = {"recipient": {"name": "Eva", "email": "eva@nordlys.example"}}
    assert (await client.post(path, json=to)).status_code == 202
    await driver.served.run_due()

    assert driver.smtp.recipients == [["eva@nordlys.example"]]
    assert len(await driver.served.published(DeliveryFailed)) == 1
    assert len(await driver.served.published(DeliverySent)) == 1
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
    driver: Driver, body: dict[str, object]
) -> None:
    await driver.consume_and_send()
    client = await driver.served.as_("billing")
    message = await only_message(client)

    response = await client.post(f"/v1/messages/{message['id']}/resend", json=body)
    assert response.status_code == 422
    assert response.json()["errors"]
    assert await only_message(client) == message


async def test_what_is_about_to_be_sent_is_not_sent_again(driver: Driver) -> None:
    await driver.served.consume(driver.invoice_issued())
    client = await driver.served.as_("billing")
    response = await client.post(f"/v1/messages/{(await only_message(client))['id']}/resend")

    assert response.status_code == 409
    assert response.json()["type"] == "urn:honorar:problem:delivery-still-queued"


async def test_of_many_who_send_again_at_once_one_does(driver: Driver) -> None:
    await driver.consume_and_send()
    client = await driver.served.as_("billing")
    path = f"/v1/messages/{(await only_message(client))['id']}/resend"

    responses = await asyncio.gather(*(client.post(path) for _ in range(8)))
    await driver.served.run_due()

    assert sorted(response.status_code for response in responses) == [202] + [409] * 7
    assert len(driver.smtp.mails) == 2


async def test_sending_again_after_somebody_else_did_is_refused_by_version(driver: Driver) -> None:
    await driver.consume_and_send()
    client = await driver.served.as_("billing")
    path = f"/v1/messages/{(await only_message(client))['id']}"
    seen = (await client.get(path)).headers["etag"]
    assert (await client.post(f"{path}/resend", headers={"If-Match": seen})).status_code == 202
    await driver.served.run_due()

    again = await client.post(f"{path}/resend", headers={"If-Match": seen})
    assert again.status_code == 412


async def test_managers_read_but_do_not_send_and_others_do_neither(driver: Driver) -> None:
    await driver.consume_and_send()
    message = await only_message(await driver.served.as_("billing"))
    path = f"/v1/messages/{message['id']}"
    manager = await driver.served.as_("manager")
    assert (await manager.get(path)).status_code == 200
    assert (await manager.post(f"{path}/resend")).status_code == 403
    for role in ("agent", "client"):
        other = await driver.served.as_(role)
        assert (await other.get("/v1/messages")).status_code == 403
        assert (await other.get(path)).status_code == 403
        assert (await other.post(f"{path}/resend")).status_code == 403
    assert (await (await driver.served.client()).get("/v1/messages")).status_code == 401


async def test_two_accounts_with_messages_see_their_own_alone(driver: Driver) -> None:
    ours = await driver.consume_and_send()
    theirs = await driver.consume_and_send(account_id=OTHER_ACCOUNT)
    client = await driver.served.as_("owner")
    stranger = await driver.served.as_("owner", account=OTHER_ACCOUNT)

    message = await only_message(client)
    assert message["invoice_id"] == str(ours.invoice_id)
    assert (await only_message(stranger))["invoice_id"] == str(theirs.invoice_id)
    path = f"/v1/messages/{message['id']}"
    for filters in ("state=sent", f"invoice_id={ours.invoice_id}"):
        items = (await stranger.get(f"/v1/messages?{filters}")).json()["items"]
        assert path not in [f"/v1/messages/{item['id']}" for item in items]
    assert (await stranger.get(path)).status_code == 404
    assert (await stranger.post(f"{path}/resend")).status_code == 404
    await driver.served.run_due()
    assert await only_message(client) == message
    assert len(driver.smtp.mails) == 2


async def test_what_does_not_exist_is_not_found(driver: Driver) -> None:
    client = await driver.served.as_("owner")
    response = await client.get(f"/v1/messages/{new_id()}")

    assert response.status_code == 404
    assert response.json() == {
        "type": "urn:honorar:problem:not-found",
        "title": "There is no such message",
        "status": 404,
    }
