"""Time that is divided into segments, because not all of it is charged alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from uuid import UUID

from rates.domain.matching import Customer, Work
from rates.domain.multiplied_time import TimedWork
from rates.domain.overtime import Earlier, Worked
from rates.domain.rules import SCOPE_FIELDS, Scope
from rates.domain.segments import Segment, segments_of


@dataclass(frozen=True, slots=True)
class DividedEntry:
    """An entry as the rules value the whole of it, and the segments that are stored; none: all by the hour at its rate.

    `segments_currency`: theirs, where the entry has no rate.
    """

    entry_id: UUID
    version: int
    price_version: int
    live: bool
    billable: bool | None
    organization_id: UUID | None
    project_id: UUID | None
    agent_id: UUID | None
    team_id: UUID | None
    service_type_id: UUID | None
    work_date: date | None
    started_at: datetime | None
    time_zone: str | None
    seconds: int | None
    rounding_seconds: int
    rule_id: UUID | None
    amount: Decimal | None
    currency: str | None
    approved: bool
    billed: bool
    segments: tuple[Segment, ...] | None
    segments_currency: str | None

    @property
    def whole(self) -> tuple[Segment, ...]:
        """Its one segment if all is charged alike; none when it has no rate."""
        if self.seconds is None:
            return ()
        return tuple(segments_of(self.seconds, self.rounding_seconds, self.amount, self.rule_id))

    @property
    def hourly(self) -> tuple[Segment, ...]:
        """The segments that are stored, as they would be without agreements: by the hour, cut by multipliers alone."""
        if self.segments is None or self.amount is None:
            return self.whole
        alike = groupby(
            self.segments, lambda one: (one.hourly_rate, one.multiplier_id, one.rule_id)
        )
        return tuple(_joined(list(segments)) for _, segments in alike)

    @property
    def worked(self) -> Worked:
        """The same for overtime: of a live entry."""
        assert self.agent_id is not None
        assert self.work_date is not None
        assert self.seconds is not None
        return Worked(self.entry_id, self.agent_id, self.work_date, self.started_at, self.seconds)

    def timed(self, earlier: Earlier, customers: Mapping[UUID, Customer]) -> TimedWork:
        """The same for multipliers: of a live entry, after what its agent worked before, for whom its customer is by now."""
        assert self.work_date is not None
        assert self.seconds is not None
        scope = Scope(**{name: getattr(self, name) for name in SCOPE_FIELDS})
        customer = customers.get(self.organization_id) if self.organization_id else None
        work = Work(scope, self.work_date).of(customer)
        return TimedWork(work, self.seconds, self.started_at, self.time_zone, earlier)


def _joined(segments: Sequence[Segment]) -> Segment:
    billed_seconds = sum(one.billed_seconds for one in segments)
    return replace(
        segments[0],
        end=segments[-1].end,
        billed_seconds=billed_seconds,
        treatment="hourly",
        charge_id=None,
    )


@dataclass(frozen=True, slots=True)
class Division:
    """The segments that an entry has from now on; none: all by the hour at its rate.

    `new_price`: its price has a version of its own already.
    """

    entry_id: UUID
    segments: tuple[Segment, ...] | None
    segments_currency: str | None
    new_price: bool


def division_of(
    entry: DividedEntry, segments: tuple[Segment, ...], currency: str | None, *, new_price: bool
) -> Division | None:
    """What changes when an entry is charged by these segments; None: nothing. What is billed stays as its invoice has it."""
    divided = None if segments == entry.whole else segments
    in_currency = currency if divided and entry.currency is None else None
    same = (divided, in_currency) == (entry.segments, entry.segments_currency)
    if entry.billed or (same and not new_price):
        return None
    return Division(entry.entry_id, divided, in_currency, new_price)
