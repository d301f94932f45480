"""What the rows of a file do to dated rules that hold something else than an amount: policies of rounding, multipliers.

A row without an id begins one. One with an id gives it another last day, or lets something else hold from a day on. What no
row names stays, and so does what is as a row wants it: a file that was imported changes nothing when it comes again.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, Literal, TypeVar
from uuid import UUID

from domain_errors import FieldError
from rates.domain.rules import ONE_DAY, Dated, Days
from rates.domain.table_file import Errors, field_of, refuse

_OTHER = "a row with an id gives it another last day, or lets something else hold from a day on; else leave the id out"


New = TypeVar("New", bound=Dated)


@dataclass(frozen=True, slots=True)
class Wanted(Generic[New]):
    """What a row wants; `id` and `version` of one that is there."""

    line: int
    id: UUID | None
    version: int | None
    new: New


@dataclass(frozen=True, slots=True)
class Kept(Generic[New]):
    """One that is there, as if it were wanted."""

    id: UUID
    version: int
    new: New


@dataclass(frozen=True, slots=True)
class LineChange(Generic[New]):
    """What a row changes: `id` and `version` of what it ends or replaces."""

    line: int
    act: Literal["create", "end", "replace"]
    id: UUID | None
    version: int
    new: New


@dataclass(frozen=True, slots=True)
class Kind(Generic[New]):
    """A kind of dated rules: for whom one holds, what it says, and whether two would meet on a day that both have."""

    noun: str
    whose: Callable[[New], object]
    says: Callable[[New], object]
    meet: Callable[[New, New], bool]


def changes_of(
    rows: Sequence[Wanted[New]], book: Sequence[Kept[New]], kind: Kind[New], errors: Errors
) -> list[LineChange[New]]:
    """What rows change. Raises `RuleFileError` with all that is wrong, `errors` too."""
    there = _Book(kind, book)
    found = [one for row in rows if (one := there.change(row, errors)) is not None]
    errors.extend(_second_rows(found, kind))
    errors.extend(_meetings(found, book, kind))
    refuse(errors)
    return found


class _Book(Generic[New]):
    def __init__(self, kind: Kind[New], book: Sequence[Kept[New]]) -> None:
        self._kind, self._kept = kind, {one.id: one for one in book}
        self._said = {self._key(one.new) for one in book}

    def _key(self, new: New) -> object:
        return self._kind.whose(new), self._kind.says(new), new.valid_from, new.valid_to

    def change(self, row: Wanted[New], errors: Errors) -> LineChange[New] | None:
        """What a row changes, if anything; what is wrong with it is added to the errors."""
        if self._key(row.new) in self._said:
            return None
        if row.id is None:
            return LineChange(row.line, "create", None, 0, row.new)
        kept = self._kept.get(row.id)
        if kept is None:
            reason = f"no such {self._kind.noun}, or it was withdrawn"
            errors.append(FieldError(field_of(row.line, "id"), reason))
            return None
        if row.version not in (None, kept.version):
            reason = f"you have version {row.version}, the current one is {kept.version}"
            errors.append(FieldError(field_of(row.line, "version"), reason))
            return None
        return self._changed(row, kept, errors)

    def _changed(self, row: Wanted[New], kept: Kept[New], errors: Errors) -> LineChange[New] | None:
        kind, old, new = self._kind, kept.new, row.new
        same = kind.says(old) == kind.says(new)
        column = None
        if kind.whose(old) != kind.whose(new):
            column = "id"
        elif same and old.valid_from != new.valid_from:
            column = "valid_from"
        elif not same and old.valid_to != new.valid_to:
            column = "valid_to"
        elif not same and not _holds(old, new.valid_from):
            column = "valid_from"
        if column:
            errors.append(FieldError(field_of(row.line, column), _OTHER))
            return None
        return LineChange(row.line, "end" if same else "replace", kept.id, kept.version, new)


def _holds(old: Dated, day: date) -> bool:
    return old.valid_from <= day and (old.valid_to is None or day <= old.valid_to)


def _second_rows(found: Sequence[LineChange[New]], kind: Kind[New]) -> Iterator[FieldError]:
    lines: dict[UUID, int] = {}
    for one in found:
        if one.id and (first := lines.setdefault(one.id, one.line)) != one.line:
            reason = f"line {first} changes this {kind.noun} already"
            yield FieldError(field_of(one.line, "id"), reason)


def _meetings(
    found: Sequence[LineChange[New]], book: Sequence[Kept[New]], kind: Kind[New]
) -> Iterator[FieldError]:
    """Each that comes to hold against all that would hold beside it."""
    changed = {one.id: one for one in found if one.id}
    holding: list[tuple[New, Days, int | None]] = []
    for kept in book:
        change = changed.get(kept.id)
        if change is None:
            holding.append((kept.new, Days(kept.new.valid_from, kept.new.valid_to), None))
        elif change.act == "replace" and change.new.valid_from > kept.new.valid_from:
            days = Days(kept.new.valid_from, change.new.valid_from - ONE_DAY)
            holding.append((kept.new, days, None))
    for one in found:
        days = Days(one.new.valid_from, one.new.valid_to)
        for other, other_days, line in holding:
            if _overlap(days, other_days) and kind.meet(one.new, other):
                of = f"of line {line}" if line else f"that holds from {other.valid_from}"
                reason = f"overlaps the {kind.noun} {of}"
                yield FieldError(field_of(one.line, "valid_from"), reason)
                break
        holding.append((one.new, days, one.line))


def _overlap(one: Days, other: Days) -> bool:
    return one.first <= (other.last or date.max) and other.first <= (one.last or date.max)
