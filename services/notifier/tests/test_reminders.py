"""Reminders by e-mail: on their day, once, of what is owed at that moment, in whatever order things are known."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import pytest
from sqlalchemy import text

from contracts import Money
from contracts.invoicing import (
    DisputeResolved,
    InvoiceCredited,
    InvoiceDisputed,
    InvoiceHandedOver,
    InvoiceIssued,
    InvoicePaid,
    PaymentRecorded,
    PaymentReversed,
)
from contracts.notifier import ReminderFailed, ReminderPassedOver, ReminderSent
from contracts.qbo_sync import InvoiceSent
from contracts.stored import example
from contracts.timer import AccountSettingsChanged, OrganizationChanged, OrganizationMerged
from contracts.values import Contact
from database import new_id
from notifier.commands import reminders
from notifier.queries import reminders as queries
from services.notifier.tests.document_server import PDF
from services.notifier.tests.driver import Driver
from testkit import ACCOUNT, OTHER_ACCOUNT, count_statements

TODAY = datetime.now(UTC).date()
START = "2020-01-01"


def chosen_of(read: httpx.Response) -> dict[str, Any]:
    """What of the settings is the account's choice here."""
    elsewhere = {"version", "holiday_region"}
    return {name: value for name, value in read.json().items() if name not in elsewhere}


async def switch_on(client: httpx.AsyncClient, **changes: Any) -> dict[str, Any]:
    """Reminders on every day of the week, also of invoices that are due already."""
    read = await client.get("/v1/reminder-settings")
    body = chosen_of(read)
    for step in body["steps"]:
        step["texts"] = []
    body |= {"on": True, "due_from": START, "workdays_only": False, **changes}
    etag = {"If-Match": read.headers["etag"]}
    response = await client.put("/v1/reminder-settings", json=body, headers=etag)
    assert response.status_code == 200, response.text
    return dict(response.json())


async def overdue_invoice(driver: Driver, days: int = 2, **changes: Any) -> InvoiceIssued:
    """An invoice that its customer has, so many days after it was due."""
    due = TODAY - timedelta(days=days)
    dates = {"due_date": due, "issue_date": due - timedelta(days=30)}
    event = await driver.consume_and_send(**{**dates, **changes})
    driver.smtp.mails.clear()
    driver.smtp.envelopes.clear()
    return event


async def run_day(driver: Driver) -> None:
    """Let the account's hour come, and send what waits."""
    await driver.retry()
    await driver.served.run_due()


async def remind(driver: Driver, now: datetime | None = None, account: UUID | None = None) -> None:
    """What the account's task does at its hour, and the mails of it."""
    after: UUID | None = reminders.FIRST
    while after:
        async with driver.served.database.transaction(account or ACCOUNT) as session:
            after = await reminders.remind_due(session, after=after, now=now or datetime.now(UTC))
    await driver.served.run_due()


def of(event: InvoiceIssued, kind: Any, version: int, **changes: Any) -> Any:
    """An event of the same invoice."""
    common = {"invoice_id": event.invoice_id, "version": version, "account_id": event.account_id}
    return example(kind).model_copy(update={**common, **changes})


def owed(event: InvoiceIssued, amount: str) -> Money:
    return Money(amount=Decimal(amount), currency=event.currency)


def body_of(mail: Any) -> str:
    return str(mail.get_body(("plain",)).get_content())


async def test_an_overdue_invoice_is_reminded_with_its_document_and_what_is_owed(
    driver: Driver,
) -> None:
    client = await driver.served.as_("billing")
    await switch_on(client)
    event = await overdue_invoice(driver)
    await driver.served.consume(of(event, PaymentRecorded, 5, balance=owed(event, "400.00")))
    await run_day(driver)

    [mail] = driver.smtp.mails
    assert driver.smtp.recipients == [["faktura@nordlys.example"]]
    assert mail["Subject"].startswith("Påmindelse: faktura 2026-0001 forfaldt den ")
    assert "400,00" in body_of(mail)
    assert event.payment_instructions in body_of(mail)
    [attached] = mail.iter_attachments()
    assert attached.get_content() == PDF
    [published] = await driver.served.published(ReminderSent)
    assert (published.invoice_id, published.number, published.days) == (event.invoice_id, 1, 1)
    assert (published.balance.amount, published.message_id) == (Decimal(400), mail["Message-ID"])
    [passed] = await driver.served.published(ReminderPassedOver)
    assert (passed.invoice_id, passed.days) == (event.invoice_id, -3)
    found = (await client.get(f"/v1/invoices/{event.invoice_id}/reminders")).json()
    assert [(one["state"], one["number"]) for one in found["reminders"]] == [
        ("passed-over", None),
        ("sent", 1),
    ]
    assert found["next"]["on"] == str(TODAY + timedelta(days=6))
    assert found["next"]["number"] == 2


async def test_everything_twice_and_by_two_workers_at_once_sends_one(driver: Driver) -> None:
    await switch_on(await driver.served.as_("billing"))
    event = await overdue_invoice(driver)
    await driver.served.consume(event, event)
    await asyncio.gather(*(remind(driver) for _ in range(4)))
    await remind(driver)
    assert len(driver.smtp.mails) == 1
    assert len(await driver.served.published(ReminderSent)) == 1
    assert len(await driver.served.published(ReminderPassedOver)) == 1


STOPS: Sequence[Any] = [
    lambda event: [of(event, InvoicePaid, 6)],
    lambda event: [of(event, PaymentRecorded, 6, balance=owed(event, "0.00"))],
    lambda event: [of(event, InvoiceCredited, 6, credit="full", balance=owed(event, "0.00"))],
    lambda event: [of(event, InvoiceDisputed, 6)],
    lambda event: [
        of(event, InvoiceDisputed, 6),
        of(event, InvoiceDisputed, 7, dispute_id=new_id()),
        of(event, DisputeResolved, 8, disputed=True),
    ],
]


@pytest.mark.parametrize("stop", STOPS)
async def test_what_is_paid_credited_or_disputed_is_not_reminded(driver: Driver, stop: Any) -> None:
    await switch_on(await driver.served.as_("billing"))
    event = await overdue_invoice(driver)
    events = stop(event)
    await driver.served.consume(*events, *reversed(events))
    await run_day(driver)
    assert driver.smtp.mails == []


async def test_a_dispute_that_ended_and_a_payment_that_was_reversed_let_it_go_on(
    driver: Driver,
) -> None:
    await switch_on(await driver.served.as_("billing"))
    event = await overdue_invoice(driver)
    await driver.served.consume(
        of(event, DisputeResolved, 9, disputed=False),
        of(event, InvoiceDisputed, 8),
        of(event, PaymentReversed, 7, balance=owed(event, "1250.00")),
        of(event, InvoicePaid, 6),
    )
    await run_day(driver)
    [mail] = driver.smtp.mails
    assert "1.250,00" in body_of(mail)


async def test_what_becomes_known_before_the_issue_holds(driver: Driver) -> None:
    await switch_on(await driver.served.as_("billing"))
    event = driver.invoice_issued(due_date=TODAY - timedelta(days=2))
    await driver.served.consume(of(event, InvoicePaid, 6))
    await driver.served.consume(event)
    await driver.served.run_due()
    driver.smtp.mails.clear()
    await run_day(driver)
    assert driver.smtp.mails == []


async def test_a_reminder_whose_invoice_is_paid_before_its_mail_goes_is_not_sent(
    driver: Driver,
) -> None:
    await switch_on(await driver.served.as_("billing"))
    event = await overdue_invoice(driver)
    driver.smtp.to_recipient = ["451 come again"]
    await run_day(driver)
    await driver.served.consume(of(event, InvoicePaid, 6))
    await run_day(driver)
    assert driver.smtp.mails == []
    [failed] = await driver.served.published(ReminderFailed)
    assert failed.reason == "nothing is owed any more"


async def test_a_payment_between_writing_and_handing_over_is_in_the_mail(driver: Driver) -> None:
    await switch_on(await driver.served.as_("billing"))
    event = await overdue_invoice(driver)
    driver.smtp.on_recipient = lambda: driver.served.consume(
        of(event, PaymentRecorded, 6, balance=owed(event, "10.00"))
    )
    await run_day(driver)
    assert driver.smtp.mails == []
    driver.smtp.on_recipient = None
    await run_day(driver)
    [mail] = driver.smtp.mails
    assert "10,00" in body_of(mail)
    [sent] = await driver.served.published(ReminderSent)
    assert sent.balance.amount == Decimal(10)


async def test_an_invoice_that_never_went_out_waits_until_it_did(driver: Driver) -> None:
    client = await driver.served.as_("billing")
    await switch_on(client)
    event = await overdue_invoice(driver, delivery="hand")
    await run_day(driver)
    assert driver.smtp.mails == []
    path = f"/v1/invoices/{event.invoice_id}/reminders"
    assert (await client.get(path)).json()["hindrance"] == "not-delivered"
    refused = await client.post(path)
    assert refused.status_code == 409
    assert "not-delivered" in refused.text
    await driver.served.consume(of(event, InvoiceHandedOver, 6))
    await run_day(driver)
    assert len(driver.smtp.mails) == 1


async def test_an_invoice_that_quickbooks_sent_is_reminded(driver: Driver) -> None:
    await switch_on(await driver.served.as_("billing"))
    event = await overdue_invoice(driver, delivery="qbo")
    await driver.served.consume(of(event, InvoiceSent, 1))
    await run_day(driver)
    assert len(driver.smtp.mails) == 1


async def test_it_goes_to_who_is_the_customers_contact_now(driver: Driver) -> None:
    await switch_on(await driver.served.as_("billing"))
    event = await overdue_invoice(driver)
    stays, merged = new_id(), event.organization_id
    contact = Contact(name="Ida", email="ida@nordlys.example")
    await driver.served.consume(
        example(OrganizationMerged).model_copy(
            update={"organization_id": merged, "version": 9, "into_organization_id": stays}
        ),
        example(OrganizationChanged).model_copy(update={"organization_id": merged, "version": 8}),
        example(OrganizationChanged).model_copy(
            update={"organization_id": stays, "version": 1, "billing_contact": contact}
        ),
    )
    await run_day(driver)
    assert driver.smtp.recipients == [["ida@nordlys.example"]]


async def test_without_a_contact_it_fails_with_the_reason_until_somebody_names_one(
    driver: Driver,
) -> None:
    client = await driver.served.as_("billing")
    await switch_on(client)
    event = await overdue_invoice(driver, billing_contact=None, delivery="hand")
    await driver.served.consume(of(event, InvoiceHandedOver, 6))
    await run_day(driver)
    [failed] = await driver.served.published(ReminderFailed)
    assert (failed.reason, failed.recipient) == ("the customer has no billing contact", None)
    path = f"/v1/invoices/{event.invoice_id}/reminders"
    assert (await client.post(path)).status_code == 409
    to = {"recipient": {"name": "Eva", "email": "eva@nordlys.example"}}
    resent = await client.post(f"/v1/messages/{failed.reminder_id}/resend", json=to)
    assert resent.status_code == 202, resent.text
    await driver.served.run_due()
    [sent] = await driver.served.published(ReminderSent)
    assert (sent.number, sent.recipient) == (1, "eva@nordlys.example")


async def test_reminding_now_is_an_act_of_its_own_with_who_asked(driver: Driver) -> None:
    client = await driver.served.as_("billing", subject="bo")
    event = await overdue_invoice(driver, days=40)
    path = f"/v1/invoices/{event.invoice_id}/reminders"
    asked = await client.post(path)
    assert asked.status_code == 202, asked.text
    again = await client.post(path)
    assert again.status_code == 409
    assert again.json()["type"] == "urn:honorar:problem:delivery-still-queued"
    await driver.served.run_due()
    assert (await client.post(path)).status_code == 202
    await driver.served.run_due()
    published = await driver.served.published(ReminderSent)
    assert [(one.number, one.days, one.requested_by) for one in published] == [
        (1, 1, "bo"),
        (2, 8, "bo"),
    ]


async def test_two_who_remind_at_once_send_one(driver: Driver) -> None:
    client = await driver.served.as_("billing")
    event = await overdue_invoice(driver)
    path = f"/v1/invoices/{event.invoice_id}/reminders"
    answers = await asyncio.gather(*(client.post(path) for _ in range(6)))
    await driver.served.run_due()
    assert sorted(one.status_code for one in answers) == [202] + [409] * 5
    assert len(driver.smtp.mails) == 1


@pytest.mark.parametrize("of_what", ["invoice_id", "organization_id"])
async def test_what_is_paused_is_not_reminded_until_that_is_ended(
    driver: Driver, of_what: str
) -> None:
    client = await driver.served.as_("billing", subject="bo")
    await switch_on(client)
    event = await overdue_invoice(driver)
    body = {of_what: str(getattr(event, of_what)), "reason": "They pay on Friday"}
    first = await client.post("/v1/reminder-pauses", json=body)
    assert first.status_code == 201, first.text
    second = (await client.post("/v1/reminder-pauses", json=body)).json()
    await run_day(driver)
    assert driver.smtp.mails == []
    path = f"/v1/invoices/{event.invoice_id}/reminders"
    found = (await client.get(path)).json()
    assert found["hindrance"] == f"{'invoice' if of_what == 'invoice_id' else 'customer'}-paused"
    assert found["pause"]["id"] == second["id"]
    assert (await client.post(path)).status_code == 409
    listed = (await client.get("/v1/reminder-pauses")).json()["items"]
    assert [one["id"] for one in listed] == [second["id"]]
    end = f"/v1/reminder-pauses/{second['id']}/end"
    assert (await client.post(end)).json()["ended_by"] == "bo"
    assert (await client.post(end)).status_code == 409
    await remind(driver)
    assert len(driver.smtp.mails) == 1


async def test_a_pause_is_over_after_its_last_day(driver: Driver) -> None:
    client = await driver.served.as_("billing")
    await switch_on(client)
    event = await overdue_invoice(driver)
    body = {"invoice_id": str(event.invoice_id), "reason": "r", "until": str(TODAY)}
    assert (await client.post("/v1/reminder-pauses", json=body)).status_code == 201
    await remind(driver)
    assert driver.smtp.mails == []
    await remind(driver, datetime.now(UTC) + timedelta(days=1))
    assert len(driver.smtp.mails) == 1
    body["until"] = str(TODAY - timedelta(days=1))
    assert (await client.post("/v1/reminder-pauses", json=body)).status_code == 422


async def test_a_pause_of_a_merged_customer_is_one_of_both(driver: Driver) -> None:
    client = await driver.served.as_("billing")
    await switch_on(client)
    event = await overdue_invoice(driver)
    stays = new_id()
    await driver.served.consume(
        example(OrganizationMerged).model_copy(
            update={
                "organization_id": event.organization_id,
                "version": 9,
                "into_organization_id": stays,
            }
        ),
        example(OrganizationChanged).model_copy(update={"organization_id": stays}),
    )
    body = {"organization_id": str(stays), "reason": "r"}
    assert (await client.post("/v1/reminder-pauses", json=body)).status_code == 201
    await remind(driver)
    assert driver.smtp.mails == []


async def test_switching_on_begins_with_invoices_due_from_that_day_on(driver: Driver) -> None:
    client = await driver.served.as_("billing")
    old, new = await overdue_invoice(driver), await overdue_invoice(driver, days=0)
    chosen = await switch_on(client, due_from=None)
    assert chosen["due_from"] == str(TODAY)
    await remind(driver, datetime.now(UTC) + timedelta(days=1))
    [sent] = await driver.served.published(ReminderSent)
    assert sent.invoice_id == new.invoice_id
    found = (await client.get(f"/v1/invoices/{old.invoice_id}/reminders")).json()
    assert (found["hindrance"], found["next"]) == ("due-before-start", None)


async def test_what_comes_is_listed_by_day_and_what_is_held_up_with_its_reason(
    driver: Driver,
) -> None:
    client = await driver.served.as_("manager")
    assert (await client.get("/v1/reminders/coming")).json() == {"items": [], "more": False}
    await switch_on(await driver.served.as_("billing"))
    soon = await overdue_invoice(driver, days=-5, number="2026-0003")
    held = await overdue_invoice(driver, days=10, number="2026-0001")
    now = await overdue_invoice(driver, days=2, number="2026-0002")
    await overdue_invoice(driver, days=-20, number="2026-0004")
    await driver.served.consume(of(held, InvoiceDisputed, 6))
    items = (await client.get("/v1/reminders/coming")).json()["items"]
    assert [(one["invoice_id"], one["hindrance"]) for one in items] == [
        (str(now.invoice_id), None),
        (str(soon.invoice_id), None),
        (str(held.invoice_id), "disputed"),
    ]
    assert items[1]["next"]["on"] == str(TODAY + timedelta(days=2))


async def test_settings_are_refused_with_the_place_of_what_is_wrong(driver: Driver) -> None:
    client = await driver.served.as_("billing")
    read = await client.get("/v1/reminder-settings")
    body = chosen_of(read)
    for step in body["steps"]:
        step["texts"] = []
    body["steps"][1]["texts"] = [{"language": "da", "subject": "{beløb}", "text": "t"}]
    etag = {"If-Match": read.headers["etag"]}
    refused = await client.put("/v1/reminder-settings", json=body, headers=etag)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "steps.1.texts.da.subject"
    assert (await client.put("/v1/reminder-settings", json=body)).status_code == 428
    body["steps"][1]["texts"] = [{"language": "da", "subject": "Hov {number}", "text": "Betal"}]
    saved = await client.put("/v1/reminder-settings", json=body, headers=etag)
    assert saved.status_code == 200, saved.text
    texts = {one["language"]: one for one in saved.json()["steps"][1]["texts"]}
    assert (texts["da"]["subject"], texts["da"]["own"]) == ("Hov {number}", True)
    assert texts["en"]["own"] is False
    assert (await client.put("/v1/reminder-settings", json=body, headers=etag)).status_code == 412


async def test_the_accounts_own_words_are_text_in_the_mail(driver: Driver) -> None:
    client = await driver.served.as_("billing")
    settings = await switch_on(client)
    steps = [{**step, "texts": []} for step in settings["steps"]]
    own = {"language": "da", "subject": "Hov, {number}", "text": "<b>{customer}</b>\n\n{days_late}"}
    steps[1]["texts"] = [own]
    await switch_on(client, steps=steps)
    event = await overdue_invoice(driver)
    await remind(driver)
    [mail] = driver.smtp.mails
    assert mail["Subject"] == "Hov, 2026-0001"
    assert f"<b>{event.buyer.name}</b>" in body_of(mail)
    html = mail.get_body(("html",))
    assert html
    assert "&lt;b&gt;" in html.get_content()


async def test_a_preview_shows_the_mail(driver: Driver) -> None:
    client = await driver.served.as_("manager")
    asked = {"language": "de", "days": 8, "subject": "R {number}", "text": "{balance} {days_late}"}
    shown = await client.post("/v1/reminder-previews", json=asked)
    assert shown.status_code == 200, shown.text
    assert shown.json()["subject"] == "R 2026-0042"
    assert "8" in shown.json()["text"]
    assert "Guten Tag Eva Holm" in shown.json()["text"]
    refused = await client.post("/v1/reminder-previews", json={**asked, "text": "{x}"})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "text"


async def test_the_hour_follows_the_accounts_zone(driver: Driver) -> None:
    client = await driver.served.as_("billing")
    await switch_on(client, hour=6)
    before = await next_run(driver)
    moved = example(AccountSettingsChanged).model_copy(
        update={"time_zone": "Asia/Tokyo", "version": 99}
    )
    await driver.served.consume(moved, moved)
    after = await next_run(driver)
    assert (before.hour, after.hour) == (6, 21)
    assert after > datetime.now(UTC)


async def test_other_holidays_of_the_account_move_the_next_reminders(driver: Driver) -> None:
    client = await driver.served.as_("billing")
    christmas = datetime(2026, 12, 24, 12, tzinfo=UTC)
    region = await christmas_of(driver, christmas, "DK", version=98)
    assert region == date(2026, 12, 28)
    await switch_on(client, workdays_only=True)
    settings = (await client.get("/v1/reminder-settings")).json()
    assert settings["holiday_region"] == "DK"
    assert await christmas_of(driver, christmas, None, version=99) == date(2026, 12, 25)
    assert await christmas_of(driver, christmas, "DK", version=97) == date(2026, 12, 25)


async def test_on_a_holiday_nothing_is_sent_until_the_next_working_day(driver: Driver) -> None:
    await switch_on(await driver.served.as_("billing"), workdays_only=True)
    await overdue_invoice(driver, due_date=date(2026, 12, 22), issue_date=date(2026, 12, 1))
    changed = {"holiday_region": "DK", "version": 99}
    await driver.served.consume(example(AccountSettingsChanged).model_copy(update=changed))
    for day in (25, 26, 27):
        await remind(driver, datetime(2026, 12, day, 12, tzinfo=UTC))
        assert driver.smtp.mails == []
    await remind(driver, datetime(2026, 12, 28, 12, tzinfo=UTC))
    assert len(driver.smtp.mails) == 1


async def christmas_of(driver: Driver, now: datetime, region: str | None, *, version: int) -> date:
    """When reminders are sent next after a moment, once the account has holidays of this region."""
    changed = {"holiday_region": region, "version": version, "time_zone": "UTC"}
    await driver.served.consume(example(AccountSettingsChanged).model_copy(update=changed))
    async with driver.served.database.transaction(ACCOUNT) as session:
        settings = await queries.get_settings(session)
        return settings.next_run(now, "UTC").date()


async def next_run(driver: Driver) -> datetime:
    async with driver.served.database.transaction(ACCOUNT) as session:
        found = await session.execute(
            text("SELECT due_at FROM scheduled_tasks WHERE kind = 'remind'")
        )
        moment: datetime = found.scalar_one()
        return moment.astimezone(UTC)


async def test_managers_read_and_others_see_nothing(driver: Driver) -> None:
    event = await overdue_invoice(driver)
    path = f"/v1/invoices/{event.invoice_id}/reminders"
    pause = {"invoice_id": str(event.invoice_id), "reason": "r"}
    manager = await driver.served.as_("manager")
    for read in (path, "/v1/reminders", "/v1/reminders/coming", "/v1/reminder-settings"):
        assert (await manager.get(read)).status_code == 200
        for role in ("agent", "client"):
            assert (await (await driver.served.as_(role)).get(read)).status_code == 403
    for role in ("manager", "agent", "client"):
        other = await driver.served.as_(role)
        assert (await other.post(path)).status_code == 403
        assert (await other.post("/v1/reminder-pauses", json=pause)).status_code == 403
        assert (await other.post(f"/v1/reminder-pauses/{new_id()}/end")).status_code == 403


async def test_accounts_are_reminded_apart(driver: Driver) -> None:
    ours = await overdue_invoice(driver)
    theirs = await overdue_invoice(driver, account_id=OTHER_ACCOUNT)
    stranger = await driver.served.as_("billing", account=OTHER_ACCOUNT)
    await switch_on(stranger)
    path = f"/v1/invoices/{ours.invoice_id}/reminders"
    assert (await stranger.get(path)).status_code == 404
    assert (await stranger.post(path)).status_code == 404
    pause = {"invoice_id": str(ours.invoice_id), "reason": "r"}
    assert (await stranger.post("/v1/reminder-pauses", json=pause)).status_code == 422
    await run_day(driver)
    [sent] = await driver.served.published(ReminderSent)
    assert sent.invoice_id == theirs.invoice_id
    listed = (await (await driver.served.as_("billing")).get("/v1/reminders")).json()
    assert listed["items"] == []


async def test_many_are_queued_with_as_many_statements_as_one(driver: Driver) -> None:
    await switch_on(await driver.served.as_("billing"))
    counts = []
    for number in (1, 12):
        due = {"due_date": TODAY - timedelta(days=2), "issue_date": date(2026, 1, 1)}
        events = [driver.invoice_issued(**due) for _ in range(number)]
        await driver.served.consume(*events)
        await driver.served.run_due()
        with count_statements(driver.served.database) as statements:
            async with driver.served.database.transaction(ACCOUNT) as session:
                await reminders.remind_due(session, after=reminders.FIRST, now=datetime.now(UTC))
        counts.append(statements.count)
    assert counts[0] == counts[1] <= 14


async def test_a_commit_that_fails_leaves_nothing_and_the_next_attempt_sends_one(
    driver: Driver,
) -> None:
    await switch_on(await driver.served.as_("billing"))
    await overdue_invoice(driver)
    with pytest.raises(ConnectionError):
        await _cut_off(driver)
    await driver.served.run_due()
    assert driver.smtp.mails == []
    await run_day(driver)
    assert len(driver.smtp.mails) == 1


async def _cut_off(driver: Driver) -> None:
    """Do the work, and lose the database before the commit."""
    async with driver.served.database.transaction(ACCOUNT) as session:
        await reminders.remind_due(session, after=reminders.FIRST, now=datetime.now(UTC))
        raise ConnectionError


async def test_a_reminder_whose_reply_is_lost_is_not_sent_again_by_itself(driver: Driver) -> None:
    client = await driver.served.as_("billing")
    await switch_on(client)
    event = await overdue_invoice(driver)
    driver.smtp.hang_up = "after storing"
    await run_day(driver)
    driver.smtp.hang_up = ""
    await run_day(driver)
    assert len(driver.smtp.mails) == 1
    [failed] = await driver.served.published(ReminderFailed)
    assert failed.may_have_arrived
    found = (await client.get(f"/v1/invoices/{event.invoice_id}/reminders")).json()
    assert found["reminders"][-1]["state"] == "unknown"


SPOILT = {
    "seller: missing": "content = content - 'seller'",
    "total: decimal_parsing": "content = jsonb_set(content, '{total}', '\"much\"')",
    "currency: there is no such one": "content = jsonb_set(content, '{currency}', '\"DKR\"')",
    "balance: it is no amount of its currency": "balance = 'NaN'",
    "balance: more is owed than was invoiced": "balance = 1000000000",
}


@pytest.mark.parametrize(("reason", "spoil"), SPOILT.items())
async def test_an_invoice_that_cannot_be_read_holds_up_no_other(
    driver: Driver, reason: str, spoil: str
) -> None:
    client = await driver.served.as_("billing")
    await switch_on(client)
    bad, *good = [await overdue_invoice(driver, number=f"2026-000{n}") for n in range(1, 4)]
    await change_invoice(driver, bad, spoil)
    for _ in range(2):
        await remind(driver)
    sent = await driver.served.published(ReminderSent)
    assert {one.invoice_id for one in sent} == {one.invoice_id for one in good}
    assert len(driver.smtp.mails) == 2
    found = (await client.get(f"/v1/invoices/{bad.invoice_id}/reminders")).json()
    assert (found["hindrance"], found["unreadable"], found["next"]) == ("unreadable", reason, None)
    listed = (await client.get("/v1/reminders/coming")).json()["items"]
    assert listed[-1]["invoice_number"] == "2026-0001"
    assert listed[-1]["unreadable"] == reason
    refused = await client.post(f"/v1/invoices/{bad.invoice_id}/reminders")
    assert (refused.status_code, reason in refused.text) == (409, True)


async def test_it_is_looked_at_again_less_and_less_often_until_it_can_be_read(
    driver: Driver,
) -> None:
    client = await driver.served.as_("billing")
    await switch_on(client)
    event = await overdue_invoice(driver)
    await change_invoice(driver, event, 'content = content || \'{"currency": "DKR"}\'')
    looked = []
    for days in range(13):
        await remind(driver, datetime.now(UTC) + timedelta(days=days))
        looked.append(await times_unreadable(driver, event))
    assert looked == [1, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5]
    await change_invoice(driver, event, 'content = content || \'{"currency": "DKK"}\'')
    await remind(driver, datetime.now(UTC) + timedelta(days=13))
    assert driver.smtp.mails == []
    await remind(driver, datetime.now(UTC) + timedelta(days=15))
    assert len(driver.smtp.mails) == 1
    assert await times_unreadable(driver, event) == 0
    found = (await client.get(f"/v1/invoices/{event.invoice_id}/reminders")).json()
    assert (found["hindrance"], found["unreadable"]) == (None, None)


async def test_other_settings_look_at_it_at_once(driver: Driver) -> None:
    client = await driver.served.as_("billing")
    await switch_on(client)
    event = await overdue_invoice(driver)
    await change_invoice(driver, event, "balance = 'NaN'")
    await remind(driver)
    await driver.served.consume(of(event, PaymentRecorded, 6, balance=owed(event, "10.00")))
    await remind(driver)
    assert driver.smtp.mails == []
    await switch_on(client, hour=11)
    await remind(driver)
    assert len(driver.smtp.mails) == 1


@pytest.mark.parametrize("answer", [404, 500, 503])
async def test_an_invoice_whose_document_does_not_come_waits_alone_and_says_why(
    driver: Driver, answer: int
) -> None:
    client = await driver.served.as_("billing")
    await switch_on(client)
    bad, *good = [await overdue_invoice(driver, number=f"2026-000{n}") for n in range(1, 4)]
    driver.documents.answers[bad.document.path] = answer
    for _ in range(2):
        await remind(driver)
        await driver.retry()
    sent = await driver.served.published(ReminderSent)
    assert {one.invoice_id for one in sent} == {one.invoice_id for one in good}
    path = f"/v1/invoices/{bad.invoice_id}/reminders"
    waiting = (await client.get(path)).json()["reminders"][-1]
    assert waiting["state"] == "queued"
    assert waiting["reason"] == f"the document cannot be fetched: HTTP {answer}"
    del driver.documents.answers[bad.document.path]
    await driver.retry()
    assert len(driver.smtp.mails) == 3
    assert (await client.get(path)).json()["reminders"][-1]["state"] == "sent"


async def change_invoice(driver: Driver, event: InvoiceIssued, change: str) -> None:
    """Spoil what is kept of an invoice, or mend it."""
    async with driver.served.database.transaction(ACCOUNT) as session:
        sql = f"UPDATE invoices SET {change} WHERE id = :id"
        await session.execute(text(sql), {"id": event.invoice_id})


async def times_unreadable(driver: Driver, event: InvoiceIssued) -> int:
    async with driver.served.database.transaction(ACCOUNT) as session:
        sql = text("SELECT times_unreadable FROM invoices WHERE id = :id")
        return int((await session.execute(sql, {"id": event.invoice_id})).scalar_one())


async def test_a_day_that_fails_does_not_end_the_days_after_it(driver: Driver) -> None:
    later = (datetime.now(UTC).hour + 12) % 24
    await switch_on(await driver.served.as_("billing"), hour=later)
    await overdue_invoice(driver)
    owner = await asyncpg.connect(driver.served.urls.superuser)
    await owner.execute("ALTER TABLE reminder_pauses RENAME TO elsewhere")
    await owner.close()
    for _ in range(12):
        await driver.retry()
        if await next_run(driver) > datetime.now(UTC) + timedelta(minutes=30):
            break
    async with driver.served.database.transaction(ACCOUNT) as session:
        state = text("SELECT state, attempts FROM scheduled_tasks WHERE kind = 'remind'")
        assert (await session.execute(state)).one() == ("waiting", 0)
