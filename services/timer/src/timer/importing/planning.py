"""Parsed file and snapshot to plan: what becomes of every row. Dry run and real import both begin here."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from timer.importing.columns import Columns
from timer.importing.matching import match_identities, pair_edits, settle_overlaps
from timer.importing.parsing import ImportOptions, ParsedFile
from timer.importing.plan import DEFAULT_TASK, Plan, PlannedRow
from timer.importing.rows import ParsedRow
from timer.importing.snapshot import AgentDirectory, Snapshot, row_key
from timer.importing.sources import HONORAR
from timer.names import folded


def plan_import(file: ParsedFile, options: ImportOptions, snapshot: Snapshot) -> Plan:
    """Never guesses and never drops: every row of the file has exactly one outcome."""
    names = _Names(snapshot, options, file.columns)
    rows = [_planned(row, names, options) for row in file.rows]
    days = [row.work_date for row in file.rows]
    plan = Plan(rows, (min(days), max(days)) if days else None)
    not_met = match_identities(plan.creates, snapshot.earlier_rows, history=options.history)
    plan.missing = pair_edits(plan.creates, plan.covered(not_met))
    inactive = {agent.id for agent in snapshot.agents if not agent.active}
    for planned in plan.creates:
        _respect_closed_days(planned, snapshot.closed_days)
        _respect_what_takes_no_time(planned, snapshot, inactive)
    if not snapshot.allow_overlaps:
        settle_overlaps(plan.creates, snapshot.timed_entries)
    return plan


class _Names:
    """Whom and what of the account a file's names mean."""

    def __init__(self, snapshot: Snapshot, options: ImportOptions, columns: Columns) -> None:
        self.agents = AgentDirectory(snapshot.agents, options.people)
        self.columns = columns
        self._kinds = snapshot.master_data.service_types
        known = {one.id: one.name for one in snapshot.master_data.organizations.values()}
        self._customers = {
            name: one.name for name, one in snapshot.master_data.customers_known_as.items()
        } | {folded(name): known[one] for one, name in options.customers if one in known}

    def in_our_words(self, row: ParsedRow) -> ParsedRow:
        """The row with the customer's name as the account has it, where somebody has said who it is."""
        ours = self._customers.get(folded(row.client)) if row.client else None
        return replace(row, client=ours) if ours else row

    def work(self, row: ParsedRow) -> tuple[str, str]:
        """Task and kind of work. Where a program's task is a kind of work, it is that when the account knows it.

        Our own export lacks a task where the entry has none; others' work without one goes to one task per project.
        """
        task, kind = row.task, row.kind
        if self.columns.source == HONORAR.name:
            return task, kind
        if self.columns.task_is_kind:
            task, kind = ("", kind) if folded(kind) in self._kinds else (task, "")
        return task or (DEFAULT_TASK if row.project else ""), kind


def _planned(row: ParsedRow, names: _Names, options: ImportOptions) -> PlannedRow:
    """What the row by itself decides."""
    agent_id = names.agents.find(row.person)
    key = row_key(names.columns.source, row)
    planned = PlannedRow(names.in_our_words(row), key, agent_id, *names.work(row))
    to_be_created = options.create_agents and names.agents.is_new(row.person)
    if row.skip:
        planned.set_skipped(row.skip)
    elif agent_id is None and not to_be_created:
        planned.set_skipped("unknown_agent")
    elif row.time.conflict:
        detail = f"{row.seconds} s from {row.written_start or row.work_date}"
        planned.set_conflict(row.time.conflict, None, detail)
    return planned


def _respect_closed_days(planned: PlannedRow, closed: frozenset[tuple[UUID, date]]) -> None:
    day = planned.row.work_date
    if planned.agent_id and (planned.agent_id, day) in closed:
        planned.set_conflict("timesheet_closed", None, f"the timesheet of {day} was handed in")


def _respect_what_takes_no_time(
    planned: PlannedRow, snapshot: Snapshot, inactive: set[UUID]
) -> None:
    row = planned.row
    work = (row.client, row.project, planned.task, planned.kind)
    if row.work_date > snapshot.last_day:
        planned.set_conflict("in_the_future", None, f"{row.work_date} lies more than a day ahead")
    elif planned.agent_id in inactive:
        planned.set_conflict("inactive_agent", None, f"{row.name or row.email} is not active")
    elif name := snapshot.master_data.archived(*work):
        planned.set_conflict("archived_work", None, f"{name} is archived or closed")
