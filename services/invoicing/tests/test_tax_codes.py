"""Tax codes: they come with the seller's country, have a rate from a day on, and are retired, not deleted."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from contracts.invoicing import InvoiceIssued
from database import new_id
from domain_errors import InvalidInputError
from invoicing.domain.tax import Tax
from invoicing.domain.tax_codes import (
    BEGINNING,
    STANDARD_RATES,
    DatedRate,
    TaxCode,
    TaxCodes,
    codes_of_country,
    new_tax_code,
)
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.factories import SETTINGS, TODAY

TODAYS = TODAY.date()
LATER = TODAYS + timedelta(days=20)


def made(*rates: tuple[date, str]) -> TaxCode:
    return TaxCode("R", "Reduced", "standard", tuple(DatedRate(d, Decimal(r)) for d, r in rates))


async def send(driver: Driver, path: str, body: dict[str, Any], **headers: str) -> httpx.Response:
    return await driver.client.post(f"/v1/tax-codes{path}", json=body, headers=headers)


async def change(driver: Driver, code: str, **changes: Any) -> httpx.Response:
    await driver.client.get(f"/v1/tax-codes/{code}")
    return await driver.client.patch(f"/v1/tax-codes/{code}", json=changes)


async def add_rate(driver: Driver, code: str, rate: str, valid_from: date) -> httpx.Response:
    await driver.client.get(f"/v1/tax-codes/{code}")
    return await send(driver, f"/{code}/rates", {"rate": rate, "valid_from": str(valid_from)})


# What they are


@pytest.mark.parametrize(
    ("country", "standard"), [("DK", "25"), ("DE", "19"), ("FI", "25.5"), (None, "25")]
)
def test_codes_come_with_the_sellers_country(country: str | None, standard: str) -> None:
    found = TaxCodes.of(country, ())

    assert found.get("S").rate_on(TODAYS) == Decimal(standard)
    assert {one.code: one.category for one in codes_of_country(country)} == {
        "S": "standard",
        "Z": "zero",
        "E": "exempt",
        "AE": "reverse-charge",
        "O": "outside-scope",
    }


def test_a_country_whose_rate_is_not_known_has_no_standard_code() -> None:
    assert "S" not in TaxCodes.of("US", ()).known


def test_every_rate_by_country_can_be_charged() -> None:
    assert not [rate for rate in STANDARD_RATES.values() if Tax("standard", rate).problem()]


@given(
    days=st.lists(st.dates(BEGINNING, date(2100, 1, 1)), min_size=1, unique=True), day=st.dates()
)
def test_the_rate_is_that_of_the_last_day_before(days: list[date], day: date) -> None:
    rates = [(one, str(place + 1)) for place, one in enumerate(sorted(days))]

    found = made(*rates).rate_on(day)

    before = [Decimal(rate) for one, rate in rates if one <= day]
    assert found == (before[-1] if before else 1)


@pytest.mark.parametrize(
    ("rate", "valid_from", "reason"),
    [
        ("26", TODAYS, "must be after"),
        ("26", TODAYS - timedelta(days=1), "must be after"),
        ("26", LATER, "must be after"),
        ("0", LATER + timedelta(days=1), "needs a rate"),
        ("26.123", LATER + timedelta(days=1), "two decimals"),
    ],
)
def test_a_rate_follows_those_that_are_known(rate: str, valid_from: date, reason: str) -> None:
    known = made((BEGINNING, "25"), (LATER, "25.5"))
    with pytest.raises(InvalidInputError) as refused:
        known.with_rate(DatedRate(valid_from, Decimal(rate)), today=TODAYS)
    assert reason in refused.value.fields[0].reason


def test_a_code_without_a_rate_is_refused() -> None:
    with pytest.raises(InvalidInputError) as refused:
        new_tax_code("R", "Reduced", "standard", None, ledger_account=None, ledger_code=None)
    assert "is missing" in refused.value.fields[0].reason


def test_a_tax_without_a_code_gets_the_first_in_use_that_says_the_same() -> None:
    retired = codes_of_country("DK")[0].changed(name="x", retired=True)
    codes = TaxCodes.of("DK", [retired, made((BEGINNING, "25"))])

    assert codes.chosen(Tax("standard", Decimal(25)), TODAYS).code == "R"
    assert codes.chosen(Tax("standard", Decimal(12)), TODAYS).code is None


# What people do with them


async def test_an_account_has_them_without_doing_anything(driver: Driver) -> None:
    newcomer = await driver.served.as_("owner", account=new_id())

    found = (await newcomer.get("/v1/tax-codes")).json()["tax_codes"]

    assert [(one["code"], one["rate"], one["version"]) for one in found] == [
        ("AE", "0", 0),
        ("E", "0", 0),
        ("O", "0", 0),
        ("S", "25", 0),
        ("Z", "0", 0),
    ]


async def test_vat_at_home_follows_the_sellers_country_by_its_code(driver: Driver) -> None:
    address = {**SETTINGS["seller"]["address"], "country": "DE"}
    await driver.client.patch("/v1/settings", json={"seller": {"address": address}})

    assert (await driver.read("settings"))["tax"] == {
        "category": "standard",
        "rate": "19",
        "code": "S",
    }


async def test_drafts_propose_codes_and_lines_keep_them(driver: Driver) -> None:
    await driver.worked()
    draft = await driver.draft()
    assert draft["lines"][0]["tax_code"] == "S"

    issued = await driver.issue(draft["id"])

    assert [line["tax_code"] for line in issued["lines"]] == ["S"]
    [event] = await driver.published(InvoiceIssued)
    assert [line.tax_code for line in event.lines] == ["S"]


async def test_a_person_chooses_another_code_per_draft_and_per_line(driver: Driver) -> None:
    reduced = {"code": "LOW", "name": "Books", "category": "standard", "rate": "12.5"}
    assert (await send(driver, "", reduced)).status_code == 201
    await driver.worked()

    draft = await driver.draft(tax={"code": "LOW"})
    changed = await driver.add_line(draft["id"], kind="fee", amount="1.00", tax={"code": "E"})

    found = [(x["tax_code"], x["tax_category"], x["tax_rate"]) for x in changed["lines"]]
    assert found == [("LOW", "standard", "12.5"), ("E", "exempt", "0")]


async def test_a_draft_is_taxed_otherwise_whole_or_line_by_line(driver: Driver) -> None:
    await driver.worked()
    draft = await driver.draft()
    path = f"/v1/invoices/{draft['id']}"
    await driver.add_line(draft["id"], kind="discount", percent="10")
    changed = await driver.add_line(draft["id"], kind="fee", amount="1.00")
    fee = next(line["line_id"] for line in changed["lines"] if line["kind"] == "fee")

    one = await driver.client.put(f"{path}/tax", json={"tax": {"code": "E"}, "line_ids": [fee]})
    whole = await driver.client.put(f"{path}/tax", json={"tax": {"code": "Z"}})
    later = await driver.add_line(draft["id"], kind="fee", amount="2.00")
    issued = await driver.issue(draft["id"])

    assert [(x["kind"], x["tax_code"]) for x in one.json()["lines"]] == [
        ("time", "S"),
        ("fee", "E"),
        ("discount", "E"),
        ("discount", "S"),
    ]
    assert {x["tax_code"] for x in whole.json()["lines"]} == {"Z"}
    assert {x["tax_code"] for x in later["lines"]} == {"Z"}
    assert [(x["category"], x["tax"]["amount"]) for x in issued["tax_totals"]] == [("zero", "0.00")]


async def test_no_other_lines_are_taxed_and_no_issued_ones(driver: Driver) -> None:
    await driver.worked()
    path = f"/v1/invoices/{(await driver.draft())['id']}"
    text = await driver.client.post(f"{path}/lines", json={"kind": "text", "description": "Hi"})
    named = {"tax": {"code": "Z"}, "line_ids": [text.json()["lines"][1]["line_id"]]}

    refused = await driver.client.put(f"{path}/tax", json=named)
    await driver.issue(path.rpartition("/")[2])
    late = await driver.client.put(f"{path}/tax", json={"tax": {"code": "Z"}})

    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "line_ids.0")
    assert (late.status_code, late.json()["type"]) == (409, "urn:honorar:problem:invoice-issued")


@pytest.mark.parametrize(
    ("tax", "field"),
    [
        ({"code": "NOPE"}, "tax.code"),
        ({"code": "Z"}, "tax.code"),
        ({"code": "S", "category": "standard", "rate": "12"}, "tax.rate"),
        ({"code": "S", "rate": "25"}, "tax"),
        ({}, "tax"),
        ({"code": "s"}, "tax.code"),
    ],
)
async def test_a_code_that_says_something_else_is_refused(
    driver: Driver, tax: dict[str, str], field: str
) -> None:
    assert (await change(driver, "Z", retired=True)).status_code == 200
    await driver.worked()

    refused = await driver.try_draft(tax=tax)

    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, field)


async def test_a_code_is_made_once_and_needs_a_rate(driver: Driver) -> None:
    code = {"code": "LOW", "name": "Books", "category": "standard"}
    assert (await send(driver, "", code)).status_code == 422
    assert (await send(driver, "", {**code, "rate": "12"})).status_code == 201
    assert (await send(driver, "", {**code, "rate": "12"})).status_code == 409
    assert (await send(driver, "", {**code, "code": "S", "rate": "12"})).status_code == 409


async def test_a_stale_change_of_a_code_is_refused(driver: Driver) -> None:
    await change(driver, "S", name="Salg")
    stale = {"If-Match": '"0"'}
    again = await driver.client.patch("/v1/tax-codes/S", json={"name": "x"}, headers=stale)
    none = await driver.client.get("/v1/tax-codes/NOPE")

    assert (again.status_code, none.status_code) == (412, 404)


async def test_the_rate_of_a_code_is_that_of_the_accounts_own_day(driver: Driver) -> None:
    last, first = date(2026, 12, 31), date(2027, 1, 1)
    with driver.at(datetime(2026, 11, 1, 12, tzinfo=UTC)):
        assert (await add_rate(driver, "S", "26", first)).status_code == 201
    with driver.at(datetime(last.year, last.month, last.day, 23, 30, tzinfo=UTC)):
        added = await add_rate(driver, "S", "27", date(2027, 7, 1))
        assert (await driver.read("tax-codes/S"))["rate"] == "26"
    assert added.json()["rate"] == "26"


async def test_a_new_rate_holds_for_what_is_issued_from_its_day_on(driver: Driver) -> None:
    await driver.worked()
    draft = await driver.draft()
    assert (await add_rate(driver, "S", "26", LATER)).status_code == 201
    assert (await driver.read(f"invoices/{draft['id']}"))["tax"]["amount"] == "250.00"

    with driver.at(TODAY + timedelta(days=20)):
        assert (await driver.read(f"invoices/{draft['id']}"))["tax"]["amount"] == "260.00"
        [listed] = (await driver.read("invoices"))["items"]
        issued = await driver.issue(draft["id"])

    assert listed["tax"]["amount"] == issued["tax"]["amount"] == "260.00"
    assert [line["tax_rate"] for line in issued["lines"]] == ["26"]


async def test_what_is_issued_earlier_has_the_rate_of_its_issue_date(driver: Driver) -> None:
    await driver.worked()
    draft = await driver.draft()
    await add_rate(driver, "S", "26", LATER)

    with driver.at(TODAY + timedelta(days=20)):
        issued = await driver.issue(draft["id"], issue_date=str(TODAYS))

    assert issued["tax"]["amount"] == "250.00"


async def test_what_is_issued_keeps_its_rate_and_is_credited_with_it(driver: Driver) -> None:
    invoice = await driver.invoice()
    await add_rate(driver, "S", "26", LATER)

    with driver.at(TODAY + timedelta(days=40)):
        note = await driver.credit(invoice["id"])

    assert note["tax"]["amount"] == "250.00"
    assert [(x["tax_code"], x["tax_rate"]) for x in note["lines"]] == [("S", "25")]


async def test_the_database_keeps_category_and_rates(driver: Driver) -> None:
    await change(driver, "S", name="Salg")
    for statement in (
        "UPDATE tax_codes SET category = 'zero'",
        "UPDATE tax_rates SET rate = 1",
        "DELETE FROM tax_rates",
        "DELETE FROM tax_codes",
    ):
        with pytest.raises(DBAPIError, match="permission denied"):
            async with driver.served.database.transaction(driver.account) as session:
                await session.execute(text(statement))
