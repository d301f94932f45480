"""The report of an import of customers: the same shape for the dry run and for the real one, and in JSON."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from timer.customer_import.columns import Source
from timer.customer_import.planning import Outcome, PlannedRow
from timer.customer_import.reading import CustomerFile
from timer.importing.report import Described


@dataclass(frozen=True, slots=True)
class CustomerRowCounts(Described):
    """`read` = create + update + unchanged + conflict + error; skipped lines are no rows."""

    read: int
    """How many rows the file has."""
    create: int
    """Rows that make a customer."""
    update: int
    """Rows that fill what is empty of a customer, or add a person."""
    unchanged: int
    """Rows that say what is stored."""
    conflict: int
    """Rows that contradict what is stored; nothing of them is."""
    error: int
    """Rows that cannot be read."""


@dataclass(frozen=True, slots=True)
class CustomerConflict(Described):
    """A field that is stored otherwise than the file says."""

    field: str
    """Which field; `email_domains` and `contact_email`: it is another customer's."""
    stored: str
    """What is stored, or whose it is."""
    in_file: str
    """What the file says."""


@dataclass(frozen=True, slots=True)
class CustomerWarning(Described):
    """What of a row was left out, and why."""

    column: str
    """The column, as the file writes it."""
    value: str
    """What it holds."""
    reason: str
    """Why it was left out."""


@dataclass(frozen=True, slots=True)
class ReportedCustomerRow(Described):
    """What becomes of one row."""

    line: int
    """Its line in the file; the file's first line is 1."""
    name: str
    """The customer."""
    outcome: Literal[Outcome, "error"]
    """What becomes of it."""
    organization_id: UUID | None
    """The customer that is there; null for one that is new or not stored."""
    filled: list[str]
    """Fields that were empty; `contact`: a new person."""
    conflicts: list[CustomerConflict]
    """Where it contradicts what is stored."""
    warnings: list[CustomerWarning]
    """What was left out of it."""
    error: CustomerWarning | None
    """Why it cannot be read; null where it can."""


@dataclass(frozen=True, slots=True)
class CustomerImportReport(Described):
    """What an import does, or did."""

    dry_run: bool
    """Whether nothing was stored."""
    source: Source
    """The program whose list this is, by its columns."""
    encoding: str
    """How the file's bytes were read."""
    delimiter: str
    """What separates its cells."""
    columns: dict[str, str]
    """The columns that were read, by field."""
    ignored: list[str]
    """The columns that were not."""
    counts: CustomerRowCounts
    """How many rows become what."""
    skipped_lines: list[int]
    """Lines that are no rows: blank ones, and the footer of a report."""
    rows: list[ReportedCustomerRow]
    """Every row, in the order of the file."""
    mapping: str | None
    """The account's mapping by which its columns were read; null: by their names, or as the caller named them."""
    token: str = field(default="")
    """Send it along to do exactly this, or be refused because something has changed since."""


def report_on(file: CustomerFile, planned: Sequence[PlannedRow]) -> CustomerImportReport:
    """Tell what becomes of the file."""
    rows = [_reported(one) for one in planned]
    rows += [
        ReportedCustomerRow(
            one.line,
            "",
            "error",
            None,
            [],
            [],
            [],
            CustomerWarning(one.column, one.value, one.reason),
        )
        for one in file.errors
    ]
    rows.sort(key=lambda row: row.line)
    counts = Counter(row.outcome for row in rows)
    places = file.columns.places
    return CustomerImportReport(
        dry_run=True,
        source=file.columns.source,
        encoding=file.encoding,
        delimiter=file.delimiter,
        columns={name: file.columns.header[place] for name, place in places.items()},
        ignored=[
            name for place, name in enumerate(file.columns.header) if place not in places.values()
        ],
        counts=CustomerRowCounts(
            len(rows),
            counts["create"],
            counts["update"],
            counts["unchanged"],
            counts["conflict"],
            counts["error"],
        ),
        skipped_lines=file.skipped,
        rows=rows,
        mapping=file.columns.mapping,
    )


def _reported(planned: PlannedRow) -> ReportedCustomerRow:
    return ReportedCustomerRow(
        planned.row.line,
        planned.row.name,
        planned.outcome,
        planned.customer.id,
        planned.filled,
        [CustomerConflict(one.field, one.stored, one.in_file) for one in planned.differences],
        [CustomerWarning(one.column, one.value, one.reason) for one in planned.row.warnings],
        None,
    )
