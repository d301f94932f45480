"""Invoices, lines, payments and credit notes as files: exact, guarded, of one moment, and in bounded memory."""

import asyncio
import csv
import io
import zipfile
from functools import partial
from typing import Any
from xml.etree import ElementTree

import pytest
from sqlalchemy import func, select

from database import Session
from invoicing.api.exports import TableResponse
from invoicing.queries import exports, files
from invoicing.queries.exports import Export, ExportFilter
from services.invoicing.tests.driver import Driver
from testkit import until

NOUNS = ("invoices", "invoice-lines", "payments", "credit-notes", "receivables")
_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


async def download(driver: Driver, name: str, **query: Any) -> bytes:
    answer = await driver.client.get(f"/v1/exports/{name}", params=query)
    assert answer.status_code == 200, answer.text
    assert "attachment" in answer.headers["content-disposition"]
    content: bytes = answer.content
    return content


async def rows(driver: Driver, noun: str, **query: Any) -> list[dict[str, str]]:
    text = (await download(driver, f"{noun}.csv", **query)).decode()
    return list(csv.DictReader(io.StringIO(text)))


def cells(content: bytes) -> list[list[tuple[str | None, str]]]:
    """Type and text of each cell, of the first sheet."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        sheet = ElementTree.fromstring(file.read("xl/worksheets/sheet1.xml"))
    assert sheet.find(f".//{_NS}f") is None
    return [
        [(cell.get("t"), "".join(cell.itertext())) for cell in row]
        for row in sheet.iter(f"{_NS}row")
    ]


async def books(driver: Driver) -> tuple[dict[str, Any], dict[str, Any]]:
    """An invoice with a credit note, another that is paid in part, and a payment of both."""
    one, two = await driver.invoice(), await driver.invoice()
    await driver.credit(one["id"])
    await driver.pay("300.00", (two["id"], "250.00"), reference="=1+1")
    return one, two


async def test_what_is_exported_is_what_the_books_say(driver: Driver) -> None:
    one, two = await books(driver)
    first, second = await rows(driver, "invoices")
    assert (first["Number"], first["Credited"], first["Owed"], first["Payment"]) == (
        one["number"], "1250.00", "0.00", "paid",
    )  # fmt: skip
    assert (second["Number"], second["Total"], second["Paid"], second["Owed"]) == (
        two["number"], "1250.00", "250.00", "1000.00",
    )  # fmt: skip
    [line, _] = await rows(driver, "invoice-lines")
    assert (line["Time"], line["Rate"], line["Amount"]) == ("0:50:00", "1200.00", "1000.00")
    assert line["Decimal hours"] == ""
    [payment] = await rows(driver, "payments")
    assert (payment["Amount"], payment["Settled"], payment["Credit"], payment["Invoices"]) == (
        "300.00", "250.00", "50.00", two["number"],
    )  # fmt: skip
    [note] = await rows(driver, "credit-notes")
    assert (note["Corrects"], note["Total"]) == (one["number"], "1250.00")
    [owing] = await rows(driver, "receivables")
    assert (owing["Owed"], owing["Credit"]) == ("1000.00", "50.00")


async def test_what_was_written_off_is_not_exported_as_paid(driver: Driver) -> None:
    invoice = await driver.invoice()
    await driver.pay("1245.00", (invoice["id"], "1245.00"))
    body = {"amount": "5.00", "reason": "Fee of the bank"}
    made = await driver.client.post(f"/v1/invoices/{invoice['id']}/write-off", json=body)
    assert made.status_code == 201, made.text
    [row] = await rows(driver, "invoices")
    assert (row["Paid"], row["Written off"], row["Owed"], row["Payment"]) == (
        "1245.00", "5.00", "0.00", "paid",
    )  # fmt: skip


async def test_filters_are_those_of_the_lists(driver: Driver) -> None:
    _, two = await books(driver)
    [row] = await rows(driver, "invoices", payment="partial")
    assert row["Number"] == two["number"]
    assert await rows(driver, "invoices", last_day="2026-11-09") == []
    assert len(await rows(driver, "payments", invoice_id=two["id"], kind="cash")) == 1
    assert await rows(driver, "payments", currency="EUR") == []
    nobody = "0199a1c0-0000-7000-8000-0000000000c0"
    assert await rows(driver, "credit-notes", organization_id=nobody) == []


async def test_in_excel_numbers_are_numbers_and_text_is_text(driver: Driver) -> None:
    await books(driver)
    _, line = cells(await download(driver, "payments.xlsx"))
    assert line[4] == ("inlineStr", "=1+1")
    assert (line[0][0], line[6]) == (None, (None, "300"))
    assert (await rows(driver, "payments"))[0]["Reference"] == "' =1+1"
    for noun in NOUNS:
        assert len(cells(await download(driver, f"{noun}.xlsx"))) > 1


async def test_who_may_not_read_invoices_gets_no_file(driver: Driver) -> None:
    for role, status in (("agent", 403), ("client", 403), ("manager", 200), ("owner", 200)):
        client = await driver.served.as_(role, account=driver.account)
        answers = [await client.get(f"/v1/exports/{noun}.csv") for noun in NOUNS]
        assert {one.status_code for one in answers} == {status}, role


async def test_another_accounts_rows_are_not_exported(driver: Driver) -> None:
    await books(driver)
    other = await Driver.begin(driver.served)
    for noun in NOUNS:
        assert await rows(other, noun) == []


def connections(driver: Driver) -> int:
    """How many connections are in use."""
    pool: Any = driver.served.database.engine.pool
    used: int = pool.checkedout()
    return used


def numbers(count: int) -> Export:
    query = select(func.generate_series(1, count).column_valued("i"))
    return Export(("Number",), query, lambda row: (row.i, "x" * 100))


async def test_a_reader_who_is_slow_holds_no_connection(driver: Driver) -> None:
    held = 0

    async def prepare(session: Session) -> Export:
        nonlocal held
        held += 1
        return numbers(50_000)

    begin = partial(driver.served.database.transaction, driver.account, reads_only=True)
    stream = files.as_file(begin, prepare, "csv")
    first = await anext(stream)
    await until(lambda: not connections(driver))
    rest = [some async for some in stream]
    assert (first + b"".join(rest)).count(b"\n") == 50_001
    assert held == 1


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
async def test_a_reader_who_goes_away_frees_everything(
    driver: Driver, file_format: files.FileFormat, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    async def prepare(session: Session) -> Export:
        return numbers(5_000_000)

    begin = partial(driver.served.database.transaction, driver.account, reads_only=True)
    response = TableResponse(files.as_file(begin, prepare, file_format))

    async def hang_up() -> dict[str, str]:
        await until(lambda: connections(driver))
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        await asyncio.sleep(0)

    scope = {"type": "http", "asgi": {"spec_version": "2.3"}}  # as uvicorn says
    await response(scope, hang_up, send)
    await until(lambda: not connections(driver))
    await until(lambda: not list(tmp_path.iterdir()))


async def test_rows_come_some_at_a_time(driver: Driver) -> None:
    async with driver.served.database.transaction(driver.account, reads_only=True) as session:
        sizes = [len(batch) async for batch in numbers(4_500).batches(session)]
    assert sizes == [2_000, 2_000, 500]
    assert exports.lines(ExportFilter()).header == exports.LINE_COLUMNS


async def test_lines_say_the_decimal_hours_that_they_charge(driver: Driver) -> None:
    await driver.read("settings")
    await driver.client.patch("/v1/settings", json={"hour_decimals": 2})
    await driver.invoice()
    [line] = await rows(driver, "invoice-lines")
    assert (line["Time"], line["Decimal hours"], line["Amount"]) == ("0:50:00", "0.83", "996.00")
