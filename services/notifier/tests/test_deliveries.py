import pytest

from contracts.values import Contact
from notifier.deliveries import Recipient, why_undeliverable
from services.notifier.tests.driver import Driver, only_message


def test_only_a_recipient_with_an_address_can_be_written_to() -> None:
    assert why_undeliverable(Recipient("Eva", "eva@x.example")) is None
    assert why_undeliverable(Recipient("Eva", "<eva@x.example>"))
    assert why_undeliverable(None) == "the customer has no billing contact"


@pytest.mark.parametrize("email", ["eva@mail.nordlys.local", "eva@nordlys.test", "eva@mailhost"])
async def test_mail_goes_to_addresses_inside_a_network_typed_or_from_an_invoice(
    driver: Driver, email: str
) -> None:
    await driver.consume_and_send(billing_contact=Contact(name="Eva", email=email))
    client = await driver.served.as_("billing")
    path = f"/v1/messages/{(await only_message(client))['id']}/resend"
    to = {"recipient": {"name": "Eva", "email": email}}
    assert (await client.post(path, json=to)).status_code == 202
    await driver.served.run_due()

    assert driver.smtp.recipients == [[email], [email]]


@pytest.mark.parametrize("email", ["<a@example.dk>", "a@example.dk,", "a@exa_mple..dk"])
async def test_what_could_not_be_sent_to_is_refused_when_it_is_typed(
    driver: Driver, email: str
) -> None:
    await driver.consume_and_send(billing_contact=Contact(name="Eva", email=email))
    assert driver.smtp.mails == []
    client = await driver.served.as_("billing")
    path = f"/v1/messages/{(await only_message(client))['id']}/resend"
    to = {"recipient": {"name": "Eva", "email": email}}
    response = await client.post(path, json=to)
    assert response.status_code == 422
    assert [error["field"] for error in response.json()["errors"]] == ["recipient.email"]
