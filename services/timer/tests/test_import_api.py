"""Import over HTTP: dry run, apply, again, overlapping, at once."""

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest

from contracts.timer import AgentChanged, OrganizationChanged, ProjectChanged, TimeEntryRecorded
from testkit import OTHER_ACCOUNT

SAMPLES = Path(__file__).parents[3] / "deploy" / "local" / "samples"
HEADER = "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags"
PATH = "/v1/time-entries/import"


def line(day: int = 6, hour: int = 9, *, duration: str = "01:00:00", note: str = "Fix",
         email: str = "mette@example.dk", tags: str = "") -> str:  # fmt: skip
    start, end = f"2026-10-{day:02},{hour:02}:00:00", f"2026-10-{day:02},{hour + 1:02}:00:00"
    return f"Mette Friis,{email},Havn & Co,Portal,,{note},Yes,{start},{end},{duration},{tags}"


async def sent(client: Any, *lines: str, **params: Any) -> dict[str, Any]:
    body = "\n".join((HEADER, *lines)).encode()
    answer = await client.post(PATH, content=body, params={"dry_run": "false", **params})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def counts(report: dict[str, Any]) -> dict[str, int]:
    return {
        name: tally["count"]
        for name, tally in report["rows"].items()
        if name != "read" and tally["count"]
    }


async def test_a_dry_run_writes_nothing_and_its_token_stands_for_what_apply_does(
    studio: Any,
) -> None:
    preview = await sent(studio.manager, line(), dry_run=True)
    assert counts(preview) == {"create": 1}
    assert (await studio.manager.get("/v1/time-entries")).json()["items"] == []
    applied = await sent(studio.manager, line(), token=preview["token"])
    assert applied["rows"] == preview["rows"]
    (entry,) = (await studio.manager.get("/v1/time-entries")).json()["items"]
    assert [entry["id"]] == applied["entry_ids"]
    assert (entry["seconds"], entry["state"]) == (3600, "draft")


async def test_a_preview_that_no_longer_holds_is_refused(studio: Any) -> None:
    preview = await sent(studio.manager, line(), dry_run=True)
    await sent(studio.manager, line())
    body = "\n".join((HEADER, line())).encode()
    stale = await studio.manager.post(PATH, content=body, params={"token": preview["token"]})
    assert (stale.status_code, stale.json()["type"][-10:]) == (409, "data-moved")
    other = await studio.manager.post(PATH, content=body + b"\n" + line(7).encode(),
                                      params={"token": preview["token"]})  # fmt: skip
    assert other.status_code == 409


async def test_a_second_run_changes_nothing(studio: Any) -> None:
    rows = (line(), line(), line(hour=12))
    first = await sent(studio.manager, *rows)
    said = len(await studio.timer.published())
    second = await sent(studio.manager, *rows)
    assert counts(second) == {"unchanged": 3}
    assert second["rows"]["unchanged"]["seconds"] == first["rows"]["create"]["seconds"]
    assert second["entry_ids"] == []
    assert len(await studio.timer.published()) == said


async def test_files_that_overlap_in_time_add_nothing_twice(studio: Any) -> None:
    await sent(studio.manager, line(5), line(6), line(6))
    second = await sent(studio.manager, line(6), line(6), line(7))
    assert counts(second) == {"create": 1, "unchanged": 2}
    report = (await studio.manager.get("/v1/reports/work")).json()
    assert report["seconds"] == 4 * 3600


async def test_two_imports_at_once_create_once(studio: Any) -> None:
    rows = [line(day) for day in range(5, 10)]
    reports = await asyncio.gather(*(sent(studio.manager, *rows) for _ in range(4)))
    assert sum(report["rows"]["create"]["count"] for report in reports) == 5
    assert sum(report["rows"]["unchanged"]["count"] for report in reports) == 15
    assert len(await studio.timer.published(TimeEntryRecorded)) == 5


async def test_unknown_agents_are_listed_and_made_only_when_asked(studio: Any) -> None:
    rows = (line(), line(email="eva@example.dk"))
    listed = await sent(studio.manager, *rows)
    assert [one["email"] for one in listed["unknown_agents"]] == ["eva@example.dk"]
    assert counts(listed) == {"create": 1, "skipped": 1}
    made = await sent(studio.manager, *rows, create_agents=True)
    assert counts(made) == {"create": 1, "unchanged": 1}
    assert [fact.email for fact in await studio.timer.published(AgentChanged)] == [
        "mette@example.dk",
        "eva@example.dk",
    ]


async def test_customers_projects_and_tasks_are_made_and_said(studio: Any) -> None:
    await sent(studio.manager, line())
    assert [fact.name for fact in await studio.timer.published(OrganizationChanged)] == [
        "Nordlys ApS",
        "Havn & Co",
    ]
    assert [fact.name for fact in await studio.timer.published(ProjectChanged)] == [
        "Webshop",
        "Portal",
    ]
    assert [task["name"] for task in (await studio.manager.get("/v1/tasks")).json()["items"]] == [
        "General"
    ]


async def test_a_deleted_entry_does_not_come_back_by_itself(studio: Any) -> None:
    (entry_id,) = (await sent(studio.manager, line()))["entry_ids"]
    await studio.manager.delete(f"/v1/time-entries/{entry_id}")
    assert counts(await sent(studio.manager, line())) == {"unchanged": 1}
    assert (await studio.manager.get("/v1/time-entries")).json()["items"] == []


async def test_conflicts_are_shown_and_change_nothing(studio: Any) -> None:
    await sent(studio.manager, line(5), line(6))
    await studio.put_entry(started_at="2026-10-07T09:30:00Z")
    again = await sent(
        studio.manager, line(5, tags="urgent"), line(6, duration="00:30:00"), line(7)
    )
    assert {kind: tally["count"] for kind, tally in again["conflicts_by_kind"].items()} == {
        "changed": 1,
        "probably_edited": 1,
        "overlaps_existing": 1,
    }


async def test_a_week_that_was_handed_in_takes_no_more_rows(studio: Any) -> None:
    await sent(studio.manager, line(6))
    (sheet,) = (await studio.agent.get("/v1/timesheets")).json()["items"]
    await studio.agent.post(f"/v1/timesheets/{sheet['id']}/submit")
    late = await sent(studio.manager, line(6), line(7), line(13))
    assert counts(late) == {"create": 1, "unchanged": 1, "conflicts": 1}
    assert list(late["conflicts_by_kind"]) == ["timesheet_closed"]


async def test_a_file_without_the_flag_takes_the_projects_default(studio: Any) -> None:
    internal = {"name": "Internal", "billable": False}
    await studio.manager.post("/v1/projects", json=internal)
    text = "User,Email,Project,Start date,Duration\nM,mette@example.dk,Internal,2026-10-06,1:00:00"
    answer = await studio.manager.post(PATH, content=text)
    assert answer.json()["rows"]["create"]["count"] == 1
    (entry,) = (await studio.manager.get("/v1/time-entries")).json()["items"]
    assert entry["billable"] is False


async def test_an_unreadable_file_says_what_to_do(studio: Any) -> None:
    text = "User,Email,Start date,Duration\nM,mette@example.dk,01/02/2026,1:00:00"
    answer = await studio.manager.post(PATH, content=text)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "date_format"
    told = await studio.manager.post(PATH, content=text, params={"date_format": "DD/MM/YYYY"})
    assert told.json()["period"] == {"first": "2026-02-01", "last": "2026-02-01"}


async def test_a_form_with_a_file_is_as_good_as_the_bare_file(studio: Any) -> None:
    body = "\n".join((HEADER, line())).encode()
    answer = await studio.manager.post(PATH, files={"file": ("t.csv", body, "text/csv")})
    assert answer.json()["rows"]["create"]["count"] == 1
    empty = await studio.manager.post(PATH, files={"other": ("t.csv", body, "text/csv")})
    assert empty.status_code == 422


@pytest.mark.parametrize("role", ["agent", "billing", "client"])
async def test_only_managers_import(studio: Any, role: str) -> None:
    caller = await studio.timer.as_(role, agent_id=studio.agent_id)
    assert (await caller.post(PATH, content=HEADER)).status_code == 403


async def test_an_import_stays_in_its_account(studio: Any) -> None:
    await sent(studio.manager, line())
    stranger = await studio.timer.as_("manager", account=OTHER_ACCOUNT)
    theirs = await sent(stranger, line(), create_agents=True)
    assert counts(theirs) == {"create": 1}


async def test_the_sample_of_a_quarter_is_imported_in_seconds_and_once(studio: Any) -> None:
    manager = await studio.timer.as_("owner", account=OTHER_ACCOUNT)
    options = {"create_agents": "true", "time_zone": "Europe/Copenhagen"}
    data = (SAMPLES / "toggl-2026-q3.csv").read_bytes()
    began = time.monotonic()
    first = (await manager.post(PATH, content=data, params=options)).json()
    took = time.monotonic() - began
    assert first["rows"]["create"]["count"] > 1900
    assert first["skipped_by_reason"]["zero"]["count"] == 1
    assert first["untimed_because_overlap"]["count"] >= 5
    assert len(first["to_create"]["organizations"]) == 12
    assert len(first["to_create"]["agents"]) == 6
    assert first["errors"] == first["conflicts"] == []
    assert took < 10
    second = (await manager.post(PATH, content=data, params=options)).json()
    assert second["rows"]["create"]["count"] == 0
    assert second["rows"]["unchanged"]["seconds"] == first["totals"]["stored_seconds"]
    report = (await manager.get("/v1/reports/work")).json()
    assert report["seconds"] == first["totals"]["stored_seconds"]


async def test_the_other_variants_of_the_same_week_add_nothing(studio: Any) -> None:
    options = {"create_agents": "true", "time_zone": "Europe/Copenhagen"}
    reports = {}
    for name in ("toggl-2026-q3.csv", "toggl-week-b.csv", "toggl-week-c.csv"):
        data = (SAMPLES / name).read_bytes()
        report = (await studio.manager.post(PATH, content=data, params=options)).json()
        reports[report["variant"]] = report
    assert counts(reports["B"]) == {"unchanged": reports["B"]["rows"]["read"]}
    # The current report has no tasks, so rows with a task look edited: shown, never made again.
    assert reports["C"]["rows"]["create"]["count"] == 0
    assert set(reports["C"]["conflicts_by_kind"]) == {"probably_edited"}


async def test_a_zone_that_names_no_place_is_refused(studio: Any) -> None:
    asked = {"time_zone": "localtime", "dry_run": "true"}
    refused = await studio.manager.post(PATH, content=f"{HEADER}\n{line()}", params=asked)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "time_zone"
