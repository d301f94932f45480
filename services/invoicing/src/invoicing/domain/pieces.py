"""Seconds of entries that change hands: from ready or a line's to another line or a write-off, at their price."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from domain_errors import FieldError, InvalidInputError

_MOST_ERRORS = 100


@dataclass(frozen=True)
class EntryPart:
    """An entry, or so many of its seconds: its last ones of those that there are."""

    entry_id: UUID
    seconds: int | None = None


@dataclass(frozen=True)
class Piece:
    """Seconds of an entry from `start` to `end`, within one segment of its price, which the last three are of."""

    entry_id: UUID
    start: int
    end: int
    price_version: int
    hourly_rate: Decimal
    segment_start: int
    segment_end: int
    segment_billed: int
    overage: bool = False
    """Whether it is what exceeds an agreement."""

    @property
    def seconds(self) -> int:
        """Its length, raw."""
        return self.end - self.start

    @property
    def billed_seconds(self) -> int:
        """What is charged of it: its share of the segment, as `domain.prices.share` has it."""
        return self._up_to(self.end) - self._up_to(self.start)

    def _up_to(self, place: int) -> int:
        length = self.segment_end - self.segment_start
        return self.segment_billed * (place - self.segment_start) // length


@dataclass(frozen=True)
class Taken:
    """The pieces that go, and those that stay where they were."""

    goes: tuple[Piece, ...]
    stays: tuple[Piece, ...]


def take(pieces: Sequence[Piece], parts: Sequence[EntryPart]) -> Taken:
    """Take entries, or their last seconds, out of what there is; no parts: all of it.

    Raises `InvalidInputError` for an entry of which there is nothing, or less than is asked for.
    """
    if not parts:
        return Taken(tuple(pieces), ())
    if errors := list(_too_much(pieces, parts))[:_MOST_ERRORS]:
        raise InvalidInputError(errors[0].field, errors[0].reason)
    left = {one.entry_id: one.seconds for one in parts}
    goes, stays = list[Piece](), list[Piece]()
    for piece in sorted(pieces, key=lambda one: (one.entry_id, -one.start)):
        wanted = left.get(piece.entry_id, 0)
        goes += _last(piece, wanted)
        stays += _first(piece, wanted)
        if wanted is not None:
            left[piece.entry_id] = max(wanted - piece.seconds, 0)
    return Taken(tuple(goes), tuple(stays))


def joined(pieces: Sequence[Piece]) -> list[Piece]:
    """The same seconds in as few pieces as there can be: those side by side, of one segment and version, are one."""
    found = list[Piece]()
    for piece in sorted(pieces, key=lambda one: (one.entry_id, one.start)):
        last = found[-1] if found else None
        if (
            last
            and last.end == piece.start
            and replace(last, end=piece.end) == replace(piece, start=last.start)
        ):
            found[-1] = replace(last, end=piece.end)
        else:
            found.append(piece)
    return found


def _last(piece: Piece, seconds: int | None) -> Iterable[Piece]:
    if seconds is None or seconds >= piece.seconds:
        return (piece,)
    return (replace(piece, start=piece.end - seconds),) if seconds else ()


def _first(piece: Piece, without: int | None) -> Iterable[Piece]:
    if without is None or without >= piece.seconds:
        return ()
    return (replace(piece, end=piece.end - without),) if without else (piece,)


def _too_much(pieces: Sequence[Piece], parts: Sequence[EntryPart]) -> Iterable[FieldError]:
    there: dict[UUID, int] = {}
    for piece in pieces:
        there[piece.entry_id] = there.get(piece.entry_id, 0) + piece.seconds
    seen: set[UUID] = set()
    for place, part in enumerate(parts):
        field = f"entries.{place}"
        if part.entry_id in seen:
            yield FieldError(f"{field}.entry_id", "is named twice")
        elif part.entry_id not in there:
            yield FieldError(f"{field}.entry_id", "has no time here that could be taken")
        elif part.seconds is not None and part.seconds > there[part.entry_id]:
            yield FieldError(
                f"{field}.seconds", f"is more than the {there[part.entry_id]} there are"
            )
        seen.add(part.entry_id)
