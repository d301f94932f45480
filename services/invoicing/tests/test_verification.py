"""The numbering report verifies that what is stored is what was issued."""

import pytest

from invoicing.queries import verification
from services.invoicing.tests.driver import Driver


async def chained(driver: Driver, *, verify: bool) -> bool:
    """Whether the chain is unbroken of the account's only series."""
    [series] = (await driver.read("reports/numbering", verify=verify))["series"]
    found: bool = series["chained"]
    return found


async def test_what_nobody_touched_is_verified_page_after_page(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verification, "_PAGE", 2)
    for seconds in (60, 61, 62, 63, 64):
        invoice = await driver.invoice(seconds)
    assert await chained(driver, verify=True)
    await driver.client.get(f"/v1/invoices/{invoice['id']}.pdf")
    assert await chained(driver, verify=True)
    await driver.tamper(f"UPDATE invoices SET notes = 'x' WHERE {last(driver)}")
    assert not await chained(driver, verify=True)


def last(driver: Driver) -> str:
    """The last invoice of the account, as a condition."""
    return (
        f"account_id = '{driver.account}' AND sequence ="
        f" (SELECT max(sequence) FROM invoices WHERE account_id = '{driver.account}')"
    )


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE invoice_lines SET description = 'Nothing' WHERE {mine}",
        "UPDATE invoice_lines SET amount = amount + 1 WHERE {mine}",
        'UPDATE invoices SET buyer = buyer || \'{{"name": "Somebody else"}}\' WHERE {mine}',
        "UPDATE invoices SET total = total + 1, subtotal = subtotal + 1 WHERE {mine}",
        "UPDATE documents SET content = 'no document' WHERE {mine}",
    ],
)
async def test_tampering_is_seen_when_the_chain_is_made_again(driver: Driver, change: str) -> None:
    invoice = await driver.invoice(60)
    await driver.client.get(f"/v1/invoices/{invoice['id']}.pdf")
    await driver.tamper(change.format(mine=f"account_id = '{driver.account}'"))
    assert await chained(driver, verify=False)
    assert not await chained(driver, verify=True)


async def test_a_last_invoice_taken_away_is_seen_at_once(driver: Driver) -> None:
    await driver.invoice(60)
    await driver.invoice(61)
    assert await chained(driver, verify=False)
    await driver.tamper(f"DELETE FROM invoices WHERE {last(driver)}")
    assert not await chained(driver, verify=False)


async def test_a_series_shows_its_range(driver: Driver) -> None:
    for day in ("2026-09-28", "2026-10-01", "2026-10-01"):
        await driver.invoice(60, issue_date=day)
    [series] = (await driver.read("reports/numbering"))["series"]
    assert series == {
        "series": "2026-{seq}",
        "kind": "invoice",
        "count": 3,
        "first_number": "2026-0001",
        "last_number": "2026-0003",
        "first_date": "2026-09-28",
        "last_date": "2026-10-01",
        "gaps": [],
        "chained": True,
        "dated": True,
        "altered": [],
    }


async def test_each_series_is_a_row_of_its_own(driver: Driver) -> None:
    for day in ("2025-12-30", "2026-01-02"):
        await driver.invoice(60, issue_date=day)
    report = await driver.read("reports/numbering", verify=True)
    assert [(s["series"], s["count"]) for s in report["series"]] == [
        ("2025-{seq}", 1),
        ("2026-{seq}", 1),
    ]


async def test_gaps_and_dates_out_of_order_are_seen(driver: Driver) -> None:
    for seconds in (60, 61, 62):
        await driver.invoice(seconds)
    mine = f"account_id = '{driver.account}'"
    await driver.tamper(
        f"UPDATE invoices SET sequence = 7, issue_date = '2026-01-01' WHERE {last(driver)}",
        f"DELETE FROM invoices WHERE {mine} AND sequence = 2",
    )
    [series] = (await driver.read("reports/numbering"))["series"]
    assert (series["gaps"], series["chained"], series["dated"]) == ([2, 3, 4, 5, 6], False, False)
