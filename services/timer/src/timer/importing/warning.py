"""What is worth a look before an import is applied."""

from collections.abc import Iterator

from timer.importing.measuring import Measured
from timer.importing.reading import TimeFile
from timer.importing.report import Warned

STEPS = (300, 360)
TEXTS = {
    "double_hour": "the hour came twice that night; the first was taken",
    "resaved_by_spreadsheet": "a spreadsheet re-saved this file; durations of 24 h and more are lost in it",
}


def warnings(file: TimeFile) -> Iterator[Warned]:
    """Row by row, then about the file as a whole."""
    for row in file.rows:
        for kind in row.warnings:
            yield Warned(kind, row.line.line, TEXTS.get(kind) or _span_differs(row))
    yield from _whole_file(file)


def _span_differs(row: Measured) -> str:
    return f"duration {row.seconds} s, end - start {row.span} s; the duration counts"


def _whole_file(file: TimeFile) -> Iterator[Warned]:
    if file.encoding == "windows-1252":
        yield Warned("encoding", None, "not UTF-8: read as windows-1252; check accents in names")
    flags = {row.line.billable for row in file.rows}
    if flags == {False}:
        yield Warned("nothing_billable", None, "no row is billable: did the plan have that flag?")
    if _rounded(file.rows):
        yield Warned(
            "rounded_report", None, "all durations are rounded: export again with rounding off"
        )


def _rounded(rows: list[Measured]) -> bool:
    """Every duration a multiple of 5 or 6 minutes (so of 10, 15, 30 too) while a stretch is not."""
    both = [(row.seconds, row.span) for row in rows if row.line.duration and row.span is not None]
    if len(both) < 2:
        return False
    return any(
        all(seconds % step == 0 for seconds, _ in both) and any(span % step for _, span in both)
        for step in STEPS
    )
