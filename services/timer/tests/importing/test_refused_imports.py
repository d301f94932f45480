"""What an import refuses, and how it is settled."""

from typing import Any

import pytest

from services.timer.tests.driver import Driver
from services.timer.tests.importing.factories import EVA, HEADER, csv_of, october_line
from services.timer.tests.importing.jobs import PATH, carried_out, counts, imported, read, report_of
from testkit import OTHER_ACCOUNT


@pytest.mark.parametrize(
    ("data", "params", "slug", "field"),
    [
        (b"PK\x03\x04", {}, "not-csv", None),
        (b"A,\xff\x81", {}, "unknown-encoding", None),
        (b"", {}, "empty-file", None),
        (b"hello", {}, "no-columns", None),
        (f'{HEADER}\n"open'.encode(), {}, "open-quote", None),
        (b"Day,Customer,Hours\n", {}, "unknown-source", "source"),
        (csv_of(), {"source": "unheard-of"}, "unknown-source", "source"),
        (csv_of(), {"source": "harvest"}, "missing-columns", None),
        (csv_of(header=f"{HEADER},Stop date"), {}, "double-column", None),
        (b"User,Duration\n", {"source": "toggl"}, "missing-columns", None),
        (csv_of(), {"decimal": "x"}, "unknown-decimal", "decimal"),
        (csv_of('M,2026-10-01,"1,234"', header="User,Start date,Duration"), {}, "decimal-mark",
         "decimal"),
        (csv_of(), {"date_format": "x"}, "unknown-date-format", "date_format"),
        (csv_of("M,01/02/2026,1:00:00", header="User,Start date,Duration"), {}, "date-format",
         "date_format"),
        (csv_of(), {"time_zone": "localtime"}, "unknown-time-zone", "time_zone"),
    ],
)  # fmt: skip
async def test_a_file_that_cannot_be_read_is_a_problem_that_names_the_option_to_settle_it(
    driver: Driver, data: bytes, params: dict[str, Any], slug: str, field: str | None
) -> None:
    response = await driver.manager.post(f"{PATH}/preview", content=data, params=params)
    problem = response.json()
    assert (response.status_code, problem["type"]) == (422, f"urn:honorar:problem:{slug}")
    assert problem["title"] == "The file cannot be read"
    assert problem["detail"]
    errors = problem.get("errors") or []
    assert [error["field"] for error in errors] == ([field] if field else [])
    assert all(problem["detail"].startswith(error["reason"]) for error in errors)
    job = await carried_out(driver, data, **params)
    assert job["state"] == "failed"
    assert {name: told for name, told in job["problem"].items() if told} == problem


@pytest.mark.parametrize("name", ["people", "customers"])
async def test_whom_the_account_does_not_have_is_refused_by_the_preview(
    driver: Driver, name: str
) -> None:
    params = {name: f"{OTHER_ACCOUNT}:Werft GmbH"}
    refused = await driver.manager.post(f"{PATH}/preview", content=csv_of(), params=params)
    assert refused.status_code == 422
    [error] = refused.json()["errors"]
    assert error == {"field": name, "reason": "names somebody whom the account does not have"}


async def test_a_refused_file_names_what_was_seen_of_it(driver: Driver) -> None:
    data = "Wer;Tag;Stunden\nÅse;1;2\n".encode("cp1252")
    problem = (await driver.manager.post(f"{PATH}/preview", content=data)).json()
    assert problem["type"].endswith(":unknown-source")
    seen = "read as windows-1252, delimiter ';', headers 'Wer', 'Tag', 'Stunden'"
    assert problem["detail"].endswith(f"({seen})")


async def test_a_nul_is_named_by_line_and_column(driver: Driver) -> None:
    report = await imported(driver, october_line(), october_line(7, note="a\0b"), dry_run=True)
    (error,) = report["errors"]
    assert (error["line"], error["column"]) == (3, "Description")
    assert error["reason"] == "contains a NUL character"


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([], "the file has no rows below its header"),
        ([october_line(who=EVA)], "1 unknown_agent (create_agents=true makes them)"),
        ([october_line(), october_line(7, billable="?")], "1 unchanged, 1 cannot be read"),
    ],
)
async def test_an_import_of_nothing_says_why(driver: Driver, rows: list[str], why: str) -> None:
    await imported(driver, october_line())
    report = await imported(driver, *rows)
    assert report["rows"]["create"]["count"] == 0
    (warning,) = [one for one in report["warnings"] if one["kind"] == "nothing_to_import"]
    assert warning["detail"] == why


async def test_ends_of_lines_inside_a_note_are_no_edit(driver: Driver) -> None:
    await imported(driver, october_line(note='"first\nsecond"'))
    for note in ('"first\r\nsecond"', '"first\rsecond"'):
        again = await imported(driver, october_line(note=note))
        assert counts(again) == {"unchanged": 1}, note
    (entry,) = await driver.list("time-entries")
    assert entry["description"] == "first\nsecond"


@pytest.mark.parametrize("address", ["a@exa_mple..dk", "<a@example.dk>", "nobody"])
async def test_an_agent_is_not_made_with_an_address_that_is_none(
    driver: Driver, address: str
) -> None:
    report = await imported(driver, october_line(who=f"Ann,{address}"), create_agents=True)
    (error,) = report["errors"]
    assert (error["column"], error["value"]) == ("Email", address)
    assert "not an e-mail address" in error["reason"]


async def test_the_option_that_was_asked_for_settles_it(driver: Driver) -> None:
    data = csv_of("mette@example.dk,01/02/2026,1:00:00", header="Email,Start date,Duration")
    report = await report_of(driver, data, date_format="DD/MM/YYYY")
    assert report["period"] == {"first": "2026-02-01", "last": "2026-02-01"}


async def test_a_form_with_a_file_is_as_good_as_the_bare_file(driver: Driver) -> None:
    file = ("t.csv", csv_of(october_line()), "text/csv")
    response = await driver.manager.post(f"{PATH}/preview", files={"file": file})
    assert counts(response.json()) == {"create": 1}
    job = (await driver.manager.post(PATH, files={"file": file})).json()
    await driver.timer.run_due()
    assert counts((await read(driver, job["id"]))["report"]) == {"create": 1}
    other = await driver.manager.post(f"{PATH}/preview", files={"other": file})
    assert other.status_code == 422
    assert [error["field"] for error in other.json()["errors"]] == ["file"]


@pytest.mark.parametrize("role", ["agent", "billing", "client"])
async def test_only_managers_import(driver: Driver, role: str) -> None:
    caller = await driver.timer.as_(role, agent_id=driver.agent_id)
    for path in (PATH, f"{PATH}/preview"):
        assert (await caller.post(path, content=csv_of())).status_code == 403


async def test_an_import_stays_in_its_account(driver: Driver) -> None:
    await imported(driver, october_line())
    stranger = await driver.timer.as_("manager", account=OTHER_ACCOUNT)
    assert counts(await imported(driver, october_line(), client=stranger, create_agents=True)) == {
        "create": 1
    }
