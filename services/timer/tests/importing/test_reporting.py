"""The report names everything that a person should look at before an import is applied."""

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

from services.timer.tests.importing.factories import (
    OPTIONS,
    SNAPSHOT,
    after,
    csv_of,
    line,
    planned,
    reported,
)
from timer.importing.parsing import parse
from timer.importing.planning import plan_import
from timer.importing.report import MissingEntry, NewAgent, NewProject, NewTask, Tally
from timer.importing.reporting import report_on
from timer.importing.snapshot import MasterData, Named

CREATE_AGENTS = replace(OPTIONS, create_agents=True)
NOON = "2026-10-01 12:00:00"
EVA = "Eva Holm,eva@example.dk"


def kinds(*lines: str) -> list[str]:
    return [warning.kind for warning in reported(*lines).warnings]


def test_how_the_file_was_read_is_said() -> None:
    report = reported(line())
    assert (report.source, report.variant, report.encoding) == ("toggl", "B", "utf-8")
    assert (report.delimiter, report.date_format, report.decimal) == (",", "YYYY-MM-DD", None)
    assert report.time_zone == "Europe/Copenhagen"
    assert report.period is not None
    assert (str(report.period.first), str(report.period.last)) == ("2026-10-01", "2026-10-01")


def test_each_class_has_its_rows_its_seconds_and_its_lines() -> None:
    snapshot = after(planned(line()))
    report = reported(
        line(), line(NOON), line(duration="25:00:00"), line(duration="00:00:00"),
        line(billable="perhaps"), snapshot=snapshot,
    )  # fmt: skip
    assert report.rows.read == 5
    assert report.rows.unchanged == Tally(1, 3600, [2])
    assert report.rows.create == Tally(1, 3600, [3])
    assert report.rows.conflicts == Tally(1, 90000, [4])
    assert report.rows.skipped == Tally(1, 0, [5])
    assert report.rows.errors == Tally(1, 3600, [6])
    assert report.conflicts_by_kind == {"too_long": Tally(1, 90000, [4])}
    assert report.skipped_by_reason == {"zero": Tally(1, 0, [5])}


def test_a_conflict_names_its_line_and_the_entry_that_it_contradicts() -> None:
    snapshot = after(planned(line()))
    (conflict,) = reported(line(tags="urgent"), snapshot=snapshot).conflicts
    assert (conflict.line, conflict.kind) == (2, "changed")
    assert conflict.entry_id == snapshot.earlier_rows[0].entry_id


def test_an_error_names_line_column_value_and_reason() -> None:
    (error,) = reported(line(), line(billable="perhaps")).errors
    assert (error.line, error.column, error.value) == (3, "Billable", "perhaps")
    assert error.reason == "not a word for yes or no"


def test_unknown_agents_are_listed_with_all_their_rows() -> None:
    report = reported(line(who=EVA), line(), line(NOON, who=EVA), line(who="Adam,"))
    assert [(one.name, one.email) for one in report.unknown_agents] == [
        ("Adam", ""), ("Eva Holm", "eva@example.dk"),
    ]  # fmt: skip
    assert report.unknown_agents[1].rows == Tally(2, 7200, [2, 4])
    assert report.to_create.agents == []


def test_agents_are_created_once_however_many_rows_they_have() -> None:
    report = reported(line(who=EVA), line(NOON, who=EVA), options=CREATE_AGENTS)
    assert report.to_create.agents == [NewAgent("Eva Holm", "eva@example.dk")]
    assert report.unknown_agents == []


def test_an_agent_without_a_name_is_called_by_their_address() -> None:
    report = reported(line(who=",eva@example.dk"), options=CREATE_AGENTS)
    assert report.to_create.agents == [NewAgent("eva@example.dk", "eva@example.dk")]


def test_one_project_name_under_two_clients_is_two_projects() -> None:
    report = reported(line(), line(NOON, client="Fjord A/S"))
    assert report.to_create.organizations == ["Fjord A/S", "Nordlys ApS"]
    assert report.to_create.projects == [
        NewProject("Fjord A/S", "Web", billable=True),
        NewProject("Nordlys ApS", "Web", billable=True),
    ]
    assert report.to_create.tasks == [
        NewTask("Fjord A/S", "Web", "General"), NewTask("Nordlys ApS", "Web", "General"),
    ]  # fmt: skip


def test_a_project_is_billable_where_any_of_its_rows_is() -> None:
    rows = (line(billable="No"), line(NOON, billable="Yes"), line(billable="No", project="Ops"))
    new = {project.name: project.billable for project in reported(*rows).to_create.projects}
    assert new == {"Web": True, "Ops": False}


def test_what_exists_is_not_created_again() -> None:
    known = Named(UUID(int=3), "Nordlys A/S"), Named(UUID(int=4), "WEB")
    data = MasterData({"nordlys aps": known[0]}, {("nordlys aps", "web"): known[1]})
    new = reported(line(), snapshot=replace(SNAPSHOT, master_data=data)).to_create
    assert (new.organizations, new.projects) == ([], [])
    assert new.tasks == [NewTask("Nordlys A/S", "WEB", "General")]
    data.tasks["nordlys aps", "web", "general"] = Named(UUID(int=5), "General")
    assert reported(line(), snapshot=replace(SNAPSHOT, master_data=data)).to_create.tasks == []


def test_nothing_is_created_for_rows_that_are_not() -> None:
    new = reported(line(duration="00:00:00"), line(who=EVA)).to_create
    assert (new.organizations, new.projects, new.tasks) == ([], [], [])


def test_work_without_a_project_has_no_task() -> None:
    assert reported(line(project="")).to_create.tasks == []


def test_names_that_differ_by_a_hair_are_shown_side_by_side() -> None:
    rows = (line(), line(NOON, client="Nordlys Aps"), line(client="Nordlys Ap.S."))
    assert reported(*rows).near_equal_names == [["Nordlys Ap.S.", "Nordlys ApS", "Nordlys Aps"]]
    data = MasterData({"nordlys-aps": Named(UUID(int=3), "Nordlys-ApS")})
    report = reported(line(), snapshot=replace(SNAPSHOT, master_data=data))
    assert report.near_equal_names == [["Nordlys ApS", "Nordlys-ApS"]]


def test_time_without_a_customer_and_time_without_a_start_are_counted() -> None:
    report = reported(line(client=""), line("2026-10-01 09:59:40", note="Call"))
    assert report.without_organization == Tally(1, 3600, [2])
    assert report.untimed_because_overlap == Tally(1, 3600, [3])
    assert report.rows.create.seconds == report.totals.stored_seconds == 7200


def test_entries_that_the_file_should_have_and_has_not_are_listed() -> None:
    snapshot = after(planned(line(), line(NOON)))
    (missing,) = reported(line(), snapshot=snapshot).missing_in_file
    gone = next(one for one in snapshot.earlier_rows if str(one.written_start) == NOON)
    assert missing == MissingEntry(gone.entry_id, gone.work_date, 3600, "Web", "Fix")


def test_seconds_are_added_up_per_agent_and_per_customer_billable_or_not() -> None:
    ida = "Ida,ida@example.dk"
    totals = reported(
        line(), line(NOON, "02:00:00", billable="No"), line(who=ida, client="NORDLYS APS"),
        line(NOON, who=ida, client=""), line(who=EVA),
    ).totals  # fmt: skip
    assert [(one.name, one.billable_seconds, one.other_seconds) for one in totals.by_agent] == [
        ("Bo Lind", 3600, 7200), ("Ida Bech", 7200, 0),
    ]  # fmt: skip
    assert [
        (one.name, one.billable_seconds, one.other_seconds) for one in totals.by_organization
    ] == [("", 3600, 0), ("Nordlys ApS", 7200, 7200)]


def test_seconds_that_differ_from_the_sources_are_explained_line_by_line() -> None:
    cut = line().replace("10:00:00", "10:00:30").replace("01:00:00,", "1:00,")
    totals = reported(cut, line(NOON)).totals
    assert [(one.line, one.source_seconds, one.seconds) for one in totals.differences] == [
        (2, 3600, 3630)
    ]
    assert (totals.source_seconds, totals.stored_seconds) == (7200, 7230)


def test_a_span_that_differs_is_a_warning_with_both_values() -> None:
    (warning,) = reported(line(end="2026-10-01 10:02:10")).warnings
    assert (warning.kind, warning.line) == ("span_differs", 2)
    assert warning.detail == "duration 3600 s, end - start 3730 s; the duration counts"


def test_a_rounded_report_is_warned_about() -> None:
    odd = line(end="2026-10-01 10:02:10")
    assert kinds(odd, line(NOON)) == ["span_differs", "rounded_report"]
    assert kinds(odd, line(NOON, "00:59:59")) == ["span_differs"]
    assert kinds(line(), line(NOON)) == []


def test_a_file_without_billable_work_is_warned_about() -> None:
    assert kinds(line(billable="No")) == ["nothing_billable"]
    assert kinds(line(billable="No"), line(NOON)) == []


def test_an_old_encoding_is_warned_about() -> None:
    file = parse(csv_of(line(client="Å")).decode().encode("cp1252"), OPTIONS)
    report = report_on(file, plan_import(file, OPTIONS, SNAPSHOT), SNAPSHOT)
    assert report.encoding == "windows-1252"
    assert [(one.kind, one.line) for one in report.warnings] == [("encoding", None)]


def test_money_is_shown_per_currency_and_never_added_up() -> None:
    report = reported(
        "Bo Lind,bo@example.dk,1:00:00,475.10,EUR,2026-10-01,x",
        "Bo Lind,bo@example.dk,1:00:00,0.20,DKK,2026-10-01,x",
        "Bo Lind,bo@example.dk,1:00:00,0.90,EUR,2026-10-01,x",
        header="Member,Email,Duration,Amount,Currency,Start date,Mood",
    )
    assert [(one.currency, one.amount) for one in report.money] == [
        ("DKK", Decimal("0.20")), ("EUR", Decimal("476.00")),
    ]  # fmt: skip
    assert report.ignored_columns == ["Mood"]
