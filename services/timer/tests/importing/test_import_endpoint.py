"""Import over HTTP: preview, apply, again, overlapping, at once; and the problem when a file is refused."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from contracts import Event
from contracts.timer import AgentChanged, OrganizationChanged, ProjectChanged, TimeEntryRecorded
from services.timer.tests.driver import Driver
from services.timer.tests.importing import factories
from services.timer.tests.importing.factories import HEADER, csv_of
from services.timer.tests.importing.jobs import PATH, carried_out, preview, read
from testkit import OTHER_ACCOUNT, count_statements

SAMPLES = Path(__file__).parents[4] / "deploy" / "local" / "samples"
METTE, EVA = "Mette Friis,mette@example.dk", "Eva Holm,eva@example.dk"
AS_SAMPLED: dict[str, Any] = {"create_agents": True, "time_zone": "Europe/Copenhagen"}


def line(day: int = 6, hour: int = 9, *, who: str = METTE, **cells: str) -> str:
    return factories.line(f"2026-10-{day:02} {hour:02}:00:00", who=who, client="Havn & Co",
                          project="Portal", **cells)  # fmt: skip


async def send(
    driver: Driver, data: bytes, *, client: Any = None, dry_run: bool = False, **params: Any
) -> dict[str, Any]:
    """The report of a preview, or of the import that was carried out."""
    client = client or driver.manager
    if dry_run:
        return await preview(client, data, **params)
    job = await carried_out(driver, data, client=client, **params)
    assert job["state"] == "done", job
    report: dict[str, Any] = job["report"]
    return report


async def imported(driver: Driver, *lines: str, **params: Any) -> dict[str, Any]:
    return await send(driver, csv_of(*lines), **params)


def counts(report: dict[str, Any]) -> dict[str, int]:
    """How many rows are in each class that has any."""
    classes = {name: tally for name, tally in report["rows"].items() if name != "read"}
    return {name: tally["count"] for name, tally in classes.items() if tally["count"]}


async def everything(client: Any) -> dict[str, list[dict[str, Any]]]:
    """All that an import may create."""
    nouns = ("time-entries", "agents", "organizations", "projects", "tasks", "timesheets")
    return {noun: (await client.get(f"/v1/{noun}")).json()["items"] for noun in nouns}


# Preview and apply


async def test_a_dry_run_writes_nothing(driver: Driver) -> None:
    before = await everything(driver.manager)
    published: list[Event] = await driver.timer.published()
    seen = await imported(driver, line(), line(who=EVA), dry_run=True, create_agents=True)
    assert counts(seen) == {"create": 2}
    assert (seen["dry_run"], seen["entry_ids"]) == (True, [])
    assert await everything(driver.manager) == before
    assert await driver.timer.published() == published


async def test_apply_does_what_the_preview_says(driver: Driver) -> None:
    seen = await imported(driver, line(), line(), dry_run=True)
    applied = await imported(driver, line(), line(), token=seen["token"])
    same = seen.keys() - {"dry_run", "entry_ids"}
    assert {name: applied[name] for name in same} == {name: seen[name] for name in same}
    entries = (await driver.manager.get("/v1/time-entries")).json()["items"]
    assert sorted(applied["entry_ids"]) == sorted(entry["id"] for entry in entries)
    assert sum(entry["seconds"] for entry in entries) == applied["totals"]["stored_seconds"]
    assert {entry["state"] for entry in entries} == {"draft"}
    assert sorted(entry["started_at"] is None for entry in entries) == [False, True]


async def test_a_preview_that_no_longer_holds_is_refused(driver: Driver) -> None:
    seen = await imported(driver, line(), dry_run=True)
    await imported(driver, line())
    for stale in (csv_of(line()), csv_of(line(), line(7))):
        job = await carried_out(driver, stale, token=seen["token"])
        assert (job["state"], job["report"]) == ("failed", None)
        assert job["problem"] == {
            "type": "urn:honorar:problem:data-moved",
            "title": "Something changed since the dry run: look at a new preview first",
            "status": 409,
            "detail": None,
            "errors": [],
        }


async def test_a_preview_stands_for_its_options_too(driver: Driver) -> None:
    seen = await imported(driver, line(), dry_run=True)
    data = csv_of(line())
    job = await carried_out(driver, data, token=seen["token"], create_agents=True)
    assert job["problem"]["type"] == "urn:honorar:problem:data-moved"


async def test_the_report_has_all_its_parts(driver: Driver) -> None:
    report = await imported(driver, line(), line(billable="perhaps"), line(who=EVA))
    assert report.keys() == {
        "dry_run", "token", "entry_ids", "source", "variant", "encoding", "delimiter",
        "date_format", "decimal", "time_zone", "period", "rows", "skipped_by_reason",
        "conflicts_by_kind", "conflicts", "errors", "warnings", "ignored_columns", "unknown_agents",
        "to_create", "without_organization", "untimed_because_overlap", "missing_in_file",
        "near_equal_names", "totals", "money",
    }  # fmt: skip
    assert report["rows"]["create"] == {"count": 1, "seconds": 3600, "lines": [2]}
    assert report["errors"] == [
        {"line": 3, "column": "Billable", "value": "perhaps", "reason": "not a word for yes or no"}
    ]
    assert report["unknown_agents"] == [
        {"name": "Eva Holm", "email": "eva@example.dk",
         "rows": {"count": 1, "seconds": 3600, "lines": [4]}}
    ]  # fmt: skip
    assert report["period"] == {"first": "2026-10-06", "last": "2026-10-06"}


async def test_money_is_a_string_and_shown_per_currency(driver: Driver) -> None:
    text = (
        "User,Email,Start date,Duration,Amount (DKK)\nM,mette@example.dk,2026-10-06,1:00:00,712.50"
    )
    report = await send(driver, text.encode(), dry_run=True)
    assert report["money"] == [{"currency": "DKK", "amount": "712.50"}]


# Again


async def test_a_second_run_changes_nothing(driver: Driver) -> None:
    rows = (line(), line(), line(hour=12))
    first = await imported(driver, *rows)
    before = await everything(driver.manager)
    published: list[Event] = await driver.timer.published()
    second = await imported(driver, *rows)
    assert counts(second) == {"unchanged": 3}
    assert second["rows"]["unchanged"]["seconds"] == first["rows"]["create"]["seconds"]
    assert second["entry_ids"] == []
    assert await everything(driver.manager) == before
    assert await driver.timer.published() == published


async def test_files_that_overlap_in_time_add_nothing_twice(driver: Driver) -> None:
    await imported(driver, line(5), line(6), line(6))
    second = await imported(driver, line(6), line(6), line(7))
    assert counts(second) == {"create": 1, "unchanged": 2}
    report = (await driver.manager.get("/v1/reports/work")).json()
    assert report["seconds"] == 4 * 3600


async def test_imports_of_one_file_at_once_import_it_once(driver: Driver) -> None:
    rows = [line(day) for day in range(5, 10)] + [line(who=EVA)]

    async def patiently() -> dict[str, Any]:
        while True:
            response = await driver.manager.post(
                PATH, content=csv_of(*rows), params={"create_agents": "true"}
            )
            if response.status_code != 429:
                await driver.timer.run_due()
                job = await read(driver, response.json()["id"])
                report: dict[str, Any] = job["report"]
                return report
            assert int(response.headers["retry-after"]) > 0
            await asyncio.sleep(0.1)

    reports = await asyncio.gather(*(patiently() for _ in range(4)))
    assert sum(report["rows"]["create"]["count"] for report in reports) == 6
    assert sum(report["rows"]["unchanged"]["count"] for report in reports) == 18
    assert len(await driver.timer.published(TimeEntryRecorded)) == 6
    created = await everything(driver.manager)
    assert [agent["name"] for agent in created["agents"]].count("Eva Holm") == 1
    assert [one["name"] for one in created["organizations"]].count("Havn & Co") == 1


async def test_a_deleted_entry_does_not_come_back_by_itself(driver: Driver) -> None:
    (entry_id,) = (await imported(driver, line()))["entry_ids"]
    await driver.delete_entry(entry_id, client=driver.manager)
    assert counts(await imported(driver, line())) == {"unchanged": 1}
    assert (await driver.manager.get("/v1/time-entries")).json()["items"] == []


async def test_conflicts_are_shown_and_change_nothing(driver: Driver) -> None:
    await imported(driver, line(5), line(6))
    await driver.put_entry(started_at="2026-10-07T09:30:00Z")
    before = await everything(driver.manager)
    again = await imported(driver, line(5, tags="urgent"), line(6, duration="00:30:00"), line(7))
    kinds = {kind: tally["count"] for kind, tally in again["conflicts_by_kind"].items()}
    assert kinds == {"changed": 1, "probably_edited": 1, "overlaps_existing": 1}
    assert await everything(driver.manager) == before


async def test_work_that_vanished_from_the_file_is_named_and_kept(driver: Driver) -> None:
    first = await imported(driver, line(hour=9), line(hour=12))
    again = await imported(driver, line(hour=9))
    (missing,) = again["missing_in_file"]
    assert missing["entry_id"] in first["entry_ids"]
    assert len((await driver.manager.get("/v1/time-entries")).json()["items"]) == 2


async def test_a_week_that_was_handed_in_takes_no_more_rows(driver: Driver) -> None:
    await imported(driver, line(6))
    (sheet,) = (await driver.agent.get("/v1/timesheets")).json()["items"]
    await driver.submit(sheet)
    late = await imported(driver, line(6), line(7), line(13))
    assert counts(late) == {"create": 1, "unchanged": 1, "conflicts": 1}
    assert list(late["conflicts_by_kind"]) == ["timesheet_closed"]


async def test_rows_of_archived_work_inactive_agents_and_days_to_come_are_conflicts(
    driver: Driver,
) -> None:
    await imported(driver, line(6))
    (portal,) = [one for one in await driver.list("projects") if one["name"] == "Portal"]
    await driver.change(f"projects/{portal['id']}", archived=True)
    late = await imported(driver, line(6), line(7))
    assert counts(late) == {"unchanged": 1, "conflicts": 1}
    assert list(late["conflicts_by_kind"]) == ["archived_work"]
    await driver.change(f"projects/{portal['id']}", archived=False)
    ahead = (datetime.now(UTC) + timedelta(days=3)).strftime("%Y-%m-%d 09:00:00")
    future = await imported(driver, factories.line(ahead, who=METTE))
    assert list(future["conflicts_by_kind"]) == ["in_the_future"]
    await driver.change(f"agents/{driver.agent_id}", active=False)
    gone = await imported(driver, line(6), line(7))
    assert counts(gone) == {"unchanged": 1, "conflicts": 1}
    assert list(gone["conflicts_by_kind"]) == ["inactive_agent"]


# What is created


async def test_unknown_agents_are_listed_and_created_only_when_asked(driver: Driver) -> None:
    rows = (line(), line(who=EVA))
    listed = await imported(driver, *rows)
    assert [one["email"] for one in listed["unknown_agents"]] == ["eva@example.dk"]
    assert counts(listed) == {"create": 1, "skipped": 1}
    created = await imported(driver, *rows, create_agents=True)
    assert counts(created) == {"create": 1, "unchanged": 1}
    agents = await driver.timer.published(AgentChanged)
    assert [agent.email for agent in agents] == ["mette@example.dk", "eva@example.dk"]
    assert agents[1].time_zone == "UTC"


async def test_customers_projects_and_tasks_are_created_and_published(driver: Driver) -> None:
    (entry_id,) = (await imported(driver, line(task="Login")))["entry_ids"]
    organizations = await driver.timer.published(OrganizationChanged)
    projects = await driver.timer.published(ProjectChanged)
    assert [one.name for one in organizations] == ["Nordlys ApS", "Havn & Co"]
    assert [one.name for one in projects] == ["Webshop", "Portal"]
    (task,) = (await driver.manager.get("/v1/tasks")).json()["items"]
    assert task["name"] == "Login"
    entry = (await driver.manager.get(f"/v1/time-entries/{entry_id}")).json()
    assert entry["organization_id"] == str(organizations[1].organization_id)
    assert (entry["project_id"], entry["task_id"]) == (task["project_id"], task["id"])


async def test_what_the_account_has_is_used_whatever_the_case_of_its_name(driver: Driver) -> None:
    row = factories.line(who=METTE, client="NORDLYS aps", project="webshop")
    (entry_id,) = (await imported(driver, row))["entry_ids"]
    entry = (await driver.manager.get(f"/v1/time-entries/{entry_id}")).json()
    assert entry["organization_id"] == driver.organization["id"]
    assert entry["project_id"] == driver.project["id"]


async def test_a_file_without_the_flag_takes_the_projects_default(driver: Driver) -> None:
    await driver.manager.post("/v1/projects", json={"name": "Internal", "billable": False})
    text = "User,Email,Project,Start date,Duration\nM,mette@example.dk,Internal,2026-10-06,1:00:00"
    report = await send(driver, text.encode())
    (entry_id,) = report["entry_ids"]
    entry = (await driver.manager.get(f"/v1/time-entries/{entry_id}")).json()
    assert entry["billable"] is False


async def test_the_zone_is_the_accounts_unless_said(driver: Driver) -> None:
    assert (await imported(driver, line(), dry_run=True))["time_zone"] == "UTC"
    here = await imported(driver, line(), time_zone="Europe/Copenhagen")
    entry = (await driver.manager.get(f"/v1/time-entries/{here['entry_ids'][0]}")).json()
    assert (entry["started_at"], entry["time_zone"]) == (
        "2026-10-06T07:00:00Z",
        "Europe/Copenhagen",
    )


async def test_each_entry_is_published_as_it_is_stored(driver: Driver) -> None:
    await imported(driver, line(), line(hour=12, billable="No"))
    events = await driver.timer.published(TimeEntryRecorded)
    assert [(one.seconds, one.billable, one.version) for one in events] == [
        (3600, True, 1), (3600, False, 1),
    ]  # fmt: skip
    assert {one.agent_id for one in events} == {driver.agent_id}


# What is refused


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


async def test_a_refused_file_names_what_was_seen_of_it(driver: Driver) -> None:
    data = "Wer;Tag;Stunden\nÅse;1;2\n".encode("cp1252")
    problem = (await driver.manager.post(f"{PATH}/preview", content=data)).json()
    assert problem["type"].endswith(":unknown-source")
    seen = "read as windows-1252, delimiter ';', headers 'Wer', 'Tag', 'Stunden'"
    assert problem["detail"].endswith(f"({seen})")


async def test_a_nul_is_named_by_line_and_column(driver: Driver) -> None:
    report = await imported(driver, line(), line(7, note="a\0b"), dry_run=True)
    (error,) = report["errors"]
    assert (error["line"], error["column"]) == (3, "Description")
    assert error["reason"] == "contains a NUL character"


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([], "the file has no rows below its header"),
        ([line(who=EVA)], "1 unknown_agent (create_agents=true makes them)"),
        ([line(), line(7, billable="?")], "1 unchanged, 1 cannot be read"),
    ],
)
async def test_an_import_of_nothing_says_why(driver: Driver, rows: list[str], why: str) -> None:
    await imported(driver, line())
    report = await imported(driver, *rows)
    assert report["rows"]["create"]["count"] == 0
    (warning,) = [one for one in report["warnings"] if one["kind"] == "nothing_to_import"]
    assert warning["detail"] == why


async def test_ends_of_lines_inside_a_note_are_no_edit(driver: Driver) -> None:
    await imported(driver, line(note='"first\nsecond"'))
    for note in ('"first\r\nsecond"', '"first\rsecond"'):
        again = await imported(driver, line(note=note))
        assert counts(again) == {"unchanged": 1}, note
    (entry,) = await driver.list("time-entries")
    assert entry["description"] == "first\nsecond"


@pytest.mark.parametrize("address", ["a@exa_mple..dk", "<a@example.dk>", "nobody"])
async def test_an_agent_is_not_made_with_an_address_that_is_none(
    driver: Driver, address: str
) -> None:
    report = await imported(driver, line(who=f"Ann,{address}"), create_agents=True)
    (error,) = report["errors"]
    assert (error["column"], error["value"]) == ("Email", address)
    assert "not an e-mail address" in error["reason"]


async def test_the_option_that_was_asked_for_settles_it(driver: Driver) -> None:
    data = csv_of("mette@example.dk,01/02/2026,1:00:00", header="Email,Start date,Duration")
    report = await send(driver, data, date_format="DD/MM/YYYY")
    assert report["period"] == {"first": "2026-02-01", "last": "2026-02-01"}


async def test_a_form_with_a_file_is_as_good_as_the_bare_file(driver: Driver) -> None:
    file = ("t.csv", csv_of(line()), "text/csv")
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
    await imported(driver, line())
    stranger = await driver.timer.as_("manager", account=OTHER_ACCOUNT)
    assert counts(await imported(driver, line(), client=stranger, create_agents=True)) == {
        "create": 1
    }


# How much it takes


async def test_statements_do_not_grow_with_the_rows(driver: Driver) -> None:
    await imported(driver, line(5))
    used = []
    for rows in ([line(6)], [line(7, hour) for hour in range(20)]):
        with count_statements(driver.timer.database) as statements:
            await imported(driver, *rows)
        used.append(statements.count)
    assert used[0] == used[1] <= 55


async def test_statements_do_not_grow_with_the_names(driver: Driver) -> None:
    used = []
    for first, count in ((0, 1), (1, 40)):
        rows = [
            factories.line(who=f"{n},{n}@x.dk", client=f"C{n}", project=f"P{n}", task=f"T{n}")
            for n in range(first, first + count)
        ]
        with count_statements(driver.timer.database) as statements:
            report = await imported(driver, *rows, create_agents=True)
        assert counts(report) == {"create": count}
        used.append(statements.count)
    assert used[0] == used[1] <= 75


async def test_the_sample_of_a_quarter_is_imported_in_seconds_and_once(driver: Driver) -> None:
    manager = await driver.timer.as_("owner", account=OTHER_ACCOUNT)
    data = (SAMPLES / "toggl-2026-q3.csv").read_bytes()
    began = time.monotonic()
    first = await send(driver, data, client=manager, **AS_SAMPLED)
    assert time.monotonic() - began < 10
    assert first["rows"]["create"]["count"] > 1900
    assert first["skipped_by_reason"]["zero"]["count"] == 1
    assert first["untimed_because_overlap"]["count"] >= 5
    assert len(first["to_create"]["organizations"]) == 12
    assert len(first["to_create"]["agents"]) == 6
    assert first["errors"] == first["conflicts"] == []
    second = await send(driver, data, client=manager, **AS_SAMPLED)
    assert second["rows"]["create"]["count"] == 0
    assert second["rows"]["unchanged"]["seconds"] == first["totals"]["stored_seconds"]
    report = (await manager.get("/v1/reports/work")).json()
    assert report["seconds"] == first["totals"]["stored_seconds"]


async def test_the_other_variants_of_the_same_week_add_nothing(driver: Driver) -> None:
    reports = {}
    for name in ("toggl-2026-q3.csv", "toggl-week-b.csv", "toggl-week-c.csv"):
        report = await send(driver, (SAMPLES / name).read_bytes(), **AS_SAMPLED)
        reports[report["variant"]] = report
    assert counts(reports["B"]) == {"unchanged": reports["B"]["rows"]["read"]}
    # The current report has no tasks, so rows with a task look edited: shown, never created again.
    assert reports["C"]["rows"]["create"]["count"] == 0
    assert set(reports["C"]["conflicts_by_kind"]) == {"probably_edited"}
