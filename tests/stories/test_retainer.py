"""A monthly fee over four months: hours roll over, exceed it, come late, and a fee is taken back and billed again.

August is paid with what July left, so what comes late for July finds nothing of it.
"""

import asyncio
import re
import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from playwright.async_api import Browser, Locator, Page, expect

from honorar_local.demo.client import ApiClient, wait_for
from tests.harness.browser import window
from tests.harness.people import Freelancer, freelancer
from tests.harness.session import log_in
from tests.harness.system import System

ADDRESS = {"lines": ["Kajen 4"], "postal_code": "1400", "city": "København K", "country": "DK"}
BILLING = {
    "seller": {"name": "Freja Lund", "address": ADDRESS, "vat_number": "DK87654321"},
    "payment_instructions": "Reg. 1234, account 0001234567",
}
WHERE = {"address_lines": ["Havnen 1"], "postal_code": "8000", "city": "Aarhus", "country": "DK"}
HOUR = 3600
FEE, RATE = Decimal("18000.55"), Decimal("1000.01")
JULY, AUGUST, SEPTEMBER, OCTOBER = (date(2026, month, 1) for month in (7, 8, 9, 10))
END = date(2026, 10, 31)


async def test_a_retainer_is_billed_to_the_cent(browser: Browser, system: System) -> None:
    person = await asyncio.to_thread(freelancer, system)
    books = await asyncio.to_thread(_agree, person)
    async with window(browser, system.state.gateway) as context:
        await log_in(context, system, person.member)
        page = await context.new_page()
        await _a_month_under(page, books)
        await _a_month_over(page, books)
        await _late_time_comes_on_the_next_invoice(page, books)
        await _a_fee_is_credited_and_billed_again(page, books)
        await _the_last_month_uses_what_was_left(page, books)


async def _a_month_under(page: Page, books: "Books") -> None:
    await asyncio.to_thread(books.work, JULY + timedelta(days=5), [6 * HOUR] * 2)
    await asyncio.to_thread(books.wait_for_month, JULY, Hours(12, held=12))
    await asyncio.to_thread(books.expect, JULY, AUGUST, FEE)
    await _draft(page, books, JULY, AUGUST)
    await expect(_line(page, "Support")).to_contain_text("12:00 of 20:00 hours used")
    await expect(_line(page, "Webshop")).to_have_count(0)
    await _issue(page, books, JULY, AUGUST, FEE)
    await expect(await _month(page, books, "July 2026")).to_contain_text("12:00")


async def _a_month_over(page: Page, books: "Books") -> None:
    await asyncio.to_thread(books.work, AUGUST + timedelta(days=9), [31 * HOUR // 4] * 4)
    await asyncio.to_thread(books.wait_for_month, AUGUST, Hours(28, over=3, rolled=8, held=28))
    subtotal = FEE + 3 * RATE
    await asyncio.to_thread(books.expect, AUGUST, SEPTEMBER, subtotal)
    await _draft(page, books, AUGUST, SEPTEMBER)
    fee = _line(page, "Support")
    await expect(fee).to_contain_text("28:00 of 28:00 hours used, 8:00 of them rolled over")
    await expect(fee).to_contain_text("18,000.55")
    overage = _line(page, "Webshop")
    await expect(overage).to_have_count(1)
    await expect(overage).to_contain_text("3:00")
    await expect(overage).to_contain_text("3,000.03")
    await _issue(page, books, AUGUST, SEPTEMBER, subtotal)
    month = await _month(page, books, "August 2026")
    await expect(month).to_contain_text("28:00")
    await expect(month).to_contain_text("3,000.03")


async def _late_time_comes_on_the_next_invoice(page: Page, books: "Books") -> None:
    await asyncio.to_thread(books.work, date(2026, 7, 28), [2 * HOUR])
    await asyncio.to_thread(books.work, SEPTEMBER + timedelta(days=6), [5 * HOUR] * 2)
    await asyncio.to_thread(books.wait_for_month, JULY, Hours(12, over=2))
    await asyncio.to_thread(books.wait_for_month, SEPTEMBER, Hours(10, held=10))
    subtotal = FEE + 2 * RATE
    await asyncio.to_thread(books.expect, JULY, OCTOBER, subtotal)
    await _draft(page, books, JULY, OCTOBER)
    await expect(_line(page, "Support")).to_contain_text("10:00 of 20:00 hours used")
    await expect(_line(page, "Webshop")).to_contain_text("2,000.02")
    await _issue(page, books, JULY, OCTOBER, subtotal)
    await expect(_line(page, "Webshop")).to_contain_text("28 Jul 2026")
    month = await _month(page, books, "July 2026")
    await expect(month).to_contain_text("2,000.02")


async def _a_fee_is_credited_and_billed_again(page: Page, books: "Books") -> None:
    """On the page of its invoice: hours above the fee stay billed there."""
    await page.goto(await _invoice_of(page, books, "August 2026"))
    await page.get_by_role("button", name="Credit…").click()
    dialog = page.get_by_role("dialog", name="Credit invoice")
    await dialog.get_by_text("Lines or entries").click()
    await dialog.get_by_role("checkbox", name=re.compile("Support")).check()
    await dialog.get_by_label("Reason").fill("Another order number")
    await expect(dialog).to_contain_text("18,000.55")
    await dialog.get_by_role("button", name="Issue the credit note").click()
    notes = page.get_by_role("table", name="Credit notes")
    await expect(notes.get_by_role("row", name=re.compile("CN-"))).to_be_visible()
    hours = Hours(28, over=3, rolled=8, held=28)
    await asyncio.to_thread(books.wait_for_month, AUGUST, hours, "billable")
    await asyncio.to_thread(books.expect, AUGUST, SEPTEMBER, FEE)
    await expect(await _month(page, books, "August 2026")).to_contain_text("Can be billed")
    await _draft(page, books, AUGUST, SEPTEMBER)
    again = _line(page, "Support")
    await expect(again).to_contain_text("28:00 of 28:00 hours used, 8:00 of them rolled over")
    await expect(_line(page, "Webshop")).to_have_count(0)
    await _issue(page, books, AUGUST, SEPTEMBER, FEE)


async def _the_last_month_uses_what_was_left(page: Page, books: "Books") -> None:
    await asyncio.to_thread(books.work, OCTOBER + timedelta(days=4), [5 * HOUR] * 5)
    await asyncio.to_thread(books.wait_for_month, OCTOBER, Hours(25, rolled=10, held=25))
    await asyncio.to_thread(books.expect, JULY, END, FEE)
    await _draft(page, books, JULY, END)
    last = _line(page, "Support")
    await expect(last).to_contain_text("25:00 of 30:00 hours used, 10:00 of them rolled over")
    await _issue(page, books, JULY, END, FEE)
    await expect(await _month(page, books, "October 2026")).to_contain_text("25:00")


@dataclass(frozen=True)
class Hours:
    """Of a month: used of what is included, above it, rolled over from before, and on no line yet."""

    used: int
    over: int = 0
    rolled: int = 0
    held: int = 0


@dataclass(frozen=True)
class Books:
    """What the services say of the agreement. Days after the last are given, as in ranges."""

    api: ApiClient
    customer: str
    agreement: str

    def work(self, first: date, worked: list[int]) -> None:
        """Log time on days that follow each other, and approve it."""
        project = next(
            one for one in self.api.pages("/timer/v1/projects") if one["name"] == "Webshop"
        )
        for number, seconds in enumerate(worked):
            day = str(first + timedelta(days=number))
            entry = {"project_id": project["id"], "seconds": seconds, "work_date": day}
            self.api.create(f"/timer/v1/time-entries/{uuid.uuid4()}", entry)
        for state, verb in (("draft", "submit"), ("submitted", "approve")):
            for sheet in list(self.api.pages("/timer/v1/timesheets", state=state)):
                path = f"/timer/v1/timesheets/{sheet['id']}"
                self.api.post(f"{path}/{verb}", etag=self.api.etag(path))

    def charges(self) -> list[dict[str, Any]]:
        """What the agreement charges, as invoicing knows it."""
        return list(self.api.pages("/invoicing/v1/agreement-charges", agreement_id=self.agreement))

    def wait_for_month(self, month: date, hours: Hours, state: str = "") -> None:
        """Let rates and invoicing both come to these hours of a month."""
        wanted = [one * HOUR for one in (20 + hours.rolled, hours.used, hours.over)]

        def come() -> bool:
            [charge] = [one for one in self.charges() if one["first_day"] == str(month)]
            held = charge["held_seconds"] == hours.held * HOUR
            return held and state in ("", charge["state"]) and _figures(charge) == wanted

        wait_for(f"the hours of {month}", come, timeout_seconds=40)
        [found] = self.ledger(month)
        assert _figures(found) == wanted
        assert found["used_seconds"] <= found["included_seconds"]
        self.assert_no_hour_is_used_twice()

    def ledger(self, first: date, last: date | None = None) -> list[dict[str, Any]]:
        """What rates say of months."""
        asked = {"first_month": str(first), "last_month": str(last or first)}
        path = f"/rates/v1/agreements/{self.agreement}/ledger"
        return list(self.api.get(path, **asked)["months"])

    def assert_no_hour_is_used_twice(self) -> None:
        """What a month used itself and what the next one used of it are no more than its fee covers."""
        months = self.ledger(JULY, OCTOBER)
        for month in months:
            from_before = sum(one["used_seconds"] for one in month["rolled_over"])
            lent = sum(
                one["used_seconds"]
                for other in months
                for one in other["rolled_over"]
                if one["month"] == month["month"]
            )
            assert month["used_seconds"] - from_before + lent <= month["base_seconds"], month

    def forecast(self, first: date, end: date) -> Decimal:
        """What time of these days, and the charges of their months, are still to earn."""
        days = {"first_day": str(first), "last_day": str(_last(end))}
        [total] = self.api.get("/rates/v1/costs-and-revenue", **days)["totals"]
        return Decimal(total["to_invoice"]["amount"])

    def expect(self, first: date, end: date, amount: Decimal) -> None:
        """Let the forecast come to an amount, and see that the books hold."""
        wait_for(
            f"{amount} to be forecast, not {self.forecast(first, end)}",
            lambda: self.forecast(first, end) == amount,
            timeout_seconds=40,
        )
        report = self.api.get("/invoicing/v1/reports/conservation")
        assert report["holds"], report

    def drafted(self, url: str) -> Decimal:
        """The subtotal of the draft that a page shows."""
        draft = self.api.get(f"/invoicing/v1/invoices/{url.rpartition('/')[2]}")
        return Decimal(draft["subtotal"]["amount"])


def _agree(person: Freelancer) -> Books:
    api = person.api
    api.patch("/timer/v1/settings", {"allow_self_approval": True})
    api.patch("/invoicing/v1/settings", BILLING)
    rate = {"hourly_rate": {"amount": str(RATE), "currency": "DKK"}, "valid_from": "2020-01-01"}
    api.post("/rates/v1/rates", rate)
    [customer] = api.pages("/timer/v1/organizations")
    api.patch(f"/timer/v1/organizations/{customer['id']}", WHERE)
    terms = {"valid_from": str(JULY), "amount": str(FEE), "included_seconds": 20 * HOUR}
    agreement = {
        "organization_id": customer["id"],
        "name": "Support",
        "kind": "monthly-minimum",
        "currency": "DKK",
        "first_day": str(JULY),
        "last_day": str(END),
        "rollover": {"mode": "all", "expiry_months": 1},
        "terms": [terms],
    }
    made = api.post("/rates/v1/agreements", agreement)
    books = Books(api, customer["id"], made["id"])
    wait_for("the charges of four months", lambda: len(books.charges()) == 4)
    return books


async def _draft(page: Page, books: Books, first: date, end: date) -> None:
    await page.goto(f"/billing?draft={books.customer}")
    form = page.get_by_role("dialog", name="Draft for Nordlys")
    await form.get_by_label("Other days").check()
    await form.get_by_label("First day").fill(str(first))
    await form.get_by_label("Last day").fill(str(_last(end)))
    await form.get_by_role("button", name="Make the draft").click()
    await expect(page).to_have_url(re.compile("/drafts/[0-9a-f-]{36}$"))


async def _issue(page: Page, books: Books, first: date, end: date, subtotal: Decimal) -> None:
    """Issue a draft that comes to what was forecast; nothing is left of it then."""
    await expect(page.get_by_role("main")).to_contain_text(f"{subtotal:,}")
    assert await asyncio.to_thread(books.drafted, page.url) == subtotal
    await asyncio.to_thread(books.expect, first, end, subtotal)
    await page.get_by_role("button", name="Issue…").click()
    dialog = page.get_by_role("dialog", name="Issue the invoice")
    await dialog.get_by_text("By hand").click()
    await dialog.get_by_role("button", name="Issue", exact=True).click()
    await expect(page).to_have_url(re.compile("/invoices/[0-9a-f-]{36}$"))
    await asyncio.to_thread(books.expect, first, end, Decimal(0))


async def _month(page: Page, books: Books, name: str) -> Locator:
    """A month on the agreement's page."""
    await page.goto(f"/rates/agreements/{books.agreement}")
    return page.get_by_role("table", name="Months").get_by_role("row", name=name)


def _line(page: Page, name: str) -> Locator:
    return page.get_by_role("table", name="Lines").get_by_role("row", name=name)


async def _invoice_of(page: Page, books: Books, month: str) -> str:
    """Where the ledger says that a month is billed."""
    link = (await _month(page, books, month)).get_by_role("link", name=re.compile(r"\d{4}-\d{4}"))
    address = await link.get_attribute("href")
    assert address
    return address


def _figures(month: dict[str, Any]) -> list[int]:
    return [month[f"{one}_seconds"] for one in ("included", "used", "overage")]


def _last(end: date) -> date:
    """The last day of days that end before a month, or on the last day of all."""
    return end if end == END else end - timedelta(days=1)
