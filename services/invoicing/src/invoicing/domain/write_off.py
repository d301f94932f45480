"""Time that will not be charged, and why: a write-off is made once, and each of its entries can be undone once."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from domain_errors import InvalidInputError
from invoicing.domain.errors import WriteOffUndoneError
from invoicing.domain.pieces import Piece
from money import hourly_amount


@dataclass(frozen=True)
class Undoing:
    """The end of a write-off, or of some of its lines; its id releases their claims."""

    id: UUID
    undone_at: datetime
    undone_by: str


@dataclass(frozen=True)
class WriteOffLine:
    """Seconds of one entry at one price, and what they would have been charged with."""

    line_id: UUID
    entry_id: UUID
    hourly_rate: Decimal
    seconds: int
    billed_seconds: int
    amount: Decimal
    undone: Undoing | None = field(default=None, kw_only=True)
    """What took it back; None while it holds."""


@dataclass(frozen=True)
class WriteOff:
    """Time of a customer that is given up, in one currency."""

    id: UUID
    organization_id: UUID
    currency: str
    reason: str
    seconds: int
    amount: Decimal
    """What it would have been charged with, before tax: rounded once."""
    written_off_at: datetime
    written_off_by: str
    lines: tuple[WriteOffLine, ...]

    @property
    def version(self) -> int:
        """1, and 1 more for each time that something of it is undone."""
        return 1 + len({one.undone for one in self.lines if one.undone})

    @property
    def left(self) -> tuple[WriteOffLine, ...]:
        """What still holds of it."""
        return tuple(one for one in self.lines if one.undone is None)

    @property
    def left_seconds(self) -> int:
        """How much time still holds of it."""
        return sum(one.seconds for one in self.left)

    @property
    def left_amount(self) -> Decimal:
        """What of it that holds would have been charged with, rounded once."""
        return worth(self.left, self.currency)

    @property
    def undone(self) -> Undoing | None:
        """What took the last of it back; None while something holds."""
        every = [one.undone for one in self.lines if one.undone]
        return None if self.left else max(every, key=lambda one: one.id, default=None)

    def undo(self, entry_ids: Collection[UUID], undoing: Undoing) -> "WriteOff":
        """Take these entries back, or all that is left when none is named.

        Raises `WriteOffUndoneError` when nothing is left of one, `InvalidInputError` when it never was here.
        """
        known = {one.entry_id for one in self.lines}
        for number, entry_id in enumerate(entry_ids):
            if entry_id not in known:
                raise InvalidInputError(f"entry_ids[{number}]", "is not of this write-off")
        left = {one.entry_id for one in self.left}
        asked = set(entry_ids) or left
        if not asked or asked - left:
            raise WriteOffUndoneError
        lines = (
            replace(one, undone=undoing) if one in self.left and one.entry_id in asked else one
            for one in self.lines
        )
        return replace(self, lines=tuple(lines))


@dataclass(frozen=True)
class LinedPiece:
    """A piece on the line of a write-off."""

    line_id: UUID
    piece: Piece


def put_on_lines(pieces: Sequence[Piece], make_id: Callable[[], UUID]) -> list[LinedPiece]:
    """A line for each entry and price."""
    lines: dict[tuple[UUID, Decimal], UUID] = {}
    for one in pieces:
        key = one.entry_id, one.hourly_rate
        if key not in lines:
            lines[key] = make_id()
    return [LinedPiece(lines[one.entry_id, one.hourly_rate], one) for one in pieces]


def lines_of(lined: Sequence[LinedPiece], currency: str) -> tuple[WriteOffLine, ...]:
    """The lines, each rounded for itself."""
    found: dict[UUID, list[Piece]] = {}
    for one in lined:
        found.setdefault(one.line_id, []).append(one.piece)
    return tuple(_line(line_id, pieces, currency) for line_id, pieces in found.items())


def _line(line_id: UUID, pieces: Sequence[Piece], currency: str) -> WriteOffLine:
    first, billed_seconds = pieces[0], sum(one.billed_seconds for one in pieces)
    return WriteOffLine(
        line_id=line_id,
        entry_id=first.entry_id,
        hourly_rate=first.hourly_rate,
        seconds=sum(one.seconds for one in pieces),
        billed_seconds=billed_seconds,
        amount=hourly_amount(billed_seconds * first.hourly_rate, currency),
    )


def worth(lines: Sequence[WriteOffLine], currency: str) -> Decimal:
    """What all of it would have been charged with, rounded once."""
    exact = sum((one.billed_seconds * one.hourly_rate for one in lines), Decimal(0))
    return hourly_amount(exact, currency)


@dataclass(frozen=True)
class WrittenOffEntry(WriteOffLine):
    """A line with what is known of its entry."""

    work_date: date
    agent_name: str
    project_name: str | None
    work_item_name: str | None
    description: str
