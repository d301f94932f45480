"""What an hour of an entry costs, by the segments of its seconds."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, Protocol
from uuid import UUID

from domain_errors import DomainError
from invoicing.domain.attributes import build

Treatment = Literal["hourly", "included", "overage", "prepaid"]
"""By the hour; within an agreement; beyond it, by the hour too; out of a prepaid balance."""
HELD: frozenset[Treatment] = frozenset({"included", "prepaid"})
"""What the charge of an agreement covers: it is on no line of time, but on that of its charge."""


class PriceNotUnderstoodError(DomainError):
    """The price is not one that this version of invoicing can bill."""


class Priced(Protocol):
    """A segment as rates published it."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def treatment(self) -> Treatment: ...
    @property
    def billed_seconds(self) -> int: ...
    @property
    def hourly_rate(self) -> Decimal: ...
    @property
    def charge_id(self) -> UUID | None: ...


class Charged(Protocol):
    """Seconds of an entry, from `start` to `end`, of which `billed_seconds` are charged."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def billed_seconds(self) -> int: ...


@dataclass(frozen=True)
class Segment:
    """Seconds of an entry, from `start` to `end`, that are charged alike; `billed_seconds` of them count, after rounding.

    `charge_id`: what the agreement charges for them, or whose month they exceed.
    """

    start: int
    end: int
    billed_seconds: int
    hourly_rate: Decimal
    treatment: Treatment = "hourly"
    charge_id: UUID | None = None

    @property
    def is_held(self) -> bool:
        """Whether the line of an agreement's charge is to have them."""
        return self.treatment in HELD


def segments_of(priced: Sequence[Priced], seconds: int) -> tuple[Segment, ...]:
    """The segments of a price.

    Raises `PriceNotUnderstoodError` for gaps, overlaps and what nobody charges: better late than billed wrongly.
    """
    ends = (0, *(one.end for one in priced))
    if ends[-1] != seconds or any(
        start != one.start or start >= one.end for start, one in zip(ends[:-1], priced, strict=True)
    ):
        raise PriceNotUnderstoodError("its segments do not cover the entry's seconds")
    if any(one.treatment in HELD and one.charge_id is None for one in priced):
        raise PriceNotUnderstoodError("an agreement covers some of it, and no charge is named")
    return tuple(build(Segment, one) for one in priced)


def held_seconds(segments: Sequence[Segment]) -> int:
    """How much of an entry agreements cover."""
    return sum(one.end - one.start for one in segments if one.is_held)


def share(segment: Charged, start: int, end: int) -> int:
    """What is charged of a part of a segment, from `start` to `end`: its share of the billed seconds, whole.

    A part has the share of all up to its end without the share of all up to its start. So parts add up to the whole in
    whatever order they are billed, and the last has what is left. `store/claims.py` has the same in SQL.
    """
    return _share_up_to(segment, end) - _share_up_to(segment, start)


def _share_up_to(segment: Charged, end: int) -> int:
    return segment.billed_seconds * (end - segment.start) // (segment.end - segment.start)
