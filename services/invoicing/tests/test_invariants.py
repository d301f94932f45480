"""The conservation report: where every approved second is, and that it notices when the books are wrong."""

from dataclasses import fields

import pytest

from invoicing.domain.conservation import Buckets
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.factories import approved_entry


async def test_the_report_says_where_the_time_of_each_customer_is(driver: Driver) -> None:
    await driver.invoice(100)
    await driver.worked(20)
    await driver.draft()
    await driver.worked(3)
    await driver.served.consume(driver.events.timesheet(approved_entry(driver.organization_id, 4)))
    await driver.worked(5, organization_id=None)
    report = await driver.read("reports/conservation")
    expected = {
        "approved": 132,
        "unpriced": 9,
        "held": 0,
        "ready": 3,
        "held_back": 0,
        "claimed_by_drafts": 20,
        "billed": 100,
        "written_off": 0,
        "total": 132,
        "balanced": True,
    }
    assert report["seconds"] == expected
    by_customer = {row["organization_id"]: row["total"] for row in report["organizations"]}
    assert by_customer == {str(driver.organization_id): 127, None: 5}


MINE = "WHERE account_id = '{account}'"
CLAIMS = "the claims are the time on drafts, invoices and write-offs"
CLAIMED = "entries know how much of them is claimed"
SUMS = "lines + tax = total"
NUMBERS = "numbers have no gaps"
BALANCES = "allocations + balance = total − credits"
PAYERS = "payments settle invoices of their own customer and currency"


@pytest.mark.parametrize(
    ("wrong", "law"),
    [
        ("DELETE FROM claims {mine} AND upper(seconds) = 100", CLAIMS),
        ("UPDATE claims SET line_id = uuidv7() {mine} AND upper(seconds) = 100", CLAIMS),
        (
            "UPDATE claims SET seconds = int4range(0, 300 - upper(seconds)) {mine} AND upper(seconds) < 300",
            CLAIMS,
        ),
        ("UPDATE time_entries SET claimed_seconds = claimed_seconds - 1 {mine}", CLAIMED),
        ("UPDATE invoices SET seconds = seconds - 1 {mine}", SUMS),
        ("UPDATE invoice_lines SET amount = amount + 1 {mine} AND seconds = 100", SUMS),
        ("UPDATE invoices SET total = total + 1, subtotal = subtotal + 1 {mine}", SUMS),
        ("DELETE FROM invoice_lines {mine} AND seconds = 100", SUMS),
        ("DELETE FROM invoice_taxes {mine}", SUMS),
        ("UPDATE invoices SET sequence = sequence + 1 {mine} AND sequence > 1", NUMBERS),
        ("DELETE FROM invoices {mine} AND sequence = 2", NUMBERS),
        ("UPDATE balances SET allocated = 1 {mine}", BALANCES),
        ("UPDATE balances SET total = total + 1 {mine}", BALANCES),
        ("UPDATE balances SET currency = 'EUR' {mine}", BALANCES),
        ("DELETE FROM balances {mine}", BALANCES),
        ("DELETE FROM invoices {mine}", BALANCES),
        ("UPDATE payments SET allocated = 1 {mine}", "allocations are within their payment"),
        ("UPDATE payments SET organization_id = uuidv7() {mine}", PAYERS),
        ("UPDATE invoices SET currency = 'EUR' {mine}", PAYERS),
    ],
)
async def test_the_report_notices_when_the_books_are_wrong(
    driver: Driver, wrong: str, law: str
) -> None:
    paid, _ = await driver.invoice(100), await driver.invoice(200)
    owed = paid["total"]["amount"]
    await driver.pay(owed, (paid["id"], owed))
    await driver.invariants_hold()
    await driver.tamper(wrong.format(mine=MINE.format(account=driver.account)))
    report = await driver.read("reports/conservation")
    assert report["holds"] is False
    assert law in {check["name"] for check in report["checks"] if not check["holds"]}


async def test_the_report_notices_an_unbalanced_bucket_and_names_the_gaps(driver: Driver) -> None:
    await driver.invoice()
    mine = MINE.format(account=driver.account)
    await driver.tamper(f"UPDATE invoices SET seconds = seconds - 1, sequence = 7 {mine}")
    assert (await driver.read("reports/conservation"))["seconds"]["balanced"] is False
    [series] = (await driver.read("reports/numbering"))["series"]
    assert series["gaps"] == [1, 2, 3, 4, 5, 6]


def test_every_bucket_counts_in_the_total() -> None:
    other = {"approved", "held_back"}
    names = [field.name for field in fields(Buckets) if field.name not in other]
    powers = {name: 2**place for place, name in enumerate(names)}
    assert len(names) == 6
    assert Buckets(**powers).total == 2**6 - 1
    assert Buckets(approved=2**6 - 1, **powers).balanced
    assert Buckets(approved=2**6 - 1, held_back=1, **powers).balanced
    assert not any(Buckets(approved=2**6 - 1, **powers | {name: 0}).balanced for name in names)
