"""What an hour of an entry costs, by the segments of its seconds."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from domain_errors import DomainError


class PriceNotUnderstoodError(DomainError):
    """The price is not one that this version of invoicing can bill."""


class Priced(Protocol):
    """A segment as rates published it."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def treatment(self) -> str: ...
    @property
    def billed_seconds(self) -> int: ...
    @property
    def hourly_rate(self) -> Decimal: ...


@dataclass(frozen=True)
class Segment:
    """Seconds of an entry, from `start` to `end`, at one rate."""

    start: int
    end: int
    hourly_rate: Decimal


def hourly_segments(priced: Sequence[Priced], seconds: int) -> tuple[Segment, ...]:
    """The segments of a price that charges all seconds by the hour, unrounded.

    Raises `PriceNotUnderstoodError` for gaps, overlaps, rounding and agreements: better late than billed wrongly.
    """
    ends = (0, *(one.end for one in priced))
    if ends[-1] != seconds or any(
        start != one.start or start >= one.end for start, one in zip(ends[:-1], priced, strict=True)
    ):
        raise PriceNotUnderstoodError("its segments do not cover the entry's seconds")
    if any(
        one.treatment != "hourly" or one.billed_seconds != one.end - one.start for one in priced
    ):
        raise PriceNotUnderstoodError("it has segments that are not charged by the hour")
    return tuple(Segment(one.start, one.end, one.hourly_rate) for one in priced)
