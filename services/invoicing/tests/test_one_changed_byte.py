"""One changed byte of an issued document is found, in whichever column and table; the service may change none."""

import json
from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from database import new_id
from services.invoicing.tests.driver import Driver
from testkit import Served

INVOICES = ("invoices", "invoice_lines", "invoice_taxes", "documents")
CREDIT_NOTES = (
    "credit_notes",
    "credit_note_lines",
    "credit_note_taxes",
    "credit_note_documents",
)
TABLES = (*INVOICES, *CREDIT_NOTES, "vat_entries", "receipts")
TAKEN_AWAY = {("documents", "account_id"), ("credit_note_documents", "account_id")}
"""A PDF that is gone is made again, of the same content."""
BESIDE = {
    *(("invoices", f"drafted_{name}") for name in ("at", "by", "as")),
    ("documents", "made_at"),
} | {
    ("receipts", name)
    for name in ("expense_id", "file_name", "media_type", "size", "sha256", "added_at", "added_by")
}
"""What the timeline tells of how a document came to be: nothing of it is printed, so no hash covers it. What is said
of receipts stands in the invoice, too, and is read from there."""


@pytest.fixture
async def tamperer(served: Served) -> AsyncIterator[asyncpg.Connection]:
    """Somebody with all of the database's rights, past triggers and constraints between tables."""
    connection = await asyncpg.connect(served.urls.superuser)
    await connection.execute("SET session_replication_role = replica")
    yield connection
    await connection.close()


@pytest.fixture(scope="module")
async def books(served: Served) -> Driver:
    """Two invoices with lines of several kinds and two taxes, and a credit note of each; the first are printed."""
    driver = await Driver.begin(served)
    for seconds in (3000, 60):
        await driver.worked(seconds)
        draft = await driver.draft(notes="Thank you", reference="PO 7")
        exempt = {"category": "exempt", "rate": "0"}
        await driver.add_line(draft["id"], kind="fee", amount="70", tax=exempt)
        await driver.add_line(draft["id"], kind="discount", percent="5")
        await driver.add_line(draft["id"], kind="text")
        await add_expense(driver, draft["id"])
        invoice = await driver.issue(draft["id"])
        note = await driver.credit(invoice["id"])
        if seconds == 3000:
            await driver.client.get(f"/v1/invoices/{invoice['id']}.pdf")
            await driver.client.get(f"/v1/credit-notes/{note['id']}.pdf")
    return driver


async def add_expense(driver: Driver, draft_id: str) -> None:
    """Put an approved expense with a receipt on a draft."""
    spent = {"organization_id": str(driver.organization_id), "spent_on": "2026-09-12"}
    said = {"description": "Train", "currency": "DKK", "amount": "320.00"}
    made = (await driver.client.post("/v1/expenses", json={**spent, **said})).json()
    receipt = b"%PDF-1.7 a ticket %%EOF"
    await driver.client.post(f"/v1/expenses/{made['id']}/receipts", content=receipt)
    owner = await driver.served.as_("owner", account=driver.account, subject="owner-1")
    approve = {"expenses": [{"id": made["id"], "version": made["version"]}]}
    once = {"Idempotency-Key": str(new_id())}
    approved = await owner.post("/v1/expenses/approve", json=approve, headers=once)
    assert approved.status_code == 200, approved.text
    await driver.read(f"invoices/{draft_id}")
    taken = {"expense_ids": [made["id"]]}
    added = await driver.client.post(f"/v1/invoices/{draft_id}/expenses", json=taken)
    assert added.status_code == 201, added.text


@pytest.mark.parametrize("table", TABLES)
async def test_a_changed_byte_is_found_in_any_column(
    books: Driver, tamperer: asyncpg.Connection, table: str
) -> None:
    assert await found(books) == set()
    chance = Random(table)
    row = await first_row(books, tamperer, table)
    columns = await tamperer.fetch(
        "SELECT attname AS name, format_type(atttypid, atttypmod) AS type, attnotnull AS needed"
        " FROM pg_attribute WHERE attrelid = $1::text::regclass AND attnum > 0 AND NOT attisdropped",
        table,
    )
    for column in columns:
        for value in changed(row[column["name"]], column["type"], chance):
            if (value is None and column["needed"]) or (
                table,
                column["name"],
            ) in TAKEN_AWAY | BESIDE:
                continue
            try:
                await put(tamperer, table, row, column["name"], value)
            except asyncpg.CheckViolationError:
                continue  # the table refuses it by itself
            named = await found(books)
            await put(tamperer, table, row, column["name"], row[column["name"]])
            assert named, (table, column["name"], row[column["name"]], value)
    assert await found(books) == set()


async def first_row(driver: Driver, tamperer: asyncpg.Connection, table: str) -> dict[str, Any]:
    """The first of the account's rows, as the database writes them, by its place on the disk."""
    row = await tamperer.fetchrow(
        f"SELECT ctid::text, * FROM {table} WHERE account_id = $1 ORDER BY 2, 3 LIMIT 1",
        driver.account,
    )
    assert row
    return dict(row)


async def put(
    tamperer: asyncpg.Connection, table: str, row: dict[str, Any], column: str, value: Any
) -> None:
    """Write something else into a column of a row."""
    row["ctid"] = await tamperer.fetchval(
        f"UPDATE {table} SET {column} = $1 WHERE ctid = $2::text::tid RETURNING ctid::text",
        value,
        row["ctid"],
    )
    assert row["ctid"]


async def found(driver: Driver) -> set[str]:
    """What the report names: documents that were altered, what is astray, series with gaps or broken chains."""
    report = await driver.read("reports/numbering", verify=True)
    named = {number for series in report["series"] for number in series["altered"]}
    named |= {f"{one['kind']} {one['of']}" for one in report["astray"]}
    return named | {
        one["series"]
        for one in report["series"]
        if one["gaps"] or not one["chained"] or not one["dated"]
    }


def changed(value: Any, kind: str, chance: Random) -> list[Any]:
    """The value with one byte of it changed, and without it."""
    if value is None:
        return [_filled(kind)]
    match kind:
        case "text":
            place = chance.randrange(len(value)) if value else 0
            other = "y" if value[place : place + 1] == "x" else "x"
            return [value[:place] + other + value[place + 1 :], value + " ", None]
        case "uuid":
            return [UUID(int=value.int ^ 1 << chance.randrange(128)), None]
        case "integer" | "bigint":
            return [value + 7, None]
        case "numeric":
            unit = Decimal(1).scaleb(value.as_tuple().exponent)
            return [value + unit, value.scaleb(-2) * 100 + 0, None]
        case "date":
            return [value - timedelta(days=1), None]
        case "timestamp with time zone":
            return [value + timedelta(microseconds=1), None]
        case "bytea":
            place = chance.randrange(len(value))
            return [
                value[:place]
                + bytes([value[place] ^ 1 << chance.randrange(8)])
                + value[place + 1 :]
            ]
        case "jsonb":
            letters = [place for place, letter in enumerate(value) if letter.isalnum()]
            altered = (value[:place] + "x" + value[place + 1 :] for place in letters)
            whole = [one for one in altered if _is_json(one) and one != value]
            return [*chance.sample(whole, 3), None]
    raise AssertionError(f"a column of type {kind}: say what a byte of it is")


def _is_json(value: str) -> bool:
    try:
        json.loads(value)
    except ValueError:
        return False
    return True


def _filled(kind: str) -> Any:
    today = date(2026, 1, 1)
    return {
        "text": "x",
        "uuid": new_id(),
        "integer": 1,
        "bigint": 1,
        "numeric": Decimal(1),
        "date": today,
        "timestamp with time zone": datetime(2026, 1, 1).astimezone(),
        "jsonb": "{}",
    }[kind]


@pytest.mark.parametrize("table", [*INVOICES, *CREDIT_NOTES, "vat_entries"])
async def test_the_service_may_add_to_what_is_issued_and_change_nothing(
    tamperer: asyncpg.Connection, table: str
) -> None:
    rights = await tamperer.fetch(
        "SELECT grantee, privilege_type FROM information_schema.column_privileges"
        " WHERE table_name = $1 AND grantee LIKE '%app'"
        " UNION SELECT grantee, privilege_type FROM information_schema.table_privileges"
        " WHERE table_name = $1 AND grantee LIKE '%app'",
        table,
    )
    assert {right["privilege_type"] for right in rights} == {"SELECT", "INSERT"}
