"""Lists of customers of other programs: known again, filled where they are empty, never overwritten, all or nothing."""

import time
from typing import Any

import httpx
import pytest

from contracts.timer import OrganizationChanged
from services.timer.tests.driver import Driver, slug
from testkit import count_statements

URL = "/v1/organizations/import"
QUICKBOOKS = """\
Name,Company,Email,Phone,Street,City,ZIP,Country,Resale Number
Fjord A/S,Fjord A/S,faktura@fjord.example,+45 00 00 00 01,"Havnegade 1, 2. tv",Aarhus C,8000,Denmark,DK12345674
Fjord A/S:Oslo,Fjord A/S,post@fjord-oslo.example,,Kaia 4,Oslo,0150,Norway,
"""
ONEDESK = """\
Organization,Domains,First Name,Last Name,Email,Phone
Havn & Co,havn.example;havn-co.example,Eva,Holm,eva@havn.example,+45 00 00 00 02
Havn & Co,,Per,Krog,per@havn-co.example,
,,Ida,Bech,ida@havn.example,
,,Bo,Lind,bo.lind@gmail.com,
,,Kim,Vang,kim@vang.example,
"""
HARVEST = 'Client Name,Address\nWerft GmbH,"Kai 4\n20457 Hamburg"\n'
KIMAI = """\
Customer,Account,Company,Tax,Address,Email,Contact,Currency,Timezone,Phone
Werft,K-1,Werft GmbH,DE136695976,"Kai 4
20457 Hamburg",post@werft.example,Ina Maas,EUR,Europe/Berlin,+49 1
"""


async def send(driver: Driver, text: str | bytes, **params: Any) -> httpx.Response:
    return await driver.manager.post(
        URL, content=text, params=params, headers={"Content-Type": "text/csv"}
    )


async def imported(driver: Driver, text: str | bytes, **params: Any) -> dict[str, Any]:
    response = await send(driver, text, **params)
    assert response.status_code == 200, response.text
    report: dict[str, Any] = response.json()
    return report


def counts(report: dict[str, Any]) -> dict[str, int]:
    """How many rows become what; what none becomes is left out."""
    return {name: count for name, count in report["counts"].items() if count and name != "read"}


async def everything(driver: Driver) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    return await driver.list("organizations"), await driver.list("contacts")


async def named(driver: Driver, name: str) -> dict[str, Any]:
    (found,) = await driver.list("organizations", name=name)
    return found


async def test_a_header_without_rows_shows_nothing(driver: Driver) -> None:
    response = await driver.manager.post(
        f"{URL}/columns", content="Name,City\n", headers={"Content-Type": "text/csv"}
    )
    assert slug(response) == (422, "empty-file")


@pytest.mark.parametrize("header", ["CVR", "CVR-nr", "cvr"])
async def test_a_danish_number_needs_neither_prefix_nor_country(
    driver: Driver, header: str
) -> None:
    report = await imported(driver, f"Firma,{header},Postnr\nFjord A/S,12345674,8000\n")
    assert [row["warnings"] for row in report["rows"]] == [[]]
    fjord = await named(driver, "Fjord A/S")
    assert (fjord["vat_number"] or fjord["registration_number"])[-8:] == "12345674"


async def test_a_list_of_quickbooks(driver: Driver) -> None:
    report = await imported(driver, QUICKBOOKS)
    assert (report["source"], counts(report)) == ("quickbooks", {"create": 2})
    fjord = await named(driver, "Fjord A/S")
    assert fjord["address_lines"] == ["Havnegade 1, 2. tv"]
    assert (fjord["postal_code"], fjord["city"], fjord["country"]) == ("8000", "Aarhus C", "DK")
    assert fjord["vat_number"] == "DK12345674"
    assert (await named(driver, "Fjord A/S:Oslo"))["country"] == "NO"
    first, _ = await driver.list("contacts")
    assert (first["email"], first["billing"]) == ("faktura@fjord.example", True)
    (*_, event, _) = await driver.timer.published(OrganizationChanged)
    assert event.billing_contact is not None
    assert event.billing_contact.email == "faktura@fjord.example"


async def test_people_of_onedesk_join_the_customer_of_their_domain(driver: Driver) -> None:
    report = await imported(driver, ONEDESK)
    assert (report["source"], counts(report)) == ("onedesk", {"create": 3, "update": 2})
    havn = await named(driver, "Havn & Co")
    assert havn["email_domains"] == ["havn.example", "havn-co.example"]
    there = await driver.list(f"organizations/{havn['id']}/contacts")
    assert [one["name"] for one in there] == ["Eva Holm", "Per Krog", "Ida Bech"]
    assert not any(one["billing"] for one in there)
    assert (await named(driver, "Bo Lind"))["kind"] == "private"
    assert (await named(driver, "vang.example"))["email_domains"] == ["vang.example"]


async def test_clients_of_harvest_and_customers_of_kimai(driver: Driver) -> None:
    assert counts(await imported(driver, HARVEST)) == {"create": 1}
    assert (await named(driver, "Werft GmbH"))["address_lines"] == ["Kai 4", "20457 Hamburg"]
    report = await imported(driver, KIMAI)
    assert (report["source"], report["ignored"]) == ("kimai", ["Account", "Company", "Timezone"])
    werft = await named(driver, "Werft")
    assert (werft["vat_number"], werft["currency"]) == ("DE136695976", "EUR")
    (ina,) = await driver.list(f"organizations/{werft['id']}/contacts")
    assert (ina["name"], ina["email"], ina["phone"]) == ("Ina Maas", "post@werft.example", "+49 1")


@pytest.mark.parametrize("text", [QUICKBOOKS, ONEDESK, HARVEST, KIMAI])
async def test_a_second_run_changes_nothing(driver: Driver, text: str) -> None:
    await imported(driver, text)
    before = await everything(driver), await driver.timer.published(OrganizationChanged)
    again = await imported(driver, text)
    assert counts(again) == {"unchanged": again["counts"]["read"]}
    assert (await everything(driver), await driver.timer.published(OrganizationChanged)) == before


async def test_a_dry_run_stores_nothing_and_its_token_does_just_that(driver: Driver) -> None:
    before = await everything(driver)
    preview = await imported(driver, QUICKBOOKS, dry_run=True)
    assert (preview["dry_run"], await everything(driver)) == (True, before)
    report = await imported(driver, QUICKBOOKS, token=preview["token"])
    assert {**report, "dry_run": True} == preview
    moved = await send(driver, QUICKBOOKS, token=preview["token"])
    assert slug(moved) == (409, "data-moved")


async def test_what_is_empty_is_filled_and_what_differs_is_a_conflict(driver: Driver) -> None:
    fjord = await driver.create("organizations", name="FJORD  a/s", city="Aarhus C")
    row = "Name,City,Country,Email\nFjord A/S,Aarhus C,DK,eva@fjord.example\n"
    report = await imported(driver, row)
    assert (counts(report), report["rows"][0]["filled"]) == ({"update": 1}, ["country", "contact"])
    assert report["rows"][0]["organization_id"] == fjord["id"]
    other = row.replace("Aarhus C", "Odense").replace("eva", "per")
    report = await imported(driver, other)
    (conflict,) = report["rows"][0]["conflicts"]
    assert conflict == {"field": "city", "stored": "Aarhus C", "in_file": "Odense"}
    assert [one["email"] for one in await driver.list("contacts")] == ["eva@fjord.example"]


async def test_a_number_knows_a_customer_of_another_name(driver: Driver) -> None:
    await driver.create("organizations", name="Fjord", vat_number="DK12345674")
    report = await imported(driver, "Name,VAT\nFjord A/S,12 34 56 74\n".replace("12 34", "DK12 34"))
    (conflict,) = report["rows"][0]["conflicts"]
    assert (conflict["field"], conflict["stored"]) == ("name", "Fjord")


async def test_domains_and_people_of_others_are_conflicts(driver: Driver) -> None:
    await driver.change(
        f"organizations/{driver.organization['id']}", email_domains=["nordlys.example"]
    )
    await driver.create(
        f"organizations/{driver.organization['id']}/contacts", name="Eva", email="eva@x.example"
    )
    text = "Organization,Domains,Email\nA,nordlys.example,\nB,,eva@x.example\nC,gmail.com,\n"
    report = await imported(driver, text)
    assert counts(report) == {"conflict": 2, "create": 1}
    fields = [[one["field"] for one in row["conflicts"]] for row in report["rows"]]
    assert fields == [["email_domains"], ["contact_email"], []]
    assert report["rows"][2]["warnings"][0]["value"] == "gmail.com"


async def test_rows_that_cannot_be_read_are_told_by_line_column_and_reason(driver: Driver) -> None:
    text = "Name,Country,Email,VAT\n,,,\nA,Atlantis,,\nB,DK,nowhere,\nC,DK,,DK12345678\n,DK,,\n"
    report = await imported(driver, text)
    assert counts(report) == {"error": 3, "create": 1}
    assert report["skipped_lines"] == [2]
    errors = {row["line"]: row["error"] for row in report["rows"] if row["error"]}
    assert {line: error["column"] for line, error in errors.items()} == {
        3: "Country",
        4: "Email",
        6: "Name",
    }
    (made,) = [row for row in report["rows"] if row["outcome"] == "create"]
    assert made["warnings"][0]["reason"].startswith("not a VAT number of DK")
    assert (await named(driver, "C"))["vat_number"] is None


async def test_titles_above_and_below_a_report_of_quickbooks_are_no_rows(driver: Driver) -> None:
    text = (
        'Customer Contact List\n"Studio, Lind"\n\n'
        "Customer full name,Phone numbers,Email\nFjord A/S,,a@fjord.example\n\n"
        "Thursday 5 November 2026\n"
    )
    report = await imported(driver, text)
    assert (counts(report), report["skipped_lines"]) == ({"create": 1}, [7])
    assert report["rows"][0]["line"] == 5


async def test_columns_of_any_list_are_chosen(driver: Driver) -> None:
    text = "Nr;Betegnelse;Mail\n1;Fjord A/S;eva@fjord.example\n"
    seen = await driver.manager.post(f"{URL}/columns", content=text)
    assert seen.status_code == 200, seen.text
    shown = seen.json()
    assert [(one["header"], one["field"], one["samples"]) for one in shown["columns"]] == [
        ("Nr", None, ["1"]),
        ("Betegnelse", None, ["Fjord A/S"]),
        ("Mail", None, ["eva@fjord.example"]),
    ]
    assert "contact_email" in shown["fields"]
    unknown = await send(driver, text)
    assert slug(unknown) == (422, "missing-columns")
    columns = ["name=Betegnelse", "contact_email=Mail"]
    report = await imported(driver, text, columns=columns)
    assert (counts(report), report["ignored"]) == ({"create": 1}, ["Nr"])
    for wrong, problem in (
        (["name=Nowhere"], "missing-columns"),
        (["colour=Nr"], "unknown-source"),
        (["name=Nr", "city=Nr"], "double-column"),
        (["name"], "invalid-input"),
        (["name=Nr", "name=Mail"], "invalid-input"),
    ):
        assert slug(await send(driver, text, columns=wrong)) == (422, problem), wrong


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"PK\x03\x04xyz", "not-csv"),
        (b"", "empty-file"),
        (b'Name,City\n"A,B\n', "open-quote"),
        (b"Name,City\n" + b"x" * 300_000, "row-too-long"),
        (b"\x81\x8d\xffName,City\n", "unknown-encoding"),
    ],
)
async def test_broken_files_are_refused_and_store_nothing(
    driver: Driver, data: bytes, problem: str
) -> None:
    before = await everything(driver)
    for url in (URL, f"{URL}/columns"):
        response = await driver.manager.post(url, content=data)
        if not (problem in ("open-quote", "row-too-long") and url != URL):
            assert slug(response) == (422, problem)
    assert await everything(driver) == before


async def test_many_rows_take_as_many_statements_as_few(driver: Driver) -> None:
    used = []
    for first, count in ((0, 2), (2, 60)):
        rows = [f"Customer {n},c{n}@x{n}.example,x{n}.example" for n in range(first, first + count)]
        text = "\n".join(("Name,Email,Domains", *rows))
        with count_statements(driver.timer.database) as statements:
            assert counts(await imported(driver, text)) == {"create": count}
        used.append(statements.count)
    assert used[0] == used[1], str(statements)


@pytest.mark.parametrize(
    "worst",
    [
        "Name,Address\n" + 'A,"' + "\n" * 15_000 + '"\n',
        "Name,Domains\nA," + ";" * 19_000 + "\n",
        "Name,Email\nA," + "a@" * 9_000 + "\n",
        "Name,VAT\n" + "".join(f"C{n},DK{n:08}\n" for n in range(15_000)),
        "Name\n" * 10 + "Name,City\n" + ",,\n" * 19_000,
    ],
)
async def test_the_worst_files_take_no_longer_than_a_moment(driver: Driver, worst: str) -> None:
    began = time.monotonic()
    response = await send(driver, worst, dry_run=True)
    assert response.status_code in (200, 422)
    assert (
        time.monotonic() - began < 60
    )  # of a busy machine; one that grows with the square takes longer
