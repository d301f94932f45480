"""Number formats and the series they make."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing.domain.numbering import NumberFormat
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.factories import SETTINGS
from services.invoicing.tests.test_quotes import DESIGN, accepted

DAY = date(2026, 10, 5)


@pytest.mark.parametrize(
    ("text", "number", "series"),
    [
        ("{year}-{seq:04}", "2026-0007", "2026-{seq}"),
        ("{seq}", "7", "{seq}"),
        ("F/{yy}/{seq:03}", "F/26/007", "F/26/{seq}"),
        ("{seq:05}-A", "00007-A", "{seq}-A"),
        ("{year}-{month}-{seq:03}", "2026-10-007", "2026-10-{seq}"),
    ],
)
def test_a_format_makes_numbers_in_series(text: str, number: str, series: str) -> None:
    chosen = NumberFormat(text)
    assert chosen.problem() is None
    assert (chosen.number(DAY, 7), chosen.series(DAY)) == (number, series)


def test_a_number_may_outgrow_its_padding() -> None:
    assert NumberFormat("{year}-{seq:04}").number(DAY, 12345) == "2026-12345"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{year}",
        "{seq}{seq}",
        "{seq:4}",
        "{month}-{seq}",
        "{seq}{",
        "A very long prefix {seq}",
        " {seq}",
        "{seq.__class__}",
    ],
)
async def test_a_format_that_cannot_number_is_refused(driver: Driver, text: str) -> None:
    assert NumberFormat(text).problem()
    body = {**SETTINGS, "number_format": f"{text}#"}
    assert (await driver.client.put("/v1/settings", json=body)).status_code == 422


async def coded(driver: Driver, code: str | None, version: int = 2) -> None:
    """Give the customer a code."""
    changed = driver.events.organization(driver.organization_id, version=version, code=code)
    await driver.served.consume(changed)


async def test_each_customers_code_has_a_series_of_its_own(driver: Driver) -> None:
    formats = {
        "number_format": "{customer}/{seq:03}",
        "credit_note_number_format": "{customer}.{seq}",
    }
    await driver.client.put("/v1/settings", json={**SETTINGS, **formats})
    await coded(driver, "ACME")
    first, second = await driver.invoice(60), await driver.invoice(60)
    note = await driver.credit(first["id"])
    await coded(driver, "NORD-2", version=3)
    third = await driver.invoice(60)

    assert [x["number"] for x in (first, second, third)] == ["ACME/001", "ACME/002", "NORD-2/001"]
    assert note["number"] == "ACME.1"
    series = (await driver.read("reports/numbering"))["series"]
    assert [(x["series"], x["count"], x["gaps"], x["chained"]) for x in series] == [
        ("ACME.{seq}", 1, [], True),
        ("ACME/{seq}", 2, [], True),
        ("NORD-2/{seq}", 1, [], True),
    ]


async def test_a_customer_without_the_code_that_numbers_need_gets_no_number(driver: Driver) -> None:
    made = await driver.invoice(60)
    formats = {
        "number_format": "{customer}/{seq}",
        "credit_note_number_format": "C{customer}-{seq}",
    }
    await driver.client.put("/v1/settings", json={**SETTINGS, **formats})
    await driver.worked(60)
    draft = await driver.draft()
    refused = await driver.try_issue(draft["id"])
    uncredited = await driver.try_credit(made["id"])

    assert [x["field"] for x in draft["missing"]] == ["buyer.code"]
    for answer in (refused, uncredited):
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "buyer.code")


@pytest.mark.parametrize(
    ("invoices", "notes"),
    [
        ("{customer}-{seq}", "CN-{seq}"),
        ("{customer}-{seq}", "{customer}-{seq:04}"),
        ("{yy}{seq}", "{customer}{seq}"),
    ],
)
async def test_numbers_that_a_code_could_make_alike_are_refused(
    driver: Driver, invoices: str, notes: str
) -> None:
    formats = {"number_format": invoices, "credit_note_number_format": notes}
    refused = await driver.client.put("/v1/settings", json={**SETTINGS, **formats})
    assert refused.status_code == 422


@pytest.mark.parametrize(
    "text", ["{customer}{seq}", "{seq}{customer}", "{customer}7{seq:04}", "{customer}{year}{seq}"]
)
async def test_a_series_that_another_customers_code_would_stop_is_refused(
    driver: Driver, text: str
) -> None:
    formats = {"number_format": text, "credit_note_number_format": "C/{seq}"}
    formats |= {"quote_number_format": "Q/{seq}"}
    refused = await driver.client.put("/v1/settings", json={**SETTINGS, **formats})
    assert refused.status_code == 422
    [error] = refused.json()["errors"]
    assert (error["field"], "between" in error["reason"]) == ("number_format", True)


async def test_another_padding_goes_on_with_the_same_series(driver: Driver) -> None:
    await driver.invoice(60)
    await driver.client.put("/v1/settings", json={**SETTINGS, "number_format": "{year}-{seq:06}"})
    assert (await driver.invoice(60))["number"].endswith("-000002")


async def test_a_number_that_another_series_used_is_refused(driver: Driver) -> None:
    await driver.client.put("/v1/settings", json={**SETTINGS, "number_format": "1{seq}"})
    await driver.invoice(60)
    await driver.client.put("/v1/settings", json={**SETTINGS, "number_format": "{seq}1"})
    made = await driver.worked(60)
    draft = await driver.draft(entry_ids=[str(made.entry_id)])
    refused = await driver.try_issue(draft["id"])
    assert (refused.status_code, refused.json()["type"].split(":")[-1]) == (409, "number-taken")
    await driver.invariants_hold()


@pytest.mark.parametrize("kind", ["credit_note", "quote"])
async def test_a_series_is_of_one_kind_of_document_whatever_formats_become(
    driver: Driver, kind: str
) -> None:
    """Verified as such: in a series of both nobody would have looked at the invoices."""
    former = (await driver.read("settings"))[f"{kind}_number_format"]
    await driver.credit((await driver.invoice(60))["id"])
    await accepted(driver, DESIGN, title="A site")
    other = {f"{kind}_number_format": "X{year}-{seq:04}", "number_format": former}
    assert (await driver.client.patch("/v1/settings", json=other)).status_code == 200
    draft = await driver.draft(entry_ids=[str((await driver.worked(60)).entry_id)])
    refused = await driver.try_issue(draft["id"])
    assert (refused.status_code, refused.json()["type"].split(":")[-1]) == (409, "number-taken")
    assert f"{kind.replace('_', '-')}s" in refused.json()["detail"]
    await driver.invariants_hold()


WIDTHS = st.sampled_from(["{seq}", "{seq:02}", "{seq:04}", "{seq:06}"])
PLAIN = st.text("ABCF/.-_", max_size=3)
YEARS = st.sampled_from(["", "{year}-", "{yy}."])
FORMATS = st.builds(lambda p, y, s: NumberFormat(p + y + s), PLAIN, YEARS, WIDTHS)
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@given(FORMATS, DAYS, st.lists(st.integers(1, 10**9), min_size=2, max_size=5, unique=True))
def test_numbers_of_one_series_differ(
    number_format: NumberFormat, day: date, sequences: list[int]
) -> None:
    assert number_format.problem() is None
    numbers = {number_format.number(day, sequence) for sequence in sequences}
    assert len(numbers) == len(sequences)
    assert max(map(len, numbers)) <= 21


@given(FORMATS, DAYS, DAYS)
def test_a_year_has_a_series_of_its_own_when_the_format_has_the_year(
    number_format: NumberFormat, one: date, other: date
) -> None:
    same = number_format.series(one) == number_format.series(other)
    assert same == ("{y" not in number_format.text or one.year == other.year)


@pytest.mark.parametrize(
    ("zone", "day", "number"),
    [
        ("Europe/Copenhagen", "2027-01-01", "2027-0001"),
        ("UTC", "2026-12-31", "2026-0001"),
        ("Pacific/Kiritimati", "2027-01-01", "2027-0001"),
    ],
)
async def test_at_new_year_date_and_number_follow_the_accounts_own_calendar(
    driver: Driver, zone: str, day: str, number: str
) -> None:
    await driver.served.consume(driver.events.account_settings(version=2, time_zone=zone))
    with driver.at(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)):
        invoice = await driver.invoice(60)
    assert (invoice["issue_date"], invoice["number"]) == (day, number)
