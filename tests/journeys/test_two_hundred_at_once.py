"""Two hundred agents of one account track, send, hand in and are approved at once; then all that must hold is looked at."""

import asyncio
import uuid
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from honorar_local.demo.client import wait_for
from tests.harness.databases import fetch
from tests.harness.system import System
from tests.journeys.crowd import HOUR, Crowd

AGENTS = 200
BUDGET_HOURS = AGENTS // 2


@pytest.fixture(scope="module")
async def crowd(system: System) -> Crowd:
    """What is left when all of them have done their week."""
    crowd = await asyncio.to_thread(_account, system)
    await crowd.live()
    return crowd


def _account(system: System) -> Crowd:
    account = uuid.uuid4()
    owner = system.client("owner", account=account)

    def made(path: str, **body: Any) -> str:
        return str(owner.post(f"/timer/v1/{path}", body)["id"])

    customer = made("organizations", name="Nordlys ApS", currency="DKK")
    price = {"amount": "900.00", "currency": "DKK"}
    owner.post("/rates/v1/rates", {"hourly_rate": price, "valid_from": "2000-01-01"})
    project = made("projects", name="Webshop", organization_id=customer)
    scarce = made(
        "projects",
        name="Audit",
        organization_id=customer,
        budget_seconds=BUDGET_HOURS * HOUR,
        overspend="refuse",
    )
    today = datetime.now(UTC).date()
    return Crowd(
        system=system,
        owner=owner,
        account=account,
        monday=today - timedelta(days=today.weekday() + 7),
        approver=made("agents", name="Mette Holm"),
        agents=[made("agents", name=f"Agent {n}", time_zone="UTC") for n in range(AGENTS)],
        teams=[made("teams", name=name) for name in ("Shop", "Backend")],
        tasks=[made("tasks", name=name, project_id=project) for name in ("A", "B", "C")],
        scarce=scarce,
    )


async def _rows(crowd: Crowd, columns_and_tables: str, rest: str) -> list[Any]:
    """Rows of the account in the timer's database."""
    where = f"account_id = '{crowd.account}'"
    return await fetch(crowd.system, "timer", f"SELECT {columns_and_tables} WHERE {where} {rest}")


async def test_one_timer_runs_for_each_and_it_is_the_last(crowd: Crowd) -> None:
    rows = await _rows(crowd, "agent_id::text, entry_id::text FROM running_timers", "")
    runs = Counter(row["agent_id"] for row in rows)
    assert set(runs.values()) == {1}
    assert {row["agent_id"]: {row["entry_id"]} for row in rows} == {
        agent: timers for agent, timers in crowd.running.items() if timers
    }


async def test_no_entries_of_one_agent_overlap(crowd: Crowd) -> None:
    overlaps = await _rows(
        crowd,
        "count(*) FROM time_entries one JOIN time_entries other USING (account_id, agent_id)",
        "AND one.id < other.id AND one.started_at IS NOT NULL AND other.started_at IS NOT NULL"
        " AND tstzrange(one.started_at, one.ended_at) && tstzrange(other.started_at, other.ended_at)",
    )
    assert overlaps[0][0] == 0
    assert crowd.refused["time-entries-overlap"] >= AGENTS


async def test_no_day_has_more_than_24_hours(crowd: Crowd) -> None:
    days = await _rows(
        crowd,
        "agent_id, work_date, sum(seconds) AS seconds FROM time_entries",
        "GROUP BY 1, 2 ORDER BY 3 DESC",
    )
    assert days[0]["seconds"] == 20 * HOUR
    assert crowd.refused["day-full"] >= AGENTS


async def test_the_budget_that_refuses_more_is_used_up_and_not_exceeded(crowd: Crowd) -> None:
    [row] = await _rows(
        crowd, "sum(seconds) FROM time_entries", f"AND project_id = '{crowd.scarce}'"
    )
    assert row[0] == BUDGET_HOURS * HOUR
    assert crowd.refused["project-budget-spent"] >= AGENTS - BUDGET_HOURS


async def test_each_is_in_one_team_on_any_day(crowd: Crowd) -> None:
    days = await _rows(
        crowd,
        "agent_id, count(*) FROM team_memberships",
        f"AND daterange(first_day, last_day, '[]') @> date '{crowd.monday}' GROUP BY 1",
    )
    assert sorted(row[1] for row in days) == [1] * AGENTS


async def test_nothing_is_lost_and_everything_is_there_once(crowd: Crowd) -> None:
    rows = await _rows(crowd, "id::text, seconds FROM time_entries", "")
    assert {row["id"]: row["seconds"] for row in rows} == crowd.recorded


async def test_the_sums_of_the_report_are_those_of_the_entries(crowd: Crowd) -> None:
    report = crowd.owner.get("/timer/v1/reports/work", by="agent", then_by="project")
    rows = await _rows(
        crowd,
        "agent_id::text, project_id::text, sum(seconds)::int AS seconds,"
        " sum(seconds) FILTER (WHERE state = 'approved')::int AS approved FROM time_entries",
        "GROUP BY 1, 2",
    )
    assert {
        (group["id"], part["id"]): (part["totals"]["seconds"], part["totals"]["approved_seconds"])
        for group in report["groups"]
        for part in group["parts"]
    } == {(r["agent_id"], r["project_id"]): (r["seconds"], r["approved"] or 0) for r in rows}


def test_all_weeks_are_approved_and_invoicing_has_each_second_of_them(crowd: Crowd) -> None:
    sheets = list(crowd.owner.pages("/timer/v1/timesheets", last_day=str(crowd.monday)))
    assert Counter(sheet["state"] for sheet in sheets) == {"approved": AGENTS}
    approved = crowd.owner.get("/timer/v1/reports/work")["approved_billable_seconds"]
    assert approved == sum(sheet["billable_seconds"] for sheet in sheets)
    wait_for(
        "invoicing to have all approved time",
        lambda: (
            crowd.owner.get("/invoicing/v1/billable-time", limit=1)["sums"]["ready"] == approved
        ),
    )
