"""Books of other services compared with those of rates: which days differ, which entries, and what of them.

A day that differs may have time on its way. So there are three looks: at all days, at the entries of those that differ, and
once more at these. What differs in the same way in the last two is a difference.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from json import dumps
from typing import Any, Protocol
from uuid import UUID

from rates.domain.reconciliation import Difference, DifferenceKind, OtherService

SERVICES: tuple[OtherService, ...] = ("timer", "invoicing")
MOST_DAYS = 100
"""So many days that differ are looked at by entry; the others tomorrow."""
MOST_ENTRIES = 20_000
MOST_SUSPECTS = 2_000
LAST_LOOK = 3
BUCKETS = (
    *("approved_seconds", "unpriced_seconds", "held_seconds", "ready_seconds"),
    *("drafted_seconds", "billed_seconds", "written_off_seconds"),
)


@dataclass(frozen=True, slots=True)
class BookEntry:
    """An approved entry in the books of a service. Those of timer say nothing of charges."""

    entry_id: UUID
    day: date
    version: int
    seconds: int
    billable: bool
    organization_id: UUID | None
    price_version: int | None = None
    currency: str | None = None
    price: str | None = None
    covered_seconds: int = 0
    billed: str | None = None
    billed_seconds: int = 0
    written_off_seconds: int = 0
    rate_seconds: Decimal = Decimal(0)
    unaccounted_seconds: int = 0

    @property
    def hours(self) -> tuple[object, ...]:
        """What timer decides."""
        return self.day, self.version, self.seconds, self.billable, self.organization_id

    @property
    def place(self) -> tuple[date, UUID]:
        """Where it stands in a statement."""
        return self.day, self.entry_id


@dataclass(frozen=True, slots=True)
class DifferingEntry:
    """An entry of which two books say different things; one of them may not have it."""

    ours: BookEntry | None
    theirs: BookEntry | None

    @property
    def entry(self) -> BookEntry:
        """That of which there is one."""
        found = self.ours or self.theirs
        assert found is not None
        return found

    @property
    def fact(self) -> str:
        """All that both say, for comparison with what they say later."""
        return dumps([one and asdict(one) for one in (self.ours, self.theirs)], default=str)

    def told(self, service: OtherService) -> Difference:
        """For people: what it is, and the figures that show it."""
        kind = _kind(self.ours, self.theirs)
        (seconds, rate_seconds), (other, other_rate_seconds) = (
            _figures(kind, one) for one in (self.ours, self.theirs)
        )
        currency = next(
            (one.currency for one in (self.ours, self.theirs) if one and one.currency), ""
        )
        entry = self.entry
        return Difference(
            kind,
            entry.day,
            entry.organization_id,
            currency or "",
            seconds,
            other,
            rate_seconds,
            other_rate_seconds,
            [entry.entry_id],
            service,
        )


class Named(Protocol):
    """Values by name."""

    def __getitem__(self, name: str, /) -> Any: ...


def differing_days(ours: Iterable[Named], theirs: Iterable[Named]) -> list[date]:
    """The days of which one side says otherwise, or nothing."""
    sides = [
        {one["day"]: (one["entries"], one["seconds"], one["digest"]) for one in side}
        for side in (ours, theirs)
    ]
    days = sides[0].keys() | sides[1].keys()
    return sorted(day for day in days if sides[0].get(day) != sides[1].get(day))


def differing_entries(
    ours: Sequence[BookEntry], theirs: Sequence[BookEntry], *, cut: Sequence[Sequence[BookEntry]]
) -> list[DifferingEntry]:
    """The entries of which the sides say different things. Those that are `cut` off end with their last: up to there."""
    ends = [side[-1].place for side in cut if side]
    end = min(ends) if ends else None
    known, stated = (
        {one.entry_id: one for one in side if end is None or one.place <= end}
        for side in (ours, theirs)
    )
    return [
        DifferingEntry(known.get(entry_id), stated.get(entry_id))
        for entry_id in sorted(known.keys() | stated.keys())
        if known.get(entry_id) != stated.get(entry_id)
    ]


def _kind(ours: BookEntry | None, theirs: BookEntry | None) -> DifferenceKind:
    """What of an entry differs first, in the order in which one follows from the other."""
    if ours is None or theirs is None or ours.hours != theirs.hours:
        return "approved"
    if ours.unaccounted_seconds != theirs.unaccounted_seconds:
        return "buckets"
    if _charged(ours) != _charged(theirs):
        return "billed"
    if (ours.price_version, ours.price) != (theirs.price_version, theirs.price):
        return "price"
    return "held" if ours.covered_seconds != theirs.covered_seconds else "billed"


def _charged(entry: BookEntry) -> tuple[object, ...]:
    return entry.billed, entry.billed_seconds, entry.written_off_seconds


def _figures(kind: DifferenceKind, entry: BookEntry | None) -> tuple[int, Decimal]:
    if entry is None:
        return 0, Decimal(0)
    seconds = {
        "billed": entry.billed_seconds,
        "held": entry.covered_seconds,
        "buckets": entry.seconds - entry.unaccounted_seconds,
    }
    return seconds.get(kind, entry.seconds), entry.rate_seconds
