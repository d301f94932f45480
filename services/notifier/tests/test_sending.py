import asyncio
from datetime import timedelta

import pytest

from contracts import Contact
from contracts.notifier import DeliveryFailed, DeliverySent
from services.notifier.tests.archive import PDF
from services.notifier.tests.conftest import Desk


async def test_an_issued_invoice_reaches_its_billing_contact_with_the_document(desk: Desk) -> None:
    fact = await desk.hear_and_send()

    [mail] = desk.mailbox.mails
    assert desk.mailbox.recipients == [["faktura@nordlys.example"]]
    assert mail["To"] == "Eva Holm <faktura@nordlys.example>"
    assert mail["From"] == "Studio Lind ApS <faktura@lind.example>"
    [attached] = mail.iter_attachments()
    assert attached.get_content() == PDF
    assert attached.get_content_type() == "application/pdf"
    assert attached.get_filename() == "2026-0001.pdf"
    [said] = await desk.served.published(DeliverySent)
    assert (said.invoice_id, said.recipient) == (fact.invoice_id, "faktura@nordlys.example")
    assert said.message_id == mail["Message-ID"]


async def test_an_invoice_heard_twice_and_late_again_is_mailed_once(desk: Desk) -> None:
    fact = desk.issued()
    records = await desk.served.consume(fact, fact)
    await desk.served.run_due()
    await desk.served.process(records)
    await desk.served.consume(fact)
    await desk.try_again()

    assert len(desk.mailbox.mails) == 1
    assert len(await desk.served.published(DeliverySent)) == 1


async def test_invoices_heard_in_another_order_are_each_mailed_once(desk: Desk) -> None:
    first, second = desk.issued(number="2026-0001"), desk.issued(number="2026-0002")
    await desk.served.consume(second, first, second)
    await desk.served.run_due()
    await desk.served.consume(first, second)
    await desk.served.run_due()

    assert sorted(str(mail["Subject"]) for mail in desk.mailbox.mails) == [
        "Faktura 2026-0001 fra Studio Lind ApS",
        "Faktura 2026-0002 fra Studio Lind ApS",
    ]


@pytest.mark.parametrize("channel", ["qbo", "hand"])
async def test_an_invoice_that_goes_another_way_is_not_mailed(desk: Desk, channel: str) -> None:
    await desk.hear_and_send(delivery=channel)

    assert desk.mailbox.mails == []
    assert await desk.served.published() == []


async def test_a_missing_billing_contact_fails_the_delivery_at_once(desk: Desk) -> None:
    fact = desk.issued(billing_contact=None)
    await desk.served.consume(fact, fact)

    [said] = await desk.served.published(DeliveryFailed)
    assert await desk.served.published(DeliverySent) == []
    assert (said.invoice_id, said.recipient) == (fact.invoice_id, None)
    assert said.reason == "the customer has no billing contact"
    assert await desk.served.run_due() == 0


@pytest.mark.parametrize(
    "email", ["", "eva", "eva@", "@nordlys.example", "a@b@c d", "a@x.example\r\nBcc: b@x.example"]
)
async def test_what_is_no_address_fails_the_delivery_at_once(desk: Desk, email: str) -> None:
    await desk.hear_and_send(billing_contact=Contact(name="Eva", email=email))

    [said] = await desk.served.published(DeliveryFailed)
    assert said.recipient == email
    assert desk.mailbox.mails == []


async def test_a_busy_mail_server_is_tried_again_until_it_takes_the_mail(desk: Desk) -> None:
    desk.mailbox.to_recipient = ["451 greylisted, come again"]
    desk.mailbox.to_content = ["452 no space now"]
    fact = await desk.hear_and_send()
    assert await desk.served.published() == []
    client = await desk.served.as_("billing")
    [waiting] = (await client.get("/v1/messages")).json()["items"]
    assert waiting["state"] == "queued"
    assert waiting["reason"] == "the mail server said 451 greylisted, come again"

    await desk.try_again()
    await desk.try_again()

    assert len(desk.mailbox.mails) == 1
    [said] = await desk.served.published(DeliverySent)
    assert await desk.served.published(DeliveryFailed) == []
    assert said.invoice_id == fact.invoice_id


@pytest.mark.parametrize("step", ["to_recipient", "to_content"])
async def test_a_mail_server_that_refuses_for_good_fails_the_delivery(
    desk: Desk, step: str
) -> None:
    setattr(desk.mailbox, step, ["550 no such user"])
    fact = await desk.hear_and_send()
    await desk.try_again()

    assert desk.mailbox.mails == []
    [said] = await desk.served.published(DeliveryFailed)
    assert await desk.served.published(DeliverySent) == []
    assert said.invoice_id == fact.invoice_id
    assert said.reason == "the mail server said 550 no such user"


async def test_a_refusal_of_our_own_sign_in_is_waited_out(desk: Desk) -> None:
    desk.mailbox.to_recipient = ["530 5.7.0 Authentication required"]
    await desk.hear_and_send()
    assert await desk.served.published() == []

    await desk.try_again()

    assert len(await desk.served.published(DeliverySent)) == 1


async def test_a_mail_server_that_stays_away_fails_the_delivery_in_the_end(desk: Desk) -> None:
    desk.mailbox.to_recipient = ["421 going down"] * 2
    await desk.hear_and_send()
    assert await desk.served.published() == []

    await desk.pass_time(timedelta(days=3))
    await desk.try_again()

    [said] = await desk.served.published(DeliveryFailed)
    assert said.reason.endswith("the mail server said 421 going down")


async def test_a_document_that_is_not_the_issued_one_is_never_sent(desk: Desk) -> None:
    fact = desk.issued()
    desk.archive.keep(fact.document.path, b"%PDF another one")
    await desk.served.consume(fact)
    await desk.served.run_due()

    assert desk.mailbox.mails == []
    [said] = await desk.served.published(DeliveryFailed)
    assert "SHA-256" in said.reason


async def test_a_document_too_large_to_mail_fails_the_delivery(desk: Desk) -> None:
    fact = desk.issued()
    desk.archive.keep(fact.document.path, bytes(desk.largest_document + 1))
    await desk.served.consume(fact)
    await desk.served.run_due()

    assert desk.mailbox.mails == []
    [said] = await desk.served.published(DeliveryFailed)
    assert "larger" in said.reason


@pytest.mark.parametrize("status", [404, 500, 302])
async def test_a_document_that_cannot_be_fetched_now_is_fetched_later(
    desk: Desk, status: int
) -> None:
    desk.archive.statuses = [status]
    await desk.hear_and_send()
    assert desk.mailbox.mails == []

    await desk.try_again()

    assert len(desk.mailbox.mails) == 1
    assert len(await desk.served.published()) == 1


async def test_a_crash_after_the_server_took_the_mail_sends_a_second_copy_that_can_be_recognised(
    desk: Desk,
) -> None:
    taken = asyncio.Event()
    desk.mailbox.on_mail = taken.set
    desk.mailbox.hold_answer = asyncio.Event()
    await desk.served.consume(desk.issued())
    attempt = asyncio.create_task(desk.served.run_due())
    await taken.wait()
    attempt.cancel()
    await asyncio.gather(attempt, return_exceptions=True)
    desk.mailbox.hold_answer.set()
    assert await desk.served.published() == []

    assert await desk.try_again() == 1

    first, second = desk.mailbox.mails
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Date"] == second["Date"]
    assert len(await desk.served.published(DeliverySent)) == 1


async def test_an_attempt_that_lost_its_lease_leaves_the_outcome_to_the_next(desk: Desk) -> None:
    taken, go_on = asyncio.Event(), asyncio.Event()
    desk.mailbox.on_mail, desk.mailbox.hold_answer = taken.set, go_on
    await desk.served.consume(desk.issued())
    slow = asyncio.create_task(desk.served.run_due())
    await taken.wait()
    desk.mailbox.hold_answer = None
    await desk.try_again()
    go_on.set()
    await slow

    assert len({str(mail["Message-ID"]) for mail in desk.mailbox.mails}) == 1
    assert len(await desk.served.published(DeliverySent)) == 1
