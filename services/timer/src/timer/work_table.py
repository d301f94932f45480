"""The work report as a table, for files."""

import io
from collections.abc import Iterator, Sequence
from datetime import timedelta

from spreadsheets.csv_text import written
from spreadsheets.excel import Cell, Spreadsheet
from timer.exporting import duration
from timer.work_report import Dimension, Part, WorkReport

_FIGURES = (
    *("Entries", "Time", "Billable", "Draft", "Submitted", "Approved", "Billed", "Capacity"),
    *("Billable share", "Utilization", "Billable utilization"),
)


def header(by: Sequence[Dimension]) -> tuple[str, ...]:
    """What the columns are of."""
    return (*(name.replace("_", " ").capitalize() for name in by), *_FIGURES)


def rows(report: WorkReport, by: Sequence[Dimension]) -> Iterator[tuple[Cell, ...]]:
    """A row for each part; for each group where time is not split further. A spreadsheet makes its own sums."""
    for group in report.groups:
        if len(by) == 1:
            yield _name(group), *_figures(group)
        for part in group.parts:
            yield _name(group), _name(part), *_figures(part)


def as_csv(report: WorkReport, by: Sequence[Dimension]) -> str:
    """The table as text."""
    return written([header(by), *([_plain(cell) for cell in row] for row in rows(report, by))])


def as_xlsx(report: WorkReport, by: Sequence[Dimension]) -> bytes:
    """The table as a file of Excel."""
    file = io.BytesIO()
    sheet = Spreadsheet(file, header(by))
    sheet.add(rows(report, by))
    sheet.close()
    return file.getvalue()


def _name(part: Part) -> Cell:
    return part.day or part.name


def _figures(part: Part) -> tuple[Cell, ...]:
    sums = part.sums
    times = (
        *(sums.seconds, sums.billable_seconds, sums.draft_seconds, sums.submitted_seconds),
        *(sums.approved_seconds, sums.billed_seconds, part.capacity_seconds),
    )
    return (
        sums.entries,
        *(None if one is None else timedelta(seconds=one) for one in times),
        *(part.billable_share, part.utilization, part.billable_utilization),
    )


def _plain(cell: Cell) -> str | int | None:
    if isinstance(cell, timedelta):
        return duration(cell.days * 86_400 + cell.seconds)
    return cell if cell is None or isinstance(cell, str | int) else str(cell)
