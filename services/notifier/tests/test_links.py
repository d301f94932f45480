"""Links of identity are mailed in the reader's language, and kept nowhere."""

from datetime import UTC, datetime, timedelta

import pytest

from contracts.identity import LogInRequested, MemberInvited
from contracts.stored import example
from services.notifier.tests.driver import Driver


def later() -> datetime:
    """A quarter of an hour from now: not from when the tests were collected."""
    return datetime.now(UTC) + timedelta(minutes=15)


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("da", "Anna Lind inviterer dig til Nordlys ApS"),
        ("en-GB", "Anna Lind invites you to Nordlys ApS"),
    ],
)
async def test_an_invitation_is_mailed(driver: Driver, language: str, subject: str) -> None:
    event = example(MemberInvited).model_copy(update={"language": language, "expires_at": later()})
    await driver.served.process(await driver.served.consume(event))
    await driver.served.run_due()
    [message] = driver.smtp.mails
    assert (message["Subject"], message["To"]) == (subject, "Mette Holm <mette@nordlys.example>")
    for kind in ("plain", "html"):
        body = message.get_body((kind,))
        assert body is not None
        assert event.link in body.get_content()
    assert (await (await driver.served.as_("owner")).get("/v1/messages")).json()["items"] == []


async def test_a_log_in_link_is_mailed_once_the_mail_server_is_back(driver: Driver) -> None:
    event = example(LogInRequested).model_copy(update={"expires_at": later(), "name": "<b>&"})
    driver.smtp.to_content = ["451 not now"]
    await driver.served.consume(event)
    await driver.served.run_due()
    assert driver.smtp.mails == []
    driver.smtp.to_content = []
    await driver.retry()
    [mail] = driver.smtp.mails
    html = mail.get_body(("html",))
    assert html is not None
    assert "&lt;b&gt;&amp;" in html.get_content()


async def test_a_link_that_is_too_old_is_not_mailed(driver: Driver) -> None:
    event = example(LogInRequested).model_copy(update={"expires_at": datetime.now(UTC)})
    await driver.served.consume(event)
    await driver.served.run_due()
    assert driver.smtp.mails == []
