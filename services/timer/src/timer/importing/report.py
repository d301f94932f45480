"""The report of an import: the same shape for the dry run and for the real one, and in JSON."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from timer.importing.parsing import UnreadableRow
from timer.importing.plan import PlannedRow
from timer.importing.rows import ParsedRow
from timer.importing.snapshot import EarlierRow


class Described:
    """Part of a report. The docstring beneath a field is its description to callers of the API."""

    __slots__ = ()
    __pydantic_config__: ClassVar = {"use_attribute_docstrings": True}


@dataclass(frozen=True, slots=True)
class Tally(Described):
    """Rows of one class."""

    count: int
    """How many rows."""
    seconds: int
    """Their whole seconds together."""
    lines: list[int]
    """Their lines in the file; the header is line 1."""

    @classmethod
    def of(cls, rows: Iterable[ParsedRow | UnreadableRow]) -> "Tally":
        counted = list(rows)
        return cls(len(counted), sum(r.seconds for r in counted), [r.line for r in counted])


@dataclass(frozen=True, slots=True)
class Rows(Described):
    """`read` = create + unchanged + conflicts + skipped + errors, in rows and in seconds."""

    read: int
    """How many rows the file has."""
    create: Tally
    """Rows that become entries."""
    unchanged: Tally
    """Rows that were imported before, also where the entry was deleted here since."""
    conflicts: Tally
    """Rows that contradict what is stored, or cannot be entries."""
    skipped: Tally
    """Rows that are not wanted, such as those of timers that ran when the file was written."""
    errors: Tally
    """Rows that cannot be read."""


@dataclass(frozen=True, slots=True)
class Conflict(Described):
    """A row that contradicts a stored entry, or that cannot be an entry at all."""

    line: int
    """The row's line in the file."""
    kind: str
    """What stands in the way, for programs: `changed`, `overlaps_existing`, `timesheet_closed` and others."""
    entry_id: UUID | None
    """The stored entry; null when there is none."""
    detail: str
    """The same in words."""

    @classmethod
    def of(cls, planned: PlannedRow) -> "Conflict":
        return cls(planned.row.line, planned.reason, planned.entry_id, planned.detail)


@dataclass(frozen=True, slots=True)
class RowError(Described):
    """A row that cannot be read, by which cell."""

    line: int
    """The row's line in the file."""
    column: str
    """The cell's column, as the header names it."""
    value: str
    """What stands in the cell."""
    reason: str
    """What is wrong with it."""

    @classmethod
    def of(cls, error: UnreadableRow) -> "RowError":
        return cls(error.line, error.column, error.value, error.reason)


@dataclass(frozen=True, slots=True)
class FileWarning(Described):
    """Something to know that stops nothing."""

    kind: str
    """What it is about, for programs."""
    line: int | None
    """The line in the file; null: the whole file."""
    detail: str
    """The same in words."""


@dataclass(frozen=True, slots=True)
class UnknownAgent(Described):
    """Somebody in the file who is no agent of the account."""

    name: str
    """Name in the file."""
    email: str
    """E-mail address in the file; empty when it has none."""
    rows: Tally
    """Their rows."""


@dataclass(frozen=True, slots=True)
class Difference(Described):
    """A row whose seconds differ from the source's duration column."""

    line: int
    """The row's line in the file."""
    source_seconds: int
    """Whole seconds of the duration column."""
    seconds: int
    """Whole seconds that count here."""
    why: str
    """Why they differ."""


@dataclass(slots=True)
class Share(Described):
    """Seconds of rows that are or will be stored, of one agent or for one customer."""

    name: str
    """The agent or the customer."""
    billable_seconds: int = 0
    """Whole seconds that are billable."""
    other_seconds: int = 0
    """Whole seconds that are not billable."""


@dataclass(frozen=True, slots=True)
class Totals(Described):
    """`source_seconds` + Σ (seconds - source_seconds of `differences`) = Σ seconds of all classes."""

    source_seconds: int
    """Whole seconds of the file's duration column."""
    stored_seconds: int
    """Whole seconds that are or will be stored."""
    differences: list[Difference]
    """Rows whose seconds differ from the duration column."""
    by_agent: list[Share]
    """What is or will be stored, by agent."""
    by_organization: list[Share]
    """What is or will be stored, by customer."""


@dataclass(frozen=True, slots=True)
class AmountTotal(Described):
    """The exact sum of the file's amount column. Currencies are never added up."""

    currency: str | None
    """Currency as the file names it; null when it names none."""
    amount: Decimal
    """In units of the currency."""


@dataclass(frozen=True, slots=True)
class NewAgent(Described):
    """An agent to be made."""

    name: str
    """Name in the file."""
    email: str
    """E-mail address in the file; empty when it has none."""


@dataclass(slots=True)
class NewProject(Described):
    """A project to be made."""

    organization: str
    """Name of the customer; empty when it has none."""
    name: str
    """Name of the project."""
    billable: bool
    """Whether any of its rows is billable."""


@dataclass(frozen=True, slots=True)
class NewTask(Described):
    """A task to be made."""

    organization: str
    """Name of the project's customer; empty when it has none."""
    project: str
    """Name of the project."""
    name: str
    """Name of the task."""


@dataclass(frozen=True, slots=True)
class ToCreate(Described):
    """What the file names and the account does not have."""

    agents: list[NewAgent]
    """Agents; only with `create_agents`."""
    organizations: list[str]
    """Names of customers."""
    projects: list[NewProject]
    """Projects."""
    tasks: list[NewTask]
    """Tasks of projects."""
    service_types: list[str]
    """Names of kinds of work."""


@dataclass(frozen=True, slots=True)
class MissingEntry(Described):
    """An entry imported earlier that the file should have and has not."""

    entry_id: UUID
    """The stored entry."""
    work_date: date
    """Its day of work."""
    seconds: int
    """Its whole seconds."""
    project: str
    """Its project as the earlier file named it."""
    description: str
    """What was done, as the earlier file had it."""

    @classmethod
    def of(cls, row: EarlierRow) -> "MissingEntry":
        return cls(row.entry_id, row.work_date, row.seconds, row.project, row.description)


@dataclass(frozen=True, slots=True)
class Period(Described):
    """The days of the file's rows."""

    first: date
    """The earliest day of work."""
    last: date
    """The latest day of work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport(Described):
    """What the import found and did. Line numbers are those of the file, the header being line 1."""

    dry_run: bool = True
    """Whether this is only what would happen."""
    token: str = ""
    """Stands for exactly this preview; send it along to do exactly that."""
    entry_ids: list[UUID] = field(default_factory=list)
    """The entries made; none in a dry run."""
    source: str
    """The program that wrote the file."""
    variant: str
    """Which of that program's exports it is."""
    encoding: str
    """The file's encoding, such as `utf-8`."""
    delimiter: str
    """What stands between the file's cells."""
    date_format: str
    """How the file writes days."""
    decimal: str | None
    """The file's decimal mark; null when it has no fractions."""
    time_zone: str
    """IANA name of the zone of the file's times."""
    period: Period | None
    """The days of its rows; null when no row has any."""
    rows: Rows
    """How many rows and seconds there are, by what becomes of them."""
    skipped_by_reason: dict[str, Tally]
    """The skipped rows by reason: `running`, `zero`, `unknown_agent`, `already_invoiced`, `break`, `not_time`."""
    conflicts_by_kind: dict[str, Tally]
    """The conflicts by kind."""
    conflicts: list[Conflict]
    """Each row that contradicts what is stored, or cannot be an entry."""
    errors: list[RowError]
    """Each row that cannot be read."""
    warnings: list[FileWarning]
    """What else to know."""
    ignored_columns: list[str]
    """Columns that are not read."""
    unknown_agents: list[UnknownAgent]
    """People in the file who are no agents of the account."""
    to_create: ToCreate
    """What the file names and the account does not have."""
    without_organization: Tally
    """Rows that name no customer."""
    untimed_because_overlap: Tally
    """Rows that keep their date and seconds and give up their place in the day, because others have it."""
    missing_in_file: list[MissingEntry]
    """Entries imported earlier that the file should have and has not."""
    near_equal_names: list[list[str]]
    """Names that differ so little that they may mean the same."""
    totals: Totals
    """All seconds, accounted for."""
    money: list[AmountTotal]
    """The file's amounts by currency, for comparison; prices are set elsewhere."""
