"""What is kept of a customer's months from one change to the next, in memory, and allocated as far as a change reaches."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from uuid import UUID

from rates.domain.agreement_months import month_number
from rates.domain.agreements import Agreement
from rates.domain.allocated_months import LastAllocation, Reach, further, reach_of, reaches_back
from rates.domain.allocation import Allocated, Allocation, Claimant, allocate
from rates.domain.balances import AgreementMonth, BlockBalance
from rates.domain.charges import Charge, ClosedCharge
from rates.domain.openings import BilledDraws, Opening, Span, later_draws

NAMES = (UUID(int=3),)
Place = tuple[UUID, int]
"""An agreement and a month."""


@dataclass(frozen=True)
class Situation:
    """All that allocation is given."""

    agreements: Sequence[Agreement]
    entries: Mapping[UUID, Claimant]
    closed: Mapping[UUID, ClosedCharge]
    today: date

    def allocate(self) -> Allocation:
        """All of it, from the beginning."""
        entries, closed = list(self.entries.values()), list(self.closed.values())
        return allocate(self.agreements, entries, closed, self.today)


@dataclass
class KeptMonths:
    """Allocates only what a change reaches, and keeps the rest."""

    before: LastAllocation | None = None
    situation: Situation | None = None
    entries: dict[UUID, Allocated] = field(default_factory=dict)
    months: dict[Place, AgreementMonth] = field(default_factory=dict)
    blocks: dict[UUID, BlockBalance] = field(default_factory=dict)
    charges: dict[UUID, Charge] = field(default_factory=dict)
    openings: dict[Place, Opening] = field(default_factory=dict)
    totals: dict[UUID, BilledDraws] = field(default_factory=dict)
    read: int = 0
    reach: Reach | None = None

    def follow(self, now: Situation) -> None:
        """Bring all up to a new situation."""
        reach, self.read = self._reach(now), 0
        while True:
            allocation = self._allocate(now, reach)
            if not allocation.in_order and reach.first > _begin(now):
                reach = Reach(_begin(now), None)
            elif reach.last is None or self._opened(reach.last + 1) == allocation.openings.get(
                reach.last + 1
            ):
                break
            else:
                assert self.before is not None
                reach = further(reach, self.before)
        self.reach = reach
        self._keep(now, reach, allocation)

    def _reach(self, now: Situation) -> Reach:
        touched, billed = _touched(self.situation, now)
        before = self.before
        if before is not None and self.situation is not None:
            other = self.situation.closed.items() ^ now.closed.items()
            charges = [self.charges[key].first_day for key, _ in other if key in self.charges]
            if other:
                changed = min([before.current, *map(month_number, charges)])
                before = LastAllocation(
                    before.names,
                    before.agreements,
                    before.current,
                    before.last,
                    changed,
                    before.in_order,
                )
        reach = reach_of(before, NAMES, now.agreements, now.today, touched, billed=billed)
        if not reach.back:
            return reach
        opening = chain.from_iterable(self._opened(reach.first).values())
        first = reaches_back(now.agreements, opening, reach.first)
        free = (month_number(one.work_date) for one in now.entries.values() if one.billed is None)
        return Reach(min([reach.first, *(month for month in free if first <= month)]), reach.last)

    def _allocate(self, now: Situation, reach: Reach) -> Allocation:
        at_hand = [
            one
            for one in now.entries.values()
            if reach.first <= month_number(one.work_date) <= (reach.last or 10**6)
        ]
        self.read += len(at_hand)
        later = {}
        if reach.last is not None:
            closing = list(chain.from_iterable(self._opened(reach.last + 1).values()))
            later = later_draws(self.totals.values(), closing)
        span = Span(reach.first, reach.last, self._opened(reach.first), later)
        return allocate(now.agreements, at_hand, list(now.closed.values()), now.today, span)

    def _opened(self, month: int) -> dict[UUID, Opening]:
        return {key: opening for (key, number), opening in self.openings.items() if number == month}

    def _keep(self, now: Situation, reach: Reach, allocation: Allocation) -> None:
        last = 10**6 if reach.last is None else reach.last
        agreements = {one.agreement_id for one in now.agreements}
        for place in [one for one in self.openings if one[0] not in agreements]:
            del self.openings[place]
        for place in [one for one in self.months if one[0] not in agreements]:
            del self.months[place]
        for key in [
            one for one in self.charges if self.charges[one].agreement_id not in agreements
        ]:
            del self.charges[key]
        self.entries |= allocation.entries
        for place in [one for one in self.months if reach.first <= one[1] <= last]:
            del self.months[place]
        for place in [one for one in self.openings if reach.first < one[1] <= last]:
            del self.openings[place]
        for month in allocation.months:
            self.months[month.agreement_id, month_number(month.first_day)] = month
        for number, by_agreement in allocation.openings.items():
            for agreement_id, opening in by_agreement.items():
                self.openings[agreement_id, number] = opening
        for one in allocation.billed_draws:
            self.totals[one.charge_id] = one
        if reach.last is None:
            self.blocks = {block.block_id: block for block in allocation.blocks}
        for key, charge in list(self.charges.items()):
            monthly = charge.kind in ("fee", "true-up")
            if (reach.last is None and not monthly) or (
                monthly and reach.first <= month_number(charge.first_day) <= last
            ):
                del self.charges[key]
        self.charges |= {charge.charge_id: charge for charge in allocation.charges}
        until = [now.today, *(one.work_date for one in now.entries.values())]
        self.before = LastAllocation(
            frozenset(NAMES),
            tuple(now.agreements),
            month_number(now.today),
            max(map(month_number, until)),
            None,
            allocation.in_order,
        )
        self.situation = now


def _begin(now: Situation) -> int:
    return min(month_number(one.first_day) for one in now.agreements)


def _touched(before: Situation | None, now: Situation) -> tuple[set[int], bool]:
    """The months of time that has changed, and whether any of it is billed, or was."""
    known = before.entries if before is not None else {}
    changed = {
        key for key in known.keys() | now.entries.keys() if known.get(key) != now.entries.get(key)
    }
    versions: list[Claimant] = [
        one[key] for key in changed for one in (known, now.entries) if key in one
    ]
    return (
        {month_number(one.work_date) for one in versions},
        any(one.billed is not None for one in versions),
    )


def check_same(kept: KeptMonths, whole: Allocation) -> None:
    """What is kept is what comes of all."""
    assert kept.situation is not None
    begin = _begin(kept.situation)
    time = kept.situation.entries.values()
    in_reach = {one.entry_id for one in time if month_number(one.work_date) >= begin}
    assert {key: kept.entries[key] for key in in_reach} == {
        key: whole.entries[key] for key in in_reach
    }
    assert set(kept.months.values()) == set(whole.months)
    assert set(kept.blocks.values()) == set(whole.blocks)
    assert set(kept.charges.values()) == set(whole.charges)
    if whole.in_order:
        openings = {
            (agreement_id, month): opening
            for month, by_agreement in whole.openings.items()
            for agreement_id, opening in by_agreement.items()
        }
        assert kept.openings == openings
        totals: dict[UUID, BilledDraws] = {one.charge_id: one for one in whole.billed_draws}
        assert {key: kept.totals[key] for key in totals} == totals
