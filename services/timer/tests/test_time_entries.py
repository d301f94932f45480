"""Time entries with clients' ids."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import text

from contracts.timer import TimeEntryDiscarded, TimeEntryRecorded
from database import new_id
from testkit import ACCOUNT, OTHER_ACCOUNT, until
from timer.commands import time_entries as commands

MORNING = "2026-10-06T07:00:00Z"


async def test_an_entry_takes_customer_and_billable_from_its_work(studio: Any) -> None:
    task = await studio.manager.post(
        "/v1/tasks", json={"name": "Checkout", "project_id": studio.project["id"]}
    )
    answer = await studio.put_entry(project_id=None, task_id=task.json()["id"])
    entry = answer.json()
    assert entry["organization_id"] == studio.organization["id"]
    assert (entry["project_id"], entry["billable"]) == (studio.project["id"], True)
    assert (entry["state"], entry["work_date"]) == ("draft", "2026-10-06")


async def test_a_ticket_brings_the_customer_of_its_requester(studio: Any) -> None:
    contacts = f"/v1/organizations/{studio.organization['id']}/contacts"
    eva = (await studio.manager.post(contacts, json={"name": "Eva"})).json()
    kind = (
        await studio.manager.post("/v1/service-types", json={"name": "Support", "billable": False})
    ).json()
    body = {"name": "Printer", "requester_id": eva["id"], "service_type_id": kind["id"]}
    ticket = (await studio.manager.post("/v1/tickets", json=body)).json()
    entry = (await studio.put_entry(project_id=None, ticket_id=ticket["id"])).json()
    assert entry["organization_id"] == studio.organization["id"]
    assert (entry["service_type_id"], entry["billable"]) == (kind["id"], False)


async def test_a_replay_changes_and_says_nothing(studio: Any) -> None:
    entry_id = new_id()
    answers = [await studio.put_entry(entry_id, started_at=MORNING) for _ in range(5)]
    assert len({answer.text for answer in answers}) == 1
    assert len(await studio.timer.published(TimeEntryRecorded)) == 1


async def test_replays_at_once_make_one_entry(studio: Any) -> None:
    entry_id = new_id()
    answers = await asyncio.gather(
        *(studio.put_entry(entry_id, started_at=MORNING) for _ in range(10))
    )
    assert {answer.status_code for answer in answers} == {200}
    assert len(await studio.timer.published(TimeEntryRecorded)) == 1


async def test_a_changed_draft_is_said_whole_with_a_higher_version(studio: Any) -> None:
    entry_id = new_id()
    await studio.put_entry(entry_id, seconds=600)
    changed = await studio.put_entry(entry_id, seconds=900, billable=False)
    assert changed.headers["etag"] == '"2"'
    said = await studio.timer.published(TimeEntryRecorded)
    assert [(fact.version, fact.seconds, fact.billable) for fact in said] == [
        (1, 600, True),
        (2, 900, False),
    ]


async def test_an_old_etag_does_not_overwrite(studio: Any) -> None:
    entry_id = new_id()
    await studio.put_entry(entry_id, seconds=600)
    await studio.put_entry(entry_id, seconds=900)
    body = {"seconds": 700, "work_date": "2026-10-06"}
    late = await studio.agent.put(
        f"/v1/time-entries/{entry_id}", json=body, headers={"If-Match": '"1"'}
    )
    assert late.status_code == 412


async def test_a_moved_entry_changes_its_timesheet(studio: Any) -> None:
    entry_id = new_id()
    first = (await studio.put_entry(entry_id, work_date="2026-10-06")).json()
    moved = (await studio.put_entry(entry_id, work_date="2026-10-13")).json()
    assert first["timesheet_id"] != moved["timesheet_id"]
    sheets = (await studio.agent.get("/v1/timesheets")).json()["items"]
    assert {one["first_day"]: one["seconds"] for one in sheets} == {
        "2026-10-05": 0,
        "2026-10-12": 3600,
    }


async def test_timed_entries_of_one_agent_do_not_overlap(studio: Any) -> None:
    await studio.put_entry(started_at="2026-10-06T07:00:00Z", seconds=3600)
    hit = await studio.put_entry(started_at="2026-10-06T07:59:59Z", seconds=60)
    assert (hit.status_code, hit.json()["type"][-20:]) == (409, "time-entries-overlap")
    beside = await studio.put_entry(started_at="2026-10-06T08:00:00Z", seconds=60)
    assert beside.status_code == 200
    _, bo = await studio.another_agent()
    other = await studio.put_entry(client=bo, started_at="2026-10-06T07:00:00Z")
    assert other.status_code == 200


async def test_of_parallel_overlapping_entries_one_is_kept(studio: Any) -> None:
    answers = await asyncio.gather(
        *(studio.put_entry(started_at=MORNING, seconds=100 + number) for number in range(8))
    )
    assert sorted(answer.status_code for answer in answers) == [200, *[409] * 7]


async def test_an_account_may_allow_overlaps(studio: Any) -> None:
    chosen = {"time_zone": "Europe/Copenhagen", "currency": "DKK", "allow_overlaps": True}
    assert (await studio.manager.put("/v1/settings", json=chosen)).json()["version"] == 1
    for _ in range(2):
        assert (await studio.put_entry(started_at=MORNING)).status_code == 200


async def test_the_work_date_is_the_local_date_of_the_start(studio: Any) -> None:
    entry = (await studio.put_entry(started_at="2026-10-06T22:30:00Z")).json()
    assert (entry["work_date"], entry["time_zone"]) == ("2026-10-07", "Europe/Copenhagen")


@pytest.mark.parametrize(
    "body",
    [
        {"seconds": 0},
        {"seconds": 86401},
        {"started_at": MORNING, "work_date": "2026-10-06"},
        {"started_at": "2026-10-06T07:00:00"},
        {"task_id": str(new_id())},
        {"organization_id": str(new_id())},
        {"time_zone": "Mars/Base"},
        {"time_zone": "localtime"},
        {"time_zone": "Factory"},
        {"work_date": "9999-12-31"},
        {"work_date": "1969-12-31"},
        {"started_at": "9999-12-31T23:30:00Z"},
        {"started_at": "0001-01-01T00:00:00+12:00"},
        {"started_at": "2200-12-31T23:30:00Z"},
        {"tags": ["tag"] * 51},
        {"colour": "red"},
    ],
)
async def test_bad_time_is_refused(studio: Any, body: dict[str, Any]) -> None:
    answer = await studio.put_entry(**body)
    assert answer.status_code == 422
    assert answer.json()["errors"]


async def test_a_deleted_draft_is_said_and_does_not_come_back(studio: Any) -> None:
    entry_id = new_id()
    await studio.put_entry(entry_id)
    for _ in range(2):
        assert (await studio.agent.delete(f"/v1/time-entries/{entry_id}")).status_code == 204
    (said,) = await studio.timer.published(TimeEntryDiscarded)
    assert (said.entry_id, said.version) == (entry_id, 2)
    assert (await studio.put_entry(entry_id)).status_code == 410


async def test_a_replay_that_waits_for_a_deletion_does_not_bring_the_entry_back(
    studio: Any,
) -> None:
    entry_id = new_id()
    await studio.put_entry(entry_id)
    path = f"/v1/time-entries/{entry_id}"
    async with studio.timer.database.transaction(ACCOUNT) as deleting:
        await commands.delete_entry(deleting, entry_id, None)
        replay = asyncio.create_task(studio.put_entry(entry_id))
        await somebody_waits(studio)
    assert (await replay).status_code == 410
    assert (await studio.agent.get(path)).status_code == 404
    said = await studio.timer.published(TimeEntryRecorded, TimeEntryDiscarded)
    assert [fact.version for fact in said] == [1, 2]


async def test_parallel_moves_never_say_the_same_version_twice(studio: Any) -> None:
    entry_id = new_id()
    await studio.put_entry(entry_id, work_date="2026-09-01")
    days = [f"2026-10-{day:02}" for day in (5, 12, 19, 26)] + ["2026-11-02", "2026-11-09"]
    answers = await asyncio.gather(*(studio.put_entry(entry_id, work_date=day) for day in days * 2))
    assert {answer.status_code for answer in answers} == {200}
    versions = [fact.version for fact in await studio.timer.published(TimeEntryRecorded)]
    assert sorted(versions) == list(range(1, len(versions) + 1))


async def somebody_waits(studio: Any) -> None:
    """Until a transaction on this database waits for another one."""
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )

    async def one_waits() -> bool:
        async with studio.timer.database.transaction() as session:
            return bool(await session.scalar(waiting))

    await until(one_waits)


async def test_agents_never_see_or_touch_the_time_of_others(studio: Any) -> None:
    entry_id = new_id()
    await studio.put_entry(entry_id)
    _, bo = await studio.another_agent()
    path = f"/v1/time-entries/{entry_id}"
    assert (await bo.get(path)).status_code == 404
    assert (await bo.delete(path)).status_code == 404
    assert (await studio.put_entry(entry_id, client=bo)).status_code == 404
    assert (await bo.get("/v1/time-entries")).json()["items"] == []
    asked = {"agent_id": str(studio.agent_id)}
    assert (await bo.get("/v1/time-entries", params=asked)).status_code == 403
    assert (await bo.get("/v1/reports/work")).json()["seconds"] == 0


async def test_a_manager_records_time_for_an_agent(studio: Any) -> None:
    body = {"agent_id": str(studio.agent_id)}
    answer = await studio.put_entry(client=studio.manager, **body)
    assert answer.json()["agent_id"] == str(studio.agent_id)
    nobody = await studio.put_entry(client=studio.manager)
    assert nobody.json()["errors"][0]["field"] == "agent_id"


async def test_entries_are_filtered_by_day_and_customer(studio: Any) -> None:
    await studio.put_entry(work_date="2026-10-06")
    await studio.put_entry(work_date="2026-10-07", project_id=None)
    for params, count in (
        ({"first_day": "2026-10-07"}, 1),
        ({"last_day": "2026-10-07"}, 2),
        ({"organization_id": studio.organization["id"]}, 1),
        ({"state": "approved"}, 0),
    ):
        items = (await studio.agent.get("/v1/time-entries", params=params)).json()["items"]
        assert len(items) == count, params


async def test_another_account_cannot_reach_an_entry(studio: Any) -> None:
    entry_id = new_id()
    await studio.put_entry(entry_id)
    stranger = await studio.timer.as_("owner", account=OTHER_ACCOUNT)
    assert (await stranger.get(f"/v1/time-entries/{entry_id}")).status_code == 404
    assert (await stranger.delete(f"/v1/time-entries/{entry_id}")).status_code == 404
