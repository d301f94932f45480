"""What becomes of each row, given what the account holds."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from services.timer.tests.importing.factories import (
    BO,
    IDA,
    OPTIONS,
    SNAPSHOT,
    after,
    csv_of,
    line,
    parsed,
    planned,
    reasons,
)
from timer.importing.parsing import ImportOptions, parse
from timer.importing.planning import plan_import
from timer.importing.snapshot import KnownAgent, Snapshot, TimedEntry, row_key

CREATE_AGENTS = replace(OPTIONS, create_agents=True)
NINE, NOON = "2026-10-01 09:00:00", "2026-10-01 12:00:00"


def stored(start: str, hours: int, *, same_source: bool) -> Snapshot:
    at = datetime.fromisoformat(start).replace(tzinfo=UTC)
    entry = TimedEntry(UUID(int=5), BO.id, at, at + timedelta(hours=hours), same_source)
    return replace(SNAPSHOT, timed_entries=(entry,))


# Who


def test_an_agent_is_found_by_address_or_alias_in_any_case() -> None:
    plan = planned(line(who="X,BO@example.dk"), line(NOON, who="Y,old-bo@EXAMPLE.dk"))
    assert [one.agent_id for one in plan.creates] == [BO.id, BO.id]


def test_an_agent_is_found_by_name_only_where_there_is_no_address() -> None:
    plan = planned(line(who="bo  LIND,"), line(who="Bo Lind,stranger@example.dk"))
    assert reasons(plan) == ["create", "unknown_agent"]


def test_a_name_that_two_agents_share_is_nobodys_even_where_agents_are_created() -> None:
    twin = KnownAgent(UUID(int=9), "BO lind", frozenset({"twin@example.dk"}))
    snapshot = Snapshot(agents=(BO, twin))
    for options in (OPTIONS, CREATE_AGENTS):
        plan = planned(line(who="Bo Lind,"), snapshot=snapshot, options=options)
        assert reasons(plan) == ["unknown_agent"]


def test_unknown_agents_are_created_only_when_asked() -> None:
    rows = (line(who="Eva Holm,eva@example.dk"), line(who="Eva Holm,"), line())
    assert reasons(planned(*rows)) == ["unknown_agent", "unknown_agent", "create"]
    plan = planned(*rows, options=CREATE_AGENTS)
    assert [one.agent for one in plan.creates] == ["eva@example.dk", "eva holm", BO.id]


# Again


def test_a_second_run_creates_nothing() -> None:
    rows = (line(), line(), line(NOON), line(who="Ida Bech,ida@example.dk"))
    again = planned(*rows, snapshot=after(planned(*rows)))
    assert reasons(again) == ["unchanged"] * 4
    assert again.missing == []


def test_the_same_row_twice_is_two_entries_and_the_second_gives_up_its_start() -> None:
    plan = planned(line(), line())
    assert sorted((one.ordinal, one.timed) for one in plan.creates) == [(1, True), (2, False)]


def test_a_third_copy_of_a_row_imported_twice_is_one_new_entry() -> None:
    again = planned(line(), line(), line(), snapshot=after(planned(line(), line())))
    assert sorted(reasons(again)) == ["create", "unchanged", "unchanged"]
    assert again.creates[0].ordinal == 3


@pytest.mark.parametrize(
    ("changed", "detail"),
    [
        (line(tags="urgent"), "tags [] -> ['urgent']"),
        (line(billable="No"), "billable True -> False"),
        (line(billable="No", tags="x"), "billable True -> False, tags [] -> ['x']"),
    ],
)
def test_other_tags_or_flags_of_the_same_work_are_a_conflict(changed: str, detail: str) -> None:
    before = planned(line())
    (row,) = planned(changed, snapshot=after(before)).rows
    assert (row.outcome, row.reason, row.detail) == ("conflict", "changed", detail)
    assert row.entry_id == after(before).earlier_rows[0].entry_id


def test_another_zone_shows_another_start_and_imports_nothing_again() -> None:
    london = ImportOptions("Europe/London")
    (row,) = planned(line(), options=london, snapshot=after(planned(line()))).rows
    assert row.reason == "changed"
    assert row.detail.startswith("start 2026-10-01 07:00:00+00:00 -> 2026-10-01 08:00:00+00:00")


def test_equal_copies_meet_first_and_the_rest_is_what_changed() -> None:
    snapshot = after(planned(line(), line(tags="urgent")))
    again = planned(line(tags="urgent"), line(tags="later"), snapshot=snapshot)
    assert reasons(again) == ["unchanged", "changed"]


def test_a_deleted_entry_does_not_come_back_by_itself() -> None:
    before = after(planned(line()))
    (earlier,) = before.earlier_rows
    gone = replace(before, earlier_rows=(replace(earlier, deleted=True),), timed_entries=())
    assert reasons(planned(line(tags="new"), snapshot=gone)) == ["unchanged"]


# Edited and gone


def test_work_edited_in_the_source_is_shown_beside_the_old_and_not_billed_twice() -> None:
    again = planned(line(duration="02:00:00"), snapshot=after(planned(line())))
    assert reasons(again) == ["probably_edited"]
    assert again.rows[0].detail == "imported: 3600 s, 'Web', 'Fix'; file: 7200 s, 'Web', 'Fix'"
    assert again.missing == []


@pytest.mark.parametrize(
    ("edited", "reason"),
    [
        (line(NINE.replace(":00:00", ":00:40")), "probably_edited"),
        (line(NINE.replace(":00:00", ":01:00"), "00:59:00"), "create"),
        (line(note="Other", project="Other"), "probably_edited"),
    ],
)
def test_an_edit_is_known_by_the_agent_and_the_minute_of_the_start(
    edited: str, reason: str
) -> None:
    snapshot = replace(after(planned(line())), timed_entries=())
    assert reasons(planned(edited, snapshot=snapshot)) == [reason]


def test_without_a_start_an_edit_is_known_by_day_and_project() -> None:
    def day(note: str, project: str = "Web") -> bytes:
        return csv_of(
            f"bo@example.dk,{project},{note},2026-10-01,1:00:00",
            header="Email,Project,Description,Start date,Duration",
        )

    snapshot = after(plan_import(parse(day("Fix"), OPTIONS), OPTIONS, SNAPSHOT))
    for data, reason in ((day("Fixed"), "probably_edited"), (day("Fix", "Other"), "create")):
        plan = plan_import(parse(data, OPTIONS), OPTIONS, snapshot)
        assert reasons(plan) == [reason]


def test_work_that_vanished_from_the_source_is_named_and_kept() -> None:
    again = planned(line(NINE), snapshot=after(planned(line(NINE), line(NOON))))
    assert [str(earlier.written_start) for earlier in again.missing] == [NOON]


@pytest.mark.parametrize(
    "elsewhere", [line("2026-10-02 09:00:00"), line(who="Ida Bech,ida@example.dk")]
)
def test_a_file_says_nothing_of_other_days_and_other_people(elsewhere: str) -> None:
    again = planned(elsewhere, snapshot=after(planned(line())))
    assert (reasons(again), again.missing) == (["create"], [])


# What cannot be added


def test_a_week_that_was_handed_in_takes_no_more_rows() -> None:
    snapshot = replace(SNAPSHOT, closed_days=frozenset({(BO.id, date(2026, 10, 4))}))
    rows = (line("2026-10-04 09:00:00"), line("2026-10-05 09:00:00"))
    assert reasons(planned(*rows, snapshot=snapshot)) == ["timesheet_closed", "create"]
    ida = line(who="Ida Bech,ida@example.dk")
    assert reasons(planned(ida, snapshot=snapshot)) == ["create"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (line(duration="24:00:01"), "too_long"),
        (line("2026-03-29 02:30:00"), "nonexistent_time"),
        (line(duration="00:00:00"), "zero"),
        (line(end=" ").replace("01:00:00,", "-,"), "running"),
    ],
)
def test_what_cannot_be_an_entry_is_named_by_its_reason(text: str, reason: str) -> None:
    assert reasons(planned(text)) == [reason]


@pytest.mark.parametrize(
    ("same_source", "reason"), [(False, "overlaps_existing"), (True, "create")]
)
def test_an_overlap_with_an_entry_from_elsewhere_is_a_conflict(
    same_source: bool, reason: str
) -> None:
    plan = planned(line(), snapshot=stored("2026-10-01 06:30", 1, same_source=same_source))
    assert reasons(plan) == [reason]
    assert [one.timed for one in plan.creates] == [False] * len(plan.creates)
    if not same_source:
        assert plan.rows[0].entry_id == UUID(int=5)
        assert plan.rows[0].detail == "2026-10-01T06:30:00+00:00 to 2026-10-01T07:30:00+00:00"


@pytest.mark.parametrize(
    ("start", "hours"), [("2026-10-01 06:00", 1), ("2026-10-01 08:00", 1), ("2026-09-30 07:00", 24)]
)
def test_entries_that_touch_do_not_overlap(start: str, hours: int) -> None:
    plan = planned(line(), snapshot=stored(start, hours, same_source=False))
    assert [(one.outcome, one.timed) for one in plan.rows] == [("create", True)]


def test_the_longest_entry_of_the_day_before_is_seen() -> None:
    snapshot = stored("2026-09-30 07:01", 24, same_source=False)
    assert reasons(planned(line(), snapshot=snapshot)) == ["overlaps_existing"]


def test_an_overlap_inside_the_file_costs_the_later_row_its_start() -> None:
    rows = (line("2026-10-01 09:59:40", note="Call"), line(NINE), line(NOON))
    assert [one.timed for one in planned(*rows).rows] == [False, True, True]


def test_rows_that_touch_keep_their_starts() -> None:
    rows = (line("2026-10-01 10:00:00"), line(NINE), line("2026-10-01 11:00:00"))
    assert all(one.timed for one in planned(*rows).creates)


def test_two_agents_work_at_the_same_time() -> None:
    assert all(one.timed for one in planned(line(), line(who="Ida,ida@example.dk")).creates)


def test_an_account_that_allows_overlaps_keeps_every_start() -> None:
    snapshot = replace(stored("2026-10-01 07:00", 1, same_source=False), allow_overlaps=True)
    plan = planned(line(), line(), snapshot=snapshot)
    assert [(one.outcome, one.timed) for one in plan.rows] == [("create", True)] * 2


# Keys and periods


def test_the_period_is_that_of_the_start_dates() -> None:
    plan = planned(line("2026-10-03 23:30:00"), line(NINE))
    assert plan.period == (date(2026, 10, 1), date(2026, 10, 3))
    assert planned().period is None


@pytest.mark.parametrize(
    "other",
    [
        line(who="Ida,ida@example.dk"), line(NOON), line(duration="01:00:01"),
        line(client="Fjord A/S"), line(project="Shop"), line(task="Login"), line(note="Call"),
    ],
)  # fmt: skip
def test_other_work_has_another_key(other: str) -> None:
    one, two = parsed(line(), other).rows
    assert row_key("toggl", one) != row_key("toggl", two)


@pytest.mark.parametrize(
    "same",
    [
        line(who="Robert,BO@example.dk"), line(billable="No"), line(tags="urgent"),
        line(client="Nordlys  ApS "), line().replace("01:00:00,", "1:00:00,"),
    ],
)  # fmt: skip
def test_the_same_work_written_in_another_way_has_the_same_key(same: str) -> None:
    one, two = parsed(line(), same).rows
    assert row_key("toggl", one) == row_key("toggl", two)


def test_parts_of_a_key_do_not_run_into_each_other() -> None:
    one, two = parsed(line(client="a", project="bc"), line(client="ab", project="c")).rows
    assert row_key("toggl", one) != row_key("toggl", two)


def test_agents_of_the_snapshot_are_found_whatever_their_order() -> None:
    snapshot = Snapshot(agents=(IDA, BO))
    assert planned(line(), snapshot=snapshot).rows[0].agent_id == BO.id
