"""What holds for every file, tried on many."""

from datetime import datetime, timedelta
from itertools import pairwise
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from services.timer.tests.importing.factories import (
    BO,
    IDA,
    OPTIONS,
    SNAPSHOT,
    after,
    line,
    parsed,
    planned,
)
from timer.importing.plan import Plan
from timer.importing.planning import plan_import
from timer.importing.report import ImportReport, Tally
from timer.importing.reporting import report_on
from timer.importing.snapshot import Snapshot

CLASSES = ("create", "unchanged", "conflicts", "skipped", "errors")
# The night in which the clocks go back, and the day after it.
FIRST = datetime.fromisoformat("2026-10-24 22:00")


@st.composite
def lines(draw: st.DrawFn) -> str:
    start = FIRST + timedelta(minutes=draw(st.integers(0, 60 * 24)))
    seconds = draw(st.sampled_from((0, 20, 1800, 3600, 90000)))
    hours, rest = divmod(seconds, 3600)
    written = f"{hours}:{rest // 60:02}:{rest % 60:02}"
    who = draw(st.sampled_from(("Bo Lind,bo@example.dk", "Ida,ida@example.dk", "Eve,eve@x.dk")))
    return line(
        str(start),
        draw(st.sampled_from((written, "-", "nonsense"))),
        end=str(start + timedelta(seconds=seconds)),
        who=who,
        client=draw(st.sampled_from(("Nordlys ApS", "nordlys aps", ""))),
        billable=draw(st.sampled_from(("Yes", "No", "Yes", "perhaps"))),
        tags=draw(st.sampled_from(("", "urgent"))),
    )


files = st.lists(lines(), max_size=25)


def imported(rows: list[str], snapshot: Snapshot = SNAPSHOT) -> tuple[Plan, ImportReport]:
    file = parsed(*rows)
    plan = plan_import(file, OPTIONS, snapshot)
    return plan, report_on(file, plan, snapshot)


def tallies(report: ImportReport) -> dict[str, Tally]:
    return {name: getattr(report.rows, name) for name in CLASSES}


def sizes(report: ImportReport) -> dict[str, tuple[int, int]]:
    return {name: (tally.count, tally.seconds) for name, tally in tallies(report).items()}


def identities(plan: Plan) -> set[tuple[str, int, bool]]:
    return {(one.row_key, one.ordinal, one.timed) for one in plan.creates}


@given(files)
def test_every_row_is_in_exactly_one_class(rows: list[str]) -> None:
    _, report = imported(rows)
    seen = sorted(at for tally in tallies(report).values() for at in tally.lines)
    assert seen == list(range(2, len(rows) + 2))
    assert report.rows.read == sum(tally.count for tally in tallies(report).values()) == len(rows)


@given(files)
def test_no_second_is_lost(rows: list[str]) -> None:
    _, report = imported(rows)
    totals = report.totals
    explained = sum(one.seconds - one.source_seconds for one in totals.differences)
    in_classes = sum(tally.seconds for tally in tallies(report).values())
    assert totals.source_seconds + explained == in_classes
    assert totals.stored_seconds == report.rows.create.seconds


@given(files, files)
def test_parts_add_up_to_their_wholes(early: list[str], late: list[str]) -> None:
    _, report = imported(early + late, after(imported(early)[0]))
    for whole, parts in (
        (report.rows.conflicts, report.conflicts_by_kind),
        (report.rows.skipped, report.skipped_by_reason),
    ):
        assert whole.count == sum(part.count for part in parts.values())
        assert whole.seconds == sum(part.seconds for part in parts.values())
    stored = report.rows.create.seconds + report.rows.unchanged.seconds
    for shares in (report.totals.by_agent, report.totals.by_organization):
        assert sum(one.billable_seconds + one.other_seconds for one in shares) == stored
    assert len(report.conflicts) == report.rows.conflicts.count
    assert len(report.errors) == report.rows.errors.count


@given(files, st.randoms(use_true_random=False))
def test_the_order_of_lines_does_not_matter(rows: list[str], chance: Random) -> None:
    shuffled = list(rows)
    chance.shuffle(shuffled)
    (first, one), (second, other) = imported(rows), imported(shuffled)
    assert sizes(one) == sizes(other)
    assert one.untimed_because_overlap.seconds == other.untimed_because_overlap.seconds
    assert identities(first) == identities(second)


@given(files)
def test_a_second_run_leaves_everything_unchanged(rows: list[str]) -> None:
    plan, first = imported(rows)
    _, second = imported(rows, after(plan))
    assert second.rows.create.count == 0
    assert second.rows.unchanged.seconds == first.rows.create.seconds
    assert second.missing_in_file == []


@given(files, files)
@settings(max_examples=60)
def test_files_that_overlap_in_time_add_nothing_twice(early: list[str], late: list[str]) -> None:
    snapshot = after(planned(*early))
    snapshot = after(planned(*early, *late, snapshot=snapshot), snapshot)
    spots = [(one.row_key, one.ordinal) for one in snapshot.earlier_rows]
    assert len(spots) == len(set(spots))
    assert planned(*early, *late, snapshot=snapshot).creates == []


@given(files)
def test_entries_of_one_agent_never_overlap(rows: list[str]) -> None:
    stored = after(planned(*rows)).timed_entries
    for agent in (BO, IDA):
        spans = sorted((one.started_at, one.ended_at) for one in stored if one.agent_id == agent.id)
        assert all(end <= start for (_, end), (start, _) in pairwise(spans))
