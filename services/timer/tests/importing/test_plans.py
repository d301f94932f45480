"""What becomes of rows, given what the account holds."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

import pytest

from timer.importing.known import Busy, Imported, Known, KnownAgent
from timer.importing.planning import Plan, plan
from timer.importing.reading import Options, TimeFile, read
from timer.importing.report import Report
from timer.importing.reporting import report

HEADER = (
    "User,Email,Client,Project,Task,Description,Billable,"
    "Start date,Start time,End date,End time,Duration,Tags"
)
SPACE = UUID(int=1)
BO = KnownAgent(UUID(int=7), "Bo Lind", frozenset({"bo@example.dk", "old-bo@example.dk"}))
KNOWN = Known(agents=(BO,))
OPTIONS = Options("Europe/Copenhagen")


def row(
    start: str = "09:00:00", duration: str = "01:00:00", *, who: str = "Bo Lind,bo@example.dk",
    client: str = "Nordlys ApS", project: str = "Web", note: str = "Fix", billable: str = "Yes",
    tags: str = "",
) -> str:  # fmt: skip
    begin = datetime.fromisoformat(f"2026-10-01 {start}")
    hours, minutes, seconds = (int(part) for part in duration.split(":"))
    end = begin + timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return (
        f"{who},{client},{project},,{note},{billable},"
        f"{begin:%Y-%m-%d,%H:%M:%S},{end:%Y-%m-%d,%H:%M:%S},{duration},{tags}"
    )


def file_of(*rows: str) -> TimeFile:
    return read("\n".join((HEADER, *rows)).encode(), OPTIONS)


def planned(*rows: str, known: Known = KNOWN, options: Options = OPTIONS) -> Plan:
    return plan(file_of(*rows), options, known)


def fates(result: Plan) -> list[str]:
    return [one.reason or one.fate for one in result.outcomes]


def holding(result: Plan) -> Known:
    """What the account holds after `result` has been applied."""
    imported = tuple(
        Imported(
            one.key, one.ordinal, uuid5(SPACE, f"{one.key}{one.ordinal}"), BO.id,
            one.row.line.work_date, one.row.line.start, one.row.started_at, one.row.seconds,
            one.row.line.project, one.row.line.description, one.row.line.tags, one.row.line.billable,
        )
        for one in result.creates
    )  # fmt: skip
    return Known(agents=(BO,), imported=imported)


def reported(*rows: str, known: Known = KNOWN, options: Options = OPTIONS) -> Report:
    file = file_of(*rows)
    return report(file, plan(file, options, known), known)


def test_the_same_row_twice_is_two_entries_and_the_second_gives_up_its_start() -> None:
    result = planned(row(), row())
    assert sorted((one.ordinal, one.timed) for one in result.creates) == [(1, True), (2, False)]


def test_an_old_address_of_an_agent_is_still_that_agent() -> None:
    assert planned(row(who="Bo,OLD-BO@example.dk")).creates[0].agent == BO.id


def test_an_agent_is_found_by_name_only_where_there_is_no_address() -> None:
    assert fates(planned(row(who="bo  LIND,"), row(who="Bo Lind,stranger@example.dk"))) == [
        "create", "unknown_agent",
    ]  # fmt: skip


def test_a_name_that_two_agents_share_is_nobodys() -> None:
    twin = KnownAgent(UUID(int=8), "Bo Lind", frozenset({"twin@example.dk"}))
    assert fates(planned(row(who="Bo Lind,"), known=Known(agents=(BO, twin)))) == ["unknown_agent"]


def test_unknown_agents_are_listed_and_created_only_when_asked() -> None:
    stranger = row(who="Eva Holm,eva@example.dk")
    listed = reported(stranger)
    assert [agent.email for agent in listed.unknown_agents] == ["eva@example.dk"]
    assert listed.rows.create.count == 0
    created = reported(stranger, options=Options("Europe/Copenhagen", create_agents=True))
    assert [agent.name for agent in created.to_create.agents] == ["Eva Holm"]
    assert created.rows.create.lines == [2]


def test_a_second_run_creates_nothing() -> None:
    rows = (row(), row(), row("11:00:00"))
    again = planned(*rows, known=holding(planned(*rows)))
    assert fates(again) == ["unchanged"] * 3


def test_a_third_copy_of_a_row_imported_twice_is_one_new_entry() -> None:
    again = planned(row(), row(), row(), known=holding(planned(row(), row())))
    assert sorted(fates(again)) == ["create", "unchanged", "unchanged"]
    assert again.creates[0].ordinal == 3


def test_other_tags_of_the_same_work_are_a_conflict_and_change_nothing() -> None:
    (outcome,) = planned(row(tags="urgent"), known=holding(planned(row()))).outcomes
    assert (outcome.reason, outcome.detail) == ("changed", "tags [] -> ['urgent']")


def test_another_zone_does_not_import_everything_again() -> None:
    options = Options("Europe/London")
    file = read("\n".join((HEADER, row())).encode(), options)
    (outcome,) = plan(file, options, holding(planned(row()))).outcomes
    assert outcome.reason == "changed"


def test_work_edited_in_the_source_is_shown_beside_the_old_and_not_billed_twice() -> None:
    again = planned(row(duration="02:00:00"), known=holding(planned(row())))
    assert fates(again) == ["probably_edited"]
    assert again.missing == []


def test_work_that_vanished_from_the_source_is_named_and_kept() -> None:
    rows = (row(), row("11:00:00"))
    again = planned(rows[0], known=holding(planned(*rows)))
    assert [old.written_start for old in again.missing] == [
        datetime.fromisoformat("2026-10-01 11:00")
    ]


def test_a_deleted_entry_does_not_come_back_by_itself() -> None:
    (old,) = holding(planned(row())).imported
    gone = Imported(**{name: getattr(old, name) for name in old.__slots__} | {"deleted": True})
    assert fates(planned(row(tags="new"), known=Known((BO,), imported=(gone,)))) == ["unchanged"]


def test_an_overlap_of_seconds_costs_a_start_but_no_second() -> None:
    result = reported(row("09:00:00"), row("09:59:40", note="Call"))
    assert result.rows.create.seconds == result.totals.stored_seconds == 7200
    assert result.untimed_because_overlap.lines == [3]


@pytest.mark.parametrize(("own", "fate"), [(False, "overlaps_existing"), (True, "create")])
def test_an_overlap_with_an_entry_from_elsewhere_is_a_conflict(own: bool, fate: str) -> None:
    start = datetime(2026, 10, 1, 6, 30, tzinfo=UTC)
    busy = Busy(BO.id, start, start + timedelta(hours=1), UUID(int=5), own)
    result = planned(row(), known=Known(agents=(BO,), busy=(busy,)))
    assert fates(result) == [fate]
    assert not own or not result.creates[0].timed


def test_an_account_that_allows_overlaps_keeps_every_start() -> None:
    options = Options("Europe/Copenhagen", allow_overlaps=True)
    assert all(one.timed for one in planned(row(), row(), options=options).creates)


def test_one_project_name_under_two_clients_is_two_projects() -> None:
    result = reported(row(), row("11:00:00", client="Fjord A/S"))
    assert [(new.organization, new.name) for new in result.to_create.projects] == [
        ("Fjord A/S", "Web"), ("Nordlys ApS", "Web"),
    ]  # fmt: skip
    assert [new.name for new in result.to_create.tasks] == ["General", "General"]


def test_what_exists_is_not_proposed_again() -> None:
    known = Known((BO,), {"nordlys aps": "Nordlys ApS"}, {("nordlys aps", "web"): "Web"})
    proposed = reported(row(), known=known).to_create
    assert (proposed.organizations, proposed.projects) == ([], [])
    assert [(new.project, new.name) for new in proposed.tasks] == [("Web", "General")]


def test_names_that_differ_by_a_hair_are_shown_side_by_side() -> None:
    rows = (row(), row("11:00:00", client="Nordlys Aps"), row("13:00:00", client="Nordlys Ap.S."))
    assert reported(*rows).near_equal_names == [["Nordlys Ap.S.", "Nordlys ApS", "Nordlys Aps"]]


def test_time_without_a_customer_is_counted_as_such() -> None:
    assert reported(row(client="")).without_organization.lines == [2]


def test_a_rounded_report_is_warned_about() -> None:
    odd = row().replace("10:00:00,01:00:00", "10:02:10,01:00:00")
    kinds = [warned.kind for warned in reported(odd, row("12:00:00")).warnings]
    assert kinds == ["span_differs", "rounded_report"]


def test_a_file_without_billable_work_is_warned_about() -> None:
    assert [w.kind for w in reported(row(billable="No")).warnings] == ["nothing_billable"]


def test_the_period_is_that_of_the_start_dates() -> None:
    assert planned(row("23:30:00")).period == (date(2026, 10, 1), date(2026, 10, 1))


def test_money_is_added_up_per_currency_and_exactly() -> None:
    text = (
        "Member,Email,Duration,Amount,Currency,Start date\n"
        "Bo Lind,bo@example.dk,1:00:00,0.10,DKK,2026-10-01\n"
        "Bo Lind,bo@example.dk,1:00:00,0.20,DKK,2026-10-01\n"
        "Bo Lind,bo@example.dk,1:00:00,475,EUR,2026-10-01\n"
        "Bo Lind,bo@example.dk,1:00:00,-,-,2026-10-01\n"
    )
    file = read(text.encode(), OPTIONS)
    found = report(file, plan(file, OPTIONS, KNOWN), KNOWN).money
    assert [(money.currency, str(money.amount)) for money in found] == [
        ("DKK", "0.30"),
        ("EUR", "475"),
    ]
