"""Multipliers and holidays as tables, out and in."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from domain_errors import FieldError, InvalidInputError
from money import Money, pad
from rates.domain.dated_import import Kept, Kind
from rates.domain.holidays import Holiday, NewHoliday
from rates.domain.multipliers import KINDS, Multiplier, NewMultiplier, Window
from rates.domain.rule_table import SCOPE_COLUMNS, guarded, line_of, scope_cells
from rates.domain.rules import Scope
from rates.domain.table_file import FIRST_DAY, Cells, field_of, refuse, rows_of

COLUMNS = (
    *("id", "version", "name", "kind", "weekdays", "starts_at", "ends_at", "above_seconds"),
    *("factor", "amount", "currency", "valid_from", "valid_to", *SCOPE_COLUMNS),
)
HOLIDAY_COLUMNS = ("id", "day", "name")
WEEKDAYS = (*("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),)
_NEEDED = ("name", "kind", "valid_from")
_MOST_LETTERS = 200


def _meet(one: NewMultiplier, other: NewMultiplier) -> bool:
    """As the constraint `multipliers_never_overlap` has it."""
    if (one.scope, one.window.kind) != (other.scope, other.window.kind):
        return False
    if one.window.kind == "hours":
        return any(
            start < end_of_other and start_of_other < end
            for start, end in one.window.minutes
            for start_of_other, end_of_other in other.window.minutes
        )
    return one.window.above_seconds == other.window.above_seconds


KIND: Kind[NewMultiplier] = Kind(
    "multiplier",
    whose=lambda new: (new.scope, new.window),
    says=lambda new: (new.name, new.factor, new.hourly_rate),
    meet=_meet,
)


@dataclass(frozen=True, slots=True)
class MultiplierRow:
    """A multiplier as a row has it; what it names by id or name."""

    line: int
    multiplier_id: UUID | None
    version: int | None
    named: Mapping[str, UUID | str]
    multiplier: NewMultiplier


@dataclass(frozen=True, slots=True)
class HolidayRow:
    """A holiday as a row has it."""

    line: int
    holiday: NewHoliday


def lines(multipliers: Iterable[Multiplier], names: Mapping[UUID, str]) -> Iterator[str]:
    """Lines of CSV: a row for each multiplier, with names of what it names beside the ids."""
    yield line_of(COLUMNS)
    for one in multipliers:
        window, rate = one.window, one.hourly_rate
        yield line_of(
            (
                *(one.multiplier_id, one.version, guarded(one.name), window.kind),
                " ".join(WEEKDAYS[number - 1] for number in window.weekdays),
                *(_clock(window.starts_at), _clock(window.ends_at), window.above_seconds or ""),
                "" if one.factor is None else one.factor,
                *(rate.amount if rate else "", rate.currency if rate else ""),
                *(one.valid_from, one.valid_to or "", *scope_cells(one.scope, names)),
            )
        )


def holiday_lines(holidays: Iterable[Holiday]) -> Iterator[str]:
    """Lines of CSV: a row for each holiday."""
    yield line_of(HOLIDAY_COLUMNS)
    for one in holidays:
        yield line_of((one.holiday_id, one.day, guarded(one.name)))


def _clock(moment: time | None) -> str:
    return moment.isoformat("minutes") if moment else ""


def read_multipliers(data: bytes) -> list[MultiplierRow]:
    """Read the rows of a file. Raises `RuleFileError` with all that is wrong."""
    errors = list[FieldError]()
    rows = [_row(cells) for cells in rows_of(data, COLUMNS, _NEEDED, errors)]
    refuse(errors)
    return rows


def read_holidays(data: bytes) -> list[HolidayRow]:
    """Read the rows of a file. Raises `RuleFileError` with all that is wrong."""
    errors, rows = list[FieldError](), list[HolidayRow]()
    lines: dict[date, int] = {}
    for cells in rows_of(data, HOLIDAY_COLUMNS, ("day", "name"), errors):
        row = HolidayRow(cells.line, NewHoliday(_needed_day(cells), _name(cells)))
        first = lines.setdefault(row.holiday.day, row.line) if cells.right else row.line
        if first != row.line:
            cells.wrong("day", f"the same as in line {first}")
        rows.append(row)
    refuse(errors)
    return rows


def new_holidays(rows: Iterable[HolidayRow], there: Iterable[Holiday]) -> list[HolidayRow]:
    """Those that are not there. Raises `RuleFileError` for a day that is one by another name."""
    names, errors = {one.day: one.name for one in there}, list[FieldError]()
    found: list[HolidayRow] = []
    for row in rows:
        known = names.get(row.holiday.day)
        if known is None:
            found.append(row)
        elif known != row.holiday.name:
            reason = f"the day is a holiday already, {known}: take that back first"
            errors.append(FieldError(field_of(row.line, "name"), reason))
    refuse(errors)
    return found


def kept(one: Multiplier) -> Kept[NewMultiplier]:
    """A multiplier that is there."""
    return Kept(
        one.multiplier_id,
        one.version,
        NewMultiplier(
            *(one.name, one.scope, one.window, one.factor, one.hourly_rate),
            *(one.valid_from, one.valid_to),
        ),
    )


def _row(cells: Cells) -> MultiplierRow:
    name, has_amount = _name(cells), bool(cells.text("amount"))
    rate = Money(cells.amount(), cells.currency()) if has_amount else None
    if rate and cells.right:
        rate = Money(pad(rate.amount, rate.currency), rate.currency)
    row = MultiplierRow(
        *(cells.line, cells.id("id"), cells.version(), cells.named()),
        NewMultiplier(
            *(name, Scope(), _window(cells)),
            factor=cells.amount("factor") if cells.text("factor") else None,
            hourly_rate=rate,
            valid_from=cells.first_day(),
            valid_to=cells.day("valid_to"),
        ),
    )
    if cells.right:
        _check(cells, row.multiplier)
    return row


def _window(cells: Cells) -> Window:
    days = cells.text("weekdays").lower().replace(",", " ").split()
    if unknown := [day for day in days if day not in WEEKDAYS]:
        cells.wrong("weekdays", f"no day of the week: {unknown[0][:20]}")
    numbers = sorted(WEEKDAYS.index(day) + 1 for day in days if day in WEEKDAYS)
    return Window(
        cells.one_of("kind", KINDS, "holiday"),
        tuple(numbers),
        *(_time(cells, "starts_at"), _time(cells, "ends_at")),
        cells.number("above_seconds"),
    )


def _time(cells: Cells, column: str) -> time | None:
    cell = cells.text(column)
    try:
        return time.fromisoformat(cell.zfill(5)) if cell else None
    except ValueError:
        cells.wrong(column, "no time as 18:00")
        return None


def _name(cells: Cells) -> str:
    name = cells.text("name")
    if not name or len(name) > _MOST_LETTERS:
        cells.wrong("name", f"needed, of at most {_MOST_LETTERS} letters")
    return name


def _needed_day(cells: Cells) -> date:
    if not cells.text("day"):
        cells.wrong("day", "needed")
    return cells.day("day") or FIRST_DAY


def _check(cells: Cells, multiplier: NewMultiplier) -> None:
    try:
        multiplier.check()
    except InvalidInputError as error:
        for one in error.fields:
            cells.wrong(one.field, one.reason)
