"""Give the time of a set the rates of its hours: evenings, weekends, holidays, and overtime after what else was worked."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from database import Session
from rates.domain.division import DividedEntry
from rates.domain.matching import Customer
from rates.domain.multiplied_time import MultiplierBook, split
from rates.domain.overtime import NOTHING_EARLIER, Earlier, earlier_of
from rates.domain.segments import Segment
from rates.store import agent_weeks, customers, multipliers

Place = tuple[UUID, date]
"""An agent and a day."""


@dataclass(frozen=True, slots=True)
class MultipliedTime:
    """Entries, and their segments by the hour."""

    entries: Collection[DividedEntry]
    segments: Mapping[UUID, tuple[Segment, ...]]

    @property
    def customers(self) -> set[UUID]:
        """For whom it was worked."""
        return {one.organization_id for one in self.entries if one.organization_id}


async def multiply(
    session: Session, entries: Sequence[DividedEntry], left: Collection[Place]
) -> MultipliedTime:
    """Split these entries by multipliers, and others of the same agents in whose weeks overtime may begin elsewhere now.

    `left`: agents and days that entries of the set were at before.
    """
    places = {*left, *_places(entries)}
    book = await multipliers.book(session, {day for _, day in places})
    given = {one.entry_id: one for one in entries}
    known = given
    earlier: Mapping[UUID, Earlier] = {}
    if book.counts_overtime:
        weeks = await agent_weeks.load(session, places)
        known = {one.entry_id: one for one in weeks} | given
        earlier = earlier_of(one.worked for one in weeks)
    payers = await _payers(session, known.values(), book)
    segments = {key: _segments(one, book, earlier, payers) for key, one in known.items()}
    return MultipliedTime(known.values(), segments)


def _segments(
    entry: DividedEntry,
    book: MultiplierBook,
    earlier: Mapping[UUID, Earlier],
    payers: Mapping[UUID, Customer],
) -> tuple[Segment, ...]:
    if not (book.multipliers and entry.whole and entry.currency):
        return entry.whole
    timed = entry.timed(earlier.get(entry.entry_id, NOTHING_EARLIER), payers)
    return split(timed, entry.whole, entry.currency, book)


def _places(entries: Iterable[DividedEntry]) -> set[Place]:
    return {
        (one.agent_id, one.work_date)
        for one in entries
        if one.live and one.agent_id and one.work_date
    }


async def _payers(
    session: Session, entries: Iterable[DividedEntry], book: MultiplierBook
) -> Mapping[UUID, Customer]:
    """The customers who stand for those of entries, where any multiplier names one."""
    if not any(one.scope.organization_id for one in book.multipliers):
        return {}
    return await customers.find_all(
        session, {one.organization_id for one in entries if one.organization_id}
    )
