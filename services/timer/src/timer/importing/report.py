"""The report of an import: the same shape for the dry run and for the real one, and in JSON."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from timer.importing.parsing import UnreadableRow
from timer.importing.plan import PlannedRow
from timer.importing.rows import ParsedRow
from timer.importing.snapshot import EarlierRow


@dataclass(frozen=True, slots=True)
class Tally:
    """Rows of one class: how many, how many seconds, on which lines of the file."""

    count: int
    seconds: int
    lines: list[int]

    @classmethod
    def of(cls, rows: Iterable[ParsedRow | UnreadableRow]) -> "Tally":
        counted = list(rows)
        return cls(len(counted), sum(r.seconds for r in counted), [r.line for r in counted])


@dataclass(frozen=True, slots=True)
class Rows:
    """`read` = create + unchanged + conflicts + skipped + errors, in rows and in seconds."""

    read: int
    create: Tally
    unchanged: Tally
    conflicts: Tally
    skipped: Tally
    errors: Tally


@dataclass(frozen=True, slots=True)
class Conflict:
    """A row that contradicts the stored entry `entry_id`, or that cannot be an entry at all."""

    line: int
    kind: str
    entry_id: UUID | None
    detail: str

    @classmethod
    def of(cls, planned: PlannedRow) -> "Conflict":
        return cls(planned.row.line, planned.reason, planned.entry_id, planned.detail)


@dataclass(frozen=True, slots=True)
class RowError:
    """A row that cannot be read, by which cell."""

    line: int
    column: str
    value: str
    reason: str

    @classmethod
    def of(cls, error: UnreadableRow) -> "RowError":
        return cls(error.line, error.column, error.value, error.reason)


@dataclass(frozen=True, slots=True)
class FileWarning:
    """`line` is None for a warning about the whole file."""

    kind: str
    line: int | None
    detail: str


@dataclass(frozen=True, slots=True)
class UnknownAgent:
    name: str
    email: str
    rows: Tally


@dataclass(frozen=True, slots=True)
class Difference:
    """A row whose seconds differ from the source's duration column, and why."""

    line: int
    source_seconds: int
    seconds: int
    why: str


@dataclass(slots=True)
class Share:
    """Seconds of rows that are or will be stored; `name` is an agent or an organization."""

    name: str
    billable_seconds: int = 0
    other_seconds: int = 0


@dataclass(frozen=True, slots=True)
class Totals:
    """`source_seconds` + Σ (seconds - source_seconds of `differences`) = Σ seconds of all classes."""

    source_seconds: int
    stored_seconds: int
    differences: list[Difference]
    by_agent: list[Share]
    by_organization: list[Share]


@dataclass(frozen=True, slots=True)
class AmountTotal:
    """The exact sum of the file's amount column. Currencies are never added up."""

    currency: str | None
    amount: Decimal


@dataclass(frozen=True, slots=True)
class NewAgent:
    name: str
    email: str


@dataclass(slots=True)
class NewProject:
    """`billable` where any of its rows is."""

    organization: str
    name: str
    billable: bool


@dataclass(frozen=True, slots=True)
class NewTask:
    organization: str
    project: str
    name: str


@dataclass(frozen=True, slots=True)
class ToCreate:
    """What the file names and the account does not have."""

    agents: list[NewAgent]
    organizations: list[str]
    projects: list[NewProject]
    tasks: list[NewTask]


@dataclass(frozen=True, slots=True)
class MissingEntry:
    """An entry imported earlier that the file should have and has not."""

    entry_id: UUID
    work_date: date
    seconds: int
    project: str
    description: str

    @classmethod
    def of(cls, row: EarlierRow) -> "MissingEntry":
        return cls(row.entry_id, row.work_date, row.seconds, row.project, row.description)


@dataclass(frozen=True, slots=True)
class Period:
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What the import found and did. Line numbers are those of the file, the header being line 1.

    `token` stands for exactly this preview; `entry_ids` are the entries created, none in a dry run.
    """

    dry_run: bool = True
    token: str = ""
    entry_ids: list[UUID] = field(default_factory=list)
    source: str
    variant: str
    encoding: str
    delimiter: str
    date_format: str
    decimal: str | None
    time_zone: str
    period: Period | None
    rows: Rows
    skipped_by_reason: dict[str, Tally]
    conflicts_by_kind: dict[str, Tally]
    conflicts: list[Conflict]
    errors: list[RowError]
    warnings: list[FileWarning]
    ignored_columns: list[str]
    unknown_agents: list[UnknownAgent]
    to_create: ToCreate
    without_organization: Tally
    untimed_because_overlap: Tally
    missing_in_file: list[MissingEntry]
    near_equal_names: list[list[str]]
    totals: Totals
    money: list[AmountTotal]
