"""Rates as files: exported, changed, looked at and applied; what is wrong is told by line and column."""

import csv
import io
from contextlib import suppress
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.timer import OrganizationChanged
from database import new_id
from rates.domain.rule_file import RuleFileError, read_rules
from services.rates.tests.driver import Driver, Json
from services.rates.tests.factories import recorded
from testkit import ACCOUNT

HEADER = "id,version,amount,currency,valid_from,valid_to,organization,organization_id"
PREVIEW = "/v1/rate-changes/preview-file"


async def exported(driver: Driver, path: str = "/v1/rates.csv") -> list[Json]:
    """The rows of the table."""
    response = await driver.client.get(path)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(response.text)))


def written(rows: list[Json], delimiter: str = ",") -> str:
    """Rows as a file."""
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0].keys(), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


async def preview(driver: Driver, file: str | bytes) -> httpx.Response:
    """Ask what a file would do."""
    data = file.encode() if isinstance(file, str) else file
    headers = {"Content-Type": "text/csv"}
    return await driver.client.post(PREVIEW, content=data, headers=headers)


async def errors(driver: Driver, file: str | bytes) -> list[tuple[str, str]]:
    """What is wrong with a file."""
    response = await preview(driver, file)
    assert response.status_code == 422, response.text
    assert response.json()["type"] == "urn:honorar:problem:rate-file-refused"
    return [(error["field"], error["reason"]) for error in response.json()["errors"]]


async def named(driver: Driver, *names: str) -> list[OrganizationChanged]:
    """Customers that are called so."""
    made = [
        OrganizationChanged(account_id=ACCOUNT, version=1, organization_id=new_id(), name=name)
        for name in names
    ]
    await driver.consume(*made)
    return made


async def test_a_table_goes_out_and_comes_back(driver: Driver) -> None:
    (customer,) = await named(driver, "=Nordlys; A/S")
    organization_id = customer.organization_id
    await driver.consume(recorded(organization_id=organization_id))
    await driver.create_rate("1000")
    body = {"hourly_rate": {"amount": "1200.50", "currency": "DKK"}, "valid_from": "2026-01-01"}
    made = await driver.client.post(
        "/v1/rates", json={**body, "organization_id": str(organization_id)}
    )
    await driver.reprice()
    rows = await exported(driver)
    assert [(one["amount"], one["organization"]) for one in rows] == [
        ("1000.00", ""),
        ("1200.50", "' =Nordlys; A/S"),
    ]
    assert await errors(driver, written(rows)) == [
        ("file", "all of its rates are there already: nothing would change")
    ]
    rows[1] |= {"amount": "1300,00", "valid_from": "01-03-2026"}
    rows.append(
        {
            **rows[0],
            "id": "",
            "version": "",
            "amount": "90",
            "valid_from": "2025-01-01",
            "valid_to": "2025-12-31",
        }
    )
    response = await preview(driver, written(rows, ";"))
    assert response.status_code == 200, response.text
    seen = response.json()
    assert [one["act"] for one in seen["acts"]] == ["replace", "create"]
    assert seen["acts"][0]["before"]["id"] == made.json()["id"]
    [total] = seen["figures"]["totals"]
    assert [total[when]["amount"] for when in ("before", "after")] == ["1000.42", "1083.33"]
    assert len(await driver.rates()) == 2
    applied = await driver.client.post("/v1/rate-changes", json={"token": seen["token"]})
    assert applied.status_code == 202
    await driver.reprice()
    assert sorted(one["amount"] for one in await exported(driver)) == [
        "1000.00",
        "1200.50",
        "1300.00",
        "90.00",
    ]


async def test_what_is_wrong_is_told_by_line_and_column_and_nothing_is_changed(
    driver: Driver,
) -> None:
    rate = await driver.create_rate("1000")
    await named(driver, "Twin", "twin")
    file = "\n".join(
        [
            HEADER,
            ",,-5,DKK,2026-01-01,,,",
            ",,5,XXX,2026-01-01,,,",
            ",,5,DKK,tomorrow,,,",
            ",,5,DKK,,,,",
            f"{new_id().hex[:8]},,5,DKK,2026-01-01,,,",
        ]
    )
    assert [field for field, _ in await errors(driver, file)] == [
        *("lines.2.amount", "lines.3.currency", "lines.4.valid_from", "lines.5.valid_from"),
        "lines.6.id",
    ]
    rows = [
        HEADER,
        ",,5,DKK,2026-01-01,,Nobody,",
        ",,5,DKK,2026-01-01,,TWIN,",
        f"{new_id()},,5,DKK,2026-01-01,,,",
        f"{rate['id']},,5,EUR,2026-02-01,,,",
    ]
    assert [field for field, _ in await errors(driver, "\n".join(rows))] == [
        *("lines.2.organization", "lines.3.organization", "lines.4.id", "lines.5.currency"),
    ]
    overlapping = f"{HEADER}\n\n,,5,DKK,2026-02-01,,,\n,,6,DKK,2027-02-01,,,{new_id()}"
    told = await errors(driver, overlapping)
    assert [field for field, _ in told] == ["lines.3.valid_from", "lines.4.organization"]
    assert await driver.rates() == [rate]


@pytest.mark.parametrize(
    ("file", "part"),
    [
        (b"", "header"),
        (b"amount,currency\n5,DKK", "missing: valid_from"),
        (b"amount,currency,valid_from,colour\n", "unknown: colour"),
        (b"amount,currency,valid_from,amount\n", "each column once"),
        (b"amount,currency,valid_from\n", "no rows"),
        (b"PK\x03\x04\xff\xfe", "not text"),
        (HEADER.encode() + b"\n\xff", "not text"),
    ],
)
def test_what_is_no_table_of_rates_is_refused(file: bytes, part: str) -> None:
    with pytest.raises(RuleFileError) as refused:
        read_rules(file)
    assert part in refused.value.fields[0].reason


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters_are_found(encoding: str, delimiter: str) -> None:
    file = "Valid from,Amount,CURRENCY,organization\r\n2026-01-01,5.5,dkk,Sømærk".replace(
        ",", delimiter
    )
    [row] = read_rules(file.encode(encoding))
    assert (str(row.hourly_rate.amount), row.hourly_rate.currency) == ("5.5", "DKK")
    assert row.named == {"organization": "Sømærk"}


@settings(deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_no_file_does_more_than_be_refused(data: bytes) -> None:
    for file in (data, HEADER.encode() + b"\n" + data):
        with suppress(RuleFileError):
            read_rules(file)


async def test_files_are_for_those_who_may_see_and_change_rates(driver: Driver) -> None:
    allowed: dict[str, Any] = {
        "agent": (403, 403, 403),
        "billing": (200, 403, 422),
        "manager": (200, 200, 403),
    }
    for role, expected in allowed.items():
        client = await driver.served.as_(role)
        rates, costs = [await client.get(path) for path in ("/v1/rates.csv", "/v1/costs.csv")]
        file = await client.post(PREVIEW, content=b"x", headers={"Content-Type": "text/csv"})
        assert (rates.status_code, costs.status_code, file.status_code) == expected
