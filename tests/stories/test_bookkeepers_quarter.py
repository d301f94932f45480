"""A bookkeeper's quarter, by what they click and read: three months billed, paid, corrected, stated and settled.

What has to come out is computed here, from what was worked and typed, and compared to the øre with what the list, the
documents, the receivables, the VAT report, the journal and the explanations say.
"""

import asyncio
import csv
import io
import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import partial

from playwright.async_api import Browser, FilePayload, Locator, Page, expect
from pypdf import PdfReader

from honorar_local.demo.client import wait_for
from tests.harness.browser import window
from tests.harness.mailbox import mails_to
from tests.harness.quarters import HOUR, Quarter, quarter
from tests.harness.screens import assert_accessible
from tests.harness.session import log_in
from tests.harness.system import System

NORDLYS, RHEINWERK, FOX = "Nordlys ApS", "Rheinwerk GmbH", "Harbor Fox Inc."
MINUTE = 60


@dataclass
class Sale:
    """An invoice as it has to be."""

    customer: str
    currency: str
    issued: date
    subtotal: Decimal
    credited: Decimal = Decimal(0)
    """Before tax."""
    settled: Decimal = Decimal(0)
    number: str = ""

    @property
    def total(self) -> Decimal:
        return self.subtotal + vat(self.customer, self.subtotal)

    @property
    def owed(self) -> Decimal:
        back = self.credited + vat(self.customer, self.credited)
        return self.total - back - self.settled


@dataclass
class Books:
    """What was billed so far."""

    sales: list[Sale] = field(default_factory=list)

    def of(self, customer: str) -> list[Sale]:
        return [one for one in self.sales if one.customer == customer]


def vat(customer: str, base: Decimal) -> Decimal:
    """Danes are charged a quarter; others nothing."""
    rate = Decimal("0.25") if customer == NORDLYS else Decimal(0)
    return cents(base * rate)


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def worth(seconds: int, rate: int) -> Decimal:
    return cents(Decimal(seconds) * rate / HOUR)


def written(amount: Decimal) -> str:
    """As the screens and documents in English write it."""
    return f"{amount:,.2f}"


async def test_a_quarter_is_billed_paid_corrected_and_settled(
    browser: Browser, system: System
) -> None:
    made = await asyncio.to_thread(quarter, system)
    books = Books()
    async with window(browser, system.state.gateway) as context:
        await log_in(context, system, made.bookkeeper)
        page = await context.new_page()
        await _first_month(page, system, made, books)
        await _second_month(page, made, books)
        await _correction(page, made, books)
        await _third_month(page, made, books)
        await _bank(page, made, books)
        await _credit_to_the_next_invoice(page, books)
        await _all_agree(page, made, books)


async def _first_month(page: Page, system: System, made: Quarter, books: Books) -> None:
    """Hold back, write off a little and undo another; a discount; issue all of the run, and send it."""
    work: dict[str, dict[str, int]] = {
        NORDLYS: {"Checkout": 8 * HOUR, "Search": 2 * HOUR, "Hotline": 50 * MINUTE},
        RHEINWERK: {"Catalogue": 10 * HOUR},
        FOX: {"Prototype": 5 * HOUR},
    }
    await asyncio.to_thread(made.approve, _tuesday(made.months[0]), work)
    await page.goto("/billing")
    await page.get_by_role("link", name=f"10:50 {NORDLYS}").click()
    await _choose(page, "Search")
    await page.get_by_role("button", name="Hold back…").click()
    dialog = page.get_by_role("dialog", name="Hold time back")
    await dialog.get_by_label("Reason").fill("They look at it first")
    await dialog.get_by_label("Held back until").fill(str(_first_of_next_month()))
    await dialog.get_by_role("button", name="Hold back").click()
    await expect(dialog).to_be_hidden()
    await expect(page.get_by_role("row", name="Search")).to_be_hidden()
    await expect(page.get_by_text("Held back · 2:00")).to_be_visible()
    await _write_off(page, "Hotline", "0:20", "A favour")
    await _write_off(page, "Checkout", "", "By mistake")
    await page.get_by_text("Written off · 8:20").click()
    await expect(page.get_by_role("region", name="A favour")).to_contain_text("333.33")
    await page.get_by_role("button", name="Undo… By mistake").click()
    dialog = page.get_by_role("dialog", name="Undo the write-off?")
    await expect(dialog).to_contain_text("1 entry is ready again: 8:00")
    await assert_accessible(page)
    await dialog.get_by_role("button", name="Undo the write-off").click()
    await expect(page.get_by_role("region", name="By mistake")).to_be_hidden()
    await expect(page.get_by_text("Written off · 0:20")).to_be_visible()
    await page.get_by_role("link", name="To bill", exact=True).last.click()
    row = page.get_by_role("row", name=NORDLYS)
    await expect(row.get_by_role("link", name=f"8:30 {NORDLYS}")).to_be_visible()
    await expect(row.get_by_role("link", name=f"2:00 {NORDLYS}")).to_be_visible()
    await assert_accessible(page)

    await _run(page, made, 0)
    gross = worth(8 * HOUR, 1000) + worth(30 * MINUTE, 1000)
    await expect(_row(page, NORDLYS)).to_contain_text(written(gross + vat(NORDLYS, gross)))
    await _row(page, NORDLYS).get_by_role("link", name="Open the draft").click()
    await expect(page.get_by_text("Held back: They look at it first")).to_be_visible()
    await _discount(page, "Percent", "10", "As we agreed")
    await _discount(page, "Amount in DKK", "125,50", "For the wait")
    net = gross - cents(gross * Decimal("0.1")) - Decimal("125.50")
    await expect(page.get_by_role("main")).to_contain_text(written(net + vat(NORDLYS, net)))
    await page.go_back()
    nets = {NORDLYS: net, RHEINWERK: worth(10 * HOUR, 120), FOX: worth(5 * HOUR, 120)}
    await _issue_all(page, made, books, made.end_of(0), nets, mail=True)
    sent = partial(_sent, system, [made.email(customer) for customer in nets])
    await asyncio.to_thread(wait_for, "the mails", sent)


async def _second_month(page: Page, made: Quarter, books: Books) -> None:
    """What was held back is let go, and comes along with the next month."""
    work = {
        NORDLYS: {"Checkout again": 6 * HOUR},
        RHEINWERK: {"Search of the catalogue": 4 * HOUR},
        FOX: {"First version": 200 * MINUTE},
    }
    await asyncio.to_thread(made.approve, _tuesday(made.months[1]), work)
    await page.goto("/billing")
    await page.get_by_role("link", name=f"2:00 {NORDLYS}").click()
    await expect(page.get_by_role("row", name="Search")).to_contain_text("They look at it first")
    await page.get_by_role("button", name="Let go").click()
    await expect(page.get_by_text("Ready · 8:00")).to_be_visible()
    await _run(page, made, 1)
    nets = {
        NORDLYS: worth(8 * HOUR, 1000),
        RHEINWERK: worth(4 * HOUR, 120),
        FOX: worth(200 * MINUTE, 120),
    }
    await _issue_all(page, made, books, made.end_of(1), nets)


async def _correction(page: Page, made: Quarter, books: Books) -> None:
    """8 h billed, 3.5 h credited, 1 h added since: the correction charges 4.5 h."""
    late = _tuesday(made.months[1]) + timedelta(days=7)
    await asyncio.to_thread(made.approve, late, {NORDLYS: {"Forgotten": HOUR}})
    billed = books.of(NORDLYS)[1]
    await page.goto("/invoices")
    await page.get_by_role("link", name=billed.number).click()
    await page.get_by_role("region", name="Lines").get_by_role("link", name="6,000.00").click()
    drawer = page.get_by_role("dialog", name="Why this amount")
    await expect(drawer).to_contain_text("21600 s × 1000.00 ÷ 3600")
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Credit…").click()
    dialog = page.get_by_role("dialog", name="Credit invoice")
    await dialog.get_by_text("Lines or entries").click()
    await dialog.get_by_role("checkbox", name=re.compile("· 6:00$")).check()
    await dialog.get_by_label("Hours to credit").fill("3:30")
    billed.credited = worth(210 * MINUTE, 1000)
    await expect(dialog).to_contain_text(written(billed.owed))
    await dialog.get_by_label("Reason").fill("Half of it was another project")
    credited_on = made.months[2] + timedelta(days=9)
    await dialog.get_by_label("Date").fill(str(credited_on))
    await dialog.get_by_label("Draft a correction").check()
    await assert_accessible(page)
    await dialog.get_by_role("button", name="Issue the credit note").click()
    await expect(page.get_by_role("heading", name=f"Draft for {NORDLYS}", level=1)).to_be_visible()
    net = worth(270 * MINUTE, 1000)
    await expect(page.get_by_role("main")).to_contain_text(written(net + vat(NORDLYS, net)))
    await page.get_by_role("button", name="Issue…").click()
    dialog = page.get_by_role("dialog", name="Issue the invoice")
    await dialog.get_by_text("By hand").click()
    await dialog.get_by_label("Date").fill(str(credited_on))
    await dialog.get_by_role("button", name="Issue", exact=True).click()
    title = page.get_by_role("heading", name=re.compile(r"^Invoice \d{4}-\d{4}$"), level=1)
    await expect(title).to_be_visible()
    number = (await title.inner_text()).removeprefix("Invoice ")
    books.sales.append(Sale(NORDLYS, "DKK", credited_on, net, number=number))
    await expect(page.get_by_role("main")).to_contain_text("4:30")


async def _third_month(page: Page, made: Quarter, books: Books) -> None:
    work = {
        NORDLYS: {"Launch": 3 * HOUR},
        RHEINWERK: {"Launch of the catalogue": 150 * MINUTE},
        FOX: {"Launch of the app": HOUR},
    }
    await asyncio.to_thread(made.approve, _tuesday(made.months[2]), work)
    await _run(page, made, 2)
    nets = {
        NORDLYS: worth(3 * HOUR, 1000),
        RHEINWERK: worth(150 * MINUTE, 120),
        FOX: worth(HOUR, 120),
    }
    await _issue_all(page, made, books, made.last_day, nets)


async def _bank(page: Page, made: Quarter, books: Books) -> None:
    """Euros by camt, kroner by the CSV of a Danish bank: what is certain at once, the rest by hand."""
    first, second, corrected, _ = books.of(NORDLYS)
    euro = [*books.of(RHEINWERK)[:2], books.of(FOX)[0]]
    fee = Decimal("5.00")
    amounts = [euro[0].total, euro[1].total, euro[2].total - fee]
    await _import(page, "euros.xml", _camt(made.last_day, euro, amounts))
    part, over = Decimal("5000.00"), Decimal("437.50")
    rest = first.total - part + second.owed + over
    rows = [
        (part, NORDLYS, f"Del af faktura {first.number}"),
        (rest, NORDLYS, "Rest af fakturaer"),
        (Decimal("-8000.00"), "Udlejeren A/S", "Husleje"),
    ]
    await _import(page, "kroner.csv", _nordea(made.last_day, rows))
    listed = page.get_by_role("list", name="Transactions")
    await expect(listed.get_by_role("listitem")).to_have_count(6)
    await assert_accessible(page)
    await page.get_by_role("button", name="Take all that are certain (2)").click()
    await expect(listed.get_by_role("listitem")).to_have_count(4)
    for one in euro[:2]:
        one.settled = one.total

    await _open(listed, written(part))
    await (
        page.get_by_role("region", name="What it may be")
        .get_by_role("button", name="Take")
        .first.click()
    )
    await expect(page.get_by_role("main")).to_contain_text("Taken")
    first.settled = part

    await page.goto("/payments/bank")
    await _open(listed, written(amounts[2]))
    by_hand = page.get_by_role("form", name="Choose yourself")
    await expect(by_hand.get_by_label(f"Settles of {euro[2].number}")).to_have_value(
        f"{amounts[2]}"
    )
    for other in books.of(FOX)[1:]:
        await by_hand.get_by_label(f"Settles of {other.number}").fill("")
    await by_hand.get_by_label(f"Write the rest of {euro[2].number} off").check()
    await by_hand.get_by_label("Why rests are written off").fill("Fee of their bank")
    await by_hand.get_by_role("button", name="Take as a payment").click()
    await expect(page.get_by_role("main")).to_contain_text("Taken")
    euro[2].settled = euro[2].total

    await page.goto("/payments/bank")
    await _open(listed, written(rest))
    await expect(by_hand.get_by_label(f"Settles of {second.number}")).to_have_value(
        f"{second.owed}"
    )
    await by_hand.get_by_label(f"Settles of {corrected.number}").fill("")
    await assert_accessible(page)
    await by_hand.get_by_role("button", name="Take as a payment").click()
    await expect(page.get_by_role("main")).to_contain_text("Taken")
    first.settled, second.settled = first.total, second.settled + second.owed

    await page.goto("/payments/bank")
    await _open(listed, "8,000.00")
    await page.get_by_role("button", name="Set aside…").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Reason").fill("Rent")
    await dialog.get_by_role("button", name="Set aside").click()
    await expect(page.get_by_role("main")).to_contain_text("Rent")
    await expect(dialog).to_be_hidden()
    await page.goto("/payments/bank")
    await expect(page.get_by_role("main")).to_contain_text("Nothing waits.")
    await _ageing(page, made, books, over)


async def _ageing(page: Page, made: Quarter, books: Books, credit: Decimal) -> None:
    """At the quarter's end: what is not due, what is late, and the credit."""
    await page.goto("/receivables")
    await page.get_by_label("At the end of").fill(str(made.last_day))
    await page.get_by_label("Counting").select_option("what bears a date until then")
    kroner = page.get_by_role("table", name="Owed in DKK by age")
    row = kroner.get_by_role("row", name=NORDLYS)
    due = sum((one.owed for one in books.of(NORDLYS)), Decimal(0))
    late = [one for one in books.of(NORDLYS) if one.issued + timedelta(days=14) < made.last_day]
    overdue = sum((one.owed for one in late), Decimal(0))
    await expect(row).to_contain_text(written(due))
    await expect(row).to_contain_text(written(due - overdue))
    await expect(row).to_contain_text(written(credit))
    euros = page.get_by_role("table", name="Owed in EUR by age")
    second, third = books.of(FOX)[1:]
    link = f"{written(second.owed)} 1–30 days late: the invoices of {FOX}"
    await euros.get_by_role("link", name=link).click()
    await expect(page.get_by_role("row", name=second.number)).to_contain_text(written(second.owed))
    assert third.owed > 0
    await assert_accessible(page)


async def _credit_to_the_next_invoice(page: Page, books: Books) -> None:
    """What was paid too much settles a part of the next one."""
    over, (corrected, last) = Decimal("437.50"), books.of(NORDLYS)[2:]
    await page.goto("/payments")
    await page.get_by_role("row", name=written(over)).get_by_role("link").first.click()
    more = page.get_by_role("form", name="Settle more")
    await expect(more.get_by_label(f"Settles of {corrected.number}")).to_have_value(f"{over}")
    await expect(more.get_by_label(f"Settles of {last.number}")).to_have_value("")
    await more.get_by_role("button", name="Settle", exact=True).click()
    settles = page.get_by_role("region", name="Settles")
    await expect(settles).to_contain_text(corrected.number)
    corrected.settled = over


async def _all_agree(page: Page, made: Quarter, books: Books) -> None:
    """List, documents, receivables, statement, VAT report, journal and explanations say the same."""
    await _numbers(page, books)
    for one in books.sales:
        await _document(page, one)
    await _receivables(page, books)
    await _statement(page, made, books)
    await _vat_report(page, books)
    await _journal(page, made, books)
    await page.goto("/billing")
    await expect(page.get_by_text("Everything is billed")).to_be_visible()
    await page.get_by_role("link", name="See what is written off").click()
    await expect(page.get_by_role("region", name="A favour")).to_contain_text("0:20")


async def _numbers(page: Page, books: Books) -> None:
    """Ten invoices, 1 to 10, each with its total and what is owed of it."""
    await page.goto("/invoices")
    table = page.get_by_role("table", name="Invoices")
    await expect(table.get_by_role("row")).to_have_count(1 + len(books.sales))
    for one in books.sales:
        row = table.get_by_role("row", name=one.number)
        await expect(row).to_contain_text(one.customer)
        await expect(row).to_contain_text(f"{one.currency} {written(one.total)}")
        await expect(row).to_contain_text(f"{one.currency} {written(one.owed)}")
    numbers = sorted(int(one.number[-4:]) for one in books.sales)
    assert numbers == list(range(1, len(books.sales) + 1))


async def _document(page: Page, sale: Sale) -> None:
    """The PDF, and the explanation of its total, by an invoice's own screen."""
    await page.goto("/invoices")
    await page.get_by_role("link", name=sale.number).click()
    text = await _pdf(page)
    assert sale.number in text
    assert written(sale.total) in text, text
    assert (written(vat(sale.customer, sale.subtotal)) in text) or sale.customer != NORDLYS
    assert ("everse charge" in text) == (sale.customer == RHEINWERK), text
    await page.get_by_role("link", name=re.compile("Total")).click()
    drawer = page.get_by_role("dialog", name="Why this amount")
    await expect(drawer).to_contain_text(written(sale.total))
    if sale.owed != sale.total:
        left = drawer.get_by_role("region", name="What settles it")
        await expect(left.locator("dl")).to_contain_text(written(sale.owed))
    await page.keyboard.press("Escape")


async def _receivables(page: Page, books: Books) -> None:
    await page.goto("/receivables")
    for currency, owed in _owed(books).items():
        table = page.get_by_role("table", name=f"Owed in {currency} by age")
        totals = table.get_by_role("row", name="All customers")
        await expect(totals).to_contain_text(f"{currency} {written(owed)}")


async def _statement(page: Page, made: Quarter, books: Books) -> None:
    """Its closing balance is what Nordlys owes, on the screen and in print."""
    owed = sum((one.owed for one in books.of(NORDLYS)), Decimal(0))
    await page.goto("/receivables")
    await (
        page.get_by_role("table", name="Owed in DKK by age")
        .get_by_role("link", name=NORDLYS, exact=True)
        .click()
    )
    await page.get_by_label("From").fill(str(made.months[0]))
    await page.get_by_label("From").blur()
    table = page.get_by_role("table", name="Statement in DKK")
    first = books.of(NORDLYS)[0].number
    await expect(table.get_by_role("link", name=f"Invoice {first}")).to_be_visible()
    await expect(table.get_by_role("row", name="Owed after it")).to_contain_text(written(owed))
    await assert_accessible(page)
    text = await _pdf(page)
    assert written(owed) in text, text
    for one in books.of(NORDLYS):
        assert one.number in text


async def _vat_report(page: Page, books: Books) -> None:
    """By code: base and tax of what was invoiced less what was credited."""
    await page.goto("/receivables")
    await page.get_by_role("link", name="VAT report").click()
    await expect(page.get_by_role("radio", name="Quarter")).to_be_checked()
    kroner = page.get_by_role("table", name="Sales in DKK by tax")
    await expect(kroner.get_by_role("row")).to_have_count(2)
    base, tax = Decimal(0), Decimal(0)
    for one in books.of(NORDLYS):
        base += one.subtotal - one.credited
        tax += vat(NORDLYS, one.subtotal) - vat(NORDLYS, one.credited)
    row = kroner.get_by_role("row", name=re.compile("25"))
    await expect(row).to_contain_text(f"DKK {written(base)}")
    await expect(row).to_contain_text(f"DKK {written(tax)}")
    euros = page.get_by_role("table", name="Sales in EUR by tax")
    for customer, name in ((RHEINWERK, "Reverse charge"), (FOX, "Outside the scope")):
        base = sum((one.subtotal for one in books.of(customer)), Decimal(0))
        await expect(euros.get_by_role("row", name=name)).to_contain_text(f"EUR {written(base)}")
    boxes = page.get_by_role("region", name="For the return")
    await expect(boxes).to_contain_text(f"DKK {written(tax)}")
    sold = sum((one.subtotal for one in books.of(RHEINWERK)), Decimal(0))
    await expect(boxes).to_contain_text(f"EUR {written(sold)}")
    await assert_accessible(page)


async def _journal(page: Page, made: Quarter, books: Books) -> None:
    """Each transaction balances; what stands on the receivables is owed, less nothing: no credit is left."""
    await page.goto("/receivables")
    await page.get_by_role("link", name="Journal").click()
    accounts = page.get_by_role("form", name="Accounts of the ledger")
    numbers = {"Receivables": "5600", "Revenue": "1000", "VAT on sales": "6902", "Bank": "5820"}
    for name, account in numbers.items():
        await accounts.get_by_label(name, exact=True).fill(account)
    await accounts.get_by_label("Small differences").fill("3900")
    await accounts.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Saved. The next export books there.")).to_be_visible()
    export = page.get_by_role("form", name="Export the journal")
    await export.get_by_label("Up to").fill(str(datetime.now(UTC).date()))
    await export.get_by_role("button", name="Export").click()
    row = page.get_by_role("table", name="Exports").get_by_role("row").nth(1)
    async with page.expect_download() as download:
        await row.get_by_role("link", name=re.compile("commas")).click()
    file = await (await download.value).path()
    lines = list(csv.DictReader(io.StringIO(await asyncio.to_thread(file.read_text))))
    by_transaction: defaultdict[str, Decimal] = defaultdict(Decimal)
    by_account: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for line in lines:
        by_transaction[line["transaction"]] += Decimal(line["amount"])
        by_account[line["account"], line["currency"]] += Decimal(line["amount"])
    assert set(by_transaction.values()) == {Decimal(0)}
    for currency, owed in _owed(books).items():
        assert by_account["5600", currency] == owed
    tax = sum(
        (vat(NORDLYS, s.subtotal) - vat(NORDLYS, s.credited) for s in books.of(NORDLYS)), Decimal(0)
    )
    assert by_account["6902", "DKK"] == -tax
    assert by_account["3900", "EUR"] == Decimal("5.00")
    for currency in ("DKK", "EUR"):
        sold = sum(
            (s.subtotal - s.credited for s in books.sales if s.currency == currency), Decimal(0)
        )
        assert by_account["1000", currency] == -sold


def _owed(books: Books) -> dict[str, Decimal]:
    found: defaultdict[str, Decimal] = defaultdict(Decimal)
    for one in books.sales:
        found[one.currency] += one.owed
    return found


def _tuesday(month: date) -> date:
    """A Tuesday in its second week."""
    eighth = month + timedelta(days=7)
    return eighth + timedelta(days=(1 - eighth.weekday()) % 7)


def _first_of_next_month() -> date:
    return (datetime.now(UTC).date().replace(day=1) + timedelta(days=32)).replace(day=1)


def _sent(system: System, emails: list[str]) -> bool:
    return all(len(mails_to(system, email)) == 1 for email in emails)


async def _choose(page: Page, description: str) -> None:
    row = page.get_by_role("row", name=description)
    await row.get_by_role("checkbox").check()


async def _write_off(page: Page, description: str, time: str, reason: str) -> None:
    await _choose(page, description)
    await page.get_by_role("button", name="Write off…").click()
    dialog = page.get_by_role("dialog", name="Write time off")
    await dialog.get_by_label("How much").fill(time)
    await dialog.get_by_label("Reason").fill(reason)
    await dialog.get_by_role("button", name="Write off").click()
    await expect(dialog).to_be_hidden()


def _row(page: Page, customer: str) -> Locator:
    return page.get_by_role("table", name="Customers of the run").get_by_role("row", name=customer)


async def _run(page: Page, made: Quarter, month: int) -> None:
    """Draft the month for all, a line for each entry, and wait until it is done."""
    await page.goto("/billing")
    await page.get_by_role("link", name="Bill a month…").click()
    dialog = page.get_by_role("dialog", name="Bill a month of all customers")
    await dialog.get_by_label("Month").select_option(str(made.months[month]))
    await dialog.get_by_label("One line for each").select_option("entry")
    await dialog.get_by_role("button", name="Draft for all customers").click()
    await expect(page).to_have_url(re.compile("/billing/runs/[0-9a-f-]{36}$"))
    for customer in (NORDLYS, RHEINWERK, FOX):
        draft = _row(page, customer).get_by_text("Draft", exact=True)
        await expect(draft).to_be_visible()
    await assert_accessible(page)


async def _issue_all(
    page: Page,
    made: Quarter,
    books: Books,
    day: date,
    nets: dict[str, Decimal],
    *,
    mail: bool = False,
) -> None:
    """Issue all of the run on a day; the numbers are read from its rows."""
    await page.get_by_role("button", name="Issue all…").click()
    dialog = page.get_by_role("dialog", name="Issue invoices")
    await dialog.get_by_text("By e-mail" if mail else "By hand").click()
    await dialog.get_by_label("Date").fill(str(day))
    await dialog.get_by_role(
        "button", name="Issue and send" if mail else "Issue", exact=True
    ).click()
    for customer, net in nets.items():
        row = _row(page, customer)
        link = row.get_by_role("link", name=re.compile(r"\d{4}-\d{4}$"))
        await expect(link).to_be_visible()
        currency = "DKK" if customer == NORDLYS else "EUR"
        sale = Sale(customer, currency, day, net, number=await link.inner_text())
        await expect(row).to_contain_text(f"{currency} {written(sale.total)}")
        books.sales.append(sale)


async def _discount(page: Page, of: str, much: str, text: str) -> None:
    await page.get_by_role("button", name="Add a line").click()
    dialog = page.get_by_role("dialog", name="Add a line")
    await dialog.get_by_text("Discount", exact=True).click()
    await dialog.get_by_label("Text", exact=True).fill(text)
    await dialog.get_by_label(of).fill(much)
    await dialog.get_by_role("button", name="Add", exact=True).click()
    await expect(dialog).to_be_hidden()


async def _import(page: Page, name: str, data: bytes) -> None:
    """Read a file of the bank, and import all of it."""
    await page.goto("/payments/bank/file")
    kind = "application/xml" if name.endswith("xml") else "text/csv"
    file = FilePayload(name=name, mimeType=kind, buffer=data)
    await page.get_by_label("File of the bank").set_input_files(file)
    if kind == "text/csv":
        await page.get_by_label("Which account of yours").fill("4720 123")
        await page.get_by_role("button", name="Read the file").click()
    await page.get_by_role("button", name="Import 3 transactions").click()
    await expect(page).to_have_url(re.compile("/payments/bank$"))


async def _open(listed: Locator, amount: str) -> None:
    await (
        listed.get_by_role("listitem")
        .filter(has_text=amount)
        .get_by_role("link", name="Choose…")
        .click()
    )


async def _pdf(page: Page) -> str:
    """What the document says that the screen opens; line ends are spaces."""
    address = await page.get_by_role("link", name="Open the PDF").get_attribute("href")
    document = await (await page.context.request.get(str(address))).body()
    pages = PdfReader(io.BytesIO(document)).pages
    return " ".join(one.extract_text() for one in pages)


def _camt(day: date, sales: list[Sale], amounts: list[Decimal]) -> bytes:
    """A statement of the account in euros."""
    entries = "".join(
        f"""<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>
        <BookgDt><Dt>{day}</Dt></BookgDt><ValDt><Dt>{day}</Dt></ValDt>
        <NtryDtls><TxDtls><RltdPties><Dbtr><Nm>{sale.customer}</Nm></Dbtr></RltdPties>
        <RmtInf><Ustrd>Invoice {sale.number}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"""
        for sale, amount in zip(sales, amounts, strict=True)
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
    <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>
    <GrpHdr><MsgId>1</MsgId><CreDtTm>{day}T06:00:00</CreDtTm></GrpHdr>
    <Stmt><Id>1</Id><Acct><Id><IBAN>DK5000400440116243</IBAN></Id><Ccy>EUR</Ccy></Acct>
    {entries}</Stmt></BkToCstmrStmt></Document>""".strip().encode()


def _nordea(day: date, rows: list[tuple[Decimal, str, str]]) -> bytes:
    """The CSV of a Danish bank."""
    booked, lines = day.strftime("%Y/%m/%d"), []
    for amount, name, text in rows:
        kroner = str(amount).replace(".", ",")
        lines.append(f"{booked};{kroner};9040111111;9040298476;{name};{text};;DKK;;")
    head = "\ufeffBogføringsdato;Beløb;Afsender;Modtager;Navn;Beskrivelse;Saldo;Valuta;Afstemt;"
    return "\n".join([head, *lines, ""]).encode()
