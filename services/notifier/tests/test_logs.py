"""Logs hold no personal data: no address, no name, nothing of a message."""

import logging

import pytest

from contracts.values import Contact
from services.notifier.tests.driver import Driver, only_message

SECRETS = ("nordlys", "Eva", "Studio Lind", "2026-0001", "1250", "key=abc", "bo@")


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """All that a process logs with its usual level."""
    caplog.set_level(logging.WARNING, logger="httpx")  # as telemetry does
    caplog.set_level(logging.CRITICAL, logger="mail.log")  # the test's own mail server
    caplog.set_level(logging.INFO)  # last: the handler has one level for all
    return caplog


@pytest.mark.parametrize("step", ["to_recipient", "to_content"])
@pytest.mark.parametrize("code", ["451", "550"])
async def test_what_a_mail_server_says_of_a_recipient_is_not_logged(
    driver: Driver, log: pytest.LogCaptureFixture, step: str, code: str
) -> None:
    setattr(driver.smtp, step, [f"{code} <faktura@nordlys.example> (Eva): not now"])
    await driver.consume_and_send()

    message = await only_message(await driver.served.as_("billing"))
    assert "faktura@nordlys.example" in message["reason"]
    assert [secret for secret in SECRETS if secret in log.text] == []
    assert log.text


async def test_a_mail_that_was_sent_lost_and_sent_again_leaves_no_trace_of_its_content(
    driver: Driver, log: pytest.LogCaptureFixture
) -> None:
    driver.smtp.hang_up = "after storing"
    await driver.consume_and_send()
    driver.smtp.hang_up = ""
    client = await driver.served.as_("billing", subject="bo@nordlys.example")
    path = f"/v1/messages/{(await only_message(client))['id']}/resend"
    to = {"recipient": {"name": "Eva", "email": "eva@nordlys.example"}}
    assert (await client.post(path, json=to)).status_code == 202
    await driver.served.run_due()
    assert (await client.post(path, json={"recipient": {"name": "Eva"}})).status_code == 422

    assert [secret for secret in SECRETS if secret in log.text] == []
    assert log.text


async def test_a_message_that_cannot_be_written_leaves_no_trace_of_its_content(
    driver: Driver, log: pytest.LogCaptureFixture
) -> None:
    driver.documents.statuses = [500]
    await driver.consume_and_send()
    await driver.consume_and_send(billing_contact=Contact(name="Eva", email="Eva <nordlys>"))
    # PostgreSQL refuses NUL, with the whole statement in its error.
    await driver.consume_and_send(
        billing_contact=Contact(name="Eva\0", email="eva@nordlys.example")
    )

    assert [secret for secret in SECRETS if secret in log.text] == []
    assert log.text
