"""Everything comes out again: time that our own import takes, to the second, and master data."""

import csv
import io
from datetime import date
from typing import Any

import pytest

from services.timer.tests.driver import Driver, open_account
from services.timer.tests.importing.jobs import carried_out
from spreadsheets.csv_text import written
from spreadsheets.formulas import unguarded
from testkit import OTHER_ACCOUNT, Served
from timer.exporting import HEADERS, ExportedEntry, duration, split_name
from timer.queries import exports


async def exported(client: Any, noun: str = "time-entries", **params: Any) -> str:
    response = await client.get(f"/v1/exports/{noun}.csv", params=params)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].startswith("text/csv")
    assert response.headers["content-disposition"] == f'attachment; filename="{noun}.csv"'
    text: str = response.text
    return text


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
async def full(driver: Driver) -> Driver:
    """An account with time of all kinds, in the night of the double hour too."""
    support = await driver.create("service-types", name="=Support")
    task = await driver.create("tasks", name="Checkout", project_id=driver.project["id"])
    bo, _ = await driver.another_agent("Bo Lind")
    await driver.record(started_at="2026-10-25T00:30:00Z", seconds=3599, task_id=task["id"])
    await driver.record(started_at="2026-10-25T01:30:00Z", seconds=61, billable=False)
    await driver.record(work_date="2026-10-06", seconds=1801, description="-2 bugs, 'a' =b",
                        tags=["dev", "urgent"], service_type_id=support["id"])  # fmt: skip
    await driver.record(work_date="2026-10-07", seconds=86_400, agent_id=str(bo), description='=1+1;"x"\ny',
                        client=driver.manager)  # fmt: skip
    return driver


async def test_what_was_exported_is_imported_into_an_empty_account_to_the_second(
    full: Driver, timer: Served
) -> None:
    text = await exported(full.manager)
    empty = await open_account(timer, OTHER_ACCOUNT)
    job = await carried_out(empty, text.encode(), create_agents=True)
    report = job["report"]
    assert (report["source"], report["errors"], report["conflicts"]) == ("honorar", [], [])
    assert report["rows"]["create"]["count"] == report["rows"]["read"] == 4
    again = rows(await exported(empty.manager))
    same = [
        name
        for name in rows(text)[0]
        if name not in ("Entry ID", "Email", "Project", "Organization")
    ]
    assert [[row[name] for name in same] for row in again] == [
        [row[name] for name in same] for row in rows(text)
    ]
    assert (await carried_out(empty, text.encode()))["report"]["rows"]["unchanged"]["count"] == 4


async def test_what_was_exported_changes_nothing_where_it_came_from(full: Driver) -> None:
    text = await exported(full.manager)
    job = await carried_out(full, text.encode(), create_agents=True)
    assert job["report"]["rows"]["unchanged"]["count"] == job["report"]["rows"]["read"] == 4


async def test_an_export_has_what_was_asked_for(full: Driver) -> None:
    assert (
        len(rows(await exported(full.manager, first_day="2026-10-07", last_day="2026-10-25"))) == 3
    )
    assert len(rows(await exported(full.manager, agent_id=str(full.agent_id)))) == 3
    assert rows(await exported(full.manager, organization_id=str(full.agent_id))) == []
    assert {row["Agent"] for row in rows(await exported(full.agent))} == {"Mette Friis"}
    wrong = await full.manager.get("/v1/exports/time-entries.csv", params={"agent_id": "x"})
    assert wrong.status_code == 422


async def test_an_export_goes_page_by_page(full: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = await exported(full.manager)
    monkeypatch.setattr(exports, "_ENTRIES", exports._ENTRIES.limit(1))
    assert await exported(full.manager) == whole


async def test_master_data_is_exported(full: Driver) -> None:
    contacts = f"organizations/{full.organization['id']}/contacts"
    await full.create(contacts, name="Eva Maria Holm", email="eva@nordlys.example", billing=True)
    for noun, header in HEADERS.items():
        found = rows(await exported(full.manager, noun))
        assert tuple(found[0]) == header
    (customer,) = rows(await exported(full.manager, "organizations"))
    assert [customer[name] for name in ("Organization", "First Name", "Last Name", "Billing contact")] == [
        "Nordlys ApS", "Eva Maria", "Holm", "Yes",
    ]  # fmt: skip
    assert rows(await exported(full.manager, "service-types"))[0]["Service type"] == "' =Support"
    assert (await full.manager.get("/v1/exports/invoices.csv")).status_code == 422


async def test_an_export_stays_in_its_account(full: Driver, timer: Served) -> None:
    stranger = await timer.as_("manager", account=OTHER_ACCOUNT)
    assert rows(await exported(stranger)) == []
    assert rows(await exported(stranger, "agents")) == []


@pytest.mark.parametrize(
    "text", ["=1", "-1", "+1", "@a", "\tx", "' =a", "'a", "a", "", "my DDE", "' DDE"]
)
def test_no_text_is_a_formula_and_each_comes_back(text: str) -> None:
    ((cell,),) = csv.reader(io.StringIO(written([[text]]))) if text else [("",)]
    assert not cell.startswith(("=", "-", "+", "@", "\t"))
    assert unguarded(cell) == text


def test_cells_are_words_of_a_spreadsheet() -> None:
    assert (
        written([[True, False, None, 3, date(2026, 1, 2), ("a", "b")]])
        == 'Yes,No,,3,2026-01-02,"a, b"\r\n'
    )
    assert (duration(97_805), duration(None)) == ("27:10:05", "")
    assert (split_name("Eva Maria Holm"), split_name("Eva")) == (("Eva Maria", "Holm"), ("Eva", ""))
    assert ExportedEntry.__slots__[0] == "id"
