"""Import over HTTP: preview and apply, and what is created."""

from contracts import Event
from contracts.timer import AgentChanged, OrganizationChanged, ProjectChanged, TimeEntryRecorded
from services.timer.tests.driver import Driver
from services.timer.tests.importing import factories
from services.timer.tests.importing.factories import EVA, METTE, csv_of, october_line
from services.timer.tests.importing.jobs import carried_out, counts, everything, imported, report_of


async def test_a_dry_run_writes_nothing(driver: Driver) -> None:
    before = await everything(driver.manager)
    published: list[Event] = await driver.timer.published()
    seen = await imported(
        driver, october_line(), october_line(who=EVA), dry_run=True, create_agents=True
    )
    assert counts(seen) == {"create": 2}
    assert (seen["dry_run"], seen["entry_ids"]) == (True, [])
    assert await everything(driver.manager) == before
    assert await driver.timer.published() == published


async def test_apply_does_what_the_preview_says(driver: Driver) -> None:
    seen = await imported(driver, october_line(), october_line(), dry_run=True)
    applied = await imported(driver, october_line(), october_line(), token=seen["token"])
    same = seen.keys() - {"dry_run", "entry_ids"}
    assert {name: applied[name] for name in same} == {name: seen[name] for name in same}
    entries = (await driver.manager.get("/v1/time-entries")).json()["items"]
    assert sorted(applied["entry_ids"]) == sorted(entry["id"] for entry in entries)
    assert sum(entry["seconds"] for entry in entries) == applied["totals"]["stored_seconds"]
    assert {entry["state"] for entry in entries} == {"draft"}
    assert sorted(entry["started_at"] is None for entry in entries) == [False, True]


async def test_a_preview_that_no_longer_holds_is_refused(driver: Driver) -> None:
    seen = await imported(driver, october_line(), dry_run=True)
    await imported(driver, october_line())
    for stale in (csv_of(october_line()), csv_of(october_line(), october_line(7))):
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
    seen = await imported(driver, october_line(), dry_run=True)
    data = csv_of(october_line())
    job = await carried_out(driver, data, token=seen["token"], create_agents=True)
    assert job["problem"]["type"] == "urn:honorar:problem:data-moved"


async def test_the_report_has_all_its_parts(driver: Driver) -> None:
    report = await imported(
        driver, october_line(), october_line(billable="perhaps"), october_line(who=EVA)
    )
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
    report = await report_of(driver, text.encode(), dry_run=True)
    assert report["money"] == [{"currency": "DKK", "amount": "712.50"}]


async def test_unknown_agents_are_listed_and_created_only_when_asked(driver: Driver) -> None:
    rows = (october_line(), october_line(who=EVA))
    listed = await imported(driver, *rows)
    assert [one["email"] for one in listed["unknown_agents"]] == ["eva@example.dk"]
    assert counts(listed) == {"create": 1, "skipped": 1}
    created = await imported(driver, *rows, create_agents=True)
    assert counts(created) == {"create": 1, "unchanged": 1}
    agents = await driver.timer.published(AgentChanged)
    assert [agent.email for agent in agents] == ["mette@example.dk", "eva@example.dk"]
    assert agents[1].time_zone == "UTC"


async def test_customers_projects_and_tasks_are_created_and_published(driver: Driver) -> None:
    (entry_id,) = (await imported(driver, october_line(task="Login")))["entry_ids"]
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
    report = await report_of(driver, text.encode())
    (entry_id,) = report["entry_ids"]
    entry = (await driver.manager.get(f"/v1/time-entries/{entry_id}")).json()
    assert entry["billable"] is False


async def test_the_zone_is_the_accounts_unless_said(driver: Driver) -> None:
    assert (await imported(driver, october_line(), dry_run=True))["time_zone"] == "UTC"
    here = await imported(driver, october_line(), time_zone="Europe/Copenhagen")
    entry = (await driver.manager.get(f"/v1/time-entries/{here['entry_ids'][0]}")).json()
    assert (entry["started_at"], entry["time_zone"]) == (
        "2026-10-06T07:00:00Z",
        "Europe/Copenhagen",
    )


async def test_each_entry_is_published_as_it_is_stored(driver: Driver) -> None:
    await imported(driver, october_line(), october_line(hour=12, billable="No"))
    events = await driver.timer.published(TimeEntryRecorded)
    assert [(one.seconds, one.billable, one.version) for one in events] == [
        (3600, True, 1), (3600, False, 1),
    ]  # fmt: skip
    assert {one.agent_id for one in events} == {driver.agent_id}
