import asyncio
from datetime import timedelta
from typing import Any, Literal

import pytest

from contracts.invoicing import Document, InvoiceCredited, InvoiceIssued, SendingRequested
from contracts.notifier import CreditNoteFailed, CreditNoteSent, DeliveryFailed, DeliverySent
from contracts.stored import example
from contracts.values import Contact
from database import new_id
from services.notifier.tests.document_server import PDF, digest_of
from services.notifier.tests.driver import LARGEST_DOCUMENT, Driver, only_message
from testkit import OTHER_ACCOUNT


async def test_an_issued_invoice_reaches_its_billing_contact_with_the_document(
    driver: Driver,
) -> None:
    event = await driver.consume_and_send()

    [mail] = driver.smtp.mails
    assert driver.smtp.recipients == [["faktura@nordlys.example"]]
    assert mail["To"] == "Eva Holm <faktura@nordlys.example>"
    assert mail["From"] == "Studio Lind ApS <faktura@lind.example>"
    [attached] = mail.iter_attachments()
    assert attached.get_content() == PDF
    assert attached.get_content_type() == "application/pdf"
    assert attached.get_filename() == "2026-0001.pdf"
    [published] = await driver.served.published(DeliverySent)
    assert (published.invoice_id, published.recipient) == (
        event.invoice_id,
        "faktura@nordlys.example",
    )
    assert published.message_id == mail["Message-ID"]


async def test_receipts_go_along_with_the_invoice(driver: Driver) -> None:
    path = f"/documents/{new_id()}/receipts/{new_id()}?key=abc"
    driver.documents.add(path, b"\xff\xd8\xff a photo")
    receipt = Document(path=path, file_name="train.jpg", media_type="image/jpeg")
    await driver.consume_and_send(receipts=(receipt,))

    [mail] = driver.smtp.mails
    attached = [(one.get_filename(), one.get_content_type()) for one in mail.iter_attachments()]
    assert attached == [("2026-0001.pdf", "application/pdf"), ("train.jpg", "image/jpeg")]
    assert list(mail.iter_attachments())[1].get_content() == b"\xff\xd8\xff a photo"


async def test_an_invoice_consumed_twice_and_late_again_is_mailed_once(driver: Driver) -> None:
    event = driver.invoice_issued()
    records = await driver.served.consume(event, event)
    await driver.served.run_due()
    await driver.served.process(records)
    await driver.served.consume(event)
    await driver.retry()

    assert len(driver.smtp.mails) == 1
    assert len(await driver.served.published(DeliverySent)) == 1


async def test_invoices_consumed_in_another_order_are_each_mailed_once(driver: Driver) -> None:
    first, second = (
        driver.invoice_issued(number="2026-0001"),
        driver.invoice_issued(number="2026-0002"),
    )
    await driver.served.consume(second, first, second)
    await driver.served.run_due()
    await driver.served.consume(first, second)
    await driver.served.run_due()

    assert sorted(str(mail["Subject"]) for mail in driver.smtp.mails) == [
        "Faktura 2026-0001 fra Studio Lind ApS",
        "Faktura 2026-0002 fra Studio Lind ApS",
    ]


@pytest.mark.parametrize("channel", ["qbo", "hand"])
async def test_an_invoice_that_goes_another_way_is_not_mailed(driver: Driver, channel: str) -> None:
    await driver.consume_and_send(delivery=channel)

    assert driver.smtp.mails == []
    assert await driver.served.published() == []


@pytest.mark.parametrize(("language", "word"), [("da", "Kreditnota"), ("en", "Credit note")])
async def test_a_credit_note_reaches_the_billing_contact_once(
    driver: Driver, language: str, word: str
) -> None:
    path = f"/documents/{new_id()}.pdf?key=abc"
    driver.documents.add(path, PDF)
    document = Document(path=path, file_name="CN-2026-0001.pdf", media_type="application/pdf")
    event = example(InvoiceCredited).model_copy(
        update={"credit_note_id": new_id(), "document": document, "language": language}
    )
    await driver.served.consume(event, event)
    await driver.served.run_due()
    [mail] = driver.smtp.mails
    assert mail["Subject"] == f"{word} CN-2026-0001 " + (
        "fra Studio Lind ApS" if language == "da" else "from Studio Lind ApS"
    )
    body = mail.get_body(("plain",))
    assert body is not None
    assert "2026-0001" in body.get_content()
    assert "Half of it was done before" in body.get_content()
    [attachment] = mail.iter_attachments()
    assert attachment.get_filename() == "CN-2026-0001.pdf"
    client = await driver.served.as_("billing")
    asked = {"kind": "credit-note", "subject_id": str(event.credit_note_id)}
    [message] = (await client.get("/v1/messages", params=asked)).json()["items"]
    assert (message["state"], message["invoice_id"]) == ("sent", None)
    assert await driver.served.published(DeliverySent) == []
    [sent] = await driver.served.published(CreditNoteSent)
    assert (sent.credit_note_id, sent.message_id) == (event.credit_note_id, mail["Message-ID"])
    assert (sent.recipient, sent.version) == ("faktura@nordlys.example", 2)


async def test_a_credit_note_without_a_billing_contact_fails_at_once_until_it_goes_to_somebody(
    driver: Driver,
) -> None:
    event = example(InvoiceCredited).model_copy(
        update={"billing_contact": None, "document": driver.invoice_issued().document}
    )
    await driver.served.consume(event, event)
    [failed] = await driver.served.published(CreditNoteFailed)
    assert (failed.credit_note_id, failed.recipient) == (event.credit_note_id, None)
    assert failed.reason == "the customer has no billing contact"

    client = await driver.served.as_("billing")
    path = f"/v1/messages/{(await only_message(client))['id']}/resend"
    to = {"recipient": {"name": "Eva", "email": "eva@nordlys.example"}}
    assert (await client.post(path, json=to)).status_code == 202
    await driver.served.run_due()
    [sent] = await driver.served.published(CreditNoteSent)
    assert sent.recipient == "eva@nordlys.example"
    assert sent.version > failed.version


async def test_a_credit_note_that_is_given_by_hand_is_not_mailed(driver: Driver) -> None:
    event = example(InvoiceCredited).model_copy(update={"delivery": "hand"})
    await driver.served.consume(event)
    await driver.served.run_due()
    assert driver.smtp.mails == []


async def test_a_missing_billing_contact_fails_the_delivery_at_once(driver: Driver) -> None:
    event = driver.invoice_issued(billing_contact=None)
    await driver.served.consume(event, event)

    [published] = await driver.served.published(DeliveryFailed)
    assert await driver.served.published(DeliverySent) == []
    assert (published.invoice_id, published.recipient) == (event.invoice_id, None)
    assert published.reason == "the customer has no billing contact"
    assert await driver.served.run_due() == 0


@pytest.mark.parametrize(
    "email", ["", "eva", "eva@", "@nordlys.example", "a@b@c d", "a@x.example\r\nBcc: b@x.example"]
)
async def test_what_is_no_address_fails_the_delivery_at_once(driver: Driver, email: str) -> None:
    await driver.consume_and_send(billing_contact=Contact(name="Eva", email=email))

    [published] = await driver.served.published(DeliveryFailed)
    assert published.recipient == email
    assert driver.smtp.mails == []


async def test_a_busy_mail_server_is_tried_again_until_it_takes_the_mail(driver: Driver) -> None:
    driver.smtp.to_recipient = ["451 greylisted, come again"]
    driver.smtp.to_content = ["452 no space now"]
    event = await driver.consume_and_send()
    assert await driver.served.published() == []
    client = await driver.served.as_("billing")
    waiting = await only_message(client)
    assert waiting["state"] == "queued"
    assert waiting["reason"] == "the mail server said 451 greylisted, come again"

    await driver.retry()
    await driver.retry()

    assert len(driver.smtp.mails) == 1
    [published] = await driver.served.published(DeliverySent)
    assert await driver.served.published(DeliveryFailed) == []
    assert published.invoice_id == event.invoice_id


@pytest.mark.parametrize("step", ["to_recipient", "to_content"])
async def test_a_mail_server_that_refuses_for_good_fails_the_delivery(
    driver: Driver, step: str
) -> None:
    setattr(driver.smtp, step, ["550 no such user"])
    event = await driver.consume_and_send()
    await driver.retry()

    assert driver.smtp.mails == []
    [published] = await driver.served.published(DeliveryFailed)
    assert await driver.served.published(DeliverySent) == []
    assert published.invoice_id == event.invoice_id
    assert published.reason == "the mail server said 550 no such user"


async def test_a_refusal_of_our_own_sign_in_is_waited_out(driver: Driver) -> None:
    driver.smtp.to_recipient = ["530 5.7.0 Authentication required"]
    await driver.consume_and_send()
    assert await driver.served.published() == []

    await driver.retry()

    assert len(await driver.served.published(DeliverySent)) == 1


async def test_a_mail_server_that_stays_away_fails_the_delivery_in_the_end(driver: Driver) -> None:
    driver.smtp.to_recipient = ["421 going down"] * 2
    await driver.consume_and_send()
    assert await driver.served.published() == []

    await driver.pass_time(timedelta(days=3))
    await driver.retry()

    [published] = await driver.served.published(DeliveryFailed)
    assert published.reason.endswith("the mail server said 421 going down")


@pytest.mark.parametrize(
    ("digest", "reason"),
    [(digest_of(b"%PDF another one"), "its SHA-256 differs"), ("", "came without its SHA-256")],
)
async def test_a_document_that_did_not_come_whole_is_fetched_again(
    driver: Driver, digest: str, reason: str
) -> None:
    driver.documents.digests = [digest]
    await driver.consume_and_send()
    assert driver.smtp.mails == []
    assert reason in (await only_message(await driver.served.as_("billing")))["reason"]

    await driver.retry()

    assert len(driver.smtp.mails) == 1
    assert len(await driver.served.published()) == 1


async def test_each_delivery_of_a_message_has_a_version_of_its_own(driver: Driver) -> None:
    driver.smtp.to_content = ["550 no invoices please"]
    await driver.consume_and_send()
    client = await driver.served.as_("billing")
    path = f"/v1/messages/{(await only_message(client))['id']}/resend"
    assert (await client.post(path)).status_code == 202
    await driver.served.run_due()

    [failed], [sent] = (
        await driver.served.published(DeliveryFailed),
        await driver.served.published(DeliverySent),
    )
    assert (failed.version, sent.version) == (2, 4)


async def test_a_document_too_large_to_mail_fails_the_delivery(driver: Driver) -> None:
    event = driver.invoice_issued()
    driver.documents.add(event.document.path, bytes(LARGEST_DOCUMENT + 1))
    await driver.served.consume(event)
    await driver.served.run_due()

    assert driver.smtp.mails == []
    [published] = await driver.served.published(DeliveryFailed)
    assert "larger" in published.reason


@pytest.mark.parametrize("status", [404, 500, 302])
async def test_a_document_that_cannot_be_fetched_now_is_fetched_later(
    driver: Driver, status: int
) -> None:
    driver.documents.statuses = [status]
    await driver.consume_and_send()
    assert driver.smtp.mails == []

    await driver.retry()

    assert len(driver.smtp.mails) == 1
    assert len(await driver.served.published()) == 1


@pytest.mark.parametrize("how", ["before storing", "after storing"])
async def test_a_mail_whose_reply_is_lost_is_not_sent_again_by_itself(
    driver: Driver, how: Literal["before storing", "after storing"]
) -> None:
    driver.smtp.hang_up = how
    event = await driver.consume_and_send()
    driver.smtp.hang_up = ""
    await driver.retry()

    assert len(driver.smtp.mails) == (how == "after storing")
    assert await driver.served.published(DeliverySent) == []
    [published] = await driver.served.published(DeliveryFailed)
    assert (published.invoice_id, published.may_have_arrived) == (event.invoice_id, True)
    assert published.reason.startswith("outcome unknown: the mail may have arrived;")
    client = await driver.served.as_("billing")
    [message] = (await client.get("/v1/messages?state=unknown")).json()["items"]
    assert message["reason"] == published.reason


async def test_a_person_may_send_again_what_may_have_arrived(driver: Driver) -> None:
    driver.smtp.hang_up = "after storing"
    await driver.consume_and_send()
    driver.smtp.hang_up = ""
    client = await driver.served.as_("billing")
    path = f"/v1/messages/{(await only_message(client))['id']}/resend"

    assert (await client.post(path)).status_code == 202
    await driver.served.run_due()

    assert (await only_message(client))["state"] == "sent"
    assert len(driver.smtp.mails) == 2
    assert len(await driver.served.published(DeliverySent)) == 1


@pytest.mark.parametrize(
    ("reply", "state"), [("451 come again", "queued"), ("550 no invoices please", "failed")]
)
async def test_a_refusal_of_the_whole_mail_is_a_known_outcome(
    driver: Driver, reply: str, state: str
) -> None:
    driver.smtp.to_content = [reply]
    await driver.consume_and_send()

    message = await only_message(await driver.served.as_("billing"))
    assert (message["state"], message["reason"]) == (state, f"the mail server said {reply}")
    failed = await driver.served.published(DeliveryFailed)
    assert [event.may_have_arrived for event in failed] == [False] * (state == "failed")


async def test_an_attempt_that_was_cut_off_before_the_reply_is_not_made_again(
    driver: Driver,
) -> None:
    taken = asyncio.Event()
    driver.smtp.on_mail, driver.smtp.hold_reply = taken.set, asyncio.Event()
    await driver.served.consume(driver.invoice_issued())
    attempt = asyncio.create_task(driver.served.run_due())
    await taken.wait()
    attempt.cancel()
    await asyncio.gather(attempt, return_exceptions=True)
    driver.smtp.hold_reply.set()

    await driver.retry()
    await driver.retry()

    assert len(driver.smtp.mails) == 1
    [published] = await driver.served.published(DeliveryFailed)
    assert published.may_have_arrived


async def test_an_attempt_that_lost_its_lease_is_not_made_by_another(driver: Driver) -> None:
    taken, go_on = asyncio.Event(), asyncio.Event()
    driver.smtp.on_mail, driver.smtp.hold_reply = taken.set, go_on
    await driver.served.consume(driver.invoice_issued())
    slow = asyncio.create_task(driver.served.run_due())
    await taken.wait()
    await driver.retry()
    go_on.set()
    await slow

    assert len(driver.smtp.mails) == 1
    assert len(await driver.served.published()) == 1


async def test_an_invoice_of_one_account_leaves_the_same_invoice_of_another_alone(
    driver: Driver,
) -> None:
    event = driver.invoice_issued()
    theirs = event.model_copy(update={"account_id": OTHER_ACCOUNT})
    await driver.served.consume(event, theirs, event, theirs)
    await driver.served.run_due()

    published = await driver.served.published(DeliverySent)
    assert {sent.account_id for sent in published} == {event.account_id, OTHER_ACCOUNT}
    assert len(published) == len(driver.smtp.mails) == 2


def requested(event: InvoiceIssued, **changes: Any) -> SendingRequested:
    """Somebody asks for the invoice to be mailed once more."""
    asked = {"invoice_id": event.invoice_id, "sending_id": new_id(), "document": event.document}
    return example(SendingRequested).model_copy(update={**asked, **changes})


async def test_what_was_asked_for_in_invoicing_is_mailed_once_each_with_its_note(
    driver: Driver,
) -> None:
    event = await driver.consume_and_send()
    first, second = requested(event), requested(event, message="<b>Again</b>\nfor Ole")
    records = await driver.served.consume(first, second, first)
    await driver.served.run_due()
    await driver.served.process(records)
    await driver.served.consume(second)
    await driver.retry()
    assert [to for [to] in driver.smtp.recipients] == [
        "faktura@nordlys.example",
        "ole+faktura@nordlys.example",
        "ole+faktura@nordlys.example",
    ]
    texts = [
        [part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"]
        for mail in driver.smtp.mails
    ]
    [(text, html)] = [parts for parts in texts if "Again" in parts[0]]
    words = "Hej Ole Lund\n\n<b>Again</b>\nfor Ole\n\nHermed faktura 2026-0001 fra"
    assert text.replace("\r\n", "\n").startswith(words)
    assert "&lt;b&gt;Again&lt;/b&gt;" in html
    sent = await driver.served.published(DeliverySent)
    ids = [event.invoice_id, first.sending_id, second.sending_id]
    assert sorted(one.delivery_id for one in sent) == sorted(ids)
    assert [one.version for one in sent] == sorted(one.version for one in sent)


async def test_an_invoice_that_went_another_way_is_mailed_when_that_is_asked_for(
    driver: Driver,
) -> None:
    event = await driver.consume_and_send(delivery="hand")
    await driver.served.consume(requested(event), requested(event, channel="qbo"))
    await driver.served.run_due()
    [mail] = driver.smtp.mails
    assert mail["To"] == "Ole Lund <ole+faktura@nordlys.example>"
    [sent] = await driver.served.published(DeliverySent)
    assert sent.invoice_id == event.invoice_id


async def test_what_is_asked_for_while_another_mail_waits_goes_beside_it(driver: Driver) -> None:
    event = driver.invoice_issued()
    await driver.served.consume(event, requested(event))
    await driver.served.run_due()
    assert len(driver.smtp.mails) == 2
