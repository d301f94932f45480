"""Laws that hold for every file, tried on many."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from uuid import UUID, uuid5

from hypothesis import given, settings
from hypothesis import strategies as st

from timer.importing.known import Busy, Imported, Known, KnownAgent
from timer.importing.planning import Plan, plan
from timer.importing.reading import Options, read
from timer.importing.report import Report
from timer.importing.reporting import report

HEADER = (
    "User,Email,Client,Project,Task,Description,Billable,"
    "Start date,Start time,End date,End time,Duration,Tags"
)
SPACE = UUID(int=1)
AGENTS = tuple(
    KnownAgent(UUID(int=number), name, frozenset({f"{name.lower()}@example.dk"}))
    for number, name in enumerate(("Ada", "Bo"), start=10)
)
KNOWN = Known(agents=AGENTS)
OPTIONS = Options("Europe/Copenhagen")
# The night in which the clocks go back, and the day after it.
FIRST = datetime.fromisoformat("2026-10-24 22:00")


@st.composite
def rows(draw: st.DrawFn) -> str:
    start = FIRST + timedelta(minutes=draw(st.integers(0, 60 * 24)))
    seconds = draw(st.sampled_from((0, 20, 1800, 3600, 90000)))
    end = start + timedelta(seconds=seconds)
    hours, rest = divmod(seconds, 3600)
    duration = draw(st.sampled_from((f"{hours}:{rest // 60:02}:{rest % 60:02}", "-", "nonsense")))
    who = draw(st.sampled_from(("Ada", "Bo", "Eve")))
    flags = draw(st.sampled_from(("Yes", "No", "Yes", "perhaps")))
    tags = draw(st.sampled_from(("", "urgent")))
    return (
        f"{who},{who.lower()}@example.dk,Client,Project,,Note,{flags},"
        f"{start:%Y-%m-%d,%H:%M:%S},{end:%Y-%m-%d,%H:%M:%S},{duration},{tags}"
    )


files = st.lists(rows(), max_size=25)


def run(lines: list[str], known: Known = KNOWN) -> tuple[Plan, Report]:
    file = read("\n".join((HEADER, *lines)).encode(), OPTIONS)
    made = plan(file, OPTIONS, known)
    return made, report(file, made, known)


def applied(made: Plan, known: Known = KNOWN) -> Known:
    """The account after `made` has been stored."""
    imported, busy = list(known.imported), list(known.busy)
    for one in made.creates:
        line, entry = one.row.line, uuid5(SPACE, f"{one.key}/{one.ordinal}")
        assert one.agent is not None
        imported.append(
            Imported(
                one.key, one.ordinal, entry, one.agent, line.work_date, line.start,
                one.row.started_at, one.row.seconds, line.project, line.description, line.tags,
                line.billable,
            )
        )  # fmt: skip
        if one.timed and one.row.started_at and one.row.ends_at:
            busy.append(Busy(one.agent, one.row.started_at, one.row.ends_at, entry, own=True))
    return replace(known, imported=tuple(imported), busy=tuple(busy))


def classes(found: Report) -> dict[str, tuple[int, int]]:
    tallies = found.rows
    return {
        name: (tally.count, tally.seconds)
        for name in ("create", "unchanged", "conflicts", "skipped", "errors")
        for tally in (getattr(tallies, name),)
    }


@given(files)
def test_every_row_is_in_exactly_one_class(lines: list[str]) -> None:
    _, found = run(lines)
    tallies = found.rows
    seen = sorted(
        tallies.create.lines + tallies.unchanged.lines + tallies.conflicts.lines
        + tallies.skipped.lines + tallies.errors.lines
    )  # fmt: skip
    assert seen == list(range(2, len(lines) + 2))
    assert tallies.read == sum(count for count, _ in classes(found).values()) == len(lines)


@given(files)
def test_no_second_is_lost(lines: list[str]) -> None:
    _, found = run(lines)
    explained = sum(one.seconds - one.source_seconds for one in found.totals.differences)
    assert found.totals.source_seconds + explained == sum(s for _, s in classes(found).values())
    assert found.totals.stored_seconds == found.rows.create.seconds


@given(files, st.randoms(use_true_random=False))
def test_the_order_of_lines_does_not_matter(lines: list[str], chance: Random) -> None:
    shuffled = list(lines)
    chance.shuffle(shuffled)
    (first, one), (second, other) = run(lines), run(shuffled)
    assert classes(one) == classes(other)
    assert one.untimed_because_overlap.seconds == other.untimed_because_overlap.seconds
    assert identities(first) == identities(second)


def identities(made: Plan) -> set[tuple[str, int, bool]]:
    return {(one.key, one.ordinal, one.timed) for one in made.creates}


@given(files)
def test_a_second_run_leaves_everything_unchanged(lines: list[str]) -> None:
    made, first = run(lines)
    _, second = run(lines, applied(made))
    assert second.rows.create.count == 0
    assert second.rows.unchanged.seconds == first.rows.create.seconds
    assert second.missing_in_file == []


@given(files, files)
@settings(max_examples=60)
def test_overlapping_files_add_nothing_twice(early: list[str], late: list[str]) -> None:
    made, _ = run(early)
    both, _ = run(early + late, applied(made))
    known = applied(both, applied(made))
    spots = [(old.key, old.ordinal) for old in known.imported]
    assert len(spots) == len(set(spots))
    _, again = run(early + late, known)
    assert again.rows.create.count == 0


@given(files)
def test_stored_stretches_of_one_agent_never_overlap(lines: list[str]) -> None:
    made, _ = run(lines)
    for agent in AGENTS:
        stretches = sorted(
            (one.started_at, one.ends_at) for one in applied(made).busy if one.agent_id == agent.id
        )
        ends = [end for _, end in stretches]
        assert all(end <= start for end, (start, _) in zip(ends, stretches[1:], strict=False))
