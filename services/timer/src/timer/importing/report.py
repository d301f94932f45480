"""What an import says about itself: the same shape for the dry run and for the real one."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID


@dataclass(slots=True)
class Tally:
    """Rows of one class: how many, how many seconds, on which lines of the file."""

    count: int = 0
    seconds: int = 0
    lines: list[int] = field(default_factory=list)

    def add(self, line: int, seconds: int) -> None:
        self.count += 1
        self.seconds += seconds
        self.lines.append(line)


@dataclass(slots=True)
class Rows:
    """`read` = create + unchanged + conflicts + skipped + errors, in rows and in seconds."""

    read: int = 0
    create: Tally = field(default_factory=Tally)
    unchanged: Tally = field(default_factory=Tally)
    conflicts: Tally = field(default_factory=Tally)
    skipped: Tally = field(default_factory=Tally)
    errors: Tally = field(default_factory=Tally)


@dataclass(slots=True)
class Conflict:
    line: int
    kind: str
    entry_id: UUID | None
    detail: str


@dataclass(slots=True)
class Fault:
    line: int
    column: str
    value: str
    reason: str


@dataclass(slots=True)
class Warned:
    """`line` is None for a warning about the whole file."""

    kind: str
    line: int | None
    detail: str


@dataclass(slots=True)
class UnknownAgent:
    name: str
    email: str
    rows: Tally


@dataclass(slots=True)
class Difference:
    """A row whose seconds are not what the source's duration column says, and by which rule."""

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


@dataclass(slots=True)
class Totals:
    """`source_seconds` + Σ (seconds - source_seconds of `differences`) = Σ seconds of all classes."""

    source_seconds: int = 0
    stored_seconds: int = 0
    differences: list[Difference] = field(default_factory=list)
    by_agent: list[Share] = field(default_factory=list)
    by_organization: list[Share] = field(default_factory=list)


@dataclass(slots=True)
class Money:
    """The exact sum of the file's amount column. Currencies are never added up."""

    currency: str | None
    amount: Decimal


@dataclass(slots=True)
class NewAgent:
    name: str
    email: str


@dataclass(slots=True)
class NewProject:
    """`billable` where any of its rows is."""

    organization: str
    name: str
    billable: bool


@dataclass(slots=True)
class NewTask:
    organization: str
    project: str
    name: str


@dataclass(slots=True)
class ToCreate:
    agents: list[NewAgent] = field(default_factory=list)
    organizations: list[str] = field(default_factory=list)
    projects: list[NewProject] = field(default_factory=list)
    tasks: list[NewTask] = field(default_factory=list)


@dataclass(slots=True)
class Missing:
    entry_id: UUID
    work_date: date
    seconds: int
    project: str
    description: str


@dataclass(slots=True)
class Period:
    first: date
    last: date


@dataclass(slots=True)
class Report:
    source: str
    variant: str
    encoding: str
    delimiter: str
    date_format: str
    decimal: str | None
    time_zone: str
    period: Period | None = None
    rows: Rows = field(default_factory=Rows)
    skipped_by_reason: dict[str, Tally] = field(default_factory=dict)
    conflicts_by_kind: dict[str, Tally] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    errors: list[Fault] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)
    ignored_columns: list[str] = field(default_factory=list)
    unknown_agents: list[UnknownAgent] = field(default_factory=list)
    to_create: ToCreate = field(default_factory=ToCreate)
    without_organization: Tally = field(default_factory=Tally)
    untimed_because_overlap: Tally = field(default_factory=Tally)
    missing_in_file: list[Missing] = field(default_factory=list)
    near_equal_names: list[list[str]] = field(default_factory=list)
    totals: Totals = field(default_factory=Totals)
    money: list[Money] = field(default_factory=list)
