"""What agreements make of plans: which planned time they cover, and what they charge by the days to come.

Allocated as time is, behind what is used by now: planned time is worked on its days, and approved.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from money.amounts import SECONDS_PER_HOUR
from rates.domain.agreement_months import ONE_DAY, first_of_month, month_number
from rates.domain.agreements import Agreement
from rates.domain.allocation import Allocated, Claimant, allocate
from rates.domain.charges import ChargeKind, ClosedCharge
from rates.domain.planned_time import PlannedPart, PlannedValue
from rates.domain.segments import Segment, Treatment
from rates.domain.terms import MOST_MONTHS

Plan = Sequence[tuple[PlannedPart, PlannedValue]]


@dataclass(frozen=True, slots=True)
class BudgetCharge:
    """A charge that counts as used: what it comes to, what of it can be billed now, what is billed."""

    charge_id: UUID
    currency: str
    amount: Decimal
    ready: Decimal
    billed: Decimal


@dataclass(frozen=True, slots=True)
class ChargedSums:
    """What agreements charge of a budget by currency: of days that have begun, and `planned`, what comes on top of that."""

    amount: dict[str, Decimal]
    ready: dict[str, Decimal]
    billed: dict[str, Decimal]
    planned: dict[str, Decimal]


@dataclass(frozen=True, slots=True)
class UsedSoFar:
    """What is used by now of what a charge pays, in one month or of one block, or (a minimum) the fees that count for it."""

    agreement_id: UUID
    charge_id: UUID
    day: date
    treatment: Treatment
    seconds: int
    money: Decimal


@dataclass(frozen=True, slots=True)
class Agreed:
    """All that is agreed with a customer (`names`: its ids), what is billed of it and used so far, on the account's day."""

    names: frozenset[UUID]
    agreements: Sequence[Agreement]
    closed: Sequence[ClosedCharge]
    used: Sequence[UsedSoFar]
    today: date

    def changes(self, last: date) -> Iterator[date]:
        """Days up to the last on which planned time may be covered otherwise than before."""
        for number in range(month_number(self.today) + 1, month_number(last) + 1):
            yield first_of_month(number)
        for agreement in self.agreements:
            yield agreement.first_day
            if agreement.ends_on is not None and agreement.ends_on < date.max:
                yield agreement.ends_on + ONE_DAY
            yield from (
                block.expires_on + ONE_DAY
                for block in agreement.blocks
                if block.expires_on is not None and block.expires_on < date.max
            )

    @property
    def last_day(self) -> date:
        """How far ahead charges are looked for at most."""
        return first_of_month(month_number(self.today) + MOST_MONTHS) - ONE_DAY


@dataclass(frozen=True, slots=True)
class FutureCharge:
    """What an agreement charges when all goes as planned; `project_id`: the only one that it covers."""

    charge_id: UUID
    kind: ChargeKind
    agreement: Agreement
    counts_on: date
    amount: Decimal

    @property
    def project_id(self) -> UUID | None:
        """Of which project it is."""
        projects = self.agreement.coverage.project_ids
        return projects[0] if len(projects) == 1 else None


@dataclass(frozen=True, slots=True)
class Forecast:
    """A plan with what agreements cover of it, and all that they charge then."""

    plan: Plan
    charges: Sequence[FutureCharge]


def charged_sums(begun: Sequence[BudgetCharge], to_come: Iterable[FutureCharge]) -> ChargedSums:
    """Add up what has begun, and by how much that becomes more or less when all goes as planned."""
    sums = ChargedSums(*(defaultdict(Decimal) for _ in range(4)))
    known = {one.charge_id: one.amount for one in begun}
    for one in begun:
        sums.amount[one.currency] += one.amount
        sums.ready[one.currency] += one.ready
        sums.billed[one.currency] += one.billed
    for charge in to_come:
        more = charge.amount - known.get(charge.charge_id, 0)
        if more:
            sums.planned[charge.agreement.currency] += more
    return sums


def forecast(agreed: Agreed, plan: Plan, until: date) -> Forecast:
    """What agreements make of a customer's plan, with their months up to that of a day.

    As it will be when all of these months are over, so that unused hours of each roll over to the next.
    """
    planned = {UUID(int=number): pair for number, pair in enumerate(plan)}
    claimants = [
        *map(_claimant_of_used, agreed.used, _by_use(agreed)),
        *(_planned(key, *pair) for key, pair in planned.items() if pair[0].work.billable),
        _nothing(min(until, agreed.last_day)),
    ]
    over = max([agreed.today, *(one.work_date for one in claimants)])
    found = allocate(agreed.agreements, claimants, agreed.closed, over)
    covered = [
        (replace(part, covered_seconds=_covered(found.entries.get(key))), value)
        for key, (part, value) in planned.items()
    ]
    by_id = {one.agreement_id: one for one in agreed.agreements}
    months = {one.charge_id: one.amount for one in found.months}
    charges = [
        FutureCharge(
            one.charge_id,
            one.kind,
            by_id[one.agreement_id],
            _counts_on(one.kind, one.first_day, one.last_day, one.billable_from),
            months.get(one.charge_id, one.amount),
        )
        for one in found.charges
    ]
    return Forecast(covered, charges)


def _counts_on(
    kind: ChargeKind, first_day: date, last_day: date | None, billable_from: date | None
) -> date:
    """As in the table of charges."""
    if kind == "milestone" and billable_from is None:
        return last_day or first_day
    return first_day


def _by_use(agreed: Agreed) -> list[Agreement]:
    by_id: Mapping[UUID, Agreement] = {one.agreement_id: one for one in agreed.agreements}
    return [by_id[one.agreement_id] for one in agreed.used]


def _claimant_of_used(used: UsedSoFar, agreement: Agreement) -> Claimant:
    """Time that has taken just that: it is allocated first, as if it was billed."""
    seconds = SECONDS_PER_HOUR if used.money else used.seconds
    segment = Segment(0, seconds, used.treatment, seconds, used.money, None, None, used.charge_id)
    return Claimant(
        used.charge_id,
        used.day,
        None,
        next(iter(agreement.coverage.project_ids), None),
        next(iter(agreement.coverage.service_type_ids), None),
        agreement.currency,
        (),
        segment.end,
        segment.billed_seconds,
        approved=True,
        billed=(segment,),
    )


def _planned(key: UUID, part: PlannedPart, value: PlannedValue) -> Claimant:
    rate, work, seconds = value.amount, part.work, part.seconds
    priced = rate is not None and value.currency is not None
    return Claimant(
        key,
        work.day,
        None,
        work.project_id,
        work.service_type_id,
        value.currency if priced else None,
        (Segment(0, seconds, "hourly", seconds, rate or Decimal(0), None),) if priced else (),
        seconds,
        seconds,
        approved=True,
    )


def _nothing(day: date) -> Claimant:
    """Has the months up to that of a day looked at."""
    return Claimant(UUID(int=2**128 - 1), day, None, None, None, None, (), 0, 0, True, billed=())


def _covered(allocated: Allocated | None) -> int:
    segments: Iterable[Segment] = allocated.segments if allocated else ()
    return sum(one.seconds for one in segments if not one.charged_by_hour)
