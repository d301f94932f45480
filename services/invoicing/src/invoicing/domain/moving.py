"""Split a line of time, and move time between lines: of one draft, or to another draft of the same customer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from domain_errors import InvalidInputError, NotFoundError
from invoicing.domain.draft import Draft
from invoicing.domain.lines import Line, check_line_count, placed
from invoicing.domain.pieces import EntryPart, Piece, Taken


@dataclass(frozen=True)
class Move:
    """Which time of a line goes, and where to. No parts: all of it; no line: a new one; no invoice: the same draft."""

    parts: tuple[EntryPart, ...] = ()
    to_invoice_id: UUID | None = None
    to_version: int | None = None
    to_line_id: UUID | None = None
    description: str | None = None
    """What is printed on a new line; None: as on the old one."""


def time_line(draft: Draft, line_id: UUID) -> Line:
    """The line that time is taken from. Raises `NotFoundError`, `InvalidInputError` for one that has no time by the hour."""
    line = next((one for one in draft.lines if one.line_id == line_id), None)
    if line is None:
        raise NotFoundError("line on this draft")
    if line.kind != "time":
        raise InvalidInputError("line_id", f"is of kind {line.kind}: only time is moved")
    return line


def check_drafts(source: Draft, target: Draft) -> None:
    """Raise `InvalidInputError` unless time of one can be on the other."""
    if source.organization_id != target.organization_id:
        raise InvalidInputError("to_invoice_id", "is a draft of another customer")
    if source.currency != target.currency:
        raise InvalidInputError(
            "to_invoice_id", f"is in {target.currency}, this draft in {source.currency}"
        )
    if source.hour_decimals != target.hour_decimals:
        raise InvalidInputError("to_invoice_id", "prints hours otherwise than this draft")


def target_line(line: Line, target: Draft, line_id: UUID) -> Line:
    """The line that time goes to. Raises `InvalidInputError` for one that charges otherwise."""
    found = next((one for one in target.lines if one.line_id == line_id), None)
    if found is None:
        raise InvalidInputError("to_line_id", "is no line of that draft")
    if found.line_id == line.line_id:
        raise InvalidInputError("to_line_id", "is the line itself")
    if found.kind != "time":
        raise InvalidInputError("to_line_id", f"is of kind {found.kind}: only time is moved")
    if found.hourly_rate != line.hourly_rate:
        raise InvalidInputError(
            "to_line_id", f"charges {found.hourly_rate} an hour, this line {line.hourly_rate}"
        )
    if found.tax != line.tax:
        raise InvalidInputError("to_line_id", "is taxed otherwise")
    return found


def check_treatment(moved: Sequence[Piece], there: Sequence[Piece]) -> None:
    """Raise `InvalidInputError` when one exceeds an agreement and the other does not: a line says which it is."""
    if {one.overage for one in moved} != {one.overage for one in there}:
        raise InvalidInputError("to_line_id", "is not alike within or beyond an agreement")


def with_new_line(
    source: Draft,
    target: Draft,
    line: Line,
    new_id: Callable[[], UUID],
    taken: Taken,
    description: str | None,
) -> tuple[Draft, Line]:
    """The target with a line for what is taken: behind the one that it is of, or the last of another draft.

    A discount in per cent goes along with each part, an amount only with all of the line.
    Raises `InvalidInputError` when nothing would stay to be split from, `TooManyLinesError`.
    """
    if target.id == source.id and not taken.stays:
        raise InvalidInputError("entries", "are all of the line: nothing is left of it to split")
    own = next((one for one in source.discounts if one.of_line_id == line.line_id), None)
    new = replace(line, line_id=new_id(), description=description or line.description)
    along = target.discounts
    if own and (own.percentage or not taken.stays):
        along = (*along, replace(own, discount_id=new_id(), of_line_id=new.line_id))
    check_line_count(len(target.lines) + len(along) + 1)
    lines = list(target.lines)
    behind = [place for place, one in enumerate(lines, 1) if one.line_id == line.line_id]
    lines.insert(behind[0] if behind else len(lines), new)
    changed = replace(target, lines=placed(lines), discounts=along)
    return changed, next(one for one in changed.lines if one.line_id == new.line_id)
