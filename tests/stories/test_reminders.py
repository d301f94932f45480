"""A bookkeeper switches reminders on with words of her own, is held up by a dispute, reminds a customer at once, and lets
a reminder that comes by itself charge a fee, which is paid like any invoice."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from honorar_local.demo.account import DemoAccount
from testkit import until
from tests.harness.browser import DESK, window
from tests.harness.databases import execute
from tests.harness.demo import run_demo
from tests.harness.mailbox import mails_to
from tests.harness.screens import assert_accessible
from tests.harness.session import Member, log_in
from tests.harness.system import System, excerpt


@pytest.fixture(scope="module")
async def account(system: System, tmp_path_factory: pytest.TempPathFactory) -> DemoAccount:
    """Four customers' invoices: the first is overdue."""
    file = Path(tmp_path_factory.mktemp("reminders")) / "export.csv"
    excerpt(file, customers=4, since="2026-09-01", name="reminders")
    await asyncio.to_thread(run_demo, system, file)
    return system.demo_account(file)


async def test_a_customer_is_reminded_at_once_and_the_invoice_tells_it(
    browser: Browser, system: System, account: DemoAccount
) -> None:
    invoice = next(iter(account.gateway.pages("/invoicing/v1/invoices")))
    async with window(browser, system.state.gateway, size=DESK) as context:
        await log_in(context, system, Member("Bente Krog", ("billing",), account.id))
        page = await context.new_page()
        await _choose_words(page)
        await _switch_on(page, invoice)
        await _dispute(page, invoice)
        await _resolve(page)
        await _remind_now(page)
        await _charge_a_fee(page, system, account, invoice)


async def _choose_words(page: Page) -> None:
    """Another text of the first reminder after the due date, looked at before it is saved."""
    await page.goto("/settings/reminders")
    await page.get_by_role("button", name="Edit: 1 day after the due date").click()
    dialog = page.get_by_role("dialog", name="Edit reminder")
    await dialog.get_by_label("Language of the invoice").select_option("da")
    await dialog.get_by_label("Subject").fill("Hov, faktura {nummer}")
    await dialog.get_by_role("button", name="Show the mail").click()
    await expect(dialog.get_by_role("alert")).to_contain_text("{number}")
    await dialog.get_by_label("Subject").fill("Hov, faktura {number}")
    await dialog.get_by_label("Text").fill("Der mangler stadig {balance}.")
    await dialog.get_by_role("button", name="Show the mail").click()
    await expect(dialog.get_by_role("region", name="The mail")).to_contain_text("Hov, faktura 2026")
    await assert_accessible(page)
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog).to_be_hidden()


async def _switch_on(page: Page, invoice: dict[str, Any]) -> None:
    """Also for what is due already: it is the next to be reminded."""
    await page.get_by_label("Remind customers of overdue invoices").check()
    await page.get_by_label("Of invoices due from").fill("2026-01-01")
    await page.get_by_role("button", name="Save").click()
    coming = page.get_by_role("region", name="The next seven days")
    await expect(coming).to_contain_text(invoice["number"])
    await assert_accessible(page)
    await coming.get_by_role("link", name=invoice["number"]).click()


async def _dispute(page: Page, invoice: dict[str, Any]) -> None:
    """No reminder comes by itself, nobody can send one, and the days to come say why."""
    section = page.get_by_role("region", name="Reminders")
    await expect(section).to_contain_text("Reminder 1 goes to")
    await page.get_by_role("button", name="Dispute…").click()
    dialog = page.get_by_role("dialog", name="The customer does not accept it")
    await dialog.get_by_label("Why").fill("They say that it was free")
    await dialog.get_by_role("button", name="Note the dispute").click()
    await expect(section).to_contain_text("No reminders while it is disputed.", timeout=30_000)
    await expect(section).not_to_contain_text("Reminder 1 goes to")
    await expect(section.get_by_role("button", name="Remind now…")).to_be_disabled()
    await assert_accessible(page)
    await page.goto("/settings/reminders")
    coming = page.get_by_role("region", name="The next seven days")
    row = coming.get_by_role("row", name=invoice["number"])
    await expect(row).to_contain_text("Disputed")
    await row.get_by_role("link", name=invoice["number"]).click()


async def _resolve(page: Page) -> None:
    """It goes on where it was."""
    await page.get_by_role("button", name="Resolve…").click()
    dialog = page.get_by_role("dialog", name="Resolve the dispute")
    await dialog.get_by_label("What came of it").select_option("The customer accepts it")
    await dialog.get_by_label("Note").fill("They found it in the agreement")
    await dialog.get_by_role("button", name="Resolve", exact=True).click()
    section = page.get_by_role("region", name="Reminders")
    await expect(section).to_contain_text("Reminder 1 goes to", timeout=30_000)
    await expect(section).not_to_contain_text("disputed")


async def _remind_now(page: Page) -> None:
    """It goes to the billing contact at once, and stands in the invoice's history."""
    section = page.get_by_role("region", name="Reminders")
    await expect(section).to_contain_text("Reminder 1 goes to")
    await assert_accessible(page)
    await section.get_by_role("button", name="Remind now…").click()
    await page.get_by_role("dialog").get_by_role("button", name="Remind now").click()
    sent = section.locator("div", has_text="Sent").last
    await expect(sent).to_contain_text("Reminder 1")
    history = page.get_by_role("region", name="History")
    await expect(history).to_contain_text("Reminder 1")


async def _charge_a_fee(
    page: Page, system: System, account: DemoAccount, invoice: dict[str, Any]
) -> None:
    """The account's next hour comes: the reminder says the fee, and the fee is an invoice that is mailed and paid, too."""
    await _set_a_fee(page)
    await _let_the_hour_come(system, account)
    await page.goto(f"/invoices/{invoice['id']}")
    fees = page.get_by_role("region", name="Reminder fees")
    await expect(fees.get_by_role("link", name="Invoice 2")).to_be_visible(timeout=60_000)
    await assert_accessible(page)
    await fees.get_by_role("link", name="Invoice 2").click()
    note = page.get_by_text("It charges the fee for a reminder of invoice")
    await expect(note.get_by_role("link", name=invoice["number"])).to_be_visible()
    await assert_accessible(page)
    fee = _invoice(account, page.url.rpartition("/")[2])
    assert (fee["total"]["amount"], fee["tax"]["amount"]) == ("100.00", "0.00")
    assert fee["reminder_fee_of"] == invoice["id"]
    mails = await _mails_of(system, fee, fee["number"])
    reminders = [mail["text"] for mail in mails if invoice["number"] in mail["subject"]]
    assert any("fee of" in text or "gebyr på" in text for text in reminders)
    for owing in (_invoice(account, invoice["id"]), fee):
        _pay(account, owing)
    await page.goto(f"/invoices/{invoice['id']}")
    await expect(fees).to_contain_text("Settled")
    assert {_invoice(account, one)["payment"] for one in (invoice["id"], fee["id"])} == {"paid"}


async def _set_a_fee(page: Page) -> None:
    """Too much is refused; what the law allows is saved."""
    await page.goto("/settings/reminders")
    await page.get_by_role("button", name="Edit: 1 day after the due date").click()
    dialog = page.get_by_role("dialog", name="Edit reminder")
    await dialog.get_by_label("Fee").fill("150")
    await dialog.get_by_label("Currency").select_option("DKK")
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog).to_contain_text("At most 100 DKK (rentelovens § 9 b).")
    await dialog.get_by_label("Fee").fill("100")
    await assert_accessible(page)
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog).to_be_hidden()
    await page.get_by_label("Only on working days").uncheck()
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Saved.").first).to_be_visible()


async def _let_the_hour_come(system: System, account: DemoAccount) -> None:
    """On a later day: the reminder that she asked for keeps the next at a distance."""
    mine = f"account_id = '{account.id}'"
    await execute(system, "notifier", f"UPDATE reminders SET day = day - 20 WHERE {mine}")
    due = "UPDATE scheduled_tasks SET due_at = now() WHERE kind = 'remind' AND state = 'waiting'"
    await execute(system, "notifier", f"{due} AND {mine}")


async def _mails_of(system: System, invoice: dict[str, Any], number: str) -> list[dict[str, Any]]:
    """What the customer got, once the fee's invoice has come."""
    contact = invoice["billing_contact"]["email"]

    async def came() -> bool:
        return any(number in mail["subject"] for mail in mails_to(system, contact))

    await until(came)
    return mails_to(system, contact)


def _invoice(account: DemoAccount, invoice_id: str) -> dict[str, Any]:
    found: dict[str, Any] = account.gateway.get(f"/invoicing/v1/invoices/{invoice_id}")
    return found


def _pay(account: DemoAccount, invoice: dict[str, Any]) -> None:
    paid = {"invoice_id": invoice["id"], "amount": invoice["balance"]["amount"]}
    body = {
        "received_on": invoice["issue_date"],
        "amount": invoice["balance"],
        "allocations": [paid],
    }
    account.gateway.post("/invoicing/v1/payments", body, key=f"paid {invoice['id']}")
