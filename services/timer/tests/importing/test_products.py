"""One file of each product and variant, as it really looks, and everything that is found in it."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest

from services.timer.tests.importing.factories import OPTIONS, SNAPSHOT, after
from timer.importing.parsing import ImportOptions, ParsedFile, parse
from timer.importing.plan import Plan
from timer.importing.planning import plan_import
from timer.importing.report import ImportReport
from timer.importing.reporting import report_on
from timer.importing.snapshot import MasterData, Named, Snapshot

EXPORTS = Path(__file__).parent / "exports"
FILES = sorted(path.name for path in EXPORTS.iterdir())


def parsed(name: str, options: ImportOptions = OPTIONS) -> ParsedFile:
    return parse((EXPORTS / name).read_bytes(), options)


def planned(
    name: str, snapshot: Snapshot = SNAPSHOT, options: ImportOptions = OPTIONS
) -> tuple[Plan, ImportReport]:
    file = parsed(name, options)
    plan = plan_import(file, options, snapshot)
    return plan, report_on(file, plan, snapshot)


def counts(report: ImportReport) -> dict[str, int]:
    found = {"create": report.rows.create.count, "errors": report.rows.errors.count}
    found |= {reason: tally.count for reason, tally in report.skipped_by_reason.items()}
    return {name: count for name, count in found.items() if count}


@pytest.mark.parametrize(
    ("name", "source", "variant", "found", "seconds", "money"),
    [
        ("clockify-american.csv", "clockify", "detailed", {"create": 2}, 3608, {"USD": "90.00"}),
        ("clockify-detailed.csv", "clockify", "detailed",
         {"create": 1, "already_invoiced": 1, "break": 1, "not_time": 1}, 5400, {"EUR": "146.67"}),
        ("harvest-danish.csv", "harvest", "detailed", {"create": 3, "already_invoiced": 1},
         1188 + 1188 + 5400, {"DKK": "3192.0"}),
        ("harvest-import.csv", "harvest", "detailed", {"create": 2}, 8100, {}),
        ("kimai-2022.csv", "kimai", "en", {"create": 1, "already_invoiced": 1}, 400,
         {"EUR": "391.94"}),
        ("kimai-danish.csv", "kimai", "da", {"create": 1}, 30600, {"DKK": "7225.00"}),
        ("kimai-german.csv", "kimai", "de", {"create": 2, "not_time": 1}, 4500 + 360,
         {"EUR": "118.75"}),
        ("kimai-ids.csv", "kimai", "en", {"create": 2}, 3600, {}),
        ("solidtime-detailed.csv", "solidtime", "detailed", {"create": 1, "zero": 1}, 3601, {}),
        ("solidtime-import.csv", "solidtime", "detailed", {"create": 2}, 7201, {}),
    ],
)  # fmt: skip
def test_each_export_is_recognised_and_read_to_the_second(
    name: str, source: str, variant: str, found: dict[str, int], seconds: int, money: dict[str, str]
) -> None:
    _, report = planned(name)
    assert (report.source, report.variant) == (source, variant)
    assert report.errors == []
    assert counts(report) == found
    assert report.totals.stored_seconds == seconds
    sums = {total.currency: total.amount for total in report.money}
    assert sums == {currency: Decimal(amount) for currency, amount in money.items()}


@pytest.mark.parametrize("name", FILES)
def test_a_second_run_of_each_changes_nothing(name: str) -> None:
    plan, first = planned(name)
    _, second = planned(name, after(plan))
    assert second.rows.create.count == second.rows.conflicts.count == 0
    assert second.rows.unchanged.seconds == first.rows.create.seconds
    assert second.missing_in_file == []


@pytest.mark.parametrize("name", FILES)
def test_what_was_invoiced_elsewhere_is_history_that_is_never_billable(name: str) -> None:
    options = replace(OPTIONS, history=True)
    plan, report = planned(name, options=options)
    assert "already_invoiced" not in report.skipped_by_reason
    assert all(one.row.billable is False for one in plan.creates if one.row.invoiced)
    again, _ = planned(name, after(plan), options)
    assert again.creates == []
    # and without the option they are known again, not left out as new ones
    assert planned(name, after(plan))[1].rows.conflicts.count == 0


def test_what_was_invoiced_elsewhere_since_it_was_imported_is_told() -> None:
    text = (EXPORTS / "harvest-danish.csv").read_text()
    options = OPTIONS
    before = parse(text.replace("Yes,Yes,Yes", "Yes,No,Yes").encode(), options)
    snapshot = after(plan_import(before, options, SNAPSHOT))
    _, report = planned("harvest-danish.csv", snapshot)
    (conflict,) = report.conflicts
    assert (conflict.kind, conflict.detail) == (
        "changed",
        "invoiced elsewhere since it was imported",
    )


def test_the_same_row_twice_is_two_entries_and_a_third_is_one_more() -> None:
    plan, _ = planned("harvest-danish.csv")
    logos = [one for one in plan.creates if one.row.description == "Logo"]
    assert [one.ordinal for one in logos] == [1, 2]


def test_a_program_s_own_id_keeps_equal_records_apart_and_shows_what_was_edited() -> None:
    plan, _ = planned("kimai-ids.csv")
    assert len({one.row_key for one in plan.creates}) == 2
    text = (EXPORTS / "kimai-ids.csv").read_text().replace("0:30:00", "0:29:00", 1)
    options = OPTIONS
    again = plan_import(parse(text.encode(), options), options, after(plan))
    (changed,) = again.with_outcome("conflict")
    assert (changed.reason, changed.detail) == ("changed", "seconds 1800 -> 1740")


def test_a_task_of_harvest_is_a_kind_of_work_where_the_account_knows_it() -> None:
    kinds = {"design": Named(UUID(int=5), "Design")}
    snapshot = replace(SNAPSHOT, master_data=MasterData(service_types=kinds))
    plan, report = planned("harvest-danish.csv", snapshot)
    assert {(one.kind, one.task) for one in plan.creates} == {
        ("Design", "General"),
        ("", "Meetings"),
    }
    assert report.to_create.service_types == []
    assert [task.name for task in report.to_create.tasks] == ["General", "Meetings"]


def test_the_tasks_of_clockify_and_solidtime_are_work() -> None:
    kinds = {"design": Named(UUID(int=5), "Design")}
    snapshot = replace(SNAPSHOT, master_data=MasterData(service_types=kinds))
    plan, _ = planned("clockify-american.csv", snapshot)
    assert {(one.kind, one.task) for one in plan.creates} == {("", "Design"), ("", "General")}


def test_kimai_writes_no_end_date_and_guards_formulas() -> None:
    late, moved, _ = parsed("kimai-german.csv").rows
    assert late.time.ended_at == datetime(2026, 10, 5, 22, 45, tzinfo=UTC)
    assert moved.description == "-verschoben"
    assert moved.time.warnings == ("span_differs",)


def test_a_difference_to_utc_settles_the_hour_that_comes_twice() -> None:
    _, night = parsed("solidtime-import.csv").rows
    assert night.time.started_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert (night.seconds, night.time.warnings) == (3600, ())


def test_somebody_says_whom_a_name_means_and_it_is_kept_for_later_files() -> None:
    bo, customer = SNAPSHOT.agents[0], Named(UUID(int=6), "Werft AG")
    snapshot = replace(
        SNAPSHOT,
        agents=(bo,),
        master_data=MasterData(organizations={"werft ag": customer}),
    )
    told = replace(
        OPTIONS, people=((bo.id, "ida@example.dk"),), customers=((customer.id, "WERFT GmbH"),)
    )
    assert counts(planned("kimai-german.csv", snapshot)[1]) == {"unknown_agent": 2, "not_time": 1}
    plan, report = planned("kimai-german.csv", snapshot, told)
    assert {one.agent_id for one in plan.creates} == {bo.id}
    assert report.to_create.organizations == []
    assert {project.organization for project in report.to_create.projects} == {"Werft AG"}
    kept = replace(
        snapshot,
        agents=(replace(bo, known_as=frozenset({"ida@example.dk"})),),
        master_data=replace(snapshot.master_data, customers_known_as={"werft gmbh": customer}),
    )
    later, _ = planned("kimai-german.csv", kept)
    assert [one.row_key for one in later.creates] == [one.row_key for one in plan.creates]
    assert planned("kimai-german.csv", after(plan, kept))[0].creates == []
