"""Parsed file and snapshot to plan: what becomes of every row. Dry run and real import both begin here."""

from datetime import date
from uuid import UUID

from timer.calendar import first_day_of_week
from timer.importing.matching import match_identities, pair_edits, settle_overlaps
from timer.importing.parsing import ImportOptions, ParsedFile
from timer.importing.plan import Plan, PlannedRow
from timer.importing.rows import ParsedRow
from timer.importing.snapshot import AgentDirectory, Snapshot, row_key


def plan_import(file: ParsedFile, options: ImportOptions, snapshot: Snapshot) -> Plan:
    """Never guesses and never drops: every row of the file has exactly one outcome."""
    agents = AgentDirectory(snapshot.agents)
    rows = [_planned(row, agents, options, file.columns.source) for row in file.rows]
    days = [row.work_date for row in file.rows]
    plan = Plan(rows, (min(days), max(days)) if days else None)
    not_met = match_identities(plan.creates, snapshot.earlier_rows)
    plan.missing = pair_edits(plan.creates, plan.covered(not_met))
    inactive = {agent.id for agent in snapshot.agents if not agent.active}
    for planned in plan.creates:
        _respect_closed_weeks(planned, snapshot.closed_weeks)
        _respect_what_takes_no_time(planned, snapshot, inactive)
    if not snapshot.allow_overlaps:
        settle_overlaps(plan.creates, snapshot.timed_entries)
    return plan


def _planned(
    row: ParsedRow, agents: AgentDirectory, options: ImportOptions, source: str
) -> PlannedRow:
    """What the row by itself decides."""
    planned = PlannedRow(row, row_key(source, row), agents.find(row))
    to_be_created = options.create_agents and agents.is_new(row)
    if row.time.skip:
        planned.set_skipped(row.time.skip)
    elif planned.agent_id is None and not to_be_created:
        planned.set_skipped("unknown_agent")
    elif row.time.conflict:
        detail = f"{row.seconds} s from {row.written_start or row.work_date}"
        planned.set_conflict(row.time.conflict, None, detail)
    return planned


def _respect_closed_weeks(planned: PlannedRow, closed: frozenset[tuple[UUID, date]]) -> None:
    monday = first_day_of_week(planned.row.work_date)
    if planned.agent_id and (planned.agent_id, monday) in closed:
        planned.set_conflict("timesheet_closed", None, f"the week of {monday} was handed in")


def _respect_what_takes_no_time(
    planned: PlannedRow, snapshot: Snapshot, inactive: set[UUID]
) -> None:
    row = planned.row
    if row.work_date > snapshot.last_day:
        planned.set_conflict("in_the_future", None, f"{row.work_date} lies more than a day ahead")
    elif planned.agent_id in inactive:
        planned.set_conflict("inactive_agent", None, f"{row.name or row.email} is not active")
    elif name := snapshot.master_data.archived(row.client, row.project, planned.task):
        planned.set_conflict("archived_work", None, f"{name} is archived")
