"""Lines of Toggl Track exports, and what the import makes of them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from timer.importing.parsing import ImportOptions, ParsedFile, parse
from timer.importing.plan import Plan, PlannedRow
from timer.importing.planning import plan_import
from timer.importing.report import ImportReport
from timer.importing.reporting import report_on
from timer.importing.snapshot import EarlierRow, KnownAgent, Snapshot, TimedEntry

HEADER = (
    "User,Email,Client,Project,Task,Description,Billable,"
    "Start date,Start time,End date,End time,Duration,Tags"
)
BO = KnownAgent(UUID(int=7), "Bo Lind", frozenset({"bo@example.dk", "old-bo@example.dk"}))
IDA = KnownAgent(UUID(int=8), "Ida Bech", frozenset({"ida@example.dk"}))
SNAPSHOT = Snapshot(agents=(BO, IDA))
OPTIONS = ImportOptions("Europe/Copenhagen")
METTE, EVA = "Mette Friis,mette@example.dk", "Eva Holm,eva@example.dk"
_ENTRY_IDS = UUID(int=1)


def line(
    start: str = "2026-10-01 09:00:00", duration: str = "01:00:00", *, end: str | None = None,
    who: str = "Bo Lind,bo@example.dk", client: str = "Nordlys ApS", project: str = "Web",
    task: str = "", note: str = "Fix", billable: str = "Yes", tags: str = "",
) -> str:  # fmt: skip
    """A line of `HEADER`; its end follows from the duration unless given."""
    if end is None:
        hours, minutes, seconds = (int(part) for part in duration.split(":"))
        passed = timedelta(hours=hours, minutes=minutes, seconds=seconds)
        end = str(datetime.fromisoformat(start) + passed)
    start, end = start.replace(" ", ","), end.replace(" ", ",")
    return f"{who},{client},{project},{task},{note},{billable},{start},{end},{duration},{tags}"


def october_line(day: int = 6, hour: int = 9, *, who: str = METTE, client: str = "Havn & Co",
                 project: str = "Portal", **cells: str) -> str:  # fmt: skip
    """An hour from `hour` on of a day of October 2026, Mette's unless it is said whose."""
    start = f"2026-10-{day:02} {hour:02}:00:00"
    return line(start, who=who, client=client, project=project, **cells)


def csv_of(*lines: str, header: str = HEADER) -> bytes:
    return "\n".join((header, *lines)).encode()


def parsed(*lines: str, options: ImportOptions = OPTIONS, header: str = HEADER) -> ParsedFile:
    return parse(csv_of(*lines, header=header), options)


def planned(*lines: str, snapshot: Snapshot = SNAPSHOT, options: ImportOptions = OPTIONS) -> Plan:
    return plan_import(parsed(*lines, options=options), options, snapshot)


def reported(
    *lines: str,
    snapshot: Snapshot = SNAPSHOT,
    options: ImportOptions = OPTIONS,
    header: str = HEADER,
) -> ImportReport:
    file = parsed(*lines, options=options, header=header)
    return report_on(file, plan_import(file, options, snapshot), snapshot)


def reasons(plan: Plan) -> list[str]:
    """What becomes of each row: the reason of a skip or a conflict, else its outcome."""
    return [one.reason or one.outcome for one in plan.rows]


def after(plan: Plan, snapshot: Snapshot = SNAPSHOT) -> Snapshot:
    """What the account holds once `plan` has been applied to it."""
    return replace(
        snapshot,
        earlier_rows=(*snapshot.earlier_rows, *map(earlier_row, plan.creates)),
        timed_entries=(*snapshot.timed_entries, *_timed_entries(plan.creates)),
    )


def earlier_row(planned: PlannedRow) -> EarlierRow:
    row = planned.row
    assert planned.agent_id is not None
    return EarlierRow(
        planned.row_key, planned.ordinal, _entry_id(planned), planned.agent_id, row.work_date,
        row.written_start, row.time.started_at, row.seconds, row.project, row.description,
        row.tags, row.billable,
    )  # fmt: skip


def _timed_entries(creates: Iterable[PlannedRow]) -> Iterable[TimedEntry]:
    for one in creates:
        start, end = one.row.time.started_at, one.row.time.ended_at
        if one.timed and one.agent_id and start and end:
            yield TimedEntry(_entry_id(one), one.agent_id, start, end, same_source=True)


def _entry_id(planned: PlannedRow) -> UUID:
    return uuid5(_ENTRY_IDS, f"{planned.row_key}/{planned.ordinal}")
