"""Fees of reminders: what may be set, when one is charged, and what the mail says (rentelovens § 9 b)."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.invoicing import InvoicePaid, PaymentRecorded
from contracts.notifier import ReminderFailed, ReminderFeeCharged, ReminderSent
from domain_errors import InvalidInputError
from notifier.reminder_fees import Fee, FeesOf, Stated
from notifier.reminders import ReminderSettings, Step, check
from services.notifier.tests.driver import Driver
from services.notifier.tests.test_reminders import (
    TODAY,
    body_of,
    chosen_of,
    of,
    overdue_invoice,
    owed,
    remind,
    run_day,
    switch_on,
)

FEE = Fee(amount=Decimal(100), currency="DKK")
DAY = date(2026, 3, 2)
HUNDRED = {"amount": "100.00", "currency": "DKK"}


def steps(*days: int, fee: Fee | None = FEE, on: bool = True) -> tuple[Step, ...]:
    return tuple(Step(id=UUID(int=day + 99), days=day, on=on, fee=fee) for day in days)


def fee(amount: str, currency: str = "DKK") -> Fee:
    return Fee(amount=Decimal(amount), currency=currency)


def stated(number: int, day: date, *, charged: bool = True) -> Stated:
    return Stated(number, day, FEE, charged)


REFUSED = [
    (steps(-3), "steps.0.fee", "after the due date"),
    (steps(0), "steps.0.fee", "after the due date"),
    (steps(8, 15), "steps.1.fee", "comes 7 days after"),
    (steps(5, 15, 25, 35), "steps.3.fee", "at most 3"),
    (steps(1, fee=fee("100.01")), "steps.0.fee.amount", "at most 100 DKK"),
    (steps(1, fee=fee("0")), "steps.0.fee.amount", "above 0"),
    (steps(1, fee=fee("-1")), "steps.0.fee.amount", "above 0"),
    (steps(1, fee=fee("0.001")), "steps.0.fee.amount", "above 0"),
    (steps(1, fee=fee("10", "DKR")), "steps.0.fee.currency", "no such currency"),
]


@pytest.mark.parametrize(("chosen", "field", "reason"), REFUSED)
def test_fees_that_the_law_forbids_are_refused_with_the_reason(
    chosen: tuple[Step, ...], field: str, reason: str
) -> None:
    with pytest.raises(InvalidInputError) as refused:
        check(ReminderSettings(steps=chosen))
    [error] = refused.value.fields
    assert error.field == field
    assert reason in error.reason


@pytest.mark.parametrize(
    "chosen",
    [
        steps(5, 15, 25),
        (*steps(5, 15, 25), *steps(35, on=False)),
        (*steps(1, fee=None), *steps(8)),
        steps(1, fee=fee("500", "EUR")),
    ],
)
def test_fees_that_it_allows_are_not(chosen: tuple[Step, ...]) -> None:
    check(ReminderSettings(steps=chosen))


def test_a_fee_is_charged_in_the_currency_of_the_invoice_alone() -> None:
    assert FeesOf().of(FEE, "DKK", DAY) == FEE
    assert FeesOf().of(FEE, "EUR", DAY) is None
    assert FeesOf().of(None, "DKK", DAY) is None


@pytest.mark.parametrize(("days", "charged"), [(0, None), (9, None), (10, FEE), (30, FEE)])
def test_ten_days_lie_between_two_fees(days: int, charged: Fee | None) -> None:
    for before in (stated(1, DAY), stated(1, DAY, charged=False)):
        assert FeesOf(others=[before]).of(FEE, "DKK", DAY + timedelta(days=days)) == charged


def test_a_fourth_is_not_charged() -> None:
    three = [stated(number, DAY - timedelta(days=100 * number)) for number in (1, 2, 3)]
    assert FeesOf(others=three).of(FEE, "DKK", DAY) is None
    assert FeesOf(others=three[:2]).next_number == 3
    assert FeesOf(others=three[1:]).next_number == 1


def test_a_reminder_that_is_sent_again_is_not_charged_again() -> None:
    assert FeesOf(own=stated(1, DAY)).of(FEE, "DKK", DAY + timedelta(days=12)) is None
    uncertain = FeesOf(own=stated(1, DAY, charged=False))
    assert uncertain.of(FEE, "DKK", DAY + timedelta(days=2)) == FEE
    after = replace(uncertain, others=[stated(2, DAY + timedelta(days=10))])
    assert after.of(FEE, "DKK", DAY + timedelta(days=12)) is None


@given(days=st.lists(st.integers(0, 90), max_size=20))
def test_however_often_it_is_asked_the_law_holds(days: list[int]) -> None:
    charged = list[Stated]()
    for day in sorted(days):
        known, today = FeesOf(others=charged), DAY + timedelta(days=day)
        if known.of(FEE, "DKK", today) and known.next_number:
            charged.append(stated(known.next_number, today))
    assert len(charged) <= 3
    gaps = [(b.day - a.day).days for a, b in pairwise(charged)]
    assert all(gap >= 10 for gap in gaps)


async def charge_for(client: httpx.AsyncClient, fees: dict[int, Any], **changes: Any) -> Any:
    """Remind from now on, with a fee on these days and on no other."""
    chosen = [
        {"id": str(UUID(int=day + 99)), "days": day, "on": True, "texts": [], "fee": fee}
        for day, fee in fees.items()
    ]
    return await switch_on(client, steps=chosen, **changes)


async def test_the_mail_says_the_fee_and_once_it_is_sent_the_fee_is_charged(driver: Driver) -> None:
    client = await driver.served.as_("billing")
    await charge_for(client, {1: HUNDRED})
    event = await overdue_invoice(driver)
    await driver.served.consume(of(event, PaymentRecorded, 5, balance=owed(event, "400.00")))
    assert await driver.served.published(ReminderFeeCharged) == []
    await run_day(driver)
    [mail] = driver.smtp.mails
    said = body_of(mail)
    assert "Gebyr for denne påmindelse: 100,00" in said
    assert "I alt med gebyr: 500,00" in said
    assert "opkræver vi et gebyr på 100,00" in said
    html = mail.get_body(("html",))
    assert html
    assert "opkræver vi et gebyr på 100,00" in html.get_content()
    [charged] = await driver.served.published(ReminderFeeCharged)
    [sent] = await driver.served.published(ReminderSent)
    assert charged.reminder_id == sent.reminder_id
    assert charged.version > sent.version
    assert (charged.invoice_id, charged.organization_id, charged.days) == (
        event.invoice_id,
        event.organization_id,
        1,
    )
    assert (charged.fee.amount, charged.fee.currency) == (Decimal(100), "DKK")
    sent_on = charged.charged_at.date()
    assert sent_on - timedelta(days=1) <= charged.charged_on <= sent_on  # midnight may come between
    found = (await client.get(f"/v1/invoices/{event.invoice_id}/reminders")).json()
    assert found["reminders"][-1]["fee"] == HUNDRED


@pytest.mark.parametrize("language", ["da", "en", "de", "nb", "sv"])
async def test_each_language_says_it(driver: Driver, language: str) -> None:
    client = await driver.served.as_("manager")
    asked = {"language": language, "days": 8, "subject": "R", "text": "T"}
    plain = (await client.post("/v1/reminder-previews", json=asked)).json()["text"]
    shown = await client.post("/v1/reminder-previews", json={**asked, "fee": HUNDRED})
    assert shown.status_code == 200, shown.text
    assert shown.json()["text"].count("100") - plain.count("100") == 2
    assert "600" in shown.json()["text"]


async def test_an_invoice_in_another_currency_costs_nothing(driver: Driver) -> None:
    await charge_for(await driver.served.as_("billing"), {1: {"amount": "10", "currency": "EUR"}})
    await overdue_invoice(driver)
    await run_day(driver)
    [mail] = driver.smtp.mails
    assert "ebyr" not in body_of(mail)
    assert await driver.served.published(ReminderFeeCharged) == []


async def test_a_person_s_reminder_costs_nothing(driver: Driver) -> None:
    client = await driver.served.as_("billing")
    await charge_for(client, {50: HUNDRED})
    event = await overdue_invoice(driver)
    assert (await client.post(f"/v1/invoices/{event.invoice_id}/reminders")).status_code == 202
    await driver.served.run_due()
    assert "ebyr" not in body_of(driver.smtp.mails[0])
    assert await driver.served.published(ReminderFeeCharged) == []


async def test_what_the_server_refuses_is_not_charged_until_it_goes(driver: Driver) -> None:
    await charge_for(await driver.served.as_("billing"), {1: HUNDRED})
    event = await overdue_invoice(driver)
    driver.smtp.to_content = ["451 come again"]
    await run_day(driver)
    assert driver.smtp.mails == []
    assert await rows(driver, "stated_fees") == 0
    await driver.retry()
    assert len(driver.smtp.mails) == 1
    [charged] = await driver.served.published(ReminderFeeCharged)
    assert charged.invoice_id == event.invoice_id


async def test_what_may_have_gone_is_not_charged_but_keeps_others_at_a_distance(
    driver: Driver,
) -> None:
    client = await driver.served.as_("billing")
    await charge_for(client, {1: HUNDRED})
    event = await overdue_invoice(driver)
    driver.smtp.hang_up = "after storing"
    await run_day(driver)
    driver.smtp.hang_up = ""
    [failed] = await driver.served.published(ReminderFailed)
    assert failed.may_have_arrived
    assert await driver.served.published(ReminderFeeCharged) == []
    assert await rows(driver, "stated_fees") == 1
    resent = await client.post(f"/v1/messages/{failed.reminder_id}/resend")
    assert resent.status_code == 202
    await driver.served.run_due()
    [charged] = await driver.served.published(ReminderFeeCharged)
    assert charged.reminder_id == failed.reminder_id
    assert charged.invoice_id == event.invoice_id


async def test_a_reminder_that_is_sent_again_tells_what_is_owed_of_its_fee_and_costs_it_once(
    driver: Driver,
) -> None:
    client = await driver.served.as_("billing")
    await charge_for(client, {1: HUNDRED})
    original = await overdue_invoice(driver)
    await run_day(driver)
    [sent] = await driver.served.published(ReminderSent)
    fee = {"reminder_fee_of": original.invoice_id, "total": Decimal("100.00"), "due_date": TODAY}
    await driver.served.consume(driver.invoice_issued(delivery="hand", **fee))
    to = {"recipient": {"name": "Ida", "email": "ida@nordlys.example"}}
    again = await client.post(f"/v1/messages/{sent.reminder_id}/resend", json=to)
    assert again.status_code == 202
    await driver.served.run_due()
    said, again_said = map(body_of, driver.smtp.mails)
    assert "opkræver vi et gebyr på 100,00" in said
    assert "opkræver" not in again_said
    assert "Tidligere gebyrer, stadig åbne: 100,00" in again_said
    assert all("I alt med gebyr: 1.350,00" in one for one in (said, again_said))
    assert len(await driver.served.published(ReminderFeeCharged)) == 1


async def test_a_second_reminder_too_soon_after_a_fee_comes_without_one(driver: Driver) -> None:
    client = await driver.served.as_("billing")
    await charge_for(client, {1: HUNDRED})
    event = await overdue_invoice(driver, days=20)
    await run_day(driver)
    await charge_for(client, {18: HUNDRED})  # a new step, the day after
    await let_days_pass(driver, 4)
    await remind(driver)
    assert len(driver.smtp.mails) == 2
    assert "opkræver vi" not in body_of(driver.smtp.mails[1])
    await charge_for(client, {19: HUNDRED})
    await let_days_pass(driver, 6)
    await remind(driver)
    assert "opkræver vi" in body_of(driver.smtp.mails[2])
    charged = await driver.served.published(ReminderFeeCharged)
    assert [one.invoice_id for one in charged] == [event.invoice_id] * 2


async def test_the_database_lets_no_fees_come_close_nor_a_fourth(driver: Driver) -> None:
    await charge_for(await driver.served.as_("billing"), {1: HUNDRED})
    await overdue_invoice(driver)
    await run_day(driver)
    copy = """
        INSERT INTO reminders SELECT account_id, gen_random_uuid() AS id, invoice_id, gen_random_uuid() AS step_id, days,
            number + 10 + {n} AS number, day, balance, passed_over, requested_by, made_at FROM reminders WHERE number = 1
    """
    state = """
        INSERT INTO stated_fees (account_id, reminder_id, invoice_id, number, day, amount, currency)
        SELECT account_id, id, invoice_id, {number}, day + {later}, {amount}, 'DKK' FROM reminders
        WHERE number = 11 + {n}
    """
    owner = await asyncpg.connect(driver.served.urls.superuser)
    columns = "account_id, id, invoice_id, step_id, days, number, day, balance, passed_over, requested_by, made_at"
    try:
        await owner.execute(
            copy.replace("reminders SELECT", f"reminders ({columns}) SELECT").format(n=0)
        )
        for number, later, amount, why in (
            (2, 9, 100, "fees_are_apart"),
            (4, 50, 100, "few_fees_of_an_invoice"),
            (1, 50, 100, "fees_are_numbered"),
            (2, 50, 101, "fees_are_small"),
        ):
            with pytest.raises(asyncpg.IntegrityConstraintViolationError, match=why):
                await owner.execute(state.format(number=number, later=later, amount=amount, n=0))
        await owner.execute(state.format(number=2, later=10, amount=100, n=0))
    finally:
        await owner.close()


async def test_a_fee_s_invoice_is_not_reminded_and_the_reminder_of_the_other_tells_of_it(
    driver: Driver,
) -> None:
    client = await driver.served.as_("billing")
    await charge_for(client, {1: None})
    original = await overdue_invoice(driver)
    charging = await overdue_invoice(
        driver, number="2026-0009", reminder_fee_of=original.invoice_id, total=Decimal("100.00")
    )
    await run_day(driver)
    [mail] = driver.smtp.mails
    assert "Tidligere gebyrer, stadig åbne: 100,00" in body_of(mail)
    [sent] = await driver.served.published(ReminderSent)
    assert sent.invoice_id == original.invoice_id
    found = (await client.get(f"/v1/invoices/{charging.invoice_id}/reminders")).json()
    assert (found["hindrance"], found["next"]) == ("reminder-fee", None)
    listed = (await client.get("/v1/reminders/coming")).json()["items"]
    assert str(charging.invoice_id) not in {one["invoice_id"] for one in listed}


async def test_a_fee_that_is_paid_before_the_mail_goes_is_told_no_more(driver: Driver) -> None:
    await charge_for(await driver.served.as_("billing"), {1: None})
    original = await overdue_invoice(driver)
    charging = await overdue_invoice(
        driver, reminder_fee_of=original.invoice_id, total=Decimal("100.00")
    )
    driver.smtp.on_recipient = lambda: driver.served.consume(of(charging, InvoicePaid, 6))
    await run_day(driver)
    assert driver.smtp.mails == []
    driver.smtp.on_recipient = None
    await run_day(driver)
    assert "Tidligere gebyrer" not in body_of(driver.smtp.mails[0])


async def test_two_workers_charge_once(driver: Driver) -> None:
    await charge_for(await driver.served.as_("billing"), {1: HUNDRED})
    await overdue_invoice(driver)
    await asyncio.gather(*(remind(driver) for _ in range(4)))
    assert len(driver.smtp.mails) == 1
    assert len(await driver.served.published(ReminderFeeCharged)) == 1


async def test_settings_are_refused_with_field_and_reason_and_kept_as_chosen(
    driver: Driver,
) -> None:
    client = await driver.served.as_("billing")
    read = await client.get("/v1/reminder-settings")
    body = chosen_of(read)
    for step in body["steps"]:
        step["texts"] = []
    body["steps"][2]["fee"] = body["steps"][3]["fee"] = HUNDRED
    etag = {"If-Match": read.headers["etag"]}
    refused = await client.put("/v1/reminder-settings", json=body, headers=etag)
    assert refused.status_code == 422
    [error] = refused.json()["errors"]
    assert error["field"] == "steps.3.fee"
    assert "7 days after" in error["reason"]
    body["steps"][2]["fee"] = None
    saved = await client.put("/v1/reminder-settings", json=body, headers=etag)
    assert saved.status_code == 200, saved.text
    assert [step["fee"] for step in saved.json()["steps"]] == [None, None, None, HUNDRED]
    assert chosen_of(await client.get("/v1/reminder-settings"))["steps"][3]["fee"] == HUNDRED
    manager = await driver.served.as_("manager")
    etag = {"If-Match": saved.headers["etag"]}
    assert (await manager.put("/v1/reminder-settings", json=body, headers=etag)).status_code == 403


async def rows(driver: Driver, table: str) -> int:
    owner = await asyncpg.connect(driver.served.urls.superuser)
    try:
        return int(await owner.fetchval(f"SELECT count(*) FROM {table}"))
    finally:
        await owner.close()


async def let_days_pass(driver: Driver, days: int) -> None:
    """Make what was reminded and charged so many days older."""
    owner = await asyncpg.connect(driver.served.urls.superuser)
    try:
        for table in ("reminders", "stated_fees"):
            await owner.execute(f"UPDATE {table} SET day = day - {days}")
    finally:
        await owner.close()


async def test_of_two_reminders_that_wait_for_the_server_one_charges(driver: Driver) -> None:
    client = await driver.served.as_("billing")
    await charge_for(client, {1: HUNDRED})
    await overdue_invoice(driver, days=20)
    driver.smtp.to_content = ["451 come again"]
    await run_day(driver)
    await charge_for(client, {18: HUNDRED})
    await let_days_pass(driver, 4)
    await remind(driver)
    await driver.retry()
    assert sum("opkræver vi" in body_of(mail) for mail in driver.smtp.mails) == 1
    assert len(driver.smtp.mails) == 2
    assert len(await driver.served.published(ReminderFeeCharged)) == 1
