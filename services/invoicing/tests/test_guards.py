"""What the service's own database role is refused, whatever statements it sends: sums that guards stand on, claims."""

from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from services.invoicing.tests.agreement_driver import agreed
from services.invoicing.tests.driver import Driver

_CLAIM = "INSERT INTO claims (entry_id, seconds, whole_entry, billed_seconds, invoice_id, line_id, price_version) VALUES "


async def _run(driver: Driver, statement: str, **values: object) -> None:
    async with driver.served.database.transaction(driver.account) as session:
        await session.execute(text(statement), values)


@pytest.mark.parametrize(
    "parts",
    [
        [("[0,1500)", True), ("[0,1500)", True)],
        [("[0,1500)", True), ("[0,1500)", False)],
        [("[0,1000)", True), ("[500,2500)", False)],
    ],
)
async def test_no_second_is_claimed_twice_by_one_statement(
    driver: Driver, parts: list[tuple[str, bool]]
) -> None:
    entry = await driver.worked(3000)
    rows = ", ".join(
        f"('{entry.entry_id}', '{seconds}', {whole}, 10, uuidv7(), uuidv7(), 1)"
        for seconds, whole in parts
    )
    with pytest.raises(DBAPIError, match=r"claimed_once|is not the whole entry"):
        await _run(driver, _CLAIM + rows)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE time_entries SET claimed_seconds = 0",
        "UPDATE time_entries SET written_off_seconds = 0",
        "UPDATE time_entries SET entry_id = uuidv7()",
        "UPDATE balances SET allocated = 0",
        "UPDATE balances SET credited = 0",
        "UPDATE balances SET differences = 0",
        "UPDATE payments SET allocated = 0",
        "UPDATE payments SET refunded = 0",
    ],
)
async def test_sums_that_guards_stand_on_change_with_what_they_sum_alone(
    driver: Driver, change: str
) -> None:
    invoice = await driver.invoice()
    await driver.pay("100.00", (invoice["id"], "100.00"))
    with pytest.raises(DBAPIError, match="change with what they sum alone"):
        await _run(driver, change)


async def test_an_issued_invoice_gets_no_claim_that_its_lines_do_not_charge(driver: Driver) -> None:
    invoice = await driver.invoice()
    more = await driver.worked(600)
    line = invoice["lines"][0]["line_id"]
    with pytest.raises(DBAPIError, match="claims no more time"):
        await _run(
            driver,
            _CLAIM + f"('{more.entry_id}', '[0,600)', true, 600, '{invoice['id']}', '{line}', 1)",
        )


async def test_time_that_no_credit_note_gave_back_is_named(driver: Driver) -> None:
    invoice = await driver.invoice()
    await driver.invariants_hold()
    release = "UPDATE claims SET released_by = uuidv7() WHERE invoice_id = :id"
    await _run(driver, release, id=UUID(invoice["id"]))
    found = await driver.read("reports/conservation")
    wrong = [one["name"] for one in found["checks"] if not one["holds"]]
    assert wrong == ["what an invoice bills is given back by a credit note of it"]


async def test_a_fee_that_no_credit_note_gave_back_is_named(driver: Driver) -> None:
    await agreed(driver)
    await driver.issue((await driver.draft())["id"])
    await _run(driver, "UPDATE charge_claims SET released_by = uuidv7()")
    found = await driver.read("reports/conservation")
    assert "what an invoice bills is given back by a credit note of it" in [
        one["name"] for one in found["checks"] if not one["holds"]
    ]


async def test_what_is_split_stays_what_it_is(driver: Driver) -> None:
    entry = await driver.worked(3000)
    made = await driver.client.post(
        "/v1/write-offs",
        json={
            "organization_id": str(driver.organization_id),
            "entries": [{"entry_id": str(entry.entry_id)}],
            "reason": "A favour",
        },
    )
    assert made.status_code == 201, made.text
    await _run(
        driver,
        "SELECT split_claims(invoice_id, ARRAY[line_id], ARRAY[entry_id], ARRAY[100]) FROM claims",
    )
    async with driver.served.database.transaction(driver.account) as session:
        rows = (await session.execute(text("SELECT written_off FROM claims"))).scalars().all()
        known = await session.scalar(text("SELECT written_off_seconds FROM time_entries"))
    assert rows in ([True], [True, True])
    assert known == 3000


async def test_no_table_of_the_role_stands_in_for_one_that_guards_read(driver: Driver) -> None:
    await driver.invoice()
    stand_in = "CREATE TEMPORARY TABLE invoices (account_id uuid, id uuid)"
    with pytest.raises(DBAPIError, match="permission denied"):
        await _run(driver, stand_in)
