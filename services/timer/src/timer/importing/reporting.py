"""Plan to report: counts that add up, seconds that are explained, money that is only compared."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator

from timer.importing.parsing import ParsedFile
from timer.importing.plan import Plan, PlannedRow
from timer.importing.report import (
    AmountTotal,
    Conflict,
    Difference,
    FileWarning,
    ImportReport,
    MissingEntry,
    NewAgent,
    NewProject,
    NewTask,
    Period,
    RowError,
    Rows,
    Share,
    Tally,
    ToCreate,
    Totals,
    UnknownAgent,
)
from timer.importing.rows import ParsedRow
from timer.importing.snapshot import MasterData, Snapshot
from timer.names import folded

_ROUNDING_STEPS_SECONDS = (300, 360)
_WARNINGS = {
    "double_hour": "the hour came twice that night; the first was taken",
    "resaved_by_spreadsheet": "a spreadsheet re-saved this file; durations of 24 h and more are lost in it",
}
_WAYS_OUT = {"unknown_agent": " (create_agents=true makes them)"}


def report_on(file: ParsedFile, plan: Plan, snapshot: Snapshot) -> ImportReport:
    """The report of a dry run, without its token."""
    conflicts, skipped = plan.with_outcome("conflict"), plan.with_outcome("skipped")
    creates, names = plan.creates, snapshot.master_data
    clients = [row.client for row in file.rows if row.client]
    return ImportReport(
        source=file.columns.source,
        variant=file.columns.variant,
        encoding=file.encoding,
        delimiter=file.delimiter,
        date_format=file.notation.date_format,
        decimal=file.notation.decimal,
        time_zone=file.time_zone,
        period=Period(*plan.period) if plan.period else None,
        rows=_rows(file, plan),
        skipped_by_reason=_by_reason(skipped),
        conflicts_by_kind=_by_reason(conflicts),
        conflicts=[Conflict.of(planned) for planned in conflicts],
        errors=[RowError.of(error) for error in file.errors],
        warnings=list(_warnings(file, plan)),
        ignored_columns=[name for name in file.columns.ignored if name],
        unknown_agents=_unknown_agents(skipped),
        to_create=to_create(creates, names),
        without_organization=_tally(one for one in creates if not one.row.client),
        untimed_because_overlap=_tally(one for one in creates if not one.timed),
        missing_in_file=[MissingEntry.of(earlier) for earlier in plan.missing],
        near_equal_names=near_equal([*(n.name for n in names.organizations.values()), *clients]),
        totals=_totals(file, plan, snapshot),
        money=[AmountTotal(*total) for total in sorted(file.money.items(), key=_currency)],
    )


def _currency(total: tuple[str | None, object]) -> str:
    return total[0] or ""


def _rows(file: ParsedFile, plan: Plan) -> Rows:
    return Rows(
        read=len(file.rows) + len(file.errors),
        create=_tally(plan.creates),
        unchanged=_tally(plan.with_outcome("unchanged")),
        conflicts=_tally(plan.with_outcome("conflict")),
        skipped=_tally(plan.with_outcome("skipped")),
        errors=Tally.of(file.errors),
    )


def _tally(rows: Iterable[PlannedRow]) -> Tally:
    return Tally.of(planned.row for planned in rows)


def _by_reason(rows: Iterable[PlannedRow]) -> dict[str, Tally]:
    groups: dict[str, list[PlannedRow]] = defaultdict(list)
    for planned in rows:
        groups[planned.reason].append(planned)
    return {reason: _tally(group) for reason, group in groups.items()}


def _unknown_agents(skipped: Iterable[PlannedRow]) -> list[UnknownAgent]:
    groups: dict[str, list[ParsedRow]] = defaultdict(list)
    for planned in skipped:
        if planned.reason == "unknown_agent":
            groups[planned.row.person.identity].append(planned.row)
    return [
        UnknownAgent(rows[0].name, rows[0].email, Tally.of(rows))
        for _, rows in sorted(groups.items())
    ]


def _totals(file: ParsedFile, plan: Plan, snapshot: Snapshot) -> Totals:
    agents = {agent.id: agent.name for agent in snapshot.agents}
    stored = [one for one in plan.rows if one.outcome in ("create", "unchanged")]
    why = "end - start is more precise than the duration"
    return Totals(
        source_seconds=sum(row.time.source_seconds for row in file.rows)
        + sum(error.seconds for error in file.errors),
        stored_seconds=sum(one.row.seconds for one in plan.creates),
        differences=[
            Difference(row.line, row.time.source_seconds, row.seconds, why)
            for row in file.rows
            if row.time.source_seconds != row.seconds
        ],
        by_agent=_shares(
            stored,
            lambda one: one.agent,
            lambda one: agents[one.agent_id] if one.agent_id else one.row.name or one.row.email,
        ),
        by_organization=_shares(
            stored, lambda one: folded(one.row.client), lambda one: one.row.client
        ),
    )


def _shares(
    rows: Iterable[PlannedRow],
    key: Callable[[PlannedRow], object],
    name: Callable[[PlannedRow], str],
) -> list[Share]:
    shares: dict[object, Share] = {}
    for planned in rows:
        share = shares.setdefault(key(planned), Share(name(planned)))
        if planned.row.billable is False:
            share.other_seconds += planned.row.seconds
        else:
            share.billable_seconds += planned.row.seconds
    return sorted(shares.values(), key=lambda share: share.name)


def to_create(creates: Iterable[PlannedRow], known: MasterData) -> ToCreate:
    """In the order of names; of spellings that fold alike the first one is taken."""
    agents: dict[str, NewAgent] = {}
    organizations: dict[str, str] = {}
    projects: dict[tuple[str, str], NewProject] = {}
    tasks: dict[tuple[str, str, str], NewTask] = {}
    kinds: dict[str, str] = {}
    for planned in sorted(creates, key=_names):
        row = planned.row
        client, project = folded(row.client), (folded(row.client), folded(row.project))
        if planned.agent_id is None:
            agents.setdefault(row.person.identity, NewAgent(row.name or row.email, row.email))
        if row.client:
            organizations.setdefault(client, row.client)
        if planned.kind:
            kinds.setdefault(folded(planned.kind), planned.kind)
        if row.project:
            owner = known.organizations.get(client)
            owner_name = owner.name if owner else organizations.get(client, "")
            new = projects.setdefault(project, NewProject(owner_name, row.project, billable=False))
            new.billable |= row.billable is not False
            stored = known.projects.get(project)
            task = NewTask(owner_name, stored.name if stored else new.name, planned.task)
            if planned.task:
                tasks.setdefault((*project, folded(planned.task)), task)
    return ToCreate(
        agents=list(agents.values()),
        organizations=[name for at, name in organizations.items() if at not in known.organizations],
        projects=[new for at, new in projects.items() if at not in known.projects],
        tasks=[new for at, new in tasks.items() if at not in known.tasks],
        service_types=[name for at, name in kinds.items() if at not in known.service_types],
    )


def _names(planned: PlannedRow) -> tuple[str, ...]:
    return planned.row.client, planned.row.project, planned.task, planned.row.name


def near_equal(names: Iterable[str]) -> list[list[str]]:
    """Groups of different spellings that differ only in case, spaces or punctuation."""
    groups: dict[str, set[str]] = defaultdict(set)
    for name in names:
        groups["".join(char for char in folded(name) if char.isalnum())].add(name)
    return sorted(sorted(group) for group in groups.values() if len(group) > 1)


def _warnings(file: ParsedFile, plan: Plan) -> Iterator[FileWarning]:
    """What is worth a look before the import is applied: row by row, then about the file as a whole."""
    for row in file.rows:
        for kind in row.time.warnings:
            yield FileWarning(kind, row.line, _WARNINGS.get(kind) or _span_differs(row))
    if not plan.creates:
        yield FileWarning("nothing_to_import", None, _why_nothing(file, plan))
    if file.encoding == "windows-1252":
        text = "not UTF-8: read as windows-1252; check accents in names"
        yield FileWarning("encoding", None, text)
    if {row.billable for row in file.rows if not row.invoiced} == {False}:
        text = "no row is billable: did the plan have that flag?"
        yield FileWarning("nothing_billable", None, text)
    if _is_rounded(file.rows):
        text = "all durations are rounded: export again with rounding off"
        yield FileWarning("rounded_report", None, text)


def _why_nothing(file: ParsedFile, plan: Plan) -> str:
    """What became of all rows, when none of them is new."""
    unchanged = len(plan.with_outcome("unchanged"))
    found = [f"{unchanged} unchanged"] if unchanged else []
    refused = [*plan.with_outcome("skipped"), *plan.with_outcome("conflict")]
    for reason, count in Counter(one.reason for one in refused).items():
        found.append(f"{count} {reason}{_WAYS_OUT.get(reason, '')}")
    if file.errors:
        found.append(f"{len(file.errors)} cannot be read")
    return ", ".join(found) or "the file has no rows below its header"


def _span_differs(row: ParsedRow) -> str:
    return f"duration {row.seconds} s, end - start {row.time.span} s; the duration counts"


def _is_rounded(rows: Iterable[ParsedRow]) -> bool:
    """Every duration a multiple of 5 or 6 minutes (so of 10, 15, 30 too) while a span is not."""
    both = [
        (row.seconds, row.time.span)
        for row in rows
        if row.time.written.duration and row.time.span is not None
    ]
    return len(both) > 1 and any(
        all(seconds % step == 0 for seconds, _ in both) and any(span % step for _, span in both)
        for step in _ROUNDING_STEPS_SECONDS
    )
